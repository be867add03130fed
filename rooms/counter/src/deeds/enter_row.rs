//! A row of a centre's paper register is entered.

use crate::deeds::take::{NotTaken, TakeServices};
use crate::store::REGISTER_ROWS;
use journal::{Ahead, Deed, Stop, Tx};
use serde::{Deserialize, Serialize};

/// Enters a row as one receipt of its own day, once. What is known of a row stands in the book itself and not in an
/// idempotency key, because keys belong to whoever uses them and are forgotten after a time, while a paper register may
/// be imported again by anybody years later.
///
/// # Refusals
/// As [`TakeServices`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EnterRow {
    /// What was sold.
    pub taking: TakeServices,
    /// By what the row is known again: a keyed hash, since the row may name a mobile number.
    pub mark: String,
}

impl Deed for EnterRow {
    const NAME: &'static str = "counter.enter_row";
    /// True when it was entered now, false when it had been entered before.
    type Done = bool;
    type Refusal = NotTaken;

    fn book(&self) -> &str {
        &self.taking.book
    }

    // The row's mark is not among them: it is looked for behind the lock on the book's head, so that two imports of one
    // file at once do not both miss it.
    fn wants(&self, ahead: &Ahead<'_>) -> Vec<db::Want> {
        self.taking.wants(ahead)
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<bool, Stop<NotTaken>> {
        let key = vec![self.book().into(), self.mark.as_str().into()];
        if tx.fetch(&REGISTER_ROWS, key).await?.is_some() {
            return Ok(false);
        }
        self.taking.give(tx, Some(self.mark.clone())).await?;
        Ok(true)
    }
}
