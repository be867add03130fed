//! Answers to read back: before paying, on the record, in print.

use base::{BusinessDay, Lang};

use super::digits;
use crate::answers::Checked;
use crate::form::{Form, Item, Kind};

impl Form {
    /// Label and answer of every field that was answered, in the order of the form, as a person reads them:
    /// labels of choices, days in words, digits of the language.
    #[must_use]
    pub fn summary(&self, lang: Lang, checked: &Checked) -> Vec<(String, String)> {
        let answers = checked.answers();
        let mut lines: Vec<_> = answers.iter().filter_map(|(key, text)| Some((self.resolve(key)?, text))).collect();
        lines.sort_by(|a, b| a.0.cmp(&b.0));
        let mut shown = Vec::with_capacity(lines.len());
        for ((index, turns), text) in lines {
            let Some(item) = self.items.get(index) else { continue };
            // A calculation without a label is for rules, not for readers.
            let Some((label, _)) = item.label.shown(lang) else { continue };
            let mut label = interpolate(label, &|name| {
                let Some(other) = self.by_name.get(name).copied() else { return String::new() };
                let text = answers.get(&self.key(other, &turns));
                self.items.get(other).map_or_else(String::new, |item| display(self, item, text, lang))
            });
            for turn in &turns {
                label.push(' ');
                label.push_str(&digits(&turn.to_string(), lang));
            }
            shown.push((label, display(self, item, text, lang)));
        }
        shown
    }
}

/// One answer as a person reads it.
pub(super) fn display(form: &Form, item: &Item, text: &str, lang: Lang) -> String {
    let label = |name: &str| {
        let choice = form.choices(item).iter().find(|choice| choice.name == name);
        choice.and_then(|choice| choice.label.shown(lang)).map_or_else(|| name.to_owned(), |(text, _)| text.to_owned())
    };
    match item.kind {
        Kind::SelectOne => label(text),
        Kind::SelectMultiple => text.split_whitespace().map(label).collect::<Vec<_>>().join(", "),
        Kind::Date => BusinessDay::parse(text).map_or_else(|_| text.to_owned(), |day| day.show(lang)),
        Kind::Integer | Kind::Decimal | Kind::Time => digits(text, lang),
        _ if item.is_digits() => digits(text, lang),
        _ => text.to_owned(),
    }
}

/// A text with each `${name}` replaced by what `value` gives for it.
pub(super) fn interpolate(text: &str, value: &dyn Fn(&str) -> String) -> String {
    let mut parts = text.split("${");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((name, rest)) if !name.is_empty() => {
                out.push_str(&value(name));
                out.push_str(rest);
            }
            _ => {
                out.push_str("${");
                out.push_str(part);
            }
        }
    }
    out
}
