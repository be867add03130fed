//! Item numbers of the post by the standard S10 of the Universal Postal Union: `EE 876 543 216 CA`.
//!
//! Two letters (the service), eight digits (the serial), a check digit over those eight, two letters (the country).

use crate::Refusal;
use crate::number::to_latin_digits;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Weights of the eight digits in the check sum (S10, 6.2).
const WEIGHTS: [u32; 8] = [8, 6, 4, 2, 3, 5, 9, 7];

/// Characters of a number without spaces.
const LENGTH: usize = 13;

/// The largest serial.
const SERIAL_MAX: u32 = 99_999_999;

/// A number whose check digit is right and whose service letter may be in use.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ItemNumber(String);

/// How the standard sees the first letter of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In use: E express, R registered, C parcel, V insured, L tracked letter, H e-commerce, U untracked, M and Q mail of other kinds,
    /// A B D G N P Z domestic or bilateral.
    Allocated,
    /// F I O X Y: free for now. Such a number is taken with a warning, since the standard may have moved on.
    Unallocated,
}

impl ItemNumber {
    /// Reads a number, in either case, with or without spaces, and checks it.
    ///
    /// # Errors
    /// Wrong length, letters or digits out of place, a wrong check digit, or a service letter that is reserved (J K S T W).
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let text = tidy(text);
        let length = text.chars().count();
        if length == LENGTH - 1
            && let Some(complete) = Self::complete(&text)
        {
            return Err(Refused::CheckDigitMissing { complete: complete.0 });
        }
        if length != LENGTH {
            return Err(Refused::Length { characters: length });
        }
        let service: String = text.chars().take(2).collect();
        let serial: String = text.chars().skip(2).take(8).collect();
        let check: String = text.chars().skip(10).take(1).collect();
        let country: String = text.chars().skip(11).collect();
        if !is_letters(&service) {
            return Err(Refused::Service);
        }
        if !is_digits(&serial) || !is_digits(&check) {
            return Err(Refused::Serial);
        }
        if !is_letters(&country) {
            return Err(Refused::Country);
        }
        let want = check_digit(&serial);
        if check != want.to_string() {
            return Err(Refused::CheckDigit { got: check, want });
        }
        refuse_reserved(&service)?;
        Ok(ItemNumber(text))
    }

    /// Makes the number of a serial, with its check digit.
    ///
    /// # Errors
    /// A service or country that is not two letters, a reserved service, or a serial of more than eight digits.
    pub fn make(service: &str, serial: u32, country: &str) -> Result<Self, Refused> {
        let (service, country) = (tidy(service), tidy(country));
        if !is_letters(&service) {
            return Err(Refused::Service);
        }
        if !is_letters(&country) {
            return Err(Refused::Country);
        }
        if serial > SERIAL_MAX {
            return Err(Refused::Serial);
        }
        refuse_reserved(&service)?;
        let serial = format!("{serial:08}");
        Ok(ItemNumber(format!("{service}{serial}{}{country}", check_digit(&serial))))
    }

    /// Adds the check digit to a number that was written without it (`QA47312482PS`); none when it is not of that form.
    #[must_use]
    pub fn complete(text: &str) -> Option<Self> {
        let text = tidy(text);
        let (service, serial, country) = (text.get(..2)?, text.get(2..10)?, text.get(10..)?);
        if !is_digits(serial) {
            return None;
        }
        Self::make(service, serial.parse().ok()?, country).ok()
    }

    /// The number of the next serial, for a block that a centre uses offline; none after the last.
    #[must_use]
    pub fn next(&self) -> Option<Self> {
        Self::make(self.service(), self.serial().checked_add(1)?, self.country()).ok()
    }

    /// Whether the service letter is in use or only free to be.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if self.0.starts_with(['F', 'I', 'O', 'X', 'Y']) { Standing::Unallocated } else { Standing::Allocated }
    }

    /// The two letters of the service: `EE`.
    #[must_use]
    pub fn service(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// The serial without check digit.
    #[must_use]
    pub fn serial(&self) -> u32 {
        self.0.get(2..10).and_then(|serial| serial.parse().ok()).unwrap_or_default()
    }

    /// The two letters of the country that issued it: `BD`. Foreign items pass through our hands too.
    #[must_use]
    pub fn country(&self) -> &str {
        self.0.get(11..).unwrap_or_default()
    }

    /// The 13 characters, as the bar code has them.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// As it is printed for people: `EE 876 543 216 CA`.
    #[must_use]
    pub fn printed(&self) -> String {
        let parts = [0..2, 2..5, 5..8, 8..11, 11..LENGTH];
        parts.map(|part| self.0.get(part).unwrap_or_default()).join(" ")
    }
}

