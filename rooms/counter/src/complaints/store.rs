//! The tables of complaints.

use super::Complaint;
use crate::store::{BOOK, from_text, to_text};
use base::calendar::Moment;
use db::{Fault, Kind, Shelf, Value};

pub(crate) static COMPLAINTS: Shelf = Shelf {
    table: "counter_complaint",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[
        ("path", Kind::Text),
        ("receipt", Kind::Text),
        ("state", Kind::Text),
        ("pending", Kind::Boolean),
        ("due_ms", Kind::Integer),
        ("made_ms", Kind::Integer),
        ("changed_ms", Kind::Integer),
        ("body", Kind::Text),
    ],
    read: true,
    lock: true,
};

pub(crate) static STEPS: Shelf = Shelf {
    table: "counter_complaint_step",
    key: &[BOOK, ("number", Kind::Text), ("folio", Kind::Integer)],
    rest: &[
        ("what", Kind::Text),
        ("at_ms", Kind::Integer),
        ("by_whom", Kind::Text),
        ("reason", Kind::Text),
        ("note", Kind::Text),
    ],
    read: false,
    lock: false,
};

db::statements! {
    ONE_COMPLAINT = "select book, path, changed_ms, body from counter_complaint where book = $1 and number = $2";
    // What waits first and of it the longest due; what has ended last, the newest first.
    COMPLAINTS_UNDER = "select book, path, changed_ms, body from counter_complaint where path like $1 and pending = $2 \
                        order by due_ms, book, number limit $3";
    ENDED_UNDER = "select book, path, changed_ms, body from counter_complaint where path like $1 and pending = $2 \
                   order by changed_ms desc, book, number limit $3";
    COMPLAINTS_OF = "select book, path, changed_ms, body from counter_complaint where book = $1 \
                     order by case when pending then 0 else 1 end, due_ms, number limit $2";
    COMPLAINTS_LATE = "select count(*) as late from counter_complaint \
                       where pending = $1 and due_ms < $2 and path like $3";
    ABOUT_RECEIPT = "select count(*) as ever, \
                     coalesce(cast(sum(case when pending then 1 else 0 end) as bigint), 0) as pending \
                     from counter_complaint where book = $1 and receipt = $2";
    COMPLAINT_STEPS = "select what, at_ms, by_whom, reason, note from counter_complaint_step \
                       where book = $1 and number = $2 order by folio";
}

/// A complaint as it lies on the shelf.
pub(crate) fn complaint_row(one: &Complaint, path: &str, changed: Moment) -> Result<Vec<Value>, Fault> {
    Ok(vec![
        path.into(),
        Value::from(&one.receipt),
        one.state.name().into(),
        one.state.is_pending().into(),
        one.due.into(),
        one.at.into(),
        changed.into(),
        to_text(one)?.into(),
    ])
}

/// A complaint as it lies on the shelf, and the place path of its centre.
pub(crate) fn complaint_on_shelf(rest: &[Value]) -> Result<(Complaint, String), Fault> {
    let [Value::Text(path), _, _, _, _, _, _, Value::Text(body)] = rest else {
        return Err(Fault::Unsound("a complaint of another shape".to_owned()));
    };
    Ok((from_text(body)?, path.clone()))
}
