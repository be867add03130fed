//! The fields of a service as text: one table for the page where one service is changed and for the sheet of all of them.

use crate::service::{AmountRule, Direction, Service};
use crate::service_rules::NotPublished;
use crate::stock_forms::FORMS;
use base::{Both, Lang, Paisa, Refusal};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The fields, in the order of the sheet's columns.
pub(crate) const FIELDS: [&str; 21] = [
    "code",
    "name_bn",
    "name_en",
    "category",
    "group",
    "provider_bn",
    "provider_en",
    "agency",
    "unit",
    "sla_days",
    "connectivity",
    "approver",
    "fee_basis",
    "amount",
    "by_post",
    "course",
    "form",
    "documents",
    "prerequisites",
    "synonyms",
    "retired",
];

/// The form of a service that is none of those that come with the program.
pub(crate) const OWN_FORM: &str = "own";
pub(crate) const CATEGORIES: [&str; 3] = ["government", "private", "commercial"];
pub(crate) const CONNECTIVITIES: [&str; 3] = ["offline", "queue", "online"];
pub(crate) const APPROVERS: [&str; 4] = ["none", "ward_member", "chairman", "agency"];
pub(crate) const FEE_BASES: [&str; 4] = ["", "published", "part-published", "estimate"];

/// The keys that the house has words for: what a group or a unit may be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub groups: Vec<String>,
    pub units: Vec<String>,
}

/// What stands in a field cannot be meant.
#[derive(Debug)]
pub(crate) enum NotAField {
    /// One of these is meant.
    Choice(String),
    /// A whole number is meant.
    Number,
    /// Yes or no is meant.
    YesNo,
    /// There is no form of this name.
    FormName(String),
    /// The field can be read, and breaks a rule.
    Rule(NotPublished),
}

impl Refusal for NotAField {
    fn code(&self) -> &'static str {
        match self {
            NotAField::Choice(_) => "counter.amend.choice",
            NotAField::Number => "counter.amend.number",
            NotAField::YesNo => "counter.amend.yes_no",
            NotAField::FormName(_) => "counter.amend.form_name",
            NotAField::Rule(rule) => rule.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotAField::Choice(choices) => vec![("choices", choices.clone())],
            NotAField::FormName(name) => vec![("name", name.chars().take(40).collect())],
            NotAField::Number | NotAField::YesNo => Vec::new(),
            NotAField::Rule(rule) => rule.values(),
        }
    }
}

/// The parts of a list: by `;` in a sheet's cell, by lines on a page.
pub(crate) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

/// A list of papers; the two languages are parted by `|`.
pub(crate) fn boths(text: &str) -> Vec<Both> {
    let one = |both: &str| {
        let (bn, en) = both.split_once('|').unwrap_or((both, both));
        Both::clean(bn, en)
    };
    list(text).map(one).collect()
}

/// `in:PROVIDER:MIN:MAX` or `out:…`, in taka; empty when no amount is entered.
///
/// # Errors
/// When it is neither.
pub(crate) fn amount_rule(text: &str) -> Result<Option<AmountRule>, NotPublished> {
    if text.is_empty() { Ok(None) } else { a_rule(text).map(Some).ok_or(NotPublished::Amount) }
}

fn a_rule(text: &str) -> Option<AmountRule> {
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    let [direction, provider, min, max] = parts.as_slice() else { return None };
    let direction = match *direction {
        "in" => Direction::In,
        "out" => Direction::Out,
        _ => return None,
    };
    let (min, max) = (Paisa::parse(min).ok()?, Paisa::parse(max).ok()?);
    Some(AmountRule { direction, provider: (*provider).to_owned(), min, max })
}

/// An amount as it is typed: no sign and no groups.
fn taka(paisa: Paisa) -> String {
    let plain = paisa.show_plain(Lang::En).replace(',', "");
    plain.strip_suffix(".00").map(str::to_owned).unwrap_or(plain)
}

/// The name of a form: of those that come with the program, [`OWN_FORM`], or nothing when there is none.
pub(crate) fn form_name(form: &str) -> &'static str {
    match FORMS.iter().find(|(_, text)| *text == form) {
        Some((name, _)) => name,
        None if form.is_empty() => "",
        None => OWN_FORM,
    }
}

