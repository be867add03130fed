//! The day of a centre: opened, moved, passed on, counted, closed.

use crate::attendance::attended;
use crate::drawer::{Closing, Count, CountTaken, DrawerDone, store};
use crate::store::{CLOSED_DAYS, to_text};
use crate::tally;
use base::Paisa;
use base::calendar::BusinessDay;
use db::{Fault, Value};
use journal::{EntryHead, Event, Sealed};
use ledger::CashMove;
use serde::{Deserialize, Serialize};

/// What a count found over or short is counted into the tally.
async fn tally_difference(tx: &mut db::Tx<'_>, at: &EntryHead, day: BusinessDay, by: Paisa) -> Result<(), Fault> {
    if by == Paisa::ZERO {
        return Ok(());
    }
    tally::count(tx, &at.book, day, |tally| {
        tally.over_short = tally.over_short.checked_add(by)?;
        Some(())
    })
    .await
}

/// A count as its event has it: every number in it.
fn taken(count: &Count, [counted, expected, difference]: [Paisa; 3]) -> CountTaken {
    CountTaken { count: count.clone(), counted, expected, difference }
}

/// The drawer was counted in the morning. A difference from the book stands in the same entry, as `ledger.posted`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DayOpened {
    /// The day.
    pub day: BusinessDay,
    /// The notes and coins.
    pub count: Count,
    /// What they are worth.
    pub counted: Paisa,
    /// What the book said is in the drawer.
    pub expected: Paisa,
    /// Counted less expected.
    pub difference: Paisa,
}

impl Event for DayOpened {
    const KIND: &'static str = "counter.day_opened";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let taken = taken(&self.count, [self.counted, self.expected, self.difference]);
        store::done(tx, at, self.day, &DrawerDone::Opened(taken))?;
        attended(tx, &at.book, at.at.day(), &at.by, at.at).await?;
        store::open(tx, &at.book, self.day).await?;
        store::hold(tx, &at.book, Some(&at.by), Some(self.day.into()));
        tally_difference(tx, at, self.day, self.difference).await
    }
}

/// Cash moved without a customer. Its money stands in the same entry, as `ledger.posted`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CashMoved {
    /// The day.
    pub day: BusinessDay,
    /// Why.
    pub kind: CashMove,
    /// How much.
    pub amount: Paisa,
    /// What for; sealed, because people write names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memo: Option<Sealed>,
}

impl Event for CashMoved {
    const KIND: &'static str = "counter.cash_moved";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let done = DrawerDone::Moved { kind: self.kind, amount: self.amount, memo: self.memo.clone() };
        store::done(tx, at, self.day, &done)?;
        attended(tx, &at.book, at.at.day(), &at.by, at.at).await?;
        store::open(tx, &at.book, self.day).await
    }
}

/// The drawer passed from one entrepreneur to the other. A difference stands in the same entry, as `ledger.posted`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShiftPassed {
    /// The day.
    pub day: BusinessDay,
    /// Who had it; nobody when the day was not opened with a count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Who has it.
    pub to: String,
    /// What was counted, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<CountTaken>,
}

impl Event for ShiftPassed {
    const KIND: &'static str = "counter.shift_passed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let (from, to) = (self.from.clone(), self.to.clone());
        store::done(tx, at, self.day, &DrawerDone::Passed { from, to, taken: self.taken.clone() })?;
        attended(tx, &at.book, at.at.day(), &at.by, at.at).await?;
        attended(tx, &at.book, at.at.day(), &self.to, at.at).await?;
        store::open(tx, &at.book, self.day).await?;
        let known = tx.fetch(&store::DRAWERS, vec![Value::from(&at.book)]).await?;
        store::hold(tx, &at.book, Some(&self.to), known.and_then(|row| row.get(1).cloned()));
        let difference = self.taken.as_ref().map_or(Paisa::ZERO, |taken| taken.difference);
        tally_difference(tx, at, self.day, difference).await
    }
}

/// The drawer was counted for the close. The count is fixed here before anybody is shown what the book expects; nothing
/// is posted yet.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DrawerCounted {
    /// The day.
    pub day: BusinessDay,
    /// The notes and coins.
    pub count: Count,
    /// What they are worth.
    pub counted: Paisa,
    /// What the book said is in the drawer.
    pub expected: Paisa,
    /// Counted less expected.
    pub difference: Paisa,
}

impl Event for DrawerCounted {
    const KIND: &'static str = "counter.drawer_counted";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let taken = taken(&self.count, [self.counted, self.expected, self.difference]);
        store::done(tx, at, self.day, &DrawerDone::Counted(taken))?;
        attended(tx, &at.book, at.at.day(), &at.by, at.at).await
    }
}

/// The row of a closed day, its place in the tally, and where the centre stands.
async fn closed(tx: &mut db::Tx<'_>, at: &EntryHead, day: BusinessDay, body: String) -> Result<(), Fault> {
    let key = vec![Value::from(&at.book), day.into()];
    tx.add(&CLOSED_DAYS, key, vec![at.at.into(), Value::from(&at.by), body.into()]);
    store::close(tx, &at.book, day).await?;
    attended(tx, &at.book, at.at.day(), &at.by, at.at).await?;
    let on_time = i64::from(at.at.day() == day);
    tally::count(tx, &at.book, day, |tally| {
        tally.closes = tally.closes.checked_add(1)?;
        tally.closed_on_time = tally.closed_on_time.checked_add(on_time)?;
        Some(())
    })
    .await
}

/// A day was closed without a count, as the first programs did: nothing is dated into it any more.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DayClosedUncounted {
    /// The day.
    pub day: BusinessDay,
}

impl Event for DayClosedUncounted {
    const KIND: &'static str = "counter.day_closed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        closed(tx, at, self.day, "{}".to_owned()).await
    }
}

/// A day was closed: nothing is dated into it any more. A difference stands in the same entry, as `ledger.posted`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DayClosed {
    /// All that the day's report says.
    pub closing: Closing,
}

impl Event for DayClosed {
    const KIND: &'static str = "counter.day_closed";
    const VERSION: u32 = 2;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        closed(tx, at, self.closing.day, to_text(&self.closing)?).await?;
        tally_difference(tx, at, self.closing.day, self.closing.difference).await
    }
}
