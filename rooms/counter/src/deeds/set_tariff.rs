//! A tariff comes into force for a place from a day on, as the program brings it: people propose and approve theirs.

use crate::events::TariffSet;
use crate::service::Tariff;
use crate::store::{OFFERS, offer_on_shelf};
use crate::tariff::{self, NotATariff};
use base::Refusal;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Sets a tariff. Set again unchanged, nothing happens. It never changes a receipt that was given.
///
/// # Refusals
/// An unknown service, a negative or huge amount, a path that is none.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetTariff {
    /// The service.
    pub service: String,
    /// The price, its place and its first day.
    pub tariff: Tariff,
}

/// Why a tariff cannot be set so.
#[derive(Debug, PartialEq, Eq)]
pub enum NotSet {
    /// There is no such service.
    Unknown,
    /// An amount below nothing or above [`tariff::TARIFF_POISHA_MAX`].
    Amount,
    /// The place path.
    Path,
}

impl From<NotATariff> for NotSet {
    fn from(wrong: NotATariff) -> NotSet {
        if wrong == NotATariff::Amount { NotSet::Amount } else { NotSet::Path }
    }
}

impl Refusal for NotSet {
    fn code(&self) -> &'static str {
        match self {
            NotSet::Unknown => "counter.tariff.unknown",
            NotSet::Amount => "counter.tariff.amount",
            NotSet::Path => "counter.tariff.path",
        }
    }
}

/// The codes of [`NotSet`].
pub(crate) const CODES: &[&str] = &["counter.tariff.unknown", "counter.tariff.amount", "counter.tariff.path"];

impl Deed for SetTariff {
    const NAME: &'static str = "counter.set_tariff";
    type Done = ();
    type Refusal = NotSet;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotSet>> {
        let tariff = &self.tariff;
        tariff::sound(tariff).map_err(|wrong| Stop::Refused(NotSet::from(wrong)))?;
        let row = tx.fetch(&OFFERS, vec![NATION.into(), (&self.service).into()]).await?;
        let offer = offer_on_shelf(&row.ok_or(Stop::Refused(NotSet::Unknown))?)?;
        if !offer.tariffs.contains(tariff) {
            let set = TariffSet { service: self.service.clone(), tariff: tariff.clone() };
            tx.enter(NATION, vec![happened(set)]).await?;
        }
        Ok(())
    }
}
