//! The tables of partners.

use super::message::{Message, MessageState};
use super::{Endpoint, KeyStanding, Place, kind_key};
use crate::order::OrderStanding;
use crate::product::ProductStanding;
use crate::store::{BOOK, read_body, unsound, written};
use base::calendar::Moment;
use db::{Fault, Kind, Row, Shelf, Value};

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

/// One endpoint a seller.
pub(crate) static ENDPOINTS: Shelf =
    Shelf { table: "market_endpoint", key: &[BOOK], rest: &[("body", Kind::Text)], read: true, lock: false };

db::statements! {
    PRODUCTS_FEED = "select book, number, state, photos, photos_ever, moved_ms, reason, body from market_product \
                     where state = 'published' and (book > $1 or (book = $1 and number > $2)) \
                     order by book, number limit $3";
    PRODUCTS_FEED_OF = "select book, number, state, photos, photos_ever, moved_ms, reason, body from market_product \
                        where book = $1 and state = 'published' and number > $2 order by number limit $3";
    LAST_MESSAGE = "select coalesce(max(number), 0) as number from market_message where book = $1";
    MESSAGE = "select number, kind, body, at_ms, state, tries, next_ms, answer from market_message \
               where book = $1 and number = $2";
    KEEP_MESSAGE = "insert into market_message (book, number, kind, body, at_ms, state, tries, next_ms, answer) \
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (book, number) do update set \
                    state = excluded.state, tries = excluded.tries, next_ms = excluded.next_ms, answer = excluded.answer";
    FORGET_MESSAGES = "delete from market_message where book = $1 and at_ms < $2 and state <> 'waiting' and number < \
                       (select max(last.number) from market_message as last where last.book = market_message.book)";
    SELLERS_DUE = "select book, min(next_ms) as first_ms from market_message where state = 'waiting' and next_ms < $1 \
                   group by book order by first_ms, book limit $2";
    MESSAGES_WAITING = "select number, kind, body, at_ms, state, tries, next_ms, answer from market_message \
                        where book = $1 and state = 'waiting' order by number limit $2";
    WAITING_BEFORE = "select coalesce(max(next_ms), 0) as next_ms from market_message \
                      where book = $1 and number < $2 and state = 'waiting'";
    WAIT_BEHIND = "update market_message set next_ms = $3 \
                   where book = $1 and number > $2 and state = 'waiting' and next_ms < $3";
    GIVE_UP_MESSAGES = "update market_message set state = 'given_up', next_ms = $2 \
                        where book = $1 and state = 'waiting'";
    MESSAGES_AFTER = "select number, kind, body, at_ms, state, tries, next_ms, answer from market_message \
                      where book = $1 and number > $2 order by number limit $3";
    MESSAGES_LAST = "select number, kind, body, at_ms, state, tries, next_ms, answer from market_message \
                     where book = $1 order by case when state = 'given_up' then 0 else 1 end, number desc limit $2";
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

/// Where a seller's program wants to be told, open or given up.
pub(crate) async fn endpoint(tx: &mut db::Tx<'_>, seller: &str) -> Result<Option<Endpoint>, Fault> {
    match tx.fetch(&ENDPOINTS, vec![seller.into()]).await?.as_deref() {
        None => Ok(None),
        Some([Value::Text(body)]) => read_body(body).map(Some),
        Some(_) => Err(unsound(&"an endpoint of another shape")),
    }
}

/// Writes an endpoint down.
pub(crate) fn put_endpoint(tx: &mut db::Tx<'_>, seller: &str, endpoint: &Endpoint) -> Result<(), Fault> {
    tx.put(&ENDPOINTS, vec![seller.into()], vec![written(endpoint)?]);
    Ok(())
}

fn message_of(row: &Row) -> Result<Message, Fault> {
    let state = MessageState::of_name(&row.get::<String>("state")?);
    Ok(Message {
        number: row.get("number")?,
        kind: row.get("kind")?,
        body: row.get("body")?,
        at: row.get("at_ms")?,
        state: state.ok_or_else(|| unsound(&"a message of another state"))?,
        tries: row.get("tries")?,
        next: row.get("next_ms")?,
        answer: row.get("answer")?,
    })
}

/// The number of a seller's last message.
pub(crate) async fn last_message(tx: &mut db::Tx<'_>, seller: &str) -> Result<i64, Fault> {
    tx.one(&LAST_MESSAGE, &[seller.into()]).await?.get("number")
}

/// A message of a seller.
pub(crate) async fn message(tx: &mut db::Tx<'_>, seller: &str, number: i64) -> Result<Option<Message>, Fault> {
    tx.optional(&MESSAGE, &[seller.into(), number.into()]).await?.as_ref().map(message_of).transpose()
}

/// Writes a message down, or where it stands.
pub(crate) async fn keep_message(tx: &mut db::Tx<'_>, seller: &str, message: &Message) -> Result<(), Fault> {
    let values = [
        seller.into(),
        message.number.into(),
        (&message.kind).into(),
        (&message.body).into(),
        message.at.into(),
        message.state.name().into(),
        message.tries.into(),
        message.next.into(),
        (&message.answer).into(),
    ];
    tx.execute(&KEEP_MESSAGE, &values).await.map(|_| ())
}

/// Forgets a seller's messages that were noted before this moment and wait for nothing. The last one stays: the next is
/// counted from it.
pub(crate) async fn forget_messages(tx: &mut db::Tx<'_>, seller: &str, before: Moment) -> Result<(), Fault> {
    tx.execute(&FORGET_MESSAGES, &[seller.into(), before.into()]).await.map(|_| ())
}

/// Sellers with messages that are to be sent now, who wait longest first.
pub(crate) async fn sellers_due(tx: &mut db::Tx<'_>, now: Moment, limit: i64) -> Result<Vec<String>, Fault> {
    let rows = tx.all(&SELLERS_DUE, &[now.get().saturating_add(1).into(), limit.into()]).await?;
    rows.iter().map(|row| row.get("book")).collect()
}

/// A seller's first messages that wait, in order, whether they are to be sent now or later.
pub(crate) async fn messages_waiting(tx: &mut db::Tx<'_>, seller: &str, limit: i64) -> Result<Vec<Message>, Fault> {
    tx.all(&MESSAGES_WAITING, &[seller.into(), limit.into()]).await?.iter().map(message_of).collect()
}

/// The moment before which a message of this number is not tried: when those before it that wait are.
pub(crate) async fn turn_of(tx: &mut db::Tx<'_>, seller: &str, number: i64) -> Result<Moment, Fault> {
    tx.one(&WAITING_BEFORE, &[seller.into(), number.into()]).await?.get("next_ms")
}

/// Lets what waits behind a message wait as long as that one.
pub(crate) async fn wait_behind(tx: &mut db::Tx<'_>, seller: &str, number: i64, next: Moment) -> Result<(), Fault> {
    tx.execute(&WAIT_BEHIND, &[seller.into(), number.into(), next.into()]).await.map(|_| ())
}

/// Gives up all that waits to be sent to a seller.
pub(crate) async fn give_up_messages(tx: &mut db::Tx<'_>, seller: &str, now: Moment) -> Result<(), Fault> {
    tx.execute(&GIVE_UP_MESSAGES, &[seller.into(), now.into()]).await.map(|_| ())
}

/// A seller's messages after this one, in order.
pub(crate) async fn messages_after(
    tx: &mut db::Tx<'_>,
    seller: &str,
    after: i64,
    limit: i64,
) -> Result<Vec<Message>, Fault> {
    tx.all(&MESSAGES_AFTER, &[seller.into(), after.into(), limit.into()]).await?.iter().map(message_of).collect()
}

/// A seller's last messages, the newest first, those that were given up before all others.
pub(crate) async fn messages_last(tx: &mut db::Tx<'_>, seller: &str, limit: i64) -> Result<Vec<Message>, Fault> {
    tx.all(&MESSAGES_LAST, &[seller.into(), limit.into()]).await?.iter().map(message_of).collect()
}

/// What all sellers show, by seller and number, after this product.
pub(crate) async fn products_feed(
    tx: &mut db::Tx<'_>,
    (seller, number): &(String, String),
    limit: i64,
) -> Result<Vec<ProductStanding>, Fault> {
    let rows = tx.all(&PRODUCTS_FEED, &[seller.into(), number.into(), limit.into()]).await?;
    rows.iter().map(crate::store::product).collect()
}

/// What one seller shows, by number, after this one.
pub(crate) async fn products_feed_of(
    tx: &mut db::Tx<'_>,
    seller: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<ProductStanding>, Fault> {
    let rows = tx.all(&PRODUCTS_FEED_OF, &[seller.into(), after.into(), limit.into()]).await?;
    rows.iter().map(crate::store::product).collect()
}
