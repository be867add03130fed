//! `haat demo`: a small nation with a month of entries, made by the real deeds, then opened to people.

mod chance;
mod drawer;
mod errands;
mod lots;
mod market;
mod month;
pub(crate) mod nation;
mod orders;
mod partners;
mod payments;
mod pictures;
mod programs;
mod registers;
mod sign_ins;
mod suspension;

use crate::open::{Place, Trouble};
use crate::serve::{self, Opening};
use base::calendar::Moment;
use journal::{Clock, Deed, Envelope, Fault, Journal};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::task::JoinSet;

pub use partners::{FAULTS, NAMES as PARTNERS};
pub use pictures::{Picture, shapes};
pub use sign_ins::SignIn;

/// How large the demo is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// How many centres.
    pub centres: u32,
    /// How many days of entries before today.
    pub days: u32,
}

/// A clock that the demo moves through the past days.
#[derive(Clone)]
pub(crate) struct Hands(Arc<AtomicI64>);

impl Hands {
    fn clock(&self) -> Clock {
        let hands = self.0.clone();
        Arc::new(move || Moment::new(hands.load(Ordering::SeqCst)))
    }

    pub(crate) fn set(&self, at: Moment) {
        self.0.store(at.get(), Ordering::SeqCst);
    }
}

/// Makes the demo if it is not there, and opens it.
///
/// # Errors
/// When the store cannot be made or the address is taken.
pub async fn run(place: &Place, opening: Opening, size: Size) -> Result<(), Trouble> {
    let made_before = place.data.join(sign_ins::FILE).exists();
    make(place, size).await?;
    if !made_before {
        begin_anew()?;
    }
    let journal = place.open().await?;
    serve::stock(&journal).await?;
    let path = place.data.join(sign_ins::FILE);
    eprintln!("sign-ins stand in {}", path.display());
    for sign_in in sign_ins::some(&path)? {
        eprintln!("  {sign_in}");
    }
    let (mut opening, listener) = (opening.clone(), serve::bind(&opening).await?);
    // An account that nobody has, so that the file for the bank can be looked at.
    opening.payout_account.get_or_insert_with(|| "010261334:DEMO0001".to_owned());
    opening.bangla_qr.get_or_insert_with(|| "wallet=26:bd.example.bqr:HAAT0001:5999:HAAT DEMO:DHAKA".to_owned());
    let mut partners = None;
    if opening.providers.is_empty() {
        partners = Some(partners::open(&place.data, &mut opening, listener.local_addr()?).await?);
    }
    let opened = serve::open_on(&journal, &opening, listener).await;
    drop(partners); // they are there as long as the house
    opened
}

/// Makes the nation and its month, unless it was made before.
///
/// # Errors
/// What the database says; a demo that was broken off half way, which must be deleted first.
pub async fn make(place: &Place, size: Size) -> Result<Vec<SignIn>, Trouble> {
    let path = place.data.join(sign_ins::FILE);
    if path.exists() {
        return sign_ins::read(&path);
    }
    let now = db::clock::system()();
    let hands = Hands(Arc::new(AtomicI64::new(now.get())));
    let journal = place.open_with(hands.clock()).await?;
    if centres(&journal).await? > 0 {
        return Err(half_made(&place.data));
    }
    let today = now.day();
    let first = today.add_days(-i64::from(size.days));
    hands.set(at(first.add_days(-60), 9, 0));
    eprintln!("places and services …");
    serve::stock(&journal).await?;
    eprintln!("{} centres and their people …", size.centres);
    let mut registry = nation::Registry::new(&journal);
    let mut nation = nation::make(&mut registry, size.centres).await?;
    eprintln!("sellers and goods …");
    let stalls = market::make(&journal, &mut registry, &nation).await?;
    nation.sign_ins = registry.sign_ins;
    if size.days > 0 {
        payments::make(&journal, &hands, &nation, first).await?;
    }
    hands.set(now);
    month::make(&journal, &hands, &nation, first, now).await?;
    if size.days > 0 {
        // Without days it is the beginning of a bench, which sells at every centre.
        hands.set(now);
        eprintln!("orders …");
        orders::make(&journal, &nation).await?;
        lots::make(&journal, &nation, &stalls).await?;
        suspension::make(&journal, &nation).await?;
    }
    sign_ins::write(&path, &nation.sign_ins)?;
    Ok(nation.sign_ins)
}

/// Starts the same command again in place of this process: what was made is there now, and the memory that making it
/// took is given back. Where that is not possible the process simply goes on.
#[allow(clippy::unnecessary_wraps)] // without it on other systems than Unix
fn begin_anew() -> Result<(), Trouble> {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let again = std::process::Command::new(std::env::current_exe()?).args(std::env::args_os().skip(1)).exec();
        tracing::debug!(%again, "the demo goes on in the process that made it");
    }
    Ok(())
}

fn half_made(data: &Path) -> Trouble {
    format!(
        "{} holds centres but no sign-ins: a demo was broken off, or this is no demo. Give another --data",
        data.display()
    )
    .into()
}

async fn centres(journal: &Journal) -> Result<i64, Fault> {
    journal.read::<i64, Fault, _>(|tx| Box::pin(async move { network::centre_count(tx, "/").await })).await
}

/// Hands in deeds, each with who does it and a key that belongs to it: all at once, as the desk likes it.
///
/// # Errors
/// The first refusal: the demo does nothing that is not allowed.
pub(crate) async fn hand_in<D: Deed>(journal: &Journal, deeds: Vec<(String, String, D)>) -> Result<(), Trouble> {
    let mut written = JoinSet::new();
    for (by, key, deed) in deeds {
        let journal = journal.clone();
        written.spawn(async move {
            let done = journal.write(Envelope::new(&by, &format!("demo-{key}")), deed).await;
            done.map(drop).map_err(|stop| format!("the demo: {}: {key}: {stop:?}", D::NAME))
        });
    }
    while let Some(one) = written.join_next().await {
        one??;
    }
    Ok(())
}

/// A clock time of a day in Dhaka.
pub(crate) fn at(day: base::BusinessDay, hour: i64, minute: i64) -> Moment {
    let ms = hour.saturating_mul(3_600_000).saturating_add(minute.saturating_mul(60_000));
    Moment::new(day.starts_at().get().saturating_add(ms))
}
