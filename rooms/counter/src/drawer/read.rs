//! What is read of a day and its drawer. A day is a handful of rows, however many receipts it has.

use super::store::{
    CARTS_OF_BOOK, CLOSED_DAY, DAY_TALLY, DRAWER_OF, ENTRIES_OF, ENTRY_OF, HELD_OF_BOOK, OPERATORS_OF, SESSIONS_OF,
    UNSENT, WAITING, entry, operator_row,
};
use super::{
    Closing, CountTaken, DRAWER_ENTRIES_MAX, DrawerDone, DrawerEntry, MoveSums, ServiceTotal, SessionNumbers, Totals,
    rules,
};
use crate::cart::{self, Cart};
use crate::number::receipt_number;
use crate::reading;
use crate::store::from_text;
use crate::tally::Tally;
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use journal::{Fault, Tx};

/// A day that is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClosedDay {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// How; none for days that were closed without a count.
    pub closing: Option<Closing>,
}

/// Where a centre stands with its days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct DrawerNow {
    /// The day that is open.
    pub open_day: Option<BusinessDay>,
    /// Who holds the drawer.
    pub holder: Option<String>,
    /// The day that was opened with a count.
    pub opened_day: Option<BusinessDay>,
}

/// Where a centre stands with its days.
pub(crate) async fn drawer_now(tx: &mut Tx<'_, '_>, book: &str) -> Result<DrawerNow, Fault> {
    let Some(row) = tx.optional(&DRAWER_OF, &[book.into()]).await? else { return Ok(DrawerNow::default()) };
    Ok(DrawerNow { open_day: row.get("open_day")?, holder: row.get("holder")?, opened_day: row.get("opened_day")? })
}

/// Who holds the drawer of a centre now; nobody when its day was not opened with a count, or is closed.
///
/// # Errors
/// What the database says.
pub async fn drawer_holder(tx: &mut Tx<'_, '_>, book: &str) -> Result<Option<String>, Fault> {
    Ok(drawer_now(tx, book).await?.holder)
}

/// How a day was closed; none while it is not.
pub(crate) async fn closed(tx: &mut Tx<'_, '_>, book: &str, day: BusinessDay) -> Result<Option<ClosedDay>, Fault> {
    let Some(row) = tx.optional(&CLOSED_DAY, &[book.into(), day.into()]).await? else { return Ok(None) };
    let body: String = row.get("body")?;
    let closing = if body == "{}" { None } else { Some(from_text(&body)?) };
    Ok(Some(ClosedDay { at: Moment::new(row.get("closed_ms")?), by: row.get("by_whom")?, closing }))
}

/// What was done with the drawer on a day, the earliest first.
pub(crate) async fn entries(tx: &mut Tx<'_, '_>, book: &str, day: BusinessDay) -> Result<Vec<DrawerEntry>, Fault> {
    let rows = tx.all(&ENTRIES_OF, &[book.into(), day.into(), DRAWER_ENTRIES_MAX.into()]).await?;
    rows.iter().map(entry).collect()
}

/// One thing done with the drawer.
pub(crate) async fn one_entry(tx: &mut Tx<'_, '_>, book: &str, folio: i64) -> Result<Option<DrawerEntry>, Fault> {
    tx.optional(&ENTRY_OF, &[book.into(), folio.into()]).await?.as_ref().map(entry).transpose()
}

