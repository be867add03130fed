//! Who gets in: pages by cookie, the API by bearer, each route by what it needs.

use crate::stall::{Kit, ask, cookie};
use axum::body::Body;
use web::{Held, Needs, Visitor};

#[tokio::test]
async fn a_stranger_is_led_to_the_sign_in_page_and_back() {
    let kit = Kit::new().await;
    let got = kit.get("/till?day=2026-11-23&q=%E0%A6%9A").await;
    assert_eq!(got.status, 303);
    assert_eq!(got.header("location"), "/sign-in?next=/till%3Fday%3D2026-11-23%26q%3D%25E0%25A6%259A");
    assert_eq!(kit.get_as("nobody-known", "/till").await.status, 303);
}

#[tokio::test]
async fn a_strangers_part_of_a_page_sends_the_whole_page_to_sign_in() {
    let kit = Kit::new().await;
    let got = kit.send(ask("GET", "/till").header("hx-request", "true").body(Body::empty()).unwrap()).await;
    assert_eq!((got.status.as_u16(), got.header("hx-redirect")), (401, "/sign-in"));
}

#[tokio::test]
async fn a_stranger_at_the_api_gets_a_problem_and_no_redirect() {
    let kit = Kit::new().await;
    let got = kit.get("/api/v1/mine").await;
    assert_eq!((got.status.as_u16(), got.json()["code"].as_str()), (401, Some("web.sign_in.needed")));
    assert_eq!(got.header("www-authenticate"), "Bearer");
}

#[tokio::test]
async fn a_cookie_opens_no_api_and_a_bearer_opens_no_page() {
    let kit = Kit::new().await;
    let with = |path: &str, name: &str, value: &str| ask("GET", path).header(name, value).body(Body::empty()).unwrap();
    assert_eq!(kit.send(with("/api/v1/mine", "cookie", &cookie("karim"))).await.status, 401);
    assert_eq!(kit.send(with("/api/v1/mine", "authorization", "Bearer karim")).await.status, 200);
    assert_eq!(kit.send(with("/api/v1/mine", "authorization", "bearer karim")).await.status, 200);
    assert_eq!(kit.send(with("/api/v1/mine", "authorization", "Basic karim")).await.status, 401);
    assert_eq!(kit.send(with("/mine", "authorization", "Bearer karim")).await.status, 303);
    assert_eq!(kit.send(with("/mine", "cookie", "haat=karim")).await.status, 303, "only the __Host- cookie counts");
}

#[tokio::test]
async fn the_permission_that_a_route_names_is_asked_for() {
    let kit = Kit::new().await;
    assert_eq!(kit.get_as("karim", "/till").await.status, 200);
    let got = kit.get_as("rahima", "/till").await;
    assert_eq!(got.status, 403);
    assert!(got.body.contains("web.forbidden"));
    assert_eq!(kit.get_as("rahima", "/mine").await.status, 200);
    assert_eq!(kit.post_as("rahima", "/till", "amount=1&note=").await.status, 403);
    assert_eq!(kit.post_json("rahima", "/api/v1/sales", "{}").await.status, 403);
}

#[tokio::test]
async fn when_the_doorkeeper_cannot_look_nobody_is_let_in() {
    let kit = Kit::new().await;
    let got = kit.get_as("broken", "/till").await;
    assert_eq!((got.status.as_u16(), got.header("retry-after")), (503, "5"));
    assert!(!got.body.contains("10.1.2.3"), "the cause stays in the log");
}

#[tokio::test]
async fn the_rail_shows_only_what_the_reader_may_enter() {
    let kit = Kit::new().await;
    assert!(!kit.get_as("rahima", "/").await.body.contains(r#"href="/till""#));
    let karim = kit.get_as("karim", "/till").await.body;
    assert!(karim.contains(r#"<a href="/till" aria-current="page">"#), "{karim}");
    assert!(!karim.contains(r#"<a href="/" aria-current="page">"#), "only the innermost entry is current");
    assert!(karim.contains("Karim"), "the status bar names who is signed in");
}

#[test]
fn a_permission_holds_below_its_place_and_nowhere_else() {
    let visitor = |path: &str| Visitor {
        person: String::new(),
        name: String::new(),
        session: String::new(),
        lang: None,
        held: vec![Held { role: String::new(), permissions: &["sale.create"], path: path.to_owned() }],
        seat: None,
        by_token: false,
        rule: None,
    };
    for (held, asked, may) in [
        ("/30/3026/", "/30/3026/", true),
        ("/30/3026/", "/30/3026/302614/", true),
        ("/", "/30/3026/302614/", true),
        ("/30/3026/", "/30/", false),
        ("/30/3026/", "/30/30261/", false),
        ("/30/3026/", "/20/3026/", false),
        ("/30/302", "/30/3026/", false),
        ("", "/30/3026/", false),
    ] {
        assert_eq!(visitor(held).may_at("sale.create", asked), may, "{held} {asked}");
        assert!(!visitor(held).may_at("sale.void", asked));
        assert!(visitor(held).may("sale.create") && !visitor(held).may("sale"));
    }
    assert_eq!(Needs::Permission("sale.create").to_string(), "sale.create");
}
