//! Opening a session for a person whose password was right and who needs no second factor.

use crate::doors;
use crate::grant::holds_office;
use crate::person::Person;
use crate::refusals::NotSignedIn;
use crate::session::{Channel, SESSION_MS_MAX};
use crate::store::{END_SESSION, FORGET_TRIES, PRUNE_SESSIONS, PUT_SESSION, SESSIONS_OF};
use base::Moment;
use journal::{Deed, Fault, NATION, Stop, Tx};
use serde::{Deserialize, Serialize};

/// Characters of a device's name, at most.
const DEVICE_CHARS_MAX: usize = 120;

/// What a new session is opened with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewSession {
    /// SHA-256 of its token, which is new at every sign-in.
    pub token_hash: [u8; 32],
    /// Through which door.
    pub channel: Channel,
    /// Browser and system, as they tell of themselves.
    pub device: String,
}

/// A session that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Its id, which is no secret.
    pub session: String,
    /// When it ends at the latest.
    pub ends_at: Moment,
}

/// Opens a session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenSession {
    /// The person.
    pub person: String,
    /// The session.
    pub new: NewSession,
}

impl Deed for OpenSession {
    const NAME: &'static str = "network.open_session";
    type Done = Opened;
    type Refusal = NotSignedIn;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<Opened, Stop<NotSignedIn>> {
        let Some(person) = doors::person(tx, &self.person).await? else {
            return Err(Stop::Refused(NotSignedIn::Wrong));
        };
        if person.suspended_on.is_some() {
            return Err(Stop::Refused(NotSignedIn::Suspended));
        }
        let grants = doors::grants_of(tx, &person.id).await?;
        if person.authenticator_seal.is_some() || holds_office(&grants, tx.now().day()) {
            return Err(Stop::Refused(NotSignedIn::CodeNeeded));
        }
        Ok(opened(tx, &person, false, &self.new).await?)
    }
}

/// Writes the session; the oldest of its kind end when there are too many, and the tries are forgiven.
pub(super) async fn opened(
    tx: &mut Tx<'_, '_>,
    person: &Person,
    office: bool,
    new: &NewSession,
) -> Result<Opened, Fault> {
    let now = tx.now();
    let id = || person.id.as_str().into();
    tx.execute(&PRUNE_SESSIONS, &[NATION.into(), id(), now.into()]).await?;
    let mut same = Vec::new();
    for row in tx.all(&SESSIONS_OF, &[NATION.into(), id()]).await? {
        if row.get::<String>("channel")? == new.channel.name() {
            same.push(row.get::<String>("session")?);
        }
    }
    for old in same.into_iter().skip(new.channel.most().saturating_sub(1)) {
        tx.execute(&END_SESSION, &[NATION.into(), id(), old.into()]).await?;
    }
    let session = tx.new_id()?.to_string();
    let ends_at = Moment::new(now.get().saturating_add(SESSION_MS_MAX));
    let device: String = base::text::clean(&new.device).chars().take(DEVICE_CHARS_MAX).collect();
    let row = [
        NATION.into(),
        new.token_hash.into(),
        session.as_str().into(),
        id(),
        new.channel.name().into(),
        device.into(),
        now.into(),
        new.channel.idle_ms(office).into(),
        ends_at.into(),
    ];
    tx.execute(&PUT_SESSION, &row).await?;
    for (surface, subject) in [("password", &person.mobile_index), ("code", &person.id)] {
        tx.execute(&FORGET_TRIES, &[NATION.into(), surface.into(), subject.into()]).await?;
    }
    Ok(Opened { session, ends_at })
}
