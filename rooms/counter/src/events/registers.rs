//! What the registers are made of: leave, and the stock that came in, went out or was counted.

use crate::attendance::store::{ABSENCES, on_shelf, row_of};
use crate::attendance::{Absence, attended};
use crate::stock::store::{STOCK_MOVES, STOCKS, on_hand};
use crate::stock::{CountReason, MoveKind, PaidFrom};
use base::Paisa;
use base::calendar::BusinessDay;
use db::{Fault, Kind, Value};
use journal::{EntryHead, Event};
use serde::{Deserialize, Serialize};

/// Somebody will be, or was, away.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AbsenceRecorded {
    /// The leave.
    pub absence: Absence,
}

impl Event for AbsenceRecorded {
    const KIND: &'static str = "counter.absence_recorded";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.absence.id)];
        tx.put(&ABSENCES, key, row_of(&self.absence, true)?);
        Ok(())
    }
}

/// Leave was taken back: it was written down by mistake, or its person came after all.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AbsenceWithdrawn {
    /// The leave's id.
    pub id: String,
}

impl Event for AbsenceWithdrawn {
    const KIND: &'static str = "counter.absence_withdrawn";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.id)];
        let Some(rest) = tx.fetch(&ABSENCES, key.clone()).await? else {
            return Err(Fault::Unsound(format!("no absence {}", self.id)));
        };
        tx.put(&ABSENCES, key, row_of(&on_shelf(&rest)?.0, false)?);
        Ok(())
    }
}

/// One line of the stock register, to be written.
struct Moved<'m> {
    item: &'m str,
    day: BusinessDay,
    kind: MoveKind,
    /// In positive, out negative.
    quantity: i64,
    price: Paisa,
    reason: &'m str,
    takes_back: Option<i64>,
}

impl Moved<'_> {
    async fn put(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let overflow = || Fault::Unsound("a stock is beyond what can be counted".to_owned());
        let mut stock = on_hand(tx, &at.book, self.item).await?;
        stock.quantity = stock.quantity.checked_add(self.quantity).ok_or_else(overflow)?;
        tx.put(&STOCKS, vec![Value::from(&at.book), self.item.into()], stock.to_row());
        let rest = vec![
            self.item.into(),
            self.day.into(),
            self.kind.name().into(),
            self.quantity.into(),
            stock.quantity.into(),
            self.price.into(),
            Value::from(&at.by),
            self.reason.into(),
            self.takes_back.map_or(Value::Null(Kind::Integer), Value::Integer),
            false.into(),
        ];
        tx.put(&STOCK_MOVES, vec![Value::from(&at.book), at.folio.into()], rest);
        attended(tx, &at.book, at.at.day(), &at.by, at.at).await
    }
}

fn out(quantity: i64) -> Result<i64, Fault> {
    quantity.checked_neg().ok_or_else(|| Fault::Unsound("a stock is beyond what can be counted".to_owned()))
}

/// Something came into stock. What was paid for it stands in the same entry, as `ledger.posted`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StockReceived {
    /// The item.
    pub item: String,
    /// Units.
    pub quantity: i64,
    /// What was paid for all of it.
    pub price: Paisa,
    /// How it was paid.
    pub paid: PaidFrom,
    /// The day.
    pub day: BusinessDay,
}

impl Event for StockReceived {
    const KIND: &'static str = "counter.stock_received";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let moved = Moved {
            item: &self.item,
            day: self.day,
            kind: MoveKind::Received,
            quantity: self.quantity,
            price: self.price,
            reason: self.paid.name(),
            takes_back: None,
        };
        moved.put(at, tx).await
    }
}

/// Something of the stock was used in work.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StockUsed {
    /// The item.
    pub item: String,
    /// Units.
    pub quantity: i64,
    /// The day.
    pub day: BusinessDay,
}

impl Event for StockUsed {
    const KIND: &'static str = "counter.stock_used";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let moved = Moved {
            item: &self.item,
            day: self.day,
            kind: MoveKind::Used,
            quantity: out(self.quantity)?,
            price: Paisa::ZERO,
            reason: "",
            takes_back: None,
        };
        moved.put(at, tx).await
    }
}

/// The stock of an item was counted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StockCounted {
    /// The item.
    pub item: String,
    /// What the register said.
    pub expected: i64,
    /// What was there.
    pub counted: i64,
    /// Why they differ.
    pub reason: CountReason,
    /// The day.
    pub day: BusinessDay,
}

impl Event for StockCounted {
    const KIND: &'static str = "counter.stock_counted";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let moved = Moved {
            item: &self.item,
            day: self.day,
            kind: MoveKind::Counted,
            quantity: self.counted.saturating_sub(self.expected),
            price: Paisa::ZERO,
            reason: self.reason.name(),
            takes_back: None,
        };
        moved.put(at, tx).await
    }
}

/// What came in by mistake was taken out again, once; its money went back in the same entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StockTakenBack {
    /// The folio of the entry by which it had come in.
    pub folio: i64,
    /// The item.
    pub item: String,
    /// Units.
    pub quantity: i64,
    /// What had been paid.
    pub price: Paisa,
    /// The day.
    pub day: BusinessDay,
}

impl Event for StockTakenBack {
    const KIND: &'static str = "counter.stock_taken_back";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), self.folio.into()];
        let Some(mut rest) = tx.fetch(&STOCK_MOVES, key.clone()).await? else {
            return Err(Fault::Unsound(format!("no stock came in by entry {}", self.folio)));
        };
        if let Some(taken_back) = rest.last_mut() {
            *taken_back = true.into();
        }
        tx.put(&STOCK_MOVES, key, rest);
        let moved = Moved {
            item: &self.item,
            day: self.day,
            kind: MoveKind::TakenBack,
            quantity: out(self.quantity)?,
            price: self.price.checked_neg().unwrap_or_default(),
            reason: "",
            takes_back: Some(self.folio),
        };
        moved.put(at, tx).await
    }
}

/// The centre said below how much an item is low.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StockLimitSet {
    /// The item.
    pub item: String,
    /// Units; none: it is never called low.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<i64>,
}

impl Event for StockLimitSet {
    const KIND: &'static str = "counter.stock_limit_set";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let mut stock = on_hand(tx, &at.book, &self.item).await?;
        stock.low = self.low;
        tx.put(&STOCKS, vec![Value::from(&at.book), Value::from(&self.item)], stock.to_row());
        Ok(())
    }
}
