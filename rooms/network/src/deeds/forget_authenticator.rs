//! Taking an authenticator back when its telephone was lost. The next sign-in enrols another.

use super::caller::Caller;
use super::issue_code::decide;
use super::suspend_person::may_manage;
use crate::doors;
use crate::events::AuthenticatorForgotten;
use crate::refusals::NotIssued;
use crate::store::END_SESSIONS;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Forgets a person's authenticator and ends the person's sessions. Never one's own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ForgetAuthenticator {
    /// The person.
    pub person: String,
}

impl Deed for ForgetAuthenticator {
    const NAME: &'static str = "network.forget_authenticator";
    type Done = ();
    type Refusal = NotIssued;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<NotIssued>> {
        let caller = Caller::of(tx).await?;
        let day = tx.now().day();
        let Some(person) = doors::person(tx, &self.person).await? else {
            return Err(Stop::Refused(NotIssued::NoSuchPerson));
        };
        let allowed = may_manage(tx, &caller, &person, day).await?;
        decide(allowed, caller.is(&person.id), person.suspended_on.is_some()).map_err(Stop::Refused)?;
        tx.execute(&END_SESSIONS, &[NATION.into(), person.id.as_str().into()]).await?;
        if person.authenticator_seal.is_some() {
            tx.enter(NATION, vec![happened(AuthenticatorForgotten { person: person.id })]).await?;
        }
        Ok(())
    }
}
