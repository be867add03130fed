//! Closing a day of many receipts, day after day at one centre, beside a bare flush of the disk.

use super::counter_load::percentile;
use super::{Measure, limits};
use crate::demo::nation::choose;
use crate::open::{Place, Trouble};
use base::calendar::Moment;
use counter::{CloseDay, Count, CountDrawer, LineGiven, OpenDay, TILL, TakeServices};
use journal::{Clock, Deed, Envelope, Fault, Journal};
use network::deeds::OpenCentre;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;
use tokio::task::JoinSet;

/// What a close may take, in milliseconds.
const BUDGET_MS: f64 = 1_000.0;
/// Presses at once while receipts are made.
const AT_ONCE: usize = 64;
const DAY_MS: i64 = 86_400_000;

async fn does<D: Deed>(journal: &Journal, deed: D) -> Result<D::Done, Trouble> {
    match journal.write(Envelope::system(), deed).await {
        Ok(written) => Ok(written.done),
        Err(stop) => Err(format!("{}: {stop:?}", D::NAME).into()),
    }
}

async fn sell(journal: &Journal, book: &str, path: &str, receipts: u32) -> Result<(), Trouble> {
    let mut on_the_way = JoinSet::new();
    for number in 0..receipts {
        let line = LineGiven {
            service: "C010".to_owned(),
            quantity: i64::from(number % 9).saturating_add(1),
            answers: None,
            fee_shown: None,
            draft: None,
        };
        let deed = TakeServices {
            book: book.to_owned(),
            path: path.to_owned(),
            till: TILL.to_owned(),
            customer: None,
            lines: vec![line],
            tendered: None,
            register_day: None,
        };
        let journal = journal.clone();
        on_the_way.spawn(async move { journal.write(Envelope::system(), deed).await });
        if on_the_way.len() >= AT_ONCE
            && let Some(answer) = on_the_way.join_next().await
        {
            answer?.map_err(|stop| format!("a receipt: {stop:?}"))?;
        }
    }
    while let Some(answer) = on_the_way.join_next().await {
        answer?.map_err(|stop| format!("a receipt: {stop:?}"))?;
    }
    Ok(())
}

/// A deed's time in microseconds.
#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
async fn timed<D: Deed>(journal: &Journal, deed: D) -> Result<u64, Trouble> {
    let began = Instant::now();
    does(journal, deed).await?;
    Ok(u64::try_from(began.elapsed().as_micros())?)
}

pub(crate) async fn run(
    dir: &Path,
    receipts: u32,
    days: u32,
    database: Option<&str>,
    quiet: bool,
) -> Result<Vec<Measure>, Trouble> {
    let place = Place::new(dir, database)?;
    let hands = Arc::new(AtomicI64::new(db::clock::system()().get()));
    let (own, other) = (hands.clone(), hands.clone());
    let clock: Clock = Arc::new(move || Moment::new(own.load(Ordering::SeqCst)));
    let journal = place.open_with(clock).await?;
    crate::serve::stock(&journal).await?;
    let chosen = choose(&journal, 1).await?;
    let place = chosen.first().ok_or("no place for a centre")?;
    let deed = OpenCentre { code: None, place: place.code.clone(), name_bn: None, name_en: None };
    let book = does(&journal, deed).await?;
    let (mut counts, mut closes) = (Vec::new(), Vec::new());
    for number in 1..=days {
        let day = journal.now().day();
        let found = in_drawer(&journal, &book).await?;
        does(&journal, OpenDay { book: book.clone(), count: found }).await?;
        sell(&journal, &book, &place.path, receipts).await?;
        let count = in_drawer(&journal, &book).await?;
        counts.push(timed(&journal, CountDrawer { book: book.clone(), day, count }).await?);
        let close = CloseDay { book: book.clone(), day, reason: String::new(), note: String::new() };
        closes.push(timed(&journal, close).await?);
        other.fetch_add(DAY_MS, Ordering::SeqCst);
        if !quiet {
            eprintln!("day {number}: {receipts} receipts, closed");
        }
    }
    let first = closes.first().copied().unwrap_or_default();
    let last = closes.last().copied().unwrap_or_default();
    counts.sort_unstable();
    closes.sort_unstable();
    let flush_ms = 1_000.0 / limits::flushes_per_s(dir)?;
    let engine = if database.is_some() { "postgres" } else { "sqlite" };
    let ms = |us: f64| us / 1_000.0;
    let exact = |us: u64| u32::try_from(us).map_or(f64::MAX, f64::from);
    let one = |measure, value, limit| Measure { bench: "day", measure, value, unit: "ms", limit, engine };
    Ok(vec![
        one("count_p50", ms(percentile(&counts, 50)), None),
        one("close_first", ms(exact(first)), Some(BUDGET_MS)),
        one("close_last", ms(exact(last)), Some(BUDGET_MS)),
        one("close_p50", ms(percentile(&closes, 50)), Some(BUDGET_MS)),
        one("close_max", ms(percentile(&closes, 100)), Some(BUDGET_MS)),
        one("bare_flush", flush_ms, None),
    ])
}

/// What the book says is in the drawer, in notes and coins.
async fn in_drawer(journal: &Journal, book: &str) -> Result<Count, Fault> {
    let book = book.to_owned();
    let read =
        journal.read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::drawer_balance(tx, &book, TILL).await }));
    Ok(Count::of(read.await?))
}
