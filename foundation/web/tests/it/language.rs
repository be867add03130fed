//! Bangla unless somebody asked otherwise.

use crate::stall::{Kit, ask};
use axum::body::Body;

#[tokio::test]
async fn the_switch_keeps_the_page_and_sets_the_cookie() {
    let kit = Kit::new().await;
    let got = kit.get("/check?code=7&lang=en&number=5").await;
    assert_eq!((got.status.as_u16(), got.header("location")), (303, "/check?code=7&number=5"));
    assert_eq!(got.header("set-cookie"), "haat_lang=en; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000; Secure");
    assert_eq!(kit.get("/?lang=bn").await.header("location"), "/");
    assert_eq!(kit.get("/?lang=fr").await.status, 200, "a language that we do not speak changes nothing");
    assert_eq!(kit.get("//evil.example?lang=en").await.header("location"), "/", "never to another site");
}

#[tokio::test]
async fn the_cookie_comes_before_the_account_and_the_account_before_bangla() {
    let kit = Kit::new().await;
    let say = async |cookie: &str| {
        kit.send(ask("GET", "/check").header("cookie", cookie).body(Body::empty()).unwrap()).await.body
    };
    assert_eq!(say("a=b").await, "bn nobody");
    assert_eq!(say("haat_lang=en").await, "en nobody");
    assert_eq!(say("haat_lang=xx").await, "bn nobody");
    assert_eq!(say("__Host-haat=rahima").await, "en Rahima");
    assert_eq!(say("haat_lang=bn; __Host-haat=rahima").await, "bn Rahima");
}

#[tokio::test]
async fn the_api_speaks_the_language_that_the_client_accepts() {
    let kit = Kit::new().await;
    let title = async |path: &str, accepts: &str| {
        let request = ask("GET", path).header("accept-language", accepts).body(Body::empty()).unwrap();
        let got = kit.send(request).await;
        (got.json()["title"].as_str().unwrap().to_owned(), got.header("content-language").to_owned())
    };
    let bangla = ("এখানে কিছু নেই।".to_owned(), "bn".to_owned());
    let english = ("There is nothing here.".to_owned(), "en".to_owned());
    assert_eq!(title("/api/v1/refuse/gone", "en-GB,en;q=0.9").await, english);
    assert_eq!(title("/api/v1/refuse/gone", "fr, en;q=0.5").await, english);
    assert_eq!(title("/api/v1/refuse/gone", "bn-BD").await, bangla);
    assert_eq!(title("/api/v1/refuse/gone", "").await, bangla);
    assert_eq!(title("/api/v1/refuse/gone?lang=en", "bn").await, english);
}

#[tokio::test]
async fn a_page_offers_itself_in_the_other_language() {
    let kit = Kit::new().await;
    let page = kit.get("/?page=2").await.body;
    assert!(page.contains(r#"<html lang="bn">"#) && page.contains(r#"href="/?page=2&#38;lang=en""#), "{page}");
    assert!(page.contains("<h1>চায়ের দোকান</h1>"));
    assert!(page.contains("&#60;b&#62;চা"), "what comes from people is escaped");
}
