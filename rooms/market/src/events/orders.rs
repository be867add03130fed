//! What happens in a centre's book: quotes and orders. And what is kept of a price, in the nation's book.

use super::lost;
use crate::dispute::store::ORDER_ENTRIES;
use crate::facts::store::follow;
use crate::order::{OrderStanding, OrderState, Quote, QuoteState, is_their_fault};
use crate::rate::{Rate, Subject};
use crate::store::{self, written};
use crate::trade::store::{
    BASKETS, BUYERS, HANDOVERS, ORDERS, QUOTES, RATES, order_on_shelf, order_row, quote_on_shelf, quote_row, rates,
};
use base::Paisa;
use base::calendar::Moment;
use db::{Fault, Value};
use journal::{EntryHead, Event, NATION};
use serde::{Deserialize, Serialize};

pub(super) async fn standing_of(tx: &mut db::Tx<'_>, at: &EntryHead, number: &str) -> Result<OrderStanding, Fault> {
    let row = tx.fetch(&ORDERS, vec![(&at.book).into(), number.into()]).await?;
    order_on_shelf(&row.ok_or_else(|| lost("an order"))?)
}

/// An order comes to stand so; the sums of its month and the entries that concern it follow.
pub(super) async fn put(
    tx: &mut db::Tx<'_>,
    at: &EntryHead,
    before: Option<&OrderStanding>,
    standing: &OrderStanding,
) -> Result<(), Fault> {
    follow(tx, &at.book, before, standing).await?;
    tx.put(&ORDERS, vec![(&at.book).into(), (&standing.order.number).into()], order_row(standing)?);
    concerns(tx, at, &standing.order.number);
    Ok(())
}

/// This entry concerns an order.
fn concerns(tx: &mut db::Tx<'_>, at: &EntryHead, order: &str) {
    tx.put(&ORDER_ENTRIES, vec![(&at.book).into(), order.into(), at.folio.into()], vec![at.at.into()]);
}

/// One order more that this buyer, and so the household, took or did not take.
async fn buyer(tx: &mut db::Tx<'_>, at: &EntryHead, standing: &OrderStanding, took: bool) -> Result<(), Fault> {
    let indexes = [&standing.order.buyer_index, &standing.order.household_index];
    for index in indexes.into_iter().filter(|index| !index.is_empty()) {
        let key = vec![Value::from(&at.book), Value::from(index)];
        let (taken, refused) = match tx.fetch(&BUYERS, key.clone()).await?.as_deref() {
            Some([Value::Integer(taken), Value::Integer(refused)]) => (*taken, *refused),
            _ => (0, 0),
        };
        let more = |count: i64, one: bool| count.saturating_add(i64::from(one));
        tx.put(&BUYERS, key, vec![more(taken, took).into(), more(refused, !took).into()]);
    }
    Ok(())
}

/// What is kept of a price was set (nation's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RateSet {
    /// For whom.
    pub subject: Subject,
    /// How much, from when.
    pub rate: Rate,
}

impl Event for RateSet {
    const KIND: &'static str = "market.rate_set";
    const VERSION: u32 = 1;

    async fn apply(&self, _: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let code = self.subject.code();
        let mut held = rates(tx, &code).await?;
        held.retain(|rate| rate.from != self.rate.from);
        held.push(self.rate.clone());
        held.sort_by_key(|rate| rate.from);
        tx.put(&RATES, vec![NATION.into(), code.into()], vec![written(&held)?]);
        Ok(())
    }
}

/// A customer was told what a basket costs (centre's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct QuoteMade {
    /// The quote.
    pub quote: Quote,
}

/// The kind under which the quotes of a day are counted.
pub(crate) fn quotes_kind(day: base::calendar::BusinessDay, session: &str) -> String {
    format!("quote {day} {session}")
}

impl Event for QuoteMade {
    const KIND: &'static str = "market.quote_made";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let number = &self.quote.number;
        tx.put(&QUOTES, vec![(&at.book).into(), number.into()], quote_row(&self.quote, QuoteState::Open)?);
        tx.put(&BASKETS, vec![(&at.book).into(), (&self.quote.basket).into()], vec![number.into()]);
        concerns(tx, at, number);
        store::give(tx, &at.book, &quotes_kind(at.at.day(), &at.session)).await
    }
}

