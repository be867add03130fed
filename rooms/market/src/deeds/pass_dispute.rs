//! A complaint about an order goes on to the next desk.

use super::hold_order::{DISPUTE_CHARS_MAX, sealed_words};
use crate::dispute::read::dispute;
use crate::dispute::{Desk, Dispute};
use crate::events::DisputePassed;
use crate::law::law_on;
use crate::reading;
use base::Refusal;
use base::calendar::Moment;
use journal::{Deed, Sealed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Passes a complaint on, one desk up: by a person with words, or by the clock when nobody acted in time. One entry in the
/// centre's book. The next desk has the law's time from now.
///
/// # Refusals
/// See [`NotPassed`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PassDispute {
    /// The centre's book.
    pub book: String,
    /// The order.
    pub order: String,
    /// Where it lay when whoever passes it on looked.
    pub expects: Desk,
    /// Where who passes it on sits; none for the clock.
    pub from: Option<Desk>,
    /// Why; nothing from the clock.
    pub words: String,
}

/// Why a complaint is not passed on, or what was done is not noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotPassed {
    /// Nobody complains of this order.
    Unknown,
    /// It lies elsewhere meanwhile, or is settled.
    Elsewhere(Desk),
    /// It does not lie with who would pass it on, or its time is not over.
    NotYours,
    /// It lies at the last desk.
    Last,
    /// Nothing was said, or too much.
    Words,
    /// So much was said of this order that it goes on paper.
    Full,
}

impl Refusal for NotPassed {
    fn code(&self) -> &'static str {
        match self {
            NotPassed::Unknown => "market.pass.unknown",
            NotPassed::Elsewhere(_) => "market.pass.elsewhere",
            NotPassed::NotYours => "market.pass.not_yours",
            NotPassed::Last => "market.pass.last",
            NotPassed::Words => "market.pass.words",
            NotPassed::Full => "market.dispute.full",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotPassed::Words => vec![("max", DISPUTE_CHARS_MAX.to_string())],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        matches!(self, NotPassed::Words | NotPassed::Full).then(|| "words".to_owned())
    }

    fn status(&self) -> u16 {
        match self {
            NotPassed::Unknown => 404,
            NotPassed::NotYours => 403,
            NotPassed::Elsewhere(_) | NotPassed::Last => 409,
            NotPassed::Words | NotPassed::Full => 422,
        }
    }
}

/// The codes of [`NotPassed`].
pub(crate) const CODES: &[&str] =
    &["market.pass.unknown", "market.pass.elsewhere", "market.pass.not_yours", "market.pass.last", "market.pass.words"];

/// The open complaint, where it was expected.
///
/// # Errors
/// Why it is none.
pub(crate) fn open_at(found: Option<Dispute>, expects: Desk) -> Result<Dispute, NotPassed> {
    match found {
        None => Err(NotPassed::Unknown),
        Some(one) if !one.open || one.desk != expects => Err(NotPassed::Elsewhere(one.desk)),
        Some(one) => Ok(one),
    }
}

impl PassDispute {
    /// Where it goes.
    fn decide(&self, dispute: &Dispute, now: Moment) -> Result<Desk, NotPassed> {
        let to = dispute.desk.next().ok_or(NotPassed::Last)?;
        let may = self.from.map_or_else(|| dispute.is_late(now), |from| from.may_pass(dispute.desk));
        if may { Ok(to) } else { Err(NotPassed::NotYours) }
    }
}

impl Deed for PassDispute {
    const NAME: &'static str = "market.pass_dispute";
    /// Where it lies now.
    type Done = Desk;
    type Refusal = NotPassed;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Desk, Stop<NotPassed>> {
        let found = dispute(tx, &self.book, &self.order).await?;
        let open = open_at(found, self.expects).map_err(Stop::Refused)?;
        let now = tx.now();
        let to = self.decide(&open, now).map_err(Stop::Refused)?;
        let said: Option<Sealed> = if self.from.is_some() {
            let standing = reading::order(tx, &self.book, &self.order).await?;
            let standing = standing.ok_or(Stop::Refused(NotPassed::Unknown))?;
            let said = sealed_words(tx, &self.book, &standing, &self.words).await?;
            Some(said.ok_or(Stop::Refused(NotPassed::Words))?)
        } else {
            None
        };
        let due = to.due(now, law_on(now.day()));
        let passed = DisputePassed { order: self.order.clone(), to, ran_out: self.from.is_none(), said, due };
        tx.enter(&self.book, vec![happened(passed)]).await?;
        Ok(to)
    }
}
