//! The tables of wholesale.

use super::{AskState, Lot, LotAsk};
use crate::reading::ROWS_MAX;
use crate::stock::ReservationState;
use crate::store::{BOOK, read_body, unsound, written};
use crate::trade::store::{RESERVATIONS, reservation_on_shelf};
use base::calendar::Moment;
use db::{Fault, Kind, Shelf, Value};

pub(crate) static LOTS: Shelf = Shelf {
    table: "market_lot",
    key: &[BOOK, ("product", Kind::Text)],
    rest: &[("open", Kind::Boolean), ("body", Kind::Text)],
    read: true,
    lock: false,
};

pub(crate) static LOT_ASKS: Shelf = Shelf {
    table: "market_lot_ask",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[
        ("centre", Kind::Text),
        ("firm", Kind::Text),
        ("state", Kind::Text),
        ("asked_ms", Kind::Integer),
        ("body", Kind::Text),
    ],
    read: true,
    lock: true,
};

db::statements! {
    LOT_ASKS_OF_CENTRE = "select book, body from market_lot_ask where centre = $1 order by asked_ms desc, book, number limit $2";
    LOT_ASKS_OF_FIRM = "select book, body from market_lot_ask where firm = $1 order by asked_ms desc, book, number limit $2";
    LOT_ASKS_OF_SELLER = "select book, body from market_lot_ask where book = $1 \
                          order by case when state = 'asked' then 0 else 1 end, asked_ms desc, number limit $2";
    LOT_ASKS_WAITING = "select count(*) as waiting from market_lot_ask where book = $1 and state = $2 and asked_ms >= $3";
    LOT_ASKS_WAITING_OF = "select count(*) as waiting from market_lot_ask where book = $1 and state = $2 and asked_ms >= $3 \
                           and firm = $4 and (centre = $5 or firm <> '')";
}

/// The terms of a product; nothing when it is not given in quantity.
pub(crate) async fn lot(tx: &mut db::Tx<'_>, seller: &str, product: &str) -> Result<Option<Lot>, Fault> {
    match tx.fetch(&LOTS, vec![seller.into(), product.into()]).await?.as_deref() {
        Some([Value::Boolean(true) | Value::Integer(1), Value::Text(body)]) => Ok(Some(read_body(body)?)),
        _ => Ok(None),
    }
}

/// The asking of this number.
///
/// # Errors
/// What the database says.
pub async fn ask(tx: &mut db::Tx<'_>, seller: &str, number: &str) -> Result<Option<LotAsk>, Fault> {
    match tx.fetch(&LOT_ASKS, vec![seller.into(), number.into()]).await?.as_deref() {
        None => Ok(None),
        Some([.., Value::Text(body)]) => Ok(Some(read_body(body)?)),
        Some(_) => Err(unsound(&"an asking of another shape")),
    }
}

async fn with_sellers(tx: &mut db::Tx<'_>, rows: &[db::Row]) -> Result<Vec<(String, LotAsk)>, Fault> {
    let mut asks = Vec::with_capacity(rows.len());
    for row in rows {
        let seller: String = row.get("book")?;
        let asked = as_it_stands(tx, &seller, read_body(&row.get::<String>("body")?)?).await?;
        asks.push((seller, asked));
    }
    Ok(asks)
}

/// What was asked for through a centre: with the seller's number.
pub(crate) async fn asks_of_centre(tx: &mut db::Tx<'_>, centre: &str) -> Result<Vec<(String, LotAsk)>, Fault> {
    let rows = tx.all(&LOT_ASKS_OF_CENTRE, &[centre.into(), ROWS_MAX.into()]).await?;
    with_sellers(tx, &rows).await
}

/// What a firm asked for: with the seller's number.
pub(crate) async fn asks_of_firm(tx: &mut db::Tx<'_>, firm: &str) -> Result<Vec<(String, LotAsk)>, Fault> {
    let rows = tx.all(&LOT_ASKS_OF_FIRM, &[firm.into(), ROWS_MAX.into()]).await?;
    with_sellers(tx, &rows).await
}

/// How many askings of a seller wait for its answer that were asked since then: of one centre, of one firm through whichever centre, or
/// of all.
pub(crate) async fn asks_waiting(
    tx: &mut db::Tx<'_>,
    seller: &str,
    since: Moment,
    asker: Option<(&str, &str)>,
) -> Result<i64, Fault> {
    let values = [seller.into(), AskState::Asked.name().into(), since.into()];
    let row = match asker {
        None => tx.one(&LOT_ASKS_WAITING, &values).await?,
        Some((centre, firm)) => {
            let [seller, state, since] = values;
            tx.one(&LOT_ASKS_WAITING_OF, &[seller, state, since, firm.into(), centre.into()]).await?
        }
    };
    row.get("waiting")
}

/// True while goods stand aside at the offer of this asking, or were sold at it: it is taken once, and once more when what
/// was set aside was set free unpaid.
pub(crate) async fn is_taken(tx: &mut db::Tx<'_>, seller: &str, asked: &LotAsk) -> Result<bool, Fault> {
    if asked.basket.is_empty() {
        return Ok(false);
    }
    let row = tx.fetch(&RESERVATIONS, vec![seller.into(), (&asked.basket).into()]).await?;
    let held = row.as_deref().map(reservation_on_shelf).transpose()?;
    Ok(held.is_none_or(|(_, state)| state != ReservationState::Freed))
}

/// An asking as it stands now: one whose goods were set free unpaid was not taken.
pub(crate) async fn as_it_stands(tx: &mut db::Tx<'_>, seller: &str, mut asked: LotAsk) -> Result<LotAsk, Fault> {
    if !is_taken(tx, seller, &asked).await? {
        asked.basket.clear();
    }
    Ok(asked)
}

/// What a seller was asked for.
pub(crate) async fn asks_of_seller(tx: &mut db::Tx<'_>, seller: &str) -> Result<Vec<LotAsk>, Fault> {
    let rows = tx.all(&LOT_ASKS_OF_SELLER, &[seller.into(), ROWS_MAX.into()]).await?;
    let mut asks = Vec::with_capacity(rows.len());
    for row in &rows {
        asks.push(as_it_stands(tx, seller, read_body(&row.get::<String>("body")?)?).await?);
    }
    Ok(asks)
}

/// Puts terms on the shelf.
pub(crate) fn put_lot(tx: &mut db::Tx<'_>, seller: &str, product: &str, lot: Option<&Lot>) -> Result<(), Fault> {
    let body = lot.map(written).transpose()?.unwrap_or_else(|| "".into());
    tx.put(&LOTS, vec![seller.into(), product.into()], vec![lot.is_some().into(), body]);
    Ok(())
}

/// Puts an asking on the shelf.
pub(crate) fn put_ask(tx: &mut db::Tx<'_>, seller: &str, ask: &LotAsk) -> Result<(), Fault> {
    let rest = vec![(&ask.centre).into(), (&ask.firm).into(), ask.state.name().into(), ask.at.into(), written(ask)?];
    tx.put(&LOT_ASKS, vec![seller.into(), (&ask.number).into()], rest);
    Ok(())
}