/// A quote was taken: one order for each seller (centre's book). The money stands in the same entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OrdersPlaced {
    /// The quote's number.
    pub quote: String,
    /// The orders as they begin.
    pub orders: Vec<OrderStanding>,
}

impl Event for OrdersPlaced {
    const KIND: &'static str = "market.orders_placed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.quote)];
        let row = tx.fetch(&QUOTES, key.clone()).await?.ok_or_else(|| lost("a quote"))?;
        let (quote, _) = quote_on_shelf(&row)?;
        tx.put(&QUOTES, key, quote_row(&quote, QuoteState::Taken)?);
        for standing in &self.orders {
            // Goods that are sent again were set aside under a name of their own.
            if standing.order.basket != quote.basket {
                let basket = vec![(&at.book).into(), (&standing.order.basket).into()];
                tx.put(&BASKETS, basket, vec![(&self.quote).into()]);
            }
            put(tx, at, None, standing).await?;
        }
        Ok(())
    }
}

/// An order went on, or does not come about (centre's book). Where money goes back, it stands in the same entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OrderMoved {
    /// The order.
    pub order: String,
    /// Where it is now.
    pub to: OrderState,
    /// Why, when it must be explained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The carrier's number, when it was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<String>,
    /// How many pieces of each line the buyer keeps, when that changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Vec<i64>>,
    /// How many pieces of each line are brought back, when that is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<Vec<i64>>,
    /// True when the buyer wants the same again for what is brought back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub again: bool,
    /// What is to be given back because of it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub refund: Paisa,
    /// What goes over into the escrow of the order by which the same is sent again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub replaced: Paisa,
    /// When a clock looks at it next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Moment>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

pub(super) fn overflow() -> Fault {
    Fault::Unsound("market: an amount is beyond what can be counted".to_owned())
}

impl OrderMoved {
    /// It goes there, and nothing else is to be said.
    pub(crate) fn to(order: &str, to: OrderState) -> Self {
        OrderMoved {
            order: order.to_owned(),
            to,
            reason: None,
            tracking: None,
            kept: None,
            back: None,
            again: false,
            refund: Paisa::ZERO,
            replaced: Paisa::ZERO,
            clock: None,
        }
    }
}

impl Event for OrderMoved {
    const KIND: &'static str = "market.order_moved";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let before = standing_of(tx, at, &self.order).await?;
        if self.to == OrderState::Uncollected {
            buyer(tx, at, &before, false).await?;
        }
        // Whose fault goods are that come back is said when they are asked to come back, and by nothing later.
        let back_reason = match (&self.back, &self.reason) {
            (Some(_), Some(reason)) => reason.clone(),
            _ => before.back_reason.clone(),
        };
        let now = before.clone();
        let now = OrderStanding {
            state: self.to,
            moved: at.at,
            back_reason,
            reason: self.reason.clone().or(now.reason),
            tracking: self.tracking.clone().or(now.tracking),
            kept: self.kept.clone().unwrap_or(now.kept),
            again: if self.back.is_some() { self.again } else { now.again },
            back: self.back.clone().unwrap_or(now.back),
            refund_due: now.refund_due.checked_add(self.refund).ok_or_else(overflow)?,
            replaced: now.replaced.checked_add(self.replaced).ok_or_else(overflow)?,
            clock: self.clock,
            arrived: if self.to == OrderState::ArrivedAtCentre { Some(at.at) } else { now.arrived },
            ..now
        };
        put(tx, at, Some(&before), &now).await
    }
}

/// The box was opened at the counter (centre's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OrderCollected {
    /// The order.
    pub order: String,
    /// All, a part, or nothing of it.
    pub to: OrderState,
    /// How many pieces of each line the buyer keeps.
    pub kept: Vec<i64>,
    /// Why something was left, for each line.
    pub reasons: Vec<String>,
    /// How the buyer proved to be the one: `otp` or `thumb`.
    pub proof: String,
    /// The picture of the thumb mark, sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<journal::Sealed>,
    /// Photos of each line that was left, sealed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Vec<journal::Sealed>>,
    /// What the buyer paid now.
    #[serde(default, skip_serializing_if = "is_default")]
    pub paid: Paisa,
    /// What is to be given back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub refund: Paisa,
    /// When the money is released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Moment>,
}

