//! Asking where strangers point: only the public network, once, and nobody is followed elsewhere.

use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;
use web::{ENDPOINT_CHARS_MAX, NotAnswered, Outward, endpoint_of};

const LONG: Duration = Duration::from_secs(20);

/// A server for one request, which it answers with these bytes. Tells what it was sent.
async fn answering(answer: &'static str) -> (SocketAddr, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let asked = tokio::spawn(async move {
        let (mut line, _) = listener.accept().await.unwrap();
        let mut part = [0; 8192];
        let mut got = String::new();
        while !got.contains("hello") {
            let count = line.read(&mut part).await.unwrap();
            assert!(count > 0, "the client hung up: {got}");
            got.push_str(&String::from_utf8_lossy(&part[..count]));
        }
        line.write_all(answer.as_bytes()).await.unwrap();
        got
    });
    (at, asked)
}

#[test]
fn an_endpoint_is_a_public_address_over_https() {
    for good in ["https://shop.example.com/hooks?a=1", "https://8.8.8.8/", "https://[2606:4700::1111]:8443/x"] {
        assert!(endpoint_of(good, false).is_some(), "{good}");
    }
    for bad in [
        "http://shop.example.com/",
        "http://127.0.0.1:9000/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://intranet/",
        "https://10.0.0.8/",
        "https://172.16.3.4/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://192.0.0.1/",
        "https://198.18.0.1/",
        "https://255.255.255.255/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://[ff02::1]/",
        "https://[2001:db8::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:7f00:1::]/",
        "https://me:secret@shop.example.com/",
        "https://shop.example.com/#x",
        "https://shop.example.com/a b",
        "ftp://shop.example.com/",
        "shop.example.com",
        "https://",
        "",
    ] {
        assert!(endpoint_of(bad, false).is_none(), "{bad}");
    }
}

#[test]
fn a_house_of_one_machine_may_tell_programs_on_it_and_nobody_else_in_plain_http() {
    assert!(endpoint_of("http://127.0.0.1:9000/hook", true).is_some());
    assert!(endpoint_of("http://localhost:9000/hook", true).is_some());
    assert!(endpoint_of("http://[::1]:9000/hook", true).is_some());
    assert!(endpoint_of("https://127.0.0.1/", true).is_none());
    assert!(endpoint_of("http://10.0.0.8/hook", true).is_none());
    assert!(endpoint_of("http://shop.example.com/hook", true).is_none());
    assert!(endpoint_of(&format!("https://a.example/{}", "x".repeat(ENDPOINT_CHARS_MAX)), true).is_none());
}

/// Somebody inside the house, who notes everybody who connects.
struct Inside {
    port: u16,
    came: UnboundedReceiver<SocketAddr>,
}

impl Inside {
    async fn listening() -> Inside {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (note, came) = unbounded_channel();
        tokio::spawn(async move {
            while let Ok((_line, from)) = listener.accept().await {
                note.send(from).unwrap();
            }
        });
        Inside { port, came }
    }

    /// Connects by this name, and fails unless nobody else came before.
    async fn only_we_come(&mut self, name: &str) {
        let line = TcpStream::connect((name, self.port)).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let first = tokio::time::timeout(LONG, self.came.recv()).await.unwrap();
        assert_eq!(first, Some(line.local_addr().unwrap()), "{name}: somebody came before us");
    }
}

#[tokio::test]
async fn a_name_that_leads_into_the_house_is_not_connected_to() {
    let mut inside = Inside::listening().await;
    // 127.0.0.1 written so that only the look-up understands it: whoever connects by these is there.
    for name in ["127.1", "127.0.1", "0x7f.0.0.1", "0177.0.0x1"] {
        inside.only_we_come(name).await;
        for loopback in [false, true] {
            let outward = Outward::new(LONG, loopback);
            let told = outward.post(&format!("https://{name}:{}/", inside.port), &[], b"hello".to_vec()).await;
            assert!(matches!(told, Err(NotAnswered::Unreachable(_))), "{name}: {told:?}");
            inside.only_we_come(name).await;
        }
    }
}

#[tokio::test]
async fn an_address_of_the_house_is_not_connected_to_however_it_is_written() {
    let mut inside = Inside::listening().await;
    let port = inside.port;
    let outward = Outward::new(LONG, false);
    for url in [
        format!("https://127.0.0.1:{port}/"),
        format!("https://localhost:{port}/"),
        format!("https://[::ffff:127.0.0.1]:{port}/"),
        format!("https://2130706433:{port}/"),
        format!("http://127.0.0.1:{port}/"),
        format!("http://127.1:{port}/"),
        format!("http://localhost:{port}/"),
    ] {
        let told = outward.post(&url, &[], b"hello".to_vec()).await;
        assert!(matches!(told, Err(NotAnswered::Malformed(_))), "{url}: {told:?}");
        inside.only_we_come("127.0.0.1").await;
    }
    // On a house of one machine, https is for the public network alone.
    let here = Outward::new(LONG, true).post(&format!("https://localhost:{port}/"), &[], Vec::new()).await;
    assert!(matches!(here, Err(NotAnswered::Malformed(_))), "{here:?}");
    inside.only_we_come("127.0.0.1").await;
}

#[tokio::test]
async fn a_body_is_posted_once_with_its_headers_and_the_status_is_all_that_is_read() {
    let (at, asked) = answering("HTTP/1.1 202 Accepted\r\ncontent-length: 99999\r\n\r\nnever read").await;
    let outward = Outward::new(LONG, true);
    let headers = [("webhook-id", "msg_1"), ("content-type", "application/json")];
    let told = outward.post(&format!("http://{at}/hook?a=1"), &headers, b"hello".to_vec()).await;
    assert_eq!(told, Ok(202));
    let request = asked.await.unwrap();
    assert!(request.starts_with("POST /hook?a=1 HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("webhook-id: msg_1\r\n") && request.ends_with("hello"), "{request}");
}

#[tokio::test]
async fn nobody_is_sent_elsewhere_and_nobody_waits_for_ever() {
    let (at, asked) =
        answering("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n").await;
    let outward = Outward::new(LONG, true);
    assert_eq!(outward.post(&format!("http://{at}/"), &[], b"hello".to_vec()).await, Ok(302));
    asked.await.unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = silent.local_addr().unwrap();
    let hasty = Outward::new(Duration::from_millis(200), true);
    assert_eq!(hasty.post(&format!("http://{at}/"), &[], b"hello".to_vec()).await, Err(NotAnswered::TimedOut));
    drop(silent);
    let gone = outward.post(&format!("http://{at}/"), &[], Vec::new()).await;
    assert!(matches!(gone, Err(NotAnswered::Unreachable(_))), "{gone:?}");
    let odd = outward.post(&format!("http://{at}/"), &[("x", "a\nb")], Vec::new()).await;
    assert!(matches!(odd, Err(NotAnswered::Malformed(_))), "{odd:?}");
}
