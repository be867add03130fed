//! What of attendance needs no store to be tried.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::{Absence, AwayFor, DayHours, Hours, Mark, PersonMonth};
use base::calendar::{BusinessDay, Moment};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn day(number: i64) -> BusinessDay {
    BusinessDay::parse("2026-11-01").unwrap().add_days(number - 1)
}

fn hours(number: i64) -> Hours {
    let at = |hour: i64| Moment::new(day(number).starts_at().get() + hour * 3_600_000);
    Hours { from: at(9), to: at(17) }
}

fn absence(from: i64, to: i64) -> Absence {
    let (from, to, person) = (day(from), day(to), "p".to_owned());
    Absence { id: "a".to_owned(), person, from, to, reason: AwayFor::Illness, note: None, by: "q".to_owned() }
}

/// The month of `p`, who came on a day, with acts on these days and leave.
fn month(since: i64, acted: &[i64], absences: &[Absence], off: &[i64], today: i64) -> PersonMonth {
    let days: Vec<BusinessDay> = (1..=30).map(day).collect();
    let there = |number: &i64| (day(*number), DayHours::from([("p".to_owned(), hours(*number))]));
    let there: BTreeMap<BusinessDay, DayHours> = acted.iter().map(there).collect();
    let off: BTreeSet<BusinessDay> = off.iter().map(|number| day(*number)).collect();
    PersonMonth::of(("p", day(since)), &days, &there, absences, &off, day(today))
}

fn mark(month: &PersonMonth, number: i64) -> Mark {
    month.marks.iter().find(|(one, _)| *one == day(number)).unwrap().1
}

#[test]
fn a_day_is_what_was_done_before_what_was_planned() {
    let seen = month(3, &[4, 6], &[absence(5, 6)], &[7], 10);
    assert_eq!(mark(&seen, 2), Mark::Open, "before the seat");
    assert_eq!(mark(&seen, 3), Mark::Missing);
    assert_eq!(mark(&seen, 4), Mark::Present(hours(4)));
    assert_eq!(mark(&seen, 5), Mark::Away(AwayFor::Illness));
    assert_eq!(mark(&seen, 6), Mark::Present(hours(6)), "came all the same");
    assert_eq!(mark(&seen, 7), Mark::DayOff);
    assert_eq!(mark(&seen, 10), Mark::Open, "today is not over");
    assert_eq!(mark(&seen, 11), Mark::Open);
    assert_eq!((seen.present(), seen.away(), seen.missing()), (2, 1, 3));
}

#[test]
fn leave_ahead_shows_before_its_day() {
    assert_eq!(mark(&month(1, &[], &[absence(20, 21)], &[], 10), 20), Mark::Away(AwayFor::Illness));
}

#[test]
fn leave_of_another_person_is_not_mine() {
    let other = Absence { person: "q".to_owned(), ..absence(5, 6) };
    assert_eq!(month(1, &[], std::slice::from_ref(&other), &[], 30).away(), 0);
    assert!(!other.meets("p", day(5), day(6)) && other.meets("q", day(6), day(9)) && !other.meets("q", day(7), day(9)));
}

#[test]
fn every_reason_is_found_by_its_name() {
    for reason in AwayFor::ALL {
        assert_eq!(AwayFor::of_name(reason.name()), Some(reason));
    }
    assert_eq!(AwayFor::of_name("holiday"), None);
}

proptest! {
    #[test]
    fn a_day_grows_to_hold_every_act(acts in prop::collection::vec(0_i64..86_400_000, 1..20)) {
        let first = Moment::new(acts[0]);
        let all = acts.iter().fold(Hours { from: first, to: first }, |hours, at| hours.with(Moment::new(*at)));
        prop_assert_eq!(all.from.get(), *acts.iter().min().unwrap());
        prop_assert_eq!(all.to.get(), *acts.iter().max().unwrap());
    }

    #[test]
    fn no_day_is_counted_twice(acted in prop::collection::btree_set(1_i64..31, 0..20), from in 1_i64..31, length in 0_i64..9, today in 1_i64..31) {
        let acted: Vec<i64> = acted.into_iter().collect();
        let seen = month(1, &acted, &[absence(from, from + length)], &[6, 7], today);
        prop_assert!(seen.present() + seen.away() + seen.missing() <= 30);
        prop_assert_eq!(seen.present(), i64::try_from(acted.len()).unwrap());
    }
}
