//! Suspending a person: all sessions end at once, and nothing can be sold or signed any more.

use super::caller::Caller;
use crate::doors;
use crate::events::PersonSuspended;
use crate::person::Person;
use crate::refusals::NotSuspended;
use crate::store::{END_SESSIONS, VOID_CODES};
use base::BusinessDay;
use journal::{Deed, Fault, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Characters of a reason, at most.
const REASON_CHARS_MAX: usize = 1_000;

/// Suspends a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SuspendPerson {
    /// The person.
    pub person: String,
    /// Why, in the officer's words.
    pub reason: String,
}

impl Deed for SuspendPerson {
    const NAME: &'static str = "network.suspend_person";
    type Done = ();
    type Refusal = NotSuspended;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<NotSuspended>> {
        let caller = Caller::of(tx).await?;
        let day = tx.now().day();
        let Some(person) = doors::person(tx, &self.person).await? else {
            return Err(Stop::Refused(NotSuspended::NoSuchPerson));
        };
        let allowed = may_manage(tx, &caller, &person, day).await?;
        let reason = base::text::clean(&self.reason);
        decide(allowed, caller.is(&person.id), person.suspended_on.is_some(), &reason).map_err(Stop::Refused)?;
        let reason = tx.seal(NATION, &person.id, &reason).await?;
        let id = person.id.as_str();
        tx.execute(&END_SESSIONS, &[NATION.into(), id.into()]).await?;
        tx.execute(&VOID_CODES, &[NATION.into(), id.into()]).await?;
        tx.enter(NATION, vec![happened(PersonSuspended { person: person.id, reason, day })]).await?;
        Ok(())
    }
}

fn decide(allowed: bool, own: bool, already: bool, reason: &str) -> Result<(), NotSuspended> {
    match (allowed, own, already, reason) {
        (false, ..) => Err(NotSuspended::NotAllowed),
        (_, true, ..) => Err(NotSuspended::Yourself),
        (_, _, true, _) => Err(NotSuspended::Already),
        (.., "") => Err(NotSuspended::NoReason),
        (.., long) if long.chars().count() > REASON_CHARS_MAX => Err(NotSuspended::LongReason),
        _ => Ok(()),
    }
}

/// May the caller manage this person? At the place of registration or at the centre of the seat, and never somebody who
/// holds a role that the caller's place does not contain: an upazila's officer does not suspend the district's.
pub(crate) async fn may_manage(
    tx: &mut Tx<'_, '_>,
    caller: &Caller,
    person: &Person,
    day: BusinessDay,
) -> Result<bool, Fault> {
    let mut home = caller.may("people.manage", &person.path, day);
    if let Some(seat) = doors::seat_of(tx, &person.id).await?
        && let Some(centre) = doors::centre(tx, &seat.centre).await?
    {
        home = home || caller.may("people.manage", &centre.path, day);
    }
    let grants = doors::grants_of(tx, &person.id).await?;
    let mut held = grants.iter().filter(|grant| grant.holds_from(day));
    Ok(home && held.all(|grant| caller.may("people.manage", &grant.path, day)))
}
