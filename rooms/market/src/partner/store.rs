//! The tables of partners.

use super::{KeyStanding, Place, kind_key};
use crate::order::OrderStanding;
use crate::store::{BOOK, read_body, unsound, written};
use db::{Fault, Kind, Shelf, Value};

pub(crate) static PARTNER_KEYS: Shelf = Shelf {
    table: "market_key",
    key: &[BOOK, ("hash", Kind::Text)],
    rest: &[("number", Kind::Integer), ("body", Kind::Text)],
    read: true,
    lock: false,
};

pub(crate) static KINDS: Shelf = Shelf {
    table: "market_kind",
    key: &[BOOK, ("name", Kind::Text)],
    rest: &[("label", Kind::Text), ("category", Kind::Text)],
    read: true,
    lock: false,
};

pub(crate) static REFERENCES: Shelf = Shelf {
    table: "market_reference",
    key: &[BOOK, ("reference", Kind::Text)],
    rest: &[("product", Kind::Text)],
    read: true,
    lock: false,
};

db::statements! {
    ORDERS_MOVED = "select book, body from market_order where seller = $1 and moved_ms <= $2 and (moved_ms > $3 \
                    or (moved_ms = $3 and (book > $4 or (book = $4 and number > $5)))) \
                    order by moved_ms, book, number limit $6";
    KINDS_OF = "select label, category from market_kind where book = $1 and category <> '' order by name";
    REFERENCES_OF = "select product, reference from market_reference where book = $1 order by reference";
    KEYS_OF = "select body from market_key where book = $1 order by number";
}

/// The key with this hash.
pub(crate) async fn key(tx: &mut db::Tx<'_>, seller: &str, hash: &str) -> Result<Option<KeyStanding>, Fault> {
    match tx.fetch(&PARTNER_KEYS, vec![seller.into(), hash.into()]).await?.as_deref() {
        None => Ok(None),
        Some([_, Value::Text(body)]) => read_body(body).map(Some),
        Some(_) => Err(unsound(&"a key of another shape")),
    }
}

/// The keys of a seller, as they were made.
pub(crate) async fn keys_of(tx: &mut db::Tx<'_>, seller: &str) -> Result<Vec<KeyStanding>, Fault> {
    tx.all(&KEYS_OF, &[seller.into()]).await?.iter().map(|row| read_body(&row.get::<String>("body")?)).collect()
}

/// Writes a key down.
pub(crate) fn put_key(tx: &mut db::Tx<'_>, seller: &str, key: &KeyStanding) -> Result<(), Fault> {
    tx.put(&PARTNER_KEYS, vec![seller.into(), (&key.hash).into()], vec![key.number.into(), written(key)?]);
    Ok(())
}

/// Our category of a seller's own name of a kind of goods.
pub(crate) async fn kind(tx: &mut db::Tx<'_>, seller: &str, name: &str) -> Result<Option<String>, Fault> {
    match tx.fetch(&KINDS, vec![seller.into(), kind_key(name).into()]).await?.as_deref() {
        Some([_, Value::Text(category)]) if !category.is_empty() => Ok(Some(category.clone())),
        _ => Ok(None),
    }
}

/// A seller's own names of kinds of goods: (name, our category).
pub(crate) async fn kinds_of(tx: &mut db::Tx<'_>, seller: &str) -> Result<Vec<(String, String)>, Fault> {
    let rows = tx.all(&KINDS_OF, &[seller.into()]).await?;
    rows.iter().map(|row| Ok((row.get("label")?, row.get("category")?))).collect()
}

/// The product of a seller's own reference.
pub(crate) async fn referred(tx: &mut db::Tx<'_>, seller: &str, reference: &str) -> Result<Option<String>, Fault> {
    match tx.fetch(&REFERENCES, vec![seller.into(), reference.into()]).await?.as_deref() {
        Some([Value::Text(product)]) => Ok(Some(product.clone())),
        _ => Ok(None),
    }
}

/// A seller's own references: (product, reference).
pub(crate) async fn references_of(tx: &mut db::Tx<'_>, seller: &str) -> Result<Vec<(String, String)>, Fault> {
    let rows = tx.all(&REFERENCES_OF, &[seller.into()]).await?;
    rows.iter().map(|row| Ok((row.get("product")?, row.get("reference")?))).collect()
}

/// A seller's orders with their books, in the order in which they moved last: those after this place that moved at or
/// before this moment.
pub(crate) async fn orders_moved(
    tx: &mut db::Tx<'_>,
    seller: &str,
    before_ms: i64,
    after: &Place,
    limit: i64,
) -> Result<Vec<(String, OrderStanding)>, Fault> {
    let place = [after.moved_ms.into(), (&after.book).into(), (&after.number).into()];
    let values: Vec<Value> = [seller.into(), before_ms.into()].into_iter().chain(place).chain([limit.into()]).collect();
    let rows = tx.all(&ORDERS_MOVED, &values).await?;
    rows.iter().map(|row| Ok((row.get("book")?, read_body(&row.get::<String>("body")?)?))).collect()
}
