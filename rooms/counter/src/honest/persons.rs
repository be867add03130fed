//! People's days: kept by the entries as they are applied, read as the list of what is unlike the others.

use super::rules::{
    OUTSIDE_MIN, OUTSIDE_PERCENT_MIN, PersonDay, REVERSED_MIN, REVERSED_PERCENT_MIN, USUAL_DAYS, VOLUME_MIN,
    VOLUME_TIMES, usual,
};
use super::store::{ONE_PERSON_DAY, PERSON_DAYS, PERSON_USUAL, UNLIKE_DAYS, day_on_shelf, day_row};
use crate::store::{CENTRES, from_text, to_text};
use crate::supervise::standing::under;
use base::calendar::BusinessDay;
use db::{Fault, Row, Value};

/// The row that a receipt of this person touches, for [`journal::Deed::wants`].
pub(crate) fn want(book: &str, person: &str, day: BusinessDay) -> db::Want {
    (&PERSON_DAYS, vec![book.into(), person.into(), day.into()])
}

/// Counts something into a person's day.
///
/// # Errors
/// What the database says.
pub(crate) async fn count(
    tx: &mut db::Tx<'_>,
    book: &str,
    person: &str,
    day: BusinessDay,
    what: impl Fn(&mut PersonDay) + Send + Sync,
) -> Result<(), Fault> {
    let key = vec![book.into(), Value::from(person), day.into()];
    let (mut one, path) = match tx.fetch(&PERSON_DAYS, key.clone()).await?.as_deref() {
        Some(rest) => day_on_shelf(rest)?,
        None => begun(tx, book, person, day).await?,
    };
    what(&mut one);
    tx.put(&PERSON_DAYS, key, day_row(&one, &path));
    Ok(())
}

/// A new day of a person: what was usual before it, and the path of the centre.
async fn begun(tx: &mut db::Tx<'_>, book: &str, person: &str, day: BusinessDay) -> Result<(PersonDay, String), Fault> {
    let path = match tx.fetch(&CENTRES, vec![book.into()]).await?.as_deref() {
        Some([Value::Text(path), ..]) => path.clone(),
        _ => String::new(),
    };
    let key = vec![book.into(), Value::from(person)];
    let (last, mut days): (String, Vec<i64>) = match tx.fetch(&PERSON_USUAL, key.clone()).await?.as_deref() {
        Some([Value::Text(last), Value::Text(days)]) => (last.clone(), from_text(days)?),
        _ => (String::new(), Vec::new()),
    };
    let name = day.to_string();
    if name <= last {
        // An old day that had no row: of the time before people's days were counted.
        return Ok((PersonDay { usual: -1, ..PersonDay::default() }, path));
    }
    if !last.is_empty() {
        let before = tx.fetch(&PERSON_DAYS, vec![book.into(), Value::from(person), Value::from(&last)]).await?;
        let worked = before.as_deref().map(day_on_shelf).transpose()?.map_or(0, |(day, _)| day.receipts);
        if worked > 0 {
            days.push(worked);
        }
        days.drain(..days.len().saturating_sub(USUAL_DAYS));
    }
    let one = PersonDay { usual: usual(&days), ..PersonDay::default() };
    tx.put(&PERSON_USUAL, key, vec![name.into(), to_text(&days)?.into()]);
    Ok((one, path))
}

/// A person's day as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DaySeen {
    pub book: String,
    pub person: String,
    pub day: BusinessDay,
    pub path: String,
    pub counts: PersonDay,
}

fn seen(row: &Row) -> Result<DaySeen, Fault> {
    Ok(DaySeen {
        book: row.get("book")?,
        person: row.get("person")?,
        day: row.get("day")?,
        path: row.get("path")?,
        counts: PersonDay {
            usual: row.get("usual")?,
            receipts: row.get("receipts")?,
            outside: row.get("outside")?,
            reversed: row.get("reversed")?,
            overcharged: row.get("overcharged")?,
        },
    })
}

/// Days unlike the person's others since a day at or below a path, the worst first; at most so many.
pub(crate) async fn unlike(
    tx: &mut db::Tx<'_>,
    path: &str,
    since: BusinessDay,
    limit: i64,
) -> Result<Vec<DaySeen>, Fault> {
    let values = [
        since.into(),
        under(path).into(),
        VOLUME_MIN.into(),
        VOLUME_TIMES.into(),
        REVERSED_MIN.into(),
        REVERSED_PERCENT_MIN.into(),
        OUTSIDE_MIN.into(),
        OUTSIDE_PERCENT_MIN.into(),
        limit.into(),
    ];
    let rows = tx.all(&UNLIKE_DAYS, &values).await?;
    let mut days: Vec<DaySeen> = rows.iter().map(seen).collect::<Result<_, Fault>>()?;
    days.sort_by_key(|one| (std::cmp::Reverse(one.counts.weight()), std::cmp::Reverse(one.day)));
    Ok(days)
}

/// One day of one person.
pub(crate) async fn one(
    tx: &mut db::Tx<'_>,
    book: &str,
    person: &str,
    day: BusinessDay,
) -> Result<Option<DaySeen>, Fault> {
    tx.optional(&ONE_PERSON_DAY, &[book.into(), person.into(), day.into()]).await?.as_ref().map(seen).transpose()
}
