//! The tables of complaints about orders, and of the entries that concern an order.

use super::Dispute;
use crate::store::{BOOK, read_body, unsound, written};
use base::calendar::Moment;
use db::{Fault, Kind, Shelf, Value};

pub(crate) static DISPUTES: Shelf = Shelf {
    table: "market_dispute",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[
        ("path", Kind::Text),
        ("open", Kind::Boolean),
        ("desk", Kind::Text),
        ("due_ms", Kind::Integer),
        ("changed_ms", Kind::Integer),
        ("body", Kind::Text),
    ],
    read: true,
    lock: true,
};

pub(crate) static ORDER_ENTRIES: Shelf = Shelf {
    table: "market_order_entry",
    key: &[BOOK, ("number", Kind::Text), ("folio", Kind::Integer)],
    rest: &[("at_ms", Kind::Integer)],
    read: false,
    lock: false,
};

db::statements! {
    DISPUTES_UNDER = "select book, body from market_dispute where open = $1 and path like $2 \
                      order by case when due_ms is null then 1 else 0 end, due_ms, book, number limit $3";
    DISPUTES_DUE = "select book, number, desk from market_dispute where open and due_ms < $1 \
                    order by due_ms, book, number limit $2";
    ENTRIES_OF_ORDER = "select folio from market_order_entry where book = $1 and number = $2 order by folio limit $3";
}

/// A complaint as it lies on the shelf.
pub(crate) fn dispute_on_shelf(row: &[Value]) -> Result<Dispute, Fault> {
    match row.last() {
        Some(Value::Text(body)) => read_body(body),
        _ => Err(unsound(&"a complaint of another shape")),
    }
}

/// A complaint as a row of the shelf.
pub(crate) fn dispute_row(dispute: &Dispute, changed: Moment) -> Result<Vec<Value>, Fault> {
    Ok(vec![
        (&dispute.path).into(),
        dispute.open.into(),
        dispute.desk.name().into(),
        dispute.due.map_or(Value::Null(Kind::Integer), Value::from),
        changed.into(),
        written(dispute)?,
    ])
}
