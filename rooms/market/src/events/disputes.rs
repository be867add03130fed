//! What happens to a complaint about an order (centre's book).

use super::lost;
use super::orders::{put, standing_of};
use crate::dispute::read::dispute;
use crate::dispute::store::{DISPUTES, dispute_row};
use crate::dispute::{Desk, Dispute, DisputeStep, StepKind};
use crate::order::OrderStanding;
use base::calendar::Moment;
use db::Fault;
use journal::{EntryHead, Event, Sealed};
use serde::{Deserialize, Serialize};

/// Writes a complaint with one step more, and with its order until when it must be acted on.
async fn step(
    tx: &mut db::Tx<'_>,
    at: &EntryHead,
    (mut now, standing): (Dispute, OrderStanding),
    (kind, said, words): (StepKind, Option<Sealed>, String),
) -> Result<(), Fault> {
    now.steps.push(DisputeStep { kind, desk: now.desk, at: at.at, by: at.by.clone(), said, words });
    tx.put(&DISPUTES, vec![(&at.book).into(), (&now.order).into()], dispute_row(&now, at.at)?);
    let after = OrderStanding { disputed: now.open, dispute_due: now.due, ..standing.clone() };
    put(tx, at, Some(&standing), &after).await
}

async fn dispute_of(tx: &mut db::Tx<'_>, at: &EntryHead, order: &str) -> Result<(Dispute, OrderStanding), Fault> {
    let found = dispute(tx, &at.book, order).await?.ok_or_else(|| lost("a complaint"))?;
    Ok((found, standing_of(tx, at, order).await?))
}

/// A complaint holds an order's money, or no longer does.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OrderDisputed {
    /// The order.
    pub order: String,
    /// True when it holds.
    pub holds: bool,
    /// What was said, before words were sealed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Sealed>,
    /// The place path of the centre.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// Until when the complaint must be acted on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// Until when the goods may be brought back, when it was settled and that is later than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Moment>,
}

impl Event for OrderDisputed {
    const KIND: &'static str = "market.order_disputed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let standing = standing_of(tx, at, &self.order).await?;
        let standing = OrderStanding { clock: self.clock.or(standing.clock), ..standing };
        let before = dispute(tx, &at.book, &self.order).await?;
        let now = match before {
            // It is let go where it lies; one that is made again begins at the centre.
            Some(before) if !self.holds => Dispute { open: false, due: None, ..before },
            before => Dispute {
                order: self.order.clone(),
                path: self.path.clone(),
                open: self.holds,
                desk: Desk::Centre,
                since: at.at,
                due: self.due,
                steps: before.map(|before| before.steps).unwrap_or_default(),
            },
        };
        let kind = if self.holds { StepKind::Made } else { StepKind::Settled };
        step(tx, at, (now, standing), (kind, self.said.clone(), self.words.clone())).await
    }
}

/// A complaint went on to the next desk.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DisputePassed {
    /// The order.
    pub order: String,
    /// Where it lies now.
    pub to: Desk,
    /// True when it went on by itself, because nobody acted in time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ran_out: bool,
    /// Why, when a person passed it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Sealed>,
    /// Until when it must be acted on there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
}

impl Event for DisputePassed {
    const KIND: &'static str = "market.dispute_passed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let (before, standing) = dispute_of(tx, at, &self.order).await?;
        let now = Dispute { desk: self.to, since: at.at, due: self.due, ..before };
        let kind = if self.ran_out { StepKind::RanOut } else { StepKind::Passed };
        step(tx, at, (now, standing), (kind, self.said.clone(), String::new())).await
    }
}

/// Whoever has a complaint did something: its clock begins anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DisputeActed {
    /// The order.
    pub order: String,
    /// What was done.
    pub said: Sealed,
    /// Until when something more must be done here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
}

impl Event for DisputeActed {
    const KIND: &'static str = "market.dispute_acted";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let (before, standing) = dispute_of(tx, at, &self.order).await?;
        let now = Dispute { due: self.due, ..before };
        step(tx, at, (now, standing), (StepKind::Acted, Some(self.said.clone()), String::new())).await
    }
}
