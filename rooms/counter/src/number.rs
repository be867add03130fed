//! Receipt numbers and check codes.
//!
//! A number is made from centre, day, the store's session and a count, never from a counter that a restored backup
//! could rewind: `3026001-261123-B7K-014` (house.md 1, screens.md 3.3).

use base::calendar::BusinessDay;
use journal::Keys;

/// Crockford's alphabet: no I, L, O, U, so that a number read aloud or by hand is not mistaken.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters of a check code: 30 bits, of which a guesser has ten tries a minute.
pub const CHECK_LETTERS: usize = 6;

/// Five bits of each byte as a letter.
fn letters(bytes: impl Iterator<Item = u8>) -> String {
    bytes.map(|byte| char::from(*LETTERS.get(usize::from(byte & 31)).unwrap_or(&b'0'))).collect()
}

/// The session as it stands in numbers: three letters from its sixteen hexadecimal digits.
#[must_use]
pub fn session_code(session: &str) -> String {
    let bits = u64::from_str_radix(session, 16).unwrap_or(0).to_be_bytes();
    letters(bits.into_iter().take(3))
}

/// The number of the `count`th receipt of a day in a session.
#[must_use]
pub fn receipt_number(centre: &str, day: BusinessDay, session: &str, count: i64) -> String {
    format!("{centre}-{}-{}-{count:03}", day.compact(), session_code(session))
}

/// The number of an application that was begun and not paid: it cannot have a receipt's, so it has letters drawn by lot.
/// A citizen may be told it; it opens nothing.
#[must_use]
pub fn draft_number(centre: &str, day: BusinessDay, session: &str, lot: [u8; 5]) -> String {
    format!("D-{centre}-{}-{}-{}", day.compact(), session_code(session), letters(lot.into_iter()))
}

/// The book in which a case stands: its number is that of a receipt's line, or a draft's.
#[must_use]
pub fn book_of_case(number: &str) -> Option<&str> {
    book_of(number.strip_prefix("D-").unwrap_or(number))
}

/// The code that goes with a number: whoever has both holds the paper.
#[must_use]
pub fn check_code(keys: &Keys, number: &str) -> String {
    letters(keys.sign("receipt check", number).into_iter().take(CHECK_LETTERS))
}

/// True when this is the code of this number. Both are compared as keyed hashes, so that the time it takes tells a
/// guesser nothing of the letters.
#[must_use]
pub fn code_holds(keys: &Keys, number: &str, code: &str) -> bool {
    keys.sign("receipt check compared", code) == keys.sign("receipt check compared", &check_code(keys, number))
}

/// The code that goes with the number of a complaint: whoever made it may look where it stands.
#[must_use]
pub fn complaint_code(keys: &Keys, number: &str) -> String {
    letters(keys.sign("complaint check", number).into_iter().take(CHECK_LETTERS))
}

/// True when this is the code of this complaint; compared as [`code_holds`] does.
#[must_use]
pub fn complaint_code_holds(keys: &Keys, number: &str, code: &str) -> bool {
    let compared = |text: &str| keys.sign("complaint check compared", text);
    compared(code) == compared(&complaint_code(keys, number))
}

/// A number or code as somebody typed it: capitals, no spaces, Latin digits, plain hyphens, `O` for 0, `I` and `L` for 1.
#[must_use]
pub fn typed(text: &str) -> String {
    let latin = base::number::to_latin_digits(text);
    let kept = latin.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase());
    kept.map(|c| match c {
        'O' => '0',
        'I' | 'L' => '1',
        // Word processors and telephones turn hyphens into dashes.
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    })
    .collect()
}

/// The book in which a receipt stands: its number begins with the centre's code.
#[must_use]
pub fn book_of(number: &str) -> Option<&str> {
    let (centre, rest) = number.split_once('-')?;
    let sound = (4..=12).contains(&centre.len()) && centre.chars().all(|c| c.is_ascii_alphanumeric());
    (sound && rest.len() >= 14 && rest.len() <= 24).then_some(centre)
}
