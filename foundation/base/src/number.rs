//! Whole numbers as Bangladesh writes and says them: lakh and crore, Bangla digits, number words.
//!
//! Grouping and digits come from Unicode's CLDR through icu. English uses the locale `en-IN`, because `en-BD` groups by
//! thousands while every cheque and bill in the country is written in lakh and crore.

mod words;

pub use words::words;

use crate::{Lang, Refusal};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::decimal::options::DecimalFormatterOptions;
use icu::locale::{Locale, locale};

/// A crore: ten million.
pub(crate) const CRORE: u64 = 10_000_000;
/// A lakh: a hundred thousand.
pub(crate) const LAKH: u64 = 100_000;

thread_local! {
    // Making a formatter reads locale data; using one does not. They are not Sync, so each thread keeps its pair.
    static BANGLA: Option<DecimalFormatter> = formatter(locale!("bn"));
    static ENGLISH: Option<DecimalFormatter> = formatter(locale!("en-IN"));
}

fn formatter(locale: Locale) -> Option<DecimalFormatter> {
    DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default()).ok()
}

/// Writes a number with lakh/crore commas: `278000000` is `২৭,৮০,০০,০০০` or `27,80,00,000`.
#[must_use]
pub fn group(number: i64, lang: Lang) -> String {
    let formatter = match lang {
        Lang::Bn => &BANGLA,
        Lang::En => &ENGLISH,
    };
    formatter.with(|formatter| match formatter {
        Some(formatter) => formatter.format(&Decimal::from(number)).to_string(),
        // The data is compiled in, so this does not happen; if it ever did, a number without commas is still true.
        None => digits_for(&number.to_string(), lang),
    })
}

/// Writes a number as people say it with digits: `784488000` is `৭৮ কোটি ৪৪ লাখ ৮৮ হাজার`, `30207` is `৩০ হাজার ২০৭`.
///
/// Nothing is rounded away: the parts add up to the number.
#[must_use]
pub fn short(number: i64, lang: Lang) -> String {
    let rest = number.unsigned_abs();
    let (crore, rest) = (rest / CRORE, rest % CRORE);
    let (lakh, rest) = (rest / LAKH, rest % LAKH);
    let (thousand, rest) = (rest / 1000, rest % 1000);
    let [crores, lakhs, thousands] = match lang {
        Lang::Bn => ["কোটি", "লাখ", "হাজার"],
        Lang::En => ["crore", "lakh", "thousand"],
    };
    let mut parts = Vec::new();
    for (count, unit) in [(crore, crores), (lakh, lakhs), (thousand, thousands)] {
        if count > 0 {
            // A crore count is at most 922,337,203,685, so it fits.
            parts.push(format!("{} {unit}", group(i64::try_from(count).unwrap_or(i64::MAX), lang)));
        }
    }
    if rest > 0 || parts.is_empty() {
        parts.push(digits_for(&rest.to_string(), lang));
    }
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", parts.join(" "))
}

/// Turns Latin digits into Bangla digits and leaves everything else as it is.
#[must_use]
pub fn to_bangla_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c.to_digit(10) {
            Some(digit) => char::from_u32(0x09E6 + digit).unwrap_or(c),
            None => c,
        })
        .collect()
}

/// Turns Bangla digits into Latin digits and leaves everything else as it is. Every field accepts both.
#[must_use]
pub fn to_latin_digits(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c).checked_sub(0x09E6) {
            Some(digit) => char::from_digit(digit, 10).unwrap_or(c),
            None => c,
        })
        .collect()
}

/// The text with the digits of the language.
pub(crate) fn digits_for(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Bn => to_bangla_digits(text),
        Lang::En => to_latin_digits(text),
    }
}

/// Reads a whole number as people type it: Bangla or Latin digits, a sign, commas by lakh or by thousand.
///
/// # Errors
/// Nothing typed, something else than a whole number (a comma in an odd place too: `1,5` is not fifteen), or more than
/// 64 bits hold.
pub fn parse_integer(text: &str) -> Result<i64, Refused> {
    let text = to_latin_digits(text.trim());
    let (negative, unsigned) = split_sign(&text);
    if unsigned.is_empty() {
        return Err(if negative { Refused::NotANumber } else { Refused::Empty });
    }
    let digits = ungroup(unsigned).ok_or(Refused::NotANumber)?;
    let signed = if negative { format!("-{digits}") } else { digits };
    signed.parse().map_err(|_| Refused::TooLarge)
}

/// Takes a leading sign off; the Unicode minus counts, since word processors put it in.
pub(crate) fn split_sign(text: &str) -> (bool, &str) {
    if let Some(rest) = text.strip_prefix(['-', '\u{2212}']) {
        (true, rest.trim_start())
    } else {
        (false, text.strip_prefix('+').unwrap_or(text))
    }
}

/// Takes the commas out of a number that is grouped by lakh (`1,23,456`) or by thousand (`123,456`).
///
/// None when there is anything but digits and commas, or when a comma stands where neither custom puts it: a slipped
/// comma may be a decimal point in the typist's mind, and a wrong guess is a hundredfold error.
pub(crate) fn ungroup(text: &str) -> Option<String> {
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || c == ',') {
        return None;
    }
    let mut groups: Vec<&str> = text.split(',').collect();
    if groups.len() > 1 {
        let last = groups.pop()?;
        let (first, middle) = groups.split_first()?;
        let by_lakh = middle.iter().all(|g| g.len() == 2);
        let by_thousand = middle.iter().all(|g| g.len() == 3);
        if last.len() != 3 || !(1..=3).contains(&first.len()) || !(by_lakh || by_thousand) {
            return None;
        }
    }
    Some(text.replace(',', ""))
}

/// The characters of a number that is an identifier: Latin digits, without the spaces, hyphens, dashes and invisible
/// marks that people and word processors put between them.
pub(crate) fn bare(text: &str) -> String {
    to_latin_digits(text).chars().filter(|c| !(c.is_whitespace() || *c == '-' || is_mark_or_dash(*c))).collect()
}

/// Dashes (U+2010 to U+2015), the minus sign, and the marks that nobody sees: joiners, direction marks, byte order mark.
fn is_mark_or_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}

/// Why a text is not a whole number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing was typed.
    #[error("no number is given")]
    Empty,
    /// Not a whole number, or a comma in an odd place.
    #[error("this is not a whole number")]
    NotANumber,
    /// Outside of 64 bits.
    #[error("the number does not fit into 64 bits")]
    TooLarge,
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Refused::Empty => "base.number.empty",
            Refused::NotANumber => "base.number.not_a_number",
            Refused::TooLarge => "base.number.too_large",
        }
    }
}
