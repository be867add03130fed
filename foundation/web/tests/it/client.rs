//! The client, against a server that does what real ones do: answers, breaks off, stays silent, is not there.

use axum::http::Method;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use web::{Client, NotAnswered, REPLY_BYTES_MAX, Reply};

const LONG: Duration = Duration::from_secs(20);

/// A request up to its empty line, and as much body as it announces.
async fn received(line: &mut TcpStream) -> String {
    let mut got = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&got).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        let mut part = [0; 4096];
        let count = line.read(&mut part).await.unwrap();
        assert!(count > 0, "the client hung up: {text}");
        got.extend_from_slice(&part[..count]);
    }
}

/// A server for one request, which it answers with these bytes and then hangs up. Tells what it was asked.
async fn answering(answer: impl Into<Vec<u8>>) -> (SocketAddr, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (at, answer) = (listener.local_addr().unwrap(), answer.into());
    let asked = tokio::spawn(async move {
        let (mut line, _) = listener.accept().await.unwrap();
        let request = received(&mut line).await;
        let _ = line.write_all(&answer).await; // the client may have heard enough
        request
    });
    (at, asked)
}

async fn post(at: SocketAddr, body: &str) -> Result<Reply, NotAnswered> {
    let url = format!("http://{at}/pay?ref=7");
    Client::new(LONG).send(Method::POST, &url, &[("content-type", "text/plain")], body.into()).await
}

#[tokio::test]
async fn a_request_arrives_whole_and_its_answer_too() {
    let answer = "HTTP/1.1 201 Created\r\nx-reference: B-77\r\ncontent-length: 6\r\n\r\n\u{9f3}5\r\n";
    let (at, asked) = answering(answer).await;
    let reply = post(at, "amount=চা").await.unwrap();
    assert_eq!((reply.status, reply.body.as_slice()), (201, "\u{9f3}5\r\n".as_bytes()));
    assert_eq!(reply.headers["x-reference"], "B-77");
    let asked = asked.await.unwrap();
    assert!(asked.starts_with("POST /pay?ref=7 HTTP/1.1\r\n") && asked.ends_with("\r\n\r\namount=চা"), "{asked}");
    for line in [format!("host: {at}"), "content-type: text/plain".to_owned(), "content-length: 13".to_owned()] {
        assert!(asked.contains(&format!("\r\n{line}\r\n")), "{line}: {asked}");
    }
}

#[tokio::test]
async fn an_answer_in_chunks_and_an_empty_one_are_read_whole() {
    let (at, _asked) =
        answering("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").await;
    assert_eq!(post(at, "").await.unwrap().body, b"abcde");
    let (at, _asked) = answering("HTTP/1.1 204 No Content\r\n\r\n").await;
    let reply = Client::new(LONG).send(Method::GET, &format!("http://{at}"), &[], Vec::new()).await.unwrap();
    assert_eq!((reply.status, reply.body.len()), (204, 0));
}

#[tokio::test]
async fn a_refusing_answer_is_an_answer_and_a_redirect_is_not_followed() {
    for (status, headers) in [(302, "location: http://127.0.0.1:1/\r\n"), (409, ""), (503, "retry-after: 5\r\n")] {
        let (at, _asked) = answering(format!("HTTP/1.1 {status} X\r\n{headers}content-length: 0\r\n\r\n")).await;
        assert_eq!(post(at, "x").await.unwrap().status, status);
    }
}

#[tokio::test]
async fn where_nobody_listens_surely_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    drop(listener);
    let error = post(at, "amount=5").await.unwrap_err();
    assert!(matches!(error, NotAnswered::Unreachable(_)) && error.surely_not_sent(), "{error:?}");
}

#[tokio::test]
async fn what_cannot_be_written_is_not_sent() {
    let client = Client::new(LONG);
    let bad: [(&str, &[(&str, &str)]); 7] = [
        ("https://127.0.0.1/", &[]),
        ("ftp://127.0.0.1/", &[]),
        ("/pay", &[]),
        ("127.0.0.1:80", &[]),
        ("http://a b/", &[]),
        ("http://127.0.0.1:1/", &[("x-a", "one\r\nx-b: two")]),
        ("http://127.0.0.1:1/", &[("x a", "secret-value")]),
    ];
    for (url, headers) in bad {
        let error = client.send(Method::GET, url, headers, Vec::new()).await.unwrap_err();
        assert!(matches!(error, NotAnswered::Malformed(_)) && error.surely_not_sent(), "{url}: {error:?}");
        assert!(!error.to_string().contains("secret-value"));
    }
}

#[tokio::test]
async fn a_connection_lost_after_sending_leaves_the_deed_in_doubt() {
    for cut in
        ["", "HTTP/1.1 200 OK\r\ncontent-le", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", "nonsense\r\n\r\n"]
    {
        let (at, asked) = answering(cut).await;
        let error = post(at, "amount=5").await.unwrap_err();
        assert!(matches!(error, NotAnswered::Lost(_)) && !error.surely_not_sent(), "{cut:?}: {error:?}");
        assert!(asked.await.unwrap().ends_with("amount=5"));
    }
}

#[tokio::test]
async fn a_silent_server_leaves_the_deed_in_doubt() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let client = Client::new(Duration::from_millis(600));
    let url = format!("http://{at}/pay");
    let (error, line) = tokio::join!(client.send(Method::POST, &url, &[], b"amount=5".to_vec()), async {
        let (mut line, _) = listener.accept().await.unwrap();
        received(&mut line).await;
        line // open, and never answered
    });
    assert_eq!(error, Err(NotAnswered::TimedOut));
    assert!(!NotAnswered::TimedOut.surely_not_sent());
    drop(line);
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let fits = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &vec![b'x'; REPLY_BYTES_MAX]].concat();
    let (at, _asked) = answering(fits.clone()).await;
    assert_eq!(post(at, "x").await.unwrap().body.len(), REPLY_BYTES_MAX);
    let (at, _asked) = answering([fits.as_slice(), b"x"].concat()).await;
    let error = post(at, "x").await.unwrap_err();
    assert_eq!((&error, error.surely_not_sent()), (&NotAnswered::TooLong, false));
}

#[tokio::test]
async fn nothing_is_ever_sent_twice() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let server = tokio::spawn(async move {
        loop {
            let (mut line, _) = listener.accept().await.unwrap();
            if counted.fetch_add(1, Ordering::SeqCst).is_multiple_of(2) {
                received(&mut line).await; // asked, and gone
            } // else gone before it was asked
        }
    });
    let client = Client::new(LONG);
    for tries in 1..=6 {
        let error = client.send(Method::POST, &format!("http://{at}/"), &[], b"x".to_vec()).await.unwrap_err();
        assert!(matches!(error, NotAnswered::Lost(_)), "{error:?}");
        assert_eq!(asked.load(Ordering::SeqCst), tries);
    }
    server.abort();
}
