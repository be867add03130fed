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
        let events = left(tx, &caller, &self.centre, self.seat, &self.note, Leaving::Vacated).await?;
        tx.enter(NATION, events).await?;
        Ok(())
    }
}

/// Loads, decides and makes the events of leaving a seat; the leaver's sessions end.
pub(super) async fn left(
    tx: &mut Tx<'_, '_>,
    caller: &Caller,
    centre: &str,
    kind: SeatKind,
    note: &str,
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
