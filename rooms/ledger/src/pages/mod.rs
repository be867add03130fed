//! The ledger's pages: a book, what moved in one of its accounts, its float, its commission and its register.

pub(crate) mod book;
pub(crate) mod commission;
pub(crate) mod decide;
pub(crate) mod float;
pub(crate) mod income;
pub(crate) mod samples;
pub(crate) mod statement;

use crate::access::SeenBook;
use crate::account::Account;
use crate::top_up::{PaidInto, TopUpState};
use base::Lang;
use web::Frame;

/// The name of a book for this reader: its centre's, or the programme's.
fn book_name(frame: &Frame, seen: &SeenBook) -> String {
    match &seen.names {
        Some((bn, en)) => frame.either(bn, en).to_owned(),
        None => frame.say("ledger-book-nation"),
    }
}

/// True when this reader counts the drawer of this book: what it ought to hold is not shown to them here, because they
/// enter the evening's count before they are told it. The report of each closed day says it.
fn counts_drawer(frame: &Frame, book: &str) -> bool {
    frame.visitor.as_ref().and_then(|visitor| visitor.seat.as_ref()).is_some_and(|seat| seat.book == book)
}

/// True for the cash of a counter.
fn is_drawer(account: &Account) -> bool {
    account.line_and_part().0 == "E:drawer"
}

/// The plain name of an account: no shopkeeper need know what `P:fee:brdris` means. The rooms that take official fees and
/// partners' money word their agencies (`agency-brdris`), the ledger its kinds of expense; a part without a word is told
/// by its code.
pub(crate) fn account_name(frame: &Frame, account: &Account) -> String {
    let (line, part) = account.line_and_part();
    let part = part_name(frame, line, part);
    frame.say_with(&format!("ledger-account-{}", line.replace(':', "-")), &[("part", part)])
}

/// The word for an account's own part in this line of the chart.
fn part_name(frame: &Frame, line: &str, part: &str) -> String {
    let words = match line {
        "E:expense" => vec![format!("ledger-expense-{part}")],
        "P:fee" | "P:wallet" | "P:partner_due" | "E:partner_due" => {
            vec![format!("agency-{part}"), format!("provider-{part}")]
        }
        _ => Vec::new(),
    };
    if let Some(word) = words.iter().find(|word| frame.house().words.has(frame.lang, word)) {
        return frame.say(word);
    }
    match frame.lang {
        Lang::Bn if !part.contains(|c: char| c.is_ascii_alphabetic()) => base::number::to_bangla_digits(part),
        _ => part.to_owned(),
    }
}

/// Where a top-up was paid in, in words: the bank of a routing number when it is known, or the wallet.
fn paid_into_name(frame: &Frame, paid_into: &PaidInto) -> String {
    match paid_into {
        PaidInto::Wallet(name) => frame.say(&format!("ledger-wallet-{name}")),
        PaidInto::Bank(number) => {
            let digits = match frame.lang {
                Lang::Bn => base::number::to_bangla_digits(number.text()),
                Lang::En => number.text().to_owned(),
            };
            let bank = number.bank().map_or_else(|| frame.say("ledger-ask-bank"), str::to_owned);
            format!("{bank} {digits}")
        }
    }
}

/// What became of a top-up, in a word.
fn state_name(frame: &Frame, state: &TopUpState) -> String {
    frame.say(&format!("ledger-top-up-{}", state.name()))
}
