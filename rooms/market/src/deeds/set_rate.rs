//! What is kept of a price is set.

use crate::events::RateSet;
use crate::rate::{RATES_PER_SUBJECT_MAX, Rate, Subject};
use crate::reading;
use crate::trade::store::rates;
use base::Refusal;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Sets what is kept of the price of goods from a day on. One entry in the nation's book. Orders that were quoted before
/// keep the rate of their quote; a rate never begins in the past.
///
/// # Refusals
/// See [`NotSet`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetRate {
    /// For whom.
    pub subject: Subject,
    /// How much, from when.
    pub rate: Rate,
}

/// Why a rate is not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSet {
    /// A part is below nothing, or the parts exceed the whole; by the field of the first that is wrong.
    Parts(&'static str),
    /// It would begin in the past.
    Past,
    /// There is no such seller.
    Seller,
    /// No such category is open.
    Category,
    /// Too many for this subject.
    Many,
}

impl Refusal for NotSet {
    fn code(&self) -> &'static str {
        match self {
            NotSet::Parts(_) => "market.rate.parts",
            NotSet::Past => "market.rate.past",
            NotSet::Seller => "market.rate.seller",
            NotSet::Category => "market.rate.category",
            NotSet::Many => "market.rate.many",
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotSet::Parts(field) => field,
            NotSet::Past | NotSet::Many => "from",
            NotSet::Seller => "seller",
            NotSet::Category => "category",
        };
        Some(field.to_owned())
    }
}

/// The codes of [`NotSet`].
pub(crate) const CODES: &[&str] =
    &["market.rate.parts", "market.rate.past", "market.rate.seller", "market.rate.category", "market.rate.many"];

impl Deed for SetRate {
    const NAME: &'static str = "market.set_rate";
    type Done = ();
    type Refusal = NotSet;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotSet>> {
        let refused = |why| Err(Stop::Refused(why));
        if !self.rate.is_sound() {
            let parts =
                [("programme", self.rate.programme_bp), ("shop", self.rate.shop_bp), ("help", self.rate.help_bp)];
            let below = parts.iter().find(|(_, part)| *part < 0);
            return refused(NotSet::Parts(below.map_or("programme", |(field, _)| field)));
        }
        if self.rate.from < tx.now().day() {
            return refused(NotSet::Past);
        }
        let Subject { seller, category } = &self.subject;
        if !seller.is_empty() && reading::seller(tx, seller).await?.is_none() {
            return refused(NotSet::Seller);
        }
        if !category.is_empty() && reading::category(tx, category).await?.is_none() {
            return refused(NotSet::Category);
        }
        if rates(tx, &self.subject.code()).await?.len() >= RATES_PER_SUBJECT_MAX {
            return refused(NotSet::Many);
        }
        let event = RateSet { subject: self.subject.clone(), rate: self.rate.clone() };
        tx.enter(NATION, vec![happened(event)]).await?;
        Ok(())
    }
}
