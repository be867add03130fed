//! What is read of one centre, and the lists of what is late.

use super::inspection::Inspection;
use super::standing::{Graded, Month, Standing, under};
use super::store::{CLOSED_OF, INSPECTIONS_OF, LATE_CASES, LATE_OF, MONTHS_OF};
use crate::store::from_text;
use crate::tally::Tally;
use base::calendar::BusinessDay;
use journal::{Fault, Tx};
use network::Centre;

/// Months shown of a centre.
pub(crate) const MONTHS: usize = 6;
/// Visits shown of a centre, at most.
pub(crate) const INSPECTIONS_MAX: i64 = 24;

/// A case that should have been ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LateCase {
    /// The centre's book.
    pub book: String,
    /// Its number.
    pub number: String,
    /// The service's code.
    pub service: String,
    /// Where it stands.
    pub state: String,
    /// Who has to do the next thing.
    pub owner: String,
    /// The working day by which it should have been ready.
    pub due: BusinessDay,
}

/// The late cases at or below a path, the longest late first, at most so many.
pub(crate) async fn late_cases(
    tx: &mut db::Tx<'_>,
    path: &str,
    today: BusinessDay,
    limit: i64,
) -> Result<Vec<LateCase>, Fault> {
    let rows = tx.all(&LATE_CASES, &[true.into(), today.into(), under(path).into(), limit.into()]).await?;
    let case = |row: &db::Row| {
        Ok(LateCase {
            book: row.get("book")?,
            number: row.get("number")?,
            service: row.get("service")?,
            state: row.get("state")?,
            owner: row.get("owner")?,
            due: row.get("due")?,
        })
    };
    rows.iter().map(case).collect()
}

/// One centre: how it stands, its last months (the oldest first, the running one last).
pub(crate) async fn one(
    tx: &mut db::Tx<'_>,
    centre: Centre,
    today: BusinessDay,
) -> Result<(Standing, Vec<(Month, Tally)>), Fault> {
    let mut months = vec![Month::of(today)];
    while let (Some(last), true) = (months.last(), months.len() < MONTHS) {
        months.push(last.before());
    }
    months.reverse();
    let names = (months.first().map(|month| month.name()), Month::of(today).name());
    let values = [(&centre.book).into(), names.0.unwrap_or_default().into(), names.1.into()];
    let mut tallies: Vec<(String, Tally)> = Vec::new();
    for row in tx.all(&MONTHS_OF, &values).await? {
        tallies.push((row.get("period")?, from_text(&row.get::<String>("body")?)?));
    }
    let of = |month: &Month| {
        let found = tallies.iter().find(|(period, _)| *period == month.name());
        found.map(|(_, tally)| tally.clone()).unwrap_or_default()
    };
    let months: Vec<(Month, Tally)> = months.iter().map(|month| (*month, of(month))).collect();
    let closed = tx.optional(&CLOSED_OF, &[(&centre.book).into()]).await?;
    let last_closed = closed.map(|row| row.get::<Option<BusinessDay>>("last_closed")).transpose()?.flatten();
    let late: i64 = tx.one(&LATE_OF, &[(&centre.book).into(), true.into(), today.into()]).await?.get("late")?;
    let seats = network::seats(tx, &centre.code).await?;
    let filled = seats.iter().filter(|seat| seat.person.is_some()).count();
    let both = (of(&Month::of(today)), of(&Month::of(today).before()));
    let counts = (late, super::standing::count(filled));
    Ok((Standing::new(centre, &Graded::on(today), today, both, last_closed, counts), months))
}

/// The last visits to a centre, the newest first, at most so many: the register of inspection is printed from them.
pub(crate) async fn inspections(tx: &mut db::Tx<'_>, book: &str, limit: i64) -> Result<Vec<Inspection>, Fault> {
    let rows = tx.all(&INSPECTIONS_OF, &[book.into(), limit.into()]).await?;
    rows.iter().map(|row| from_text(&row.get::<String>("body")?)).collect()
}

/// What the visitor wrote; nothing where nothing was written or it was erased.
pub(crate) async fn note_of(tx: &mut Tx<'_, '_>, book: &str, inspection: &Inspection) -> Result<String, Fault> {
    let Some(note) = &inspection.note else { return Ok(String::new()) };
    Ok(tx.unseal(book, &note.seal).await?.unwrap_or_default())
}
