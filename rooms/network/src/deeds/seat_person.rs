//! Seating a person at a centre under a contract. The seat brings the role of entrepreneur at the centre's place.

use super::caller::Caller;
use crate::centre::Centre;
use crate::doors;
use crate::events::{GrantGiven, PersonSeated};
use crate::grant::{Grant, conflict};
use crate::person::Person;
use crate::refusals::NotSeated;
use crate::role::Role;
use crate::seat::{Seat, SeatKind, Terms, TermsFault};
use crate::store::LAST_CONTRACT;
use base::BusinessDay;
use journal::{AnyEvent, Deed, Fault, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Seats a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SeatPerson {
    /// The centre.
    pub centre: String,
    /// The seat.
    pub seat: SeatKind,
    /// The person.
    pub person: String,
    /// The contract.
    pub terms: Terms,
}

/// What seating depends on.
pub(super) struct Known {
    pub allowed: bool,
    pub own: bool,
    pub seat: Seat,
    pub person: Person,
    pub grants: Vec<Grant>,
    pub elsewhere: bool,
    pub free_from: Option<BusinessDay>,
    pub path: String,
    pub day: BusinessDay,
}

pub(super) fn decide(known: &Known, terms: &Terms) -> Result<(), NotSeated> {
    let Known { seat, person, .. } = known;
    if !known.allowed {
        return Err(NotSeated::NotAllowed);
    }
    if known.own {
        return Err(NotSeated::Yourself);
    }
    if seat.person.is_some() {
        return Err(NotSeated::Taken);
    }
    if person.suspended_on.is_some() {
        return Err(NotSeated::Suspended);
    }
    if person.sex != Some(seat.kind.sex()) {
        return Err(NotSeated::WrongSex);
    }
    if known.elsewhere {
        return Err(NotSeated::SeatedElsewhere);
    }
    terms.check(known.day, known.free_from).map_err(|fault| match fault {
        TermsFault::Backwards => NotSeated::Backwards,
        TermsFault::Over => NotSeated::Over,
        TermsFault::Overlapping => NotSeated::Overlapping,
        TermsFault::NoStamp => NotSeated::NoStamp,
        TermsFault::LongStamp => NotSeated::LongStamp,
    })?;
    match conflict(&known.grants, Role::Entrepreneur, &known.path, known.day) {
        Some(_) => Err(NotSeated::Conflict),
        None => Ok(()),
    }
}

impl Deed for SeatPerson {
    const NAME: &'static str = "network.seat_person";
    /// The contract's id.
    type Done = String;
    type Refusal = NotSeated;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<String, Stop<NotSeated>> {
        let caller = Caller::of(tx).await?;
        let (centre, known) = load(tx, &caller, &self.centre, self.seat, &self.person).await?;
        decide(&known, &self.terms).map_err(Stop::Refused)?;
        let (contract, events) = seated(tx, &centre, known, &self.terms)?;
        tx.enter(NATION, events).await?;
        Ok(contract)
    }
}

pub(super) async fn load(
    tx: &mut Tx<'_, '_>,
    caller: &Caller,
    centre: &str,
    kind: SeatKind,
    person: &str,
) -> Result<(Centre, Known), Stop<NotSeated>> {
    let day = tx.now().day();
    let Some(centre) = doors::centre(tx, centre).await? else {
        return Err(Stop::Refused(NotSeated::NoSuchCentre));
    };
    let Some(person) = doors::person(tx, person).await? else {
        return Err(Stop::Refused(NotSeated::NoSuchPerson));
    };
    let Some(seat) = doors::seat(tx, &centre.code, kind).await? else {
        return Err(Stop::Fault(Fault::Unsound(format!("centre {} lacks a seat", centre.code))));
    };
    let ended = tx.one(&LAST_CONTRACT, &[NATION.into(), centre.code.as_str().into(), kind.name().into()]).await?;
    let known = Known {
        allowed: caller.may("seat.assign", &centre.path, day),
        own: caller.is(&person.id),
        elsewhere: doors::seat_of(tx, &person.id).await?.is_some(),
        grants: doors::grants_of(tx, &person.id).await?,
        free_from: ended.get("free_from")?,
        path: centre.path.clone(),
        seat,
        person,
        day,
    };
    Ok((centre, known))
}

/// The contract's id and what is to be entered.
pub(super) fn seated(
    tx: &mut Tx<'_, '_>,
    centre: &Centre,
    known: Known,
    terms: &Terms,
) -> Result<(String, Vec<Box<dyn AnyEvent>>), Fault> {
    let contract = tx.new_id()?.to_string();
    let seated = PersonSeated {
        contract: contract.clone(),
        centre: centre.code.clone(),
        seat: known.seat.kind,
        person: known.person.id.clone(),
        terms: Terms { stamp: base::text::clean(&terms.stamp), ..terms.clone() },
        day: known.day,
    };
    let given = GrantGiven {
        grant: contract.clone(), // the grant of a seat has its contract's id: they begin and end together
        person: known.person.id,
        role: Role::Entrepreneur.name().to_owned(),
        place: centre.place.clone(),
        path: centre.path.clone(),
        from: terms.from,
        until: Some(terms.until),
    };
    Ok((contract, vec![happened(seated), happened(given)]))
}
