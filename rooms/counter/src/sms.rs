//! The text of a receipt for the telephone.
//!
//! Bangla goes as UCS-2, 70 letters a message (3GPP TS 23.038; screens.md 3.3), and a second message costs as much as
//! the first: so the text fits one. It names no service, since others read the telephone too.

use base::Paisa;

/// UCS-2 letters of one message.
pub const SMS_LETTERS_MAX: usize = 70;

/// The text: number, total, check code. Larger sums leave words away, never the number, the total or the code.
#[must_use]
pub fn receipt_text(number: &str, total: Paisa, code: &str) -> String {
    let verb =
        if total.is_negative() { "দেওয়া হয়েছে" } else { "পাওয়া গেছে" };
    let taka = taka(total);
    fitting(&[
        format!("রশিদ {number} ৳{taka} {verb}। যাচাই: কোড {code}"),
        format!("রশিদ {number} ৳{taka} {verb}। কোড {code}"),
        format!("রশিদ {number} ৳{taka} কোড {code}"),
    ])
}

/// A sum in Latin digits, as the number has them, without sign and commas: each letter counts.
fn taka(sum: Paisa) -> String {
    let sum = if sum.is_negative() { sum.checked_neg().unwrap_or_default() } else { sum };
    sum.show_plain(base::Lang::En).replace(',', "")
}

/// The first that fits one message, else the last.
fn fitting(texts: &[String]) -> String {
    let fits = texts.iter().find(|text| letters(text) <= SMS_LETTERS_MAX).or(texts.last());
    fits.cloned().unwrap_or_default()
}

/// The text when a receipt was reversed: whoever paid hears of it, and what is to be given back.
#[must_use]
pub fn reversed_text(number: &str, total: Paisa) -> String {
    let taka = taka(total);
    if !total.is_negative() && total != Paisa::ZERO {
        return fitting(&[
            format!("রশিদ {number} বাতিল হয়েছে। ৳{taka} ফেরত নিন।"),
            format!("রশিদ {number} বাতিল। ৳{taka} ফেরত নিন"),
        ]);
    }
    format!("রশিদ {number} বাতিল হয়েছে।")
}

/// The text when an application went to whoever must agree. It names no service.
#[must_use]
pub fn sent_text(number: &str) -> String {
    format!("আবেদন {number} পাঠানো হয়েছে। তৈরি হলে জানাব।")
}

/// The text when what was applied for can be fetched. It names no service.
#[must_use]
pub fn ready_text(number: &str) -> String {
    format!("আবেদন {number} তৈরি। রশিদ নিয়ে আসুন।")
}

/// The text when an application is served at another centre from now on; named by its place, as people know it.
#[must_use]
pub fn moved_text(number: &str, place: &str) -> String {
    fitting(&[
        format!("আবেদন {number}: এখন {place} ডিজিটাল সেন্টারে যান।"),
        format!("আবেদন {number}: এখন {place} সেন্টারে যান।"),
        format!("আবেদন {number}: এখন অন্য সেন্টারে যান।"),
    ])
}

/// The text when an application is back at the centre where it was taken.
#[must_use]
pub fn returned_text(number: &str) -> String {
    format!("আবেদন {number} আবার আগের সেন্টারে।")
}

/// The question to one customer in fifty.
#[must_use]
pub fn question_text(number: &str) -> String {
    format!("রশিদ {number}: মোট কত টাকা দিয়েছেন? শুধু অঙ্কটি লিখুন।")
}

/// The text when an answer became a complaint: its number and code, to look where it stands.
#[must_use]
pub fn complaint_text(number: &str, code: &str) -> String {
    format!("অভিযোগ {number} নেওয়া হয়েছে। কোড {code}")
}

/// The text with a code for collecting what is ready. It names neither the service nor the centre.
#[must_use]
pub(crate) fn code_text(code: &str) -> String {
    format!("আপনার কাগজ নেওয়ার কোড {code}। কাগজ হাতে পেলে তবেই কোডটি বলুন।")
}

/// How many UCS-2 letters a text has.
#[must_use]
pub fn letters(text: &str) -> usize {
    text.encode_utf16().count()
}
