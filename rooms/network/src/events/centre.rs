//! Centres, their seats and the contracts.

use super::suspension::lift;
use crate::centre::CentreKind;
use crate::seat::{SeatKind, Terms};
use crate::store::{END_CONTRACT, PUT_CENTRE, PUT_CONTRACT, PUT_SEAT};
use crate::suspension::of_seat;
use base::BusinessDay;
use db::{Kind, Value};
use journal::{EntryHead, Event, Fault, Sealed};
use serde::{Deserialize, Serialize};

/// A centre was opened, with both seats vacant.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CentreOpened {
    /// Its code, which is also its book.
    pub code: String,
    /// Its place.
    pub place: String,
    /// Its kind.
    pub kind: CentreKind,
    /// The path of its place.
    pub path: String,
    /// Its name in Bangla.
    pub name_bn: String,
    /// Its name in English.
    pub name_en: String,
    /// The day.
    pub day: BusinessDay,
}

impl Event for CentreOpened {
    const KIND: &'static str = "network.centre_opened";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let row = [
            (&at.book).into(),
            (&self.code).into(),
            (&self.place).into(),
            self.kind.name().into(),
            (&self.path).into(),
            (&self.name_bn).into(),
            (&self.name_en).into(),
            self.day.into(),
        ];
        tx.execute(&PUT_CENTRE, &row).await?;
        for seat in SeatKind::BOTH {
            vacant(at, tx, &self.code, seat, self.day).await?;
        }
        Ok(())
    }
}

/// A person took a seat under a contract.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PersonSeated {
    /// The contract's id.
    pub contract: String,
    /// The centre.
    pub centre: String,
    /// The seat.
    pub seat: SeatKind,
    /// The person.
    pub person: String,
    /// What the contract says.
    pub terms: Terms,
    /// The day.
    pub day: BusinessDay,
}

impl Event for PersonSeated {
    const KIND: &'static str = "network.person_seated";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let contract = [
            (&at.book).into(),
            (&self.contract).into(),
            (&self.centre).into(),
            self.seat.name().into(),
            (&self.person).into(),
            self.terms.from.into(),
            self.terms.until.into(),
            (&self.terms.stamp).into(),
        ];
        tx.execute(&PUT_CONTRACT, &contract).await?;
        let seat = [
            (&at.book).into(),
            (&self.centre).into(),
            self.seat.name().into(),
            (&self.person).into(),
            (&self.contract).into(),
            self.day.into(),
        ];
        tx.execute(&PUT_SEAT, &seat).await?;
        Ok(())
    }
}

/// Why a seat was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leaving {
    /// Nobody follows yet.
    Vacated,
    /// Another person follows at once.
    HandedOver,
}

/// A person left a seat: the contract ended, the person's history stays.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SeatLeft {
    /// The contract that ended.
    pub contract: String,
    /// The centre.
    pub centre: String,
    /// The seat.
    pub seat: SeatKind,
    /// The person.
    pub person: String,
    /// How.
    pub how: Leaving,
    /// What was counted and handed over: cash, float, open cases, parcels. Sealed, since people are named in it.
    pub note: Sealed,
    /// The day.
    pub day: BusinessDay,
}

impl Event for SeatLeft {
    const KIND: &'static str = "network.seat_left";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let how = match self.how {
            Leaving::Vacated => "vacated",
            Leaving::HandedOver => "handed_over",
        };
        let ended = [(&at.book).into(), (&self.contract).into(), self.day.into(), how.into(), (&self.note.seal).into()];
        tx.execute(&END_CONTRACT, &ended).await?;
        lift(at, tx, &of_seat(&self.person)).await?;
        vacant(at, tx, &self.centre, self.seat, self.day).await
    }
}

async fn vacant(
    at: &EntryHead,
    tx: &mut db::Tx<'_>,
    centre: &str,
    seat: SeatKind,
    since: BusinessDay,
) -> Result<(), Fault> {
    let none = || Value::Null(Kind::Text);
    let row = [(&at.book).into(), centre.into(), seat.name().into(), none(), none(), since.into()];
    tx.execute(&PUT_SEAT, &row).await?;
    Ok(())
}
