//! Forms with files: what comes through, every fence of a posted form, every limit.

use crate::stall::{Got, Kit, ask, cookie};
use axum::http::request::Builder;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use web::limits::{FILE_BYTES_MAX, FILES_MAX, FORM_BYTES_MAX, UPLOAD_BYTES_MAX, UPLOAD_FIELDS_MAX};

const LINE: &str = "----haat-trial";

/// One part of a form, as browsers write it (RFC 7578).
fn part(about: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("--{LINE}\r\nContent-Disposition: form-data; {about}\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

fn text(name: &str, value: &str) -> Vec<u8> {
    part(&format!("name=\"{name}\""), value.as_bytes())
}

fn file(field: &str, name: &str, kind: &str, content: &[u8]) -> Vec<u8> {
    part(&format!("name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: {kind}"), content)
}

fn form(parts: &[Vec<u8>]) -> Vec<u8> {
    [parts.concat(), format!("--{LINE}--\r\n").into_bytes()].concat()
}

fn sending(path: &str) -> Builder {
    ask("POST", path)
        .header("cookie", cookie("karim"))
        .header("content-type", format!("multipart/form-data; boundary={LINE}"))
}

/// Sends these parts as Karim's browser would, after his token.
async fn send(kit: &Kit, path: &str, parts: &[Vec<u8>]) -> Got {
    let parts = [&[text("csrf", &kit.token("karim"))], parts].concat();
    kit.send(sending(path).header("sec-fetch-site", "same-origin").body(form(&parts).into()).unwrap()).await
}

#[tokio::test]
async fn fields_and_files_reach_the_handler_without_the_token() {
    let kit = Kit::new().await;
    let parts = [
        text("note", "চা & bread\r\n--"),
        text("note", ""),
        file("scan", "C:\\photos\\নাগরিক.jpg", "image/jpeg", b"\xff\xd8\x00\r\n--\xff"),
        file("other", "", "application/octet-stream", b""),
        file("scan", "../../etc/b.png", "image/png", b""),
    ];
    let got = send(&kit, "/attach", &parts).await;
    assert_eq!(got.status, 200, "{}", got.body);
    let fields = [("note", "চা & bread\r\n--"), ("note", "")];
    let files = [("scan", "নাগরিক.jpg", "image/jpeg", 8), ("scan", "b.png", "image/png", 0)];
    assert_eq!(got.body, format!("{fields:?} {files:?}"));
}

#[tokio::test]
async fn a_form_without_files_may_be_posted_the_usual_way() {
    let kit = Kit::new().await;
    let got = kit.post_as("karim", "/attach", "note=%E0%A6%9A%E0%A6%BE").await;
    assert_eq!((got.status.as_u16(), got.body), (200, format!("{:?} []", [("note", "চা")])));
}

#[tokio::test]
async fn a_form_with_files_passes_only_with_its_token_and_from_our_own_page() {
    let kit = Kit::new().await;
    let ours = Some("http://localhost:8080");
    let good = kit.token("karim");
    let scan = file("scan", "a.jpg", "image/jpeg", b"x");
    for (site, origin, token, passes) in [
        (Some("same-origin"), None, Some(good.as_str()), true),
        (Some("none"), None, Some(&good), true),
        (None, ours, Some(&good), true),
        (Some("same-origin"), None, None, false),
        (Some("same-origin"), None, Some(""), false),
        (Some("same-origin"), None, Some(&kit.token("rahima")), false),
        (Some("same-origin"), None, Some(&kit.token("nobody")), false),
        (Some("cross-site"), ours, Some(&good), false),
        (Some("same-site"), None, Some(&good), false),
        (None, Some("http://evil.example"), Some(&good), false),
        (None, None, Some(&good), false),
    ] {
        let parts: Vec<_> = token.map(|token| text("csrf", token)).into_iter().chain([scan.clone()]).collect();
        let mut request = sending("/attach");
        for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let got = kit.send(request.body(form(&parts).into()).unwrap()).await;
        assert_eq!(got.status.as_u16(), if passes { 200 } else { 403 }, "{site:?} {origin:?} {token:?}: {}", got.body);
        assert_eq!(passes, !got.body.contains("web.forged"));
    }
}

#[tokio::test]
async fn the_token_may_stand_behind_the_files_or_in_the_header_but_never_in_a_file() {
    let kit = Kit::new().await;
    let (token, scan) = (kit.token("karim"), file("scan", "a.jpg", "image/jpeg", b"x"));
    let request = || sending("/attach").header("sec-fetch-site", "same-origin");
    let behind = form(&[scan.clone(), text("csrf", &token)]);
    assert_eq!(kit.send(request().body(behind.into()).unwrap()).await.status, 200);
    let in_header = request().header("x-csrf", &token).body(form(&[scan]).into()).unwrap();
    assert_eq!(kit.send(in_header).await.status, 200);
    let as_file = form(&[file("csrf", "token", "text/plain", token.as_bytes())]);
    assert_eq!(kit.send(request().body(as_file.into()).unwrap()).await.status, 403);
}

#[tokio::test]
async fn other_routes_refuse_forms_with_files() {
    let kit = Kit::new().await;
    let got = send(&kit, "/echo", &[text("note", "x")]).await;
    assert_eq!(got.status, 415, "{}", got.body);
    let large = send(&kit, "/echo", &[file("scan", "a", "image/jpeg", &vec![0; FORM_BYTES_MAX])]).await;
    assert_eq!(large.status, 413);
    assert!(large.body.contains("64 KB"), "{}", large.body);
}

#[tokio::test]
async fn a_file_at_its_limit_is_taken_and_one_byte_more_is_refused_in_words() {
    let kit = Kit::new().await;
    let sized = |size: usize| file("scan", "a.jpg", "image/jpeg", &vec![7; size]);
    let got = send(&kit, "/attach", &[sized(FILE_BYTES_MAX)]).await;
    assert!(got.status == 200 && got.body.contains("5242880"), "{}", got.body);
    let got = send(&kit, "/attach", &[sized(FILE_BYTES_MAX + 1)]).await;
    assert_eq!(got.status, 413);
    assert!(got.body.contains("A file may have at most 5 MB."), "{}", got.body);
    let whole = send(&kit, "/attach", &[sized(FILE_BYTES_MAX), sized(UPLOAD_BYTES_MAX - FILE_BYTES_MAX)]).await;
    assert!(whole.status == 413 && whole.body.contains("web.file.too_large"), "{}", whole.body);
}

#[tokio::test]
async fn bangla_readers_are_told_the_limit_in_bangla() {
    let kit = Kit::new().await;
    let body = form(&[text("csrf", &kit.token("karim")), file("s", "a", "image/jpeg", &vec![7; FILE_BYTES_MAX + 1])]);
    let request = ask("POST", "/attach")
        .header("cookie", "__Host-haat=karim")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", format!("multipart/form-data; boundary={LINE}"));
    let got = kit.send(request.body(body.into()).unwrap()).await;
    assert!(got.status == 413 && got.body.contains("৫ এমবির বেশি"), "{}", got.body);
}

#[tokio::test]
async fn too_many_files_or_fields_or_too_much_text_is_refused() {
    let kit = Kit::new().await;
    let files = |count| vec![file("scan", "a.jpg", "image/jpeg", b"x"); count];
    assert_eq!(send(&kit, "/attach", &files(FILES_MAX)).await.status, 200);
    assert_eq!(send(&kit, "/attach", &files(FILES_MAX + 1)).await.status, 413);
    let fields = vec![text("a", "x"); UPLOAD_FIELDS_MAX];
    let got = send(&kit, "/attach", &fields).await;
    assert!(got.status == 413 && got.body.contains("web.file.too_many"), "the token counts too: {}", got.body);
    let long = send(&kit, "/attach", &[text("a", &"x".repeat(FORM_BYTES_MAX))]).await;
    assert!(long.status == 413 && long.body.contains("64 KB"), "{}", long.body);
}

#[tokio::test]
async fn a_broken_form_is_refused_on_a_calm_page() {
    let kit = Kit::new().await;
    let request = || sending("/attach").header("sec-fetch-site", "same-origin");
    let token = text("csrf", &kit.token("karim"));
    let cut = [token.clone(), file("scan", "a.jpg", "image/jpeg", b"xyz")].concat();
    for body in [b"nonsense".to_vec(), cut, Vec::new(), form(&[token.clone(), part("filename=\"a\"", b"x")])] {
        let got = kit.send(request().body(body.clone().into()).unwrap()).await;
        assert_eq!(got.status, 400, "{:?}: {}", String::from_utf8_lossy(&body), got.body);
        assert!(got.body.contains("<h1>") && got.body.contains("web.body.malformed"));
    }
    let no_boundary = ask("POST", "/attach")
        .header("cookie", cookie("karim"))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data");
    assert_eq!(kit.send(no_boundary.body(form(std::slice::from_ref(&token)).into()).unwrap()).await.status, 400);
    let not_utf8 = form(&[token, part("name=\"note\"", b"\xff\xfe")]);
    assert_eq!(kit.send(request().body(not_utf8.into()).unwrap()).await.status, 400);
}

#[tokio::test]
async fn a_form_that_is_too_long_is_heard_out_and_answered_in_words() {
    let kit = Kit::new().await;
    for mib in [7, 20] {
        let got = send(&kit, "/attach", &[file("scan", "a.jpg", "image/jpeg", &vec![7; mib << 20])]).await;
        assert!(got.status == 413 && got.body.contains("web.file.too_large"), "{}", got.body);
    }
}

/// What the server answers to this beginning of a request, and how many bytes of a body without end it took before.
async fn over_a_socket(kit: &Kit, who: &str, length: &str, chunks: usize) -> (String, usize) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let house = tokio::spawn(web::serve(listener, kit.router.clone(), std::future::pending()));
    let line = TcpStream::connect(at).await.unwrap();
    let (mut from, mut to) = line.into_split();
    let head = format!(
        "POST /attach HTTP/1.1\r\nhost: localhost:8080\r\ncookie: {}\r\nsec-fetch-site: same-origin\r\n\
         content-type: multipart/form-data; boundary={LINE}\r\n{length}\r\nconnection: close\r\n\r\n",
        cookie(who)
    );
    to.write_all(head.as_bytes()).await.unwrap();
    let writing = tokio::spawn(async move {
        let chunk = [b"100000\r\n".as_slice(), &vec![0; 1 << 20], b"\r\n"].concat();
        let mut taken = 0;
        while taken < chunks && to.write_all(&chunk).await.is_ok() {
            taken += 1;
        }
        (taken, to) // the line stays open until the answer is read
    });
    let mut answer = Vec::new();
    let _ = from.read_to_end(&mut answer).await;
    let (taken, _) = writing.await.unwrap();
    house.abort();
    (String::from_utf8_lossy(&answer).into_owned(), taken)
}

#[tokio::test]
async fn a_form_without_end_is_cut_off() {
    let kit = Kit::new().await;
    let (_, taken) = over_a_socket(&kit, "karim", "transfer-encoding: chunked", 1000).await;
    assert!((32..100).contains(&taken), "{taken} MiB were taken");
    let (answer, _) = over_a_socket(&kit, "karim", "content-length: 99999999999", 0).await;
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("web.file.too_large"), "{answer}");
}

#[tokio::test]
async fn whoever_may_not_is_turned_away_before_the_form_is_read() {
    let kit = Kit::new().await;
    for (who, status) in [("rahima", "HTTP/1.1 403"), ("nobody", "HTTP/1.1 303")] {
        let (answer, _) = over_a_socket(&kit, who, "content-length: 5000000", 0).await;
        assert!(answer.starts_with(status), "{answer}");
    }
}

#[tokio::test]
async fn more_files_than_fit_into_memory_are_told_to_come_back() {
    let waiting = Arc::new(Semaphore::new(0));
    let gate = waiting.clone();
    let kit = Arc::new(Kit::with(move |setting| setting.things = web::Things::default().with(gate)).await);
    let posted = || {
        let kit = kit.clone();
        tokio::spawn(async move { send(&kit, "/attached", &[text("a", "x")]).await.status.as_u16() })
    };
    // None announces a length, so each takes the room of the longest form: 42 times 6 MiB fit into 256.
    let held: Vec<_> = (0..42).map(|_| posted()).collect();
    assert_eq!(posted().await.unwrap(), 503);
    waiting.add_permits(42);
    for post in held {
        assert_eq!(post.await.unwrap(), 200);
    }
    assert_eq!(posted().await.unwrap(), 200);
}
