//! The grade of a centre in a month, A to D, and why it is not A (facts.md 3.7, "centre health measures").
//!
//! Each measure that falls short is a reason with a weight; the weights together make the letter. So a grade can always be
//! explained, and a measure that gets better never makes it worse. The lines are ours where the source of a constant
//! names no other; they stand here and nowhere else.

use base::Paisa;
use serde::{Deserialize, Serialize};

/// Working days that must have passed before a month is graded: of fewer nothing can be said.
pub const GRADED_DAYS_MIN: i64 = 5;
/// Of a hundred working days, how many must be closed on their own day; below it is a reason.
pub const CLOSED_PERCENT_MIN: i64 = 90;
/// Below this the days are not kept at all: a grave reason.
pub const CLOSED_PERCENT_GRAVE: i64 = 60;
/// Receipts a working day: a counter that serves fewer hardly serves its union.
pub const RECEIPTS_A_DAY_MIN: i64 = 10;
/// Below this it is a grave reason.
pub const RECEIPTS_A_DAY_GRAVE: i64 = 3;
/// Of a hundred customers whose sex is known, how many must be women.
pub const WOMEN_PERCENT_MIN: i64 = 40;
/// Below this it is a grave reason.
pub const WOMEN_PERCENT_GRAVE: i64 = 15;
/// Men served before the share of women is judged: of a handful nothing can be said.
pub const MEN_KNOWN_MIN: i64 = 10;
/// What a drawer may be off at a close without a reason (screens.md 3.2, "Z report").
pub const CASH_OFF_A_CLOSE_MAX: Paisa = Paisa::new(2_000);
/// Above this it is a grave reason.
pub const CASH_OFF_A_CLOSE_GRAVE: Paisa = Paisa::new(10_000);
/// Of a hundred receipts, how many may be reversed.
pub const REVERSED_PERCENT_MAX: i64 = 3;
/// Above this it is a grave reason.
pub const REVERSED_PERCENT_GRAVE: i64 = 10;
/// Reversals that nobody asks about, however few the receipts are.
pub const REVERSED_FREE: i64 = 2;
/// Complaints about a thousand receipts that are no reason.
pub const COMPLAINTS_PER_1000_MAX: i64 = 1;
/// Above this it is a grave reason.
pub const COMPLAINTS_PER_1000_GRAVE: i64 = 5;
/// A single complaint is looked into, but is no reason yet.
pub const COMPLAINTS_FREE: i64 = 1;
/// Cases that may be late at once.
pub const LATE_MAX: i64 = 2;
/// Above this it is a grave reason.
pub const LATE_GRAVE: i64 = 10;
/// Seats of a centre, both of which are to be filled (facts.md 2: a woman and a man).
pub const SEATS: i64 = 2;
/// The line of a sustained income, a month: Tk 5,001 (facts.md 3.2, a study of 538 entrepreneurs).
pub const INCOME_A_MONTH_MIN: Paisa = Paisa::new(500_100);

/// The weight of a reason, and of a grave one.
const WEIGHTS: (i64, i64) = (1, 3);
/// The heaviest B and the heaviest C.
const B_MAX: i64 = 2;
const C_MAX: i64 = 5;

/// What is measured at a centre in a month. Days are working days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Measures {
    /// Working days of the month that have passed since the centre was opened.
    pub days: i64,
    /// Working days of the whole month, by which the line of the income is shared out.
    pub month_days: i64,
    /// Days closed on their own day.
    pub closed_on_time: i64,
    /// Days closed.
    pub closes: i64,
    /// How far the drawer was off at its counts, too much or too little.
    pub cash_off: Paisa,
    /// Receipts given.
    pub receipts: i64,
    /// Of them, to women.
    pub women: i64,
    /// Of them, to men.
    pub men: i64,
    /// Receipts reversed.
    pub reversed: i64,
    /// Complaints about receipts.
    pub complaints: i64,
    /// Cases that are late now.
    pub late: i64,
    /// Seats that are filled now, 0 to 2.
    pub seats_filled: i64,
    /// What the shop earned, all streams together.
    pub income: Paisa,
}

/// A measure that can fall short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Days that were not closed on their own day.
    Closes,
    /// Few receipts a day.
    Receipts,
    /// Few women among the customers.
    Women,
    /// A drawer that does not agree.
    Cash,
    /// Many reversals.
    Reversals,
    /// Complaints.
    Complaints,
    /// Cases that should have been ready.
    Late,
    /// Vacant seats.
    Seats,
    /// An income on which nobody stays.
    Income,
}

/// Why a grade is not A.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// What falls short.
    pub why: Why,
    /// True when it falls short by much.
    pub grave: bool,
    /// What was measured; poisha where it is money.
    pub is: i64,
    /// What it is measured against: the line, or the whole of which it is a part.
    pub of: i64,
}

/// The four letters, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub enum Letter {
    /// No reason.
    A,
    /// A little falls short.
    B,
    /// Something falls short by much, or several things a little.
    C,
    /// The centre needs help.
    D,
}

impl Letter {
    /// All four, the best first.
    pub const ALL: [Letter; 4] = [Letter::A, Letter::B, Letter::C, Letter::D];

