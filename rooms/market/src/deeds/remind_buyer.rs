//! The buyer is reminded that goods wait at the centre.

use crate::events::BuyerReminded;
use crate::law::law_on;
use crate::order::OrderState;
use crate::reading;
use crate::trade::store::ORDERS;
use base::Refusal;
use journal::{Ahead, Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Reminds the buyer of goods that were not fetched, once for each day of the law's list (facts.md 5.3). One entry in the
/// centre's book; whoever follows it sends the text. Done late, it reminds once, not twice.
///
/// # Refusals
/// See [`NotReminded`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RemindBuyer {
    /// The centre's book.
    pub book: String,
    /// The order.
    pub order: String,
}

/// Why nobody is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotReminded {
    /// There is no such order in this book.
    Unknown,
    /// It does not wait, or nothing is due now.
    NotNow,
}

impl Refusal for NotReminded {
    fn code(&self) -> &'static str {
        match self {
            NotReminded::Unknown => "market.remind.unknown",
            NotReminded::NotNow => "market.remind.not_now",
        }
    }

    fn status(&self) -> u16 {
        if matches!(self, NotReminded::Unknown) { 404 } else { 409 }
    }
}

/// The codes of [`NotReminded`].
pub(crate) const CODES: &[&str] = &["market.remind.unknown", "market.remind.not_now"];

impl Deed for RemindBuyer {
    const NAME: &'static str = "market.remind_buyer";
    /// Which reminder it was.
    type Done = i64;
    type Refusal = NotReminded;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &Ahead<'_>) -> Vec<db::Want> {
        vec![(&ORDERS, vec![(&self.book).into(), (&self.order).into()])]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64, Stop<NotReminded>> {
        let standing = reading::order(tx, &self.book, &self.order).await?;
        let standing = standing.ok_or(Stop::Refused(NotReminded::Unknown))?;
        let (law, now, arrived) = (law_on(standing.order.day), tx.now(), standing.moved);
        let behind = law.reminders_by(arrived, now);
        let nth = i64::try_from(behind).unwrap_or(i64::MAX);
        if standing.state != OrderState::ArrivedAtCentre || standing.disputed || nth <= standing.reminded {
            return Err(Stop::Refused(NotReminded::NotNow));
        }
        let clock = law.looks_at(arrived, behind);
        tx.enter(&self.book, vec![happened(BuyerReminded { order: self.order.clone(), nth, clock })]).await?;
        Ok(nth)
    }
}
