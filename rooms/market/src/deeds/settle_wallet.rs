//! A provider said what became of a wallet's transfer.

use crate::deeds::place_order::{Taker, orders_of};
use crate::events::{OrdersPlaced, WalletSettled};
use crate::money::{wallet_astray_legs, wallet_paid_legs, wallet_refund_legs};
use crate::order::{OrderStanding, Payment, Quote, QuoteState};
use crate::reading;
use crate::trade::store::WALLETS;
use crate::wallet::{PAID_WITHIN_MS, WalletStanding};
use base::calendar::Moment;
use base::{Paisa, Refusal};
use journal::{Ahead, AnyEvent, Deed, Stop, Tx, happened};
use ledger::{Direction, Draft, Leg, NotPosted, TransferState};
use serde::{Deserialize, Serialize};

/// Enters what a provider said. One entry in the centre's book, and with it the money and the orders: a payment that is
/// done places them, in the same entry. Said twice, late, or before the first answer, it ends the same. Money that arrives
/// when the quote's time is over, or was paid otherwise, waits to go back. What was said against an end that stands is
/// noted, and moves nothing but what is not here yet.
///
/// # Refusals
/// See [`NotSettledWallet`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SettleWallet {
    /// The centre's book.
    pub book: String,
    /// The transfer's id.
    pub id: String,
    /// What was said.
    pub said: TransferState,
    /// The provider's reference.
    pub reference: String,
    /// The provider's code of a failure.
    pub code: String,
}

/// Why nothing is entered.
#[derive(Debug)]
pub enum NotSettledWallet {
    /// There is no such transfer in this book.
    Unknown,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotSettledWallet {
    fn code(&self) -> &'static str {
        match self {
            NotSettledWallet::Unknown => "market.wallet.unknown",
            NotSettledWallet::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotSettledWallet::Unknown => Vec::new(),
            NotSettledWallet::Posting(refused) => refused.values(),
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotSettledWallet::Unknown => 404,
            NotSettledWallet::Posting(refused) => refused.status(),
        }
    }
}

/// What is to be done with what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Nothing new.
    Nothing,
    /// Only the state changes.
    Note,
    /// The money is here: orders are placed.
    Place,
    /// The money is here and buys nothing: it waits to go back.
    Return,
    /// What waited to go back went back.
    WentBack,
    /// A refund did not arrive: it waits for the buyer again.
    DueAgain,
    /// It is against what stands here: somebody has to look at it.
    Contradicts,
}

/// What becomes of a word of the provider's.
#[must_use]
pub fn decide(
    standing: &WalletStanding,
    quote: Option<(&Quote, QuoteState)>,
    said: TransferState,
    now: Moment,
) -> Then {
    use TransferState as T;
    let buys = |(quote, state): (&Quote, QuoteState)| {
        let until = quote.until.get().saturating_add(PAID_WITHIN_MS);
        state != QuoteState::Taken && now.get() <= until
    };
    match (standing.transfer.direction, standing.state, said) {
        (_, before, said) if before == said => Then::Nothing,
        (_, T::Requested, T::Unknown) => Then::Note,
        (_, _, T::Unknown | T::Requested) => Then::Nothing,
        (Direction::In, T::Requested | T::Unknown | T::Failed, T::Done) => {
            if quote.is_some_and(buys) {
                Then::Place
            } else {
                Then::Return
            }
        }
        (Direction::In, T::Requested | T::Unknown, _) | (Direction::Out, T::Requested | T::Unknown, T::Done) => {
            Then::Note
        }
        (Direction::Out, T::Requested | T::Unknown, _) => Then::DueAgain,
        (Direction::In, T::Done, T::Reversed) if standing.astray => Then::WentBack,
        _ => Then::Contradicts,
    }
}

impl Deed for SettleWallet {
    const NAME: &'static str = "market.settle_wallet";
    /// Where it stands now.
    type Done = TransferState;
    type Refusal = NotSettledWallet;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &Ahead<'_>) -> Vec<db::Want> {
        vec![(&WALLETS, vec![(&self.book).into(), (&self.id).into()])]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<TransferState, Stop<NotSettledWallet>> {
        let found = reading::wallet(tx, &self.book, &self.id).await?;
        let standing = found.ok_or(Stop::Refused(NotSettledWallet::Unknown))?;
        let transfer = &standing.transfer;
        let quote = match transfer.direction {
            Direction::In => reading::quote(tx, &self.book, &transfer.of).await?,
            Direction::Out => None,
        };
        let then = decide(&standing, quote.as_ref().map(|(quote, state)| (quote, *state)), self.said, tx.now());
        let too_large = || Stop::Refused(NotSettledWallet::Posting(NotPosted::TooLarge));
        let (provider, poisha) = (transfer.provider.as_str(), transfer.poisha);
        let mut settled = WalletSettled {
            id: self.id.clone(),
            state: self.said,
            reference: self.reference.clone(),
            code: self.code.clone(),
            astray: standing.astray,
            contradicted: String::new(),
        };
        let mut events: Vec<Box<dyn AnyEvent>> = Vec::new();
        let legs: Option<Vec<Leg>> = match then {
            Then::Nothing => return Ok(standing.state),
            Then::Note => None,
            Then::Contradicts => {
                self.said.name().clone_into(&mut settled.contradicted);
                settled.state = standing.state;
                None
            }
            Then::Place => {
                let (quote, _) = quote.as_ref().ok_or(Stop::Refused(NotSettledWallet::Unknown))?;
                let orders = placed(&standing, quote, tx.now()).ok_or_else(too_large)?;
                let paid: Vec<(&str, Paisa)> = orders.iter().map(|one| (one.order.number.as_str(), one.paid)).collect();
                let legs = wallet_paid_legs(&paid, provider).ok_or_else(too_large)?;
                events.push(happened(OrdersPlaced { quote: quote.number.clone(), orders }));
                Some(legs)
            }
            Then::Return => {
                settled.astray = true;
                Some(wallet_astray_legs(provider, poisha).ok_or_else(too_large)?)
            }
            Then::WentBack => Some(wallet_refund_legs(provider, poisha).ok_or_else(too_large)?),
            Then::DueAgain => {
                settled.state = TransferState::Failed;
                Some(wallet_astray_legs(provider, poisha).ok_or_else(too_large)?)
            }
        };
        let state = settled.state;
        events.insert(0, happened(settled));
        if let Some(legs) = legs {
            let draft = Draft { day: ledger::day_for(tx, &self.book).await?, memo: transfer.of.clone(), legs };
            let posted = ledger::post(tx, &self.book, draft).await;
            events.push(happened(posted.map_err(|stop| stop.map(NotSettledWallet::Posting))?));
        }
        tx.enter(&self.book, events).await?;
        Ok(state)
    }
}

/// The orders that a payment places: each is paid whole.
fn placed(standing: &WalletStanding, quote: &Quote, now: Moment) -> Option<Vec<OrderStanding>> {
    let paid = quote.parts.iter().map(crate::order::Part::total).collect::<Option<Vec<_>>>()?;
    let taker =
        Taker { payment: Payment::Wallet, paid_by: Some(standing.transfer.id.clone()), by: &standing.transfer.by };
    Some(orders_of(&taker, quote, &paid, now))
}
