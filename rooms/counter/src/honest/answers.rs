//! What was paid, out of what people write back: pure.

use crate::complaints::PAID_POISHA_MAX;
use base::Paisa;
use journal::Keys;

/// One customer in so many is asked what they paid (facts.md 3.4: "a one-question SMS on a sample").
pub const ASKED_ONE_IN: u64 = 50;
/// An answer may differ from the receipt by so much: people round.
pub const OFF_POISHA_MAX: i64 = 100;
/// Letters of an answer that is read; nobody writes more to say a sum.
pub const ANSWER_CHARS_MAX: usize = 500;

/// True for the receipts whose customers are asked: by a keyed hash of the number, so that nobody at the counter can
/// know it or choose it.
#[must_use]
pub fn is_asked(keys: &Keys, receipt: &str) -> bool {
    let signed = keys.sign("who is asked what they paid", receipt);
    signed.first_chunk().is_some_and(|chunk| u64::from_be_bytes(*chunk).is_multiple_of(ASKED_ONE_IN))
}

/// The sum in an answer, in Bangla or Latin digits: `১২০ টাকা`, `Tk 1,250.50`, `৳৫০/-`. None when there is no sum, or when
/// there are two different ones: then nobody can say which is meant.
#[must_use]
pub fn sum_in(text: &str) -> Option<Paisa> {
    if text.chars().count() > ANSWER_CHARS_MAX {
        return None;
    }
    let latin: Vec<char> = base::number::to_latin_digits(text).chars().collect();
    let mut found: Vec<Paisa> = Vec::new();
    let mut run = String::new();
    for (place, c) in latin.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| latin.get(before));
        let next = latin.get(place.saturating_add(1));
        let inside = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
        if c.is_ascii_digit() || (matches!(c, '.' | ',') && inside(before) && inside(next)) {
            run.push(*c);
            if inside(next) || (matches!(next, Some('.' | ',')) && inside(latin.get(place.saturating_add(2)))) {
                continue;
            }
            found.push(Paisa::parse(&run.replace(',', "")).ok()?);
            run.clear();
        }
    }
    let first = *found.first()?;
    let sound = !first.is_negative() && first.get() <= PAID_POISHA_MAX;
    (sound && found.iter().all(|one| *one == first)).then_some(first)
}

/// True when what was paid is not what the receipt says. A reversed receipt's customer may also have it all back.
#[must_use]
pub fn is_otherwise(paid: Paisa, total: Paisa, reversed: bool) -> bool {
    let off = |from: Paisa| paid.get().abs_diff(from.get()) > OFF_POISHA_MAX.unsigned_abs();
    off(total) && (!reversed || off(Paisa::ZERO))
}
