//! The days of a statement: those asked for, or a month.

use base::calendar::BusinessDay;
use base::{Refusal, calendar};
use serde::Deserialize;

/// What is asked of a statement, as it stands in an address.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The first day, `yyyy-mm-dd`; else the first of this month.
    pub from: Option<String>,
    /// The last day, `yyyy-mm-dd`; else the last of the first day's month.
    pub to: Option<String>,
    /// Lines to leave out at the beginning: `next` of the page before.
    #[serde(default)]
    #[param(minimum = 0)]
    pub skip: i64,
}

/// From one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    pub from: BusinessDay,
    pub to: BusinessDay,
}

/// Why there is no statement of these days.
#[derive(Debug)]
pub(crate) enum NoDays {
    /// A day cannot be read.
    Day(calendar::Refused, &'static str),
    /// The first day comes after the last.
    Order,
}

impl Refusal for NoDays {
    fn code(&self) -> &'static str {
        match self {
            NoDays::Day(refusal, _) => refusal.code(),
            NoDays::Order => "ledger.statement.days",
        }
    }

    fn field(&self) -> Option<String> {
        Some(if let NoDays::Day(_, field) = self { field } else { "from" }.to_owned())
    }
}

impl Days {
    /// The days asked for.
    pub(crate) fn of(asked: &Asked, today: BusinessDay) -> Result<Days, NoDays> {
        let read = |text: &Option<String>, field| {
            let text = text.as_deref().filter(|text| !text.trim().is_empty());
            text.map(|text| BusinessDay::parse(text).map_err(|refusal| NoDays::Day(refusal, field))).transpose()
        };
        let (from, to) = (read(&asked.from, "from")?, read(&asked.to, "to")?);
        let month = Days::month_of(from.or(to).unwrap_or(today));
        let days = Days { from: from.unwrap_or(month.from), to: to.unwrap_or(month.to) };
        if days.from > days.to { Err(NoDays::Order) } else { Ok(days) }
    }

    /// The month of this text (`yyyy-mm`); the month of today where there is none.
    pub(crate) fn of_month(text: Option<&str>, today: BusinessDay) -> Result<Days, NoDays> {
        match text.map(str::trim).filter(|text| !text.is_empty()) {
            None => Ok(Days::month_of(today)),
            Some(text) => {
                let first = BusinessDay::parse(&format!("{text}-01"));
                first.map(Days::month_of).map_err(|refusal| NoDays::Day(refusal, "month"))
            }
        }
    }

    /// `2026-11`: the month in which these days begin.
    pub(crate) fn month(self) -> String {
        self.from.to_string().chars().take(7).collect()
    }

    /// The month in which this day lies.
    pub(crate) fn month_of(day: BusinessDay) -> Days {
        let date = day.date();
        let on = |number| BusinessDay::new(date.year(), date.month(), number).unwrap_or(day);
        Days { from: on(1), to: on(date.days_in_month()) }
    }

    /// The month before the one in which these days begin.
    pub(crate) fn month_before(self) -> Days {
        Days::month_of(Days::month_of(self.from).from.add_days(-1))
    }

    /// The month after the one in which these days begin.
    pub(crate) fn month_after(self) -> Days {
        Days::month_of(Days::month_of(self.from).to.add_days(1))
    }
}
