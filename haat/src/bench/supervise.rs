//! The pages of supervisors over a country of centres, from a real server, each beside a bare `select` of the same rows.

use super::Measure;
use super::bulk::Bulk;
use super::counter_load::percentile;
use super::http::{Answer, Client, times_of};
use super::process::Server;
use super::supervise_data::{self, Country, Size};
use crate::demo::SignIn;
use crate::open::{Place, Trouble};
use counter::month_of;
use network::authenticator::Authenticator;
use std::net::SocketAddr;
use std::time::Instant;

/// What a page may take, in milliseconds.
const BUDGET_MS: f64 = 200.0;

/// A page that is measured: its name for p50, p95, p99 and the bare select; who asks; where; what of.
struct Page {
    names: [&'static str; 4],
    officer: usize,
    path: String,
    under: String,
}

fn pages(country: &Country) -> Vec<Page> {
    let page = |names, officer, path: &str, under: &str| Page {
        names,
        officer,
        path: path.to_owned(),
        under: under.to_owned(),
    };
    let upazila = country.officers.get(2).map(|one| one.place.clone()).unwrap_or_default();
    vec![
        page(["country_p50", "country_p95", "country_p99", "country_bare"], 0, "/supervise", "/"),
        page(["centres_p50", "centres_p95", "centres_p99", "centres_bare"], 0, "/supervise/bd/centres?grade=C", "/"),
        page(["late_p50", "late_p95", "late_p99", "late_bare"], 0, "/supervise/bd/late", "/"),
        page(
            ["district_p50", "district_p95", "district_p99", "district_bare"],
            1,
            "/supervise",
            &country.district_path,
        ),
        page(
            ["upazila_p50", "upazila_p95", "upazila_p99", "upazila_bare"],
            2,
            &format!("/supervise/{upazila}"),
            &country.upazila_path,
        ),
        page(
            ["centre_p50", "centre_p95", "centre_p99", "centre_bare"],
            2,
            &format!("/supervise/centres/{}", country.centre),
            &country.upazila_path,
        ),
    ]
}

pub(crate) async fn run(
    dir: &std::path::Path,
    size: Size,
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
    let country = supervise_data::make(&place, database, size, &say).await?;
    say("signing in …");
    let server = Server::start(dir, database).await?;
    let mut cookies = Vec::new();
    for officer in &country.officers {
        cookies.push(sign_in(server.address, officer).await?);
    }
    let bulk = Bulk::open(dir, database).await?;
    let engine = if database.is_some() { "postgres" } else { "sqlite" };
    let mut measures = Vec::new();
    for page in pages(&country) {
        say(&page.path);
        let cookie = cookies.get(page.officer).ok_or("nobody to ask")?;
        let headers = format!("cookie: {cookie}\r\n");
        let times = times_of(server.address, &headers, std::slice::from_ref(&page.path), requests).await?;
        let bare = bare(&bulk, &country, &page.under, requests.min(50)).await?;
        let [p50, p95, p99, bare_name] = page.names;
        let one = |measure, us: f64, limit| Measure {
            bench: "supervise",
            measure,
            value: us / 1000.0,
            unit: "ms",
            limit,
            engine,
        };
        measures.push(one(p50, percentile(&times, 50), None));
        measures.push(one(p95, percentile(&times, 95), Some(BUDGET_MS)));
        measures.push(one(p99, percentile(&times, 99), None));
        measures.push(one(bare_name, percentile(&bare, 50), None));
    }
    Ok(measures)
}

/// The value of the first input of this name.
fn value_of(page: &Answer, name: &str) -> Result<String, Trouble> {
    let text = String::from_utf8_lossy(&page.body).into_owned();
    let rest = text.split(&format!("name=\"{name}\" value=\"")).nth(1);
    Ok(rest.and_then(|rest| rest.split('"').next()).ok_or_else(|| format!("no {name}"))?.to_owned())
}

/// Signs an officer in with both factors; answers the session's cookie.
async fn sign_in(address: SocketAddr, officer: &SignIn) -> Result<String, Trouble> {
    let mut client = Client::open(address).await?;
    let headers = "content-type: application/x-www-form-urlencoded\r\nsec-fetch-site: same-origin\r\n";
    let page = client.ask("GET", "/sign-in", "accept: text/html\r\n", "").await?;
    let csrf = value_of(&page, "csrf")?;
    let body = format!("csrf={csrf}&mobile={}&password={}", officer.mobile, officer.password);
    let page = client.ask("POST", "/sign-in", headers, &body).await?;
    let (csrf, pending) = (value_of(&page, "csrf")?, value_of(&page, "pending")?);
    let code = Authenticator::with_secret(&officer.totp_secret, "bench")?.code_at(db::clock::system()());
    let body = format!("csrf={csrf}&pending={}&code={code}", web::in_query(&pending));
    let answer = client.ask("POST", "/sign-in/code", headers, &body).await?;
    let cookies = answer.head.lines().filter_map(|line| line.strip_prefix("set-cookie:"));
    let cookies: Vec<&str> = cookies.filter_map(|line| line.trim().split(';').next()).collect();
    if answer.status != 303 || cookies.is_empty() {
        return Err(format!("signing in answered {}", answer.status).into());
    }
    Ok(cookies.join("; "))
}

/// The same rows by bare selects over one connection: two months of tallies, the centres, their last closes, their seats.
#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
async fn bare(bulk: &Bulk, country: &Country, under: &str, times: u32) -> Result<Vec<u64>, Trouble> {
    let first = country.day.add_days(-i64::from(country.day.date().day()));
    let tallies = |month: String| {
        format!("select book, body from counter_tally where period = '{month}' and path like '{under}%'")
    };
    let selects = [
        tallies(month_of(country.day)),
        tallies(month_of(first)),
        format!("select book, last_closed from counter_centre where path like '{under}%'"),
        format!(
            "select code, place, kind, path, name_bn, name_en, opened_on from network_centre \
             where book = 'nation' and path like '{under}%'"
        ),
        format!(
            "select s.centre, s.person from network_seat s join network_centre c on c.book = s.book and c.code = s.centre \
             where s.book = 'nation' and c.path like '{under}%'"
        ),
        format!(
            "select book from counter_case where pending = true and due < '{}' and path like '{under}%'",
            country.day
        ),
    ];
    let mut measured = Vec::new();
    for _ in 0..times {
        let began = Instant::now();
        for select in &selects {
            bulk.read(select).await?;
        }
        measured.push(u64::try_from(began.elapsed().as_micros())?);
    }
    measured.sort_unstable();
    Ok(measured)
}
