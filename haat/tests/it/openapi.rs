//! The description of the API is true: every route in it, every error a problem, every amount in poisha.

use serde_json::Value;
use std::collections::BTreeSet;

fn described() -> Value {
    serde_json::to_value(web::openapi::describe(&haat::rooms())).unwrap()
}

/// Method and path of every operation, with what it says.
fn operations(whole: &Value) -> Vec<(String, String, Value)> {
    let mut all = Vec::new();
    for (path, item) in whole["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            all.push((method.to_uppercase(), path.clone(), operation.clone()));
        }
    }
    all
}

#[test]
fn every_route_of_the_api_is_described_and_nothing_else() {
    let described: BTreeSet<(String, String)> =
        operations(&described()).into_iter().map(|(method, path, _)| (method, path)).collect();
    let rooms = haat::rooms();
    let routes: BTreeSet<(String, String)> = rooms
        .iter()
        .flat_map(|room| &room.routes)
        .filter(|route| route.path.starts_with("/api/"))
        .map(|route| (route.method.to_owned(), route.path.to_owned()))
        .collect();
    assert_eq!(described, routes, "left: what is described; right: what there is");
}

#[test]
fn the_description_is_openapi_3_1_with_every_reference_resolved() {
    let whole = described();
    assert!(whole["openapi"].as_str().unwrap().starts_with("3.1"), "{}", whole["openapi"]);
    let text = whole.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(whole.pointer(reference).is_some(), "{reference} leads nowhere");
    }
    assert_eq!(whole["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
}

#[test]
fn every_operation_says_what_it_does_and_how_it_refuses() {
    for (method, path, operation) in operations(&described()) {
        let place = format!("{method} {path}");
        assert!(
            operation["summary"].is_string() || operation["description"].is_string(),
            "{place} says nothing of itself"
        );
        let answers = operation["responses"].as_object().unwrap();
        assert!(answers.keys().any(|status| status.starts_with('2')), "{place} never succeeds");
        for (status, answer) in answers {
            assert!(answer["description"].is_string(), "{place} {status} has no description, which OpenAPI demands");
        }
        for (status, answer) in answers.iter().filter(|(status, _)| !status.starts_with('2')) {
            let schema = answer["content"]
                .as_object()
                .and_then(|content| content.values().next())
                .map(|body| &body["schema"]["$ref"]);
            assert_eq!(
                schema.and_then(Value::as_str),
                Some("#/components/schemas/Problem"),
                "{place} {status}: {answer}"
            );
        }
        let needs_bearer = operation["security"].as_array().is_some_and(|list| !list.is_empty());
        let open = path.ends_with("/check")
            || path.ends_with("/tokens")
            || path.ends_with("/callback")
            || path.ends_with("/market/goods");
        assert_eq!(needs_bearer, !open, "{place}");
        for name in path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()) {
            let parameters = operation["parameters"].as_array().unwrap();
            assert!(parameters.iter().any(|one| one["name"] == name && one["in"] == "path"), "{place}: {name}");
        }
    }
}

#[test]
fn amounts_are_whole_numbers_and_never_fractions() {
    let whole = described();
    let schemas = whole["components"]["schemas"].as_object().unwrap();
    assert!(schemas.len() > 8);
    for (name, schema) in schemas {
        let Some(fields) = schema["properties"].as_object() else { continue };
        for (field, about) in fields {
            assert_ne!(about["type"], "number", "{name}.{field} is a fraction");
            let sum = ["total", "change", "tendered", "official_fee", "service_charge", "debits", "credits"]
                .contains(&field.as_str());
            let kinds = about["type"].to_string();
            assert!(!sum || kinds.contains("integer"), "{name}.{field} is {kinds}");
        }
    }
}
