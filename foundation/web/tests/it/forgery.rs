//! Forged forms: every combination of where a form says it comes from and which token it carries.

use crate::stall::{Got, Kit, posting};

const SALE: &str = "amount=3&note=tea";

async fn post(kit: &Kit, site: Option<&str>, origin: Option<&str>, token: Option<String>) -> Got {
    let mut request = posting("karim", "/till");
    if let Some(site) = site {
        request = request.header("sec-fetch-site", site);
    }
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    let body = token.map_or(SALE.to_owned(), |token| format!("{SALE}&csrf={token}"));
    kit.send(request.body(body.into()).unwrap()).await
}

#[tokio::test]
async fn a_form_passes_only_with_its_token_and_from_our_own_page() {
    let kit = Kit::new().await;
    let ours = "http://localhost:8080";
    for (site, origin, passes) in [
        (Some("same-origin"), None, true),
        (Some("none"), None, true),
        (Some("same-origin"), Some(ours), true),
        (Some("cross-site"), None, false),
        (Some("cross-site"), Some(ours), false),
        (Some("same-site"), None, false),
        (Some("nonsense"), None, false),
        (None, Some(ours), true),
        (None, Some("https://localhost:8080"), false),
        (None, Some("http://localhost:9090"), false),
        (None, Some("http://localhost:8080.evil.example"), false),
        (None, Some("null"), false),
        (None, None, false),
    ] {
        let got = post(&kit, site, origin, Some(kit.token("karim"))).await;
        assert_eq!(got.status.as_u16(), if passes { 200 } else { 403 }, "{site:?} {origin:?}");
        let without = post(&kit, site, origin, None).await;
        assert_eq!(without.status, 403, "{site:?} {origin:?} without a token");
    }
}

#[tokio::test]
async fn a_token_of_another_session_or_a_changed_one_is_refused_in_words() {
    let kit = Kit::new().await;
    let good = kit.token("karim");
    let (random, seal) = good.split_once('.').unwrap();
    let changed = format!("{random}.{}", seal.chars().rev().collect::<String>());
    for bad in [
        kit.token("rahima"),
        kit.token("nobody"),
        changed,
        format!(".{seal}"),
        format!("{random}."),
        "৭".to_owned(),
        String::new(),
    ] {
        let got = post(&kit, Some("same-origin"), None, Some(bad.clone())).await;
        assert_eq!(got.status, 403, "{bad}");
        assert!(got.body.contains("web.forged"), "{}", got.body);
        assert!(got.body.contains("Nothing was changed"), "{}", got.body);
    }
    assert_eq!(post(&kit, Some("same-origin"), None, Some(good)).await.status, 200);
}

#[tokio::test]
async fn every_page_has_another_token_and_all_of_them_hold() {
    let kit = Kit::new().await;
    let (one, other) = (kit.token("karim"), kit.token("karim"));
    assert_ne!(one, other);
    for token in [one, other] {
        assert_eq!(post(&kit, Some("same-origin"), None, Some(token)).await.status, 200);
    }
}

#[tokio::test]
async fn htmx_may_carry_the_token_in_a_header() {
    let kit = Kit::new().await;
    let request =
        posting("karim", "/till").header("sec-fetch-site", "same-origin").header("x-csrf", kit.token("karim"));
    assert_eq!(kit.send(request.body(SALE.into()).unwrap()).await.status, 200);
}

#[tokio::test]
async fn a_page_carries_a_token_that_its_form_can_post() {
    let kit = Kit::new().await;
    let page = kit.get_as("karim", "/till").await;
    let token = page.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(post(&kit, Some("same-origin"), None, Some(token.to_owned())).await.status, 200);
}

#[tokio::test]
async fn a_public_form_needs_its_token_as_well() {
    let kit = Kit::new().await;
    let posted =
        |body: String| posting("", "/sign-in").header("sec-fetch-site", "same-origin").body(body.into()).unwrap();
    assert_eq!(kit.send(posted("mobile=1".to_owned())).await.status, 403);
    assert_eq!(kit.send(posted(format!("mobile=1&csrf={}", kit.token("nobody")))).await.status, 200);
}
