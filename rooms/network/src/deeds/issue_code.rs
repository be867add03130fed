//! Giving a person a one-time code to choose a password. The officer starts it and never learns the password.

use super::caller::Caller;
use super::suspend_person::may_manage;
use crate::doors;
use crate::events::{CodeIssued, CodePurpose};
use crate::refusals::NotIssued;
use crate::session::{FIRST_CODE_MS, RESET_CODE_MS, SET_UP_CODE_MS};
use crate::store::{PUT_CODE, VOID_CODES};
use journal::{Deed, Fault, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Gives a person a one-time code; earlier ones are void. The second factor stays as it is: a reset never goes round it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IssueCode {
    /// The person.
    pub person: String,
    /// SHA-256 of the code.
    pub code_hash: [u8; 32],
}

impl Deed for IssueCode {
    const NAME: &'static str = "network.issue_code";
    /// True for a first password (7 days), false for a new one (10 minutes).
    type Done = bool;
    type Refusal = NotIssued;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<bool, Stop<NotIssued>> {
        let caller = Caller::of(tx).await?;
        let day = tx.now().day();
        let Some(person) = doors::person(tx, &self.person).await? else {
            return Err(Stop::Refused(NotIssued::NoSuchPerson));
        };
        let allowed = may_manage(tx, &caller, &person, day).await?;
        decide(allowed, caller.is(&person.id), person.suspended_on.is_some()).map_err(Stop::Refused)?;
        let first = person.password_seal.is_none();
        let purpose = if first { CodePurpose::First } else { CodePurpose::Reset };
        keep_code(tx, &person.id, purpose, self.code_hash).await?;
        tx.enter(NATION, vec![happened(CodeIssued { person: person.id, purpose })]).await?;
        Ok(first)
    }
}

pub(super) fn decide(allowed: bool, own: bool, suspended: bool) -> Result<(), NotIssued> {
    match (allowed, own, suspended) {
        (false, ..) => Err(NotIssued::NotAllowed),
        (_, true, _) => Err(NotIssued::Yourself),
        (.., true) => Err(NotIssued::Suspended),
        _ => Ok(()),
    }
}

/// Keeps a code by its hash, in place of the person's earlier ones.
pub(super) async fn keep_code(
    tx: &mut Tx<'_, '_>,
    person: &str,
    purpose: CodePurpose,
    hash: [u8; 32],
) -> Result<(), Fault> {
    let lasts_ms = match purpose {
        CodePurpose::First => FIRST_CODE_MS,
        CodePurpose::Reset => RESET_CODE_MS,
        CodePurpose::SetUp => SET_UP_CODE_MS,
    };
    let ends_ms = tx.now().get().saturating_add(lasts_ms);
    tx.execute(&VOID_CODES, &[NATION.into(), person.into()]).await?;
    let row = [NATION.into(), hash.into(), purpose.name().into(), person.into(), ends_ms.into()];
    tx.execute(&PUT_CODE, &row).await?;
    Ok(())
}
