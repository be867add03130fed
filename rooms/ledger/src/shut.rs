//! Days that are shut: whichever room closes a day says so here, and no room dates money of a drawer into it any more.

use crate::store::SHUT_DAYS;
use base::calendar::BusinessDay;
use db::Want;
use journal::{EntryHead, Event, Fault, Tx};
use serde::{Deserialize, Serialize};

/// A day was shut, for ever. The room that closes it enters this together with its own event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayShut {
    /// The day.
    pub day: BusinessDay,
}

impl Event for DayShut {
    const KIND: &'static str = "ledger.day_shut";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        tx.put(&SHUT_DAYS, vec![(&at.book).into(), self.day.into()], vec![at.folio.into()]);
        Ok(())
    }
}

/// What [`is_shut`] asks for, to be told ahead.
#[must_use]
pub fn shut_wants(book: &str, day: BusinessDay) -> Want {
    (&SHUT_DAYS, vec![book.into(), day.into()])
}

/// True when nothing may be dated into this day any more.
///
/// # Errors
/// What the database says.
pub async fn is_shut(tx: &mut Tx<'_, '_>, book: &str, day: BusinessDay) -> Result<bool, Fault> {
    Ok(tx.fetch(&SHUT_DAYS, vec![book.into(), day.into()]).await?.is_some())
}

/// The day on which money is dated that moves by itself: today, or the next when today was closed already.
///
/// # Errors
/// What the database says.
pub async fn day_for(tx: &mut Tx<'_, '_>, book: &str) -> Result<BusinessDay, Fault> {
    let today = tx.now().day();
    Ok(if is_shut(tx, book, today).await? { today.add_days(1) } else { today })
}
