//! Suspensions of centres and seats, and where the queue of a centre is served meanwhile.

use crate::seat::SeatKind;
use crate::store::{QUEUES, SUSPENSIONS};
use crate::suspension::of_seat;
use base::BusinessDay;
use db::{Kind, Value};
use journal::{EntryHead, Event, Fault, Sealed};
use serde::{Deserialize, Serialize};

/// Which seat of which centre, at which path; nothing for a person, who stands still everywhere.
pub(super) type Where<'w> = Option<(Option<SeatKind>, &'w str, &'w str)>;

/// Writes down that a subject is suspended.
pub(super) fn suspend(
    at: &EntryHead,
    tx: &mut db::Tx<'_>,
    subject: &str,
    place: Where<'_>,
    (since, reason): (BusinessDay, &Sealed),
) {
    let text = |text: Option<&str>| text.map_or(Value::Null(Kind::Text), Value::from);
    let (seat, centre, path) = place.map_or((None, None, ""), |(seat, centre, path)| (seat, Some(centre), path));
    let rest = vec![
        text(seat.map(SeatKind::name)),
        text(centre),
        path.into(),
        since.into(),
        Value::from(&reason.seal),
        true.into(),
    ];
    tx.put(&SUSPENSIONS, vec![(&at.book).into(), subject.into()], rest);
}

/// Writes down that a subject's suspension does not hold any more; nothing where there was none.
pub(super) async fn lift(at: &EntryHead, tx: &mut db::Tx<'_>, subject: &str) -> Result<(), Fault> {
    let key: Vec<Value> = vec![(&at.book).into(), subject.into()];
    if let Some(mut rest) = tx.fetch(&SUSPENSIONS, key.clone()).await? {
        rest.pop();
        rest.push(false.into());
        tx.put(&SUSPENSIONS, key, rest);
    }
    Ok(())
}

/// A centre was suspended: nobody of it may sell, take or hand over anything; its days can still be counted and closed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CentreSuspended {
    /// The centre.
    pub centre: String,
    /// The path of its place.
    pub path: String,
    /// Why, as the officer wrote it.
    pub reason: Sealed,
    /// The day.
    pub day: BusinessDay,
}

impl Event for CentreSuspended {
    const KIND: &'static str = "network.centre_suspended";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let place = Some((None, self.centre.as_str(), self.path.as_str()));
        suspend(at, tx, &self.centre, place, (self.day, &self.reason));
        Ok(())
    }
}

/// A suspended centre may work again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CentreReinstated {
    /// The centre.
    pub centre: String,
    /// The day.
    pub day: BusinessDay,
}

impl Event for CentreReinstated {
    const KIND: &'static str = "network.centre_reinstated";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        lift(at, tx, &self.centre).await
    }
}

/// A seat was suspended: who sits in it may not sell, take or hand over anything there. It ends with leaving the seat.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SeatSuspended {
    /// The centre.
    pub centre: String,
    /// The path of its place.
    pub path: String,
    /// The seat.
    pub seat: SeatKind,
    /// Who sits in it.
    pub person: String,
    /// Why, as the officer wrote it.
    pub reason: Sealed,
    /// The day.
    pub day: BusinessDay,
}

impl Event for SeatSuspended {
    const KIND: &'static str = "network.seat_suspended";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let place = Some((Some(self.seat), self.centre.as_str(), self.path.as_str()));
        suspend(at, tx, &of_seat(&self.person), place, (self.day, &self.reason));
        Ok(())
    }
}

/// Who sits in a suspended seat may work again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SeatReinstated {
    /// The centre.
    pub centre: String,
    /// The seat.
    pub seat: SeatKind,
    /// Who sits in it.
    pub person: String,
    /// The day.
    pub day: BusinessDay,
}

impl Event for SeatReinstated {
    const KIND: &'static str = "network.seat_reinstated";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        lift(at, tx, &of_seat(&self.person)).await
    }
}

/// The open applications of a centre are served at another centre from now on, or at their own again. Money, receipts and
/// entries stay in the centre's own book.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QueueRerouted {
    /// The centre whose applications they are.
    pub centre: String,
    /// The path of its place.
    pub path: String,
    /// Where they are served; at their own centre when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The day.
    pub day: BusinessDay,
}

impl Event for QueueRerouted {
    const KIND: &'static str = "network.queue_rerouted";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let rest = vec![Value::from(&self.path), self.to.clone().into(), self.day.into()];
        tx.put(&QUEUES, vec![(&at.book).into(), (&self.centre).into()], rest);
        Ok(())
    }
}
