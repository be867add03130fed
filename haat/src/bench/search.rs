//! Searching the catalogue as people type, from a real server, beside a bare look through the same words and a page that
//! looks for nothing.

use super::Measure;
use super::counter_load::percentile;
use super::http::{sign_in, times_of};
use super::process::Server;
use crate::demo::{self, Size};
use crate::open::{Place, Trouble};
use counter::{Catalogue, PublishService};
use journal::{Envelope, Journal};
use std::path::Path;
use std::time::Instant;

/// What an answer may take, in milliseconds (screens.md 3.2).
const BUDGET_MS: f64 = 50.0;
/// What people type: whole, begun, misspelt, in both scripts, a code, and nothing that there is.
const QUERIES: [&str; 12] = [
    "jonmo nibondhon",
    "জন্ম সনদ",
    "birth cert",
    "passport fi",
    "ফটোকপি",
    "fotokopi",
    "jo",
    "G043",
    "3*photo",
    "trade license",
    "mrittu sonod",
    "xyzzy qwert",
];

pub(crate) async fn run(
    dir: &Path,
    words: u32,
    requests: u32,
    database: Option<&str>,
    quiet: bool,
) -> Result<Vec<Measure>, Trouble> {
    let say = |what: &str| {
        if !quiet {
            eprintln!("{what}");
        }
    };
    let place = Place::new(dir, database)?;
    say("making a centre …");
    let sign_ins = demo::make(&place, Size { centres: 1, days: 0 }).await?;
    let names = fill(&place.open().await?, usize::try_from(words)?).await?;
    let person = sign_ins.iter().find(|one| one.role == "entrepreneur").ok_or("nobody to search")?;
    let server = Server::start(dir, database).await?;
    let cookie = sign_in(server.address, &person.mobile, &person.password).await?;
    say(&format!("searching among {} names …", names.len()));
    let paths = QUERIES.map(|query| format!("/counter/find?q={}", web::in_query(query)));
    let headers = format!("cookie: {cookie}\r\nhx-request: true\r\n");
    let searched = times_of(server.address, &headers, &paths, requests).await?;
    let page = times_of(server.address, &headers, &["/counter/avro?q=ami".to_owned()], requests).await?;
    let engine = if database.is_some() { "postgres" } else { "sqlite" };
    let one = |measure, value, unit, limit| Measure { bench: "search", measure, value, unit, limit, engine };
    let ms = |times: &[u64], part| percentile(times, part) / 1000.0;
    Ok(vec![
        one("names", f64::from(u32::try_from(names.len())?), "names", None),
        one("search_p50", ms(&searched, 50), "ms", None),
        one("search_p95", ms(&searched, 95), "ms", Some(BUDGET_MS)),
        one("search_p99", ms(&searched, 99), "ms", None),
        one("bare_look_p95", ms(&bare(&names, requests)?, 95), "ms", None),
        one("bare_page_p95", ms(&page, 95), "ms", None),
    ])
}

/// Adds synonyms to the services, evenly, until there are so many names; answers all of them.
async fn fill(journal: &Journal, words: usize) -> Result<Vec<String>, Trouble> {
    let shown = Catalogue::default().now(journal).await?;
    let there: usize = shown.offers.iter().map(|offer| offer.service.synonyms.len()).sum();
    let each = words.saturating_sub(there).div_ceil(shown.offers.len().max(1));
    for offer in &shown.offers {
        let mut service = offer.service.clone();
        let more: Vec<String> = (1..=each)
            .map(|number| {
                let (name, other) = (&service.name.en, service.synonyms.get(number % service.synonyms.len().max(1)));
                format!("{} {} {number}", other.map_or("", String::as_str), name.chars().rev().collect::<String>())
            })
            .map(|name| name.chars().take(60).collect())
            .collect();
        service.synonyms.extend(more);
        // Its form is of no account here: nobody fills one in.
        let deed = PublishService { service, form: String::new(), change: "bench".to_owned() };
        journal.write(Envelope::system(), deed).await.map_err(|stop| format!("{}: {stop:?}", offer.service.code))?;
    }
    let shown = Catalogue::default().now(journal).await?;
    let names = shown.offers.iter().flat_map(|offer| {
        let service = &offer.service;
        [service.name.bn.clone(), service.name.en.clone()].into_iter().chain(service.synonyms.iter().cloned())
    });
    Ok(names.collect())
}

/// A bare look: every name, letter by letter, with nothing else around it.
#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
fn bare(names: &[String], requests: u32) -> Result<Vec<u64>, Trouble> {
    let mut times = Vec::new();
    for query in QUERIES.iter().cycle().take(usize::try_from(requests)?) {
        let began = Instant::now();
        let found = names.iter().filter(|name| name.contains(std::hint::black_box(query))).count();
        std::hint::black_box(found);
        times.push(u64::try_from(began.elapsed().as_micros())?);
    }
    times.sort_unstable();
    Ok(times)
}
