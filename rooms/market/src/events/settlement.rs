//! What happens when sellers are paid: runs in the nation's book, each seller's payouts in its own.

use super::lost;
use crate::settlement::{PayoutState, Run, RunState};
use crate::store;
use crate::trade::store::{OWED, PAYOUTS, RUNS};
use base::Paisa;
use db::{Fault, Value};
use journal::{EntryHead, Event};
use serde::{Deserialize, Serialize};

/// A run was proposed (nation's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RunProposed {
    /// The run.
    pub run: Run,
}

/// The kind under which the runs of a day are counted.
pub(crate) fn runs_kind(day: base::calendar::BusinessDay, session: &str) -> String {
    format!("run {day} {session}")
}

impl Event for RunProposed {
    const KIND: &'static str = "market.run_proposed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.run.number)];
        tx.put(&RUNS, key, vec![RunState::Proposed.name().into(), store::written(&self.run)?]);
        store::give(tx, &at.book, &runs_kind(at.at.day(), &at.session)).await
    }
}

async fn run_stands(tx: &mut db::Tx<'_>, at: &EntryHead, run: &str, state: RunState) -> Result<(), Fault> {
    let key = vec![Value::from(&at.book), Value::from(run)];
    let mut row = tx.fetch(&RUNS, key.clone()).await?.ok_or_else(|| lost("a run"))?;
    if let Some(held) = row.first_mut() {
        *held = state.name().into();
    }
    tx.put(&RUNS, key, row);
    Ok(())
}

/// A run was approved or declined by somebody else (nation's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RunDecided {
    /// The run.
    pub run: String,
    /// True when it may leave.
    pub approved: bool,
}

impl Event for RunDecided {
    const KIND: &'static str = "market.run_decided";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let state = if self.approved { RunState::Approved } else { RunState::Declined };
        run_stands(tx, at, &self.run, state).await
    }
}

/// Every payout of a run has left (nation's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RunClosed {
    /// The run.
    pub run: String,
}

impl Event for RunClosed {
    const KIND: &'static str = "market.run_closed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        run_stands(tx, at, &self.run, RunState::Closed).await
    }
}

/// A seller is owed so much more, or less.
pub(super) async fn owe(tx: &mut db::Tx<'_>, at: &EntryHead, more: Paisa) -> Result<(), Fault> {
    let key = vec![Value::from(&at.book)];
    let before = match tx.fetch(&OWED, key.clone()).await?.as_deref() {
        Some([Value::Integer(poisha)]) => Paisa::new(*poisha),
        _ => Paisa::ZERO,
    };
    let now = before.checked_add(more).ok_or_else(|| store::unsound(&"a sum that cannot be counted"))?;
    tx.put(&OWED, key, vec![now.into()]);
    Ok(())
}

/// A seller's sum is on its way, or nothing was owed any more; the money stands in the same entry (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PayoutSent {
    /// The payout's id.
    pub id: String,
    /// Its run.
    pub run: String,
    /// How much left; nothing when nothing was owed any more.
    pub poisha: Paisa,
}

impl Event for PayoutSent {
    const KIND: &'static str = "market.payout_sent";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.id)];
        let state = if self.poisha == Paisa::ZERO { PayoutState::Nothing } else { PayoutState::Sent };
        tx.put(&PAYOUTS, key, vec![(&self.run).into(), self.poisha.into(), state.name().into()]);
        owe(tx, at, self.poisha.checked_neg().unwrap_or_default()).await
    }
}

/// A payout arrived, or came back; the money stands in the same entry (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PayoutEnded {
    /// The payout's id.
    pub id: String,
    /// True when it arrived.
    pub paid: bool,
    /// The bank's own reference; may be empty.
    pub reference: String,
    /// Why it came back, as the bank says it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl Event for PayoutEnded {
    const KIND: &'static str = "market.payout_ended";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.id)];
        let mut row = tx.fetch(&PAYOUTS, key.clone()).await?.ok_or_else(|| lost("a payout"))?;
        let state = if self.paid { PayoutState::Paid } else { PayoutState::Failed };
        let back = match row.get(1) {
            Some(Value::Integer(poisha)) if !self.paid => Paisa::new(*poisha),
            _ => Paisa::ZERO,
        };
        if let Some(held) = row.get_mut(2) {
            *held = state.name().into();
        }
        tx.put(&PAYOUTS, key, row);
        owe(tx, at, back).await
    }
}
