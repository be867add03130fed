//! Attendance: who was at the counter, from the first act of a day to the last, and who was away with a reason. It is a
//! by-product of the entries: nobody fills it in (facts.md 3.6).

pub(crate) mod read;
pub(crate) mod store;

#[cfg(test)]
mod tests;

use base::calendar::{BusinessDay, Moment};
use db::{Fault, Value};
use journal::Sealed;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::ATTENDANCE;

/// Who acts when the program does.
const NOBODY: &str = "system";
/// Days of one leave, at most: maternity leave of six months.
pub const ABSENCE_DAYS_MAX: i64 = 184;
/// Days back for which leave may still be written down.
pub const ABSENCE_BACK_DAYS_MAX: i64 = 62;
/// Days ahead by which leave may begin.
pub const ABSENCE_AHEAD_DAYS_MAX: i64 = 366;

/// One person's day: the first act and the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Hours {
    /// The first.
    pub from: Moment,
    /// The last.
    pub to: Moment,
}

impl Hours {
    /// With one act more.
    pub(crate) fn with(self, at: Moment) -> Hours {
        Hours { from: self.from.min(at), to: self.to.max(at) }
    }
}

/// Everybody's hours of a day, by person.
pub(crate) type DayHours = BTreeMap<String, Hours>;

/// The row that an act on this day touches, for [`journal::Deed::wants`].
pub(crate) fn want(book: &str, day: BusinessDay) -> db::Want {
    (&ATTENDANCE, vec![book.into(), day.into()])
}

/// Somebody did something at the counter: called by every event that only people at the counter cause. The program itself
/// attends nothing; who of the others sits at the centre is looked up when the register is read.
///
/// # Errors
/// What the database says.
pub(crate) async fn attended(
    tx: &mut db::Tx<'_>,
    book: &str,
    day: BusinessDay,
    person: &str,
    at: Moment,
) -> Result<(), Fault> {
    if person == NOBODY {
        return Ok(());
    }
    let key = vec![book.into(), day.into()];
    let mut hours: DayHours = match tx.fetch(&ATTENDANCE, key.clone()).await?.as_deref() {
        Some([Value::Text(body)]) => crate::store::from_text(body)?,
        _ => DayHours::new(),
    };
    let with = hours.get(person).map_or(Hours { from: at, to: at }, |hours| hours.with(at));
    hours.insert(person.to_owned(), with);
    tx.put(&ATTENDANCE, key, vec![crate::store::to_text(&hours)?.into()]);
    Ok(())
}

/// Why somebody was away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwayFor {
    /// Ill, or caring for somebody who is.
    Illness,
    /// Maternity leave.
    Maternity,
    /// Away to learn or to teach.
    Training,
    /// Whatever else; the note says what.
    Other,
}

impl AwayFor {
    /// All of them.
    pub const ALL: [AwayFor; 4] = [AwayFor::Illness, AwayFor::Maternity, AwayFor::Training, AwayFor::Other];

    /// As it is posted and as words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            AwayFor::Illness => "illness",
            AwayFor::Maternity => "maternity",
            AwayFor::Training => "training",
            AwayFor::Other => "other",
        }
    }

    /// The reason of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<AwayFor> {
        AwayFor::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// Days on which a person is not at the counter, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Its id.
    pub id: String,
    /// Who is away.
    pub person: String,
    /// The first day.
    pub from: BusinessDay,
    /// The last day.
    pub to: BusinessDay,
    /// Why.
    pub reason: AwayFor,
    /// What was written to it; sealed, because it is about a person's health.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sealed>,
    /// Who wrote it down.
    pub by: String,
}

impl Absence {
    /// True on a day of it.
    #[must_use]
    pub fn is_on(&self, day: BusinessDay) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// True when both are of one person and share a day.
    #[must_use]
    pub fn meets(&self, person: &str, from: BusinessDay, to: BusinessDay) -> bool {
        self.person == person && self.from <= to && from <= self.to
    }
}

/// What stands in the register for one person on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// At the counter.
    Present(Hours),
    /// On leave.
    Away(AwayFor),
    /// A weekend or holiday without an act.
    DayOff,
    /// A working day without an act and without leave.
    Missing,
    /// A day that has not come, is today without an act yet, or was before the person came into the seat.
    Open,
}

/// One person's month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PersonMonth {
    /// The person.
    pub person: String,
    /// The days of the month, in order.
    pub marks: Vec<(BusinessDay, Mark)>,
}

impl PersonMonth {
    /// The month of a person who came into the seat on a day: `hours` of the days on which somebody acted, `absences` that stand, `days` of the month.
    pub(crate) fn of(
        (person, since): (&str, BusinessDay),
        days: &[BusinessDay],
        hours: &BTreeMap<BusinessDay, DayHours>,
        absences: &[Absence],
        off: &BTreeSet<BusinessDay>,
        today: BusinessDay,
    ) -> PersonMonth {
        let mark = |day: BusinessDay| {
            let away = absences.iter().find(|one| one.person == person && one.is_on(day));
            // Who acted was there, whatever was planned.
            match (hours.get(&day).and_then(|people| people.get(person)), away) {
                (Some(hours), _) => Mark::Present(*hours),
                (None, Some(absence)) => Mark::Away(absence.reason),
                (None, None) if day >= today || day < since => Mark::Open,
                (None, None) if off.contains(&day) => Mark::DayOff,
                (None, None) => Mark::Missing,
            }
        };
        PersonMonth { person: person.to_owned(), marks: days.iter().map(|day| (*day, mark(*day))).collect() }
    }

    fn count(&self, is: impl Fn(&Mark) -> bool) -> i64 {
        crate::supervise::standing::count(self.marks.iter().filter(|(_, mark)| is(mark)).count())
    }

    /// Days at the counter.
    pub(crate) fn present(&self) -> i64 {
        self.count(|mark| matches!(mark, Mark::Present(_)))
    }

    /// Days of leave.
    pub(crate) fn away(&self) -> i64 {
        self.count(|mark| matches!(mark, Mark::Away(_)))
    }

    /// Working days without either.
    pub(crate) fn missing(&self) -> i64 {
        self.count(|mark| *mark == Mark::Missing)
    }
}
