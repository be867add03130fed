//! Where a name leads: what was looked up is what is connected to. TLS takes no number for a name, so that these come to the
//! look-up only here.

use super::*;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tower::ServiceExt;

/// Connects by this name as messages are sent; answers why it does not.
async fn connected(loopback: bool, name: &str, port: u16) -> Result<(), String> {
    let there: Uri = format!("http://{name}:{port}/").parse().unwrap();
    let line = way_out(Duration::from_secs(20), loopback).oneshot(there).await;
    line.map(drop).map_err(|error| with_causes(&error))
}

#[tokio::test]
async fn a_name_that_is_looked_up_and_leads_into_the_house_is_not_connected_to() {
    let inside = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = inside.local_addr().unwrap().port();
    for name in ["localhost", "127.1", "127.0.1", "0x7f.0.0x1"] {
        let found: Vec<SocketAddr> = tokio::net::lookup_host((name, port)).await.unwrap().collect();
        assert!(found.iter().any(|at| at.ip() == Ipv4Addr::LOCALHOST), "{name} leads to whoever listens: {found:?}");
        for loopback in [false, true] {
            let may = loopback && name == "localhost";
            let told = connected(loopback, name, port).await;
            assert_eq!(told.is_ok(), may, "{name}: {told:?}");
            if may {
                inside.accept().await.unwrap();
            } else {
                let why = told.unwrap_err();
                assert!(why.contains("leads to no address of the public network"), "{name}: {why}");
            }
            // Whoever came stands in line: the first is we, by another way.
            let ours = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            let (_, from) = inside.accept().await.unwrap();
            assert_eq!(from, ours.local_addr().unwrap(), "{name}: somebody came before us");
        }
    }
}
