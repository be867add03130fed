//! A top-up is declined by another person than the one who asked.

use crate::deeds::approve_top_up::{NotDecided, waiting};
use crate::events::TopUpDeclined;
use crate::top_up::DECLINE_REASONS;
use journal::{Deed, Entered, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Declines a top-up, once, with a reason from the list. No money moves, and the slip may be handed in again, so that a
/// mistyped amount costs nobody a second payment.
///
/// # Refusals
/// As [`crate::ApproveTopUp`]; a reason that is not of the list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeclineTopUp {
    /// The centre's book.
    pub book: String,
    /// The id of what was asked for.
    pub ask: String,
    /// Why: one of [`crate::DECLINE_REASONS`].
    pub reason: String,
}

impl Deed for DeclineTopUp {
    const NAME: &'static str = "ledger.decline_top_up";
    type Done = Entered;
    type Refusal = NotDecided;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotDecided>> {
        let top_up = waiting(tx, &self.book, &self.ask).await?;
        if !DECLINE_REASONS.contains(&self.reason.as_str()) {
            return Err(Stop::Refused(NotDecided::Reason));
        }
        let declined = TopUpDeclined { ask: top_up.ask, reason: self.reason.clone() };
        Ok(tx.enter(&self.book, vec![happened(declined)]).await?)
    }
}
