//! `haat bench`: what the house does, beside what the machine can do, measured in one run.

mod counter_load;
mod http;
mod limits;
mod market_data;
mod market_load;
mod process;

mod bulk;
mod day;
mod search;
mod supervise;
mod supervise_data;

use crate::open::Trouble;
use clap::Subcommand;
use serde::Serialize;
use std::path::Path;

/// What can be measured.
#[derive(Debug, Clone, Subcommand)]
pub enum Bench {
    /// Receipts over loopback HTTP from a real server, three lines each, durable.
    Counter {
        /// Clients at once.
        #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=1000))]
        clients: u32,
        /// Seconds of load.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=600))]
        seconds: u32,
        /// A PostgreSQL database of its own (an empty one); the embedded engine otherwise.
        #[arg(long)]
        database: Option<String>,
        /// One JSON object a measure, and nothing else.
        #[arg(long)]
        json: bool,
    },
    /// Closing a day of many receipts, day after day at one centre, beside a bare flush of the disk.
    Day {
        /// Receipts of each day.
        #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        receipts: u32,
        /// Days, one after another: the last close stands on the history of all before it.
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000))]
        days: u32,
        /// A `PostgreSQL` database of its own (an empty one); the embedded engine otherwise.
        #[arg(long)]
        database: Option<String>,
        /// One JSON object a measure, and nothing else.
        #[arg(long)]
        json: bool,
    },
    /// Searching the catalogue as people type, from a real server, beside a bare look through the same words.
    Search {
        /// Synonyms of all services together, at least.
        #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=9_000))]
        words: u32,
        /// Searches.
        #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        requests: u32,
        /// A `PostgreSQL` database of its own (an empty one); the embedded engine otherwise.
        #[arg(long)]
        database: Option<String>,
        /// One JSON object a measure, and nothing else.
        #[arg(long)]
        json: bool,
    },
    /// Searching and buying in a market of many goods, over loopback HTTP from a real server; and a race for the last pieces.
    ///
    /// Sellers are made by real deeds, their goods in bulk, past the journal; so the store of a bench does not verify, and is
    /// thrown away.
    Market {
        /// Clients at once.
        #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=1000))]
        clients: u32,
        /// Seconds of each load.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=600))]
        seconds: u32,
        /// Goods, two hundred of each seller.
        #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(400..=2_000_000))]
        goods: u32,
        /// A `PostgreSQL` database of its own (an empty one); the embedded engine otherwise.
        #[arg(long)]
        database: Option<String>,
        /// One JSON object a measure, and nothing else.
        #[arg(long)]
        json: bool,
    },
    /// The pages of supervisors over a country of centres, beside a bare `select` of the same rows.
    ///
    /// Made by real deeds: places, centres, officers. Made in bulk, past the journal, because ten million entries by deeds
    /// would take an hour: journal entries (empty ones), tallies of 24 months and 60 days, filled seats, last closes,
    /// cases. So the store of a bench does not verify, and is thrown away.
    Supervise {
        /// Centres, on real places.
        #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=5_000))]
        centres: u32,
        /// Entries in the journals, all centres together.
        #[arg(long, default_value_t = 10_000_000, value_parser = clap::value_parser!(u64).range(0..=100_000_000))]
        entries: u64,
        /// How often each page is asked for.
        #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        requests: u32,
        /// A `PostgreSQL` database of its own (an empty one); the embedded engine otherwise.
        #[arg(long)]
        database: Option<String>,
        /// One JSON object a measure, and nothing else.
        #[arg(long)]
        json: bool,
    },
}

/// One measure.
#[derive(Debug, Clone, Serialize)]
#[allow(clippy::struct_field_names)] // the names that the output promises
pub(crate) struct Measure {
    pub bench: &'static str,
    pub measure: &'static str,
    pub value: f64,
    pub unit: &'static str,
    /// The machine's own limit for the same work, or the budget, where there is one.
    pub limit: Option<f64>,
    pub engine: &'static str,
}

/// Runs a bench and prints its measures.
///
/// # Errors
/// When the server cannot be started or answers something else than it should.
pub async fn run(what: Bench) -> Result<(), Trouble> {
    let dir = std::env::temp_dir().join(format!("haat-bench-{}", std::process::id()));
    let outcome = measured(what, &dir).await;
    drop(std::fs::remove_dir_all(&dir)); // what is left over harms nobody
    let (measures, json) = outcome?;
    for measure in &measures {
        if json {
            println!("{}", serde_json::to_string(measure)?);
        } else {
            let limit = measure.limit.map(|limit| format!("   (limit {limit:.1})")).unwrap_or_default();
            println!("{:10} {:28} {:>12.1} {}{limit}", measure.engine, measure.measure, measure.value, measure.unit);
        }
    }
    Ok(())
}

/// The measures of a bench whose data lies in this directory, and whether they are wanted as JSON.
async fn measured(what: Bench, dir: &Path) -> Result<(Vec<Measure>, bool), Trouble> {
    Ok(match what {
        Bench::Counter { clients, seconds, database, json } => {
            (counter_load::run(dir, clients, seconds, database.as_deref(), json).await?, json)
        }
        Bench::Day { receipts, days, database, json } => {
            (day::run(dir, receipts, days, database.as_deref(), json).await?, json)
        }
        Bench::Market { clients, seconds, goods, database, json } => {
            let load = market_load::Load { clients, seconds, goods };
            (market_load::run(dir, load, database.as_deref(), json).await?, json)
        }
        Bench::Search { words, requests, database, json } => {
            (search::run(dir, words, requests, database.as_deref(), json).await?, json)
        }
        Bench::Supervise { centres, entries, requests, database, json } => {
            let size = supervise_data::Size { centres, entries };
            (supervise::run(dir, size, requests, database.as_deref(), json).await?, json)
        }
    })
}
