//! What can be read of a float: how it stands, which top-ups were asked for, what partners owe.

use crate::posting::Balance;
use crate::store::{BALANCES_OF, FLOAT_WARNING, PROOF_ELSEWHERE, TOP_UP, TOP_UPS_OF, TOP_UPS_WAITING};
use crate::top_up::{TopUp, proof_key};
use crate::{Account, balance_now};
use base::Paisa;
use journal::{Fault, Tx};

/// Below how much a float is called low where the centre said nothing else: Tk 2,000, a passport fee of one customer and
/// some small ones.
pub const FLOAT_WARNING_POISHA: i64 = 200_000;
/// Top-ups that one reading answers, at most.
pub const TOP_UPS_READ_MAX: i64 = 100;

/// How a float stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FloatStanding {
    /// What may still be taken from it, holds counted, in poisha.
    pub free: Paisa,
    /// Below how much it is called low.
    pub below: Paisa,
    /// True when it is.
    pub low: bool,
}

/// How the float of a centre's book stands.
///
/// # Errors
/// What the database says; so of all doors.
pub async fn float_standing(tx: &mut Tx<'_, '_>, book: &str) -> Result<FloatStanding, Fault> {
    let Balance { poisha, held } = balance_now(tx, book, "E:float").await?;
    // The holds lie on the programme's side, which is the same float.
    let held = balance_now(tx, book, "P:float").await?.held.checked_add(held);
    let free = held.and_then(|held| poisha.checked_sub(held));
    let free = free.ok_or_else(|| Fault::Unsound("a float is beyond what can be counted".to_owned()))?;
    let set = tx.optional(&FLOAT_WARNING, &[book.into()]).await?;
    let below = set.map_or(Ok(Paisa::new(FLOAT_WARNING_POISHA)), |row| row.get("below_poisha"))?;
    Ok(FloatStanding { free, below, low: free < below })
}

/// One top-up that was asked for.
///
/// # Errors
/// What the database says.
pub async fn top_up(tx: &mut Tx<'_, '_>, book: &str, ask: &str) -> Result<Option<TopUp>, Fault> {
    tx.optional(&TOP_UP, &[book.into(), ask.into()]).await?.as_ref().map(TopUp::of).transpose()
}

/// The top-ups of a book, the newest first.
///
/// # Errors
/// What the database says.
pub async fn top_ups(tx: &mut Tx<'_, '_>, book: &str, limit: i64) -> Result<Vec<TopUp>, Fault> {
    let limit = limit.clamp(1, TOP_UPS_READ_MAX);
    tx.all(&TOP_UPS_OF, &[book.into(), limit.into()]).await?.iter().map(TopUp::of).collect()
}

/// The top-ups that wait at or below these paths, the one that waits longest first.
///
/// # Errors
/// What the database says.
pub async fn top_ups_waiting(tx: &mut Tx<'_, '_>, paths: &[String], limit: i64) -> Result<Vec<TopUp>, Fault> {
    let limit = limit.clamp(1, TOP_UPS_READ_MAX);
    let mut waiting: Vec<TopUp> = Vec::new();
    for path in paths.iter().filter(|path| path.ends_with('/') && !path.contains(['%', '_'])) {
        for row in tx.all(&TOP_UPS_WAITING, &[format!("{path}%").into(), limit.into()]).await? {
            waiting.push(TopUp::of(&row)?);
        }
    }
    let place = |one: &TopUp| (one.asked_at, one.book.clone(), one.ask.clone());
    waiting.sort_by_key(place);
    waiting.dedup_by_key(|one| place(one)); // places that lie one within the other
    waiting.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(waiting)
}

/// Another book in which the same slip stands and was not declined: one payment handed in by two centres.
///
/// # Errors
/// What the database says.
pub async fn proof_elsewhere(tx: &mut Tx<'_, '_>, top_up: &TopUp) -> Result<Option<String>, Fault> {
    let values = [proof_key(&top_up.proof).into(), (&top_up.book).into()];
    tx.optional(&PROOF_ELSEWHERE, &values).await?.map(|row| row.get("book")).transpose()
}

/// What partners' commission the programme still owes the shop, by provider: accrued and not yet paid. Providers to whom
/// nothing is open are left away.
///
/// # Errors
/// What the database says.
pub async fn partner_due(tx: &mut Tx<'_, '_>, book: &str) -> Result<Vec<(String, Paisa)>, Fault> {
    due_on(tx, book, "E:partner_due").await
}

/// What providers still owe the programme for passing on, by provider.
///
/// # Errors
/// What the database says.
pub async fn partner_owes(tx: &mut Tx<'_, '_>, book: &str) -> Result<Vec<(String, Paisa)>, Fault> {
    due_on(tx, book, "P:partner_due").await
}

async fn due_on(tx: &mut Tx<'_, '_>, book: &str, line: &str) -> Result<Vec<(String, Paisa)>, Fault> {
    let mut due = Vec::new();
    for row in tx.all(&BALANCES_OF, &[book.into()]).await? {
        let poisha: Paisa = row.get("poisha")?;
        let account = Account::new(&row.get::<String>("account")?);
        if let Some((of, provider)) = account.as_ref().map(Account::line_and_part)
            && of == line
            && poisha != Paisa::ZERO
        {
            due.push((provider.to_owned(), poisha));
        }
    }
    Ok(due)
}
