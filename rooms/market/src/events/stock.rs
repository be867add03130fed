//! What happens in a seller's book besides its listings: stock, and its share of what was sold.

use super::lost;
use crate::stock::{Reservation, ReservationState, SetAside, Source, Stock};
use crate::trade::store::{
    MAKINGS, RESERVATIONS, STOCKS, reservation_on_shelf, reservation_row, stock_on_shelf, stock_row,
};
use base::Paisa;
use base::calendar::Moment;
use db::{Fault, Value};
use journal::{EntryHead, Event};
use serde::{Deserialize, Serialize};

fn overdrawn(what: &str) -> Fault {
    Fault::Unsound(format!("market: fewer pieces than none of {what}"))
}

async fn stock_of(tx: &mut db::Tx<'_>, book: &str, sku: &str) -> Result<Stock, Fault> {
    stock_on_shelf(tx.fetch(&STOCKS, vec![book.into(), sku.into()]).await?.as_deref())
}

/// Moves what a reservation's line says: (pieces that come, pieces set aside), each times the line's own count.
async fn shift(tx: &mut db::Tx<'_>, book: &str, line: &SetAside, (pieces, aside): (i64, i64)) -> Result<(), Fault> {
    let times = |sign: i64| line.pieces.saturating_mul(sign);
    match &line.from {
        Source::Pile(place) => {
            let stock = stock_of(tx, book, &line.sku).await?;
            let moved = stock.moved(place, times(pieces), times(aside)).ok_or_else(|| overdrawn(&line.sku))?;
            tx.put(&STOCKS, vec![book.into(), (&line.sku).into()], stock_row(&moved)?);
        }
        Source::Month(month) => {
            // A promise to make a piece stands from when it is set aside until it is freed: a sale keeps it.
            let change = times(aside.saturating_sub(pieces));
            if change != 0 {
                let key = vec![Value::from(book), (&line.product).into(), month.into()];
                let promised = match tx.fetch(&MAKINGS, key.clone()).await?.as_deref() {
                    Some([Value::Integer(promised)]) => *promised,
                    _ => 0,
                };
                let now = promised.checked_add(change).filter(|now| *now >= 0);
                tx.put(&MAKINGS, key, vec![now.ok_or_else(|| overdrawn(&line.product))?.into()]);
            }
        }
    }
    Ok(())
}

/// A seller counted what lies at a place (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StockCounted {
    /// The SKU.
    pub sku: String,
    /// The seller's place.
    pub place: String,
    /// More than was known, or fewer.
    pub change: i64,
}

impl Event for StockCounted {
    const KIND: &'static str = "market.stock_counted";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let stock = stock_of(tx, &at.book, &self.sku).await?;
        let moved = stock.moved(&self.place, self.change, 0).ok_or_else(|| overdrawn(&self.sku))?;
        tx.put(&STOCKS, vec![(&at.book).into(), (&self.sku).into()], stock_row(&moved)?);
        Ok(())
    }
}

/// Goods were set aside for a quote (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StockReserved {
    /// What was set aside, for whom, until when.
    pub reservation: Reservation,
}

impl Event for StockReserved {
    const KIND: &'static str = "market.stock_reserved";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        for line in &self.reservation.lines {
            shift(tx, &at.book, line, (0, 1)).await?;
        }
        let key = vec![Value::from(&at.book), Value::from(&self.reservation.quote)];
        tx.put(&RESERVATIONS, key, reservation_row(&self.reservation, ReservationState::Open)?);
        Ok(())
    }
}

/// A reservation ended: the goods are the buyer's, or free again, be it that the quote was not paid or that the order does
/// not come about (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReservationEnded {
    /// The quote's key.
    pub quote: String,
    /// True when the quote was paid.
    pub sold: bool,
}

impl Event for ReservationEnded {
    const KIND: &'static str = "market.reservation_ended";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.quote)];
        let row = tx.fetch(&RESERVATIONS, key.clone()).await?.ok_or_else(|| lost("a reservation"))?;
        let (reservation, before) = reservation_on_shelf(&row)?;
        let change = match (before, self.sold) {
            (_, true) => (-1, -1),
            (ReservationState::Sold, false) => (1, 0),
            (_, false) => (0, -1),
        };
        for line in &reservation.lines {
            shift(tx, &at.book, line, change).await?;
        }
        let state = if self.sold { ReservationState::Sold } else { ReservationState::Freed };
        tx.put(&RESERVATIONS, key, reservation_row(&reservation, state)?);
        Ok(())
    }
}

/// The seller's share of an order came over from the centre's book; the money stands in the same entry (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ShareReceived {
    /// The order.
    pub order: String,
    /// The centre's book.
    pub centre: String,
    /// The share; below nothing when the seller owes it.
    pub poisha: Paisa,
    /// When the order was released there.
    pub released: Moment,
}

impl Event for ShareReceived {
    const KIND: &'static str = "market.share_received";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        super::settlement::owe(tx, at, self.poisha).await
    }
}
