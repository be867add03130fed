//! Numbers on papers, and the codes that go with them.
//!
//! A number is made from centre, day, the store's session and a count, never from a counter that a restored backup
//! could rewind: `3026001-261123-B7K-014` (house.md 1, screens.md 3.3).

use crate::Keys;
use base::calendar::BusinessDay;

/// Crockford's alphabet: no I, L, O, U, so that a number read aloud or by hand is not mistaken.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters of a check code: 30 bits, of which a guesser has ten tries a minute.
pub const CHECK_LETTERS: usize = 6;

/// Five bits of each byte as a letter.
pub fn letters(bytes: impl Iterator<Item = u8>) -> String {
    bytes.map(|byte| char::from(*LETTERS.get(usize::from(byte & 31)).unwrap_or(&b'0'))).collect()
}

/// The session as it stands in numbers: three letters from its sixteen hexadecimal digits.
#[must_use]
pub fn session_code(session: &str) -> String {
    let bits = u64::from_str_radix(session, 16).unwrap_or(0).to_be_bytes();
    letters(bits.into_iter().take(3))
}

/// The number of the `count`th paper of a day in a session.
#[must_use]
pub fn paper_number(centre: &str, day: BusinessDay, session: &str, count: i64) -> String {
    format!("{centre}-{}-{}-{count:03}", day.compact(), session_code(session))
}

/// The code that goes with a number for this purpose (`receipt check`): whoever has both holds the paper.
#[must_use]
pub fn code_of(keys: &Keys, purpose: &str, number: &str) -> String {
    letters(keys.sign(purpose, number).into_iter().take(CHECK_LETTERS))
}

/// True when this is the code of this number for this purpose. Both are compared as keyed hashes, so that the time it
/// takes tells a guesser nothing of the letters.
#[must_use]
pub fn code_is(keys: &Keys, purpose: &str, number: &str, code: &str) -> bool {
    let compared = |text: &str| keys.sign(&format!("{purpose} compared"), text);
    compared(code) == compared(&code_of(keys, purpose, number))
}

/// A number or code as somebody typed it: capitals, no spaces, Latin digits, plain hyphens, `O` for 0, `I` and `L` for 1.
#[must_use]
pub fn typed_number(text: &str) -> String {
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
