//! Receipt numbers and check codes.

use base::calendar::BusinessDay;
use journal::{Keys, code_is, code_of, letters};
pub use journal::{paper_number as receipt_number, session_code, typed_number as typed};

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
    code_of(keys, "receipt check", number)
}

/// True when this is the code of this number.
#[must_use]
pub fn code_holds(keys: &Keys, number: &str, code: &str) -> bool {
    code_is(keys, "receipt check", number, code)
}

/// The code that goes with the number of a complaint: whoever made it may look where it stands.
#[must_use]
pub fn complaint_code(keys: &Keys, number: &str) -> String {
    code_of(keys, "complaint check", number)
}

/// True when this is the code of this complaint.
#[must_use]
pub fn complaint_code_holds(keys: &Keys, number: &str, code: &str) -> bool {
    code_is(keys, "complaint check", number, code)
}

/// The book in which a receipt stands: its number begins with the centre's code.
#[must_use]
pub fn book_of(number: &str) -> Option<&str> {
    let (centre, rest) = number.split_once('-')?;
    let sound = (4..=12).contains(&centre.len()) && centre.chars().all(|c| c.is_ascii_alphanumeric());
    (sound && rest.len() >= 14 && rest.len() <= 24).then_some(centre)
}
