//! `haat`: the command line.

use clap::{Args, Parser, Subcommand};
use haat::{Place, Trouble};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Every receipt makes and drops some hundreds of small values.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The working system of Bangladesh's Digital Centres.
#[derive(Parser)]
#[command(version, about)]
struct Line {
    #[command(subcommand)]
    deed: Deed,
}

/// Where the data is.
#[derive(Args, Clone)]
struct Where {
    /// The data directory: the embedded database, the master key.
    #[arg(long, default_value = "haat-data", env = "HAAT_DATA")]
    data: PathBuf,
    /// Another database: `sqlite:PATH` or `postgres://…`.
    #[arg(long, env = "HAAT_DATABASE")]
    database: Option<String>,
}

/// How the house is opened to people.
#[derive(Args, Clone)]
struct Open {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:8480")]
    listen: SocketAddr,
    /// The address that people and QR codes use; by default the address it listens on.
    #[arg(long, env = "HAAT_PUBLIC")]
    public: Option<String>,
    /// A proxy of ours stands in front and tells the client's address.
    #[arg(long)]
    behind_proxy: bool,
    /// Where slips go: `tcp://HOST:9100` or `file:PATH`.
    #[arg(long, env = "HAAT_PRINTER")]
    printer: Option<String>,
    /// Who carries transfers out: `NAME=URL,SECRET_FILE`; may be given several times.
    #[arg(long = "provider", env = "HAAT_PROVIDERS", value_delimiter = ';')]
    providers: Vec<String>,
    /// Sends no texts; without this they are put into `outbox` in the data directory.
    #[arg(long, env = "HAAT_NO_TEXTS")]
    no_texts: bool,
    /// The file with the secret with which the text gateway signs what customers write back.
    #[arg(long, env = "HAAT_TEXTS_SECRET")]
    texts_secret: Option<PathBuf>,
    /// Whom a Bangla QR of this house pays: `PROVIDER=TAG:SCHEME:NUMBER:CATEGORY:NAME:CITY`.
    #[arg(long, env = "HAAT_BANGLA_QR")]
    bangla_qr: Option<String>,
    /// The programme's bank account from which sellers are paid, as `ROUTING:ACCOUNT`.
    #[arg(long, env = "HAAT_PAYOUT_ACCOUNT")]
    payout_account: Option<String>,
}

#[derive(Subcommand)]
enum Deed {
    /// Makes a small nation with a month of entries and opens it; run again, it goes on with the same data.
    Demo {
        #[command(flatten)]
        place: Where,
        #[command(flatten)]
        open: Open,
        /// How many centres.
        #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=500))]
        centres: u32,
        /// How many days of entries.
        #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(0..=400))]
        days: u32,
    },
    /// Opens the house.
    Serve {
        #[command(flatten)]
        place: Where,
        #[command(flatten)]
        open: Open,
    },
    /// Prepares an empty store and prints the one-time code for the first administrator.
    Setup {
        #[command(flatten)]
        place: Where,
    },
    /// Proves that nothing was changed behind the journal's back; names every fault and ends with 1.
    Verify {
        #[command(flatten)]
        place: Where,
    },
    /// Drops the views and replays the journals.
    Rebuild {
        #[command(flatten)]
        place: Where,
    },
    /// Begins a new session after a backup was restored, so that no number is given twice.
    Restored {
        #[command(flatten)]
        place: Where,
    },
    /// Brings data in.
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Takes data out.
    Export {
        #[command(subcommand)]
        what: Export,
    },
    /// Checks values, one a line on standard input: s10, mobile, nid, routing, bn-date, bn-number.
    Check {
        /// What kind of value.
        kind: String,
    },
    /// Plays a partner that is not there, for trials.
    Simulate {
        #[command(subcommand)]
        what: Simulate,
    },
    /// Prints every route with who may use it.
    Routes,
    /// Measures.
    Bench {
        #[command(subcommand)]
        what: haat::bench::Bench,
    },
}

#[derive(Subcommand)]
enum Import {
    /// A centre's paper day register (CSV: date, service code, mobile, quantity, official fee, charge).
    Register {
        /// The file.
        file: PathBuf,
        /// The centre's code.
        #[arg(long)]
        centre: String,
        #[command(flatten)]
        place: Where,
    },
}

