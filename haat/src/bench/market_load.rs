//! Browsing, searching and buying over loopback HTTP from a real server: a basket of three goods from two sellers, quoted,
//! paid into escrow and placed, durable; and a thousand buyers who race for a hundred pieces.

use super::counter_load::{percentile, token};
use super::http::{Client, times_of};
use super::market_data::{self, Good, SCARCE};
use super::process::Server;
use super::{Measure, limits};
use crate::demo::{self, Size};
use crate::open::{Place, Trouble};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Centres among which the clients are spread.
const CENTRES: u32 = 16;
/// Buyers who race for one good.
const BUYERS: usize = 1_000;
/// What is to be reached on two cores: checkouts and searches a second, a search's p99, how long a buyer may be blocked.
const CHECKOUTS_AIM: f64 = 1_000.0;
const SEARCHES_AIM: f64 = 3_000.0;
const SEARCH_AIM_MS: f64 = 30.0;
const BLOCKED_AIM_MS: f64 = 1_000.0;
/// What people look for: whole, begun, misspelt, in both scripts, and nothing that there is; `#` is another number each time.
const QUERIES: [&str; 8] =
    ["নকশি কাঁথা", "kantha", "red sari", "modhu", "clay pot #", "পাটের ঝুড়ি", "embroidred quilt #", "xyzzy #"];

/// How much is measured.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub clients: u32,
    pub seconds: u32,
    pub goods: u32,
}

/// Who buys where.
struct Buyer {
    centre: String,
    token: String,
}

pub(crate) async fn run(dir: &Path, load: Load, database: Option<&str>, quiet: bool) -> Result<Vec<Measure>, Trouble> {
    let say = |what: &str| {
        if !quiet {
            eprintln!("{what}");
        }
    };
    let place = Place::new(dir, database)?;
    say("making 16 centres …");
    let sign_ins = demo::make(&place, Size { centres: CENTRES, days: 0 }).await?;
    let people: Vec<_> = sign_ins.iter().filter(|one| one.role == "entrepreneur").take(16).collect();
    let centres: Vec<String> = people.iter().map(|one| one.centre.clone()).collect();
    let (goods, scarce) = market_data::make(&place, database, (load.goods, &centres), &say).await?;
    let server = Server::start(dir, database).await?;
    let mut buyers = Vec::new();
    for person in &people {
        let token = token(server.address, &person.mobile, &person.password).await?;
        buyers.push(Arc::new(Buyer { centre: person.centre.clone(), token }));
    }
    say("waiting for the showcase …");
    shown(server.address, goods.len()).await?;
    let idle_mb = server.memory_mb()?;
    let lasts = Duration::from_secs(load.seconds.into());
    say("searching …");
    let (searches, searched_s) = searching(server.address, load.clients, lasts).await?;
    let paths = ["/haat".to_owned(), "/haat?category=craft&page=3".to_owned()];
    let pages = times_of(server.address, "", &paths, 200).await?;
    say("buying …");
    let before = server.cpu_s()?;
    let (bought, bought_s) = buying(server.address, (&buyers, &Arc::new(goods)), load.clients, lasts).await?;
    let cpu = server.cpu_s()? - before;
    say("racing …");
    let (sold, slowest_ms) = racing(server.address, &buyers, &scarce).await?;
    let busy_mb = server.memory_mb()?;
    drop(server);
    let flushes = limits::flushes_per_s(dir)?;
    let engine = if database.is_some() { "postgres" } else { "sqlite" };
    let one = |measure, value, unit, limit| Measure { bench: "market", measure, value, unit, limit, engine };
    let count = |times: &[u64]| u32::try_from(times.len()).map(f64::from);
    let ms = |times: &[u64], part| percentile(times, part) / 1000.0;
    Ok(vec![
        one("searches", count(&searches)? / searched_s, "1/s", Some(SEARCHES_AIM)),
        one("search_p50", ms(&searches, 50), "ms", None),
        one("search_p99", ms(&searches, 99), "ms", Some(SEARCH_AIM_MS)),
        one("storefront_p99", ms(&pages, 99), "ms", None),
        one("checkouts", count(&bought)? / bought_s, "1/s", Some(CHECKOUTS_AIM)),
        one("checkout_p50", ms(&bought, 50), "ms", None),
        one("checkout_p99", ms(&bought, 99), "ms", None),
        one("cpu_per_checkout", cpu / count(&bought)?.max(1.0) * 1e6, "us", None),
        one("race_sold", sold, "pieces", Some(f64::from(u32::try_from(SCARCE)?))),
        one("race_slowest", slowest_ms, "ms", Some(BLOCKED_AIM_MS)),
        one("flushes", flushes, "1/s", None),
        one("idle_memory", idle_mb, "MB", None),
        one("busy_memory", busy_mb, "MB", None),
    ])
}

