//! The fiscal year of the government: 1 July to 30 June.

use super::BusinessDay;
use crate::Lang;
use crate::number::digits_for;
use std::fmt;

/// A fiscal year, known by the Gregorian year in which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FiscalYear(i16);

impl FiscalYear {
    /// The fiscal year in which the day lies.
    #[must_use]
    pub fn of(day: BusinessDay) -> Self {
        let year = day.date().year();
        FiscalYear(if day.date().month() >= 7 { year } else { year.saturating_sub(1) })
    }

    /// For people: `২০২৬-২৭` or `2026-27`.
    #[must_use]
    pub fn show(self, lang: Lang) -> String {
        digits_for(&self.to_string(), lang)
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0, self.0.saturating_add(1).rem_euclid(100))
    }
}
