//! The last receipt is undone at once: a slip of the finger, seen before the customer has turned away.

use crate::cart;
use crate::deeds::reverse::{NotReversed, ReverseReceipt};
use crate::store::{RECEIPTS, standing_on_shelf};
use base::Refusal;
use base::calendar::Moment;
use journal::{Deed, Stop, Tx};
use serde::{Deserialize, Serialize};

/// How long after it was given a receipt is undone with one press, in milliseconds (screens.md 3.2).
pub const UNDO_MS_MAX: i64 = 60_000;

/// Reverses the newest receipt of a person with one press, within a minute. It is a reversal like any other, for the
/// reason `wrong_service`; who needs more words or came later uses [`ReverseReceipt`].
///
/// # Refusals
/// See [`NotUndone`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UndoLast {
    /// The centre's book.
    pub book: String,
    /// The person at the counter.
    pub person: String,
    /// The receipt that their page showed.
    pub number: String,
}

/// Why a receipt is not undone with one press.
#[derive(Debug)]
pub enum NotUndone {
    /// It is not the newest of this person.
    NotLast,
    /// The minute is over.
    TooLate,
    /// The reversal is refused.
    Reversed(NotReversed),
}

impl Refusal for NotUndone {
    fn code(&self) -> &'static str {
        match self {
            NotUndone::NotLast => "counter.undo.not_last",
            NotUndone::TooLate => "counter.undo.too_late",
            NotUndone::Reversed(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if let NotUndone::Reversed(refused) = self { refused.values() } else { Vec::new() }
    }

    fn status(&self) -> u16 {
        if let NotUndone::Reversed(refused) = self { refused.status() } else { 422 }
    }
}

/// The codes of [`NotUndone`] that are its own.
pub(crate) const CODES: &[&str] = &["counter.undo.not_last", "counter.undo.too_late"];

/// True while a receipt of this moment is undone with one press.
pub(crate) fn is_fresh(given: Moment, now: Moment) -> bool {
    now.get().saturating_sub(given.get()) <= UNDO_MS_MAX
}

impl Deed for UndoLast {
    const NAME: &'static str = "counter.undo_last";
    /// The folio of the reversing entry.
    type Done = i64;
    type Refusal = NotUndone;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64, Stop<NotUndone>> {
        let cart = cart::kept(tx, &self.book, &self.person).await?;
        if cart.paid.is_none_or(|paid| paid.number != self.number) {
            return Err(Stop::Refused(NotUndone::NotLast));
        }
        let row = tx.fetch(&RECEIPTS, vec![(&self.book).into(), (&self.number).into()]).await?;
        let standing = row.map(|rest| standing_on_shelf(&rest)).transpose()?;
        let given = standing.ok_or(Stop::Refused(NotUndone::NotLast))?.receipt.at;
        if !is_fresh(given, tx.now()) {
            return Err(Stop::Refused(NotUndone::TooLate));
        }
        let reverse = ReverseReceipt {
            book: self.book.clone(),
            number: self.number.clone(),
            reason: "wrong_service".to_owned(),
            note: String::new(),
        };
        reverse.run(tx).await.map_err(|stop| stop.map(NotUndone::Reversed))
    }
}