/// Waits until the showcase has taken in so many goods.
async fn shown(address: SocketAddr, goods: usize) -> Result<(), Trouble> {
    let mut client = Client::open(address).await?;
    for _ in 0..600 {
        let answer = client.ask("GET", "/api/v1/market/goods?limit=1", "", "").await?;
        let page: serde_json::Value = serde_json::from_slice(&answer.body)?;
        let total = page.get("total").and_then(serde_json::Value::as_u64).unwrap_or(0);
        if usize::try_from(total)? >= goods {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Err("the showcase does not fill".into())
}

/// Clients that search, one request after another; the times in microseconds, sorted, and how long it lasted.
#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
async fn searching(address: SocketAddr, clients: u32, lasts: Duration) -> Result<(Vec<u64>, f64), Trouble> {
    let over = Arc::new(AtomicBool::new(false));
    let mut asking = JoinSet::new();
    let began = Instant::now();
    for first in 0..clients {
        let over = over.clone();
        asking.spawn(async move {
            let mut client = Client::open(address).await?;
            let mut times = Vec::new();
            for (turn, query) in QUERIES.iter().cycle().skip(usize::try_from(first)?).enumerate() {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                let query = query.replace('#', &turn.to_string());
                let path = format!("/api/v1/market/goods?limit=24&q={}", web::in_query(&query));
                let began = Instant::now();
                let answer = client.ask("GET", &path, "", "").await?;
                times.push(u64::try_from(began.elapsed().as_micros())?);
                if answer.status != 200 {
                    return Err(format!("a search answered {}", answer.status).into());
                }
            }
            Ok::<_, Trouble>(times)
        });
    }
    gathered(asking, &over, (began, lasts)).await
}

/// Waits as long as the load lasts and gathers what its clients saw.
#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
async fn gathered(
    mut clients: JoinSet<Result<Vec<u64>, Trouble>>,
    over: &AtomicBool,
    (began, lasts): (Instant, Duration),
) -> Result<(Vec<u64>, f64), Trouble> {
    tokio::time::sleep(lasts).await;
    over.store(true, Ordering::Relaxed);
    let mut times = Vec::new();
    while let Some(some) = clients.join_next().await {
        times.extend(some??);
    }
    let lasted = began.elapsed().as_secs_f64();
    times.sort_unstable();
    Ok((times, lasted))
}

fn headers(buyer: &Buyer, key: &str) -> String {
    let token = &buyer.token;
    format!("authorization: Bearer {token}\r\ncontent-type: application/json\r\nidempotency-key: {key}\r\n")
}

fn basket(buyer: &Buyer, goods: &[&Good]) -> String {
    let line = |good: &&Good| serde_json::json!({ "address": good.address, "sku": good.sku, "pieces": 1, "price": good.price });
    let lines: Vec<_> = goods.iter().map(line).collect();
    let name = "মাপার ক্রেতা";
    serde_json::json!({ "centre": buyer.centre, "name": name, "mobile": "", "lines": lines, "help": 3_000 }).to_string()
}

/// A quote, paid in cash and placed.
async fn checkout(client: &mut Client, buyer: &Buyer, key: &str, goods: &[&Good]) -> Result<(), Trouble> {
    let answer = client.ask("POST", "/api/v1/market/quotes", &headers(buyer, key), &basket(buyer, goods)).await?;
    if answer.status != 201 {
        return Err(format!("a quote answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body)).into());
    }
    let quote: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let number = quote.get("number").and_then(|number| number.as_str()).ok_or("a quote without a number")?;
    let total = quote.get("total").and_then(serde_json::Value::as_i64).ok_or("a quote without a total")?;
    let taking = serde_json::json!({ "centre": buyer.centre, "payment": "cash", "tendered": total, "consent": true });
    let path = format!("/api/v1/market/quotes/{number}/orders");
    let answer = client.ask("POST", &path, &headers(buyer, &format!("{key}-place")), &taking.to_string()).await?;
    if answer.status != 201 {
        return Err(format!("an order answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body)).into());
    }
    Ok(())
}

fn seller_of(good: &Good) -> &str {
    good.address.split_once('-').map_or("", |(seller, _)| seller)
}

/// The goods behind this one, and then those before it.
fn after(goods: &[Good], place: usize) -> impl Iterator<Item = &Good> {
    let (before, behind) = goods.split_at_checked(place.saturating_add(1)).unwrap_or((goods, &[]));
    behind.iter().chain(before)
}

/// Clients that search once and then buy three goods from two sellers, one basket after another.
#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
async fn buying(
    address: SocketAddr,
    (buyers, goods): (&[Arc<Buyer>], &Arc<Vec<Good>>),
    clients: u32,
    lasts: Duration,
) -> Result<(Vec<u64>, f64), Trouble> {
    let over = Arc::new(AtomicBool::new(false));
    let mut shopping = JoinSet::new();
    let began = Instant::now();
    for (first, buyer) in (0..clients).zip(buyers.iter().cycle()) {
        let (over, buyer, goods) = (over.clone(), buyer.clone(), goods.clone());
        shopping.spawn(async move {
            let mut client = Client::open(address).await?;
            let mut times = Vec::new();
            let mut turn = usize::try_from(first)?.wrapping_mul(7_919);
            while !over.load(Ordering::Relaxed) {
                // Two of one seller, one of another far away on the list.
                let one = turn.checked_rem(goods.len()).unwrap_or(0);
                let far = turn.saturating_add(50_021).checked_rem(goods.len()).unwrap_or(0);
                let Some(first_good) = goods.get(one) else { return Err("no goods".into()) };
                let of_first = |good: &&Good| seller_of(good) == seller_of(first_good);
                let second = after(&goods, one).find(of_first).ok_or("a seller with one good")?;
                let third = after(&goods, far).find(|good| !of_first(good)).ok_or("only one seller")?;
                let began = Instant::now();
                let key = format!("bench-{first}-{turn}");
                checkout(&mut client, &buyer, &key, &[first_good, second, third]).await?;
                times.push(u64::try_from(began.elapsed().as_micros())?);
                turn = turn.wrapping_add(104_729);
            }
            Ok::<_, Trouble>(times)
        });
    }
    gathered(shopping, &over, (began, lasts)).await
}

/// A thousand buyers want the last hundred pieces at once: how many were sold, and the longest that anybody waited, in
/// milliseconds.
#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
async fn racing(address: SocketAddr, buyers: &[Arc<Buyer>], good: &Good) -> Result<(f64, f64), Trouble> {
    let mut lines = Vec::with_capacity(BUYERS);
    for _ in 0..BUYERS {
        lines.push(Client::open(address).await?);
    }
    let mut racing = JoinSet::new();
    for ((number, buyer), mut client) in (0..BUYERS).zip(buyers.iter().cycle()).zip(lines) {
        let (buyer, good) = (buyer.clone(), good.clone());
        racing.spawn(async move {
            let began = Instant::now();
            let headers = headers(&buyer, &format!("race-{number}"));
            let answer = client.ask("POST", "/api/v1/market/quotes", &headers, &basket(&buyer, &[&good])).await?;
            Ok::<_, Trouble>((answer.status, began.elapsed().as_secs_f64() * 1000.0))
        });
    }
    let (mut sold, mut slowest) = (0_u32, 0.0_f64);
    while let Some(answer) = racing.join_next().await {
        let (status, ms) = answer??;
        match status {
            201 => sold = sold.saturating_add(1),
            409 => {}
            other => return Err(format!("a buyer was answered {other}").into()),
        }
        slowest = slowest.max(ms);
    }
    Ok((f64::from(sold), slowest))
}
