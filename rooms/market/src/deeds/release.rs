//! An order is over: its money goes to whom it belongs to.

use crate::events::OrderReleased;
use crate::money::{released_legs, shares};
use crate::order::OrderState;
use crate::reading;
use crate::trade::store::ORDERS;
use base::{Paisa, Refusal};
use journal::{Ahead, Deed, Stop, Tx, happened};
use ledger::{Draft, NotPosted};
use serde::{Deserialize, Serialize};

/// Releases what lies in escrow for an order whose days are over: the seller's, the centre's, the programme's and the
/// carrier's shares by the rates that were frozen when it was quoted, exact to the poisha. One entry in the centre's book,
/// once: a closed order is not released again. What a complaint holds stays.
///
/// # Refusals
/// See [`NotReleased`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Release {
    /// The centre's book.
    pub book: String,
    /// The order.
    pub order: String,
}

/// Why nothing is released.
#[derive(Debug)]
pub enum NotReleased {
    /// There is no such order in this book.
    Unknown,
    /// Its days are not over, or it is closed.
    NotNow(OrderState),
    /// A complaint holds it.
    Disputed,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotReleased {
    fn code(&self) -> &'static str {
        match self {
            NotReleased::Unknown => "market.release.unknown",
            NotReleased::NotNow(_) => "market.release.not_now",
            NotReleased::Disputed => "market.release.disputed",
            NotReleased::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotReleased::Posting(refused) => refused.values(),
            _ => Vec::new(),
        }
    }

    fn status(&self) -> u16 {
        if matches!(self, NotReleased::Unknown) { 404 } else { 409 }
    }
}

/// The codes of [`NotReleased`].
pub(crate) const CODES: &[&str] = &["market.release.unknown", "market.release.not_now", "market.release.disputed"];

/// True for an order that ends with a release.
#[must_use]
pub fn ends_so(state: OrderState) -> bool {
    use OrderState as S;
    matches!(state, S::Collected | S::PartiallyCollected | S::Refused | S::Uncollected | S::ReturnReceived)
}

impl Deed for Release {
    const NAME: &'static str = "market.release";
    /// The seller's share.
    type Done = Paisa;
    type Refusal = NotReleased;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &Ahead<'_>) -> Vec<db::Want> {
        vec![(&ORDERS, vec![(&self.book).into(), (&self.order).into()])]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Paisa, Stop<NotReleased>> {
        let refused = |why| Err(Stop::Refused(why));
        let Some(standing) = reading::order(tx, &self.book, &self.order).await? else {
            return refused(NotReleased::Unknown);
        };
        if standing.disputed {
            return refused(NotReleased::Disputed);
        }
        let over = standing.clock.is_some_and(|clock| clock <= tx.now());
        if !ends_so(standing.state) || !over {
            return refused(NotReleased::NotNow(standing.state));
        }
        let too_large = || Stop::Refused(NotReleased::Posting(NotPosted::TooLarge));
        let lies = standing.lies().ok_or_else(too_large)?;
        let shares = shares(&standing, lies).ok_or_else(too_large)?;
        let legs = released_legs(&standing, lies, &shares).ok_or_else(too_large)?;
        let released = OrderReleased {
            order: self.order.clone(),
            seller: standing.order.part.seller.clone(),
            to_seller: shares.seller,
            to_shop: shares.commission.checked_add(shares.help).ok_or_else(too_large)?,
            to_programme: shares.programme,
            to_carrier: shares.carrier,
        };
        let mut events = vec![happened(released)];
        if !legs.is_empty() {
            let day = ledger::day_for(tx, &self.book).await?;
            let draft = Draft { day, memo: self.order.clone(), legs };
            let posted = ledger::post(tx, &self.book, draft).await;
            events.push(happened(posted.map_err(|stop| stop.map(NotReleased::Posting))?));
        }
        tx.enter(&self.book, events).await?;
        Ok(shares.seller)
    }
}
