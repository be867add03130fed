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
    // Latin digits, as the number has them, and no commas: each letter counts.
    let taka = total.show_plain(base::Lang::En).replace(',', "");
    let texts = [
        format!("রশিদ {number} ৳{taka} পাওয়া গেছে। যাচাই: কোড {code}"),
        format!("রশিদ {number} ৳{taka} পাওয়া গেছে। কোড {code}"),
        format!("রশিদ {number} ৳{taka} কোড {code}"),
    ];
    let [.., shortest] = &texts;
    texts.iter().find(|text| letters(text) <= SMS_LETTERS_MAX).unwrap_or(shortest).clone()
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