#[derive(Subcommand)]
enum Simulate {
    /// A bank, wallet or bill gateway that moves no money: give its address to `--provider NAME=http://HOST:PORT/NAME,FILE`.
    Provider {
        /// The address to listen on.
        #[arg(long, default_value = "127.0.0.1:8490")]
        listen: SocketAddr,
        /// The file with the secret that the house and it share.
        #[arg(long)]
        secret_file: PathBuf,
        /// Where the house listens, for callbacks: `http://HOST:PORT`.
        #[arg(long, default_value = "")]
        callback: String,
        /// What goes wrong: slow, lost, late, twice, early, contradicts, fails or unheard; with `@amount:TAKA` or
        /// `@account:NUMBER` only for such transfers. May be given several times; the first that fits counts.
        #[arg(long = "fault")]
        faults: Vec<haat::simulator::FaultRule>,
        /// How long what is late takes, in seconds.
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(0..=3_600))]
        late: u64,
        /// Refuses connections for so many seconds first.
        #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..=3_600))]
        down_for: u64,
        /// Where it keeps what it did, so that it may be killed.
        #[arg(long)]
        state_file: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
enum Export {
    /// A book as a journal of hledger, on standard output.
    Ledger {
        /// The book: a centre's code.
        #[arg(long)]
        book: String,
        #[command(flatten)]
        place: Where,
    },
}

impl Where {
    fn place(&self) -> Result<Place, Trouble> {
        Place::new(&self.data, self.database.as_deref())
    }
}

impl Open {
    fn opening(self, data: &std::path::Path) -> haat::serve::Opening {
        haat::serve::Opening {
            listen: self.listen,
            public: self.public,
            behind_proxy: self.behind_proxy,
            printer: self.printer,
            providers: self.providers,
            texts: (!self.no_texts).then(|| data.to_owned()),
            texts_secret: self.texts_secret,
            payout_account: self.payout_account,
            bangla_qr: self.bangla_qr,
        }
    }
}

fn main() -> ExitCode {
    let line = Line::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| "warn,haat=info,refinery_core=warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return trouble(&error),
    };
    match runtime.block_on(run(line.deed)) {
        Ok(code) => code,
        Err(error) => trouble(error.as_ref()),
    }
}

fn trouble(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("haat: {error}");
    ExitCode::FAILURE
}

async fn run(deed: Deed) -> Result<ExitCode, Trouble> {
    match deed {
        Deed::Demo { place, open, centres, days } => {
            haat::demo::run(&place.place()?, open.opening(&place.data), haat::demo::Size { centres, days }).await?;
        }
        Deed::Serve { place, open } => haat::serve::run(&place.place()?, open.opening(&place.data)).await?,
        Deed::Setup { place } => haat::serve::set_up(&place.place()?).await?,
        Deed::Verify { place } => return verify(&place.place()?).await,
        Deed::Rebuild { place } => {
            let entries = place.place()?.open().await?.rebuild().await?;
            println!("rebuilt from {entries} entries");
        }
        Deed::Restored { place } => {
            let journal = place.place()?.open().await?.begin_session().await?;
            println!("session {}", journal.session());
        }
        Deed::Import { what: Import::Register { file, centre, place } } => {
            return haat::import::register(&place.place()?, &file, &centre).await;
        }
        Deed::Export { what: Export::Ledger { book, place } } => {
            let journal = place.place()?.open().await?;
            if !journal.books().await?.iter().any(|(name, _)| *name == book) {
                return Err(format!("no book {book}").into());
            }
            ledger::hledger(&journal, &book, |text| {
                print!("{text}");
                Ok(())
            })
            .await?;
        }
        Deed::Check { kind } => return haat::check::run(&kind),
        Deed::Simulate { what } => simulate(what).await?,
        Deed::Routes => print!("{}", web::routes_table(&haat::rooms())),
        Deed::Bench { what } => haat::bench::run(what).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn simulate(what: Simulate) -> Result<(), Trouble> {
    let Simulate::Provider { listen, secret_file, callback, faults, late, down_for, state_file } = what;
    let setting = haat::simulator::Setting {
        secret: haat::serve::secret_in(&secret_file)?,
        callback,
        faults,
        late: Duration::from_secs(late),
        file: state_file,
        clock: db::clock::system(),
    };
    haat::simulator::run(listen, Duration::from_secs(down_for), setting).await
}

async fn verify(place: &Place) -> Result<ExitCode, Trouble> {
    let findings = place.open().await?.verify().await?;
    for fault in &findings.faults {
        println!("FAULT {fault}");
    }
    if findings.more > 0 {
        println!("FAULT and {} more", findings.more);
    }
    println!(
        "{} books, {} entries, {} seals, {} rows of views: {}",
        findings.books,
        findings.entries,
        findings.seals,
        findings.rows,
        if findings.faults.is_empty() { "clean" } else { "NOT CLEAN" }
    );
    Ok(if findings.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
