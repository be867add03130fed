//! What can happen around a float: a top-up is asked for, approved or declined, and a warning is set.

use crate::store::{FLOAT_WARNINGS, TOP_UP, TOP_UPS};
use crate::top_up::{PaidInto, TopUp, TopUpState};
use base::Paisa;
use base::calendar::BusinessDay;
use db::{Fault, Value};
use journal::{EntryHead, Event};
use serde::{Deserialize, Serialize};

/// A centre says that it paid in, and asks that its float grow by it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TopUpAsked {
    /// Its id.
    pub ask: String,
    /// The path of the centre's place on that day.
    pub path: String,
    /// How much.
    pub poisha: Paisa,
    /// The number of the slip or transfer.
    pub proof: String,
    /// Where it was paid in.
    pub paid_into: PaidInto,
    /// On which day.
    pub paid_on: BusinessDay,
}

impl Event for TopUpAsked {
    const KIND: &'static str = "ledger.top_up_asked";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let top_up = TopUp {
            book: at.book.clone(),
            ask: self.ask.clone(),
            path: self.path.clone(),
            poisha: self.poisha,
            proof: self.proof.clone(),
            paid_into: self.paid_into.clone(),
            paid_on: self.paid_on,
            asked_by: at.by.clone(),
            asked_at: at.at,
            state: TopUpState::Waiting,
            folio: at.folio,
        };
        keep(tx, &top_up);
        Ok(())
    }
}

/// Somebody else found the money and approved: a [`crate::Posted`] stands in the same entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TopUpApproved {
    /// Which.
    pub ask: String,
}

impl Event for TopUpApproved {
    const KIND: &'static str = "ledger.top_up_approved";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        decided(tx, at, &self.ask, TopUpState::Approved { by: at.by.clone(), at: at.at }).await
    }
}

/// Somebody else declined. No money moved.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TopUpDeclined {
    /// Which.
    pub ask: String,
    /// Why: one of [`crate::DECLINE_REASONS`].
    pub reason: String,
}

impl Event for TopUpDeclined {
    const KIND: &'static str = "ledger.top_up_declined";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let reason = self.reason.clone();
        decided(tx, at, &self.ask, TopUpState::Declined { by: at.by.clone(), at: at.at, reason }).await
    }
}

/// A centre set below how much it wants to be warned of its float.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FloatWarningSet {
    /// Below how much.
    pub below: Paisa,
}

impl Event for FloatWarningSet {
    const KIND: &'static str = "ledger.float_warning_set";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        tx.put(&FLOAT_WARNINGS, vec![Value::from(&at.book)], vec![self.below.into()]);
        Ok(())
    }
}

fn keep(tx: &mut db::Tx<'_>, top_up: &TopUp) {
    tx.put(&TOP_UPS, vec![Value::from(&top_up.book), Value::from(&top_up.ask)], top_up.rest());
}

async fn decided(tx: &mut db::Tx<'_>, at: &EntryHead, ask: &str, state: TopUpState) -> Result<(), Fault> {
    let row = tx.one(&TOP_UP, &[Value::from(&at.book), ask.into()]).await?;
    keep(tx, &TopUp { state, folio: at.folio, ..TopUp::of(&row)? });
    Ok(())
}
