//! Opening the house to people.

use crate::open::{Place, Trouble};
use crate::outbox::Outbox;
use crate::{jobs, rooms, status};
use journal::Journal;
use std::net::SocketAddr;
use std::path::Path;
use web::{Hosts, House, NavEntry, Needs, Setting, Things, Words};

/// How the house is opened.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The address that people and QR codes use.
    pub public: Option<String>,
    /// A proxy of ours stands in front.
    pub behind_proxy: bool,
    /// Where slips go.
    pub printer: Option<String>,
    /// Who carries transfers out: `NAME=URL,SECRET_FILE` each.
    pub providers: Vec<String>,
    /// The data directory in whose outbox texts are put; nothing when none are sent.
    pub texts: Option<std::path::PathBuf>,
    /// The file with the secret that the text gateway signs answers with.
    pub texts_secret: Option<std::path::PathBuf>,
    /// The programme's account from which sellers are paid, as `ROUTING:ACCOUNT`.
    pub payout_account: Option<String>,
    /// Whom a Bangla QR pays: `PROVIDER=TAG:SCHEME:NUMBER:CATEGORY:NAME:CITY`.
    pub bangla_qr: Option<String>,
}

/// The way by which texts go, if any go.
fn texting(opening: &Opening) -> Result<Option<counter::Texting>, Trouble> {
    let outbox = opening.texts.as_deref().map(Outbox::of).transpose()?;
    Ok(outbox.map(Outbox::texting))
}

/// The secret in a file, without the white space around it.
///
/// # Errors
/// A file that cannot be read, or with nothing in it.
pub fn secret_in(file: &Path) -> Result<String, Trouble> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let secret = text.trim();
    if secret.is_empty() { Err(format!("{}: no secret in it", file.display()).into()) } else { Ok(secret.to_owned()) }
}

/// The providers as they were named. Their secrets are read from files, so that no list of processes shows them.
fn providers(named: &[String]) -> Result<ledger::Providers, Trouble> {
    let mut providers = ledger::Providers::default();
    for one in named {
        let parts = one.split_once('=').and_then(|(name, rest)| Some((name, rest.rsplit_once(',')?)));
        let (name, (address, file)) =
            parts.ok_or_else(|| format!("a provider is NAME=URL,SECRET_FILE, not {one:?}"))?;
        let secret = secret_in(Path::new(file))?;
        let provider = ledger::HttpProvider::new(address, &secret, db::clock::system());
        providers = providers.with(name, &secret, std::sync::Arc::new(provider));
    }
    Ok(providers)
}

/// The rail: what each does every day, at most ten for anybody, so that it fits the low screen of an old PC. What is
/// needed now and then stands on the first page.
fn nav() -> Vec<NavEntry> {
    let entry = |href, icon, word, needs| NavEntry { href, icon, word, needs: Needs::Permission(needs) };
    vec![
        NavEntry { href: "/", icon: "today", word: "nav-today", needs: Needs::SignedIn },
        entry("/counter", "service", "nav-counter", "sale.create"),
        entry("/market", "market", "nav-market", "market.sell"),
        entry("/counter/cases", "case", "cases-title", "case.handle"),
        entry("/counter/approvals", "approve", "nav-approvals", "case.approve"),
        entry("/counter/day", "receipt", "nav-day", "sale.create"),
        entry("/counter/transfers", "transfer", "transfers", "receipt.view"),
        entry("/counter/statements", "match", "nav-statements", "statement.view"),
        entry("/income", "income", "income-title", "sale.create"),
        entry("/counter/registers", "register", "registers-title", "sale.create"),
        entry("/float", "cash", "nav-float", "float.topup"),
        entry("/counter/catalogue", "catalogue", "nav-catalogue", "catalogue.view"),
        entry("/market/vetting", "market", "vetting-title", "market.vet"),
        entry("/market/settlement", "cash", "nav-settlement", "commission.pay"),
        entry("/market/complaints", "help", "order-complaints", "complaint.handle"),
        entry("/centres", "place", "nav-centres", "people.view"),
        entry("/people", "people", "nav-people", "people.view"),
        entry("/supervise", "eye", "nav-supervise", "report.view"),
    ]
}

/// How long a seller's endpoint may take to answer.
const ENDPOINT_TIME_MAX: std::time::Duration = std::time::Duration::from_secs(10);

/// The way to sellers' endpoints. A house that is open to its own machine alone, as a demo is, may tell programs there.
fn partners_told(opening: &Opening, listen: SocketAddr) -> market::PartnersTold {
    let alone = listen.ip().is_loopback() && !opening.behind_proxy && opening.public.is_none();
    market::PartnersTold(web::Outward::new(ENDPOINT_TIME_MAX, alone))
}

