//! Money goes back to a buyer's wallet.

use crate::deeds::ask_wallet::transfer_id;
use crate::events::WalletAsked;
use crate::money::wallet_refund_legs;
use crate::order::Payment;
use crate::reading;
use crate::trade::store::ORDERS;
use crate::wallet::{WalletStanding, WalletTransfer};
use base::calendar::Moment;
use base::{Paisa, Refusal};
use journal::{Ahead, Deed, Stop, Tx, happened};
use ledger::{Direction, Draft, NotPosted, TransferState};
use serde::{Deserialize, Serialize};

/// How long after a try that failed the next one comes, in milliseconds; after the last, the money is paid over the counter.
const PAUSES_MS: [i64; 4] = [60_000, 3_600_000, 6 * 3_600_000, 24 * 3_600_000];

/// True when a wallet refused an order's refund so often that it is paid in cash.
pub(crate) fn is_given_up(tries: &[WalletStanding]) -> bool {
    tries.iter().filter(|one| one.state == TransferState::Failed).count() > PAUSES_MS.len()
}

/// Sends back what waits for the buyer of an order that was paid by wallet: the way it came (facts.md 8, rule 4). One entry
/// in the centre's book; the money leaves the programme's account when the provider is asked, and is owed again should the
/// provider fail; then it is tried again after a pause, and in the end paid over the counter.
///
/// # Refusals
/// See [`NotSent`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendRefund {
    /// The centre's book.
    pub book: String,
    /// The order.
    pub order: String,
    /// How much: what waits, and not more.
    pub poisha: Paisa,
}

/// Why nothing is sent.
#[derive(Debug)]
pub enum NotSent {
    /// There is no such order in this book, or it was not paid by wallet.
    Unknown,
    /// Nothing waits, or more was named than waits: never more than was paid.
    More {
        /// What waits.
        due: Paisa,
    },
    /// The wallet refused it a short while ago, or so often that it is paid over the counter.
    Wait,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotSent {
    fn code(&self) -> &'static str {
        match self {
            NotSent::Unknown => "market.refund.unknown",
            NotSent::More { .. } => "market.refund.more",
            NotSent::Wait => "market.refund.wait",
            NotSent::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotSent::Unknown | NotSent::Wait => Vec::new(),
            NotSent::More { due } => vec![("due", due.show_plain(base::Lang::En))],
            NotSent::Posting(refused) => refused.values(),
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotSent::Unknown => 404,
            NotSent::More { .. } => 422,
            NotSent::Wait => 409,
            NotSent::Posting(refused) => refused.status(),
        }
    }
}

/// The codes of [`NotSent`] that are its own.
pub(crate) const CODES: &[&str] = &["market.refund.wait"];

impl Deed for SendRefund {
    const NAME: &'static str = "market.send_refund";
    /// The transfer's id.
    type Done = String;
    type Refusal = NotSent;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &Ahead<'_>) -> Vec<db::Want> {
        vec![(&ORDERS, vec![(&self.book).into(), (&self.order).into()])]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String, Stop<NotSent>> {
        let refused = |why| Err(Stop::Refused(why));
        let Some(standing) = reading::order(tx, &self.book, &self.order).await? else {
            return refused(NotSent::Unknown);
        };
        let paid_by = standing.order.paid_by.clone().unwrap_or_default();
        let Some(payment) = reading::wallet(tx, &self.book, &paid_by).await? else { return refused(NotSent::Unknown) };
        if standing.order.payment != Payment::Wallet {
            return refused(NotSent::Unknown);
        }
        if self.poisha <= Paisa::ZERO || self.poisha > standing.refund_due {
            return refused(NotSent::More { due: standing.refund_due });
        }
        let tries = reading::wallets_of(tx, &self.book, &self.order).await?;
        let failed = tries.iter().filter(|one| one.state == TransferState::Failed);
        let last = failed.clone().map(|one| one.transfer.at).max();
        let now = tx.now();
        let due = |last: Moment, wait: i64| now.get() >= last.get().saturating_add(wait);
        let again = match (last, failed.count().checked_sub(1).map(|again| PAUSES_MS.get(again))) {
            (Some(last), Some(Some(wait))) => due(last, *wait),
            (Some(_), _) => false,
            (None, _) => true,
        };
        if !again {
            return refused(NotSent::Wait);
        }
        let sent = tries.len();
        let transfer = WalletTransfer {
            id: transfer_id("R", &self.order, sent),
            provider: payment.transfer.provider,
            direction: Direction::Out,
            of: self.order.clone(),
            poisha: self.poisha,
            wallet: payment.transfer.wallet,
            pays_back: paid_by,
            by: tx.by().to_owned(),
            at: tx.now(),
        };
        let too_large = || Stop::Refused(NotSent::Posting(NotPosted::TooLarge));
        let legs = wallet_refund_legs(&transfer.provider, self.poisha).ok_or_else(too_large)?;
        let draft = Draft { day: ledger::day_for(tx, &self.book).await?, memo: self.order.clone(), legs };
        let posted = ledger::post(tx, &self.book, draft).await.map_err(|stop| stop.map(NotSent::Posting))?;
        let id = transfer.id.clone();
        tx.enter(&self.book, vec![happened(WalletAsked { transfer }), happened(posted)]).await?;
        Ok(id)
    }
}