    /// As it is stored and shown.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Letter::A => "A",
            Letter::B => "B",
            Letter::C => "C",
            Letter::D => "D",
        }
    }

    /// The letter of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Letter> {
        Letter::ALL.into_iter().find(|letter| letter.name() == name)
    }
}

/// A grade with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// The letter.
    pub letter: Letter,
    /// Why it is not A; empty when it is.
    pub reasons: Vec<Reason>,
}

/// How far something falls short: not, by a little, gravely.
fn short(little: bool, grave: bool) -> Option<bool> {
    (little || grave).then_some(grave)
}

/// True when a share lies below so many in a hundred. Compared by products: nothing is rounded.
fn below(part: i64, whole: i64, percent: i64) -> bool {
    i128::from(part) * 100 < i128::from(whole) * i128::from(percent)
}

/// True when a share lies above so many in `scale`.
fn above(part: i64, whole: i64, line: i64, scale: i64) -> bool {
    i128::from(part) * i128::from(scale) > i128::from(whole) * i128::from(line)
}

impl Measures {
    /// The grade of this month; none while too few working days have passed.
    #[must_use]
    pub fn grade(&self) -> Option<Grade> {
        if self.days < GRADED_DAYS_MIN {
            return None;
        }
        let mut reasons: Vec<Reason> = [self.keeping(), self.serving(), self.honesty(), self.standing()].concat();
        reasons.sort_by_key(|reason| (!reason.grave, reason.why));
        let weight = reasons.iter().map(|reason| if reason.grave { WEIGHTS.1 } else { WEIGHTS.0 }).sum::<i64>();
        let letter = match weight {
            0 => Letter::A,
            1..=B_MAX => Letter::B,
            ..=C_MAX => Letter::C,
            _ => Letter::D,
        };
        Some(Grade { letter, reasons })
    }

    /// The days and their drawers.
    fn keeping(&self) -> Vec<Reason> {
        let closed = short(
            below(self.closed_on_time, self.days, CLOSED_PERCENT_MIN),
            below(self.closed_on_time, self.days, CLOSED_PERCENT_GRAVE),
        );
        let off = |line: Paisa| above(self.cash_off.get(), self.closes.max(1), line.get(), 1);
        let cash = short(off(CASH_OFF_A_CLOSE_MAX), off(CASH_OFF_A_CLOSE_GRAVE));
        let a_close = self.cash_off.get().checked_div(self.closes.max(1)).unwrap_or_default();
        reasons([
            (Why::Closes, closed, self.closed_on_time, self.days),
            (Why::Cash, cash, a_close, CASH_OFF_A_CLOSE_MAX.get()),
        ])
    }

    /// Who is served, how many, and whether one can live on it.
    fn serving(&self) -> Vec<Reason> {
        let fewer = |line: i64| below(self.receipts, self.days.saturating_mul(line), 100);
        let known = self.women.saturating_add(self.men);
        let few = |line: i64| self.men >= MEN_KNOWN_MIN && below(self.women, known, line);
        let percent = self.women.saturating_mul(100).checked_div(known).unwrap_or_default();
        let a_day = self.receipts.checked_div(self.days).unwrap_or_default();
        // A running month is asked for its share of the line.
        let line = INCOME_A_MONTH_MIN.get().saturating_mul(self.days).checked_div(self.month_days.max(self.days));
        let line = line.unwrap_or_default();
        let income = short(self.income.get() < line, self.income.get().saturating_mul(2) < line);
        reasons([
            (Why::Receipts, short(fewer(RECEIPTS_A_DAY_MIN), fewer(RECEIPTS_A_DAY_GRAVE)), a_day, RECEIPTS_A_DAY_MIN),
            (Why::Women, short(few(WOMEN_PERCENT_MIN), few(WOMEN_PERCENT_GRAVE)), percent, WOMEN_PERCENT_MIN),
            (Why::Income, income, self.income.get(), line),
        ])
    }

    /// Reversals and complaints, beside the receipts that they are about.
    fn honesty(&self) -> Vec<Reason> {
        let reversed = |line| self.reversed > REVERSED_FREE && above(self.reversed, self.receipts, line, 100);
        let complained = |line| self.complaints > COMPLAINTS_FREE && above(self.complaints, self.receipts, line, 1000);
        let reversals = short(reversed(REVERSED_PERCENT_MAX), reversed(REVERSED_PERCENT_GRAVE));
        let complaints = short(complained(COMPLAINTS_PER_1000_MAX), complained(COMPLAINTS_PER_1000_GRAVE));
        reasons([
            (Why::Reversals, reversals, self.reversed, self.receipts),
            (Why::Complaints, complaints, self.complaints, self.receipts),
        ])
    }

    /// What stands so now: late cases, empty seats.
    fn standing(&self) -> Vec<Reason> {
        let late = short(self.late > LATE_MAX, self.late > LATE_GRAVE);
        let seats = short(self.seats_filled < SEATS, self.seats_filled < 1);
        reasons([(Why::Late, late, self.late, LATE_MAX), (Why::Seats, seats, self.seats_filled, SEATS)])
    }
}

/// The measures that fall short.
fn reasons<const N: usize>(measured: [(Why, Option<bool>, i64, i64); N]) -> Vec<Reason> {
    let short = |(why, short, is, of): (Why, Option<bool>, i64, i64)| short.map(|grave| Reason { why, grave, is, of });
    measured.into_iter().filter_map(short).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
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
}
