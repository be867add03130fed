//! Bangladeshi mobile numbers, stored as E.164 (`+8801711123456`).
//!
//! The rule is that of the national numbering plan as libphonenumber has it: `01` and a third digit 3 to 9, or 1, then
//! eight digits. 011 was Citycell, whose service ended in 2016; libphonenumber still counts it as a mobile number, and so do we,
//! because old papers carry such numbers and refusing a well-formed one would only lose what the citizen gave.
//! A fixed line is a telephone number but takes no SMS and is nobody's identity, so it is refused here.

use crate::number::{bare, digits_for, to_latin_digits};
use crate::{Lang, Refusal};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A mobile number of Bangladesh. Personal data: `Debug` shows it masked, so that it does not slip into a log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mobile(String); // the ten digits after the country code, `1711123456`

/// Digits of the national number without its leading zero.
const DIGITS: usize = 10;
/// What people write between the digits of a number.
const BETWEEN: &str = " -–.()/_,";
/// Digits with which a number that is written in groups begins: `017`, `880`.
const OPERATOR_DIGITS: usize = 3;
/// Groups in which people write a number, at most, with its country.
const GROUPS_MAX: usize = 6;

/// True when the first of these groups of digits are just a number, with its country or without. One that is written in
/// several groups begins with its operator or country, as no size, price or day does.
fn begins_number(groups: &[&str]) -> bool {
    let mut digits = String::new();
    for (count, group) in (1_usize..).zip(groups).take(GROUPS_MAX) {
        digits.push_str(group);
        let national = ["00880", "880"].iter().find_map(|country| digits.strip_prefix(country)).unwrap_or(&digits);
        let national = national.strip_prefix('0').unwrap_or(national);
        let whole = national.len() == DIGITS && matches!(national.as_bytes(), [b'1', b'1' | b'3'..=b'9', ..]);
        // Without zero and country ten digits may be anything, such as the number of a book.
        let named = digits.len() > DIGITS;
        let grouped = count == 1 || groups.first().is_some_and(|first| first.len() >= OPERATOR_DIGITS);
        if whole && named && grouped {
            return true;
        }
    }
    false
}

impl Mobile {
    /// Reads a number as people write it: Bangla digits, spaces, hyphens, brackets, `+88`, `0088`, `88`, or none of them.
    ///
    /// # Errors
    /// Nothing given, a letter, another country, too few or too many digits, or a number that is not a mobile number.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let bare: String = bare(text).chars().filter(|c| !matches!(c, '(' | ')' | '[' | ']' | '.' | '/')).collect();
        let (international, digits) = match bare.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => match bare.strip_prefix("00") {
                Some(rest) => (true, rest),
                None => (false, bare.as_str()),
            },
        };
        if digits.is_empty() {
            return Err(Refused::Empty);
        }
        if !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(Refused::Character);
        }
        let national = match digits.strip_prefix("880") {
            Some(rest) => rest,
            None if international => return Err(Refused::Foreign),
            None => digits,
        };
        let national = national.strip_prefix('0').unwrap_or(national);
        let mut places = national.chars();
        match (places.next(), places.next()) {
            (Some('1'), None | Some('1' | '3'..='9')) if national.len() != DIGITS => {
                Err(Refused::Length { digits: national.len().saturating_add(1) })
            }
            (Some('1'), Some('1' | '3'..='9')) => Ok(Mobile(national.to_owned())),
            _ => Err(Refused::NotMobile),
        }
    }

    /// True when a number stands somewhere in this text, with the signs that people write between its digits: what is shown
    /// to strangers, or lies in the journal for ever, names nobody's telephone. It begins and ends where a group of digits
    /// does, so that a row of sizes or a bar code is none.
    #[must_use]
    pub fn stands_in(text: &str) -> bool {
        let latin = to_latin_digits(text);
        let runs = latin.split(|c: char| !(c.is_ascii_digit() || BETWEEN.contains(c)));
        runs.into_iter().any(|run| {
            let groups: Vec<&str> =
                run.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
            (0..groups.len()).any(|first| begins_number(groups.get(first..).unwrap_or_default()))
        })
    }

    /// The stored form: `+8801711123456`.
    #[must_use]
    pub fn e164(&self) -> String {
        format!("+880{}", self.0)
    }

    /// As people in the country dial it: `01711123456`.
    #[must_use]
    pub fn local(&self) -> String {
        format!("0{}", self.0)
    }

    /// Enough to recognise one's own number and too little to call it: `০১৭••••৪৫৬`.
    #[must_use]
    pub fn masked(&self, lang: Lang) -> String {
        let local = self.local();
        let (first, last) = (local.get(..3).unwrap_or_default(), local.get(8..).unwrap_or_default());
        digits_for(&format!("{first}••••{last}"), lang)
    }
}

impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mobile({})", self.masked(Lang::En))
    }
}

impl FromStr for Mobile {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Mobile {
    type Error = Refused;

    fn try_from(text: String) -> Result<Self, Refused> {
        Self::parse(&text)
    }
}

impl From<Mobile> for String {
    fn from(mobile: Mobile) -> String {
        mobile.e164()
    }
}

/// Why a text is not a mobile number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing was given.
    #[error("no number is given")]
    Empty,
    /// Something else than digits and the usual signs between them.
    #[error("a mobile number has digits only")]
    Character,
    /// A country code other than 880.
    #[error("the country code is not that of Bangladesh (+880)")]
    Foreign,
    /// A fixed line, a short code, or a range that no operator has.
    #[error("this is not a mobile number: mobile numbers begin with 011 or 013 to 019")]
    NotMobile,
    /// It begins as a mobile number does but has too few or too many digits.
    #[error("a mobile number has 11 digits, this one has {digits}")]
    Length {
        /// How many digits there are, counting the leading zero.
        digits: usize,
    },
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Refused::Empty => "base.mobile.empty",
            Refused::Character => "base.mobile.character",
            Refused::Foreign => "base.mobile.foreign",
            Refused::NotMobile => "base.mobile.not_mobile",
            Refused::Length { .. } => "base.mobile.length",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Refused::Length { digits } => vec![("digits", digits.to_string())],
            _ => Vec::new(),
        }
    }
}
