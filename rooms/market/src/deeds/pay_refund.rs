//! Money goes back to the buyer.

use crate::deeds::send_refund::is_given_up;
use crate::events::RefundPaid;
use crate::money::refund_paid_legs;
use crate::order::Payment;
use crate::reading;
use crate::trade::store::ORDERS;
use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use journal::{Ahead, Deed, Stop, Tx, happened};
use ledger::{Draft, NotPosted};
use network::Hindered;
use serde::{Deserialize, Serialize};

/// Gives back what waits for the buyer of an order, the way it came: in cash over the counter. One entry in the centre's
/// book; the float grows by what the drawer gives. Pressing twice gives once.
///
/// # Refusals
/// See [`NotRefunded`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PayRefund {
    /// The centre's book.
    pub book: String,
    /// The till that gives the cash.
    pub till: String,
    /// The order.
    pub order: String,
    /// How much.
    pub poisha: Paisa,
}

/// Why nothing is given back.
#[derive(Debug)]
pub enum NotRefunded {
    /// There is no such order in this book.
    Unknown,
    /// Nothing waits, or more was named than waits: never more than was paid (facts.md 8, rule 4).
    More {
        /// What waits.
        due: Paisa,
    },
    /// A wallet paid it: the money goes back there, not over the counter (facts.md 8, rule 4).
    Channel,
    /// The day is closed.
    DayClosed(BusinessDay),
    /// The centre, the seat or the person is suspended.
    Hindered(Hindered),
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotRefunded {
    fn code(&self) -> &'static str {
        match self {
            NotRefunded::Unknown => "market.refund.unknown",
            NotRefunded::More { .. } => "market.refund.more",
            NotRefunded::Channel => "market.refund.channel",
            NotRefunded::DayClosed(_) => "market.refund.day_closed",
            NotRefunded::Hindered(hindered) => hindered.code(),
            NotRefunded::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotRefunded::More { due } => vec![("due", due.show_plain(base::Lang::En))],
            NotRefunded::DayClosed(day) => vec![("day", day.to_string())],
            NotRefunded::Hindered(hindered) => hindered.values(),
            NotRefunded::Posting(refused) => refused.values(),
            NotRefunded::Unknown | NotRefunded::Channel => Vec::new(),
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotRefunded::Unknown => 404,
            NotRefunded::Hindered(hindered) => hindered.status(),
            NotRefunded::Posting(refused) => refused.status(),
            _ => 422,
        }
    }
}

/// The codes of [`NotRefunded`].
pub(crate) const CODES: &[&str] =
    &["market.refund.unknown", "market.refund.more", "market.refund.channel", "market.refund.day_closed"];

impl Deed for PayRefund {
    const NAME: &'static str = "market.pay_refund";
    /// What was given back.
    type Done = Paisa;
    type Refusal = NotRefunded;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, ahead: &Ahead<'_>) -> Vec<db::Want> {
        let order: db::Want = (&ORDERS, vec![(&self.book).into(), (&self.order).into()]);
        [order].into_iter().chain(network::hindered_wants(&self.book, ahead.by)).collect()
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Paisa, Stop<NotRefunded>> {
        let refused = |why| Err(Stop::Refused(why));
        let (by, day) = (tx.by().to_owned(), tx.now().day());
        if let Some(hindered) = network::hindered(tx, &self.book, &by).await? {
            return refused(NotRefunded::Hindered(hindered));
        }
        let Some(standing) = reading::order(tx, &self.book, &self.order).await? else {
            return refused(NotRefunded::Unknown);
        };
        if standing.order.payment == Payment::Wallet
            && !is_given_up(&reading::wallets_of(tx, &self.book, &self.order).await?)
        {
            return refused(NotRefunded::Channel);
        }
        if self.poisha <= Paisa::ZERO || self.poisha > standing.refund_due {
            return refused(NotRefunded::More { due: standing.refund_due });
        }
        if ledger::is_shut(tx, &self.book, day).await? {
            return refused(NotRefunded::DayClosed(day));
        }
        let too_large = || Stop::Refused(NotRefunded::Posting(NotPosted::TooLarge));
        let legs = refund_paid_legs(self.poisha, &self.till).ok_or_else(too_large)?;
        let draft = Draft { day, memo: self.order.clone(), legs };
        let posted = ledger::post(tx, &self.book, draft).await.map_err(|stop| stop.map(NotRefunded::Posting))?;
        let paid = RefundPaid { order: self.order.clone(), poisha: self.poisha };
        tx.enter(&self.book, vec![happened(paid), happened(posted)]).await?;
        Ok(self.poisha)
    }
}
