//! The house's words in Bangla and English.
//!
//! Fluent files of all rooms, laid together. Numbers, money and days come in already written (base), because Fluent
//! prints Latin digits; its isolating marks are turned off, because they show as boxes on thermal slips.

use base::{Lang, Refusal};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::collections::BTreeSet;

/// The two Fluent files of one room, as text.
#[derive(Clone, Copy, Debug)]
pub struct Wording {
    /// `words/bn.ftl`.
    pub bn: &'static str,
    /// `words/en.ftl`.
    pub en: &'static str,
}

impl Wording {
    /// No words: a room that shows nothing.
    pub const NONE: Wording = Wording { bn: "", en: "" };
}

/// Why the words could not be laid together: a file that does not parse, or one key given twice. The house does not
/// open with broken words, so this is found when it starts and by every test.
#[derive(Debug, PartialEq, Eq)]
pub struct BrokenWords(pub String);

impl std::fmt::Display for BrokenWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the words are broken: {}", self.0)
    }
}

impl std::error::Error for BrokenWords {}

/// All words of the house in both languages.
pub struct Words {
    bn: Speech,
    en: Speech,
}

struct Speech {
    bundle: FluentBundle<FluentResource>,
    keys: BTreeSet<String>,
}

/// How a refusal is told: one sentence, and for a whole page what happened, whether the money is safe, what to do now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// A short sentence, as it stands beside a field.
    pub sentence: String,
    /// What happened. Empty when the sentence says it all; so are the next two.
    pub what: String,
    /// Is the money safe?
    pub money: String,
    /// What to do now.
    pub act: String,
}

impl Words {
    /// Lays the words of the kit and of these rooms together.
    ///
    /// # Errors
    /// [`BrokenWords`] for a file that does not parse and for a key given twice.
    pub fn new(wordings: &[Wording]) -> Result<Words, BrokenWords> {
        let own = [OWN, REFUSALS, BASE];
        let all = || own.iter().chain(wordings);
        Ok(Words {
            bn: Speech::new("bn", all().map(|wording| wording.bn))?,
            en: Speech::new("en", all().map(|wording| wording.en))?,
        })
    }

    /// Says a key (`receipt-title`, or an attribute of it: `receipt-title.hint`) with its arguments filled in.
    /// A missing key is said as itself and logged: an ugly word is better than no page.
    #[must_use]
    pub fn say(&self, lang: Lang, key: &str, arguments: &[(&str, &str)]) -> String {
        self.find(lang, key, arguments).unwrap_or_else(|| {
            tracing::error!(key, lang = lang.code(), "a word is missing");
            key.to_owned()
        })
    }

    /// Tells a refusal. Its code `counter.take.fee_changed` is the key `counter-take-fee_changed`.
    #[must_use]
    pub fn tell(&self, lang: Lang, refusal: &dyn Refusal) -> Told {
        let key = key_of(refusal.code());
        let values: Vec<(&str, String)> =
            refusal.values().into_iter().map(|(name, value)| (name, in_digits_of(lang, value))).collect();
        let arguments: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let part = |name: &str| self.find(lang, &format!("{key}.{name}"), &arguments).unwrap_or_default();
        Told { sentence: self.say(lang, &key, &arguments), what: part("what"), money: part("money"), act: part("do") }
    }

    /// True when this key, or attribute of a key, is worded in this language.
    #[must_use]
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.speech(lang).keys.contains(key)
    }

    /// Every key and attribute of this language, for the test that both languages say the same things.
    #[must_use]
    pub fn keys(&self, lang: Lang) -> &BTreeSet<String> {
        &self.speech(lang).keys
    }

    fn speech(&self, lang: Lang) -> &Speech {
        match lang {
            Lang::Bn => &self.bn,
            Lang::En => &self.en,
        }
    }

    fn find(&self, lang: Lang, key: &str, arguments: &[(&str, &str)]) -> Option<String> {
        let bundle = &self.speech(lang).bundle;
        let (name, attribute) = key.split_once('.').map_or((key, None), |(name, attribute)| (name, Some(attribute)));
        let message = bundle.get_message(name)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(attribute) => message.get_attribute(attribute)?.value(),
        };
        let mut filled = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            filled.set(*name, *value);
        }
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&filled), &mut faults).into_owned();
        if !faults.is_empty() {
            tracing::error!(key, lang = lang.code(), ?faults, "a word lacks an argument");
        }
        Some(text)
    }
}

/// A refusal does not know its reader: its numbers come in Latin digits. What holds letters (an item number) stays as it is.
fn in_digits_of(lang: Lang, value: String) -> String {
    if lang == Lang::Bn && !value.contains(|c: char| c.is_ascii_alphabetic()) {
        return base::number::to_bangla_digits(&value);
    }
    value
}

/// The key of a refusal's code: dots become hyphens, since Fluent keeps the dot for attributes.
#[must_use]
pub fn key_of(code: &str) -> String {
    code.replace('.', "-")
}

impl Speech {
    fn new(language: &str, texts: impl Iterator<Item = &'static str>) -> Result<Speech, BrokenWords> {
        let broken = |what: String| BrokenWords(format!("{language}: {what}"));
        let name = language.parse().map_err(|error| broken(format!("{error:?}")))?;
        let mut bundle = FluentBundle::new_concurrent(vec![name]);
        bundle.set_use_isolating(false);
        let mut keys = BTreeSet::new();
        for text in texts {
            let resource =
                FluentResource::try_new(text.to_owned()).map_err(|(_, faults)| broken(format!("{faults:?}")))?;
            keys.extend(keys_in(text));
            bundle.add_resource(resource).map_err(|faults| broken(format!("{faults:?}")))?;
        }
        Ok(Speech { bundle, keys })
    }
}

/// The keys of a Fluent file: `key = …` at the margin, `.attribute = …` below it. Bundles cannot be listed.
fn keys_in(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut message = "";
    for line in text.lines() {
        let Some((left, _)) = line.split_once('=') else { continue };
        let name = left.trim();
        let plain = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) && plain(name) {
            message = name;
            keys.push(name.to_owned());
        } else if let Some(attribute) = name.strip_prefix('.').filter(|name| plain(name)) {
            keys.push(format!("{message}.{attribute}"));
        }
    }
    keys
}

/// The words of the frame and its parts.
const OWN: Wording = Wording { bn: include_str!("../words/bn.ftl"), en: include_str!("../words/en.ftl") };

/// The words of the kit's own refusals.
const REFUSALS: Wording =
    Wording { bn: include_str!("../words/refusals.bn.ftl"), en: include_str!("../words/refusals.en.ftl") };

/// The words of what the plain nouns refuse: `base` is below us and speaks no language.
const BASE: Wording = Wording { bn: include_str!("../words/base.bn.ftl"), en: include_str!("../words/base.en.ftl") };
