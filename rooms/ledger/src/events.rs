//! What can happen in a ledger.

mod float;

pub use float::{FloatWarningSet, TopUpApproved, TopUpAsked, TopUpDeclined};

use crate::account::Account;
use crate::posting::{Balance, Leg};
use crate::store::{HOLDS, POSTINGS, REVERSALS, balance, keep_balance};
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use db::{Fault, Value};
use journal::{EntryHead, Event, EventKind};
use serde::{Deserialize, Serialize};

/// Every version of every event of this room.
pub(crate) fn all() -> Vec<EventKind> {
    vec![
        EventKind::of::<Posted>(),
        EventKind::of::<HoldPlaced>(),
        EventKind::of::<HoldEnded>(),
        EventKind::of::<TopUpAsked>(),
        EventKind::of::<TopUpApproved>(),
        EventKind::of::<TopUpDeclined>(),
        EventKind::of::<FloatWarningSet>(),
        EventKind::of::<crate::shut::DayShut>(),
    ]
}

fn overflow() -> Fault {
    Fault::Unsound("an amount is beyond what can be counted".to_owned())
}

/// Money moved within the book: legs that balance on each side.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Posted {
    /// The business day it belongs to.
    pub day: BusinessDay,
    /// What it was for.
    pub memo: String,
    /// The legs, one an account.
    pub legs: Vec<Leg>,
    /// The folio of the entry that it reverses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<i64>,
}

impl Event for Posted {
    const KIND: &'static str = "ledger.posted";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        for (leg, line) in self.legs.iter().zip(1_i64..) {
            let key = vec![Value::from(&at.book), at.folio.into(), line.into()];
            let rest = vec![
                leg.account.code().into(),
                leg.poisha.into(),
                self.day.into(),
                at.at.into(),
                Value::from(&self.memo),
            ];
            tx.add(&POSTINGS, key, rest);
            let before = balance(tx, &at.book, &leg.account).await?;
            let after = before.poisha.checked_add(leg.poisha).ok_or_else(overflow)?;
            keep_balance(tx, &at.book, &leg.account, Balance { poisha: after, ..before });
        }
        if let Some(reversed) = self.reverses {
            tx.add(&REVERSALS, vec![Value::from(&at.book), reversed.into()], vec![at.folio.into()]);
        }
        Ok(())
    }
}

/// Money was set aside: it counts as spent when the balance is checked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HoldPlaced {
    /// The hold's id.
    pub hold: String,
    /// The account it lies on.
    pub account: Account,
    /// How much.
    pub poisha: Paisa,
    /// After this moment it can only be voided.
    pub until: Moment,
}

impl Event for HoldPlaced {
    const KIND: &'static str = "ledger.hold_placed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let rest =
            vec![self.account.code().into(), self.poisha.into(), self.until.into(), "open".into(), at.folio.into()];
        tx.put(&HOLDS, vec![Value::from(&at.book), Value::from(&self.hold)], rest);
        change_held(tx, &at.book, &self.account, self.poisha).await
    }
}

/// A hold ended: its money was moved (a [`Posted`] stands in the same entry) or set free.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HoldEnded {
    /// The hold's id.
    pub hold: String,
    /// The account it lay on.
    pub account: Account,
    /// How much was held.
    pub poisha: Paisa,
    /// Until when it was held.
    pub until: Moment,
    /// True when its money was moved; false when it was set free.
    pub posted: bool,
}

impl Event for HoldEnded {
    const KIND: &'static str = "ledger.hold_ended";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let state = if self.posted { "posted" } else { "voided" };
        let rest =
            vec![self.account.code().into(), self.poisha.into(), self.until.into(), state.into(), at.folio.into()];
        tx.put(&HOLDS, vec![Value::from(&at.book), Value::from(&self.hold)], rest);
        let less = self.poisha.checked_neg().ok_or_else(overflow)?;
        change_held(tx, &at.book, &self.account, less).await
    }
}

async fn change_held(tx: &mut db::Tx<'_>, book: &str, account: &Account, by: Paisa) -> Result<(), Fault> {
    let before = balance(tx, book, account).await?;
    let held = before.held.checked_add(by).ok_or_else(overflow)?;
    keep_balance(tx, book, account, Balance { held, ..before });
    Ok(())
}
