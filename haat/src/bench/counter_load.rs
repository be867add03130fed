//! Receipts over loopback HTTP from a real server, three lines each, durable.

use super::http::{Client, sign_in};
use super::process::Server;
use super::{Measure, limits};
use crate::demo::{self, Size};
use crate::open::{Place, Trouble};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Centres among which the clients are spread.
const CENTRES: u32 = 16;
/// Between two looks at a page.
const PAGE_PAUSE: Duration = Duration::from_millis(50);

/// Who sells where.
struct Seller {
    centre: String,
    token: String,
}

pub(crate) async fn run(
    dir: &std::path::Path,
    clients: u32,
    seconds: u32,
    database: Option<&str>,
    quiet: bool,
) -> Result<Vec<Measure>, Trouble> {
    let say = |what: &str| {
        if !quiet {
            eprintln!("{what}");
        }
    };
    let place = Place::new(dir, database)?;
    say("making 16 centres …");
    let sign_ins = demo::make(&place, Size { centres: CENTRES, days: 0 }).await?;
    let server = Server::start(dir, database).await?;
    let (ready_ms, idle_mb) = (server.ready_ms, server.memory_mb()?);
    let people: Vec<_> = sign_ins.iter().filter(|one| one.role == "entrepreneur").take(16).collect();
    let mut sellers = Vec::new();
    for person in &people {
        let token = token(server.address, &person.mobile, &person.password).await?;
        sellers.push(Arc::new(Seller { centre: person.centre.clone(), token }));
    }
    let first = people.first().ok_or("nobody to sell")?;
    let cookie = sign_in(server.address, &first.mobile, &first.password).await?;
    say("loading …");
    let cpu_before = server.cpu_s()?;
    let load = load(server.address, &sellers, &cookie, clients, Duration::from_secs(seconds.into())).await?;
    let cpu = server.cpu_s()? - cpu_before;
    let busy_mb = server.memory_mb()?;
    drop(server);
    say("the machine's own limits …");
    let flushes = limits::flushes_per_s(dir)?;
    let bare = match database {
        None => Some(limits::bare_receipts_per_s(&dir.join("haat.db"), dir, clients)?),
        Some(address) => limits::bare_on_postgres(address, clients).await?,
    };
    let engine = if database.is_some() { "postgres" } else { "sqlite" };
    let count = f64::from(u32::try_from(load.receipts_us.len())?);
    let one = |measure, value, unit, limit| Measure { bench: "counter", measure, value, unit, limit, engine };
    let mut measures = vec![
        one("receipts", count / load.lasted_s, "1/s", bare),
        one("receipt_p50", percentile(&load.receipts_us, 50) / 1000.0, "ms", None),
        one("receipt_p99", percentile(&load.receipts_us, 99) / 1000.0, "ms", None),
        one("cpu_per_receipt", cpu / count.max(1.0) * 1e6, "us", None),
        one("page_p50", percentile(&load.pages_us, 50) / 1000.0, "ms", None),
        one("page_p99", percentile(&load.pages_us, 99) / 1000.0, "ms", Some(50.0)),
        one("flushes", flushes, "1/s", None),
        one("start_to_ready", ready_ms, "ms", Some(300.0)),
        one("idle_memory", idle_mb, "MB", Some(60.0)),
        one("busy_memory", busy_mb, "MB", None),
    ];
    measures.extend(bare.map(|bare| one("bare_inserts", bare, "1/s", None)));
    Ok(measures)
}

/// A token for programs.
pub(crate) async fn token(address: SocketAddr, mobile: &str, password: &str) -> Result<String, Trouble> {
    let body = serde_json::json!({ "mobile": mobile, "password": password }).to_string();
    let mut client = Client::open(address).await?;
    let answer = client.ask("POST", "/api/v1/tokens", "content-type: application/json\r\n", &body).await?;
    let json: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let token = json.get("token").and_then(|token| token.as_str());
    Ok(token.ok_or_else(|| format!("a token answered {}: {json}", answer.status))?.to_owned())
}

/// What the clients saw.
#[derive(Default)]
struct Load {
    receipts_us: Vec<u64>,
    pages_us: Vec<u64>,
    lasted_s: f64,
}

#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
async fn load(
    address: SocketAddr,
    sellers: &[Arc<Seller>],
    cookie: &str,
    clients: u32,
    lasts: Duration,
) -> Result<Load, Trouble> {
    let over = Arc::new(AtomicBool::new(false));
    let mut selling = JoinSet::new();
    let began = Instant::now();
    for (number, seller) in (0..clients).zip(sellers.iter().cycle()) {
        selling.spawn(sell(address, seller.clone(), number, over.clone()));
    }
    let looking = tokio::spawn(look(address, cookie.to_owned(), over.clone()));
    tokio::time::sleep(lasts).await;
    over.store(true, Ordering::Relaxed);
    let mut load = Load::default();
    while let Some(times) = selling.join_next().await {
        load.receipts_us.extend(times??);
    }
    load.lasted_s = began.elapsed().as_secs_f64();
    load.pages_us = looking.await??;
    load.receipts_us.sort_unstable();
    load.pages_us.sort_unstable();
    Ok(load)
}

/// One client: receipts of three lines, one after another.
#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
async fn sell(
    address: SocketAddr,
    seller: Arc<Seller>,
    number: u32,
    over: Arc<AtomicBool>,
) -> Result<Vec<u64>, Trouble> {
    let mut client = Client::open(address).await?;
    let line = |quantity: u32| serde_json::json!({ "service": "C010", "quantity": quantity });
    let body = serde_json::json!({ "centre": seller.centre, "customer": null, "lines": [line(1), line(2), line(6)] })
        .to_string();
    let mut times = Vec::new();
    let mut count = 0_u64;
    while !over.load(Ordering::Relaxed) {
        let headers = format!(
            "authorization: Bearer {}\r\ncontent-type: application/json\r\nidempotency-key: bench-{number}-{count}\r\n",
            seller.token
        );
        let began = Instant::now();
        let answer = client.ask("POST", "/api/v1/receipts", &headers, &body).await?;
        times.push(u64::try_from(began.elapsed().as_micros())?);
        if answer.status != 201 {
            return Err(
                format!("a receipt answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body)).into()
            );
        }
        count = count.saturating_add(1);
    }
    Ok(times)
}

/// One reader: the counter's page, again and again.
#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
async fn look(address: SocketAddr, cookie: String, over: Arc<AtomicBool>) -> Result<Vec<u64>, Trouble> {
    let mut client = Client::open(address).await?;
    let headers = format!("cookie: {cookie}\r\naccept: text/html\r\n");
    let mut times = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let began = Instant::now();
        let answer = client.ask("GET", "/counter", &headers, "").await?;
        times.push(u64::try_from(began.elapsed().as_micros())?);
        if answer.status != 200 {
            return Err(format!("the counter's page answered {}", answer.status).into());
        }
        tokio::time::sleep(PAGE_PAUSE).await;
    }
    Ok(times)
}

/// The value below which so many in a hundred of the sorted times lie.
pub(crate) fn percentile(sorted: &[u64], percent: usize) -> f64 {
    let place = sorted.len().saturating_mul(percent).div_euclid(100).min(sorted.len().saturating_sub(1));
    let us = sorted.get(place).copied().unwrap_or(0);
    f64::from(u32::try_from(us).unwrap_or(u32::MAX))
}
