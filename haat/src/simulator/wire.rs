//! As much HTTP as a simulator needs: one request a connection, which it may also cut off without a word; no server of
//! ours does that.

use ledger::Notice;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Bytes of a request, at most.
const REQUEST_BYTES_MAX: usize = 256 * 1024;
/// How long a request may take to come.
const REQUEST_TIME_MAX: Duration = Duration::from_secs(10);

/// A request, read whole.
pub(super) struct Request {
    pub method: String,
    pub path: String,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    /// A header by its name in small letters; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }
}

/// An answer.
pub(super) struct Reply {
    status: u16,
    kind: &'static str,
    body: Vec<u8>,
}

impl Reply {
    pub fn plain(status: u16, text: &str) -> Reply {
        Reply { status, kind: "text/plain", body: text.as_bytes().to_vec() }
    }

    pub fn text(kind: &'static str, text: String) -> Reply {
        Reply { status: 200, kind, body: text.into_bytes() }
    }

    /// How a transfer stands: 202 while it is under way.
    pub fn notice(notice: &Notice) -> Reply {
        match serde_json::to_vec(notice) {
            Ok(body) => {
                let status = if notice.state == "pending" { 202 } else { 200 };
                Reply { status, kind: "application/json", body }
            }
            Err(_) => Reply::plain(500, "cannot be written"),
        }
    }
}

/// The request of a connection; none when it is none, or too long, or too slow.
pub(super) async fn read(stream: &mut TcpStream) -> Option<Request> {
    tokio::time::timeout(REQUEST_TIME_MAX, whole(stream)).await.ok().flatten()
}

async fn whole(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::with_capacity(4 * 1024);
    loop {
        if let Some(request) = parsed(&bytes) {
            return request;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 || bytes.len() > REQUEST_BYTES_MAX {
            return None;
        }
    }
}

/// None while more has to come; else the request, if it is one.
#[allow(clippy::option_option, reason = "more to come and no request are two things")]
fn parsed(bytes: &[u8]) -> Option<Option<Request>> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (head, rest) = bytes.split_at(end);
    let body = rest.get(4..).unwrap_or_default();
    let Ok(head) = std::str::from_utf8(head) else { return Some(None) };
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or("").split(' ');
    let (Some(method), Some(path)) = (first.next(), first.next()) else { return Some(None) };
    let pair =
        |line: &str| line.split_once(':').map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()));
    let headers: Vec<(String, String)> = lines.filter_map(pair).collect();
    let (method, path) = (method.to_owned(), path.to_owned());
    let request = Request { method, path, headers, body: Vec::new() };
    let length: usize = request.header("content-length").parse().unwrap_or(0);
    if length > REQUEST_BYTES_MAX {
        return Some(None);
    }
    let body = body.get(..length)?.to_vec();
    Some(Some(Request { body, ..request }))
}

/// Writes an answer and ends the connection.
pub(super) async fn write(stream: &mut TcpStream, reply: &Reply) -> std::io::Result<()> {
    let (status, kind, length) = (reply.status, reply.kind, reply.body.len());
    let head =
        format!("HTTP/1.1 {status} -\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&reply.body).await?;
    stream.shutdown().await
}
