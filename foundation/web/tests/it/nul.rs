//! The sign U+0000, which one of the two engines cannot hold, comes no further than the gate: in an address, in a form, in
//! a form with files, in JSON. What only looks like it passes.

use crate::stall::{Kit, ask, cookie, posting};
use axum::body::Body;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

#[tokio::test]
async fn nothing_is_called_by_it_and_nothing_is_asked_with_it() {
    let kit = Kit::new().await;
    for (path, status) in [
        ("/refuse/%00", 404),
        ("/refuse/gone%00", 404),
        ("/refuse/%2500", 500), // the text "%00", which this room falls over; it did reach the room
        ("/paged?page=1", 200),
        ("/paged?page=1%00", 400),
        ("/paged?page=1&x=%00", 400),
        ("/paged?page=1&x=%2500", 200),
        ("/paged?page=1&%00=x", 400),
        ("/?page=%00", 400),
    ] {
        let got = kit.get(path).await;
        assert_eq!(got.status.as_u16(), status, "{path}");
        assert!(got.body.contains("<h1>") || status == 200, "{path}: people are told on a page\n{}", got.body);
    }
    let api = kit.get("/api/v1/refuse/%00").await;
    assert_eq!((api.status.as_u16(), api.json()["code"].as_str()), (404, Some("web.not_found")));
    let api = kit.get("/api/v1/refuse/gone?x=%00").await;
    assert_eq!((api.status.as_u16(), api.json()["code"].as_str()), (400, Some("web.malformed")));
}

#[tokio::test]
async fn who_may_not_enter_is_told_that_and_not_what_is_wrong_with_the_address() {
    let kit = Kit::new().await;
    assert_eq!(kit.get("/till?x=%00").await.status, 303, "to the sign-in");
    assert_eq!(kit.get_as("rahima", "/till?x=%00").await.status, 403);
    assert_eq!(kit.get_as("karim", "/till?x=%00").await.status, 400);
    assert_eq!(kit.get("/api/v1/mine?x=%00").await.status, 401);
}

#[tokio::test]
async fn a_form_that_holds_it_is_refused_whole_however_it_is_written() {
    let kit = Kit::new().await;
    for (form, status) in [
        ("amount=3&note=tea", 200),
        ("amount=3&note=t%00a", 400),
        ("amount=3%00&note=tea", 400),
        ("amount=3&note=tea&%00=1", 400),
        ("amount=3&note=t\0a", 400),
        ("amount=3&note=%2500", 200),
        ("amount=3&note=100%25", 200),
    ] {
        let got = kit.post_as("karim", "/till", form).await;
        assert_eq!(got.status.as_u16(), status, "{form:?}: {}", got.body);
    }
    // A forged one is told as forged or as malformed, and never taken.
    let request = posting("karim", "/till").header("sec-fetch-site", "cross-site").body(Body::from("amount=%00"));
    assert_eq!(kit.send(request.unwrap()).await.status, 403);
}

#[tokio::test]
async fn json_that_holds_it_is_refused_and_a_backslash_before_is_no_escape() {
    let kit = Kit::new().await;
    for (note, status) in [
        (r"tea", 201),
        (r"\u0000", 400),
        (r"t\u0000a", 400),
        (r"\\\u0000", 400),
        (r"\\u0000", 201), // a backslash and the letters u0000
        (r"\\\\u0000", 201),
        (r"\u0001", 201),
        (r"\u00001", 400),
        (r"\n\u0000", 400),
        (r"\u09a6\u0000", 400),
        (r"u0000", 201),
    ] {
        let body = format!(r#"{{"amount":3,"note":"{note}"}}"#);
        let got = kit.post_json("karim", "/api/v1/sales", body.clone()).await;
        assert_eq!(got.status.as_u16(), status, "{body}: {}", got.body);
        if status == 400 {
            assert_eq!(got.json()["code"], "web.body.malformed", "{body}");
        }
    }
    let in_key = kit.post_json("karim", "/api/v1/sales", r#"{"amount":3,"note":"","\u0000":1}"#).await;
    assert_eq!(in_key.status, 400);
}

#[tokio::test]
async fn a_field_beside_files_may_not_hold_it_and_a_file_may() {
    let kit = Kit::new().await;
    let send = async |field: &str, file: &str| {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n{field}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"a.png\"\r\n\
             Content-Type: image/png\r\n\r\n{file}\r\n--x--\r\n",
            kit.token("karim")
        );
        let request = ask("POST", "/attach")
            .header("cookie", cookie("karim"))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=x");
        kit.send(request.body(body.into()).unwrap()).await.status.as_u16()
    };
    assert_eq!(send("tea", "\u{89}PNG\0\0").await, 200, "a picture is full of it");
    assert_eq!(send("t\0a", "x").await, 400);
}

#[tokio::test]
async fn whatever_json_is_sent_it_is_refused_for_it_exactly_when_a_text_holds_it() {
    let kit = Kit::new().await;
    let mut runner = TestRunner::deterministic();
    let text = "[\\u0000\\\\u0\"a-cক-ঙ\\n]{0,8}";
    for _ in 0..400 {
        let note: String = text.new_tree(&mut runner).unwrap().current();
        let body = serde_json::json!({"amount": 1, "note": note}).to_string();
        let got = kit.post_json("karim", "/api/v1/sales", body.clone()).await;
        assert_eq!(got.status == 201, !note.contains('\0'), "{body}: {}", got.status);
        if got.status == 201 {
            assert_eq!(got.json()["note"], note);
        }
    }
}
