//! Cash comes into the drawer or leaves it without a customer.

use crate::drawer::rules::{self, DayShut};
use crate::drawer::{CASH_MEMO_CHARS_MAX, CASH_MOVE_POISHA_MAX};
use crate::events::CashMoved;
use crate::transfer::reading::out_waiting;
use base::{Paisa, Refusal};
use journal::{Deed, Stop, Tx, happened};
use ledger::{CashMove, NotPosted};
use serde::{Deserialize, Serialize};

/// Moves cash: the owner pays in, the shop spends, the owner draws. One entry with its posting; an expense stands in the
/// income-expenditure register by itself.
///
/// # Refusals
/// See [`NotCashMoved`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MoveCash {
    /// The centre's book.
    pub book: String,
    /// Why; anything but what a count finds.
    pub kind: CashMove,
    /// How much.
    pub amount: Paisa,
    /// What for: needed for an expense.
    pub memo: String,
}

/// Why cash is not moved.
#[derive(Debug)]
pub enum NotCashMoved {
    /// The day is closed, or an earlier one is open.
    Shut(DayShut),
    /// Over and short are found by counting, not entered.
    Kind,
    /// Not more than nothing, or more than [`CASH_MOVE_POISHA_MAX`].
    Amount,
    /// An expense does not say what for, or the words are too long.
    Memo,
    /// By the book the drawer does not hold so much. How much it holds is not said: the evening's count is blind.
    Short,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotCashMoved {
    fn code(&self) -> &'static str {
        match self {
            NotCashMoved::Shut(shut) => shut.code(),
            NotCashMoved::Kind => "counter.cash.kind",
            NotCashMoved::Amount => "counter.cash.amount",
            NotCashMoved::Memo => "counter.cash.memo",
            NotCashMoved::Short => "counter.cash.short",
            NotCashMoved::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotCashMoved::Shut(shut) => shut.values(),
            NotCashMoved::Amount => {
                vec![("max", Paisa::new(CASH_MOVE_POISHA_MAX).show_plain(base::Lang::En))]
            }
            NotCashMoved::Memo => vec![("max", CASH_MEMO_CHARS_MAX.to_string())],
            NotCashMoved::Posting(refused) => refused.values(),
            NotCashMoved::Kind | NotCashMoved::Short => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotCashMoved::Kind => Some("kind".to_owned()),
            NotCashMoved::Amount | NotCashMoved::Short => Some("amount".to_owned()),
            NotCashMoved::Memo => Some("memo".to_owned()),
            NotCashMoved::Shut(_) | NotCashMoved::Posting(_) => None,
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotCashMoved::Shut(shut) => shut.status(),
            NotCashMoved::Posting(refused) => refused.status(),
            _ => 422,
        }
    }
}

/// The codes of [`NotCashMoved`] that are its own.
pub(crate) const CODES: &[&str] =
    &["counter.cash.kind", "counter.cash.amount", "counter.cash.memo", "counter.cash.short"];

impl MoveCash {
    /// Kind, amount and words, as they may be; `free` is what the drawer holds beside what waits to be paid out.
    fn decide(&self, memo: &str, free: Paisa) -> Result<(), NotCashMoved> {
        let goes_out = match self.kind {
            CashMove::PaidIn => false,
            CashMove::PaidOut(_) | CashMove::Drawn => true,
            CashMove::OverShort => return Err(NotCashMoved::Kind),
        };
        if self.amount <= Paisa::ZERO || self.amount.get() > CASH_MOVE_POISHA_MAX {
            return Err(NotCashMoved::Amount);
        }
        let needs_words = matches!(self.kind, CashMove::PaidOut(_));
        if memo.chars().count() > CASH_MEMO_CHARS_MAX || (needs_words && memo.is_empty()) {
            return Err(NotCashMoved::Memo);
        }
        if goes_out && self.amount > free { Err(NotCashMoved::Short) } else { Ok(()) }
    }
}

/// What the ledger's line says: a memo there never holds a person's words.
fn line_of(kind: CashMove) -> String {
    match kind {
        CashMove::PaidIn => "paid in".to_owned(),
        CashMove::PaidOut(kind) => format!("paid out {}", kind.name()),
        CashMove::Drawn => "drawn".to_owned(),
        CashMove::OverShort => "count".to_owned(),
    }
}

impl Deed for MoveCash {
    const NAME: &'static str = "counter.move_cash";
    /// The folio of its entry: the address of its slip.
    type Done = i64;
    type Refusal = NotCashMoved;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64, Stop<NotCashMoved>> {
        // Load.
        let (day, memo) = (tx.now().day(), base::text::clean(&self.memo));
        rules::check_room(tx, &self.book, day).await.map_err(|stop| stop.map(NotCashMoved::Shut))?;
        let waiting = out_waiting(tx, &self.book).await?;
        let free = rules::balance(tx, &self.book).await?.checked_sub(waiting).unwrap_or_default();

        // Decide.
        self.decide(&memo, free).map_err(Stop::Refused)?;

        // Enter.
        let line = line_of(self.kind);
        let posted = rules::moved(tx, &self.book, (day, &line), self.kind, self.amount).await;
        let posted = posted.map_err(|stop| stop.map(NotCashMoved::Posting))?;
        let memo = if memo.is_empty() {
            None
        } else {
            let whose = format!("c-{}", tx.new_id().map_err(Stop::Fault)?);
            Some(tx.seal_new(&self.book, &whose, &memo).await?)
        };
        let moved = CashMoved { day, kind: self.kind, amount: self.amount, memo };
        Ok(tx.enter(&self.book, vec![happened(moved), happened(posted)]).await?.folio)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::ExpenseKind;

    fn decided(kind: CashMove, taka: i64, memo: &str, free: i64) -> &'static str {
        let amount = Paisa::new(taka * 100);
        let deed = MoveCash { book: "1".to_owned(), kind, amount, memo: memo.to_owned() };
        deed.decide(memo, Paisa::new(free * 100)).map_or_else(|refused| refused.code(), |()| "")
    }

    #[test]
    fn what_leaves_is_at_most_what_is_there_and_an_expense_says_what_for() {
        let rent = CashMove::PaidOut(ExpenseKind::Rent);
        assert_eq!(decided(rent, 100, "মাসের ভাড়া", 100), "");
        assert_eq!(decided(rent, 101, "মাসের ভাড়া", 100), "counter.cash.short");
        assert_eq!(decided(CashMove::Drawn, 101, "", 100), "counter.cash.short");
        assert_eq!(decided(CashMove::Drawn, 100, "", 100), "");
        assert_eq!(decided(CashMove::PaidIn, 101, "", 0), "");
        assert_eq!(decided(rent, 1, "", 100), "counter.cash.memo");
        assert_eq!(decided(CashMove::PaidIn, 1, &"ক".repeat(201), 100), "counter.cash.memo");
        assert_eq!(decided(CashMove::PaidIn, 0, "", 0), "counter.cash.amount");
        assert_eq!(decided(CashMove::PaidIn, -5, "", 0), "counter.cash.amount");
        assert_eq!(decided(CashMove::PaidIn, 1_000_001, "", 0), "counter.cash.amount");
        assert_eq!(decided(CashMove::OverShort, 1, "", 0), "counter.cash.kind");
    }
}
