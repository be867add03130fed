//! Amendments of the catalogue: what a catalogue manager is about to change, shown whole before it is confirmed.
//!
//! An amendment is a draft, one for each person, in no book. It names the version of every service that it was made from:
//! when another person was quicker, nothing of it is published. Prices are no part of it; they are proposed and approved.

pub(crate) mod fields;
pub(crate) mod reach;
pub(crate) mod sheet;
pub(crate) mod store;

use crate::service::Service;
use base::{Lang, Refusal};
use serde::{Deserialize, Serialize};

/// Services of one amendment, at most.
pub const CHANGES_MAX: usize = 2_000;
/// Characters of what changes, at most.
pub const NOTE_CHARS_MAX: usize = 200;

/// A service as it shall be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceChange {
    /// What it shall be.
    pub service: Service,
    /// Its form as Markdown `XLSForm`; empty when there is nothing to fill.
    pub form: String,
    /// The version that this was made from; 0 for a new service.
    pub made_from: i64,
}

/// A row of a sheet that is left out, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadRow {
    /// The row as the sheet counts it; the headings are row 1.
    pub row: i64,
    /// The service's code as it stands there.
    pub service: String,
    /// The column; empty when the row as a whole is meant.
    pub column: String,
    /// Why, in Bangla.
    pub bn: String,
    /// Why, in English.
    pub en: String,
}

impl BadRow {
    /// Why, in this language.
    #[must_use]
    pub fn why(&self, lang: Lang) -> &str {
        if lang == Lang::Bn { &self.bn } else { &self.en }
    }
}

/// What one person is about to change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// Its id: whoever confirms names it, so that a page of an older amendment confirms nothing.
    pub id: String,
    /// What changes, in a sentence: stands beside the new versions.
    pub note: String,
    /// The sheet that it was read from; empty when one service was changed by hand.
    pub file: String,
    /// The services as they shall be.
    pub changes: Vec<ServiceChange>,
    /// Rows of the sheet that change nothing.
    pub same: i64,
    /// Rows of the sheet that are left out; of very many only the first.
    pub bad: Vec<BadRow>,
    /// How many these are in all.
    pub left_out: i64,
    /// Columns of the sheet that are passed over, because prices are not changed so.
    pub passed_over: Vec<String>,
}

/// Why the catalogue is not amended so.
#[derive(Debug)]
pub enum NotAmended {
    /// What the page showed is not there any more: it was confirmed, dropped, or another one took its place.
    Gone,
    /// Somebody changed this service since.
    Stale(String),
    /// A new service has the code of one that there is.
    Taken(String),
    /// Nothing would be otherwise.
    Nothing,
    /// What changes is to be said, in at most [`NOTE_CHARS_MAX`] characters.
    Note,
    /// More than [`CHANGES_MAX`] services.
    Many,
    /// One of the services cannot be so.
    Unfit(crate::service_rules::NotPublished),
}

impl Refusal for NotAmended {
    fn code(&self) -> &'static str {
        match self {
            NotAmended::Gone => "counter.amend.gone",
            NotAmended::Stale(_) => "counter.amend.stale",
            NotAmended::Taken(_) => "counter.amend.taken",
            NotAmended::Nothing => "counter.amend.nothing",
            NotAmended::Note => "counter.amend.note",
            NotAmended::Many => "counter.amend.many",
            NotAmended::Unfit(unfit) => unfit.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotAmended::Stale(code) | NotAmended::Taken(code) => vec![("service", code.clone())],
            NotAmended::Note => vec![("max", NOTE_CHARS_MAX.to_string())],
            NotAmended::Many => vec![("max", CHANGES_MAX.to_string())],
            NotAmended::Unfit(unfit) => unfit.values(),
            NotAmended::Gone | NotAmended::Nothing => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotAmended::Taken(_) => Some("code".to_owned()),
            NotAmended::Note => Some("note".to_owned()),
            NotAmended::Unfit(unfit) => unfit.field(),
            _ => None,
        }
    }

    fn status(&self) -> u16 {
        if matches!(self, NotAmended::Gone | NotAmended::Stale(_)) { 409 } else { 422 }
    }
}

/// The codes of [`NotAmended`] that are its own, and of what is typed into a field.
pub(crate) const CODES: &[&str] = &[
    "counter.amend.gone",
    "counter.amend.stale",
    "counter.amend.taken",
    "counter.amend.nothing",
    "counter.amend.note",
    "counter.amend.many",
    "counter.amend.choice",
    "counter.amend.number",
    "counter.amend.yes_no",
    "counter.amend.form_name",
];
