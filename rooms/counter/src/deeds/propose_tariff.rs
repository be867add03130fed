//! A tariff is proposed; another person will decide.

use crate::events::TariffProposed;
use crate::service::{Offer, Tariff};
use crate::store::{OFFERS, offer_on_shelf};
use crate::tariff::{self, NotATariff};
use base::Refusal;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Proposes a tariff of a service at a place. Nothing changes for anybody until another person approves it.
///
/// # Refusals
/// See [`NotProposed`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProposeTariff {
    /// The service.
    pub service: String,
    /// The price, its place and its days.
    pub tariff: Tariff,
}

/// Why a tariff cannot be proposed or approved so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotProposed {
    /// There is no such service.
    Unknown,
    /// The tariff itself, or what stands beside it.
    Tariff(NotATariff),
    /// There is no such proposal.
    NoProposal,
    /// Somebody decided already.
    Decided,
    /// Nobody approves or declines what they proposed themselves (security.md 4.6).
    Own,
    /// Only whoever proposed it takes it back.
    NotOwn,
    /// A proposal is declined with a reason, at most 300 characters long.
    Reason,
}

impl From<NotATariff> for NotProposed {
    fn from(wrong: NotATariff) -> NotProposed {
        NotProposed::Tariff(wrong)
    }
}

impl Refusal for NotProposed {
    fn code(&self) -> &'static str {
        match self {
            NotProposed::Unknown => "counter.tariff.unknown",
            NotProposed::Tariff(NotATariff::Amount) => "counter.tariff.amount",
            NotProposed::Tariff(NotATariff::Path) => "counter.tariff.path",
            NotProposed::Tariff(NotATariff::Dates) => "counter.tariff.dates",
            NotProposed::Tariff(NotATariff::Past) => "counter.tariff.past",
            NotProposed::Tariff(NotATariff::Overlap(_)) => "counter.tariff.overlap",
            NotProposed::NoProposal => "counter.tariff.no_proposal",
            NotProposed::Decided => "counter.tariff.decided",
            NotProposed::Own => "counter.tariff.own",
            NotProposed::NotOwn => "counter.tariff.not_own",
            NotProposed::Reason => "counter.tariff.reason",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        let NotProposed::Tariff(NotATariff::Overlap(other)) = self else { return Vec::new() };
        let until = other.until.map_or_else(|| "…".to_owned(), |until| until.to_string());
        vec![("from", other.from.to_string()), ("until", until), ("path", other.path.clone())]
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotProposed::Tariff(NotATariff::Amount) => "official",
            NotProposed::Tariff(NotATariff::Path) => "place",
            NotProposed::Tariff(NotATariff::Dates) => "until",
            NotProposed::Tariff(NotATariff::Past | NotATariff::Overlap(_)) => "from",
            NotProposed::Reason => "reason",
            _ => return None,
        };
        Some(field.to_owned())
    }

    fn status(&self) -> u16 {
        match self {
            NotProposed::Unknown | NotProposed::NoProposal => 404,
            NotProposed::Decided => 409,
            _ => 422,
        }
    }
}

/// The codes of [`NotProposed`] that are its own.
pub(crate) const CODES: &[&str] = &[
    "counter.tariff.dates",
    "counter.tariff.past",
    "counter.tariff.overlap",
    "counter.tariff.no_proposal",
    "counter.tariff.decided",
    "counter.tariff.own",
    "counter.tariff.not_own",
    "counter.tariff.reason",
];

/// The service that a tariff is of.
pub(super) async fn offer_of(tx: &mut Tx<'_, '_>, service: &str) -> Result<Offer, Stop<NotProposed>> {
    let row = tx.fetch(&OFFERS, vec![NATION.into(), service.into()]).await?;
    Ok(offer_on_shelf(&row.ok_or(Stop::Refused(NotProposed::Unknown))?)?)
}

impl Deed for ProposeTariff {
    const NAME: &'static str = "counter.propose_tariff";
    /// The id of the proposal.
    type Done = String;
    type Refusal = NotProposed;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String, Stop<NotProposed>> {
        let offer = offer_of(tx, &self.service).await?;
        let tariff = Tariff { version: 0, ..self.tariff.clone() };
        let today = tx.now().day();
        tariff::succeeds(&offer.tariffs, &tariff, today).map_err(|wrong| Stop::Refused(wrong.into()))?;
        let proposal = tx.new_id()?.to_string();
        let proposed = TariffProposed { proposal: proposal.clone(), service: self.service.clone(), tariff };
        tx.enter(NATION, vec![happened(proposed)]).await?;
        Ok(proposal)
    }
}
