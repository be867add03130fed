//! Bangla QR: what a customer's wallet reads from the screen and pays (`EMVCo` QR Code Specification for Payment Systems,
//! Merchant-Presented Mode 1.1; the identifiers of the schemes are configuration).
//!
//! A payload is a list of objects, each of a tag of two digits, a length of two digits that counts characters, and a value.
//! The last is tag 63, the CRC-16/CCITT-FALSE of the UTF-8 bytes before it, its own tag and length among them.

use crate::Paisa;
use std::str::FromStr;

/// The taka, as ISO 4217 numbers it.
const TAKA: &str = "050";
/// Characters of a merchant's name and city (`EMVCo`, table 3.6), at most.
const NAME_CHARS_MAX: usize = 25;
const CITY_CHARS_MAX: usize = 15;
/// Characters of the number of a bill (`EMVCo`, table 3.7), at most.
pub const BILL_CHARS_MAX: usize = 25;

/// Who is paid by a Bangla QR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merchant {
    /// The tag of the scheme's template, 26 to 51.
    pub tag: u8,
    /// The scheme's own identifier.
    pub scheme: String,
    /// The merchant's number with the scheme.
    pub number: String,
    /// The merchant's category, four digits (ISO 18245).
    pub category: String,
    /// The name, in Latin letters.
    pub name: String,
    /// The city, in Latin letters.
    pub city: String,
}

impl FromStr for Merchant {
    type Err = String;

    /// `TAG:SCHEME:NUMBER:CATEGORY:NAME:CITY`.
    fn from_str(text: &str) -> Result<Merchant, String> {
        let parts: Vec<&str> = text.split(':').map(str::trim).collect();
        let [tag, scheme, number, category, name, city] = parts.as_slice() else {
            return Err("a merchant of Bangla QR is TAG:SCHEME:NUMBER:CATEGORY:NAME:CITY".to_owned());
        };
        let tag = tag.parse().ok().filter(|tag| (26..=51).contains(tag)).ok_or("the tag of a scheme is 26 to 51")?;
        if category.len() != 4 || !category.chars().all(|c| c.is_ascii_digit()) {
            return Err("a category has four digits".to_owned());
        }
        let within = |text: &str, max: usize| !text.is_empty() && text.is_ascii() && text.len() <= max;
        if !within(scheme, 32) || !within(number, 32) {
            return Err("a scheme and a number have 1 to 32 characters".to_owned());
        }
        if !within(name, NAME_CHARS_MAX) || !within(city, CITY_CHARS_MAX) {
            return Err("a name has at most 25 Latin characters, a city 15".to_owned());
        }
        let [scheme, number, category, name, city] =
            [scheme, number, category, name, city].map(|one| (*one).to_owned());
        Ok(Merchant { tag, scheme, number, category, name, city })
    }
}

impl Merchant {
    /// The payload of one payment: this amount, for this bill. Nothing for an amount that is not above nothing, or a bill
    /// whose number is empty or too long.
    #[must_use]
    pub fn payload(&self, amount: Paisa, bill: &str) -> Option<String> {
        let fits = !bill.is_empty() && bill.chars().count() <= BILL_CHARS_MAX;
        if amount <= Paisa::ZERO || !fits {
            return None;
        }
        let taka = format!("{}.{:02}", amount.get() / 100, amount.get() % 100);
        let template = [object(0, &self.scheme)?, object(1, &self.number)?].concat();
        let objects = [
            object(0, "01")?,
            object(1, "12")?, // made for one payment
            object(self.tag, &template)?,
            object(52, &self.category)?,
            object(53, TAKA)?,
            object(54, &taka)?,
            object(58, "BD")?,
            object(59, &self.name)?,
            object(60, &self.city)?,
            object(62, &object(1, bill)?)?,
            "6304".to_owned(),
        ];
        let before = objects.concat();
        let crc = crc(before.as_bytes());
        Some(format!("{before}{crc:04X}"))
    }
}

/// A tag, the length of its value in characters, and the value.
fn object(tag: u8, value: &str) -> Option<String> {
    let length = value.chars().count();
    (length <= 99).then(|| format!("{tag:02}{length:02}{value}"))
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021, begins with 0xFFFF, nothing turned round.
#[must_use]
pub fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(
            crc ^ (u16::from(*byte) << 8),
            |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 },
        )
    })
}
