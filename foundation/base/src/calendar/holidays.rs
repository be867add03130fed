//! Which days the government works: not on Friday and Saturday, nor on a public holiday.
//!
//! Many holidays hang on the sighting of the moon and on the gazette, so the table is data that can be replaced while
//! the house runs; the one inside the program (`data/holidays.csv`, 2024 to 2027) is only what it starts with.

use super::{BusinessDay, Weekday};
use crate::{Lang, Refusal};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The public holidays of some years.
#[derive(Debug, Clone, Default)]
pub struct Holidays {
    names: BTreeMap<BusinessDay, Names>,
}

#[derive(Debug, Clone)]
struct Names {
    bn: String,
    en: String,
}

/// One row of the table; the columns `certainty` and `source` are for its reader.
#[derive(Deserialize)]
struct Row {
    date: String,
    name_en: String,
    name_bn: String,
    kind: String,
}

impl Holidays {
    /// The holidays that came with the program.
    #[must_use]
    pub fn built_in() -> Self {
        // A test reads the same table, so what is compiled in can be read.
        Self::from_csv(include_str!("../../data/holidays.csv")).unwrap_or_default()
    }

    /// Reads a table with at least the columns `date,name_en,name_bn,kind`.
    ///
    /// Only rows of kind `public` count: a `regional` day is off in a few districts and not in the nation.
    ///
    /// # Errors
    /// A missing column, a row that cannot be read, or a date that is not a day; the line is named.
    pub fn from_csv(table: &str) -> Result<Self, Refused> {
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let headers = reader.headers().map_err(|_| Refused::Columns)?.clone();
        if !["date", "name_en", "name_bn", "kind"].iter().all(|column| headers.iter().any(|h| h == *column)) {
            return Err(Refused::Columns);
        }
        let mut names = BTreeMap::new();
        let mut record = csv::StringRecord::new();
        loop {
            let line = reader.position().line();
            if !reader.read_record(&mut record).map_err(|_| Refused::Row { line })? {
                return Ok(Holidays { names });
            }
            let line = record.position().map_or(line, csv::Position::line);
            let row: Row = record.deserialize(Some(&headers)).map_err(|_| Refused::Row { line })?;
            let day = BusinessDay::parse(&row.date).map_err(|_| Refused::Day { line })?;
            if row.kind == "public" {
                // Two holidays may fall on one day; the first names it.
                names.entry(day).or_insert(Names { bn: row.name_bn, en: row.name_en });
            }
        }
    }

    /// The name of the public holiday on this day, if it is one.
    #[must_use]
    pub fn name(&self, day: BusinessDay, lang: Lang) -> Option<&str> {
        let names = self.names.get(&day)?;
        Some(match lang {
            Lang::Bn => &names.bn,
            Lang::En => &names.en,
        })
    }

    /// Whether government offices work on this day.
    #[must_use]
    pub fn is_working(&self, day: BusinessDay) -> bool {
        !matches!(day.weekday(), Weekday::Friday | Weekday::Saturday) && !self.names.contains_key(&day)
    }

    /// The working day that is so many working days after this one; the day itself for none. This is when a service with
    /// so many days to be done is due.
    #[must_use]
    pub fn add_working_days(&self, day: BusinessDay, days: u32) -> BusinessDay {
        let mut reached = day;
        let mut left = days;
        while left > 0 {
            let next = reached.add_days(1);
            if next == reached {
                break; // the last day of the calendar
            }
            reached = next;
            if self.is_working(reached) {
                left = left.saturating_sub(1);
            }
        }
        reached
    }
}

/// Why a table of holidays was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A column is missing.
    #[error("the table needs the columns date, name_en, name_bn and kind")]
    Columns,
    /// A row cannot be read.
    #[error("line {line} cannot be read")]
    Row {
        /// The line in the file, from 1.
        line: u64,
    },
    /// The date of a row is not a day.
    #[error("line {line} has no day of the form yyyy-mm-dd")]
    Day {
        /// The line in the file, from 1.
        line: u64,
    },
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Refused::Columns => "base.holidays.columns",
            Refused::Row { .. } => "base.holidays.row",
            Refused::Day { .. } => "base.holidays.day",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Refused::Columns => Vec::new(),
            Refused::Row { line } | Refused::Day { line } => vec![("line", line.to_string())],
        }
    }
}