/// What a day adds up to so far.
pub(crate) async fn totals(
    tx: &mut Tx<'_, '_>,
    book: &str,
    day: BusinessDay,
    entries: &[DrawerEntry],
) -> Result<Totals, Fault> {
    let overflow = || Fault::Unsound("an amount is beyond what can be counted".to_owned());
    let services = reading::services_of(tx, book, day).await?.into_iter();
    let service = |(service, quantity, total)| ServiceTotal { service, quantity, total };
    let rows = tx.all(&OPERATORS_OF, &[book.into(), day.into()]).await?;
    let operators = rows.iter().map(|row| Ok(operator_row(row)?.0)).collect::<Result<Vec<_>, Fault>>()?;
    let (mut receipts, mut reversed, mut sessions) = (0_i64, 0_i64, Vec::new());
    for row in tx.all(&SESSIONS_OF, &[book.into(), day.into()]).await? {
        let (session, given): (String, i64) = (row.get("session")?, row.get("given")?);
        receipts = receipts.saturating_add(given);
        reversed = reversed.saturating_add(row.get("reversed")?);
        if given > 0 {
            let number = |count| receipt_number(book, day, &session, count);
            sessions.push(SessionNumbers { first: number(1), last: number(given), receipts: given });
        }
    }
    let tally: Option<String> =
        tx.optional(&DAY_TALLY, &[book.into(), day.into()]).await?.map(|row| row.get("body")).transpose()?;
    let tally: Tally = tally.as_deref().map(from_text).transpose()?.unwrap_or_default();
    Ok(Totals {
        opened: entries.iter().any(|entry| matches!(entry.done, DrawerDone::Opened(_))),
        receipts,
        reversed,
        services: services.map(service).collect(),
        operators,
        sessions,
        moves: MoveSums::of(entries).ok_or_else(overflow)?,
        transfers_in: tally.paid_in,
        transfers_out: tally.paid_out,
        transfers_waiting: tx.one(&WAITING, &[book.into(), true.into()]).await?.get("waiting")?,
        unsent: tx.one(&UNSENT, &[book.into(), true.into()]).await?.get("unsent")?,
        float: ledger::balance_now(tx, book, "E:float").await?.poisha,
    })
}

/// The last count for the close, if nothing moved in the drawer since.
pub(crate) async fn valid_count(
    tx: &mut Tx<'_, '_>,
    book: &str,
    day: BusinessDay,
    entries: &[DrawerEntry],
) -> Result<LastCount, Fault> {
    let Some((folio, taken)) = entries.iter().rev().find_map(|entry| match &entry.done {
        DrawerDone::Counted(taken) => Some((entry.folio, taken.clone())),
        _ => None,
    }) else {
        return Ok(LastCount::None);
    };
    let rows = tx.all(&OPERATORS_OF, &[book.into(), day.into()]).await?;
    let sold = rows.iter().map(|row| Ok(operator_row(row)?.1)).collect::<Result<Vec<_>, Fault>>()?;
    let done = entries.iter().map(|entry| entry.folio);
    let balance: Paisa = rules::balance(tx, book).await?;
    // The balance too: a row of a paper register, or money of another day, moves the drawer without this day's rows.
    let moved = sold.into_iter().chain(done).any(|other| other > folio) || balance != taken.expected;
    Ok(if moved { LastCount::Stale } else { LastCount::Valid(taken) })
}

/// Where the counting for the close stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LastCount {
    /// Nobody counted yet.
    None,
    /// Money moved since.
    Stale,
    /// It holds.
    Valid(CountTaken),
}

/// Whose carts were set aside, and how many.
pub(crate) async fn held_by(tx: &mut Tx<'_, '_>, book: &str) -> Result<Vec<(String, i64)>, Fault> {
    let rows = tx.all(&HELD_OF_BOOK, &[book.into()]).await?;
    rows.iter().map(|row| Ok((row.get("person")?, row.get("held")?))).collect()
}

/// Whose carts have lines that are not paid. The cart of somebody who does not sit here any more counts for nothing.
pub(crate) async fn carts_of(tx: &mut Tx<'_, '_>, book: &str) -> Result<Vec<String>, Fault> {
    let seats = network::seats(tx, book).await?;
    let by = tx.by().to_owned();
    let sits = |person: &String| *person == by || seats.iter().any(|seat| seat.person.as_ref() == Some(person));
    let mut whose = Vec::new();
    for row in tx.all(&CARTS_OF_BOOK, &[book.into()]).await? {
        let person: String = row.get("person")?;
        let concealed: Vec<u8> = row.get("cart")?;
        let cart: Cart = cart::opened(tx, book, &person, &concealed)?;
        if !cart.lines.is_empty() && sits(&person) {
            whose.push(person);
        }
    }
    Ok(whose)
}

/// The names of people, for a sentence; the id of somebody whose name is not known.
pub(crate) async fn names(tx: &mut Tx<'_, '_>, people: &[String]) -> Result<String, Fault> {
    let mut names = Vec::with_capacity(people.len());
    for person in people {
        let name = network::person_name(tx, person).await?;
        names.push(if name.is_empty() { person.clone() } else { name });
    }
    Ok(names.join(", "))
}

/// The counts for the close among these.
pub(crate) fn counts(entries: &[DrawerEntry]) -> impl Iterator<Item = &CountTaken> {
    entries.iter().filter_map(|entry| match &entry.done {
        DrawerDone::Counted(taken) => Some(taken),
        _ => None,
    })
}
