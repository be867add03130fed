//! A service as its manager sees it: every field in words, and what is otherwise between two versions.

use crate::amend::fields::{FIELDS, OWN_FORM, text_of};
use crate::forms_kept::compiled;
use crate::pages::catalogue::word;
use crate::service::{Direction, Service};
use base::Lang;
use forms::{Form, Item};
use std::sync::Arc;
use web::Frame;

/// A field that is otherwise.
pub(super) struct Difference {
    pub field: String,
    pub was: String,
    pub becomes: String,
}

/// What a field is called.
pub(super) fn label(frame: &Frame, field: &str) -> String {
    frame.say(&format!("field-{field}"))
}

/// One choice of a field in words.
pub(super) fn choice(frame: &Frame, field: &str, value: &str) -> String {
    match (field, value) {
        (_, "") => frame.say("field-none"),
        ("group", key) => word(frame, "group", key),
        ("unit", key) => word(frame, "unit", key),
        ("category", key) => frame.say(&format!("category-{key}")),
        ("connectivity", key) => frame.say(&format!("connectivity-{key}")),
        ("approver", "none") => frame.say("agrees-nobody"),
        ("approver", key) => frame.say(&format!("agrees-{}", key.replace('_', "-"))),
        ("fee_basis", key) => frame.say(&format!("fee-{key}")),
        ("direction", key) => frame.say(&format!("direction-{key}")),
        ("form", OWN_FORM) => frame.say("field-own-form"),
        (_, other) => other.to_owned(),
    }
}

fn yes_no(frame: &Frame, yes: bool) -> String {
    frame.say(if yes { "field-yes" } else { "field-no" })
}

/// What a field says, in words; lists with a line for each part.
fn said(frame: &Frame, (service, form): (&Service, &str), field: &str) -> String {
    match field {
        "sla_days" => frame.number(i64::from(service.sla_days)),
        "by_post" => yes_no(frame, service.by_post),
        "retired" => yes_no(frame, service.retired),
        "amount" => service.amount.as_ref().map_or_else(String::new, |rule| {
            let direction = if rule.direction == Direction::In { "in" } else { "out" };
            let (way, least, most) =
                (choice(frame, "direction", direction), frame.money(rule.min), frame.money(rule.max));
            format!("{way} · {} · {least} – {most}", rule.provider)
        }),
        "category" | "group" | "unit" | "connectivity" | "approver" | "fee_basis" | "form" => {
            choice(frame, field, &text_of(service, form, field))
        }
        "documents" | "prerequisites" | "synonyms" => text_of(service, form, field).replace("; ", "\n"),
        _ => text_of(service, form, field),
    }
}

/// The fields that are otherwise; of a new service all that say anything.
pub(super) fn differences(frame: &Frame, was: Option<(&Service, &str)>, becomes: (&Service, &str)) -> Vec<Difference> {
    let mut all = Vec::new();
    for field in FIELDS {
        let now = was.map(|was| said(frame, was, field)).unwrap_or_default();
        let then = said(frame, becomes, field);
        if now != then {
            all.push(Difference { field: label(frame, field), was: now, becomes: then });
        }
    }
    if let Some((_, form)) = was.filter(|(_, form)| *form != becomes.1) {
        all.push(form_difference(frame, form, becomes.1));
    }
    all
}

/// The questions of a form that are gone, new, or asked otherwise.
fn form_difference(frame: &Frame, was: &str, becomes: &str) -> Difference {
    let (was, becomes) = (read(was), read(becomes));
    let (was, becomes) = (was.as_deref(), becomes.as_deref());
    let gone = named(was, frame.lang, |item| !same_name(becomes, item));
    let changed = named(becomes, frame.lang, |item| {
        same_name(was, item) && !was.into_iter().flat_map(|form| &form.items).any(|old| asks_the_same(old, item))
    });
    let new = named(becomes, frame.lang, |item| !same_name(was, item));
    let part = |key: &str, names: Vec<String>| {
        (!names.is_empty()).then(|| frame.say_with(key, &[("names", names.join(", "))]))
    };
    let parts = [part("form-questions-new", new), part("form-questions-changed", changed)];
    let becomes = parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
    let was = part("form-questions-gone", gone).unwrap_or_default();
    let becomes = if was.is_empty() && becomes.is_empty() { frame.say("form-other-text") } else { becomes };
    Difference { field: frame.say("form-questions"), was, becomes }
}

fn read(text: &str) -> Option<Arc<Form>> {
    if text.is_empty() { None } else { compiled(text) }
}

fn same_name(form: Option<&Form>, item: &Item) -> bool {
    form.into_iter().flat_map(|form| &form.items).any(|other| other.name == item.name)
}

/// Two questions that read the same to whoever asks for the form as JSON: the row they stand in does not count.
fn asks_the_same(old: &Item, new: &Item) -> bool {
    serde_json::to_value(old).ok() == serde_json::to_value(new).ok()
}

/// What the questions of a form are called that pass.
fn named(form: Option<&Form>, lang: Lang, passes: impl Fn(&Item) -> bool) -> Vec<String> {
    let items = form.into_iter().flat_map(|form| &form.items).filter(|item| passes(item));
    items.map(|item| item.label.shown(lang).map_or(item.name.as_str(), |(text, _)| text).to_owned()).collect()
}
