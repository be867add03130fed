//! The tables of transfers and their limits.

use super::{Outcome, Transfer, TransferStanding, TransferState};
use crate::service::is_default;
use crate::store::{from_text, to_text};
use base::calendar::Moment;
use db::{Fault, Kind, Row, Shelf, Value};

const BOOK: (&str, Kind) = ("book", Kind::Text);

pub(crate) static TRANSFERS: Shelf = Shelf {
    table: "counter_transfer",
    key: &[BOOK, ("id", Kind::Text)],
    rest: &[
        ("path", Kind::Text),
        ("provider", Kind::Text),
        ("service", Kind::Text),
        ("state", Kind::Text),
        ("pending", Kind::Boolean),
        ("day", Kind::Text),
        ("principal_poisha", Kind::Integer),
        ("receipt", Kind::Text),
        ("requested_ms", Kind::Integer),
        ("changed_ms", Kind::Integer),
        ("body", Kind::Text),
        ("outcome", Kind::Text),
    ],
    read: true,
    lock: true,
};

pub(crate) static USES: Shelf = Shelf {
    table: "counter_transfer_use",
    key: &[BOOK, ("day", Kind::Text), ("subject", Kind::Text), ("person", Kind::Text)],
    rest: &[("poisha", Kind::Integer)],
    read: true,
    lock: true,
};

pub(crate) static LIMITS: Shelf = Shelf {
    table: "counter_limit",
    key: &[BOOK, ("subject", Kind::Text), ("path", Kind::Text)],
    rest: &[("body", Kind::Text)],
    read: true,
    lock: false,
};

db::statements! {
    ONE_TRANSFER = "select book, state, receipt, body, outcome from counter_transfer where book = $1 and id = $2";
    ALL_WAITING = "select book, state, receipt, body, outcome from counter_transfer where pending = $1 \
                   order by requested_ms, id limit $2";
    // What is not known yet stands first, then the newest.
    DAY_TRANSFERS = "select book, state, receipt, body, outcome from counter_transfer \
                     where book = $1 and (day = $2 or pending = $3) \
                     order by case when pending then 0 else 1 end, requested_ms desc, id limit $4";
    AREA_TRANSFERS = "select book, state, receipt, body, outcome from counter_transfer \
                      where path like $1 and (day = $2 or pending = $3) \
                      order by case when pending then 0 else 1 end, requested_ms desc, id limit $4";
    PENDING_OF = "select count(*) as waiting from counter_transfer where book = $1 and pending = $2";
    LIMITS_UNDER = "select subject, path, body from counter_limit where book = $1 and path like $2 \
                    order by subject, path limit $3";
    OUT_WAITING = "select coalesce(cast(sum(principal_poisha) as bigint), 0) as poisha from counter_transfer \
                   where pending = $1 and book = $2 and principal_poisha < 0";
}

/// A transfer as it lies on the shelf. Money columns and day are of the transfer, so only the rest changes with it.
pub(crate) fn row_of(standing: &TransferStanding, path: &str, changed: Moment) -> Result<Vec<Value>, Fault> {
    let transfer = &standing.transfer;
    Ok(vec![
        path.into(),
        Value::from(&transfer.provider),
        Value::from(&transfer.line.service),
        standing.state.name().into(),
        standing.state.is_pending().into(),
        transfer.day.into(),
        transfer.line.principal.into(),
        standing.receipt.clone().into(),
        transfer.at.into(),
        changed.into(),
        to_text(transfer)?.into(),
        if is_default(&standing.outcome) { "{}".into() } else { to_text(&standing.outcome)?.into() },
    ])
}

fn state_of(name: &str) -> Result<TransferState, Fault> {
    TransferState::of_name(name).ok_or_else(|| Fault::Unsound(format!("no state of a transfer: {name}")))
}

/// A transfer as read by a statement.
pub(crate) fn standing(row: &Row) -> Result<TransferStanding, Fault> {
    let transfer: Transfer = from_text(&row.get::<String>("body")?)?;
    let outcome: Outcome = from_text(&row.get::<String>("outcome")?)?;
    let state = state_of(&row.get::<String>("state")?)?;
    Ok(TransferStanding { book: row.get("book")?, transfer, state, receipt: row.get("receipt")?, outcome })
}

/// A transfer as it lies on the shelf, and the path of its centre.
pub(crate) fn on_shelf(book: &str, rest: &[Value]) -> Result<(TransferStanding, String), Fault> {
    let [Value::Text(path), _, _, Value::Text(state), _, _, _, receipt, _, _, Value::Text(body), Value::Text(outcome)] =
        rest
    else {
        return Err(Fault::Unsound("a transfer of another shape".to_owned()));
    };
    let receipt = if let Value::Text(number) = receipt { Some(number.clone()) } else { None };
    let (transfer, outcome) = (from_text(body)?, from_text(outcome)?);
    let standing = TransferStanding { book: book.to_owned(), transfer, state: state_of(state)?, receipt, outcome };
    Ok((standing, path.clone()))
}
