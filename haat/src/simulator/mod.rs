//! `haat simulate provider`: a bank, wallet or bill gateway that is none, shaped like the GSMA Mobile Money API that
//! `ledger::HttpProvider` speaks (ask, look up, take back, statement; signed callbacks), with every fault of the real
//! ones at will. It moves no money. What it did stands in a file, so that it may be killed as well.
//!
//! One simulator plays several providers: the first part of each address is the provider's name.

mod book;
mod faults;
mod paper;
mod wire;

pub use faults::{FaultKind, FaultRule};

use crate::open::Trouble;
use book::{Book, Did, Owed};
use journal::Clock;
use ledger::{Notice, TransferOrder};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use web::{Signature, signature_holds, signed};
use wire::{Reply, Request};

/// How often it looks whether a callback is due.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// How often a callback that was not heard is told again, at most.
const TOLD_MAX: u32 = 20;
/// Between two tellings of the same callback, in milliseconds.
const TOLD_AGAIN_MS: i64 = 2_000;
/// How long the house may take to hear a callback.
const CALLBACK_TIME_MAX: Duration = Duration::from_secs(5);

/// How a simulator is set up.
#[derive(Clone)]
pub struct Setting {
    /// The secret that it shares with the house.
    pub secret: String,
    /// Where the house listens (`http://HOST:PORT`); empty: it never calls back.
    pub callback: String,
    /// What goes wrong, and with what; the first rule that fits counts.
    pub faults: Vec<FaultRule>,
    /// How long a late answer or callback takes.
    pub late: Duration,
    /// Where it keeps what it did; none: only in memory.
    pub file: Option<PathBuf>,
    /// The clock by which it signs and dates; what is late is late by the machine's own.
    pub clock: Clock,
}

/// A simulator that runs until it is dropped.
pub struct Simulator {
    /// Where it listens.
    pub address: SocketAddr,
    inner: Arc<Inner>,
    tasks: Vec<JoinHandle<()>>,
}

struct Inner {
    setting: Setting,
    book: Mutex<Book>,
    client: web::Client,
}

/// What is to be done with a request.
enum Play {
    Answer(Reply),
    /// The connection is closed without a word.
    HangUp,
}

