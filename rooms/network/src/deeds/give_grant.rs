//! Giving a role.

use super::caller::Caller;
use crate::doors;
use crate::events::GrantGiven;
use crate::grant::{Grant, conflict};
use crate::place::Place;
use crate::refusals::NotGiven;
use crate::role::Role;
use crate::store::END_SESSIONS;
use base::BusinessDay;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Gives a person a role at a place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GiveGrant {
    /// The person.
    pub person: String,
    /// The role's name.
    pub role: String,
    /// The place.
    pub place: String,
    /// Its first day.
    pub from: BusinessDay,
    /// Its last day, if it has one.
    pub until: Option<BusinessDay>,
}

/// What giving depends on.
struct Known<'a> {
    caller: &'a Caller,
    place: &'a Place,
    grants: &'a [Grant],
    day: BusinessDay,
}

impl GiveGrant {
    fn decide(&self, known: &Known<'_>) -> Result<Role, NotGiven> {
        let Known { caller, place, grants, day } = known;
        let role = Role::of_name(&self.role).ok_or(NotGiven::NoSuchRole)?;
        if caller.is(&self.person) {
            return Err(NotGiven::Yourself);
        }
        if !caller.may_give(role, &place.path, *day) {
            return Err(NotGiven::Beyond);
        }
        if role == Role::Entrepreneur {
            return Err(NotGiven::WithSeatOnly);
        }
        if !role.row().at.contains(&place.kind) {
            return Err(NotGiven::WrongPlace);
        }
        if self.until.is_some_and(|until| until < self.from) {
            return Err(NotGiven::Backwards);
        }
        if grants.iter().any(|grant| grant.role == role && grant.place == place.code && grant.holds_from(*day)) {
            return Err(NotGiven::Already);
        }
        match conflict(grants, role, &place.path, *day) {
            Some(_) => Err(NotGiven::Conflict),
            None => Ok(role),
        }
    }
}

impl Deed for GiveGrant {
    const NAME: &'static str = "network.give_grant";
    /// The grant's id.
    type Done = String;
    type Refusal = NotGiven;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<String, Stop<NotGiven>> {
        let caller = Caller::of(tx).await?;
        let day = tx.now().day();
        if doors::person(tx, &self.person).await?.is_none() {
            return Err(Stop::Refused(NotGiven::NoSuchPerson));
        }
        let Some(place) = doors::place(tx, &self.place).await? else {
            return Err(Stop::Refused(NotGiven::NoSuchPlace));
        };
        let grants = doors::grants_of(tx, &self.person).await?;
        let known = Known { caller: &caller, place: &place, grants: &grants, day };
        let role = self.decide(&known).map_err(Stop::Refused)?;
        if role.row().office {
            // A session begun without a second factor must not grow into an office (security.md 4.4: step-up).
            tx.execute(&END_SESSIONS, &[NATION.into(), (&self.person).into()]).await?;
        }
        let grant = tx.new_id()?.to_string();
        let given = GrantGiven {
            grant: grant.clone(),
            person: self.person.clone(),
            role: role.name().to_owned(),
            place: place.code,
            path: place.path,
            from: self.from,
            until: self.until,
        };
        tx.enter(NATION, vec![happened(given)]).await?;
        Ok(grant)
    }
}
