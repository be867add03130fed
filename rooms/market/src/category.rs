//! Categories: what may be sold, as a tree.

use base::Both;
use serde::{Deserialize, Serialize};

/// One category. Its code names the tree: `craft.quilt` stands below `craft`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Latin letters and dots.
    pub code: String,
    /// Its name.
    pub name: Both,
    /// What else people and partners call it; found in the search.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// True for what may not be sold at all (facts.md 8, rule 7): it stands in the tree so that a listing is refused by
    /// name and not by silence.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub banned: bool,
}

impl Category {
    /// True for a category of the first row, which holds others.
    #[must_use]
    pub fn is_top(&self) -> bool {
        !self.code.contains('.')
    }
}

/// True when this category is the other one or stands below it.
#[must_use]
pub fn is_within(code: &str, above: &str) -> bool {
    code.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
