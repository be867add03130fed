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
