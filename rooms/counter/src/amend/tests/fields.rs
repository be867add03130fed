//! The columns of a service, read and written.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;

fn keys() -> Known {
    Known { groups: vec!["land".to_owned()], units: vec!["case".to_owned()] }
}

#[test]
fn what_a_service_says_can_be_typed_again() {
    let rule = AmountRule {
        direction: Direction::Out,
        provider: "gov_pay".to_owned(),
        min: Paisa::new(1_050),
        max: Paisa::new(10_000_000),
    };
    let paper = |text: &str| Both { bn: text.to_owned(), en: "NID".to_owned() };
    let service = Service {
        code: "G001".to_owned(),
        group: "land".to_owned(),
        unit: "case".to_owned(),
        sla_days: 7,
        documents: vec![paper("এনআইডি"), paper("ছবি")],
        synonyms: vec!["nid".to_owned(), "এনআইডি".to_owned()],
        amount: Some(rule),
        by_post: true,
        course: Some("insurance".to_owned()),
        fee_basis: "part-published".to_owned(),
        retired: true,
        ..Service::default()
    };
    let (mut again, mut form) = (Service::default(), String::new());
    for field in FIELDS {
        let text = text_of(&service, FORMS[0].1, field);
        put((&mut again, &mut form), field, &text, &keys()).unwrap();
    }
    assert_eq!((again, form.as_str()), (service, FORMS[0].1));
}

#[test]
fn what_cannot_be_meant_is_refused_and_never_guessed() {
    for (field, text, code) in [
        ("category", "govt", "counter.amend.choice"),
        ("group", "nothing", "counter.amend.choice"),
        ("unit", "", "counter.amend.choice"),
        ("sla_days", "soon", "counter.amend.number"),
        ("sla_days", "-1", "counter.amend.number"),
        ("connectivity", "maybe", "counter.amend.choice"),
        ("approver", "me", "counter.amend.choice"),
        ("fee_basis", "guess", "counter.amend.choice"),
        ("amount", "in:gov_pay:10", "counter.publish.amount"),
        ("amount", "up:gov_pay:10:20", "counter.publish.amount"),
        ("by_post", "perhaps", "counter.amend.yes_no"),
        ("form", "no_such", "counter.amend.form_name"),
    ] {
        let (mut service, mut form) = (Service::default(), String::new());
        let answer = put((&mut service, &mut form), field, text, &keys());
        assert_eq!(answer.unwrap_err().code(), code, "{field} {text}");
        assert_eq!((service, form), (Service::default(), String::new()), "{field} {text}");
    }
    let (mut service, mut form) = (Service::default(), "| survey |".to_owned());
    put((&mut service, &mut form), "code", "g০০৩", &keys()).unwrap();
    put((&mut service, &mut form), "sla_days", "১৫", &keys()).unwrap();
    put((&mut service, &mut form), "form", "own", &keys()).unwrap();
    assert_eq!((service.code.as_str(), service.sla_days, form.as_str()), ("G003", 15, "| survey |"));
}
