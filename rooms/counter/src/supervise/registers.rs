//! What the registers and the monthly table read of supervision: visits between two days, and a month of all centres.

use super::inspection::Inspection;
use super::standing::{Month, tallies};
use super::store::INSPECTIONS_BETWEEN;
use crate::store::from_text;
use crate::tally::Tally;
use base::calendar::BusinessDay;
use db::Fault;
use network::Centre;

/// Visits of a year in the register, at most: two a week.
pub(crate) const VISITS_MAX: i64 = 104;
/// Centres of one monthly table on page and paper, at most: those of a large district. What is left out is said there,
/// and the file has all.
pub(crate) const MONTHLY_CENTRES_MAX: i64 = 300;

/// The visits to a centre between two days, the earliest first, at most [`VISITS_MAX`].
pub(crate) async fn visits(
    tx: &mut db::Tx<'_>,
    book: &str,
    from: BusinessDay,
    to: BusinessDay,
) -> Result<Vec<Inspection>, Fault> {
    let rows = tx.all(&INSPECTIONS_BETWEEN, &[book.into(), from.into(), to.into(), VISITS_MAX.into()]).await?;
    rows.iter().map(|row| from_text(&row.get::<String>("body")?)).collect()
}

/// A centre's month.
#[derive(Debug, Clone)]
pub(crate) struct CentreMonth {
    /// The centre.
    pub centre: Centre,
    /// What was counted.
    pub tally: Tally,
    /// Seats that are filled now.
    pub seats_filled: i64,
}

/// The month of the centres at or below a path, by code, at most so many, and whether there are more.
pub(crate) async fn monthly(
    tx: &mut db::Tx<'_>,
    path: &str,
    month: Month,
    limit: i64,
) -> Result<(Vec<CentreMonth>, bool), Fault> {
    let mut centres = network::centres_under(tx, path, "", limit.saturating_add(1)).await?;
    let full = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = centres.len() > full;
    centres.truncate(full);
    // A centre that was opened later has no line in an earlier month.
    centres.retain(|centre| centre.opened_on <= month.last());
    let mut tallies = tallies(tx, path, month).await?;
    let seats = network::seats_filled_by_centre(tx, path).await?;
    let month_of = |centre: Centre| CentreMonth {
        tally: tallies.remove(&centre.book).unwrap_or_default(),
        seats_filled: seats.get(&centre.code).copied().unwrap_or_default(),
        centre,
    };
    Ok((centres.into_iter().map(month_of).collect(), more))
}

/// All months together.
///
/// # Errors
/// [`Fault::Unsound`] when a sum is beyond what can be counted.
pub(crate) fn sum(months: &[CentreMonth]) -> Result<Tally, Fault> {
    let overflow = || Fault::Unsound("an area has more than can be counted".to_owned());
    months.iter().try_fold(Tally::default(), |sum, one| sum.and(&one.tally).ok_or_else(overflow))
}
