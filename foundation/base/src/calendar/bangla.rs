//! The civil Bangla calendar of Bangladesh by the rule in force since October 2019 (1426).
//!
//! The year begins on 14 April. Its first six months have 31 days, the others 30, but Falgun has 29, and 30 when the
//! Gregorian year in which it ends is a leap year. So 21 February is always 8 Falgun, as it was in 1952.

use super::BusinessDay;
use crate::Lang;
use crate::number::digits_for;

/// A date of the Bangla calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BanglaDate {
    year: i16,
    month: u8,
    day: u8,
}

const MONTHS_BN: [&str; 12] =
    ["বৈশাখ", "জ্যৈষ্ঠ", "আষাঢ়", "শ্রাবণ", "ভাদ্র", "আশ্বিন", "কার্তিক", "অগ্রহায়ণ", "পৌষ", "মাঘ", "ফাল্গুন", "চৈত্র"];
const MONTHS_EN: [&str; 12] = [
    "Boishakh",
    "Joishtho",
    "Asharh",
    "Srabon",
    "Bhadro",
    "Ashwin",
    "Kartik",
    "Ogrohayon",
    "Poush",
    "Magh",
    "Falgun",
    "Choitro",
];

/// Days of the months from Boishakh; Falgun as in a common year.
const LENGTHS: [i64; 12] = [31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 29, 30];
/// The place of Falgun, counted from zero.
const FALGUN: usize = 10;
/// The Bangla year that begins in a Gregorian year is this much less.
const BEHIND: i16 = 593;

impl BanglaDate {
    /// The first day of 1426, the first year under the present rule: 14 April 2019. For days before it this module gives
    /// what the present rule would have said, not what the calendars of the time showed.
    #[must_use]
    pub fn rule_since() -> Option<BusinessDay> {
        BusinessDay::new(2019, 4, 14)
    }

    /// The Bangla date of a day, by the rule of 2019 also for days before it.
    #[must_use]
    pub fn of(day: BusinessDay) -> Self {
        let year_of_day = day.date().year();
        let begins_this_year = BusinessDay::new(year_of_day, 4, 14).is_some_and(|first| day >= first);
        let begins_in = if begins_this_year { year_of_day } else { year_of_day.saturating_sub(1) };
        // Year 0 has no business day; its 14 April lies 262 days before 0001-01-01.
        let mut left = match BusinessDay::new(begins_in, 4, 14) {
            Some(first) => day.days_since(first),
            None => day.days_since(BusinessDay::FIRST).saturating_add(262),
        };
        let falgun_is_long =
            jiff::civil::Date::new(begins_in.saturating_add(1), 1, 1).is_ok_and(jiff::civil::Date::in_leap_year);
        let mut month = 1_u8;
        for (place, length) in LENGTHS.into_iter().enumerate() {
            let length = if place == FALGUN && falgun_is_long { length.saturating_add(1) } else { length };
            if left < length {
                break;
            }
            left = left.saturating_sub(length);
            month = month.saturating_add(1);
        }
        BanglaDate {
            year: begins_in.saturating_sub(BEHIND),
            month,
            day: u8::try_from(left.saturating_add(1)).unwrap_or_default(),
        }
    }

    /// The Bangla year; zero or less before the year 594.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 for Boishakh to 12 for Choitro.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// The name of the month.
    #[must_use]
    pub fn month_name(self, lang: Lang) -> &'static str {
        let names = match lang {
            Lang::Bn => MONTHS_BN,
            Lang::En => MONTHS_EN,
        };
        names.get(usize::from(self.month.saturating_sub(1))).copied().unwrap_or_default()
    }

    /// For people: `৮ অগ্রহায়ণ ১৪৩৩` or `8 Ogrohayon 1433`.
    #[must_use]
    pub fn show(self, lang: Lang) -> String {
        digits_for(&format!("{} {} {}", self.day, self.month_name(lang), self.year), lang)
    }
}
