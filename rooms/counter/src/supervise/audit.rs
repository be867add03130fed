//! What verifying checks of the tallies: a month is the sum of its days, and a day is what its receipts say.

use super::store::{COUNTED_BOOKS, RECEIPTS_AFTER, TALLIES_OF};
use crate::store::{from_text, standing};
use crate::tally::Tally;
use db::{Fault, Tx};
use journal::{Audit, Boxed};
use std::collections::BTreeMap;

/// Faults named at most: a store so broken is not mended from a longer list.
const FAULTS_NAMED_MAX: usize = 200;
/// Receipts read at once.
const RECEIPTS_READ: i64 = 1_000;
/// Letters of a period that is a month (`2026-11`).
const MONTH_CHARS: usize = 7;

/// The tallies agree with each other and with the receipts.
pub(crate) const AUDIT: Audit = Audit { name: "counter tallies", run };

fn run<'a>(tx: &'a mut Tx<'_>) -> Boxed<'a, Result<Vec<String>, Fault>> {
    Box::pin(faults(tx))
}

type Tallies = BTreeMap<String, Tally>;

async fn faults(tx: &mut Tx<'_>) -> Result<Vec<String>, Fault> {
    let books = tx.all(&COUNTED_BOOKS, &[]).await?;
    let mut faults = Vec::new();
    for row in books {
        let book: String = row.get("book")?;
        let (days, months) = tallies(tx, &book).await?;
        faults.extend(months_differ(&book, &days, &months)?);
        faults.extend(days_differ(&book, &days, &receipts(tx, &book).await?));
        if faults.len() >= FAULTS_NAMED_MAX {
            faults.truncate(FAULTS_NAMED_MAX);
            break;
        }
    }
    Ok(faults)
}

/// A book's tallies: the days, the months.
async fn tallies(tx: &mut Tx<'_>, book: &str) -> Result<(Tallies, Tallies), Fault> {
    let (mut days, mut months) = (Tallies::new(), Tallies::new());
    for row in tx.all(&TALLIES_OF, &[book.into()]).await? {
        let period: String = row.get("period")?;
        let tally = from_text(&row.get::<String>("body")?)?;
        let of = if period.len() == MONTH_CHARS { &mut months } else { &mut days };
        of.insert(period, tally);
    }
    Ok((days, months))
}

fn overflow() -> Fault {
    Fault::Unsound("an amount is beyond what can be counted".to_owned())
}

fn months_differ(book: &str, days: &Tallies, months: &Tallies) -> Result<Vec<String>, Fault> {
    let mut sums = Tallies::new();
    for (day, tally) in days {
        let sum = sums.entry(day.get(..MONTH_CHARS).unwrap_or_default().to_owned()).or_default();
        *sum = sum.and(tally).ok_or_else(overflow)?;
    }
    let names: std::collections::BTreeSet<&String> = sums.keys().chain(months.keys()).collect();
    let differs = |month: &&&String| sums.get(**month) != months.get(**month);
    let told = |month: &String| format!("book {book} month {month}: its tally is not the sum of its days");
    Ok(names.iter().filter(differs).map(|month| told(month)).collect())
}

/// What the receipts of a book say of each day. A reversal counts on its own day.
async fn receipts(tx: &mut Tx<'_>, book: &str) -> Result<Tallies, Fault> {
    let (mut days, mut after) = (Tallies::new(), String::new());
    loop {
        let rows = tx.all(&RECEIPTS_AFTER, &[book.into(), after.as_str().into(), RECEIPTS_READ.into()]).await?;
        for row in &rows {
            let one = standing(row)?;
            days.entry(one.receipt.day.to_string()).or_default().give(&one.receipt).ok_or_else(overflow)?;
            if let Some(reversal) = &one.reversal {
                days.entry(reversal.day.to_string()).or_default().reverse(&one.receipt).ok_or_else(overflow)?;
            }
        }
        match rows.last() {
            Some(last) => after = last.get("number")?,
            None => return Ok(days),
        }
    }
}

/// What of a tally comes from receipts alone: counts of people, official fees and charges. Commission and entered amounts
/// may be put right later by the provider's answer, and cases, closes and complaints are entries of their own.
fn of_receipts(tally: &Tally) -> [i64; 9] {
    [
        tally.receipts,
        tally.women,
        tally.men,
        tally.outside,
        tally.reversed,
        tally.official.get(),
        tally.charges.get(),
        tally.trade.get(),
        tally.programme.get(),
    ]
}

fn days_differ(book: &str, days: &Tallies, receipts: &Tallies) -> Vec<String> {
    let nothing = Tally::default();
    let names: std::collections::BTreeSet<&String> = days.keys().chain(receipts.keys()).collect();
    let of = |tallies: &Tallies, day: &str| of_receipts(tallies.get(day).unwrap_or(&nothing));
    let differs = |day: &&&String| of(days, day) != of(receipts, day);
    let told = |day: &String| format!("book {book} day {day}: its tally is not what its receipts say");
    names.iter().filter(differs).map(|day| told(day)).collect()
}
