//! The lines of a grade, one measure at a time, and that a better measure never gives a worse grade.

use crate::supervise::grade::*;
use base::Paisa;
use proptest::prelude::*;

/// A centre as it should be, in a month of 20 working days.
fn good() -> Measures {
    Measures {
        days: 20,
        month_days: 20,
        closed_on_time: 20,
        closes: 20,
        cash_off: Paisa::ZERO,
        receipts: 600,
        women: 300,
        men: 280,
        reversed: 2,
        complaints: 0,
        late: 0,
        seats_filled: 2,
        income: Paisa::new(1_200_000),
    }
}

fn whys(measures: &Measures) -> Vec<(Why, bool)> {
    measures.grade().unwrap().reasons.iter().map(|reason| (reason.why, reason.grave)).collect()
}

#[test]
fn a_good_centre_has_an_a_and_no_reason() {
    let grade = good().grade().unwrap();
    assert_eq!((grade.letter, grade.reasons.len()), (Letter::A, 0));
}

#[test]
fn a_month_of_few_days_is_not_graded() {
    assert_eq!(Measures { days: GRADED_DAYS_MIN - 1, ..good() }.grade(), None);
    assert!(Measures { days: GRADED_DAYS_MIN, ..good() }.grade().is_some());
}

#[test]
fn each_measure_has_its_line_and_its_reason() {
    let cases = [
        (Measures { closed_on_time: 18, ..good() }, None),
        (Measures { closed_on_time: 17, ..good() }, Some((Why::Closes, false))),
        (Measures { closed_on_time: 11, ..good() }, Some((Why::Closes, true))),
        (Measures { cash_off: Paisa::new(40_000), ..good() }, None),
        (Measures { cash_off: Paisa::new(40_001), ..good() }, Some((Why::Cash, false))),
        (Measures { cash_off: Paisa::new(200_001), ..good() }, Some((Why::Cash, true))),
        (Measures { receipts: 199, ..good() }, Some((Why::Receipts, false))),
        (Measures { receipts: 59, reversed: 0, ..good() }, Some((Why::Receipts, true))),
        (Measures { women: 30, men: 60, ..good() }, Some((Why::Women, false))),
        (Measures { women: 0, men: 9, ..good() }, None),
        (Measures { reversed: 18, ..good() }, None),
        (Measures { reversed: 19, ..good() }, Some((Why::Reversals, false))),
        (Measures { reversed: 61, ..good() }, Some((Why::Reversals, true))),
        (Measures { complaints: 1, ..good() }, None),
        (Measures { complaints: 2, ..good() }, Some((Why::Complaints, false))),
        (Measures { complaints: 4, ..good() }, Some((Why::Complaints, true))),
        (Measures { late: 2, ..good() }, None),
        (Measures { late: 3, ..good() }, Some((Why::Late, false))),
        (Measures { late: 11, ..good() }, Some((Why::Late, true))),
        (Measures { seats_filled: 1, ..good() }, Some((Why::Seats, false))),
        (Measures { seats_filled: 0, ..good() }, Some((Why::Seats, true))),
        (Measures { income: Paisa::new(500_100), ..good() }, None),
        (Measures { income: Paisa::new(500_099), ..good() }, Some((Why::Income, false))),
        (Measures { income: Paisa::new(250_049), ..good() }, Some((Why::Income, true))),
    ];
    for (measures, wanted) in cases {
        assert_eq!(whys(&measures), wanted.into_iter().collect::<Vec<_>>(), "{measures:?}");
    }
}

#[test]
fn a_running_month_is_asked_for_its_share_of_the_income() {
    let half = Measures { days: 10, closed_on_time: 10, closes: 10, income: Paisa::new(250_050), ..good() };
    assert_eq!(whys(&half), []);
    assert_eq!(whys(&Measures { income: Paisa::new(250_049), ..half }), [(Why::Income, false)]);
}

#[test]
fn the_letter_is_the_weight_of_the_reasons_and_the_gravest_stands_first() {
    let two = Measures { seats_filled: 1, late: 3, ..good() };
    assert_eq!(two.grade().unwrap().letter, Letter::B);
    let three = Measures { complaints: 2, ..two.clone() };
    assert_eq!(three.grade().unwrap().letter, Letter::C);
    let grave = Measures { closed_on_time: 3, seats_filled: 1, ..good() };
    assert_eq!(grave.grade().unwrap().letter, Letter::C);
    assert_eq!(whys(&grave), [(Why::Closes, true), (Why::Seats, false)]);
    let nobody = Measures { days: 20, month_days: 20, ..Measures::default() };
    assert_eq!(nobody.grade().unwrap().letter, Letter::D);
}

fn any_measures() -> impl Strategy<Value = Measures> {
    let days = (5_i64..=23, 0_i64..=3, 0_i64..=26, 0_i64..=26);
    let served = (0_i64..=700, 0_i64..=400, 0_i64..=400);
    let faults = (0_i64..=80, 0_i64..=9, 0_i64..=15, 0_i64..=2);
    let money = (0_i64..=300_000, -50_000_i64..=900_000);
    (days, served, faults, money).prop_map(|(days, served, faults, money)| Measures {
        days: days.0,
        month_days: days.0 + days.1,
        closed_on_time: days.2.min(days.3),
        closes: days.2.max(days.3),
        cash_off: Paisa::new(money.0),
        receipts: served.0,
        women: served.1,
        men: served.2,
        reversed: faults.0,
        complaints: faults.1,
        late: faults.2,
        seats_filled: faults.3,
        income: Paisa::new(money.1),
    })
}

/// The same centre with one measure better by so much.
fn better(measures: &Measures, which: usize, by: i64) -> Measures {
    let mut better = measures.clone();
    let less = |number: i64| number.saturating_sub(by).max(0);
    match which {
        0 => better.closed_on_time += by,
        1 => better.closes += by,
        2 => better.cash_off = Paisa::new(less(better.cash_off.get())),
        3 => better.receipts += by,
        4 => better.women += by,
        5 => better.reversed = less(better.reversed),
        6 => better.complaints = less(better.complaints),
        7 => better.late = less(better.late),
        8 => better.seats_filled = (better.seats_filled + by).min(SEATS),
        _ => better.income = better.income.checked_add(Paisa::new(by)).unwrap(),
    }
    better
}

proptest! {
    #[test]
    fn a_better_measure_never_gives_a_worse_grade(
        measures in any_measures(), which in 0_usize..10, by in 1_i64..=60_000,
    ) {
        let (before, after) = (measures.grade().unwrap(), better(&measures, which, by).grade().unwrap());
        prop_assert!(after.letter <= before.letter, "{before:?} then {after:?}");
    }

    #[test]
    fn a_grade_is_a_just_when_it_has_no_reason(measures in any_measures()) {
        let grade = measures.grade().unwrap();
        prop_assert_eq!(grade.letter == Letter::A, grade.reasons.is_empty());
    }
}
