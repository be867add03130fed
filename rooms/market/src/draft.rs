//! The basket of who stands at the counter, before the quote: a draft that is kept at every change, so that a power cut
//! loses nothing. It names goods only; who buys is said with the quote.

use crate::deeds::reserve::{LINE_PIECES_MAX, LINES_MAX, Wanted};
use crate::store::{self, DRAFT_OF, KEEP_DRAFT};
use base::{Both, Paisa};
use journal::{Fault, Tx};
use serde::{Deserialize, Serialize};

/// One good of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    /// The seller's number.
    pub seller: String,
    /// What is wanted of it.
    pub wanted: Wanted,
    /// What it is called.
    pub name: Both,
}

/// A basket in progress.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft {
    /// The key of its quote: new for every basket.
    pub key: String,
    /// What lies in it.
    pub lines: Vec<DraftLine>,
}

impl Draft {
    /// Its goods by seller, in the order in which they were put in.
    #[must_use]
    pub fn parts(&self) -> Vec<(String, Vec<Wanted>)> {
        let mut parts: Vec<(String, Vec<Wanted>)> = Vec::new();
        for line in &self.lines {
            match parts.iter_mut().find(|(seller, _)| *seller == line.seller) {
                Some((_, lines)) => lines.push(line.wanted.clone()),
                None => parts.push((line.seller.clone(), vec![line.wanted.clone()])),
            }
        }
        parts
    }

    /// The price of all goods, as it was shown; nothing when it cannot be counted.
    #[must_use]
    pub fn goods(&self) -> Option<Paisa> {
        let prices = self.lines.iter().map(|line| line.wanted.shown.checked_mul(line.wanted.pieces));
        Paisa::sum(prices.collect::<Option<Vec<_>>>()?)
    }

    /// So many pieces of a good lie in it from now on; none takes it out. False when that is too many.
    pub(crate) fn set(&mut self, line: DraftLine) -> bool {
        let held = self.lines.iter().position(|one| one.seller == line.seller && one.wanted.sku == line.wanted.sku);
        if line.wanted.pieces > LINE_PIECES_MAX || (held.is_none() && self.lines.len() >= LINES_MAX) {
            return false;
        }
        match held {
            Some(at) if line.wanted.pieces <= 0 => drop(self.lines.remove(at)),
            Some(at) => {
                if let Some(one) = self.lines.get_mut(at) {
                    *one = line;
                }
            }
            None if line.wanted.pieces > 0 => self.lines.push(line),
            None => {}
        }
        true
    }
}

/// The draft of a person at a counter.
///
/// # Errors
/// What the database says.
pub async fn kept(tx: &mut db::Tx<'_>, book: &str, person: &str) -> Result<Draft, Fault> {
    match tx.optional(&DRAFT_OF, &[book.into(), person.into()]).await? {
        Some(row) => store::read_body(&row.get::<String>("body")?),
        None => Ok(Draft::default()),
    }
}

pub(crate) async fn keep(tx: &mut Tx<'_, '_>, book: &str, person: &str, draft: &Draft) -> Result<(), Fault> {
    let now = tx.now();
    let body = store::written(draft)?;
    tx.execute(&KEEP_DRAFT, &[book.into(), person.into(), body, now.into()]).await?;
    Ok(())
}
