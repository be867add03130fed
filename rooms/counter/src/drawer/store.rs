//! The tables of the drawer and its day.

use super::{DrawerDone, DrawerEntry, OperatorTotal, rules};
use crate::receipt::Receipt;
use crate::store::{BOOK, CENTRES, from_text, to_text};
use base::Paisa;
use base::calendar::BusinessDay;
use db::{Fault, Kind, Row, Shelf, Value};
use journal::EntryHead;

pub(crate) static OPERATOR_DAYS: Shelf = Shelf {
    table: "counter_operator_day",
    key: &[BOOK, ("day", Kind::Text), ("person", Kind::Text)],
    rest: &[
        ("given", Kind::Integer),
        ("official_poisha", Kind::Integer),
        ("charge_poisha", Kind::Integer),
        ("cash_in_poisha", Kind::Integer),
        ("cash_out_poisha", Kind::Integer),
        ("reversed", Kind::Integer),
        ("back_poisha", Kind::Integer),
        ("folio", Kind::Integer),
    ],
    read: true,
    lock: true,
};

pub(crate) static DRAWER_ENTRIES: Shelf = Shelf {
    table: "counter_drawer_entry",
    key: &[BOOK, ("folio", Kind::Integer)],
    rest: &[("day", Kind::Text), ("at_ms", Kind::Integer), ("by_whom", Kind::Text), ("body", Kind::Text)],
    read: false,
    lock: false,
};

pub(crate) static DRAWERS: Shelf = Shelf {
    table: "counter_drawer",
    key: &[BOOK],
    rest: &[("holder", Kind::Text), ("opened_day", Kind::Text)],
    read: true,
    lock: false,
};

db::statements! {
    OPERATORS_OF = "select person, given, official_poisha, charge_poisha, cash_in_poisha, cash_out_poisha, reversed, \
                    back_poisha, folio from counter_operator_day where book = $1 and day = $2 order by person";
    SESSIONS_OF = "select session, cast(sum(given) as bigint) as given, cast(sum(reversed) as bigint) as reversed \
                   from counter_day where book = $1 and day = $2 group by session order by session";
    ENTRIES_OF = "select folio, day, at_ms, by_whom, body from counter_drawer_entry where book = $1 and day = $2 \
                  order by folio limit $3";
    ENTRY_OF = "select folio, day, at_ms, by_whom, body from counter_drawer_entry where book = $1 and folio = $2";
    CLOSED_DAY = "select closed_ms, by_whom, body from counter_closed_day where book = $1 and day = $2";
    DRAWER_OF = "select c.open_day, d.holder, d.opened_day from counter_centre c \
                 left join counter_drawer d on d.book = c.book where c.book = $1";
    UNSENT = "select count(*) as unsent from counter_case where book = $1 and pending = $2 \
              and state in ('submitted', 'fee_paid')";
    WAITING = "select count(*) as waiting from counter_transfer where book = $1 and pending = $2";
    DAY_TALLY = "select body from counter_tally where book = $1 and period = $2";
    CARTS_OF_BOOK = "select person, cart from counter_cart where book = $1 order by person";
    HELD_OF_BOOK = "select person, count(*) as held from counter_held_cart where book = $1 group by person order by person";
}

fn overflow() -> Fault {
    Fault::Unsound("an amount is beyond what can be counted".to_owned())
}

/// An operator's day as it lies on the shelf: a new one when there is none.
fn operator(person: &str, rest: Option<&[Value]>) -> Result<OperatorTotal, Fault> {
    let fresh = OperatorTotal { person: person.to_owned(), ..OperatorTotal::default() };
    let Some(rest) = rest else { return Ok(fresh) };
    let mut numbers = [0_i64; 7];
    for (number, value) in numbers.iter_mut().zip(rest) {
        let Value::Integer(n) = value else {
            return Err(Fault::Unsound("an operator's day of another shape".to_owned()));
        };
        *number = *n;
    }
    let [receipts, official, charge, cash_in, cash_out, reversed, back] = numbers;
    let [official, charge, cash_in, cash_out, back] = [official, charge, cash_in, cash_out, back].map(Paisa::new);
    Ok(OperatorTotal { receipts, official, charge, cash_in, cash_out, reversed, back, ..fresh })
}

/// Counts something into an operator's day.
async fn count(
    tx: &mut db::Tx<'_>,
    at: &EntryHead,
    day: BusinessDay,
    person: &str,
    what: impl Fn(&mut OperatorTotal) -> Option<()> + Send + Sync,
) -> Result<(), Fault> {
    let key = vec![Value::from(&at.book), day.into(), person.into()];
    let mut one = operator(person, tx.fetch(&OPERATOR_DAYS, key.clone()).await?.as_deref())?;
    what(&mut one).ok_or_else(overflow)?;
    let rest = vec![
        one.receipts.into(),
        one.official.into(),
        one.charge.into(),
        one.cash_in.into(),
        one.cash_out.into(),
        one.reversed.into(),
        one.back.into(),
        at.folio.into(),
    ];
    tx.put(&OPERATOR_DAYS, key, rest);
    Ok(())
}

