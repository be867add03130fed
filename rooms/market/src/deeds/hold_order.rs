//! A complaint holds an order's money, or no longer does.

use crate::dispute::read::dispute;
use crate::dispute::{Desk, STEPS_MAX};
use crate::events::OrderDisputed;
use crate::law::law_on;
use crate::order::{OrderStanding, OrderState};
use crate::reading;
use base::Refusal;
use base::calendar::Moment;
use journal::{Deed, Fault, Sealed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Characters of what is said to it, at most.
pub const DISPUTE_CHARS_MAX: usize = 1_000;

/// Holds what lies in escrow for an order because its buyer complains, or lets it go again when that was settled. One entry
/// in the centre's book. While it holds, nothing is released; a complaint begins at the centre and goes up when nobody acts
/// within the law's time. What was said is sealed under the buyer.
///
/// # Refusals
/// See [`NotHeldBack`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HoldOrder {
    /// The centre's book.
    pub book: String,
    /// The order.
    pub order: String,
    /// True to hold, false to let go.
    pub holds: bool,
    /// What is complained of, or how it was settled.
    pub words: String,
}

/// Why it is not held, or not let go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotHeldBack {
    /// There is no such order in this book.
    Unknown,
    /// It is closed, or stands so already.
    NotNow(OrderState),
    /// Nothing was said, or too much.
    Words,
    /// So much was said of this order that it goes on paper.
    Full,
}

impl Refusal for NotHeldBack {
    fn code(&self) -> &'static str {
        match self {
            NotHeldBack::Unknown => "market.dispute.unknown",
            NotHeldBack::NotNow(_) => "market.dispute.not_now",
            NotHeldBack::Words => "market.dispute.words",
            NotHeldBack::Full => "market.dispute.full",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotHeldBack::Words => vec![("max", DISPUTE_CHARS_MAX.to_string())],
            NotHeldBack::Unknown | NotHeldBack::NotNow(_) | NotHeldBack::Full => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        matches!(self, NotHeldBack::Words).then(|| "words".to_owned())
    }

    fn status(&self) -> u16 {
        match self {
            NotHeldBack::Unknown => 404,
            NotHeldBack::NotNow(_) => 409,
            NotHeldBack::Words | NotHeldBack::Full => 422,
        }
    }
}

/// The codes of [`NotHeldBack`].
pub(crate) const CODES: &[&str] =
    &["market.dispute.unknown", "market.dispute.not_now", "market.dispute.words", "market.dispute.full"];

/// What was said of a complaint, sealed under the order's buyer; none when it says nothing or too much.
pub(crate) async fn sealed_words(
    tx: &mut Tx<'_, '_>,
    book: &str,
    standing: &OrderStanding,
    words: &str,
) -> Result<Option<Sealed>, Fault> {
    let words = base::text::clean(words);
    if words.is_empty() || words.chars().count() > DISPUTE_CHARS_MAX {
        return Ok(None);
    }
    tx.seal(book, &format!("buyer-{}", standing.order.quote), &words).await.map(Some)
}

impl Deed for HoldOrder {
    const NAME: &'static str = "market.hold_order";
    type Done = ();
    type Refusal = NotHeldBack;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotHeldBack>> {
        let refused = |why| Err(Stop::Refused(why));
        let Some(standing) = reading::order(tx, &self.book, &self.order).await? else {
            return refused(NotHeldBack::Unknown);
        };
        if standing.state == OrderState::Closed || standing.disputed == self.holds {
            return refused(NotHeldBack::NotNow(standing.state));
        }
        let before = dispute(tx, &self.book, &self.order).await?;
        if self.holds && before.is_some_and(|before| before.steps.len() >= STEPS_MAX) {
            return refused(NotHeldBack::Full);
        }
        let Some(said) = sealed_words(tx, &self.book, &standing, &self.words).await? else {
            return refused(NotHeldBack::Words);
        };
        let now = tx.now();
        let due = self.holds.then(|| Desk::Centre.due(now, law_on(now.day()))).flatten();
        let path = network::centre(tx, &self.book).await?.map(|centre| centre.path).unwrap_or_default();
        let (order, said) = (self.order.clone(), Some(said));
        // What was decided for the buyer needs time to be done: the goods are to be brought.
        let law = law_on(now.day());
        let more = match standing.state {
            OrderState::Collected | OrderState::PartiallyCollected => {
                Some(Moment::new(now.get().saturating_add(law.complaint_ms)))
            }
            OrderState::ReturnApproved => Some(law.bring_back_until(now)),
            _ => None,
        };
        let more = more.filter(|_| !self.holds);
        let clock = more.map(|more| standing.clock.map_or(more, |clock| clock.max(more)));
        let disputed = OrderDisputed { order, holds: self.holds, words: String::new(), said, path, due, clock };
        tx.enter(&self.book, vec![happened(disputed)]).await?;
        Ok(())
    }
}
