//! The tables of people's days, and of the question what was paid.

use super::rules::PersonDay;
use crate::store::BOOK;
use db::{Fault, Kind, Shelf, Value};

pub(crate) static PERSON_DAYS: Shelf = Shelf {
    table: "counter_person_day",
    key: &[BOOK, ("person", Kind::Text), ("day", Kind::Text)],
    rest: &[
        ("path", Kind::Text),
        ("usual", Kind::Integer),
        ("receipts", Kind::Integer),
        ("outside", Kind::Integer),
        ("reversed", Kind::Integer),
        ("overcharged", Kind::Integer),
    ],
    read: true,
    lock: true,
};

pub(crate) static PERSON_USUAL: Shelf = Shelf {
    table: "counter_person_usual",
    key: &[BOOK, ("person", Kind::Text)],
    rest: &[("last_day", Kind::Text), ("days", Kind::Text)],
    read: true,
    lock: true,
};

pub(crate) static ASKED: Shelf = Shelf {
    table: "counter_asked",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[
        ("mobile_blind", Kind::Text),
        ("state", Kind::Text),
        ("asked_ms", Kind::Integer),
        ("paid_poisha", Kind::Integer),
        ("complaint", Kind::Text),
    ],
    read: true,
    lock: true,
};

/// The lot fell on it; it is not asked yet.
pub(crate) const DRAWN_STATE: &str = "drawn";
/// It is asked; an answer is waited for.
pub(crate) const ASKED_STATE: &str = "asked";
/// It is answered.
pub(crate) const ANSWERED_STATE: &str = "answered";

db::statements! {
    DRAWN = "select book, number from counter_asked where state = 'drawn' and asked_ms > $1 and asked_ms <= $2 \
             order by asked_ms, book, number limit $3";
    ASKED_WITH = "select book, number from counter_asked where mobile_blind = $1 and state = 'asked' and asked_ms > $2 \
                  order by asked_ms desc, book, number limit 1";
    // The same rules as `PersonDay::unlike`, whose numbers are handed in: the list never reads what is as usual.
    UNLIKE_DAYS = "select book, person, day, path, usual, receipts, outside, reversed, overcharged \
                   from counter_person_day where day >= $1 and path like $2 and (overcharged > 0 \
                   or (receipts >= $3 and usual >= 0 and receipts > usual * $4) \
                   or (reversed >= $5 and reversed * 100 >= receipts * $6) \
                   or (outside >= $7 and outside * 100 >= receipts * $8)) \
                   order by day desc, book, person limit $9";
    ONE_PERSON_DAY = "select book, person, day, path, usual, receipts, outside, reversed, overcharged \
                      from counter_person_day where book = $1 and person = $2 and day = $3";
}

/// A person's day as it lies on the shelf, and the path of its centre.
pub(crate) fn day_on_shelf(rest: &[Value]) -> Result<(PersonDay, String), Fault> {
    let [
        Value::Text(path),
        Value::Integer(usual),
        Value::Integer(receipts),
        Value::Integer(outside),
        Value::Integer(reversed),
        Value::Integer(overcharged),
    ] = rest
    else {
        return Err(Fault::Unsound("a person's day of another shape".to_owned()));
    };
    let day = PersonDay {
        usual: *usual,
        receipts: *receipts,
        outside: *outside,
        reversed: *reversed,
        overcharged: *overcharged,
    };
    Ok((day, path.clone()))
}

/// A person's day as it lies on the shelf.
pub(crate) fn day_row(day: &PersonDay, path: &str) -> Vec<Value> {
    vec![
        path.into(),
        day.usual.into(),
        day.receipts.into(),
        day.outside.into(),
        day.reversed.into(),
        day.overcharged.into(),
    ]
}
