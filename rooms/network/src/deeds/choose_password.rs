//! Choosing a password with a one-time code.

use super::set_password::password_set;
use crate::doors;
use crate::events::CodePurpose;
use crate::refusals::NotChosen;
use crate::store::{CODE, FORGET_TRIES, USE_CODE};
use journal::{Deed, Fault, NATION, Stop, Tx};
use serde::{Deserialize, Serialize};

/// Turns a one-time code into a password. The code can be used once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChoosePassword {
    /// SHA-256 of the code.
    pub code_hash: [u8; 32],
    /// The argon2id hash of the password, as a PHC string.
    pub hash: String,
}

impl Deed for ChoosePassword {
    const NAME: &'static str = "network.choose_password";
    /// The person.
    type Done = String;
    type Refusal = NotChosen;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<String, Stop<NotChosen>> {
        let wrong = Stop::Refused(NotChosen::CodeWrong);
        let Some((purpose, id)) = code_owner(tx, self.code_hash).await? else { return Err(wrong) };
        if purpose == CodePurpose::SetUp.name() {
            return Err(wrong);
        }
        let Some(person) = doors::person(tx, &id).await?.filter(|person| person.suspended_on.is_none()) else {
            return Err(wrong);
        };
        use_code(tx, self.code_hash).await?;
        let tries = [NATION.into(), "password".into(), person.mobile_index.into()];
        tx.execute(&FORGET_TRIES, &tries).await?;
        let event = password_set(tx, &id, &self.hash).await?;
        tx.enter(NATION, vec![event]).await?;
        Ok(id)
    }
}

/// For what and for whom a code is, while it can be used.
pub(crate) async fn code_owner(tx: &mut db::Tx<'_>, hash: [u8; 32]) -> Result<Option<(String, String)>, Fault> {
    let Some(row) = tx.optional(&CODE, &[NATION.into(), hash.into()]).await? else {
        return Ok(None);
    };
    let fresh = row.get::<Option<i64>>("used_at_ms")?.is_none() && tx.now().get() < row.get::<i64>("ends_at_ms")?;
    if fresh { Ok(Some((row.get("purpose")?, row.get("person")?))) } else { Ok(None) }
}

/// Marks a code as used.
pub(super) async fn use_code(tx: &mut db::Tx<'_>, hash: [u8; 32]) -> Result<(), Fault> {
    let now = tx.now();
    tx.execute(&USE_CODE, &[NATION.into(), hash.into(), now.into()]).await?;
    Ok(())
}
