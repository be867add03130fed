//! The drawer and the day around it: counted in the morning, moved by the shop itself, passed from hand to hand, counted
//! blind in the evening.
//!
//! Pure nouns here; the deeds stand in `deeds/`, what happened in `events/days.rs`.

pub(crate) mod read;
pub(crate) mod rules;
pub(crate) mod store;
pub(crate) mod totals;

#[cfg(test)]
mod tests;

pub use totals::{Closing, MoveSums, OperatorTotal, ServiceTotal, SessionNumbers, Totals};

use base::calendar::{BusinessDay, Moment};
use base::{Paisa, Refusal};
use journal::Sealed;
use ledger::CashMove;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The notes and coins of Bangladesh in taka, the largest first: a note and a coin of one value are one pile.
pub const DENOMINATIONS: [i64; 10] = [1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1];
/// Pieces of one denomination, at most.
pub const PIECES_MAX: i64 = 100_000;
/// Poisha of one cash move, at most: Tk 10 lakh.
pub const CASH_MOVE_POISHA_MAX: i64 = 100_000_000;
/// Characters of what a cash move was for, at most.
pub const CASH_MEMO_CHARS_MAX: usize = 200;
/// Cash moves and shifts of one day, at most.
pub const MOVES_PER_DAY_MAX: usize = 250;
/// Entries of a day's drawer read at once: more than there can be, counts included.
pub(crate) const DRAWER_ENTRIES_MAX: i64 = 300;
/// A difference up to so many poisha needs no reason: Tk 20.
pub const DIFFERENCE_FREE_POISHA_MAX: i64 = 2_000;
/// One part of so many of what is expected is the other limit above which a reason is needed: 0.5 %.
const DIFFERENCE_PART: i64 = 200;
/// Characters of the words to a difference, at most.
pub const DIFFERENCE_NOTE_CHARS_MAX: usize = 300;

/// Why a drawer has more or less than the book: keys of the words.
pub const DIFFERENCE_REASONS: [&str; 7] =
    ["wrong_change", "not_written", "expense_not_written", "bad_note", "lost", "not_found", "other"];

/// The notes and coins of a drawer: pieces by denomination, in taka.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<i64, i64>", into = "BTreeMap<i64, i64>")]
pub struct Count(BTreeMap<i64, i64>);

/// Why this is no count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotACount {
    /// There is no such note or coin.
    Denomination(i64),
    /// Not 0 to [`PIECES_MAX`] pieces of this one.
    Pieces(i64),
}

impl std::fmt::Display for NotACount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl Refusal for NotACount {
    fn code(&self) -> &'static str {
        match self {
            NotACount::Denomination(_) => "counter.count.denomination",
            NotACount::Pieces(_) => "counter.count.pieces",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotACount::Denomination(note) => vec![("note", note.to_string())],
            NotACount::Pieces(note) => vec![("note", note.to_string()), ("max", PIECES_MAX.to_string())],
        }
    }

    fn field(&self) -> Option<String> {
        let (NotACount::Denomination(note) | NotACount::Pieces(note)) = self;
        Some(field_of(*note))
    }
}

/// The codes of [`NotACount`].
pub(crate) const COUNT_CODES: &[&str] = &["counter.count.denomination", "counter.count.pieces"];

/// The field of a denomination in forms: `n500`.
#[must_use]
pub(crate) fn field_of(note: i64) -> String {
    format!("n{note}")
}

impl TryFrom<BTreeMap<i64, i64>> for Count {
    type Error = NotACount;

    fn try_from(pieces: BTreeMap<i64, i64>) -> Result<Count, NotACount> {
        for (note, many) in &pieces {
            if !DENOMINATIONS.contains(note) {
                return Err(NotACount::Denomination(*note));
            }
            if !(0..=PIECES_MAX).contains(many) {
                return Err(NotACount::Pieces(*note));
            }
        }
        Ok(Count(pieces.into_iter().filter(|(_, many)| *many > 0).collect()))
    }
}

