//! How the centres of an area stand, and their figures together. All is read from rows a centre: places and seats from
//! the network, the month's tally, the last close, the count of late cases.

use super::grade::{Grade, Letter, Measures, SEATS};
use super::store::{CLOSED_UNDER, LATE_COUNTS, TALLIES_UNDER};
use crate::deeds::taking::holidays;
use crate::store::from_text;
use crate::tally::{Tally, month_of};
use base::calendar::BusinessDay;
use db::Fault;
use network::Centre;
use std::collections::HashMap;

/// Centres of one area, at most: twice the whole programme.
pub(crate) const CENTRES_MAX: i64 = 20_000;
/// Days without a close after which a centre counts as inactive (facts.md 3.7).
pub(crate) const INACTIVE_DAYS: i64 = 7;

/// A month of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Month {
    pub(super) first: BusinessDay,
}

impl Month {
    /// The month of a day.
    pub(crate) fn of(day: BusinessDay) -> Month {
        let into = i64::from(day.date().day()).saturating_sub(1);
        Month { first: day.add_days(into.saturating_neg()) }
    }

    /// The month before.
    pub(crate) fn before(self) -> Month {
        Month::of(self.first.add_days(-1))
    }

    /// The month after.
    pub(crate) fn after(self) -> Month {
        Month::of(self.first.add_days(31))
    }

    /// As the tally's period names it: `2026-11`.
    pub(crate) fn name(self) -> String {
        month_of(self.first)
    }

    /// The month of this name, `2026-11`; none for any other text.
    pub(crate) fn named(name: &str) -> Option<Month> {
        BusinessDay::parse(&format!("{}-01", name.trim())).ok().map(Month::of)
    }

    /// Its days, in order.
    pub(crate) fn days(self) -> Vec<BusinessDay> {
        let end = self.after().first;
        (0..31).map(|day| self.first.add_days(day)).take_while(|day| *day < end).collect()
    }

    /// The last day.
    pub(crate) fn last(self) -> BusinessDay {
        self.after().first.add_days(-1)
    }

    /// The first day.
    pub(crate) fn first(self) -> BusinessDay {
        self.first
    }

    /// Its working days before this day.
    pub(super) fn working_days(self, before: BusinessDay) -> Vec<BusinessDay> {
        let until = self.after().first.min(before);
        let days = (0..31).map(|day| self.first.add_days(day)).take_while(|day| *day < until);
        days.filter(|day| holidays().is_working(*day)).collect()
    }
}

/// Which month is graded today, and by which of its days.
#[derive(Debug, Clone)]
pub(crate) struct Graded {
    /// The month: the running one, or the one before it as long as too few of its working days have passed.
    pub month: Month,
    /// True when it is the running one.
    pub running: bool,
    pub(super) days: Vec<BusinessDay>,
    month_days: i64,
}

impl Graded {
    /// The month that is graded on this day.
    pub(crate) fn on(today: BusinessDay) -> Graded {
        let now = Month::of(today);
        let passed = now.working_days(today);
        let running = count(passed.len()) >= super::grade::GRADED_DAYS_MIN;
        let month = if running { now } else { now.before() };
        let whole = month.working_days(month.after().first);
        let month_days = count(whole.len());
        Graded { month, running, days: if running { passed } else { whole }, month_days }
    }

    /// The measures of a centre that was opened on this day.
    pub(crate) fn measures(&self, tally: &Tally, opened: BusinessDay, late: i64, seats_filled: i64) -> Measures {
        let off = tally.over_short;
        Measures {
            days: count(self.days.iter().filter(|day| **day >= opened).count()),
            month_days: self.month_days,
            closed_on_time: tally.closed_on_time,
            closes: tally.closes,
            cash_off: if off.is_negative() { off.checked_neg().unwrap_or_default() } else { off },
            receipts: tally.receipts,
            women: tally.women,
            men: tally.men,
            reversed: tally.reversed,
            complaints: tally.complaints,
            late,
            seats_filled,
            income: tally.income(),
        }
    }
}

/// A count as numbers of the house are.
pub(crate) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// How one centre stands.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// The centre.
    pub centre: Centre,
    /// The running month.
    pub now: Tally,
    /// The month before it.
    pub before: Tally,
    /// The grade of the month that is graded; none for a centre too new.
    pub grade: Option<Grade>,
    /// The last day that was closed.
    pub last_closed: Option<BusinessDay>,
    /// True without a close in the last days, since its opening at the earliest.
    pub inactive: bool,
    /// Cases that are late now.
    pub late: i64,
    /// Seats filled, 0 to 2.
    pub seats_filled: i64,
}

impl Standing {
    /// What is known of a centre, put together.
    pub(crate) fn new(
        centre: Centre,
        graded: &Graded,
        today: BusinessDay,
        tallies: (Tally, Tally),
        last_closed: Option<BusinessDay>,
        (late, seats_filled): (i64, i64),
    ) -> Standing {
        let (now, before) = tallies;
        let tally = if graded.running { &now } else { &before };
        let grade = graded.measures(tally, centre.opened_on, late, seats_filled).grade();
        let inactive = is_inactive(last_closed, centre.opened_on, today);
        Standing { centre, now, before, grade, last_closed, inactive, late, seats_filled }
    }