/// The house over an open journal.
///
/// # Errors
/// A printer's address that is none; words that cannot be read.
pub fn house(journal: &Journal, opening: &Opening, listen: SocketAddr) -> Result<House, Trouble> {
    let public_address = opening.public.clone().unwrap_or_else(|| format!("http://{listen}"));
    let providers = providers(&opening.providers)?;
    let mut things = Things::default()
        .with(counter::Catalogue::default())
        .with(market::Showcase::default())
        .with(market::HiredCarrier(std::sync::Arc::new(market::ByRoad)))
        .with(partners_told(opening, listen))
        .with(counter::Carrier::of(providers.clone()))
        .with(providers);
    if let Some(printer) = &opening.printer {
        things = things.with(printer.parse::<counter::Printer>()?);
    }
    if let Some(merchant) = &opening.bangla_qr {
        things = things.with(merchant.parse::<market::QrMerchant>()?);
    }
    if let Some(account) = &opening.payout_account {
        things = things.with(account.parse::<market::ProgrammeAccount>()?);
    }
    if let Some(file) = &opening.texts_secret {
        let secret = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        things = things.with(counter::TextGateway { secret: secret.trim().to_owned() });
    }
    if let Some(texting) = texting(opening)? {
        things = things.with(market::BuyersTold(texting.0.clone())).with(texting);
    }
    let wordings: Vec<_> = rooms().iter().map(|room| room.words).collect();
    Ok(House::new(Setting {
        journal: journal.clone(),
        words: Words::new(&wordings)?,
        doorkeeper: market::key_doorkeeper(journal.clone(), network::doorkeeper(journal.clone())),
        status: status::hook(),
        nav: nav(),
        secure: web::cookies_secure(&public_address),
        trust_proxy: opening.behind_proxy,
        hosts: Hosts::of(listen, &public_address),
        things,
        public_address,
    }))
}

/// Prepares what every store holds: places, services, tariffs, kinds of goods.
///
/// # Errors
/// What the database says.
pub async fn stock(journal: &Journal) -> Result<(), Trouble> {
    network::load_places(journal).await?;
    let change = concat!("comes with haat ", env!("CARGO_PKG_VERSION"));
    counter::stock_catalogue(journal, change).await?;
    Ok(market::stock_categories(journal).await?)
}

/// `haat serve`.
///
/// # Errors
/// When the store cannot be opened or the address is taken.
pub async fn run(place: &Place, opening: Opening) -> Result<(), Trouble> {
    let journal = place.open().await?;
    stock(&journal).await?;
    open(&journal, &opening).await
}

/// Listens until it is told to stop.
///
/// # Errors
/// When the address is taken.
pub async fn open(journal: &Journal, opening: &Opening) -> Result<(), Trouble> {
    let listener = bind(opening).await?;
    open_on(journal, opening, listener).await
}

/// Takes the address at which the house will listen.
///
/// # Errors
/// When it is taken.
pub(crate) async fn bind(opening: &Opening) -> Result<tokio::net::TcpListener, Trouble> {
    let listener = tokio::net::TcpListener::bind(opening.listen).await;
    Ok(listener.map_err(|error| format!("{}: {error}", opening.listen))?)
}

/// Listens there until it is told to stop.
///
/// # Errors
/// A printer or a provider that is none; words that cannot be read.
pub(crate) async fn open_on(
    journal: &Journal,
    opening: &Opening,
    listener: tokio::net::TcpListener,
) -> Result<(), Trouble> {
    let listen = listener.local_addr()?;
    let house = house(journal, opening, listen)?;
    let address = house.public_address.clone();
    let router = web::router(house.clone(), &rooms());
    let showcase = tokio::spawn(jobs::follow_showcase(house));
    let telling = tokio::spawn(jobs::tell_partners(journal.clone(), partners_told(opening, listen)));
    let jobs = tokio::spawn(jobs::go_round(journal.clone(), providers(&opening.providers)?, texting(opening)?));
    let wallets = tokio::spawn(jobs::carry_wallets(journal.clone(), providers(&opening.providers)?));
    eprintln!("haat is open at {address}");
    if let Some(code) = network::set_up_code(journal).await? {
        eprintln!("first administrator: {address}/setup with the one-time code {code}");
    }
    web::serve(listener, router, told_to_stop()).await?;
    jobs.abort();
    showcase.abort();
    telling.abort();
    wallets.abort();
    Ok(())
}

/// Ctrl-C or a termination signal.
async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => drop(interrupted.await),
    }
}

/// `haat setup`.
///
/// # Errors
/// When the store cannot be opened.
pub async fn set_up(place: &Place) -> Result<(), Trouble> {
    let journal = place.open().await?;
    stock(&journal).await?;
    match network::set_up_code(&journal).await? {
        Some(code) => println!("one-time code for the first administrator: {code}\nrun `haat serve`, then open /setup"),
        None => println!("this store has an administrator already"),
    }
    Ok(())
}
