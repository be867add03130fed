//! Setting a password whose hash is made already: for the demo and for bringing people over from another system.

use crate::doors;
use crate::events::PasswordSet;
use crate::refusals::NotChosen;
use crate::store::END_SESSIONS;
use journal::{AnyEvent, Deed, Fault, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Sets a password. Only the program itself does this; people choose theirs with a one-time code.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetPassword {
    /// The person.
    pub person: String,
    /// The argon2id hash, as a PHC string.
    pub hash: String,
}

impl Deed for SetPassword {
    const NAME: &'static str = "network.set_password";
    type Done = ();
    type Refusal = NotChosen;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<NotChosen>> {
        if tx.by() != "system" || doors::person(tx, &self.person).await?.is_none() {
            return Err(Stop::Refused(NotChosen::NoSuchPerson));
        }
        let event = password_set(tx, &self.person, &self.hash).await?;
        tx.enter(NATION, vec![event]).await?;
        Ok(())
    }
}

/// Seals the hash, ends every session that the old password opened, and makes the event.
pub(super) async fn password_set(tx: &mut Tx<'_, '_>, person: &str, hash: &str) -> Result<Box<dyn AnyEvent>, Fault> {
    tx.execute(&END_SESSIONS, &[NATION.into(), person.into()]).await?;
    let hash = tx.seal(NATION, person, &hash).await?;
    Ok(happened(PasswordSet { person: person.to_owned(), hash }))
}