/// What a field of a service says, as it is typed.
pub(crate) fn text_of(service: &Service, form: &str, field: &str) -> String {
    let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let papers = |papers: &[Both]| {
        let one = |both: &Both| format!("{} | {}", both.bn, both.en);
        papers.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    match field {
        "code" => service.code.clone(),
        "name_bn" => service.name.bn.clone(),
        "name_en" => service.name.en.clone(),
        "category" => name_of(&service.category),
        "group" => service.group.clone(),
        "provider_bn" => service.provider.bn.clone(),
        "provider_en" => service.provider.en.clone(),
        "agency" => service.agency.clone(),
        "unit" => service.unit.clone(),
        "sla_days" => service.sla_days.to_string(),
        "connectivity" => name_of(&service.connectivity),
        "approver" => name_of(&service.approver),
        "fee_basis" => service.fee_basis.clone(),
        "amount" => service.amount.as_ref().map_or_else(String::new, |rule| {
            format!("{}:{}:{}:{}", name_of(&rule.direction), rule.provider, taka(rule.min), taka(rule.max))
        }),
        "by_post" => yes_no(service.by_post),
        "course" => service.course.clone().unwrap_or_default(),
        "form" => form_name(form).to_owned(),
        "documents" => papers(&service.documents),
        "prerequisites" => papers(&service.prerequisites),
        "synonyms" => service.synonyms.join("; "),
        "retired" => yes_no(service.retired),
        _ => String::new(),
    }
}

/// A unit variant by its name in JSON, which is its name everywhere.
fn name_of<T: Serialize>(variant: &T) -> String {
    let json = serde_json::to_value(variant).ok();
    json.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn named<T: DeserializeOwned>(text: &str, choices: &[&str]) -> Result<T, NotAField> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| NotAField::Choice(choices.join(", ")))
}

fn yes_no(text: &str) -> Result<bool, NotAField> {
    match text.to_lowercase().as_str() {
        "yes" | "true" | "1" | "হ্যাঁ" => Ok(true),
        "no" | "false" | "0" | "না" | "" => Ok(false),
        _ => Err(NotAField::YesNo),
    }
}

/// One of the keys that the house has words for.
fn known(text: String, keys: &[String]) -> Result<String, NotAField> {
    if keys.contains(&text) { Ok(text) } else { Err(NotAField::Choice(keys.join(", "))) }
}

/// The form that a field names: one that comes with the program, its own as it is, none, or its Markdown tables themselves.
fn form_of(text: &str, now: &str) -> Result<String, NotAField> {
    match text.trim() {
        "" => Ok(String::new()),
        OWN_FORM => Ok(now.to_owned()),
        tables if tables.starts_with('|') || tables.starts_with('#') => Ok(format!("{tables}\n")),
        name => {
            let found = FORMS.iter().find(|(known, _)| *known == name);
            found.map(|(_, form)| (*form).to_owned()).ok_or_else(|| NotAField::FormName(name.to_owned()))
        }
    }
}

/// Writes what was typed into a field of a service.
pub(crate) fn put(
    (service, form): (&mut Service, &mut String),
    field: &str,
    typed: &str,
    keys: &Known,
) -> Result<(), NotAField> {
    let text = base::text::clean(typed);
    match field {
        "code" => service.code = base::number::to_latin_digits(&text).to_uppercase(),
        "name_bn" => service.name.bn = text,
        "name_en" => service.name.en = text,
        "category" => service.category = named(&text, &CATEGORIES)?,
        "group" => service.group = known(text, &keys.groups)?,
        "provider_bn" => service.provider.bn = text,
        "provider_en" => service.provider.en = text,
        "agency" => service.agency = text,
        "unit" => service.unit = known(text, &keys.units)?,
        "sla_days" => {
            let days = if text.is_empty() { Ok(0) } else { base::number::parse_integer(&text) };
            service.sla_days = days.ok().and_then(|days| u32::try_from(days).ok()).ok_or(NotAField::Number)?;
        }
        "connectivity" => service.connectivity = named(&text, &CONNECTIVITIES)?,
        "approver" => service.approver = named(&text, &APPROVERS)?,
        "fee_basis" if FEE_BASES.contains(&text.as_str()) => service.fee_basis = text,
        "fee_basis" => return Err(NotAField::Choice(FEE_BASES.join(" "))),
        "amount" => service.amount = amount_rule(&text).map_err(NotAField::Rule)?,
        "by_post" => service.by_post = yes_no(&text)?,
        "course" => service.course = Some(text).filter(|course| !course.is_empty()),
        "form" => *form = form_of(typed, form)?,
        "documents" => service.documents = boths(typed),
        "prerequisites" => service.prerequisites = boths(typed),
        "synonyms" => service.synonyms = list(typed).map(base::text::clean).collect(),
        "retired" => service.retired = yes_no(&text)?,
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
#[path = "tests/fields.rs"]
mod tests;
