//! The rules that every deed of the day asks: whether something may be dated into a day, and the drawer's own account.

use crate::deeds::take::TILL;
use crate::drawer::{CountTaken, MOVES_PER_DAY_MAX, read};
use crate::store::{CENTRES, CLOSED_DAYS};
use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use db::Value;
use journal::{Fault, Stop, Tx};
use ledger::{Account, CashMove, Draft, NotPosted, Posted};

/// Why nothing is dated into a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayShut {
    /// It has not come.
    Future(BusinessDay),
    /// It is closed for ever.
    Closed(BusinessDay),
    /// An earlier day is still open: it comes first.
    EarlierOpen(BusinessDay),
    /// So much was done with the drawer on it that there is no room for more.
    Full(BusinessDay),
}

impl Refusal for DayShut {
    fn code(&self) -> &'static str {
        match self {
            DayShut::Future(_) => "counter.day.future",
            DayShut::Closed(_) => "counter.day.closed",
            DayShut::EarlierOpen(_) => "counter.day.earlier_open",
            DayShut::Full(_) => "counter.day.full",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        let (DayShut::Future(day) | DayShut::Closed(day) | DayShut::EarlierOpen(day) | DayShut::Full(day)) = self;
        vec![("day", day.to_string())]
    }

    fn status(&self) -> u16 {
        if let DayShut::Closed(_) = self { 409 } else { 422 }
    }
}

/// The codes of [`DayShut`].
pub(crate) const CODES: &[&str] =
    &["counter.day.future", "counter.day.closed", "counter.day.earlier_open", "counter.day.full"];

/// Whether something may be dated into this day.
pub(crate) fn decide(
    day: BusinessDay,
    today: BusinessDay,
    is_closed: bool,
    open: Option<BusinessDay>,
) -> Result<(), DayShut> {
    if day > today {
        return Err(DayShut::Future(day));
    }
    if is_closed {
        return Err(DayShut::Closed(day));
    }
    match open {
        Some(open) if open < day => Err(DayShut::EarlierOpen(open)),
        _ => Ok(()),
    }
}

/// The day of this book that is open, if one is.
pub(crate) async fn open_day(tx: &mut db::Tx<'_>, book: &str) -> Result<Option<BusinessDay>, Fault> {
    let row = tx.fetch(&CENTRES, vec![book.into()]).await?;
    let Some([_, Value::Text(day), _]) = row.as_deref() else { return Ok(None) };
    BusinessDay::parse(day).map(Some).map_err(|_| Fault::Unsound(format!("no day: {day}")))
}

/// Refuses what may not be dated into this day of this book.
pub(crate) async fn check_day(tx: &mut Tx<'_, '_>, book: &str, day: BusinessDay) -> Result<(), Stop<DayShut>> {
    let is_closed = tx.fetch(&CLOSED_DAYS, vec![book.into(), day.into()]).await?.is_some();
    let open = open_day(tx, book).await?;
    decide(day, tx.now().day(), is_closed, open).map_err(Stop::Refused)
}

/// As [`check_day`], and refuses when there is no room for one more entry beside the counts for the close.
pub(crate) async fn check_room(tx: &mut Tx<'_, '_>, book: &str, day: BusinessDay) -> Result<(), Stop<DayShut>> {
    check_day(tx, book, day).await?;
    if read::entries(tx, book, day).await?.len() >= MOVES_PER_DAY_MAX {
        return Err(Stop::Refused(DayShut::Full(day)));
    }
    Ok(())
}

/// The account of the drawer that is counted.
pub(crate) fn drawer() -> Result<Account, Fault> {
    Account::new(&format!("E:drawer:{TILL}")).ok_or_else(|| Fault::Unsound("the drawer is no account".to_owned()))
}

/// The money that the book says is in the drawer.
pub(crate) async fn balance(tx: &mut Tx<'_, '_>, book: &str) -> Result<Paisa, Fault> {
    ledger::drawer_balance(tx, book, TILL).await
}

/// What a count found, beside the book.
pub(crate) async fn taken(
    tx: &mut Tx<'_, '_>,
    book: &str,
    count: &crate::drawer::Count,
) -> Result<CountTaken, Stop<NotPosted>> {
    let expected = balance(tx, book).await?;
    CountTaken::of(count.clone(), expected).ok_or(Stop::Refused(NotPosted::TooLarge))
}

/// Cash that moved without a customer, as money of the ledger.
pub(crate) async fn moved(
    tx: &mut Tx<'_, '_>,
    book: &str,
    (day, memo): (BusinessDay, &str),
    kind: CashMove,
    amount: Paisa,
) -> Result<Posted, Stop<NotPosted>> {
    let legs = ledger::cash_moved_legs(kind, amount, &drawer()?).ok_or(Stop::Refused(NotPosted::TooLarge))?;
    ledger::post(tx, book, Draft { day, memo: format!("{memo} {day}"), legs }).await
}

/// What a count found over or short, as money of the ledger; none when it found what the book says.
pub(crate) async fn over_short(
    tx: &mut Tx<'_, '_>,
    book: &str,
    of: (BusinessDay, &str),
    difference: Paisa,
) -> Result<Option<Posted>, Stop<NotPosted>> {
    if difference == Paisa::ZERO {
        return Ok(None);
    }
    moved(tx, book, of, CashMove::OverShort, difference).await.map(Some)
}
