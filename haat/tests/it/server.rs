//! The real server as a child process, and the smallest client that can press it.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How long an answer may take before the test gives up.
const ANSWER_WAIT_MAX: Duration = Duration::from_mins(1);

/// `haat serve`, killed when dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    log: Arc<Mutex<String>>,
    reader: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    /// Opens this data directory on a free port. The server says on its log when it is open: nothing is waited out.
    pub fn start(data: &Path) -> Server {
        Server::start_logging(data, "warn")
    }

    /// The same with this much told on its log.
    pub fn start_logging(data: &Path, level: &str) -> Server {
        Server::start_with(data, &[("RUST_LOG", level)])
    }

    /// The same in this environment.
    pub fn start_with(data: &Path, environment: &[(&str, &str)]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_haat"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut log = String::new();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            log.push_str(&line);
            log.push('\n');
            line.strip_prefix("haat is open at http://").map(|address| address.parse().unwrap())
        });
        let address = address.unwrap_or_else(|| panic!("the server did not open: {log}"));
        let log = Arc::new(Mutex::new(log));
        let kept = log.clone();
        let reader = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mut log = kept.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        });
        Server { child, address, log, reader: Some(reader) }
    }

    /// Kills it with the one signal that it cannot hear.
    pub fn kill(mut self) {
        self.end();
    }

    /// Kills it and hands over all that it logged.
    pub fn log(mut self) -> String {
        self.end();
        self.log.lock().unwrap().clone()
    }

    fn end(&mut self) {
        drop(self.child.kill()); // it may have ended by itself
        self.child.wait().unwrap();
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

/// One kept connection.
pub struct Client {
    stream: TcpStream,
    address: SocketAddr,
    token: String,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.body))
    }

    /// The stable code of a problem.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or("").to_owned()
    }
}

impl Client {
    /// A connection that carries this token.
    pub fn open(address: SocketAddr, token: &str) -> std::io::Result<Client> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(ANSWER_WAIT_MAX))?;
        Ok(Client { stream, address, token: token.to_owned() })
    }

    /// Sends a request and reads its answer to the end.
    pub fn ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> std::io::Result<Answer> {
        let bearer =
            if self.token.is_empty() { String::new() } else { format!("authorization: Bearer {}\r\n", self.token) };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\n{bearer}{headers}content-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        self.stream.write_all(request.as_bytes())?;
        let mut bytes = Vec::new();
        let mut piece = [0_u8; 16 * 1024];
        loop {
            if let Some(answer) = whole(&bytes) {
                return Ok(answer);
            }
            match self.stream.read(&mut piece)? {
                0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
                count => bytes.extend_from_slice(&piece[..count]),
            }
        }
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, "", "").unwrap()
    }

    pub fn post(&mut self, path: &str, key: &str, body: &Value) -> std::io::Result<Answer> {
        let key = if key.is_empty() { String::new() } else { format!("idempotency-key: {key}\r\n") };
        self.ask("POST", path, &format!("content-type: application/json\r\n{key}"), &body.to_string())
    }
}

/// The answer, if all of it has come.
fn whole(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let body = &bytes[end + 4..];
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let length = match field("content-length:") {
        Some(length) => length.parse().ok()?,
        None if field("transfer-encoding:").is_some() => body.ends_with(b"0\r\n\r\n").then_some(body.len())?,
        None => 0,
    };
    let body = body.get(..length)?;
    Some(Answer { status, head: head.clone(), body: String::from_utf8_lossy(body).into_owned() })
}

/// A bearer token for this person.
pub fn token(address: SocketAddr, mobile: &str, password: &str) -> String {
    let mut client = Client::open(address, "").unwrap();
    let answer = client.post("/api/v1/tokens", "", &json!({ "mobile": mobile, "password": password })).unwrap();
    answer.json()["token"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
}

/// A sale of photocopies.
pub fn copies(centre: &str, quantity: i64) -> Value {
    json!({ "centre": centre, "customer": null, "lines": [{ "service": "C010", "quantity": quantity }] })
}
