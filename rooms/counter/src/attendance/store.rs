//! The tables of attendance.

use super::Absence;
use crate::store::{BOOK, from_text, to_text};
use db::{Fault, Kind, Shelf, Value};

pub(crate) static ATTENDANCE: Shelf = Shelf {
    table: "counter_attendance",
    key: &[BOOK, ("day", Kind::Text)],
    rest: &[("body", Kind::Text)],
    read: true,
    lock: true,
};

pub(crate) static ABSENCES: Shelf = Shelf {
    table: "counter_absence",
    key: &[BOOK, ("absence", Kind::Text)],
    rest: &[
        ("person", Kind::Text),
        ("from_day", Kind::Text),
        ("to_day", Kind::Text),
        ("standing", Kind::Boolean),
        ("body", Kind::Text),
    ],
    read: true,
    lock: true,
};

db::statements! {
    ATTENDED_BETWEEN = "select day, body from counter_attendance where book = $1 and day >= $2 and day <= $3 order by day";
    ABSENCES_BETWEEN = "select body from counter_absence where book = $1 and to_day >= $2 and from_day <= $3 \
                        and standing = $4 order by from_day, absence limit $5";
}

/// An absence as it lies on the shelf.
pub(crate) fn row_of(absence: &Absence, standing: bool) -> Result<Vec<Value>, Fault> {
    Ok(vec![
        Value::from(&absence.person),
        absence.from.into(),
        absence.to.into(),
        standing.into(),
        to_text(absence)?.into(),
    ])
}

/// An absence as it lies on the shelf, and whether it stands.
pub(crate) fn on_shelf(rest: &[Value]) -> Result<(Absence, bool), Fault> {
    let [_, _, _, Value::Boolean(standing), Value::Text(body)] = rest else {
        return Err(Fault::Unsound("an absence of another shape".to_owned()));
    };
    Ok((from_text(body)?, *standing))
}
