//! The pure heart of `haat check`: one value in, one answer out, for people and programs that want to try a number.

use crate::Lang;
use crate::calendar::{BanglaDate, BusinessDay};
use crate::identity::Nid;
use crate::mobile::Mobile;
use crate::number;
use crate::routing::RoutingNumber;
use crate::s10::{ItemNumber, Standing};
use serde::Serialize;

/// The answer. It serialises to exactly one object `{"input","valid","value","reason"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// The line as it was given.
    pub input: String,
    /// Whether it is what it should be.
    pub valid: bool,
    /// The value in its one normal form; none when it is not valid.
    pub value: Option<Value>,
    /// Why not; or, beside a valid value, what to beware of. A short English sentence.
    pub reason: Option<String>,
}

/// What a valid input means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A number that is a text: item number, mobile number, NID, routing number.
    Text(String),
    /// The Bangla date of a day.
    BanglaDate {
        /// Bangla year.
        year: i16,
        /// Month, 1 to 12.
        month: u8,
        /// Day of the month.
        day: u8,
        /// Name of the month in Bangla.
        month_name: &'static str,
        /// The date as people write it.
        text: String,
    },
    /// A whole number in every writing.
    Number {
        /// Bangla digits, lakh/crore commas.
        bn: String,
        /// Latin digits, lakh/crore commas.
        en: String,
        /// Bangla words.
        words_bn: String,
        /// English words.
        words_en: String,
        /// Crore, lakh, thousand with Bangla digits.
        short_bn: String,
        /// Crore, lakh, thousand with Latin digits.
        short_en: String,
    },
}

/// A value, and what to beware of although it is valid.
type Answer = Result<(Value, Option<String>), String>;

/// The kinds that can be checked, as the command line names them.
pub const KINDS: [&str; 6] = ["s10", "mobile", "nid", "routing", "bn-date", "bn-number"];

/// Checks one input of the given kind; none when there is no such kind. Takes any text and never fails otherwise.
#[must_use]
pub fn check(kind: &str, input: &str) -> Option<Checked> {
    let answer = match kind {
        "s10" => item(input),
        "mobile" => text(Mobile::parse(input).map(|mobile| mobile.e164())),
        "nid" => text(Nid::parse(input).map(|nid| nid.digits().to_owned())),
        "routing" => text(RoutingNumber::parse(input).map(String::from)),
        "bn-date" => bangla_date(input),
        "bn-number" => bangla_number(input),
        _ => return None,
    };
    let input = input.to_owned();
    Some(match answer {
        Ok((value, reason)) => Checked { input, valid: true, value: Some(value), reason },
        Err(reason) => Checked { input, valid: false, value: None, reason: Some(reason) },
    })
}

fn text<R: ToString>(parsed: Result<String, R>) -> Answer {
    parsed.map(|text| (Value::Text(text), None)).map_err(|refused| refused.to_string())
}

fn item(input: &str) -> Answer {
    let item = ItemNumber::parse(input).map_err(|refused| refused.to_string())?;
    let beware = match item.standing() {
        Standing::Allocated => None,
        Standing::Unallocated => Some(format!("warning: service indicator {} is not allocated", item.service())),
    };
    Ok((Value::Text(item.into()), beware))
}

fn bangla_date(input: &str) -> Answer {
    let day = BusinessDay::parse(input).map_err(|refused| refused.to_string())?;
    let date = BanglaDate::of(day);
    if date.year() < 1 {
        return Err("the day is before the first Bangla year".to_owned());
    }
    let beware = BanglaDate::rule_since()
        .filter(|since| day < *since)
        .map(|since| format!("warning: the day is before {since}, when the present rule began"));
    let value = Value::BanglaDate {
        year: date.year(),
        month: date.month(),
        day: date.day(),
        month_name: date.month_name(Lang::Bn),
        text: date.show(Lang::Bn),
    };
    Ok((value, beware))
}

fn bangla_number(input: &str) -> Answer {
    let number = number::parse_integer(input).map_err(|refused| refused.to_string())?;
    let value = Value::Number {
        bn: number::group(number, Lang::Bn),
        en: number::group(number, Lang::En),
        words_bn: number::words(number, Lang::Bn),
        words_en: number::words(number, Lang::En),
        short_bn: number::short(number, Lang::Bn),
        short_en: number::short(number, Lang::En),
    };
    Ok((value, None))
}
