//! The server itself, over a real socket.

use crate::stall::Kit;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

async fn asked(at: std::net::SocketAddr, request: &str) -> String {
    let mut line = TcpStream::connect(at).await.unwrap();
    line.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = line.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn the_house_answers_over_a_socket_and_closes_gently() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let kit = Kit::with(|setting| setting.hosts = web::Hosts::of(at, "http://localhost:1")).await;
    let (close, closed) = oneshot::channel::<()>();
    let house = tokio::spawn(web::serve(listener, kit.router.clone(), async {
        let _ = closed.await;
    }));
    let mut kept = TcpStream::connect(at).await.unwrap(); // a kept-alive line must not hold the closing up

    let good = asked(at, &format!("GET /check HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\n\r\n")).await;
    assert!(good.starts_with("HTTP/1.1 200") && good.ends_with("bn nobody"), "{good}");
    let rebound = asked(at, "GET /check HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n").await;
    assert!(rebound.starts_with("HTTP/1.1 421"), "{rebound}");
    let nonsense = asked(at, "\u{0}\u{1}nonsense\r\n\r\n").await;
    assert!(nonsense.starts_with("HTTP/1.1 400") || nonsense.is_empty(), "{nonsense}");
    let wide = format!("GET / HTTP/1.1\r\nhost: {at}\r\nx-wide: {}\r\n\r\n", "x".repeat(64 * 1024));
    assert!(asked(at, &wide).await.starts_with("HTTP/1.1 431"));
    let many = format!("GET / HTTP/1.1\r\nhost: {at}\r\n{}\r\n", "x-many: 1\r\n".repeat(100));
    assert!(asked(at, &many).await.starts_with("HTTP/1.1 431"));
    for _ in 0..9 {
        asked(at, &format!("GET /check HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\n\r\n")).await;
    }
    let eleventh = asked(at, &format!("GET /check HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\n\r\n")).await;
    assert!(eleventh.starts_with("HTTP/1.1 429"), "the peer's address is known: {eleventh}");

    close.send(()).unwrap();
    house.await.unwrap().unwrap();
    let mut rest = Vec::new();
    assert_eq!(kept.read_to_end(&mut rest).await.unwrap_or(0), 0);
    assert!(TcpStream::connect(at).await.is_err(), "nobody listens any more");
}