impl From<Count> for BTreeMap<i64, i64> {
    fn from(count: Count) -> BTreeMap<i64, i64> {
        count.0
    }
}

impl Count {
    /// The fewest notes and coins of an amount; poisha below one taka have no coin, and less than nothing is nothing.
    #[must_use]
    pub fn of(amount: Paisa) -> Count {
        let (mut left, mut pieces) = (amount.get().max(0).checked_div(100).unwrap_or(0), BTreeMap::new());
        for note in DENOMINATIONS {
            let many = left.checked_div(note).unwrap_or(0).min(PIECES_MAX);
            if many > 0 {
                pieces.insert(note, many);
            }
            left = left.saturating_sub(many.saturating_mul(note));
        }
        Count(pieces)
    }

    /// How many of this note or coin.
    #[must_use]
    pub fn pieces(&self, note: i64) -> i64 {
        self.0.get(&note).copied().unwrap_or(0)
    }

    /// What it is worth.
    #[must_use]
    pub fn total(&self) -> Paisa {
        let worth = self.0.iter().map(|(note, many)| Paisa::from_taka(note.saturating_mul(*many)).unwrap_or_default());
        Paisa::sum(worth).unwrap_or_default()
    }
}

/// A count beside what the book said at that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountTaken {
    /// The notes and coins.
    pub count: Count,
    /// What they are worth.
    pub counted: Paisa,
    /// What the book said is in the drawer.
    pub expected: Paisa,
    /// Counted less expected: over when positive, short when negative.
    pub difference: Paisa,
}

impl CountTaken {
    /// None when it cannot be counted.
    #[must_use]
    pub fn of(count: Count, expected: Paisa) -> Option<CountTaken> {
        let counted = count.total();
        Some(CountTaken { count, counted, expected, difference: counted.checked_sub(expected)? })
    }
}

/// True when a difference is so large that somebody has to say why: more than Tk 20, or more than 0.5 % of what is
/// expected (screens.md, "close the day").
#[must_use]
pub fn needs_reason(expected: Paisa, difference: Paisa) -> bool {
    let off = difference.get().unsigned_abs();
    let part = DIFFERENCE_PART.unsigned_abs();
    off > DIFFERENCE_FREE_POISHA_MAX.unsigned_abs() || off.saturating_mul(part) > expected.get().unsigned_abs()
}

/// What was done with the drawer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawerDone {
    /// Counted in the morning.
    Opened(CountTaken),
    /// Money came in or went out without a customer.
    Moved {
        /// Why.
        kind: CashMove,
        /// How much: more than nothing.
        amount: Paisa,
        /// What for, sealed, because people write names.
        memo: Option<Sealed>,
    },
    /// Passed from one entrepreneur to the other.
    Passed {
        /// Who had it; nobody when the day was not opened with a count.
        from: Option<String>,
        /// Who has it.
        to: String,
        /// What was counted, if it was.
        taken: Option<CountTaken>,
    },
    /// Counted for the close.
    Counted(CountTaken),
}

impl DrawerDone {
    /// What the drawer's book balance changed by; nothing for a count that was not posted yet.
    #[must_use]
    pub fn changed(&self) -> Paisa {
        match self {
            DrawerDone::Opened(taken) | DrawerDone::Passed { taken: Some(taken), .. } => taken.difference,
            DrawerDone::Moved { kind: CashMove::PaidIn, amount, .. } => *amount,
            DrawerDone::Moved { amount, .. } => amount.checked_neg().unwrap_or_default(),
            DrawerDone::Passed { taken: None, .. } | DrawerDone::Counted(_) => Paisa::ZERO,
        }
    }
}

/// Something done with the drawer, as the book has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawerEntry {
    /// The folio of its entry.
    pub folio: i64,
    /// The day.
    pub day: BusinessDay,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// What.
    pub done: DrawerDone,
}
