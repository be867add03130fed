//! What is read for the attendance register.

use super::store::{ABSENCES_BETWEEN, ATTENDED_BETWEEN};
use super::{Absence, DayHours, PersonMonth};
use crate::deeds::taking::holidays;
use crate::store::from_text;
use crate::supervise::standing::Month;
use base::calendar::BusinessDay;
use journal::{Fault, Tx};
use network::seat::SeatKind;
use std::collections::{BTreeMap, BTreeSet};

/// Absences of a month, at most: two people who are away on every day for another reason.
pub(crate) const ABSENCES_MAX: i64 = 100;

/// The register of a month.
#[derive(Debug, Clone)]
pub(crate) struct AttendanceMonth {
    /// Its days.
    pub days: Vec<BusinessDay>,
    /// Those who sit or sat at the centre, the woman's seat first; a seat that is vacant now has a line without a person.
    pub lines: Vec<SeatMonth>,
    /// The leave that stands in this month.
    pub absences: Vec<Absence>,
}

/// A seat's line in the register.
#[derive(Debug, Clone)]
pub(crate) struct SeatMonth {
    /// Which seat.
    pub seat: SeatKind,
    /// Whose month; none for a vacant seat.
    pub month: Option<PersonMonth>,
}

/// The absences that stand in these days.
pub(crate) async fn absences(
    tx: &mut db::Tx<'_>,
    book: &str,
    from: BusinessDay,
    to: BusinessDay,
) -> Result<Vec<Absence>, Fault> {
    let values = [book.into(), from.into(), to.into(), true.into(), ABSENCES_MAX.into()];
    let rows = tx.all(&ABSENCES_BETWEEN, &values).await?;
    rows.iter().map(|row| from_text(&row.get::<String>("body")?)).collect()
}

/// The seat in which a person sat at the centre in these days, and since when, by their contracts: an entrepreneur's days stay in the
/// register when the seat is lost.
async fn seat_then(
    tx: &mut db::Tx<'_>,
    centre: &str,
    person: &str,
    (from, to): (BusinessDay, BusinessDay),
) -> Result<Option<(SeatKind, BusinessDay)>, Fault> {
    let contracts = network::contracts_of(tx, person).await?;
    let held = contracts.iter().find(|contract| {
        let until = contract.ended_on.unwrap_or(contract.terms.until);
        contract.centre == centre && contract.terms.from <= to && until >= from
    });
    Ok(held.map(|contract| (contract.seat, contract.terms.from)))
}

/// The attendance register of a centre and a month.
pub(crate) async fn month(
    tx: &mut Tx<'_, '_>,
    (book, centre): (&str, &str),
    month: Month,
    today: BusinessDay,
) -> Result<AttendanceMonth, Fault> {
    let days = month.days();
    let ends = (month.first(), days.last().copied().unwrap_or(month.first()));
    let mut hours: BTreeMap<BusinessDay, DayHours> = BTreeMap::new();
    for row in tx.all(&ATTENDED_BETWEEN, &[book.into(), ends.0.into(), ends.1.into()]).await? {
        hours.insert(row.get("day")?, from_text(&row.get::<String>("body")?)?);
    }
    let absences = absences(tx, book, ends.0, ends.1).await?;
    let off: BTreeSet<BusinessDay> = days.iter().copied().filter(|day| !holidays().is_working(*day)).collect();
    let of = |person: &str, since: BusinessDay| PersonMonth::of((person, since), &days, &hours, &absences, &off, today);
    let mut lines = Vec::new();
    let mut seated = BTreeSet::new();
    for seat in network::seats(tx, centre).await? {
        // A seat that is held now is of no month before its holder came.
        let now = seat.person.filter(|_| seat.since <= ends.1);
        seated.extend(now.clone());
        lines.push(SeatMonth { seat: seat.kind, month: now.as_deref().map(|person| of(person, seat.since)) });
    }
    let acted: BTreeSet<&String> =
        hours.values().flat_map(BTreeMap::keys).filter(|one| !seated.contains(*one)).collect();
    for person in acted {
        if let Some((seat, since)) = seat_then(tx, centre, person, ends).await? {
            lines.push(SeatMonth { seat, month: Some(of(person, since)) });
        }
    }
    lines.sort_by_key(|line| line.seat != SeatKind::Woman);
    Ok(AttendanceMonth { days, lines, absences })
}
