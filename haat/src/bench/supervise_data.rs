//! A country of centres for the bench of supervision: places, centres and officers by real deeds, the rest in bulk.

use super::bulk::Bulk;
use crate::demo::SignIn;
use crate::demo::nation::{Registry, choose};
use crate::open::{Place, Trouble};
use base::Paisa;
use base::calendar::BusinessDay;
use counter::{Tally, month_of};
use journal::{Envelope, Journal};
use network::deeds::OpenCentre;

/// Months and days of tallies.
const MONTHS: usize = 24;
const DAYS: i64 = 60;
/// Cases of a centre, of which every fifth is late.
const CASES: i64 = 20;

/// How much is made.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub centres: u32,
    pub entries: u64,
}

/// A centre as the rest is made for it.
struct Made {
    code: String,
    path: String,
}

/// What was made.
pub(crate) struct Country {
    /// The officers: of the country, of a district, of an upazila.
    pub officers: Vec<SignIn>,
    /// A centre of that upazila.
    pub centre: String,
    /// Its upazila's and its district's path.
    pub upazila_path: String,
    pub district_path: String,
    pub day: BusinessDay,
}

/// Makes the country.
pub(crate) async fn make(
    place: &Place,
    database: Option<&str>,
    size: Size,
    say: &impl Fn(&str),
) -> Result<Country, Trouble> {
    let journal = place.open().await?;
    say("places and services …");
    crate::serve::stock(&journal).await?;
    say("centres …");
    let made = centres(&journal, size.centres).await?;
    let first = made.first().ok_or("no centre was made")?;
    let codes = network::place::codes_of(&first.path);
    let (district, upazila) = (codes.get(2).ok_or("no district")?, codes.get(3).ok_or("no upazila")?);
    let mut registry = Registry::new(&journal);
    registry.officer("administrator", network::place::COUNTRY).await?;
    registry.officer("district_supervisor", district).await?;
    registry.officer("upazila_supervisor", upazila).await?;
    let officers = std::mem::take(&mut registry.sign_ins);
    let path_to = |depth: usize| format!("/{}/", codes.get(1..=depth).unwrap_or_default().join("/"));
    let day = journal.now().day();
    let bulk = Bulk::open(&place.data, database).await?;
    say("seats, closes, cases …");
    bulk.run("begin").await?;
    standing(&bulk, &made, day).await?;
    say("tallies …");
    tallies(&bulk, &made, day).await?;
    bulk.run("commit").await?;
    say("entries …");
    entries(&bulk, &made, size.entries).await?;
    if database.is_some() {
        bulk.run("analyze").await?;
    }
    Ok(Country { officers, centre: first.code.clone(), upazila_path: path_to(3), district_path: path_to(2), day })
}

async fn centres(journal: &Journal, count: u32) -> Result<Vec<Made>, Trouble> {
    let mut made = Vec::new();
    for some in choose(journal, count).await?.chunks(db::JOBS_PER_BATCH_MAX) {
        made.extend(opened(journal, some).await?);
    }
    made.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(made)
}

/// Opens as many centres as the desk takes at once.
async fn opened(journal: &Journal, places: &[network::place::Place]) -> Result<Vec<Made>, Trouble> {
    let mut opening = tokio::task::JoinSet::new();
    for place in places.iter().cloned() {
        let journal = journal.clone();
        opening.spawn(async move {
            let open = OpenCentre { code: None, place: place.code.clone(), name_bn: None, name_en: None };
            let code = journal.write(Envelope::system(), open).await.map(|written| written.done);
            (code, place.path)
        });
    }
    let mut made = Vec::new();
    while let Some(one) = opening.join_next().await {
        let (code, path) = one?;
        made.push(Made { code: code.map_err(|stop| format!("a centre: {stop:?}"))?, path });
    }
    Ok(made)
}

