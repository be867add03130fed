//! Ending a grant.

use super::caller::Caller;
use crate::doors;
use crate::events::GrantEnded;
use crate::refusals::NotEnded;
use crate::role::Role;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Ends a grant. Who could give it may end it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EndGrant {
    /// The grant.
    pub grant: String,
}

impl Deed for EndGrant {
    const NAME: &'static str = "network.end_grant";
    type Done = ();
    type Refusal = NotEnded;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<NotEnded>> {
        let caller = Caller::of(tx).await?;
        let day = tx.now().day();
        let Some(grant) = doors::grant(tx, &self.grant).await? else {
            return Err(Stop::Refused(NotEnded::NoSuchGrant));
        };
        let refused = if grant.role == Role::Entrepreneur {
            Some(NotEnded::WithSeatOnly)
        } else if caller.is(&grant.person) {
            Some(NotEnded::Yourself)
        } else if !caller.may_give(grant.role, &grant.path, day) {
            Some(NotEnded::Beyond)
        } else if grant.ended_on.is_some() {
            Some(NotEnded::Already)
        } else {
            None
        };
        if let Some(refusal) = refused {
            return Err(Stop::Refused(refusal));
        }
        tx.enter(NATION, vec![happened(GrantEnded { grant: grant.id, day })]).await?;
        Ok(())
    }
}
