//! The smallest client that can load a server on the same machine without being the load itself.

use crate::open::Trouble;
use std::net::SocketAddr;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Bytes of an answer, at most.
const ANSWER_BYTES_MAX: usize = 1 << 20;

/// One kept connection.
pub(crate) struct Client {
    stream: TcpStream,
    host: String,
    buffer: Vec<u8>,
}

/// An answer.
pub(crate) struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Client {
    pub async fn open(address: SocketAddr) -> Result<Client, Trouble> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Client { stream, host: address.to_string(), buffer: Vec::with_capacity(16 * 1024) })
    }

    /// Sends a request and reads its answer.
    pub async fn ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Result<Answer, Trouble> {
        let host = &self.host;
        let length = body.len();
        let request =
            format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\n{headers}content-length: {length}\r\n\r\n{body}");
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        loop {
            if let Some(answer) = whole(&self.buffer)? {
                return Ok(answer);
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 || self.buffer.len() > ANSWER_BYTES_MAX {
                return Err("the server hung up".into());
            }
        }
    }
}

/// The answer, if all of it has come.
fn whole(bytes: &[u8]) -> Result<Option<Answer>, Trouble> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let (head, rest) = bytes.split_at(end);
    let body = rest.get(4..).unwrap_or_default();
    let head = String::from_utf8_lossy(head).into_owned(); // hyper writes names in small letters
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("no status")?;
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    if field("transfer-encoding:") == Some("chunked") {
        let done = body.ends_with(b"0\r\n\r\n");
        return Ok(done.then(|| Answer { status, body: body.to_vec(), head }));
    }
    let length: usize = field("content-length:").and_then(|length| length.parse().ok()).unwrap_or(0);
    Ok(body.get(..length).map(|body| Answer { status, body: body.to_vec(), head: head.clone() }))
}

/// True when the server answers 200 to `/healthz`.
pub(crate) async fn is_ready(address: SocketAddr) -> bool {
    let Ok(mut client) = Client::open(address).await else { return false };
    client.ask("GET", "/healthz", "", "").await.is_ok_and(|answer| answer.status == 200)
}

/// Signs in with the browser's form and answers the session cookie.
pub(crate) async fn sign_in(address: SocketAddr, mobile: &str, password: &str) -> Result<String, Trouble> {
    let mut client = Client::open(address).await?;
    let page = client.ask("GET", "/sign-in", "accept: text/html\r\n", "").await?;
    let text = String::from_utf8_lossy(&page.body).into_owned();
    let csrf =
        text.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).ok_or("no form token")?;
    let body = format!("csrf={csrf}&mobile={mobile}&password={password}");
    let headers = "content-type: application/x-www-form-urlencoded\r\nsec-fetch-site: same-origin\r\n";
    let answer = client.ask("POST", "/sign-in", headers, &body).await?;
    let cookies = answer.head.lines().filter_map(|line| line.strip_prefix("set-cookie:"));
    let lower: Vec<String> = cookies.filter_map(|line| line.trim().split(';').next()).map(str::to_owned).collect();
    if answer.status != 303 || lower.is_empty() {
        return Err(format!("signing in answered {}", answer.status).into());
    }
    Ok(lower.join("; "))
}

/// Asks for these pages in turn, one after the other; the times in microseconds, sorted.
#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
pub(crate) async fn times_of(
    address: SocketAddr,
    headers: &str,
    paths: &[String],
    requests: u32,
) -> Result<Vec<u64>, Trouble> {
    let mut client = Client::open(address).await?;
    let headers = format!("accept: text/html\r\n{headers}");
    let mut times = Vec::new();
    for path in paths.iter().cycle().take(usize::try_from(requests)?) {
        let began = Instant::now();
        let answer = client.ask("GET", path, &headers, "").await?;
        times.push(u64::try_from(began.elapsed().as_micros())?);
        if answer.status != 200 {
            return Err(format!("{path} answered {}", answer.status).into());
        }
    }
    times.sort_unstable();
    Ok(times)
}
