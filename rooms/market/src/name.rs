//! A name in both languages.

use base::Lang;
use serde::{Deserialize, Serialize};

/// A text in Bangla and in English. English may be empty: then Bangla stands for both.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Both {
    /// In Bangla.
    pub bn: String,
    /// In English.
    pub en: String,
}

impl Both {
    /// From two texts, cleaned.
    #[must_use]
    pub fn clean(bn: &str, en: &str) -> Both {
        Both { bn: base::text::clean(bn), en: base::text::clean(en) }
    }

    /// In the reader's language.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.en.is_empty() { &self.en } else { &self.bn }
    }

    /// True when neither is longer than this.
    #[must_use]
    pub fn fits(&self, chars_max: usize) -> bool {
        self.bn.chars().count() <= chars_max && self.en.chars().count() <= chars_max
    }
}
