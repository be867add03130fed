//! From the text a person typed to a value, and to the one way it is written down.

use base::BusinessDay;
use base::number::to_latin_digits;

use crate::answers::TEXT_CHARS_MAX;
use crate::fault::AnswerCode;
use crate::form::{Choice, Item, Kind};
use crate::xpath::Value;

/// Most digits of a number: what a double holds exactly.
const DIGITS_MAX: usize = 15;
/// Longest name of a picture or file, in characters.
const FILE_NAME_CHARS_MAX: usize = 255;

/// An answer, read.
pub(crate) struct Typed {
    pub(crate) value: Value,
    pub(crate) text: String,
}

/// What was refused, and the argument for its words.
pub(crate) type Untyped = (AnswerCode, Option<(&'static str, String)>);

/// Reads a cleaned, non-empty answer by the item's type. Bangla digits count as digits in numbers, days,
/// times, places and texts of digits.
pub(crate) fn typed(item: &Item, choices: &[Choice], text: &str) -> Result<Typed, Untyped> {
    let limit = if matches!(item.kind, Kind::Image | Kind::File) { FILE_NAME_CHARS_MAX } else { TEXT_CHARS_MAX };
    if text.chars().count() > limit {
        return Err((AnswerCode::TooLong, Some(("limit", limit.to_string()))));
    }
    let refused = |code| (code, None);
    match item.kind {
        Kind::Integer => number(text, false).ok_or(refused(not_a_number(text))),
        Kind::Decimal => number(text, true).ok_or(refused(AnswerCode::NotANumber)),
        Kind::Date => day(text).ok_or(refused(AnswerCode::NotADate)),
        Kind::Time => time(text).ok_or(refused(AnswerCode::NotATime)),
        Kind::Geopoint => place(text).ok_or(refused(AnswerCode::NotAPlace)),
        Kind::SelectOne | Kind::SelectMultiple => chosen(item, choices, text).ok_or(refused(AnswerCode::NotInList)),
        _ if item.is_digits() => {
            let digits: String = to_latin_digits(text).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
            Ok(as_text(digits))
        }
        _ => Ok(as_text(text.to_owned())),
    }
}

fn as_text(text: String) -> Typed {
    Typed { value: Value::Text(text.clone()), text }
}

fn not_a_number(text: &str) -> AnswerCode {
    if number(text, true).is_some() { AnswerCode::NotWhole } else { AnswerCode::NotANumber }
}

fn number(text: &str, fraction: bool) -> Option<Typed> {
    // Commas group the digits (1,23,456): they are read past, the point is the only mark of a fraction.
    let text: String = to_latin_digits(text).chars().filter(|c| *c != ',' && !c.is_whitespace()).collect();
    let (sign, unsigned) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, part) = unsigned.split_once('.').map_or((unsigned, None), |(whole, part)| (whole, Some(part)));
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let long = whole.len().saturating_add(part.map_or(0, str::len)) > DIGITS_MAX;
    if long || !digits(whole) || part.is_some_and(|part| !fraction || !digits(part)) {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    };
    let part = part.map(|part| part.trim_end_matches('0')).filter(|part| !part.is_empty());
    let text = part.map_or_else(|| whole.to_owned(), |part| format!("{whole}.{part}"));
    let text = if text == "0" { text } else { format!("{sign}{text}") };
    Some(Typed { value: Value::Number(text.parse().ok()?), text })
}

/// `yyyy-mm-dd`, or day, month and year as people write them: `23/11/2026`, `২৩-১১-২০২৬`, `23.11.2026`.
fn day(text: &str) -> Option<Typed> {
    let latin = to_latin_digits(text);
    let parts: Vec<&str> = latin.split(['-', '/', '.']).map(str::trim).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    if !parts.iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit())) {
        return None;
    }
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let day = BusinessDay::parse(&format!("{year}-{month:0>2}-{day:0>2}")).ok()?;
    Some(Typed { value: Value::Day(day.date()), text: day.to_string() })
}

/// `hh:mm`, seconds allowed and dropped.
fn time(text: &str) -> Option<Typed> {
    let latin = to_latin_digits(text);
    let mut parts = latin.split(':').map(|part| part.trim().parse::<u8>());
    let (Some(Ok(hour)), Some(Ok(minute))) = (parts.next(), parts.next()) else { return None };
    let second = parts.next().unwrap_or(Ok(0)).ok()?;
    let holds = hour < 24 && minute < 60 && second < 60 && parts.next().is_none();
    holds.then(|| as_text(format!("{hour:02}:{minute:02}")))
}

/// Latitude, longitude, then altitude and accuracy if known; commas count as blanks.
fn place(text: &str) -> Option<Typed> {
    let latin = to_latin_digits(text).replace(',', " ");
    let parts: Option<Vec<Typed>> = latin.split_whitespace().map(|part| number(part, true)).collect();
    let parts = parts?;
    let within = |at: usize, most: f64| parts.get(at).is_some_and(|part| part.value.number().abs() <= most);
    let holds = within(0, 90.0) && within(1, 180.0) && parts.len() <= 4;
    holds.then(|| as_text(parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ")))
}

fn chosen(item: &Item, choices: &[Choice], text: &str) -> Option<Typed> {
    if item.kind == Kind::SelectOne {
        return choices.iter().any(|choice| choice.name == text).then(|| as_text(text.to_owned()));
    }
    let wanted: Vec<&str> = text.split_whitespace().collect();
    let all = wanted.iter().all(|name| choices.iter().any(|choice| choice.name == *name));
    let mut in_order: Vec<&str> = Vec::new();
    for choice in choices.iter().filter(|choice| wanted.contains(&choice.name.as_str())) {
        if !in_order.contains(&choice.name.as_str()) {
            in_order.push(&choice.name);
        }
    }
    all.then(|| as_text(in_order.join(" ")))
}
