//! A form as it was read: its items in the order of the sheet, its choice lists, and what it takes to
//! evaluate them (who depends on whom). A `Form` is never changed after it is read.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::words::Words;
use crate::xpath::Expression;

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Free text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// One of a list.
    SelectOne,
    /// Any of a list; the answer is the chosen names with a space between.
    SelectMultiple,
    /// Words to read, no answer.
    Note,
    /// Worked out by the server, never asked.
    Calculate,
    /// A picture; the answer is its name.
    Image,
    /// A file; the answer is its name.
    File,
    /// Latitude, longitude and, if known, altitude and accuracy in metres.
    Geopoint,
    /// A bar code; the answer is its text.
    Barcode,
    /// Items that belong together.
    Group,
    /// A group that may stand any number of times.
    Repeat,
}

impl Kind {
    /// Whether it is a group or a repeat.
    #[must_use]
    pub fn holds_others(self) -> bool {
        matches!(self, Self::Group | Self::Repeat)
    }

    /// Whether a person answers it.
    #[must_use]
    pub fn is_asked(self) -> bool {
        !self.holds_others() && !matches!(self, Self::Note | Self::Calculate)
    }

    /// Whether its answer comes from a list.
    #[must_use]
    pub fn is_select(self) -> bool {
        matches!(self, Self::SelectOne | Self::SelectMultiple)
    }
}

/// A rule as it is written, and parsed.
#[derive(Debug, Clone)]
pub struct Rule {
    /// As in the sheet.
    pub text: String,
    /// As read.
    pub expression: Expression,
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// What stands in a field before anybody has answered.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Default {
    /// Always this.
    Fixed(String),
    /// Worked out when the form is shown.
    Dynamic(Rule),
}

/// One row of the survey: a question, a note, a calculation, a group or a repeat.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// Name in the sheet.
    pub name: String,
    /// Name among the answers: the name alone when no other item has it, else with its groups. Inside a
    /// repeat the repeat's own `key[n]/` stands before it (see [`crate::Answers`]).
    pub key: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Index of the group or repeat it stands in.
    #[serde(skip)]
    pub parent: Option<usize>,
    /// Key of that group or repeat, for readers of the JSON.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub inside: Option<String>,
    /// Row in the survey sheet.
    #[serde(skip)]
    pub row: u32,
    /// What to ask.
    #[serde(skip_serializing_if = "Words::is_empty")]
    pub label: Words,
    /// Help under it.
    #[serde(skip_serializing_if = "Words::is_empty")]
    pub hint: Words,
    /// Name of its choice list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// When an answer must be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<Rule>,
    /// What to say when it is not.
    #[serde(skip_serializing_if = "Words::is_empty")]
    pub required_message: Words,
    /// When the item counts at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relevant: Option<Rule>,
    /// What an answer must satisfy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Rule>,
    /// What to say when it does not.
    #[serde(skip_serializing_if = "Words::is_empty")]
    pub constraint_message: Words,
    /// Which of the list's choices may be taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice_filter: Option<Rule>,
    /// How the server works the answer out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calculation: Option<Rule>,
    /// What stands in it at first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Default>,
    /// How many times a repeat stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat_count: Option<Rule>,
    /// When it may not be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only: Option<Rule>,
    /// How to show it: `multiline`, `numbers`, `minimal` are known here.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub appearance: String,
}

impl Item {
    /// Whether the appearance column holds this word.
    #[must_use]
    pub fn looks(&self, appearance: &str) -> bool {
        self.appearance.split_whitespace().any(|word| word == appearance)
    }

    /// A text of digits (ODK appearance `numbers`): Bangla digits are read as Latin ones.
    #[must_use]
    pub fn is_digits(&self) -> bool {
        self.kind == Kind::Text && self.looks("numbers")
    }
}

