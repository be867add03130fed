//! An item is resolved by hand, with a reason.

use crate::deeds::reverse::NOTE_CHARS_MAX;
use crate::events::LineResolved;
use crate::reconcile::item::{END_REASONS, ItemStanding, SETTLED};
use crate::reconcile::store::{ITEMS, item_on_shelf};
use base::Refusal;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Resolves an open item. No money moves by it: what has to move is a deed of its own.
///
/// # Refusals
/// See [`NotResolved`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResolveItem {
    /// The item.
    pub item: String,
    /// Why: one of `END_REASONS`, or `settled` after its transfer was.
    pub reason: String,
    /// What is to be remembered of it; needed when the reason is `other`.
    pub note: String,
}

/// Why an item is not resolved so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotResolved {
    /// There is no such item.
    Unknown,
    /// It was resolved before.
    Over,
    /// The reason is none of the list.
    Reason,
    /// The note is too long, or missing where it is needed.
    Note,
    /// Its transfer cannot be settled from here: it is not unknown, or another room's.
    NotToSettle,
}

impl Refusal for NotResolved {
    fn code(&self) -> &'static str {
        match self {
            NotResolved::Unknown => "counter.item.unknown",
            NotResolved::Over => "counter.item.over",
            NotResolved::Reason => "counter.item.reason",
            NotResolved::Note => "counter.item.note",
            NotResolved::NotToSettle => "counter.item.not_to_settle",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotResolved::Reason => Some("reason".to_owned()),
            NotResolved::Note => Some("note".to_owned()),
            _ => None,
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotResolved::Unknown => 404,
            NotResolved::Over => 409,
            _ => 422,
        }
    }
}

/// The codes of [`NotResolved`].
pub(crate) const CODES: &[&str] = &[
    "counter.item.unknown",
    "counter.item.over",
    "counter.item.reason",
    "counter.item.note",
    "counter.item.not_to_settle",
];

/// An item that is still open.
pub(super) async fn open_item(tx: &mut Tx<'_, '_>, item: &str) -> Result<ItemStanding, Stop<NotResolved>> {
    let row = tx.fetch(&ITEMS, vec![NATION.into(), item.into()]).await?;
    let standing = item_on_shelf(&row.ok_or(Stop::Refused(NotResolved::Unknown))?)?;
    if standing.end.is_some() { Err(Stop::Refused(NotResolved::Over)) } else { Ok(standing) }
}

impl ResolveItem {
    fn decide(&self, note: &str) -> Result<(), NotResolved> {
        if self.reason != SETTLED && !END_REASONS.contains(&self.reason.as_str()) {
            return Err(NotResolved::Reason);
        }
        if note.chars().count() > NOTE_CHARS_MAX || (note.is_empty() && self.reason == "other") {
            return Err(NotResolved::Note);
        }
        Ok(())
    }
}

impl Deed for ResolveItem {
    const NAME: &'static str = "counter.resolve_item";
    type Done = ();
    type Refusal = NotResolved;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotResolved>> {
        let note = base::text::clean(&self.note);
        self.decide(&note).map_err(Stop::Refused)?;
        open_item(tx, &self.item).await?;
        let note =
            if note.is_empty() { None } else { Some(tx.seal(NATION, &format!("s-{}", self.item), &note).await?) };
        let resolved = LineResolved { item: self.item.clone(), reason: self.reason.clone(), note };
        tx.enter(NATION, vec![happened(resolved)]).await?;
        Ok(())
    }
}
