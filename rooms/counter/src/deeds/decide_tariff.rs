//! What becomes of a proposed tariff: approved or declined by another person, or taken back by its own.

use crate::deeds::propose_tariff::{NotProposed, offer_of};
use crate::events::{TariffApproved, TariffDeclined, TariffWithdrawn};
use crate::service::Tariff;
use crate::tariff::{self, PROPOSALS, Proposal, ProposalState, REASON_CHARS_MAX};
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Approves a proposed tariff: it gets the next version of its service and holds from its first day on. What may stand
/// beside what is decided again, because other tariffs may have come since it was proposed.
///
/// # Refusals
/// See [`NotProposed`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ApproveTariff {
    /// The id of the proposal.
    pub proposal: String,
}

/// Declines a proposed tariff, with a reason.
///
/// # Refusals
/// See [`NotProposed`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeclineTariff {
    /// The id of the proposal.
    pub proposal: String,
    /// Why.
    pub reason: String,
}

/// Takes back one's own proposal.
///
/// # Refusals
/// See [`NotProposed`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WithdrawTariff {
    /// The id of the proposal.
    pub proposal: String,
}

/// The proposal, while nobody decided.
async fn waiting(tx: &mut Tx<'_, '_>, id: &str) -> Result<Proposal, Stop<NotProposed>> {
    let row = tx.fetch(&PROPOSALS, vec![NATION.into(), id.into()]).await?;
    let proposal = tariff::proposal(&row.ok_or(Stop::Refused(NotProposed::NoProposal))?)?;
    if proposal.state == ProposalState::Waiting { Ok(proposal) } else { Err(Stop::Refused(NotProposed::Decided)) }
}

/// The same, for somebody who did not propose it.
async fn of_another(tx: &mut Tx<'_, '_>, id: &str) -> Result<Proposal, Stop<NotProposed>> {
    let proposal = waiting(tx, id).await?;
    if proposal.by == tx.by() { Err(Stop::Refused(NotProposed::Own)) } else { Ok(proposal) }
}

impl Deed for ApproveTariff {
    const NAME: &'static str = "counter.approve_tariff";
    /// The version of the tariff.
    type Done = i64;
    type Refusal = NotProposed;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64, Stop<NotProposed>> {
        let Proposal { service, tariff, .. } = of_another(tx, &self.proposal).await?;
        let offer = offer_of(tx, &service).await?;
        let today = tx.now().day();
        let ended = tariff::succeeds(&offer.tariffs, &tariff, today).map_err(|wrong| Stop::Refused(wrong.into()))?;
        let version = tariff::next_version(&offer.tariffs);
        let proposal = self.proposal.clone();
        let approved = TariffApproved { proposal, service, tariff: Tariff { version, ..tariff }, ended };
        tx.enter(NATION, vec![happened(approved)]).await?;
        Ok(version)
    }
}

impl Deed for DeclineTariff {
    const NAME: &'static str = "counter.decline_tariff";
    type Done = ();
    type Refusal = NotProposed;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotProposed>> {
        of_another(tx, &self.proposal).await?;
        let reason = base::text::clean(&self.reason);
        if !(1..=REASON_CHARS_MAX).contains(&reason.chars().count()) {
            return Err(Stop::Refused(NotProposed::Reason));
        }
        tx.enter(NATION, vec![happened(TariffDeclined { proposal: self.proposal.clone(), reason })]).await?;
        Ok(())
    }
}

impl Deed for WithdrawTariff {
    const NAME: &'static str = "counter.withdraw_tariff";
    type Done = ();
    type Refusal = NotProposed;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotProposed>> {
        if waiting(tx, &self.proposal).await?.by != tx.by() {
            return Err(Stop::Refused(NotProposed::NotOwn));
        }
        tx.enter(NATION, vec![happened(TariffWithdrawn { proposal: self.proposal.clone() })]).await?;
        Ok(())
    }
}
