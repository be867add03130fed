//! Reconciliation: a provider's statement is held against the transfers of every room, line by line. What has no partner on
//! the other side stands as an item with an owner and an age until somebody resolves it.

pub(crate) mod item;
pub(crate) mod matching;
pub(crate) mod read;
mod read_camt;
mod read_csv;
pub(crate) mod reading;
pub(crate) mod store;

#[cfg(test)]
mod tests;

use base::Paisa;
use base::calendar::BusinessDay;
use serde::{Deserialize, Serialize};

/// A line of a statement, as far as it says something to us. No name and no text of a person is taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    /// Its number in the file: the line of a CSV file, the count of the entry in an XML file.
    pub line: i64,
    /// The day on which the provider booked it.
    pub day: BusinessDay,
    /// The amount: positive for what a customer paid in over the counter, negative for what one was paid out. Of a wallet's
    /// payment CSV says the same; in camt, which only knows our account, it is negative and a refund positive.
    pub poisha: Paisa,
    /// The provider's own reference; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// Our transfer's id, when the line names one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub transfer: String,
}

/// A line that cannot be read: where, which part of it, and why. The others stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadLine {
    /// Its number in the file.
    pub line: i64,
    /// The part, as the file names it: `amount`, `day`.
    pub part: String,
    /// Why: a key of the words.
    pub why: String,
}

impl BadLine {
    pub(crate) fn new(line: i64, part: &str, why: &str) -> BadLine {
        BadLine { line, part: part.to_owned(), why: why.to_owned() }
    }
}

/// What was counted when a statement was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Lines that could be read.
    pub lines: i64,
    /// Of them, read before in another statement.
    pub repeated: i64,
    /// Of them, matched with transfers of ours.
    pub matched: i64,
    /// Lines that could not be read.
    pub bad: i64,
    /// What stood out and has to be looked at.
    pub items: i64,
}
