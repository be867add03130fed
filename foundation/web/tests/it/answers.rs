//! Refusals, faults and panics as people and programs see them.

use crate::stall::{Kit, ask, posting};
use axum::body::Body;

#[tokio::test]
async fn a_refusal_is_told_to_programs_as_problem_details() {
    let kit = Kit::new().await;
    let got = kit.get("/api/v1/refuse/fee?lang=en").await;
    assert_eq!(got.status, 422);
    assert_eq!(got.header("content-type"), "application/problem+json");
    assert_eq!(
        got.json(),
        serde_json::json!({
            "type": "urn:haat:stall.take.fee_changed",
            "title": "The fee is now ৳1,00,000 (EE876543216CA).",
            "status": 422,
            "detail": "The fee changed after you opened the page. No money was taken. Send it again with the new fee.",
            "code": "stall.take.fee_changed",
            "field": "fee",
        })
    );
}

#[tokio::test]
async fn a_refusal_is_told_to_people_in_their_language_and_digits() {
    let kit = Kit::new().await;
    let got = kit.get("/refuse/fee").await;
    assert_eq!(got.status, 422);
    for words in [
        "<title>দাম বদলে ৳১,০০,০০০ হয়েছে (EE876543216CA)।",
        "টাকা নেওয়া হয়নি।",
        "নতুন দামে আবার দিন।",
        "stall.take.fee_changed",
    ] {
        assert!(got.body.contains(words), "{words}: {}", got.body);
    }
}

#[tokio::test]
async fn a_part_of_a_page_is_refused_with_a_part() {
    let kit = Kit::new().await;
    let got = kit.send(ask("GET", "/refuse/fee").header("hx-request", "true").body(Body::empty()).unwrap()).await;
    assert_eq!(got.status, 422);
    assert!(got.body.starts_with("<div class=\"notice") && got.body.contains("role=\"alert\""), "{}", got.body);
}

#[tokio::test]
async fn each_trouble_has_its_status_and_code() {
    let kit = Kit::new().await;
    for (what, status, code) in [
        ("fee", 422, "stall.take.fee_changed"),
        ("gone", 404, "web.not_found"),
        ("closed", 403, "web.forbidden"),
        ("race", 409, "web.conflict"),
        ("reused", 409, "journal.key.reused"),
        ("full", 503, "web.away"),
        ("unsound", 500, "web.broken"),
        ("panic", 500, "web.broken"),
    ] {
        let api = kit.get(&format!("/api/v1/refuse/{what}")).await;
        assert_eq!((api.status.as_u16(), api.json()["code"].as_str()), (status, Some(code)), "{what}");
        assert_eq!(api.json()["status"], status);
        let page = kit.get(&format!("/refuse/{what}")).await;
        assert_eq!(page.status.as_u16(), status, "{what}");
        assert!(
            page.body.contains("<!doctype html>") && page.header("content-type").starts_with("text/html"),
            "{what}"
        );
    }
}

#[tokio::test]
async fn a_fault_shows_an_incident_number_and_never_its_cause() {
    let kit = Kit::new().await;
    for what in ["unsound", "full", "panic"] {
        let problem = kit.get(&format!("/api/v1/refuse/{what}")).await;
        let incident = problem.json()["incident"].as_str().unwrap().to_owned();
        assert!(incident.starts_with("H-") && incident.len() == 12, "{incident}");
        let page = kit.get(&format!("/refuse/{what}")).await;
        assert!(page.body.contains("<b class=\"num\">H-"), "{}", page.body);
        for got in [problem, page] {
            assert!(!got.body.contains("secret"), "{what}: {}", got.body);
        }
    }
    assert_eq!(kit.get("/refuse/full").await.header("retry-after"), "5");
}

#[tokio::test]
async fn a_panic_harms_no_later_request() {
    let kit = Kit::new().await;
    for _ in 0..3 {
        assert_eq!(kit.get("/refuse/panic").await.status, 500);
        assert_eq!(kit.get("/").await.status, 200);
    }
}

#[tokio::test]
async fn what_nobody_worded_is_worded_by_the_kit() {
    let kit = Kit::new().await;
    for (method, path, status, code) in [
        ("GET", "/nowhere", 404, "web.not_found"),
        ("DELETE", "/till", 405, "web.wrong_method"),
        ("GET", "/paged?page=x", 400, "web.malformed"),
        ("GET", "/refuse/%FF", 400, "web.malformed"),
    ] {
        let got = kit.send(ask(method, path).body(Body::empty()).unwrap()).await;
        assert_eq!(got.status.as_u16(), status, "{path}");
        assert!(got.body.contains(code) && got.body.contains("<h1>"), "{path}: {}", got.body);
    }
    assert_eq!(kit.send(ask("DELETE", "/till").body(Body::empty()).unwrap()).await.header("allow"), "GET,HEAD,POST");
    assert_eq!(kit.get("/api/v1/nowhere").await.json()["code"], "web.not_found");
}

#[tokio::test]
async fn a_refused_form_comes_back_as_its_own_page() {
    let kit = Kit::new().await;
    let body = format!("csrf={}", kit.token("karim"));
    let got = kit.send(posting("karim", "/mended").header("sec-fetch-site", "none").body(body.into()).unwrap()).await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("mend it") && got.body.contains(r#"aria-invalid="true""#), "{}", got.body);
    assert!(!got.body.contains("<script>"), "what a person typed is escaped");
    assert!(kit.house.metrics().text().contains(r#"haat_refusals_total{code="stall.take.fee_changed"} 1"#));
}

#[test]
fn after_signing_in_nobody_is_led_to_another_site() {
    for (asked, place) in [
        (Some("/till?day=1"), "/till?day=1"),
        (Some("//evil.example"), "/"),
        (Some("/\\evil.example"), "/"),
        (Some("https://evil.example"), "/"),
        (Some("till"), "/"),
        (Some("/a\r\nset-cookie: x=y"), "/"),
        (Some(""), "/"),
        (None, "/"),
    ] {
        assert_eq!(web::safe_next(asked), place);
    }
    assert_eq!(web::see_other("/a\nb").status(), 500);
    assert_eq!(web::in_query("চা & ৳"), "%E0%A6%9A%E0%A6%BE%20%26%20%E0%A7%B3");
}
