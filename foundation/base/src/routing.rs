//! Bank routing numbers of Bangladesh Bank's clearing: bank 3 digits, district 2, branch 3, check 1.
//!
//! A text, never a number: a third of them begin with zero, and a spreadsheet that drops it sends money astray.

use crate::Refusal;
use crate::number::bare;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// Weights, repeated over the nine digits; the sum is a multiple of ten.
const WEIGHTS: [u32; 3] = [5, 7, 1];

/// Digits of a routing number.
const LENGTH: usize = 9;

/// Bank by its code (`data/banks.csv`: directory of CC0 licence, September 2026).
static BANKS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("../data/banks.csv").lines().skip(1).filter_map(|line| line.split_once(',')).collect()
});

/// A routing number whose check digit is right. Whether such a branch exists, only the bank's directory can say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoutingNumber(String);

impl RoutingNumber {
    /// Reads nine digits, Bangla or Latin, with or without spaces and hyphens.
    ///
    /// # Errors
    /// Another character, another length, no bank code (000), or a wrong check digit.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let digits = bare(text);
        if !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(Refused::Character);
        }
        if digits.len() != LENGTH {
            return Err(Refused::Length { digits: digits.len() });
        }
        // Nine zeros pass the check sum, so a field that was filled to look filled has to be caught by its bank code.
        if digits.starts_with("000") {
            return Err(Refused::Bank);
        }
        let places = digits.chars().filter_map(|c| c.to_digit(10));
        let sum: u32 = places.zip(WEIGHTS.into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
        if sum.is_multiple_of(10) { Ok(RoutingNumber(digits)) } else { Err(Refused::CheckDigit) }
    }

    /// The nine digits.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The code of the bank, its first three digits.
    #[must_use]
    pub fn bank_code(&self) -> &str {
        self.0.get(..3).unwrap_or_default()
    }

    /// The name of the bank; none when its code is newer than our list.
    #[must_use]
    pub fn bank(&self) -> Option<&'static str> {
        BANKS.get(self.bank_code()).copied()
    }
}

impl fmt::Display for RoutingNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for RoutingNumber {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        Self::parse(text)
    }
}

impl TryFrom<String> for RoutingNumber {
    type Error = Refused;

    fn try_from(text: String) -> Result<Self, Refused> {
        Self::parse(&text)
    }
}

impl From<RoutingNumber> for String {
    fn from(number: RoutingNumber) -> String {
        number.0
    }
}

/// Why a text is not a routing number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Something else than digits.
    #[error("a routing number has digits only")]
    Character,
    /// Not nine digits.
    #[error("a routing number has 9 digits, this one has {digits}")]
    Length {
        /// How many digits there are.
        digits: usize,
    },
    /// Bank code 000.
    #[error("no bank has the code 000")]
    Bank,
    /// A digit was misread or made up.
    #[error("the check digit is wrong")]
    CheckDigit,
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Refused::Character => "base.routing.character",
            Refused::Length { .. } => "base.routing.length",
            Refused::Bank => "base.routing.bank",
            Refused::CheckDigit => "base.routing.check_digit",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Refused::Length { digits } => vec![("digits", digits.to_string())],
            _ => Vec::new(),
        }
    }
}
