//! A try of a password: counted and written down before the password is looked at, so that a power cut or a crash
//! between the two never gives a free try.

use crate::doors;
use crate::refusals::{NotTried, Wait};
use crate::session::{TRIES_KEPT_MS, password_wait_ms, whole_seconds};
use crate::store::{PRUNE_TRIES, PUT_TRIES, TRIES};
use base::Moment;
use journal::{Deed, Fault, NATION, Stop, Tx};
use serde::{Deserialize, Serialize};

/// Counts a try for a mobile number, known or unknown alike.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TryPassword {
    /// The blind index of the mobile number.
    pub mobile_index: String,
}

/// Against whom the password is then held.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Suspect {
    /// The person, when the number is known.
    pub person: Option<String>,
    /// The hash of the person's password, when there is one.
    pub hash: Option<String>,
}

impl Deed for TryPassword {
    const NAME: &'static str = "network.try_password";
    type Done = Suspect;
    type Refusal = NotTried;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<Suspect, Stop<NotTried>> {
        count_try(tx, "password", &self.mobile_index, |tries, _, last, now| {
            (password_wait_ms(tries, last, now), tries)
        })
        .await?;
        let Some(person) = doors::person_with_index(tx, &self.mobile_index).await? else {
            return Ok(Suspect { person: None, hash: None });
        };
        let hash = match &person.password_seal {
            Some(seal) => tx.unseal(NATION, seal).await?,
            None => None,
        };
        Ok(Suspect { person: Some(person.id), hash })
    }
}

/// Counts one more try on a surface, or says how long to wait. `rule` tells from (tries, first, last, now) how many
/// milliseconds to wait and how many tries still count.
pub(super) async fn count_try(
    tx: &mut db::Tx<'_>,
    surface: &str,
    subject: &str,
    rule: impl Fn(i64, Moment, Moment, Moment) -> (i64, i64),
) -> Result<(), Stop<NotTried>> {
    let now = tx.now();
    let row = tx.optional(&TRIES, &[NATION.into(), surface.into(), subject.into()]).await?;
    let (tries, since) = match row {
        None => (0, now),
        Some(row) => {
            let (tries, since): (i64, Moment) = (row.get("tries")?, row.get("since_ms")?);
            let (wait_ms, counted) = rule(tries, since, row.get("last_at_ms")?, now);
            if wait_ms > 0 {
                tracing::warn!(surface, wait_ms, "a try came too early");
                return Err(Stop::Refused(NotTried::Wait(Wait { seconds: whole_seconds(wait_ms) })));
            }
            (counted, if counted == 0 { now } else { since })
        }
    };
    let values =
        [NATION.into(), surface.into(), subject.into(), tries.saturating_add(1).into(), since.into(), now.into()];
    tx.execute(&PUT_TRIES, &values).await?;
    prune(tx, now).await.map_err(Stop::Fault)
}

/// Forgets counts of long ago, so that guessing at numbers does not fill the table.
async fn prune(tx: &mut db::Tx<'_>, now: Moment) -> Result<(), Fault> {
    let before = now.get().saturating_sub(TRIES_KEPT_MS);
    tx.execute(&PRUNE_TRIES, &[NATION.into(), before.into()]).await?;
    Ok(())
}
