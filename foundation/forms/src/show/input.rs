//! The inputs, one for each type.

use std::collections::BTreeMap;

use base::Lang;
use serde_json::json;

use super::{Page, Spot, attribute, escape};
use crate::answers::INPUT_PREFIX;
use crate::form::{Choice, Item, Kind};
use crate::xpath::Expression;

/// Most choices shown as radio buttons; a longer list is a drop-down.
const RADIOS_MAX: usize = 7;

impl Page<'_> {
    pub(super) fn question(&mut self, spot: &Spot<'_>) {
        let error = if self.faults.contains_key(spot.key.as_str()) { " govuk-form-group--error" } else { "" };
        let relevant = self.condition(spot, "data-relevant", spot.item.relevant.as_ref());
        let filter = self.condition(spot, "data-choice-filter", spot.item.choice_filter.as_ref());
        self.push(format!("<div class=\"govuk-form-group{error}\"{relevant}{filter}>"));
        let choices = self.form.choices(spot.item);
        let as_list = spot.item.looks("minimal") || choices.len() > RADIOS_MAX;
        match spot.item.kind {
            Kind::SelectMultiple => self.ticks(spot, choices, "checkboxes", "checkbox"),
            Kind::SelectOne if !as_list => self.ticks(spot, choices, "radios", "radio"),
            _ => {
                self.label(spot);
                self.hint(spot);
                self.error(spot);
                match spot.item.kind {
                    Kind::SelectOne => self.drop_down(spot, choices),
                    Kind::Text if spot.item.looks("multiline") => self.text_area(spot),
                    _ => self.line(spot),
                }
            }
        }
        self.push("</div>\n");
    }

    /// The label's words, and the mark of a field that may stay empty.
    fn asking(&self, spot: &Spot<'_>) -> (String, String) {
        let (text, lang) = self.words(spot, &spot.item.label).unwrap_or_else(|| (spot.item.name.clone(), Lang::En));
        let optional = match (&spot.item.required, self.lang) {
            (Some(_), _) => "",
            (None, Lang::Bn) => " (ঐচ্ছিক)",
            (None, Lang::En) => " (optional)",
        };
        (format!("{}{optional}", escape(&text)), self.lang_attribute(lang))
    }

    fn label(&mut self, spot: &Spot<'_>) {
        let (text, lang) = self.asking(spot);
        self.push(format!("<label class=\"govuk-label\" for=\"{}\"{lang}>{text}</label>", escape(&spot.id)));
    }

    /// Attributes that every input has.
    fn common(&self, spot: &Spot<'_>, class: &str) -> String {
        let error =
            if self.faults.contains_key(spot.key.as_str()) { format!(" {class}--error") } else { String::new() };
        let (id, name) = (escape(&spot.id), escape(&spot.key));
        let described = self.described(spot);
        format!("class=\"{class}{error}\" id=\"{id}\" name=\"{INPUT_PREFIX}{name}\"{described}")
    }

    fn line(&mut self, spot: &Spot<'_>) {
        let (class, kind) = match spot.item.kind {
            Kind::Date => ("govuk-input", "date"),
            Kind::Time => ("govuk-input", "time"),
            Kind::Image | Kind::File => ("govuk-file-upload", "file"),
            _ => ("govuk-input", "text"),
        };
        let mode = match spot.item.kind {
            Kind::Integer => "numeric",
            Kind::Decimal => "decimal",
            _ if spot.item.is_digits() => "numeric",
            _ => "",
        };
        let mut rest = attribute("inputmode", mode);
        if kind != "file" {
            rest.push_str(&attribute("autocomplete", if self.show.own_data { purpose(spot.item) } else { "off" }));
            rest.push_str(&attribute("value", &self.written(spot)));
        }
        if spot.item.kind == Kind::Image {
            rest.push_str(" accept=\"image/*\"");
        }
        if self.is_read_only(spot) {
            rest.push_str(" readonly");
        }
        let common = self.common(spot, class);
        self.push(format!("<input {common} type=\"{kind}\"{rest}>"));
    }

    /// What stands in the input; a browser's own date and time inputs take only the one written form.
    fn written(&self, spot: &Spot<'_>) -> String {
        let state = self.filled.states.get(&(spot.index, spot.turns.to_vec()));
        match state {
            Some(state) if matches!(spot.item.kind, Kind::Date | Kind::Time) && !state.text.is_empty() => {
                state.text.clone()
            }
            _ => self.standing(spot),
        }
    }

    fn text_area(&mut self, spot: &Spot<'_>) {
        let (common, text) = (self.common(spot, "govuk-textarea"), escape(&self.standing(spot)));
        let fixed = if self.is_read_only(spot) { " readonly" } else { "" };
        self.push(format!("<textarea {common} rows=\"4\"{fixed}>{text}</textarea>"));
    }

    fn drop_down(&mut self, spot: &Spot<'_>, choices: &[Choice]) {
        let common = self.common(spot, "govuk-select");
        let fixed = if self.is_read_only(spot) { " disabled" } else { "" };
        let none = match self.lang {
            Lang::Bn => "বেছে নিন",
            Lang::En => "Choose",
        };
        self.push(format!("<select {common}{fixed}><option value=\"\">{none}</option>"));
        let standing = self.standing(spot);
        for choice in choices {
            let (label, lang) = self.choice(spot, choice);
            let selected = if choice.name == standing { " selected" } else { "" };
            let columns = columns(spot.item, choice);
            let name = escape(&choice.name);
            self.push(format!("<option value=\"{name}\"{selected}{lang}{columns}>{label}</option>"));
        }
        self.push("</select>");
    }

    /// Radio buttons or checkboxes in a fieldset. The first has the field's own id, so that the link of an
    /// error summary leads to it.
    fn ticks(&mut self, spot: &Spot<'_>, choices: &[Choice], class: &str, kind: &str) {
        let described = self.described(spot);
        let (legend, lang) = self.asking(spot);
        let classes = "govuk-fieldset__legend govuk-fieldset__legend--s";
        self.push(format!(
            "<fieldset class=\"govuk-fieldset\"{described}><legend class=\"{classes}\"{lang}>{legend}</legend>"
        ));
        self.hint(spot);
        self.error(spot);
        self.push(format!("<div class=\"govuk-{class}\">"));
        let standing = self.standing(spot);
        let fixed = if self.is_read_only(spot) { " disabled" } else { "" };
        for (at, choice) in choices.iter().enumerate() {
            let id = if at == 0 { spot.id.clone() } else { format!("{}-{}", spot.id, at.saturating_add(1)) };
            let on = if kind == "radio" {
                choice.name == standing
            } else {
                standing.split_whitespace().any(|name| name == choice.name)
            };
            let on = if on { " checked" } else { "" };
            let (label, lang) = self.choice(spot, choice);
            let columns = columns(spot.item, choice);
            let (id, key, value) = (escape(&id), escape(&spot.key), escape(&choice.name));
            let name = format!("{INPUT_PREFIX}{key}");
            self.push(format!(
                "<div class=\"govuk-{class}__item\"{columns}>\
                 <input class=\"govuk-{class}__input\" id=\"{id}\" name=\"{name}\" type=\"{kind}\" value=\"{value}\"{on}{fixed}>\
                 <label class=\"govuk-label govuk-{class}__label\" for=\"{id}\"{lang}>{label}</label></div>"
            ));
        }
        self.push("</div></fieldset>");
    }

    fn choice(&self, spot: &Spot<'_>, choice: &Choice) -> (String, String) {
        match self.words(spot, &choice.label) {
            Some((text, lang)) => (escape(&text), self.lang_attribute(lang)),
            None => (escape(&choice.name), String::new()),
        }
    }
}

/// What the item's filter asks of a choice, as JSON for the page's script.
fn columns(item: &Item, choice: &Choice) -> String {
    let Some(filter) = &item.choice_filter else { return String::new() };
    let mut columns = BTreeMap::new();
    filter.expression.walk(&mut |part| {
        if let Expression::Column(name) = part {
            columns.insert(name.as_str(), choice.column(name));
        }
    });
    attribute("data-choice", &json!(columns).to_string())
}

/// The purpose of a field by the names our forms use (WCAG 2.2, 1.3.5; HTML, "autofill").
fn purpose(item: &Item) -> &'static str {
    match item.name.as_str() {
        "mobile" | "applicant_mobile" => "tel-national",
        "email" | "applicant_email" => "email",
        "applicant_name" | "name" => "name",
        "postcode" => "postal-code",
        "dob" | "applicant_dob" => "bday",
        _ => "off",
    }
}
