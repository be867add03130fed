//! The two languages of every page, paper and message.

use crate::Refusal;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A language of the reader. Bangla comes first: it is what a page speaks unless somebody asked otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Bangla, with Bangla digits.
    #[default]
    Bn,
    /// English, with Latin digits and the lakh/crore grouping of South Asia.
    En,
}

impl Lang {
    /// The code of ISO 639-1, as in `<html lang="bn">`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Lang::Bn => "bn",
            Lang::En => "en",
        }
    }

    /// The other language: what the switch on the page leads to.
    #[must_use]
    pub fn other(self) -> Lang {
        match self {
            Lang::Bn => Lang::En,
            Lang::En => Lang::Bn,
        }
    }
}

impl FromStr for Lang {
    type Err = Refused;

    fn from_str(code: &str) -> Result<Self, Refused> {
        match code {
            "bn" => Ok(Lang::Bn),
            "en" => Ok(Lang::En),
            _ => Err(Refused::Unknown),
        }
    }
}

/// A text in both languages. English may be empty where Bangla stands for both.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Both {
    /// In Bangla.
    pub bn: String,
    /// In English.
    pub en: String,
}

impl Both {
    /// From two texts as they were typed.
    #[must_use]
    pub fn clean(bn: &str, en: &str) -> Both {
        Both { bn: crate::text::clean(bn), en: crate::text::clean(en) }
    }

    /// In the reader's language.
    ///
    /// ```
    /// use base::{Both, Lang};
    /// let quilt = Both { bn: "কাঁথা".to_owned(), en: String::new() };
    /// assert_eq!(quilt.in_lang(Lang::En), "কাঁথা");
    /// ```
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.en.is_empty() { &self.en } else { &self.bn }
    }

    /// This and what it is more closely: `নকশি কাঁথা, লাল`.
    ///
    /// ```
    /// use base::{Both, Lang};
    /// let quilt = Both { bn: "কাঁথা".to_owned(), en: "Quilt".to_owned() };
    /// let red = Both { bn: "লাল".to_owned(), en: String::new() };
    /// assert_eq!(quilt.joined(&red).in_lang(Lang::En), "Quilt, লাল");
    /// assert_eq!(quilt.joined(&Both::default()), quilt);
    /// ```
    #[must_use]
    pub fn joined(&self, more: &Both) -> Both {
        if more.bn.is_empty() && more.en.is_empty() {
            return self.clone();
        }
        let join = |lang: Lang| format!("{}, {}", self.in_lang(lang), more.in_lang(lang));
        let en = if self.en.is_empty() && more.en.is_empty() { String::new() } else { join(Lang::En) };
        Both { bn: join(Lang::Bn), en }
    }

    /// True when neither is longer than this.
    #[must_use]
    pub fn fits(&self, chars_max: usize) -> bool {
        self.bn.chars().count() <= chars_max && self.en.chars().count() <= chars_max
    }
}

/// Why a language code was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Neither `bn` nor `en`.
    #[error("the language is neither bn nor en")]
    Unknown,
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        "base.lang.unknown"
    }
}
