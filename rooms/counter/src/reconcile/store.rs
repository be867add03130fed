//! The tables of reconciliation.

use super::StatementLine;
use super::item::ItemStanding;
use super::matching::Theirs;
use crate::store::{BOOK, from_text, to_text};
use db::{Fault, Kind, Row, Shelf, Value};

pub(crate) static STATEMENTS: Shelf = Shelf {
    table: "counter_statement",
    key: &[BOOK, ("statement", Kind::Text)],
    rest: &[
        ("provider", Kind::Text),
        ("first_day", Kind::Text),
        ("last_day", Kind::Text),
        ("read_ms", Kind::Integer),
        ("body", Kind::Text),
    ],
    read: true,
    lock: false,
};

pub(crate) static LINES: Shelf = Shelf {
    table: "counter_statement_line",
    key: &[BOOK, ("statement", Kind::Text), ("line", Kind::Integer)],
    rest: &[
        ("provider", Kind::Text),
        ("day", Kind::Text),
        ("poisha", Kind::Integer),
        ("reference", Kind::Text),
        ("transfer", Kind::Text),
        ("state", Kind::Text),
    ],
    read: true,
    lock: true,
};

pub(crate) static ITEMS: Shelf = Shelf {
    table: "counter_statement_item",
    key: &[BOOK, ("item", Kind::Text)],
    rest: &[
        ("statement", Kind::Text),
        ("provider", Kind::Text),
        ("day", Kind::Text),
        ("kind", Kind::Text),
        ("owner", Kind::Text),
        ("open", Kind::Boolean),
        ("body", Kind::Text),
    ],
    read: true,
    lock: true,
};

db::statements! {
    ALL_STATEMENTS = "select statement, provider, first_day, last_day, read_ms, body from counter_statement \
                      where book = $1 order by read_ms desc, statement limit $2";
    ONE_STATEMENT = "select statement, provider, first_day, last_day, read_ms, body from counter_statement \
                     where book = $1 and statement = $2";
    STATEMENTS_OF = "select statement, provider, first_day, last_day, read_ms, body from counter_statement \
                     where book = $1 and provider = $2 and last_day >= $3 and first_day <= $4 order by statement";
    SEEN_REFERENCES = "select reference, poisha from counter_statement_line \
                       where book = $1 and provider = $2 and day >= $3 and day <= $4 and reference <> '' \
                       and state <> 'repeated'";
    OPEN_LINES = "select statement, line, day, poisha, reference, transfer from counter_statement_line \
                  where book = $1 and provider = $2 and state = 'open' and day >= $3 and day <= $4 \
                  order by statement, line limit $5";
    OPEN_ITEMS = "select body from counter_statement_item where book = $1 and open = $2 \
                  order by day, item limit $3";
    OPEN_ITEMS_NEAR = "select body from counter_statement_item \
                       where book = $1 and open = $2 and provider = $3 and day >= $4 and day <= $5 order by item";
    ITEMS_OF = "select body from counter_statement_item where book = $1 and statement = $2 order by day, item limit $3";
    ONE_ITEM = "select body from counter_statement_item where book = $1 and item = $2";
    OPEN_ITEM_DAYS = "select day, count(*) as items from counter_statement_item where book = $1 and open = $2 \
                      group by day order by day";
}

/// A line as it lies on the shelf.
pub(crate) fn line_row(line: &StatementLine, provider: &str, state: &str) -> Vec<Value> {
    vec![
        provider.into(),
        line.day.into(),
        line.poisha.into(),
        Value::from(&line.reference),
        Value::from(&line.transfer),
        state.into(),
    ]
}

/// The state's place in a line's row.
pub(crate) const LINE_STATE: usize = 5;

/// An item as it lies on the shelf.
pub(crate) fn item_row(standing: &ItemStanding) -> Result<Vec<Value>, Fault> {
    let item = &standing.item;
    Ok(vec![
        Value::from(&item.statement),
        Value::from(&item.provider),
        item.day.into(),
        item.kind.name().into(),
        standing.owner.name().into(),
        standing.end.is_none().into(),
        to_text(standing)?.into(),
    ])
}

/// An item as it lies on the shelf.
pub(crate) fn item_on_shelf(rest: &[Value]) -> Result<ItemStanding, Fault> {
    match rest.last() {
        Some(Value::Text(body)) => from_text(body),
        _ => Err(Fault::Unsound("an item of another shape".to_owned())),
    }
}

/// An item as read by a statement.
pub(crate) fn item(row: &Row) -> Result<ItemStanding, Fault> {
    from_text(&row.get::<String>("body")?)
}

/// A line as read by a statement.
pub(crate) fn theirs(row: &Row) -> Result<Theirs, Fault> {
    Ok(Theirs {
        key: (row.get("statement")?, row.get("line")?),
        day: row.get("day")?,
        poisha: row.get("poisha")?,
        reference: row.get("reference")?,
        transfer: row.get("transfer")?,
    })
}
