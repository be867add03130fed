//! A form as accessible HTML in the classes of govuk-frontend 6: one column, label over hint over error
//! over input, errors tied to their field, groups as fieldsets. Everything works without a script; a
//! field that counts only sometimes is always shown and carries its condition for the page's script, and
//! the server drops it when it does not count.

mod input;
mod summary;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write;

use base::{BusinessDay, Lang};
use serde_json::{Value as Json, json};

use crate::answers::{Answers, INPUT_PREFIX};
use crate::fault::FieldFault;
use crate::filled::{Filled, Turns};
use crate::form::{Default, Form, Item, Kind, Rule};
use crate::words::Words;

/// Most calculations put into one condition of the page's script; beyond it the script shows the field and the
/// server decides.
const INLINED_MAX: u32 = 50;

/// How to show a form.
#[derive(Debug, Clone, Copy)]
pub struct Show {
    /// The day for defaults such as `today()`.
    pub today: BusinessDay,
    /// How many empty turns of a repeat to offer after those that are filled.
    pub spare_turns: u32,
    /// Whether the person at the screen fills in their own data. Only then may the browser offer what it
    /// remembers (WCAG 2.2, 1.3.5): at a counter it would offer the clerk's name for the citizen's.
    pub own_data: bool,
}

impl Show {
    /// At the counter: one spare turn, nothing remembered.
    #[must_use]
    pub fn at_counter(today: BusinessDay) -> Self {
        Self { today, spare_turns: 1, own_data: false }
    }
}

/// The id of a field's first input: what the link in an error summary leads to. `key` as in
/// [`FieldFault::field`].
#[must_use]
pub fn anchor(key: &str) -> String {
    let safe = key.replace("]/", "-").replace('[', "-").replace(['/', '.'], "_");
    format!("a-{safe}")
}

impl Form {
    /// The fields of the form, without the `<form>` around them. Names of inputs are `a.` and the key.
    #[must_use]
    pub fn html(&self, lang: Lang, answers: &Answers, faults: &[FieldFault], show: &Show) -> String {
        let filled = Filled::of(self, answers, show.today);
        let mut page = Page { form: self, filled, lang, answers, faults: BTreeMap::new(), show, out: String::new() };
        for fault in faults {
            page.faults.entry(&fault.field).or_insert(fault);
        }
        page.inside(None, &[]);
        page.out
    }
}

/// A form being written out.
struct Page<'a> {
    form: &'a Form,
    filled: Filled<'a>,
    lang: Lang,
    answers: &'a Answers,
    faults: BTreeMap<&'a str, &'a FieldFault>,
    show: &'a Show,
    out: String,
}

/// Where the writing stands: an item in its turns.
struct Spot<'i> {
    item: &'i Item,
    index: usize,
    turns: &'i [u32],
    key: String,
    id: String,
}

impl<'a> Page<'a> {
    fn inside(&mut self, parent: Option<usize>, turns: &[u32]) {
        let form: &'a Form = self.form;
        for (index, item) in form.inside(parent) {
            let key = form.key(index, turns);
            let spot = Spot { item, index, turns, id: anchor(&key), key };
            match item.kind {
                Kind::Group => self.group(&spot, turns, None),
                Kind::Repeat => self.repeat(&spot),
                Kind::Note => self.note(&spot),
                _ if item.calculation.is_some() || item.kind == Kind::Calculate => self.calculated(&spot),
                _ => self.question(&spot),
            }
        }
    }

    fn push(&mut self, html: impl AsRef<str>) {
        self.out.push_str(html.as_ref());
    }

    fn group(&mut self, spot: &Spot<'_>, turns: &[u32], number: Option<u32>) {
        let relevant = self.condition(spot, "data-relevant", spot.item.relevant.as_ref());
        let described = if spot.item.hint.is_empty() { String::new() } else { format!("{}-hint", spot.id) };
        let described = attribute("aria-describedby", &described);
        self.push(format!("<fieldset class=\"govuk-fieldset haat-group\"{relevant}{described}>"));
        if let Some((text, lang)) = self.words(spot, &spot.item.label) {
            let number =
                number.map_or_else(String::new, |number| format!(" {}", digits(&number.to_string(), self.lang)));
            let lang = self.lang_attribute(lang);
            let legend = "govuk-fieldset__legend govuk-fieldset__legend--m";
            self.push(format!("<legend class=\"{legend}\"{lang}>{}{number}</legend>", escape(&text)));
        }
        self.hint(spot);
        self.inside(Some(spot.index), turns);
        self.push("</fieldset>\n");
    }

    /// The turns that are filled and some to spare. A spare turn that stays empty does not count.
    fn repeat(&mut self, spot: &Spot<'_>) {
        let mut turns = self.filled.turns_of(spot.index, spot.turns);
        if spot.item.repeat_count.is_none() {
            let last = turns.last().copied().unwrap_or(0);
            let most = crate::answers::TURNS_MAX;
            turns.extend(
                (1..=self.show.spare_turns).filter_map(|more| last.checked_add(more)).filter(|turn| *turn <= most),
            );
        }
        for turn in turns {
            let mut inner: Turns = spot.turns.to_vec();
            inner.push(turn);
            self.group(spot, &inner, Some(turn));
        }
    }

    fn note(&mut self, spot: &Spot<'_>) {
        let relevant = self.condition(spot, "data-relevant", spot.item.relevant.as_ref());
        let Some((text, lang)) = self.words(spot, &spot.item.label) else { return };
        let lang = self.lang_attribute(lang);
        self.push(format!(
            "<div class=\"govuk-inset-text\" id=\"{}\"{relevant}{lang}>{}</div>\n",
            escape(&spot.id),
            escape(&text)
        ));
    }

