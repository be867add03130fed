//! Words of a form in Bangla and English. A form may come with only one of them; then the other is
//! shown, and marked with its language so that a screen reader speaks it rightly (WCAG 2.2, 3.1.2).

use base::Lang;
use serde::{Deserialize, Serialize};

/// One text in the two languages of the house; either may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Words {
    /// In Bangla.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bn: Option<String>,
    /// In English.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub en: Option<String>,
}

impl Words {
    /// The text in `lang`, or in the other language when that is all there is, with the language it is in.
    #[must_use]
    pub fn shown(&self, lang: Lang) -> Option<(&str, Lang)> {
        let bn = self.bn.as_deref().map(|text| (text, Lang::Bn));
        let en = self.en.as_deref().map(|text| (text, Lang::En));
        match lang {
            Lang::Bn => bn.or(en),
            Lang::En => en.or(bn),
        }
    }

    /// The text in exactly this language.
    #[must_use]
    pub fn only(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Bn => self.bn.as_deref(),
            Lang::En => self.en.as_deref(),
        }
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bn.is_none() && self.en.is_none()
    }

    pub(crate) fn put(&mut self, lang: Lang, text: &str) {
        let place = match lang {
            Lang::Bn => &mut self.bn,
            Lang::En => &mut self.en,
        };
        *place = Some(text.to_owned());
    }
}

/// The language a column's suffix names: `বাংলা (bn)`, `English (en)`, `bn`, `Bangla` and so on.
/// Other languages are read past: a form may carry more than the house shows.
pub(crate) fn lang_named(suffix: &str) -> Option<Lang> {
    let suffix = suffix.trim().to_lowercase();
    let code = suffix.rsplit_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or(&suffix);
    match code.trim() {
        "bn" | "bn-bd" | "ben" | "bangla" | "bengali" | "বাংলা" => Some(Lang::Bn),
        "en" | "en-gb" | "en-us" | "eng" | "english" => Some(Lang::En),
        _ => None,
    }
}

/// The language of a text that does not say: Bangla when it holds a Bangla letter (Unicode block
/// 0980-09FF), else English.
pub(crate) fn lang_of(text: &str) -> Lang {
    if text.chars().any(|c| ('\u{0980}'..='\u{09ff}').contains(&c)) { Lang::Bn } else { Lang::En }
}