/// Nine of ten centres closed yesterday, both seats are filled in two of three, and each has some cases.
async fn standing(bulk: &Bulk, made: &[Made], day: BusinessDay) -> Result<(), Trouble> {
    bulk.run("update network_seat set person = 'bench' where seat = 'man' or centre not like '%3'").await?;
    bulk.run("update network_centre set opened_on = '2020-01-01'").await?;
    let yesterday = day.add_days(-1);
    let (mut standing, mut cases) = (Vec::new(), Vec::new());
    for (number, Made { code, path }) in made.iter().enumerate() {
        let closed = if number % 10 == 0 { day.add_days(-20) } else { yesterday };
        standing.push(format!("('{code}', '{path}', '{closed}')"));
        for case in 0..CASES {
            let due = day.add_days(if case % 5 == 0 { -3 } else { 4 });
            cases.push(format!(
                "('{code}', '{code}-{case}', '{path}', 'G003', 'sent', {}, 'agency', '{due}', 0, 0, '{{}}')",
                true
            ));
        }
    }
    bulk.insert("counter_centre", "book, path, last_closed", &standing).await?;
    let columns = "book, number, path, service, state, pending, owner, due, opened_ms, changed_ms, body";
    bulk.insert("counter_case", columns, &cases).await
}

/// A plausible month of a centre, the busier ones up to twice the others.
fn tally(number: i64, share: i64) -> Tally {
    let receipts = (400 + number % 400) / share;
    let taka = |taka: i64| Paisa::from_taka(taka).unwrap_or_default();
    Tally {
        receipts,
        women: receipts * 45 / 100,
        men: receipts / 2,
        outside: receipts / 50,
        reversed: receipts / 80,
        official: taka(receipts * 21),
        charges: taka(receipts * 9),
        trade: taka(receipts * 5),
        commission: taka(receipts),
        programme: taka(receipts),
        cases: receipts / 20,
        handed_over: receipts / 22,
        closes: 22 / share.min(22),
        closed_on_time: (22 - number % 7) / share.min(22),
        over_short: taka(number % 90 - 45),
        complaints: i64::from(number % 50 == 0),
        ..Tally::default()
    }
}

/// The last months, the newest first.
fn months(day: BusinessDay) -> Vec<String> {
    let mut months: Vec<String> = (0..).map(|step| month_of(day.add_days(-28 * step))).take(MONTHS * 2).collect();
    months.dedup();
    months.truncate(MONTHS);
    months
}

async fn tallies(bulk: &Bulk, made: &[Made], day: BusinessDay) -> Result<(), Trouble> {
    let months = months(day);
    let mut rows = Vec::new();
    for (number, Made { code, path }) in (0_i64..).zip(made) {
        let month = serde_json::to_string(&tally(number, 1))?;
        rows.extend(months.iter().map(|period| format!("('{code}', '{period}', '{path}', '{month}')")));
        let one = serde_json::to_string(&tally(number, 22))?;
        rows.extend((1..=DAYS).map(|back| format!("('{code}', '{}', '{path}', '{one}')", day.add_days(-back))));
        if rows.len() > 40_000 {
            bulk.insert("counter_tally", "book, period, path, body", &rows).await?;
            rows.clear();
        }
    }
    bulk.insert("counter_tally", "book, period, path, body", &rows).await
}

/// The entries, empty ones, made inside the engine: a country's journals lie beside the rows that the pages read.
async fn entries(bulk: &Bulk, made: &[Made], count: u64) -> Result<(), Trouble> {
    let each = count / u64::try_from(made.len().max(1))?;
    let nothing = match bulk {
        Bulk::Sqlite(_) => "x''",
        Bulk::Postgres(_) => "''::bytea",
    };
    bulk.run("begin").await?;
    bulk.run("create table bench_number (n bigint not null)").await?;
    let numbers: Vec<String> = (1..=each).map(|n| format!("({n})")).collect();
    bulk.insert("bench_number", "n", &numbers).await?;
    for Made { code, .. } in made {
        bulk.run(&format!(
            "insert into journal_entry (book, folio, session, seq, at_ms, by_whom, deed, deed_key, events, previous, hash) \
             select '{code}', n, 'bench', n, n, 'bench', 'counter.take', {nothing}, {nothing}, {nothing}, {nothing} \
             from bench_number"
        ))
        .await?;
    }
    bulk.run("drop table bench_number").await?;
    bulk.run("commit").await
}
