//! Reinstating a suspended person.

use super::caller::Caller;
use super::suspend_person::may_manage;
use crate::doors;
use crate::events::PersonReinstated;
use crate::refusals::NotReinstated;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Reinstates a person; who holds the seat and the roles still holds them, as far as their dates go.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReinstatePerson {
    /// The person.
    pub person: String,
}

impl Deed for ReinstatePerson {
    const NAME: &'static str = "network.reinstate_person";
    type Done = ();
    type Refusal = NotReinstated;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<NotReinstated>> {
        let caller = Caller::of(tx).await?;
        let day = tx.now().day();
        let Some(person) = doors::person(tx, &self.person).await? else {
            return Err(Stop::Refused(NotReinstated::NoSuchPerson));
        };
        if !may_manage(tx, &caller, &person, day).await? {
            return Err(Stop::Refused(NotReinstated::NotAllowed));
        }
        if person.suspended_on.is_none() {
            return Err(Stop::Refused(NotReinstated::NotSuspended));
        }
        tx.enter(NATION, vec![happened(PersonReinstated { person: person.id, day })]).await?;
        Ok(())
    }
}
