//! What a person answered.
//!
//! One plain representation everywhere (page, API, seal): an ordered map from the field's key to a text.
//! The key is the field's name; where one name stands in several groups, the path `group/name`. A field
//! inside a repeat has the repeat and the number of the turn before it: `member[2]/name`, and one repeat in
//! another `house[1]/member[2]/name`. The answer to a multiple select is the chosen names with a space
//! between. Nothing is answered by leaving the key out or by an empty text.

use std::collections::BTreeMap;
use std::fmt::Write;

use base::BusinessDay;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::fault::{AnswerCode, FieldFault};
use crate::form::{Form, Kind};

/// Longest text answer, in characters.
pub const TEXT_CHARS_MAX: usize = 2_000;
/// Most answers of one form.
pub const ANSWERS_MAX: usize = 2_000;
/// Largest sum of all answers and keys, in bytes.
pub const ANSWERS_BYTES_MAX: usize = 64 * 1024;
/// Most turns of one repeat.
pub const TURNS_MAX: u32 = 50;
/// What stands before a field's key in the name of its input.
pub const INPUT_PREFIX: &str = "a.";
/// Deepest JSON that answers may nest: repeats in repeats.
const JSON_DEPTH_MAX: usize = 8;

/// Answers by key, as they came: not yet checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, String>);

impl Answers {
    /// No answers yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The answers among the fields of a posted page: those whose name begins with `a.`. Checkboxes post
    /// one pair each; they are joined with a space.
    #[must_use]
    pub fn from_fields<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut answers = Self::new();
        for (name, value) in fields {
            if let Some(key) = name.strip_prefix(INPUT_PREFIX) {
                answers.add(key, value);
            }
        }
        answers
    }

    /// The answers of an API body: an object of texts, numbers and booleans; an array of these for a
    /// multiple select, an array of objects for a repeat, an object for a group.
    ///
    /// # Errors
    /// [`AnswerCode::TooLarge`] when it is no object or nests too deep.
    pub fn from_json(body: &Json) -> Result<Self, FieldFault> {
        let mut answers = Self::new();
        answers.take("", body, 0)?;
        Ok(answers)
    }

    fn take(&mut self, around: &str, body: &Json, depth: usize) -> Result<(), FieldFault> {
        let (Json::Object(fields), true) = (body, depth <= JSON_DEPTH_MAX) else {
            return Err(FieldFault::new(around.trim_end_matches('/'), AnswerCode::TooLarge));
        };
        let deeper = depth.saturating_add(1);
        for (name, value) in fields {
            let key = format!("{around}{name}");
            match value {
                Json::Array(parts) => {
                    for (turn, part) in parts.iter().enumerate() {
                        match scalar(part) {
                            Some(text) => self.add(&key, &text),
                            None => self.take(&format!("{key}[{}]/", turn.saturating_add(1)), part, deeper)?,
                        }
                    }
                }
                Json::Object(_) => self.take(around, value, deeper)?,
                _ => self.add(&key, &scalar(value).unwrap_or_default()),
            }
        }
        Ok(())
    }

    fn add(&mut self, key: &str, value: &str) {
        let place = self.0.entry(key.to_owned()).or_default();
        if !place.is_empty() && !value.is_empty() {
            place.push(' ');
        }
        place.push_str(value);
    }

    /// Sets an answer.
    pub fn put(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.0.insert(key.into(), value.into());
    }

    /// The answer of a field, empty when there is none.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// Key and answer of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same answers with `today-N` written out as the day N days before `today`: samples that hold on
    /// whatever day they are used.
    #[must_use]
    pub fn on_day(mut self, today: BusinessDay) -> Self {
        for text in self.0.values_mut() {
            if let Some(days) = text.strip_prefix("today-").and_then(|days| days.parse::<u32>().ok()) {
                *text = today.add_days(-i64::from(days)).to_string();
            }
        }
        self
    }

    pub(crate) fn fits(&self) -> bool {
        let bytes =
            self.iter().fold(0_usize, |sum, (key, value)| sum.saturating_add(key.len()).saturating_add(value.len()));
        self.0.len() <= ANSWERS_MAX && bytes <= ANSWERS_BYTES_MAX
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Answers {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(pairs: T) -> Self {
        Self(pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

fn scalar(value: &Json) -> Option<String> {
    match value {
        Json::Null => Some(String::new()),
        Json::Bool(truth) => Some(truth.to_string()),
        Json::Number(number) => Some(number.to_string()),
        Json::String(text) => Some(text.clone()),
        Json::Array(_) | Json::Object(_) => None,
    }
}

/// Answers that hold: typed, complete, every rule kept, calculations made. Texts are in their one written
/// form: days `yyyy-mm-dd`, Latin digits, chosen names in the order of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Checked(pub(crate) Answers);

impl Checked {
    /// The answers.
    #[must_use]
    pub fn answers(&self) -> &Answers {
        &self.0
    }
}

impl Form {
    /// The key of an item, in the given turns of the repeats around it.
    pub(crate) fn key(&self, index: usize, turns: &[u32]) -> String {
        let mut key = String::new();
        for (repeat, turn) in self.repeats_around(index).iter().zip(turns) {
            let name = self.items.get(*repeat).map_or("", |item| item.key.as_str());
            // Writing to a String cannot fail.
            let _ = write!(key, "{name}[{turn}]/");
        }
        key.push_str(self.items.get(index).map_or("", |item| item.key.as_str()));
        key
    }

    /// The field a key means: its index and the turns of the repeats around it.
    pub(crate) fn resolve(&self, key: &str) -> Option<(usize, Vec<u32>)> {
        let (mut rest, mut repeats, mut turns) = (key, Vec::new(), Vec::new());
        while let Some((repeat, after)) = rest.split_once('[') {
            let (turn, after) = after.split_once("]/")?;
            repeats.push(repeat);
            // Only the shortest way of writing a number, so that one field has one key.
            turns.push(turn.parse().ok().filter(|number: &u32| *number > 0 && number.to_string() == turn)?);
            rest = after;
        }
        let index = self.items.iter().position(|item| item.key == rest && !item.kind.holds_others())?;
        let around = self.repeats_around(index);
        let names = around.iter().filter_map(|repeat| self.items.get(*repeat)).map(|item| item.key.as_str());
        (self.items.get(index)?.kind != Kind::Note && names.eq(repeats)).then_some((index, turns))
    }
}
