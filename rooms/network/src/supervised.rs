//! Doors for those who look after an area: its seats, all centres at once.

use crate::seat::SeatKind;
use crate::store::{SEATS_BY_CENTRE, VACANT_SEATS, under};
use base::BusinessDay;
use journal::{Fault, NATION};
use std::collections::HashMap;

/// A seat in which nobody sits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VacantSeat {
    /// The centre's code.
    pub centre: String,
    /// The centre's name in Bangla.
    pub name_bn: String,
    /// The centre's name in English.
    pub name_en: String,
    /// The centre's path.
    pub path: String,
    /// Which of the two.
    pub kind: SeatKind,
    /// Since when.
    pub since: BusinessDay,
}

/// How many seats of each centre at or below a path are filled, by the centre's code.
///
/// # Errors
/// What the database says.
pub async fn seats_filled_by_centre(tx: &mut db::Tx<'_>, path: &str) -> Result<HashMap<String, i64>, Fault> {
    let rows = tx.all(&SEATS_BY_CENTRE, &[NATION.into(), under(path).into()]).await?;
    rows.iter().map(|row| Ok((row.get("centre")?, row.get("filled")?))).collect()
}

/// The vacant seats at or below a path, the longest vacant first, at most so many.
///
/// # Errors
/// What the database says.
pub async fn vacant_seats_under(tx: &mut db::Tx<'_>, path: &str, limit: i64) -> Result<Vec<VacantSeat>, Fault> {
    let rows = tx.all(&VACANT_SEATS, &[NATION.into(), under(path).into(), limit.into()]).await?;
    let seat = |row: &db::Row| {
        let kind: String = row.get("seat")?;
        Ok(VacantSeat {
            centre: row.get("centre")?,
            name_bn: row.get("name_bn")?,
            name_en: row.get("name_en")?,
            path: row.get("path")?,
            kind: SeatKind::of_name(&kind).ok_or_else(|| Fault::Unsound(format!("seat: {kind}")))?,
            since: row.get("since")?,
        })
    };
    rows.iter().map(seat).collect()
}