impl Event for OrderCollected {
    const KIND: &'static str = "market.order_collected";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let before = standing_of(tx, at, &self.order).await?;
        // Who leaves what is faulty did nothing wrong.
        if self.to != OrderState::Refused || !self.reasons.iter().any(|why| !why.is_empty() && is_their_fault(why)) {
            buyer(tx, at, &before, self.to != OrderState::Refused).await?;
        }
        let now = before.clone();
        let now = OrderStanding {
            state: self.to,
            moved: at.at,
            reason: self.reasons.iter().find(|reason| !reason.is_empty()).cloned().or(now.reason),
            kept: self.kept.clone(),
            left: self.reasons.clone(),
            photos: self.photos.clone(),
            paid: now.paid.checked_add(self.paid).ok_or_else(overflow)?,
            refund_due: now.refund_due.checked_add(self.refund).ok_or_else(overflow)?,
            clock: self.clock,
            ..now
        };
        put(tx, at, Some(&before), &now).await
    }
}

/// The buyer was reminded that the goods wait (centre's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct BuyerReminded {
    /// The order.
    pub order: String,
    /// Which reminder it is, counted from one.
    pub nth: i64,
    /// When a clock looks at it next.
    pub clock: Moment,
}

impl Event for BuyerReminded {
    const KIND: &'static str = "market.buyer_reminded";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let before = standing_of(tx, at, &self.order).await?;
        let now = OrderStanding { reminded: self.nth, clock: Some(self.clock), ..before.clone() };
        put(tx, at, Some(&before), &now).await
    }
}

/// A wrong code was said at the collection (centre's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CodeMissed {
    /// The order.
    pub order: String,
}

impl Event for CodeMissed {
    const KIND: &'static str = "market.code_missed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let before = standing_of(tx, at, &self.order).await?;
        let now = OrderStanding { missed: before.missed.saturating_add(1), ..before.clone() };
        put(tx, at, Some(&before), &now).await
    }
}

/// Money was given back to the buyer (centre's book). It stands in the same entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RefundPaid {
    /// The order.
    pub order: String,
    /// How much.
    pub poisha: Paisa,
}

impl Event for RefundPaid {
    const KIND: &'static str = "market.refund_paid";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let before = standing_of(tx, at, &self.order).await?;
        let refund_due = before.refund_due.checked_sub(self.poisha).ok_or_else(overflow)?;
        let refunded = before.refunded.checked_add(self.poisha).ok_or_else(overflow)?;
        let now = OrderStanding { refund_due, refunded, ..before.clone() };
        put(tx, at, Some(&before), &now).await
    }
}

/// What lay in escrow went to whom it belongs to (centre's book). The money stands in the same entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OrderReleased {
    /// The order.
    pub order: String,
    /// Its seller.
    pub seller: String,
    /// The seller's share; below nothing when the seller bears more than it sold.
    pub to_seller: Paisa,
    /// The centre's.
    pub to_shop: Paisa,
    /// The programme's, VAT inside.
    pub to_programme: Paisa,
    /// The carrier's.
    pub to_carrier: Paisa,
}

impl Event for OrderReleased {
    const KIND: &'static str = "market.order_released";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let before = standing_of(tx, at, &self.order).await?;
        let (state, earned) = (OrderState::Closed, self.to_shop);
        let now = OrderStanding { state, earned, moved: at.at, clock: None, ..before.clone() };
        put(tx, at, Some(&before), &now).await?;
        if self.to_seller != Paisa::ZERO {
            let rest = vec![(&self.seller).into(), self.to_seller.into(), "open".into()];
            tx.put(&HANDOVERS, vec![(&at.book).into(), (&self.order).into()], rest);
        }
        Ok(())
    }
}

/// The seller's share left this book for the seller's own (centre's book). The money stands in the same entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ShareHandedOver {
    /// The order.
    pub order: String,
}

impl Event for ShareHandedOver {
    const KIND: &'static str = "market.share_handed_over";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.order)];
        let row = tx.fetch(&HANDOVERS, key.clone()).await?.ok_or_else(|| lost("a share"))?;
        let mut rest: Vec<Value> = row.clone();
        if let Some(state) = rest.get_mut(2) {
            *state = "sent".into();
        }
        tx.put(&HANDOVERS, key, rest);
        concerns(tx, at, &self.order);
        Ok(())
    }
}
