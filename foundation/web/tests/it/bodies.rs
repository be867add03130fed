//! Bodies: too large, malformed, of the wrong kind or shape, and the good ones.

use crate::stall::{Kit, posting};
use axum::body::Body;
use web::limits::{FORM_BYTES_MAX, JSON_BYTES_MAX};

#[tokio::test]
async fn a_form_is_given_as_a_type_without_its_token() {
    let kit = Kit::new().await;
    let got = kit.post_as("karim", "/till", "amount=3&note=%E0%A6%9A%E0%A6%BE+%26+bread").await;
    assert_eq!((got.status.as_u16(), got.body.as_str()), (200, "karim 3 চা & bread"));
    let raw = kit.post_as("rahima", "/echo", "b=2&a=1&b=3&empty=").await;
    assert_eq!(raw.body, r#"[("b", "2"), ("a", "1"), ("b", "3"), ("empty", "")]"#);
}

#[tokio::test]
async fn a_form_of_the_wrong_shape_is_refused_on_a_calm_page() {
    let kit = Kit::new().await;
    for form in ["amount=three&note=x", "note=x", "amount=1&note=x&admin=1"] {
        let got = kit.post_as("karim", "/till", form).await;
        assert_eq!(got.status, 400, "{form}");
        assert!(got.body.contains("<h1>") && got.body.contains("web.body.malformed"), "{form}: {}", got.body);
    }
}

#[tokio::test]
async fn a_form_beyond_its_limit_is_refused_and_one_at_its_limit_is_not() {
    let kit = Kit::new().await;
    let filled = |size: usize| {
        let start = format!("csrf={}&note=", kit.token("karim"));
        let fill = "x".repeat(size - start.len());
        posting("karim", "/echo").header("sec-fetch-site", "same-origin").body(Body::from(start + &fill)).unwrap()
    };
    assert_eq!(kit.send(filled(FORM_BYTES_MAX)).await.status, 200);
    let got = kit.send(filled(FORM_BYTES_MAX + 1)).await;
    assert_eq!(got.status, 413);
    assert!(got.body.contains("64 KB"), "{}", got.body);
}

#[tokio::test]
async fn an_announced_length_beyond_the_limit_is_refused_before_reading() {
    let kit = Kit::new().await;
    let request =
        posting("karim", "/echo").header("sec-fetch-site", "same-origin").header("content-length", "99999999999");
    assert_eq!(kit.send(request.body(Body::empty()).unwrap()).await.status, 413);
}

#[tokio::test]
async fn a_form_of_another_kind_of_content_is_refused() {
    let kit = Kit::new().await;
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
        let request = crate::stall::ask("POST", "/echo")
            .header("cookie", crate::stall::cookie("karim"))
            .header("sec-fetch-site", "same-origin")
            .header("x-csrf", kit.token("karim"))
            .header("content-type", kind);
        let got = kit.send(request.body("amount=1".into()).unwrap()).await;
        assert_eq!(got.status, 415, "{kind}");
    }
}

#[tokio::test]
async fn json_is_taken_whole_or_refused_with_a_stable_code() {
    let kit = Kit::new().await;
    let good = kit.post_json("karim", "/api/v1/sales", r#"{"amount":3,"note":"চা"}"#).await;
    assert_eq!((good.status.as_u16(), good.json()["note"].as_str()), (201, Some("চা")));
    let fill = "x".repeat(JSON_BYTES_MAX);
    for (body, status, code) in [
        ("{".to_owned(), 400, "web.body.malformed"),
        (String::new(), 400, "web.body.malformed"),
        ("\u{0}\u{1}".to_owned(), 400, "web.body.malformed"),
        (r#"{"amount":"3","note":""}"#.to_owned(), 422, "web.body.shape"),
        (r#"{"amount":3.5,"note":""}"#.to_owned(), 422, "web.body.shape"),
        (r#"{"amount":99999999999999999999,"note":""}"#.to_owned(), 422, "web.body.shape"),
        (r#"{"amount":3,"note":"","admin":true}"#.to_owned(), 422, "web.body.shape"),
        (format!(r#"{{"amount":3,"note":"{fill}"}}"#), 413, "web.body.too_large"),
    ] {
        let got = kit.post_json("karim", "/api/v1/sales", body.clone()).await;
        assert_eq!(got.status.as_u16(), status, "{body:.60}");
        assert_eq!(got.json()["code"], code);
        assert_eq!(got.header("content-type"), "application/problem+json");
    }
}

#[tokio::test]
async fn deeply_nested_json_does_not_bring_the_house_down() {
    let kit = Kit::new().await;
    let got = kit.post_json("karim", "/api/v1/sales", "[".repeat(200_000)).await;
    assert!(got.status.is_client_error());
}

#[tokio::test]
async fn json_under_another_name_is_refused() {
    let kit = Kit::new().await;
    let request = crate::stall::ask("POST", "/api/v1/sales")
        .header("authorization", "Bearer karim")
        .header("content-type", "text/plain")
        .body(r#"{"amount":3,"note":""}"#.into());
    let got = kit.send(request.unwrap()).await;
    assert_eq!((got.status.as_u16(), got.json()["code"].as_str()), (415, Some("web.body.kind")));
}
