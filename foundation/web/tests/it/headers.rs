//! The headers of every answer, whatever it is.

use crate::stall::{Kit, ask};
use axum::body::Body;

/// Security 3.4.1, copied from the requirement and not from the code.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let kit = Kit::new().await;
    let css = web::asset("haat.css");
    for path in [
        "/",
        "/till",
        "/nowhere",
        "/refuse/panic",
        "/refuse/full",
        "/refuse/gone",
        "/healthz",
        "/metrics",
        "/?lang=en",
        "/api/v1/nowhere",
        "/api/v1/openapi.json",
        "/api/v1/refuse/fee",
        "/api/v1/mine",
        css.as_str(),
    ] {
        let got = kit.get(path).await;
        assert_eq!(got.header("content-security-policy"), POLICY, "{path}");
        assert_eq!(got.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(got.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(got.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(!got.header("cache-control").is_empty(), "{path}");
        assert_eq!(got.header("strict-transport-security"), "", "{path}: plain http has no such header");
    }
}

#[tokio::test]
async fn over_https_browsers_are_told_to_stay_with_it_for_a_year() {
    let kit = Kit::with(|setting| setting.public_address = "https://haat.example".to_owned()).await;
    assert_eq!(kit.get("/").await.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
}

#[tokio::test]
async fn pages_are_never_kept_unless_their_handler_says_so() {
    let kit = Kit::new().await;
    assert_eq!(kit.get("/").await.header("cache-control"), "no-store");
    assert_eq!(kit.get_as("karim", "/till").await.header("cache-control"), "no-store");
    assert_eq!(kit.get("/drawn").await.header("cache-control"), "private, max-age=60");
}

#[tokio::test]
async fn an_asset_with_its_hash_is_kept_for_ever_and_one_with_an_old_hash_is_not() {
    let kit = Kit::new().await;
    let right = kit.get(&web::asset("haat.css")).await;
    assert_eq!(right.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(right.header("content-type"), "text/css; charset=utf-8");
    let stale = kit.get("/assets/000000000000/haat.css").await;
    assert_eq!((stale.status.as_u16(), stale.header("cache-control")), (200, "no-cache"));
    assert_eq!(stale.body, right.body);
    assert_eq!(kit.get("/assets/000000000000/../../Cargo.toml").await.status, 404);
    assert!(web::asset("none.css").starts_with("/assets/missing/"));
}

#[tokio::test]
async fn long_pages_are_compressed_and_short_answers_are_not() {
    let kit = Kit::new().await;
    let zipped = |path: &str| ask("GET", path).header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    let long = kit.send(zipped("/long")).await;
    assert_eq!(long.header("content-encoding"), "gzip");
    assert_eq!(kit.send(zipped("/healthz")).await.header("content-encoding"), "");
    assert_eq!(kit.get("/long").await.header("content-encoding"), "");
}
