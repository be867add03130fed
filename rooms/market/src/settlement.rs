//! Settlement: what sellers are owed leaves for their accounts, in runs that one person proposes and another approves.
//!
//! A run names each seller's sum; what was given back since the last run is in it already, because a refund makes the sum
//! smaller (facts.md 8, rule 5). Once approved, each sum leaves the seller's account in the seller's own book and is on its
//! way until the bank says that it arrived or came back.

use base::Paisa;
use base::calendar::BusinessDay;
use serde::{Deserialize, Serialize};

/// Sellers of one run, at most.
pub const PAYOUTS_MAX: usize = 1_000;

/// One seller's sum of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payout {
    /// Its id: goes with the transfer and comes back with the bank's statement; at most 35 letters (ISO 20022).
    pub id: String,
    /// The seller's number.
    pub seller: String,
    /// How much was owed when it was proposed; what leaves is never more than is owed then.
    pub poisha: Paisa,
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Somebody proposed it.
    Proposed,
    /// Somebody else approved it: it may leave.
    Approved,
    /// It was declined.
    Declined,
    /// All of it has left.
    Closed,
}

impl RunState {
    /// The state of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<RunState> {
        let all = [RunState::Proposed, RunState::Approved, RunState::Declined, RunState::Closed];
        all.into_iter().find(|one| one.name() == name)
    }

    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RunState::Proposed => "proposed",
            RunState::Approved => "approved",
            RunState::Declined => "declined",
            RunState::Closed => "closed",
        }
    }
}

/// A settlement run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its number: `P261129-B7K-001`.
    pub number: String,
    /// The day on which it was proposed.
    pub day: BusinessDay,
    /// Who proposed it.
    pub by: String,
    /// What each seller is paid.
    pub payouts: Vec<Payout>,
}

impl Run {
    /// All of it; nothing when it cannot be counted.
    #[must_use]
    pub fn total(&self) -> Option<Paisa> {
        Paisa::sum(self.payouts.iter().map(|one| one.poisha))
    }
}

/// Where a payout stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayoutState {
    /// It left the seller's account and is on its way.
    Sent,
    /// It arrived.
    Paid,
    /// It came back: the seller is owed it again.
    Failed,
    /// Nothing was owed any more when it was to leave.
    Nothing,
}

impl PayoutState {
    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PayoutState::Sent => "sent",
            PayoutState::Paid => "paid",
            PayoutState::Failed => "failed",
            PayoutState::Nothing => "nothing",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<PayoutState> {
        [PayoutState::Sent, PayoutState::Paid, PayoutState::Failed, PayoutState::Nothing]
            .into_iter()
            .find(|one| one.name() == name)
    }
}
