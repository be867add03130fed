//! Rebuilding: tables are views of the journals, so they can be dropped and replayed.

use crate::open::{Register, chore};
use crate::store::{ENTRIES_AFTER, ENTRIES_PER_PAGE_MAX, HEAD_ROWS, entry};
use crate::{Entry, Fault, Journal};

impl Journal {
    /// Empties every view and replays all books, in one transaction: either all views are new or none.
    /// Answers how many entries were replayed.
    ///
    /// # Errors
    /// [`Fault::Unsound`] for an event that this program does not know; then nothing was changed.
    pub async fn rebuild(&self) -> Result<u64, Fault> {
        let register = self.ground.register.clone();
        chore(self.db(), move |tx| {
            let register = register.clone();
            Box::pin(async move { replay_all(&register, tx).await })
        })
        .await
    }
}

/// Empties the views and replays every book.
pub(crate) async fn replay_all(register: &Register, tx: &mut db::Tx<'_>) -> Result<u64, Fault> {
    // Every deed locks its book's head first: those that come now wait, here and in every other process.
    tx.hold("journal_head").await?;
    for view in &register.views {
        tx.empty(view).await?;
    }
    let mut replayed = 0_u64;
    for row in tx.all(&HEAD_ROWS, &[]).await? {
        let book: String = row.get("book")?;
        let mut after = 0;
        loop {
            let page = page(tx, &book, after).await?;
            let Some(last) = page.last() else { break };
            after = last.head.folio;
            for entry in &page {
                entry.replay(&register.events, tx).await?;
                replayed = replayed.saturating_add(1);
            }
            // A long history does not gather in memory; should it fail, the whole transaction is undone.
            tx.flush_all().await?;
        }
    }
    Ok(replayed)
}

/// The next page of a book.
pub(crate) async fn page(tx: &mut db::Tx<'_>, book: &str, after: i64) -> Result<Vec<Entry>, Fault> {
    let rows = tx.all(&ENTRIES_AFTER, &[book.into(), after.into(), ENTRIES_PER_PAGE_MAX.into()]).await?;
    rows.iter().map(entry).collect()
}
