//! A basket is changed: a draft, so nothing is entered into the book.

use crate::deeds::reserve::{LINE_PIECES_MAX, NotReserved};
use crate::draft::{self, DraftLine};
use journal::{Deed, Stop, Tx};
use serde::{Deserialize, Serialize};

/// Changes the basket of the person at a counter and keeps it; what is kept at that moment is changed, so that two windows
/// never undo each other. Another basket has another key: a quote is asked for of what the page showed.
///
/// # Refusals
/// [`NotReserved::Lines`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangeDraft {
    /// The centre's book.
    pub book: String,
    /// The person at the counter.
    pub person: String,
    /// What changes; nothing empties the basket.
    pub change: Option<DraftChange>,
}

/// One change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum DraftChange {
    /// So many pieces more.
    Add(DraftLine),
    /// So many pieces from now on.
    Set(DraftLine),
}

impl Deed for ChangeDraft {
    const NAME: &'static str = "market.change_draft";
    type Done = ();
    type Refusal = NotReserved;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotReserved>> {
        let mut draft = draft::kept(tx, &self.book, &self.person).await?;
        let fits = match &self.change {
            None => {
                draft.lines.clear();
                true
            }
            Some(DraftChange::Set(line)) => draft.set(line.clone()),
            Some(DraftChange::Add(line)) => {
                let mut line = line.clone();
                let same = |one: &&DraftLine| one.seller == line.seller && one.wanted.sku == line.wanted.sku;
                let held = draft.lines.iter().find(same).map_or(0, |one| one.wanted.pieces);
                line.wanted.pieces = line.wanted.pieces.clamp(1, LINE_PIECES_MAX).saturating_add(held);
                draft.set(line)
            }
        };
        if !fits {
            return Err(Stop::Refused(NotReserved::Lines));
        }
        draft.key = tx.new_id()?.to_string();
        draft::keep(tx, &self.book, &self.person, &draft).await?;
        Ok(())
    }
}
