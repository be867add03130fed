//! Text as people type it: cleaned on the way in, and found again however it is spelt.
//!
//! Bangla reaches us in both scripts and many spellings. [`clean`] gives every stored text one form; [`search_key`] gives
//! every searched text one sound, so that `jonmo nibondhon` finds জন্ম নিবন্ধন.

mod find;
mod lexicon;
mod recent;
mod sound;

pub use find::{Finder, score};
pub use lexicon::{Asked, Lexicon, Likes};
pub use recent::Recent;
pub use sound::{SearchKey, search_key};

use icu::normalizer::ComposingNormalizerBorrowed;
use std::fmt::Write as _;

/// The one form in which text is stored: NFC, no control characters, trimmed, single spaces.
///
/// NFC, since keyboards write ড় and য় in two ways that look alike and compare unequal. Marks that turn the direction
/// of reading or show nothing at all are dropped as control characters are, because they make two names that look the
/// same; the joiners ZWJ and ZWNJ stay, because Bangla is spelt with them (র‍্যাব).
#[must_use]
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    // What is dropped goes before NFC: it may have stood between two marks that compose.
    let kept = text.chars().filter(|c| c.is_whitespace() || !(c.is_control() || is_unseen(*c)));
    for c in ComposingNormalizerBorrowed::new_nfc().normalize_iter(kept) {
        if !c.is_whitespace() {
            cleaned.push(c);
        } else if !cleaned.is_empty() && !cleaned.ends_with(' ') {
            cleaned.push(' ');
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Zero width space, direction marks and overrides, word joiner, byte order mark.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Letters and digits of the Bangla block; the vowel signs, hasanta and nukta among them belong to words.
pub(crate) fn is_bangla(c: char) -> bool {
    matches!(c, '\u{0981}'..='\u{09E3}' | '\u{09E6}'..='\u{09F1}')
}

/// Signs that the Bijoy font encoding puts inside of words and that no language of ours has there.
const BIJOY_SIGNS: &str = "`~†‡ˆ‰Š‹Œœš›Ÿ¡¢£¤¥¦§¨©ª«¬¯°±²³´µ¶·¸¹º»¼½¾¿×÷ÂÃÅÆÇÈÊËÌÍÎÏÐÑÔÕØÙÚÛÝÞß|{}^";

/// Whether the text looks like Bijoy (`SutonnyMJ`) typing: Latin characters that are Bangla only in that font.
///
/// A guess, made to be shown as a warning: it never calls Bangla, English or romanised Bangla Bijoy in our tests, and
/// it may miss a single short word. The sign of it is a letter with one of Bijoy's signs beside it (`RvZxq msm†`), or
/// most words having letters in an order that English and romanised Bangla do not have (`wbeÜb`, `Avwg`, `Rvjvj`).
#[must_use]
pub fn is_bijoy(text: &str) -> bool {
    if text.chars().any(is_bangla) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let odd = words.iter().filter(|word| has_bijoy_order(word)).count();
    let signed = words.iter().filter(|word| has_bijoy_sign(word)).count();
    signed > 0 && (signed.saturating_add(odd).saturating_mul(3) >= words.len())
        || odd > 0 && odd.saturating_mul(2) >= words.len()
}

/// A sign of the font with an ASCII letter beside it. Not `20°C` and not `m²`: units have digits or a single letter.
fn has_bijoy_sign(word: &str) -> bool {
    if word.chars().any(|c| c.is_ascii_digit()) || word.chars().filter(char::is_ascii_alphabetic).count() < 2 {
        return false;
    }
    let pairs = word.chars().zip(word.chars().skip(1));
    pairs.into_iter().any(|(a, b)| {
        (a.is_ascii_alphabetic() && BIJOY_SIGNS.contains(b)) || (BIJOY_SIGNS.contains(a) && b.is_ascii_alphabetic())
    })
}

/// `v` is the sign া and `w` the sign ি, so they stand where no Latin word has them: `v` after g k t m p and their like,
/// `w` before a consonant at the beginning.
fn has_bijoy_order(word: &str) -> bool {
    if word.chars().count() < 3 || !word.chars().any(|c| c.is_ascii_lowercase()) {
        return false; // CV, TV, WZPDCL
    }
    let begins = word.strip_prefix('w').and_then(|rest| rest.chars().next());
    if begins.is_some_and(|c| "bcdfgjklmnpqstvxzABCDFGJKLMNPQSTVXZ".contains(c)) {
        return true;
    }
    word.chars().zip(word.chars().skip(1)).any(|(a, b)| b == 'v' && "gktmpqxzwhfjcGKTMPQXZWHFJCRYZ".contains(a))
        || word.starts_with("Av")
            && word.chars().nth(2).is_some_and(|c| "bcdfghjklmnpqstvwxzABCDFGHJKLMNPQRSTVWXYZ".contains(c))
}

/// NFC: one way to write each letter. Bangla keyboards give ড়, ঢ় and য় as one letter or as two.
#[must_use]
pub fn nfc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

/// NFKC: letters that only look different are made alike. For passwords, which are compared and never shown.
#[must_use]
pub fn nfkc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned()
}

/// Bytes as lower-case hexadecimal.
///
/// ```
/// assert_eq!(base::text::hex(&[0, 171]), "00ab");
/// ```
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len().saturating_mul(2)), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