/// Upper case, Latin digits, no spaces.
fn tidy(text: &str) -> String {
    to_latin_digits(text).chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

fn is_letters(text: &str) -> bool {
    text.len() == 2 && text.chars().all(|c| c.is_ascii_uppercase())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

fn refuse_reserved(service: &str) -> Result<(), Refused> {
    match service.chars().next() {
        Some(letter @ ('J' | 'K' | 'S' | 'T' | 'W')) => Err(Refused::Reserved { letter }),
        _ => Ok(()),
    }
}

/// 11 less the weighted sum modulo 11, where 10 becomes 0 and 11 becomes 5.
fn check_digit(serial: &str) -> u32 {
    let sum: u32 =
        serial.chars().filter_map(|c| c.to_digit(10)).zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    match 11 - sum % 11 {
        10 => 0,
        11 => 5,
        digit => digit,
    }
}

impl fmt::Display for ItemNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ItemNumber {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        Self::parse(text)
    }
}

impl TryFrom<String> for ItemNumber {
    type Error = Refused;

    fn try_from(text: String) -> Result<Self, Refused> {
        Self::parse(&text)
    }
}

impl From<ItemNumber> for String {
    fn from(number: ItemNumber) -> String {
        number.0
    }
}

/// Why a text is not an item number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not 13 characters.
    #[error("an item number has 13 characters, this one has {characters}")]
    Length {
        /// How many characters there are, spaces apart.
        characters: usize,
    },
    /// It does not begin with two letters.
    #[error("an item number begins with two letters for the service")]
    Service,
    /// The serial or the check digit is not of digits.
    #[error("after the two letters come nine digits")]
    Serial,
    /// It does not end with two letters.
    #[error("an item number ends with two letters for the country")]
    Country,
    /// A digit was misread or made up.
    #[error("the check digit is {got}, it should be {want}")]
    CheckDigit {
        /// The digit that stands there.
        got: String,
        /// The digit that belongs there.
        want: u32,
    },
    /// Twelve characters: the check digit was left out.
    #[error("the check digit is missing; with it the number is {complete}")]
    CheckDigitMissing {
        /// The number with its check digit.
        complete: String,
    },
    /// The standard keeps this letter back.
    #[error("service letter {letter} is reserved")]
    Reserved {
        /// The first letter.
        letter: char,
    },
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Refused::Length { .. } => "base.s10.length",
            Refused::Service => "base.s10.service",
            Refused::Serial => "base.s10.serial",
            Refused::Country => "base.s10.country",
            Refused::CheckDigit { .. } => "base.s10.check_digit",
            Refused::CheckDigitMissing { .. } => "base.s10.check_digit_missing",
            Refused::Reserved { .. } => "base.s10.reserved",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Refused::Length { characters } => vec![("characters", characters.to_string())],
            Refused::CheckDigit { got, want } => vec![("got", got.clone()), ("want", want.to_string())],
            Refused::CheckDigitMissing { complete } => vec![("complete", complete.clone())],
            Refused::Reserved { letter } => vec![("letter", letter.to_string())],
            Refused::Service | Refused::Serial | Refused::Country => Vec::new(),
        }
    }
}
