//! The server under the router: accepts, limits slow and many connections, closes gently.

use crate::limits::{CLOSING_TIME_MAX, CONNECTIONS_MAX, HEADER_BYTES_MAX, HEADER_READ_TIME_MAX, HEADERS_MAX};
use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

/// The pause after an accept that failed for want of handles: time for some to come back.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

/// Serves until `shutdown` is done, then lets running requests end, for at most `CLOSING_TIME_MAX`.
///
/// axum's own `serve` has no time limit on headers, so a few slow senders could hold every connection; this loop is the
/// same over hyper with that limit set.
///
/// # Errors
/// None in practice: what goes wrong with one connection is logged and the house stays open.
pub async fn serve(listener: TcpListener, router: Router, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let (closing, _) = watch::channel(());
    let mut shutdown = pin!(shutdown);
    loop {
        let place = places.clone().acquire_owned().await.map_err(io::Error::other)?;
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (router, told) = (router.clone(), closing.subscribe());
                tokio::spawn(async move {
                    answer(stream, peer, router, told).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    let _ = closing.send(());
    if tokio::time::timeout(CLOSING_TIME_MAX, closing.closed()).await.is_err() {
        tracing::warn!(open = closing.receiver_count(), "closed before every request had ended");
    }
    Ok(())
}

/// Answers one connection until it ends or the house closes.
async fn answer(stream: TcpStream, peer: SocketAddr, router: Router, mut told: watch::Receiver<()>) {
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router.map_request(coming_from(peer)));
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_READ_TIME_MAX)
        .max_headers(HEADERS_MAX)
        .max_buf_size(HEADER_BYTES_MAX);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        _ = told.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "a connection broke");
    }
}

/// Writes the peer's address into each request of its connection.
fn coming_from<B>(peer: SocketAddr) -> impl Fn(Request<B>) -> Request<B> + Clone {
    move |mut request| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    }
}
