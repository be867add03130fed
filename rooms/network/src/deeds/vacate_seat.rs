//! Vacating a seat: the contract ends, and with it the role. The person's history stays.

use super::caller::Caller;
use crate::doors;
use crate::events::{GrantEnded, Leaving, SeatLeft};
use crate::refusals::NotVacated;
use crate::seat::SeatKind;
use crate::store::END_SESSIONS;
use journal::{AnyEvent, Deed, Fault, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Characters of the note of what was counted, at most.
const NOTE_CHARS_MAX: usize = 1_000;

/// Vacates a seat.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VacateSeat {
    /// The centre.
    pub centre: String,
    /// The seat.
    pub seat: SeatKind,
    /// The contract of who is meant, as the page showed it; none for whoever sits there. A form that lay open while the
    /// seat went to another must not empty it of that other.
    #[serde(default)]
    pub contract: Option<String>,
    /// What was counted when the person left: cash, float, open cases, parcels.
    pub note: String,
}

impl Deed for VacateSeat {
    const NAME: &'static str = "network.vacate_seat";
    type Done = ();
    type Refusal = NotVacated;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<NotVacated>> {
        let caller = Caller::of(tx).await?;
        let leave = Leave { seat: self.seat, contract: self.contract.as_deref(), note: &self.note };
        let events = left(tx, &caller, &self.centre, leave, Leaving::Vacated).await?;
        tx.enter(NATION, events).await?;
        Ok(())
    }
}

/// Which seat is left, by whom, and with what note.
pub(super) struct Leave<'a> {
    pub seat: SeatKind,
    pub contract: Option<&'a str>,
    pub note: &'a str,
}

/// Loads, decides and makes the events of leaving a seat; the leaver's sessions end.
pub(super) async fn left(
    tx: &mut Tx<'_, '_>,
    caller: &Caller,
    centre: &str,
    Leave { seat: kind, contract: meant, note }: Leave<'_>,
    how: Leaving,
) -> Result<Vec<Box<dyn AnyEvent>>, Stop<NotVacated>> {
    let day = tx.now().day();
    let Some(centre) = doors::centre(tx, centre).await? else {
        return Err(Stop::Refused(NotVacated::NoSuchCentre));
    };
    if !caller.may("seat.assign", &centre.path, day) {
        return Err(Stop::Refused(NotVacated::NotAllowed));
    }
    let Some(seat) = doors::seat(tx, &centre.code, kind).await? else {
        return Err(Stop::Fault(Fault::Unsound(format!("centre {} lacks a seat", centre.code))));
    };
    let (Some(person), Some(contract)) = (seat.person, seat.contract) else {
        return Err(Stop::Refused(NotVacated::Vacant));
    };
    if meant.is_some_and(|meant| meant != contract) {
        return Err(Stop::Refused(NotVacated::Changed));
    }
    let note = base::text::clean(note);
    if note.is_empty() {
        return Err(Stop::Refused(NotVacated::NoNote));
    }
    if note.chars().count() > NOTE_CHARS_MAX {
        return Err(Stop::Refused(NotVacated::LongNote));
    }
    let note = tx.seal(NATION, &person, &note).await?;
    tx.execute(&END_SESSIONS, &[NATION.into(), person.as_str().into()]).await?;
    let ended = GrantEnded { grant: contract.clone(), day };
    let left = SeatLeft { contract, centre: centre.code, seat: kind, person, how, note, day };
    Ok(vec![happened(left), happened(ended)])
}