impl Simulator {
    /// Opens a simulator on this listener.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn open(listener: TcpListener, setting: Setting) -> Result<Simulator, Trouble> {
        let address = listener.local_addr()?;
        let book = Book::read(setting.file.as_deref())?;
        let client = web::Client::new(CALLBACK_TIME_MAX);
        let inner = Arc::new(Inner { setting, book: Mutex::new(book), client });
        let tasks = vec![tokio::spawn(listen(inner.clone(), listener)), tokio::spawn(call_back(inner.clone()))];
        Ok(Simulator { address, inner, tasks })
    }

    /// How many transfers it did: each of them once, however often it was asked.
    #[must_use]
    pub fn done(&self) -> usize {
        self.inner.book().done()
    }

    /// The statement of a provider's day as camt.053.001.08.
    #[must_use]
    pub fn camt(&self, provider: &str, day: base::BusinessDay) -> String {
        paper::camt(provider, day, &self.inner.book().of_day(provider, day))
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Inner {
    /// What it did; a broken lock still holds it.
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn keep(&self, book: &Book) -> bool {
        book.write(self.setting.file.as_deref()).map_err(|error| tracing::warn!(%error, "the simulator's file")).is_ok()
    }

    /// The answer to a request; none when the connection is to be cut.
    async fn play(&self, request: Request) -> Play {
        let given = Signature {
            id: request.header("webhook-id").to_owned(),
            timestamp: request.header("webhook-timestamp").to_owned(),
            signature: request.header("webhook-signature").to_owned(),
        };
        if !signature_holds(&self.setting.secret, &given, (self.setting.clock)(), &request.body) {
            return Play::Answer(Reply::plain(403, "not signed by the house"));
        }
        let path = request.path.clone();
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("POST", [provider, "transfers"]) => self.initiate(provider, &request.body).await,
            ("GET", [_, "transfers", id]) => Play::Answer(self.state_of(id)),
            ("POST", [_, "transfers", id, "reversal"]) => Play::Answer(self.reverse(id)),
            ("GET", [provider, "statements", name]) => Play::Answer(self.statement(provider, name)),
            _ => Play::Answer(Reply::plain(404, "no such address")),
        }
    }

    fn state_of(&self, id: &str) -> Reply {
        match self.book().did(id) {
            Some(did) => Reply::notice(&did.notice(id)),
            None => Reply::plain(404, "no such transfer"),
        }
    }

    fn reverse(&self, id: &str) -> Reply {
        let mut book = self.book();
        let Some(did) = book.reverse(id) else { return Reply::plain(404, "no such transfer") };
        self.keep(&book);
        Reply::notice(&did.notice(id))
    }

    fn statement(&self, provider: &str, name: &str) -> Reply {
        let (day, kind) = name.split_once('.').unwrap_or((name, ""));
        let Ok(day) = base::BusinessDay::parse(day) else { return Reply::plain(404, "no such day") };
        let did = self.book().of_day(provider, day);
        match kind {
            "csv" => Reply::text("text/csv", paper::csv(provider, &did)),
            "xml" => Reply::text("application/xml", paper::camt(provider, day, &did)),
            _ => Reply::plain(404, "no such kind of statement"),
        }
    }

    /// A transfer is asked for. Asked again under the same id, it is told as it stands and not done again.
    async fn initiate(&self, provider: &str, body: &[u8]) -> Play {
        let Ok(order) = serde_json::from_slice::<TransferOrder>(body) else {
            return Play::Answer(Reply::plain(400, "no transfer"));
        };
        if let Some(did) = self.book().did(&order.transfer) {
            let same = did.amount_poisha == order.amount_poisha.get() && did.provider == provider;
            let other = || Reply::plain(409, "another transfer has this id");
            return Play::Answer(if same { Reply::notice(&did.notice(&order.transfer)) } else { other() });
        }
        // Who reads a QR does so a while later.
        let waits = order.details.contains_key("bill").then_some(FaultKind::Late);
        let fault = faults::of(&self.setting.faults, &order).or(waits);
        if fault == Some(FaultKind::Unheard) {
            return Play::HangUp; // it never came here
        }
        let now = (self.setting.clock)();
        let did = {
            let mut book = self.book();
            let did = book.begin(provider, &order, now, fault);
            for (after_ms, times) in owed(fault, self.setting.late) {
                book.owe(Owed::new(&order.transfer, machine_ms().saturating_add(after_ms), times));
            }
            if !self.keep(&book) {
                book.forget(&order.transfer);
                return Play::Answer(Reply::plain(500, "cannot be kept"));
            }
            did
        };
        let notice = did.notice(&order.transfer);
        match fault {
            Some(FaultKind::Lost) => Play::HangUp,
            Some(FaultKind::Slow) => {
                tokio::time::sleep(self.setting.late).await;
                Play::Answer(Reply::notice(&notice))
            }
            Some(FaultKind::Early) => {
                self.tell(&did, &order.transfer).await;
                Play::Answer(Reply::notice(&notice))
            }
            // It says that it failed; what it did stands in its book, and it says so later.
            Some(FaultKind::Contradicts) => {
                let said = Notice { state: "failed".to_owned(), code: "simulated".to_owned(), ..notice };
                Play::Answer(Reply::notice(&Notice { reference: String::new(), ..said }))
            }
            _ => Play::Answer(Reply::notice(&notice)),
        }
    }

    /// Calls back once; true when it was heard.
    async fn tell(&self, did: &Did, id: &str) -> bool {
        if self.setting.callback.is_empty() {
            return true;
        }
        let Ok(body) = serde_json::to_vec(&did.notice(id)) else { return true };
        let signature = signed(&self.setting.secret, id, (self.setting.clock)(), &body);
        let mut headers = signature.headers().to_vec();
        headers.push(("content-type", "application/json"));
        let address = self.setting.callback.trim_end_matches('/');
        let usual = format!("/api/v1/providers/{}/callback", did.provider);
        let path = if did.callback.starts_with("/api/v1/") { &did.callback } else { &usual };
        let url = format!("{address}{path}");
        match self.client.send(web::Method::POST, &url, &headers, body).await {
            Ok(reply) => (200..300).contains(&reply.status),
            Err(_) => false,
        }
    }
}

/// The machine's time, in milliseconds.
fn machine_ms() -> i64 {
    db::clock::system()().get()
}

/// The callbacks that follow an answer: after so many milliseconds, so often.
fn owed(fault: Option<FaultKind>, late: Duration) -> Vec<(i64, u32)> {
    let late_ms = i64::try_from(late.as_millis()).unwrap_or(i64::MAX);
    match fault {
        Some(FaultKind::Late | FaultKind::Contradicts) => vec![(late_ms, 1)],
        Some(FaultKind::Twice) => vec![(0, 2)],
        _ => Vec::new(),
    }
}

async fn listen(inner: Arc<Inner>, listener: TcpListener) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let inner = inner.clone();
        tokio::spawn(async move { answer(&inner, stream).await });
    }
}

async fn answer(inner: &Inner, mut stream: TcpStream) {
    let Some(request) = wire::read(&mut stream).await else { return };
    if let Play::Answer(reply) = inner.play(request).await {
        drop(wire::write(&mut stream, &reply).await); // who hung up asks again
    }
}

/// Tells what is owed, again and again until it is heard.
async fn call_back(inner: Arc<Inner>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let due = inner.book().due(machine_ms());
        for (owed, did) in due {
            let heard = inner.tell(&did, &owed.transfer).await;
            let mut book = inner.book();
            book.told(&owed, heard, machine_ms().saturating_add(TOLD_AGAIN_MS), TOLD_MAX);
            inner.keep(&book);
        }
    }
}

/// `haat simulate provider`.
///
/// # Errors
/// An address that is taken, a file that cannot be read.
pub async fn run(listen: SocketAddr, down_for: Duration, setting: Setting) -> Result<(), Trouble> {
    if !down_for.is_zero() {
        eprintln!("refuses connections for {} seconds", down_for.as_secs());
        tokio::time::sleep(down_for).await;
    }
    let listener = TcpListener::bind(listen).await.map_err(|error| format!("{listen}: {error}"))?;
    let simulator = Simulator::open(listener, setting)?;
    eprintln!("a provider is simulated at http://{}/NAME (no money moves)", simulator.address);
    tokio::signal::ctrl_c().await?;
    Ok(())
}
