//! Days and moments of Bangladesh: the business day in Asia/Dhaka, the Bangla calendar, the fiscal year, holidays.
//!
//! Asia/Dhaka is UTC+6 without daylight saving since 2010, so a fixed offset is exact for every day this house can see
//! and needs no time zone database on the centre's old machine. Nothing here knows what time it is now.

mod bangla;
mod fiscal;
mod holidays;

pub use bangla::BanglaDate;
pub use fiscal::FiscalYear;
pub use holidays::{Holidays, Refused as HolidaysRefused};
pub use jiff::civil::Weekday;

use crate::number::{digits_for, to_latin_digits};
use crate::{Lang, Refusal};
use jiff::SignedDuration;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Milliseconds in a day.
const DAY_MS: i64 = 86_400_000;
/// How far Dhaka is ahead of UTC, in milliseconds.
const DHAKA_MS: i64 = 6 * 3_600_000;

/// A moment: milliseconds since 1970-01-01 00:00 UTC, as the journal stores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// The moment so many milliseconds after the epoch.
    #[must_use]
    pub const fn new(ms: i64) -> Self {
        Moment(ms)
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The business day in Dhaka. A moment beyond the year 9999 counts as its last day.
    #[must_use]
    pub fn day(self) -> BusinessDay {
        let days = self.0.saturating_add(DHAKA_MS).div_euclid(DAY_MS);
        BusinessDay::EPOCH.add_days(days)
    }

    /// The clock in Dhaka: `১০:৪২`.
    #[must_use]
    pub fn clock(self, lang: Lang) -> String {
        let minutes = self.0.saturating_add(DHAKA_MS).rem_euclid(DAY_MS) / 60_000;
        digits_for(&format!("{:02}:{:02}", minutes / 60, minutes % 60), lang)
    }

    /// Day and clock: `২৩ নভেম্বর ২০২৬, ১০:৪২`.
    #[must_use]
    pub fn show(self, lang: Lang) -> String {
        format!("{}, {}", self.day().show(lang), self.clock(lang))
    }
}

/// A day in Dhaka, from 0001-01-01 to 9999-12-31. Written and stored as `yyyy-mm-dd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BusinessDay(Date);

const MONTHS_BN: [&str; 12] =
    ["জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl BusinessDay {
    const EPOCH: BusinessDay = BusinessDay(Date::constant(1970, 1, 1));
    const FIRST: BusinessDay = BusinessDay(Date::constant(1, 1, 1));

    /// The day of this Gregorian date; none when there is no such day.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let day = BusinessDay(Date::new(year, month, day).ok()?);
        (day >= Self::FIRST).then_some(day)
    }

    /// Reads `yyyy-mm-dd`, with Bangla or Latin digits.
    ///
    /// # Errors
    /// Another form, or a day that the calendar does not have.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let text = to_latin_digits(text.trim());
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Refused::Form);
        };
        let formed = [(year, 4), (month, 2), (day, 2)]
            .iter()
            .all(|(part, length)| part.len() == *length && part.chars().all(|c| c.is_ascii_digit()));
        if !formed {
            return Err(Refused::Form);
        }
        match (year.parse(), month.parse(), day.parse()) {
            (Ok(year), Ok(month), Ok(day)) => Self::new(year, month, day).ok_or(Refused::NoSuchDay),
            _ => Err(Refused::NoSuchDay),
        }
    }

    /// The day as jiff knows it.
    #[must_use]
    pub const fn date(self) -> Date {
        self.0
    }

    /// `261123`: the day in a receipt number.
    #[must_use]
    pub fn compact(self) -> String {
        format!("{:02}{:02}{:02}", self.0.year().rem_euclid(100), self.0.month(), self.0.day())
    }

    /// So many days later, or earlier when negative. Stops at the first and the last day there is.
    #[must_use]
    pub fn add_days(self, days: i64) -> Self {
        let seconds = days.saturating_mul(DAY_MS / 1000);
        BusinessDay(self.0.saturating_add(SignedDuration::from_secs(seconds))).max(Self::FIRST)
    }

    /// How many days after the other day this one is; negative when before it.
    #[must_use]
    pub fn days_since(self, other: BusinessDay) -> i64 {
        self.0.duration_since(other.0).as_secs() / (DAY_MS / 1000)
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// The moment at which the day begins in Dhaka. It ends where the next begins.
    #[must_use]
    pub fn starts_at(self) -> Moment {
        Moment(self.days_since(Self::EPOCH).saturating_mul(DAY_MS).saturating_sub(DHAKA_MS))
    }

    /// For people: `২৩ নভেম্বর ২০২৬` or `23 November 2026`.
    #[must_use]
    pub fn show(self, lang: Lang) -> String {
        let names = match lang {
            Lang::Bn => MONTHS_BN,
            Lang::En => MONTHS_EN,
        };
        let place = usize::try_from(self.0.month()).unwrap_or_default().saturating_sub(1);
        let month = names.get(place).copied().unwrap_or_default();
        digits_for(&format!("{} {month} {}", self.0.day(), self.0.year()), lang)
    }
}

impl fmt::Display for BusinessDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl FromStr for BusinessDay {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        Self::parse(text)
    }
}

impl TryFrom<String> for BusinessDay {
    type Error = Refused;

    fn try_from(text: String) -> Result<Self, Refused> {
        Self::parse(&text)
    }
}

impl From<BusinessDay> for String {
    fn from(day: BusinessDay) -> String {
        day.to_string()
    }
}

/// Why a text is not a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not `yyyy-mm-dd`.
    #[error("a day is written yyyy-mm-dd")]
    Form,
    /// Well written, but the calendar has no such day.
    #[error("there is no such day")]
    NoSuchDay,
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Refused::Form => "base.day.form",
            Refused::NoSuchDay => "base.day.no_such_day",
        }
    }
}
