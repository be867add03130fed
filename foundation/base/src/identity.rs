//! The numbers by which the state knows a person: national identity (NID) and birth registration.
//!
//! Both are personal data of the highest class: sealed when stored, found by a keyed hash, shown masked. So neither has
//! a `Display` nor serialises, and `Debug` shows the mask; who needs the digits asks for them by name.

use crate::number::{bare, digits_for};
use crate::{Lang, Refusal};
use std::fmt;
use std::ops::RangeInclusive;

/// Birth years that a number may begin with.
const YEARS: RangeInclusive<u16> = 1900..=2099;

/// A national identity number: 10 digits (smart card), 13 (the first cards) or 17 (birth year and the 13).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nid(String);

impl Nid {
    /// Reads a number with Bangla or Latin digits, spaces and hyphens.
    ///
    /// # Errors
    /// Nothing given, another character, another length, or 17 digits that do not begin with a year of birth.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let digits = only_digits(text)?;
        match digits.len() {
            10 | 13 => Ok(Nid(digits)),
            17 => born_plausibly(digits).map(Nid),
            count => Err(Refused::NidLength { digits: count }),
        }
    }

    /// The digits in clear, for sealing and for the paper that needs them.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// What is hashed to find a person: the 13 digits also when the birth year stands before them, because one card
    /// carries both writings of one number.
    #[must_use]
    pub fn finding_digits(&self) -> &str {
        if self.0.len() == 17 { self.0.get(4..).unwrap_or(&self.0) } else { &self.0 }
    }

    /// `••••••1234`: the last four.
    #[must_use]
    pub fn masked(&self, lang: Lang) -> String {
        masked(&self.0, lang)
    }
}

impl fmt::Debug for Nid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nid({})", self.masked(Lang::En))
    }
}

/// A birth registration number (BRN): 17 digits, of which the first four are the year of birth. The old 16-digit books are
/// converted to 17 by the registrar, a service that the counter offers.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BirthNumber(String);

impl BirthNumber {
    /// Reads a number with Bangla or Latin digits, spaces and hyphens.
    ///
    /// # Errors
    /// Nothing given, another character, another length, or no plausible year of birth.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let digits = only_digits(text)?;
        match digits.len() {
            17 => born_plausibly(digits).map(BirthNumber),
            count => Err(Refused::BirthLength { digits: count }),
        }
    }

    /// The digits in clear, for sealing and for the paper that needs them.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// `••••••1234`: the last four.
    #[must_use]
    pub fn masked(&self, lang: Lang) -> String {
        masked(&self.0, lang)
    }
}

impl fmt::Debug for BirthNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BirthNumber({})", self.masked(Lang::En))
    }
}

fn only_digits(text: &str) -> Result<String, Refused> {
    let digits = bare(text);
    if digits.is_empty() {
        Err(Refused::Empty)
    } else if digits.chars().all(|c| c.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err(Refused::Character)
    }
}

fn born_plausibly(digits: String) -> Result<String, Refused> {
    let year: Option<u16> = digits.get(..4).and_then(|year| year.parse().ok());
    if year.is_some_and(|year| YEARS.contains(&year)) { Ok(digits) } else { Err(Refused::Year) }
}

fn masked(digits: &str, lang: Lang) -> String {
    let last = digits.len().checked_sub(4).and_then(|from| digits.get(from..)).unwrap_or_default();
    digits_for(&format!("••••••{last}"), lang)
}

/// Why a text is not an identity number. The values never carry the number itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing was given.
    #[error("no number is given")]
    Empty,
    /// Something else than digits.
    #[error("the number has digits only")]
    Character,
    /// Not 10, 13 or 17 digits.
    #[error("an NID has 10, 13 or 17 digits, this one has {digits}")]
    NidLength {
        /// How many digits there are.
        digits: usize,
    },
    /// Not 17 digits.
    #[error("a birth registration number has 17 digits, this one has {digits}")]
    BirthLength {
        /// How many digits there are.
        digits: usize,
    },
    /// The first four of 17 digits are no year of birth.
    #[error("a number of 17 digits begins with the year of birth, between 1900 and 2099")]
    Year,
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Refused::Empty => "base.identity.empty",
            Refused::Character => "base.identity.character",
            Refused::NidLength { .. } => "base.identity.nid_length",
            Refused::BirthLength { .. } => "base.identity.birth_length",
            Refused::Year => "base.identity.year",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Refused::NidLength { digits } | Refused::BirthLength { digits } => vec![("digits", digits.to_string())],
            _ => Vec::new(),
        }
    }
}
