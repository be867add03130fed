//! Receipts, their reversals, customers.

use crate::attendance::attended;
use crate::day::DayCounts;
use crate::drawer;
use crate::honest::persons;
use crate::income::store::REVERSALS;
use crate::receipt::{Line, PENDING, Receipt, Reversal, state_word};
use crate::service::is_default;
use crate::store::{
    CUSTOMER_MOBILES, CUSTOMERS, DAYS, PRINTINGS, RECEIPTS, REGISTER_ROWS, SERVICE_DAYS, standing_on_shelf, to_text,
};
use crate::tally;
use base::Paisa;
use base::calendar::BusinessDay;
use db::{Fault, Kind, Value};
use journal::{EntryHead, Event, Sealed};
use serde::{Deserialize, Serialize};

/// A customer became known here, or gave another name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CustomerMet {
    /// The customer's id.
    pub customer: String,
    /// Name and mobile number, sealed.
    pub data: Sealed,
    /// The keyed hash of the mobile number, to find the customer by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile_blind: Option<String>,
}

impl Event for CustomerMet {
    const KIND: &'static str = "counter.customer_met";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let seal = Value::from(&self.data.seal);
        let rest = vec![seal.clone(), self.mobile_blind.clone().into(), at.at.into()];
        tx.put(&CUSTOMERS, vec![Value::from(&at.book), Value::from(&self.customer)], rest);
        if let Some(blind) = &self.mobile_blind {
            let key = vec![Value::from(&at.book), Value::from(blind)];
            tx.put(&CUSTOMER_MOBILES, key, vec![Value::from(&self.customer), seal]);
        }
        Ok(())
    }
}

/// A receipt was given. Its money stands in the same entry, as `ledger.posted`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReceiptGiven {
    /// The receipt, with all its amounts.
    pub receipt: Receipt,
    /// The mark of the paper register's row that it was entered from; none at the counter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register_row: Option<String>,
    /// True when the provider of its transfer has not confirmed it yet.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pending: bool,
}

impl Event for ReceiptGiven {
    const KIND: &'static str = "counter.receipt_given";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let receipt = &self.receipt;
        let rest = vec![
            receipt.day.into(),
            if self.pending { PENDING } else { state_word(false) }.into(),
            receipt.official().into(),
            receipt.charge().into(),
            at.folio.into(),
            to_text(receipt)?.into(),
            Value::Null(Kind::Text),
        ];
        tx.add(&RECEIPTS, vec![Value::from(&at.book), Value::from(&receipt.number)], rest);
        if let Some(mark) = &self.register_row {
            tx.add(&REGISTER_ROWS, vec![Value::from(&at.book), Value::from(mark)], vec![Value::from(&receipt.number)]);
        }
        let key = vec![Value::from(&at.book), receipt.day.into(), Value::from(&at.session)];
        let day = DayCounts::from_row(tx.fetch(&DAYS, key.clone()).await?.as_deref())?;
        tx.put(&DAYS, key, day.with_given(receipt)?.to_row());
        for line in &receipt.lines {
            count_service(tx, &at.book, receipt.day, line, 1).await?;
        }
        // What stands in a paper register was done long ago, all of it on one day here.
        if self.register_row.is_none() {
            persons::count(tx, &at.book, &receipt.by, receipt.day, |day| {
                day.receipts = day.receipts.saturating_add(1);
                day.outside = day.outside.saturating_add(i64::from(receipt.outside));
            })
            .await?;
        }
        drawer::store::given(tx, at, receipt, self.register_row.is_none()).await?;
        attended(tx, &at.book, at.at.day(), &at.by, at.at).await?;
        tally::count(tx, &at.book, receipt.day, |tally| tally.give(receipt)).await
    }
}

/// Adds a line to what its service brought that day, or takes it out again (`sign` is 1 or -1).
async fn count_service(tx: &mut db::Tx<'_>, book: &str, day: BusinessDay, line: &Line, sign: i64) -> Result<(), Fault> {
    let overflow = || Fault::Unsound("an amount is beyond what can be counted".to_owned());
    let key = vec![book.into(), day.into(), Value::from(&line.service)];
    let (quantity, total) = match tx.fetch(&SERVICE_DAYS, key.clone()).await?.as_deref() {
        Some([Value::Integer(quantity), Value::Integer(total)]) => (*quantity, Paisa::new(*total)),
        _ => (0, Paisa::ZERO),
    };
    let more = line.quantity.checked_mul(sign).and_then(|n| quantity.checked_add(n)).ok_or_else(overflow)?;
    let sum = line.total().checked_mul(sign).and_then(|n| total.checked_add(n)).ok_or_else(overflow)?;
    tx.put(&SERVICE_DAYS, key, vec![more.into(), sum.into()]);
    Ok(())
}

/// A receipt was reversed: once, with a reason, dated the day it was done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReceiptReversed {
    /// The receipt's number.
    pub number: String,
    /// Why: a code of [`crate::REASONS`].
    pub reason: String,
    /// What was written to it; sealed, because people write names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sealed>,
    /// The day of the reversal.
    pub day: BusinessDay,
}

impl Event for ReceiptReversed {
    const KIND: &'static str = "counter.receipt_reversed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.number)];
        let Some(mut rest) = tx.fetch(&RECEIPTS, key.clone()).await? else {
            return Err(Fault::Unsound(format!("no receipt {}", self.number)));
        };
        let receipt = standing_on_shelf(&rest)?.receipt;
        let reversal =
            Reversal { reason: self.reason.clone(), day: self.day, at: at.at, by: at.by.clone(), folio: at.folio };
        if let [_, state, _, _, _, _, kept] = rest.as_mut_slice() {
            *state = state_word(true).into();
            *kept = to_text(&reversal)?.into();
        }
        tx.put(&RECEIPTS, key, rest);
        let rest = vec![self.day.into(), Value::from(&self.number)];
        tx.add(&REVERSALS, vec![Value::from(&at.book), at.folio.into()], rest);
        let key = vec![Value::from(&at.book), self.day.into(), Value::from(&at.session)];
        let day = DayCounts::from_row(tx.fetch(&DAYS, key.clone()).await?.as_deref())?;
        tx.put(&DAYS, key, day.with_reversed(&receipt)?.to_row());
        for line in &receipt.lines {
            count_service(tx, &at.book, self.day, line, -1).await?;
        }
        persons::count(tx, &at.book, &receipt.by, self.day, |day| day.reversed = day.reversed.saturating_add(1))
            .await?;
        drawer::store::reversed(tx, at, &receipt, self.day).await?;
        attended(tx, &at.book, at.at.day(), &at.by, at.at).await?;
        tally::count(tx, &at.book, self.day, |tally| tally.reverse(&receipt)).await
    }
}

/// A receipt was printed on a slip.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReceiptPrinted {
    /// The receipt's number.
    pub number: String,
    /// The paper: `58` or `80`.
    pub paper: String,
    /// Which paper of this receipt: 1 is the first, each further one is marked as a copy.
    pub copy: i64,
}

impl Event for ReceiptPrinted {
    const KIND: &'static str = "counter.receipt_printed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        tx.put(&PRINTINGS, vec![Value::from(&at.book), Value::from(&self.number)], vec![self.copy.into()]);
        Ok(())
    }
}
