//! Tariffs as people propose and approve them.

use super::catalogue::put_tariffs;
use crate::service::Tariff;
use crate::store::to_text;
use crate::tariff::{PROPOSALS, Proposal, ProposalState, proposal};
use db::{Fault, Value};
use journal::{EntryHead, Event};
use serde::{Deserialize, Serialize};

/// A tariff was proposed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TariffProposed {
    /// The id of the proposal.
    pub proposal: String,
    /// The service.
    pub service: String,
    /// The tariff; its version is not known yet.
    pub tariff: Tariff,
}

impl Event for TariffProposed {
    const KIND: &'static str = "counter.tariff_proposed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let proposed = Proposal {
            proposal: self.proposal.clone(),
            service: self.service.clone(),
            tariff: self.tariff.clone(),
            by: at.by.clone(),
            at: at.at,
            state: ProposalState::Waiting,
            decided_by: String::new(),
            reason: String::new(),
        };
        put(&proposed, at, tx)
    }
}

/// A proposed tariff was approved: it holds from its first day on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TariffApproved {
    /// The id of the proposal.
    pub proposal: String,
    /// The service.
    pub service: String,
    /// The tariff with its version.
    pub tariff: Tariff,
    /// The tariffs that change beside it: those that it ends, each with its last day, and the same again after its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ended: Vec<Tariff>,
}

impl Event for TariffApproved {
    const KIND: &'static str = "counter.tariff_approved";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let mut comes: Vec<Tariff> = self.ended.clone();
        comes.push(self.tariff.clone());
        put_tariffs(&self.service, &comes, at, tx).await?;
        decided(&self.proposal, ProposalState::Approved, "", at, tx).await
    }
}

/// A proposed tariff was declined.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TariffDeclined {
    /// The id of the proposal.
    pub proposal: String,
    /// Why, in a sentence about the price.
    pub reason: String,
}

impl Event for TariffDeclined {
    const KIND: &'static str = "counter.tariff_declined";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        decided(&self.proposal, ProposalState::Declined, &self.reason, at, tx).await
    }
}

/// A proposed tariff was taken back by whoever proposed it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TariffWithdrawn {
    /// The id of the proposal.
    pub proposal: String,
}

impl Event for TariffWithdrawn {
    const KIND: &'static str = "counter.tariff_withdrawn";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        decided(&self.proposal, ProposalState::Withdrawn, "", at, tx).await
    }
}

async fn decided(
    id: &str,
    state: ProposalState,
    reason: &str,
    at: &EntryHead,
    tx: &mut db::Tx<'_>,
) -> Result<(), Fault> {
    let row = tx.fetch(&PROPOSALS, vec![Value::from(&at.book), id.into()]).await?;
    let row = row.ok_or_else(|| Fault::Unsound(format!("no proposal {id}")))?;
    let decided = Proposal { state, decided_by: at.by.clone(), reason: reason.to_owned(), ..proposal(&row)? };
    put(&decided, at, tx)
}

fn put(proposal: &Proposal, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
    let key = vec![Value::from(&at.book), Value::from(&proposal.proposal)];
    let rest = vec![
        Value::from(&proposal.service),
        proposal.state.name().into(),
        proposal.at.into(),
        to_text(proposal)?.into(),
    ];
    tx.put(&PROPOSALS, key, rest);
    Ok(())
}