    /// What the server works out is shown, when it has a label, and never asked.
    fn calculated(&mut self, spot: &Spot<'_>) {
        let Some((label, lang)) = self.words(spot, &spot.item.label) else { return };
        let relevant = self.condition(spot, "data-relevant", spot.item.relevant.as_ref());
        let state = self.filled.states.get(&(spot.index, spot.turns.to_vec()));
        let text =
            state.map(|state| summary::display(self.form, spot.item, &state.text, self.lang)).unwrap_or_default();
        let (lang, id) = (self.lang_attribute(lang), escape(&spot.id));
        let (label, text) = (escape(&label), escape(&text));
        let shown = format!("<p class=\"govuk-body\"{lang}>{label}: <output id=\"{id}\">{text}</output></p>");
        self.push(format!("<div class=\"govuk-form-group\"{relevant}>{shown}</div>\n"));
    }

    /// The words to show with references filled in, and the language they are in.
    fn words(&self, spot: &Spot<'_>, words: &Words) -> Option<(String, Lang)> {
        let (text, lang) = words.shown(self.lang)?;
        let text = summary::interpolate(text, &|name| {
            let value = self.filled.field(name, spot.index, spot.turns).text();
            let item = self.form.by_name.get(name).and_then(|index| self.form.items.get(*index));
            item.map_or_else(|| value.clone(), |item| summary::display(self.form, item, &value, lang))
        });
        Some((text, lang))
    }

    fn hint(&mut self, spot: &Spot<'_>) {
        if let Some((text, lang)) = self.words(spot, &spot.item.hint) {
            let (id, lang) = (escape(&spot.id), self.lang_attribute(lang));
            self.push(format!("<div id=\"{id}-hint\" class=\"govuk-hint\"{lang}>{}</div>", escape(&text)));
        }
    }

    fn error(&mut self, spot: &Spot<'_>) {
        let Some(fault) = self.faults.get(spot.key.as_str()).copied() else { return };
        let (plain, lang) = fault.shown(self.lang);
        let text = fault
            .message
            .as_ref()
            .and_then(|words| self.words(spot, words))
            .map_or_else(|| plain.to_owned(), |(text, _)| text);
        let before = match self.lang {
            Lang::Bn => "ভুল:",
            Lang::En => "Error:",
        };
        let (id, lang) = (escape(&spot.id), self.lang_attribute(lang));
        let hidden = format!("<span class=\"govuk-visually-hidden\">{before}</span>");
        self.push(format!("<p id=\"{id}-error\" class=\"govuk-error-message\"{lang}>{hidden} {}</p>", escape(&text)));
    }

    /// `aria-describedby` of what is there, with a blank before it.
    fn described(&self, spot: &Spot<'_>) -> String {
        let mut ids = Vec::new();
        if !spot.item.hint.is_empty() {
            ids.push(format!("{}-hint", spot.id));
        }
        if self.faults.contains_key(spot.key.as_str()) {
            ids.push(format!("{}-error", spot.id));
        }
        attribute("aria-describedby", &ids.join(" "))
    }

    /// A rule as JSON in an attribute, for the page's script.
    fn condition(&self, spot: &Spot<'_>, name: &str, rule: Option<&Rule>) -> String {
        let Some(rule) = rule else { return String::new() };
        let budget = Cell::new(INLINED_MAX);
        attribute(name, &self.tree(rule, spot.turns, &budget).to_string())
    }

    /// The rule as a tree over inputs. A calculation has no input: its own tree stands in its place.
    fn tree(&self, rule: &Rule, turns: &[u32], budget: &Cell<u32>) -> Json {
        rule.expression.to_json(&|name| {
            let index = self.form.by_name.get(name).copied();
            let calculation = index.and_then(|index| self.form.items.get(index)?.calculation.as_ref());
            match (calculation, budget.get().checked_sub(1)) {
                (None, _) => {
                    let key = index.map_or_else(|| name.to_owned(), |index| self.form.key(index, turns));
                    json!(["field", format!("{INPUT_PREFIX}{key}")])
                }
                (Some(inner), Some(left)) => {
                    budget.set(left);
                    self.tree(inner, turns, budget)
                }
                (Some(_), None) => json!(["call", "too-long"]),
            }
        })
    }

    /// `lang`, where the words are in the other language than the page (WCAG 2.2, 3.1.2).
    fn lang_attribute(&self, lang: Lang) -> String {
        if lang == self.lang { String::new() } else { attribute("lang", lang.code()) }
    }

    /// What stands in the input: the answer as it was typed, or the default on a form not yet touched.
    fn standing(&self, spot: &Spot<'_>) -> String {
        match &spot.item.default {
            Some(Default::Fixed(text)) if self.answers.is_empty() => text.clone(),
            Some(Default::Dynamic(rule)) if self.answers.is_empty() => {
                self.filled.rule(rule, spot.index, spot.turns).text()
            }
            _ => self.answers.get(&spot.key).to_owned(),
        }
    }

    fn is_read_only(&self, spot: &Spot<'_>) -> bool {
        spot.item.read_only.as_ref().is_some_and(|rule| self.filled.rule(rule, spot.index, spot.turns).truth())
    }
}

/// Text made safe for HTML, in element and attribute alike.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// ` name="value"`, or nothing for an empty value.
fn attribute(name: &str, value: &str) -> String {
    let mut out = String::new();
    if !value.is_empty() {
        // Writing to a String cannot fail.
        let _ = write!(out, " {name}=\"{}\"", escape(value));
    }
    out
}

fn digits(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Bn => base::number::to_bangla_digits(text),
        Lang::En => text.to_owned(),
    }
}