    /// The letter of its grade.
    pub(crate) fn letter(&self) -> Option<Letter> {
        self.grade.as_ref().map(|grade| grade.letter)
    }
}

/// No close in the last days; a centre that never closed counts from its opening.
pub(crate) fn is_inactive(last_closed: Option<BusinessDay>, opened: BusinessDay, today: BusinessDay) -> bool {
    today.days_since(last_closed.unwrap_or(opened).max(opened)) > INACTIVE_DAYS
}

/// What a `like` asks for to find everything at or below a path.
pub(crate) fn under(path: &str) -> String {
    format!("{path}%")
}

pub(super) async fn tallies(tx: &mut db::Tx<'_>, path: &str, month: Month) -> Result<HashMap<String, Tally>, Fault> {
    let rows = tx.all(&TALLIES_UNDER, &[month.name().into(), under(path).into()]).await?;
    rows.iter().map(|row| Ok((row.get("book")?, from_text(&row.get::<String>("body")?)?))).collect()
}

/// How the centres at or below a path stand, by code.
pub(crate) async fn standings(tx: &mut db::Tx<'_>, path: &str, today: BusinessDay) -> Result<Vec<Standing>, Fault> {
    let graded = Graded::on(today);
    let month = Month::of(today);
    let mut now = tallies(tx, path, month).await?;
    let mut before = tallies(tx, path, month.before()).await?;
    let closed = tx.all(&CLOSED_UNDER, &[under(path).into()]).await?;
    let mut closed: HashMap<String, Option<BusinessDay>> =
        closed.iter().map(|row| Ok((row.get("book")?, row.get("last_closed")?))).collect::<Result<_, Fault>>()?;
    let late = tx.all(&LATE_COUNTS, &[true.into(), today.into(), under(path).into()]).await?;
    let late: HashMap<String, i64> =
        late.iter().map(|row| Ok((row.get("book")?, row.get("late")?))).collect::<Result<_, Fault>>()?;
    let seats = network::seats_filled_by_centre(tx, path).await?;
    let centres = network::centres_under(tx, path, "", CENTRES_MAX).await?;
    let standing = |centre: Centre| {
        let tallies = (now.remove(&centre.book).unwrap_or_default(), before.remove(&centre.book).unwrap_or_default());
        let last_closed = closed.remove(&centre.book).flatten();
        let counts =
            (late.get(&centre.book).copied().unwrap_or_default(), seats.get(&centre.code).copied().unwrap_or_default());
        Standing::new(centre, &graded, today, tallies, last_closed, counts)
    };
    Ok(centres.into_iter().map(standing).collect())
}

/// The figures of an area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// Centres.
    pub centres: i64,
    /// The running month, all centres together.
    pub now: Tally,
    /// The month before it.
    pub before: Tally,
    /// Centres by grade, A to D.
    pub grades: [i64; 4],
    /// Centres too new to be graded.
    pub ungraded: i64,
    /// Centres without a close in the last days.
    pub inactive: i64,
    /// Vacant seats.
    pub vacant: i64,
    /// Late cases.
    pub late: i64,
}

impl Figures {
    /// These centres together.
    ///
    /// # Errors
    /// [`Fault::Unsound`] when a sum is beyond what can be counted.
    pub(crate) fn of<'s>(standings: impl IntoIterator<Item = &'s Standing>) -> Result<Figures, Fault> {
        let overflow = || Fault::Unsound("an area has more than can be counted".to_owned());
        let mut figures = Figures::default();
        for one in standings {
            figures.centres = figures.centres.saturating_add(1);
            figures.now = figures.now.and(&one.now).ok_or_else(overflow)?;
            figures.before = figures.before.and(&one.before).ok_or_else(overflow)?;
            let graded = Letter::ALL.iter().zip(figures.grades.iter_mut());
            match graded.into_iter().find(|(letter, _)| Some(**letter) == one.letter()) {
                Some((_, number)) => *number = number.saturating_add(1),
                None => figures.ungraded = figures.ungraded.saturating_add(1),
            }
            figures.inactive = figures.inactive.saturating_add(i64::from(one.inactive));
            figures.vacant = figures.vacant.saturating_add(SEATS.saturating_sub(one.seats_filled).max(0));
            figures.late = figures.late.saturating_add(one.late);
        }
        Ok(figures)
    }
}

/// Women among a hundred customers whose sex is known; none while nobody's is.
pub(crate) fn women_percent(tally: &Tally) -> Option<i64> {
    let known = tally.women.checked_add(tally.men)?;
    tally.women.checked_mul(100)?.checked_div(known)
}

/// The centres of an area by the next code of their path: those of each place one step below it. What stands at the
/// area itself is below nothing.
pub(crate) fn by_next_code<'s>(standings: &'s [Standing], path: &str) -> HashMap<&'s str, Vec<&'s Standing>> {
    let mut below: HashMap<&str, Vec<&Standing>> = HashMap::new();
    for one in standings {
        let next = one.centre.path.strip_prefix(path).and_then(|rest| rest.split('/').next());
        if let Some(code) = next.filter(|code| !code.is_empty()) {
            below.entry(code).or_default().push(one);
        }
    }
    below
}
