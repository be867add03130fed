//! When a person's day is unlike their others: pure.

use serde::{Deserialize, Serialize};

/// Days at work over whose median a day is judged.
pub const USUAL_DAYS: usize = 30;
/// With fewer days at work nobody can say what is usual.
pub const USUAL_DAYS_MIN: usize = 5;
/// So many times the usual number of receipts is far over it.
pub const VOLUME_TIMES: i64 = 3;
/// A day of fewer receipts is never far over: stolen seats wrote 40 records a day (facts.md 3.4).
pub const VOLUME_MIN: i64 = 20;
/// So many of a hundred receipts for applicants from outside are many.
pub const OUTSIDE_PERCENT_MIN: i64 = 50;
/// With fewer of them in a day their share says nothing.
pub const OUTSIDE_MIN: i64 = 5;
/// So many reversals of a hundred receipts are many.
pub const REVERSED_PERCENT_MIN: i64 = 10;
/// With fewer of them in a day their share says nothing.
pub const REVERSED_MIN: i64 = 3;

/// What a person did on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PersonDay {
    /// The median of their last days at work; -1 while nobody can say.
    pub usual: i64,
    /// Receipts given.
    pub receipts: i64,
    /// Of them, to applicants from outside the area.
    pub outside: i64,
    /// Their receipts that were reversed on this day.
    pub reversed: i64,
    /// Complaints that more was taken than the receipts of this day say, those found untrue left out.
    pub overcharged: i64,
}

/// Why a day is in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unlike {
    /// Customers say that they paid more.
    Overcharged,
    /// Far more receipts than usual.
    Volume,
    /// Many reversals.
    Reversals,
    /// Many applicants from outside.
    Outside,
}

impl Unlike {
    /// As the API and words name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Unlike::Overcharged => "overcharged",
            Unlike::Volume => "volume",
            Unlike::Reversals => "reversals",
            Unlike::Outside => "outside",
        }
    }

    /// How heavy it weighs beside the others.
    const fn weight(self) -> i64 {
        match self {
            Unlike::Overcharged => 4,
            Unlike::Volume => 3,
            Unlike::Reversals => 2,
            Unlike::Outside => 1,
        }
    }
}

/// True for at least so many of a hundred.
fn is_share(part: i64, whole: i64, percent: i64) -> bool {
    part.saturating_mul(100) >= whole.saturating_mul(percent)
}

impl PersonDay {
    /// Why this day is unlike the person's others, the heaviest first.
    #[must_use]
    pub fn unlike(&self) -> Vec<Unlike> {
        let far = self.usual >= 0 && self.receipts > self.usual.saturating_mul(VOLUME_TIMES);
        let judged = [
            (Unlike::Overcharged, self.overcharged > 0),
            (Unlike::Volume, far && self.receipts >= VOLUME_MIN),
            (
                Unlike::Reversals,
                self.reversed >= REVERSED_MIN && is_share(self.reversed, self.receipts, REVERSED_PERCENT_MIN),
            ),
            (
                Unlike::Outside,
                self.outside >= OUTSIDE_MIN && is_share(self.outside, self.receipts, OUTSIDE_PERCENT_MIN),
            ),
        ];
        judged.into_iter().filter(|(_, is)| *is).map(|(why, _)| why).collect()
    }

    /// How bad it is: the list shows the worst first.
    #[must_use]
    pub fn weight(&self) -> i64 {
        let reasons: i64 = self.unlike().into_iter().map(Unlike::weight).sum();
        reasons.saturating_mul(10).saturating_add(self.overcharged.clamp(0, 9))
    }
}

/// What is usual: the lower median, or -1 for too few days.
#[must_use]
pub fn usual(days: &[i64]) -> i64 {
    if days.len() < USUAL_DAYS_MIN {
        return -1;
    }
    let mut sorted = days.to_vec();
    sorted.sort_unstable();
    let middle = sorted.len().saturating_sub(1).div_euclid(2);
    sorted.get(middle).copied().unwrap_or(-1)
}
