//! The ledger's pages: a book, and what moved in one of its accounts.

pub(crate) mod book;
pub(crate) mod statement;

use crate::access::SeenBook;
use crate::account::Account;
use base::Lang;
use web::Frame;

/// The name of a book for this reader: its centre's, or the programme's.
fn book_name(frame: &Frame, seen: &SeenBook) -> String {
    match &seen.names {
        Some((bn, en)) => frame.either(bn, en).to_owned(),
        None => frame.say("ledger-book-nation"),
    }
}

/// The plain name of an account: no shopkeeper need know what `P:fee:brdris` means. The rooms that take official fees word
/// their agencies (`agency-brdris`); one without a word is told by its code.
fn account_name(frame: &Frame, account: &Account) -> String {
    let (line, part) = account.line_and_part();
    let agency = format!("agency-{part}");
    let part = match frame.lang {
        lang if line == "P:fee" && frame.house().words.has(lang, &agency) => frame.say(&agency),
        Lang::Bn if !part.contains(|c: char| c.is_ascii_alphabetic()) => base::number::to_bangla_digits(part),
        _ => part.to_owned(),
    };
    frame.say_with(&format!("ledger-account-{}", line.replace(':', "-")), &[("part", part)])
}
