//! Months, working days, what is graded, who is inactive.

use crate::supervise::standing::*;
use crate::tally::Tally;
use base::calendar::BusinessDay;

fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap()
}

#[test]
fn a_month_knows_its_name_its_neighbours_and_its_working_days() {
    let month = Month::of(day("2026-11-23"));
    assert_eq!((month.name(), month.before().name(), month.after().name()), {
        ("2026-11".to_owned(), "2026-10".to_owned(), "2026-12".to_owned())
    });
    assert_eq!(Month::of(day("2026-01-31")).before().name(), "2025-12");
    assert_eq!(Month::of(day("2026-01-31")).after().name(), "2026-02");
    // November 2026 begins on a Sunday and has no public holiday: five days to the first Friday.
    assert_eq!(month.working_days(day("2026-11-08")).len(), 5);
    assert_eq!(month.working_days(month.after().first).len(), 22);
}

#[test]
fn the_running_month_is_graded_once_five_working_days_have_passed() {
    let early = Graded::on(day("2026-11-05"));
    assert_eq!((early.month.name(), early.running), ("2026-10".to_owned(), false));
    let later = Graded::on(day("2026-11-08"));
    assert_eq!((later.month.name(), later.running, later.days.len()), ("2026-11".to_owned(), true, 5));
}

#[test]
fn a_centre_is_measured_by_the_days_since_it_was_opened() {
    let graded = Graded::on(day("2026-11-23"));
    let opened = |on: &str| graded.measures(&Tally::default(), day(on), 0, 2).days;
    assert_eq!((opened("2020-01-01"), opened("2026-11-19"), opened("2026-11-23")), (16, 2, 0));
}

#[test]
fn a_centre_is_inactive_after_seven_days_without_a_close() {
    let (today, opened) = (day("2026-11-23"), day("2026-01-01"));
    assert!(!is_inactive(Some(day("2026-11-16")), opened, today));
    assert!(is_inactive(Some(day("2026-11-15")), opened, today));
    assert!(is_inactive(None, opened, today));
    assert!(!is_inactive(None, day("2026-11-20"), today), "it was opened three days ago");
}