/// One choice of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is stored.
    pub name: String,
    /// What is shown.
    pub label: Words,
    /// Further columns of the choices sheet, for `choice_filter`.
    #[serde(flatten)]
    pub columns: BTreeMap<String, String>,
    /// Row in the choices sheet.
    #[serde(skip)]
    pub row: u32,
    /// Whether it has a label in any language.
    #[serde(skip)]
    pub(crate) worded: bool,
}

impl Choice {
    /// A column of the choices sheet, as a `choice_filter` may ask for it; empty when there is none.
    #[must_use]
    pub fn column(&self, name: &str) -> &str {
        match name {
            "name" => &self.name,
            "label" => self.label.shown(base::Lang::Bn).map_or("", |(text, _)| text),
            _ => self.columns.get(name).map_or("", String::as_str),
        }
    }
}

/// Words that a form lacks in a language. A form with such gaps is still taken (as pyxform takes it): the
/// forms of the house itself are held to have none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingWords {
    /// Sheet.
    pub sheet: &'static str,
    /// Row.
    pub row: u32,
    /// Column: `label`, `hint`, `constraint_message`, `required_message`.
    pub column: &'static str,
    /// Which language is missing.
    pub lang: base::Lang,
    /// Name of the item or choice.
    pub name: String,
}

/// A form.
#[derive(Debug, Clone, Serialize)]
pub struct Form {
    /// `form_id` of the settings sheet; empty when it has none.
    pub id: String,
    /// Title.
    pub title: Words,
    /// `version` of the settings sheet.
    pub version: String,
    /// Rows of the survey in their order.
    #[serde(rename = "fields")]
    pub items: Vec<Item>,
    /// Choices by list name.
    pub lists: BTreeMap<String, Vec<Choice>>,
    /// Item by name, where the name is alone in the form.
    #[serde(skip)]
    pub(crate) by_name: BTreeMap<String, usize>,
    /// Items so that each comes after all it depends on.
    #[serde(skip)]
    pub(crate) order: Vec<usize>,
}

impl Form {
    /// Choices of an item, empty when it has no list.
    #[must_use]
    pub fn choices(&self, item: &Item) -> &[Choice] {
        item.list.as_ref().and_then(|list| self.lists.get(list)).map_or(&[], Vec::as_slice)
    }

    /// The repeats around an item, outermost first, the item itself not counted.
    pub(crate) fn repeats_around(&self, index: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = self.items.get(index).and_then(|item| item.parent);
        while let Some(parent) = at {
            let Some(item) = self.items.get(parent) else { break };
            if item.kind == Kind::Repeat {
                found.push(parent);
            }
            at = item.parent;
        }
        found.reverse();
        found
    }

    /// Items that stand directly in a group (or at the top, for `None`).
    pub(crate) fn inside(&self, parent: Option<usize>) -> impl Iterator<Item = (usize, &Item)> {
        self.items.iter().enumerate().filter(move |(_, item)| item.parent == parent)
    }

    /// Every label, hint or message that lacks Bangla or English while it may be shown.
    #[must_use]
    pub fn missing_words(&self) -> Vec<MissingWords> {
        let mut missing = Vec::new();
        let mut look = |sheet, row, column, words: &Words, name: &str, must: bool| {
            for lang in [base::Lang::Bn, base::Lang::En] {
                if words.only(lang).is_none() && (must || !words.is_empty()) {
                    missing.push(MissingWords { sheet, row, column, lang, name: name.to_owned() });
                }
            }
        };
        for item in &self.items {
            let shown = !matches!(item.kind, Kind::Calculate);
            look("survey", item.row, "label", &item.label, &item.name, shown);
            look("survey", item.row, "hint", &item.hint, &item.name, false);
            let bound = item.constraint.is_some();
            look("survey", item.row, "constraint_message", &item.constraint_message, &item.name, bound);
            look("survey", item.row, "required_message", &item.required_message, &item.name, false);
        }
        for choice in self.lists.values().flatten() {
            look("choices", choice.row, "label", &choice.label, &choice.name, true);
        }
        missing
    }
}