/// A receipt was given: the cash of it, and the day is open from the first one at the counter on.
pub(crate) async fn given(tx: &mut db::Tx<'_>, at: &EntryHead, receipt: &Receipt, at_once: bool) -> Result<(), Fault> {
    // A row of a paper register, known by its mark or by its old day, opens none.
    if at_once && receipt.day >= at.at.day() {
        open(tx, &at.book, receipt.day).await?;
    }
    let total = receipt.total();
    count(tx, at, receipt.day, &receipt.by, |one| {
        one.receipts = one.receipts.checked_add(1)?;
        one.official = one.official.checked_add(receipt.official())?;
        one.charge = one.charge.checked_add(receipt.charge())?;
        if total.is_negative() {
            one.cash_out = one.cash_out.checked_sub(total)?;
        } else {
            one.cash_in = one.cash_in.checked_add(total)?;
        }
        Some(())
    })
    .await
}

/// A receipt was reversed on this day: its cash went back.
pub(crate) async fn reversed(
    tx: &mut db::Tx<'_>,
    at: &EntryHead,
    receipt: &Receipt,
    day: BusinessDay,
) -> Result<(), Fault> {
    open(tx, &at.book, day).await?;
    count(tx, at, day, &at.by, |one| {
        one.reversed = one.reversed.checked_add(1)?;
        one.back = one.back.checked_add(receipt.total())?;
        Some(())
    })
    .await
}

/// Changes what a book knows of its centre's days.
async fn centre(
    tx: &mut db::Tx<'_>,
    book: &str,
    change: impl FnOnce(&mut Value, &mut Value) + Send,
) -> Result<(), Fault> {
    let key = vec![book.into()];
    let known = tx.fetch(&CENTRES, key.clone()).await?;
    let mut rest = known.unwrap_or_else(|| vec!["".into(), Value::Null(Kind::Text), Value::Null(Kind::Text)]);
    let before = rest.clone();
    if let [_, open_day, last_closed] = rest.as_mut_slice() {
        change(open_day, last_closed);
    }
    if rest != before {
        tx.put(&CENTRES, key, rest);
    }
    Ok(())
}

/// This day is open, unless an earlier one is.
pub(crate) async fn open(tx: &mut db::Tx<'_>, book: &str, day: BusinessDay) -> Result<(), Fault> {
    centre(tx, book, |open_day, _| {
        if !matches!(open_day, Value::Text(_)) {
            *open_day = day.into();
        }
    })
    .await
}

/// This day is closed: nothing is open, nobody holds the drawer.
pub(crate) async fn close(tx: &mut db::Tx<'_>, book: &str, day: BusinessDay) -> Result<(), Fault> {
    let was_open = rules::open_day(tx, book).await? == Some(day);
    let text = day.to_string();
    centre(tx, book, |open_day, last_closed| {
        if was_open {
            *open_day = Value::Null(Kind::Text);
        }
        // A day of a paper register may be closed long after a later one.
        if !matches!(last_closed, Value::Text(last) if *last >= text) {
            *last_closed = day.into();
        }
    })
    .await?;
    if was_open && tx.fetch(&DRAWERS, vec![book.into()]).await?.is_some() {
        hold(tx, book, None, None);
    }
    Ok(())
}

/// Who holds the drawer now, and the day that was opened with a count.
pub(crate) fn hold(tx: &mut db::Tx<'_>, book: &str, holder: Option<&str>, opened: Option<Value>) {
    let holder = holder.map_or(Value::Null(Kind::Text), Value::from);
    tx.put(&DRAWERS, vec![book.into()], vec![holder, opened.unwrap_or(Value::Null(Kind::Text))]);
}

/// Something was done with the drawer.
pub(crate) fn done(tx: &mut db::Tx<'_>, at: &EntryHead, day: BusinessDay, done: &DrawerDone) -> Result<(), Fault> {
    let rest = vec![day.into(), at.at.into(), Value::from(&at.by), to_text(done)?.into()];
    tx.add(&DRAWER_ENTRIES, vec![Value::from(&at.book), at.folio.into()], rest);
    Ok(())
}

/// Something done with the drawer, as read by a statement.
pub(crate) fn entry(row: &Row) -> Result<DrawerEntry, Fault> {
    Ok(DrawerEntry {
        folio: row.get("folio")?,
        day: row.get("day")?,
        at: row.get("at_ms")?,
        by: row.get("by_whom")?,
        done: from_text(&row.get::<String>("body")?)?,
    })
}

/// An operator's day as read by a statement.
pub(crate) fn operator_row(row: &Row) -> Result<(OperatorTotal, i64), Fault> {
    let total = OperatorTotal {
        person: row.get("person")?,
        receipts: row.get("given")?,
        official: row.get("official_poisha")?,
        charge: row.get("charge_poisha")?,
        cash_in: row.get("cash_in_poisha")?,
        cash_out: row.get("cash_out_poisha")?,
        reversed: row.get("reversed")?,
        back: row.get("back_poisha")?,
    };
    Ok((total, row.get("folio")?))
}
