//! Handing a seat over: one contract ends and another begins in one entry, so that the seat is never unaccounted for.

use super::caller::Caller;
use super::seat_person::{self, seated};
use super::vacate_seat::{Leave, left};
use crate::events::Leaving;
use crate::refusals::{NotHandedOver, NotSeated};
use crate::seat::{SeatKind, Terms};
use journal::{Deed, NATION, Stop, Tx};
use serde::{Deserialize, Serialize};

/// Hands a seat over to another person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HandOverSeat {
    /// The centre.
    pub centre: String,
    /// The seat.
    pub seat: SeatKind,
    /// The contract of who leaves, as for [`VacateSeat`](super::VacateSeat).
    #[serde(default)]
    pub contract: Option<String>,
    /// Who follows.
    pub to: String,
    /// The contract of who follows.
    pub terms: Terms,
    /// What both counted: cash, float, open cases, parcels.
    pub note: String,
}

impl Deed for HandOverSeat {
    const NAME: &'static str = "network.hand_over_seat";
    /// The new contract's id.
    type Done = String;
    type Refusal = NotHandedOver;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<String, Stop<NotHandedOver>> {
        let caller = Caller::of(tx).await?;
        let leave = Leave { seat: self.seat, contract: self.contract.as_deref(), note: &self.note };
        let mut events = left(tx, &caller, &self.centre, leave, Leaving::HandedOver)
            .await
            .map_err(|stop| stop.map(NotHandedOver::Leaving))?;
        let taking = |stop: Stop<NotSeated>| stop.map(NotHandedOver::Taking);
        let (centre, mut known) =
            seat_person::load(tx, &caller, &self.centre, self.seat, &self.to).await.map_err(taking)?;
        // The one who sits there leaves in this very entry; the new contract may begin today at the earliest.
        known.seat.person = None;
        known.free_from = Some(known.day);
        seat_person::decide(&known, &self.terms).map_err(|refusal| taking(Stop::Refused(refusal)))?;
        let (contract, taken) = seated(tx, &centre, known, &self.terms)?;
        events.extend(taken);
        tx.enter(NATION, events).await?;
        Ok(contract)
    }
}
