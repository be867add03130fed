//! Bytes to a printer, which here is a listener of the test.

use std::net::SocketAddr;

use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

#[tokio::test]
async fn the_printer_gets_every_byte_and_then_the_end() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = listener.local_addr().unwrap();
    let bytes: Vec<u8> = (0..=255).cycle().take(60_000).collect();
    let (sent, got) = tokio::join!(print::tcp::send(to, &bytes), async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut got = Vec::new();
        stream.read_to_end(&mut got).await.unwrap();
        got
    });
    sent.unwrap();
    assert_eq!(got, bytes);
}

#[tokio::test]
async fn a_printer_that_is_off_is_away() {
    // A port that was free a moment ago and has no listener.
    let to: SocketAddr = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let fault = print::tcp::send(to, b"slip").await.unwrap_err();
    assert_eq!(fault.code(), "print.printer.away");
    assert!(fault.to_string().contains(&to.to_string()));
}

#[tokio::test(start_paused = true)]
async fn a_printer_that_takes_nothing_has_stopped() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = listener.local_addr().unwrap();
    // More than the buffers between two sockets hold; nobody reads. The clock of the test jumps, nobody waits.
    let bytes = vec![0; 64 * 1024 * 1024];
    let fault = print::tcp::send(to, &bytes).await.unwrap_err();
    assert_eq!(fault.code(), "print.printer.stopped");
}

#[tokio::test]
async fn a_file_grows_like_a_roll_of_paper() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("roll.bin");
    let _ = std::fs::remove_file(&path);
    print::file::send(&path, b"one").await.unwrap();
    print::file::send(&path, b"two").await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"onetwo");
    let fault = print::file::send(&path.join("no"), b"x").await.unwrap_err();
    assert_eq!(fault.code(), "print.printer.away");
}
