//! What stands out when a statement is held against our transfers: its kind, its owner, its age, its end.

use super::matching::LineKey;
use crate::service::is_default;
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use journal::Sealed;
use serde::{Deserialize, Serialize};

/// What stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A line of theirs that no transfer of ours belongs to.
    TheirsOnly,
    /// A transfer that is done with us and has no line of theirs.
    OursOnly,
    /// Both are there and the amounts differ.
    AmountDiffers,
    /// Nobody knew how the transfer ended, and their statement has it: it was done.
    UnknownDone,
    /// It failed or was taken back with us, and their statement has it.
    FailedDone,
}

impl ItemKind {
    /// All of them.
    pub const ALL: [ItemKind; 5] = [
        ItemKind::TheirsOnly,
        ItemKind::OursOnly,
        ItemKind::AmountDiffers,
        ItemKind::UnknownDone,
        ItemKind::FailedDone,
    ];

    /// As it is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            ItemKind::TheirsOnly => "theirs_only",
            ItemKind::OursOnly => "ours_only",
            ItemKind::AmountDiffers => "amount_differs",
            ItemKind::UnknownDone => "unknown_done",
            ItemKind::FailedDone => "failed_done",
        }
    }

    /// Who looks at it first: the provider is asked for what it did not book, everything else is the programme's.
    #[must_use]
    pub const fn owner(self) -> ItemOwner {
        match self {
            ItemKind::OursOnly => ItemOwner::Provider,
            ItemKind::FailedDone => ItemOwner::Centre,
            ItemKind::TheirsOnly | ItemKind::AmountDiffers | ItemKind::UnknownDone => ItemOwner::Finance,
        }
    }
}

/// Who must look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemOwner {
    /// The programme's finance.
    Finance,
    /// The provider.
    Provider,
    /// The centre at which it was asked for.
    Centre,
}

impl ItemOwner {
    /// All of them.
    pub const ALL: [ItemOwner; 3] = [ItemOwner::Finance, ItemOwner::Provider, ItemOwner::Centre];

    /// As it is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            ItemOwner::Finance => "finance",
            ItemOwner::Provider => "provider",
            ItemOwner::Centre => "centre",
        }
    }

    /// The owner of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<ItemOwner> {
        ItemOwner::ALL.into_iter().find(|owner| owner.name() == name)
    }
}

/// Why an item is over: keys of the words.
pub const END_REASONS: [&str; 6] =
    ["provider_explained", "booked_twice", "corrected_by_provider", "refunded", "written_off", "other"];
/// The reason of items that a later statement matched.
pub const MATCHED_LATER: &str = "matched_later";
/// The reason of items whose transfer was settled as done.
pub const SETTLED: &str = "settled";

/// A transfer of ours, by its centre's book and its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferKey {
    /// The centre's book.
    pub book: String,
    /// Its id.
    pub id: String,
}

/// What stands out, as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub item: String,
    /// The statement in which it was found.
    pub statement: String,
    /// What it is.
    pub kind: ItemKind,
    /// The provider.
    pub provider: String,
    /// The day of the line, or of the transfer when there is none: its age counts from it.
    pub day: BusinessDay,
    /// What their lines add up to.
    pub theirs: Paisa,
    /// What ours add up to.
    pub ours: Paisa,
    /// Their lines.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lines: Vec<LineKey>,
    /// Their references.
    #[serde(default, skip_serializing_if = "is_default")]
    pub references: Vec<String>,
    /// Our transfers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub transfers: Vec<TransferKey>,
}

/// How an item ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemEnd {
    /// Why.
    pub reason: String,
    /// What is to be remembered of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sealed>,
    /// Who.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// An item as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemStanding {
    /// The item.
    pub item: Item,
    /// Who must look.
    pub owner: ItemOwner,
    /// How it ended; none while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<ItemEnd>,
}

/// The ages by which items are counted: days from, days to.
pub const AGES: [(i64, i64); 4] = [(0, 1), (2, 3), (4, 7), (8, i64::MAX)];

/// In which of [`AGES`] so many days are.
#[must_use]
pub fn age_of(days: i64) -> usize {
    AGES.iter().position(|(from, to)| (*from..=*to).contains(&days.max(0))).unwrap_or(0)
}
