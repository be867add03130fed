//! Who does a deed, and what that person may do.

use crate::doors;
use crate::grant::{Grant, may, may_give};
use crate::role::Role;
use base::BusinessDay;
use journal::{Fault, Tx};

/// The caller of a deed.
pub(crate) enum Caller {
    /// The program itself: set-up, the demo, the command line of whoever holds the machine.
    System,
    /// A person with these grants; a suspended or unknown one has none.
    Person { id: String, grants: Vec<Grant> },
}

impl Caller {
    /// The caller of the running deed.
    pub async fn of(tx: &mut Tx<'_, '_>) -> Result<Caller, Fault> {
        if tx.by() == "system" {
            return Ok(Caller::System);
        }
        let id = tx.by().to_owned();
        let fit = doors::person(tx, &id).await?.is_some_and(|person| person.suspended_on.is_none());
        let grants = if fit { doors::grants_of(tx, &id).await? } else { Vec::new() };
        Ok(Caller::Person { id, grants })
    }

    /// May the caller do this there?
    pub fn may(&self, permission: &str, path: &str, day: BusinessDay) -> bool {
        match self {
            Caller::System => true,
            Caller::Person { grants, .. } => may(grants, permission, path, day),
        }
    }

    /// May the caller give this role there?
    pub fn may_give(&self, role: Role, path: &str, day: BusinessDay) -> bool {
        match self {
            Caller::System => true,
            Caller::Person { grants, .. } => may_give(grants, role, path, day),
        }
    }

    /// Is the caller this person?
    pub fn is(&self, person: &str) -> bool {
        matches!(self, Caller::Person { id, .. } if id == person)
    }
}
