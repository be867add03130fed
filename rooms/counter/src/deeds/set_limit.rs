//! A limit of amounts is set at a place.

use crate::events::LimitSet;
use crate::transfer::limit::Limit;
use base::{Paisa, Refusal};
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Sets how much may be moved at a place, at once and in a day, for a provider or a service. The nearest place wins.
///
/// # Refusals
/// See [`LimitNotSet`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetLimit {
    /// `provider:…` or `service:…`.
    pub subject: String,
    /// The place path.
    pub path: String,
    /// The limit.
    pub limit: Limit,
}

/// Why a limit cannot be set so.
#[derive(Debug, PartialEq, Eq)]
pub enum LimitNotSet {
    /// It is about neither a provider nor a service.
    Subject,
    /// The place path.
    Path,
    /// An amount of nothing or less.
    Amount,
}

impl Refusal for LimitNotSet {
    fn code(&self) -> &'static str {
        match self {
            LimitNotSet::Subject => "counter.limit.subject",
            LimitNotSet::Path => "counter.limit.path",
            LimitNotSet::Amount => "counter.limit.amount",
        }
    }
}

/// The codes of [`LimitNotSet`].
pub(crate) const CODES: &[&str] = &["counter.limit.subject", "counter.limit.path", "counter.limit.amount"];

impl Deed for SetLimit {
    const NAME: &'static str = "counter.set_limit";
    type Done = ();
    type Refusal = LimitNotSet;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<LimitNotSet>> {
        let part = self.subject.strip_prefix("provider:").or_else(|| self.subject.strip_prefix("service:"));
        let sound = |part: &str| {
            (1..=40).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        };
        if !part.is_some_and(sound) {
            return Err(Stop::Refused(LimitNotSet::Subject));
        }
        if !(self.path.starts_with('/') && self.path.ends_with('/')) {
            return Err(Stop::Refused(LimitNotSet::Path));
        }
        let amounts = [self.limit.each_max, self.limit.day_max_centre, self.limit.day_max_person];
        if amounts.into_iter().flatten().any(|amount| amount <= Paisa::ZERO) {
            return Err(Stop::Refused(LimitNotSet::Amount));
        }
        let (subject, path) = (self.subject.clone(), self.path.clone());
        let set = LimitSet { subject, path, limit: self.limit.clone(), day: tx.now().day() };
        tx.enter(NATION, vec![happened(set)]).await?;
        Ok(())
    }
}
