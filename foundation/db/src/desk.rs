//! The desk: the one place of a process where writes are made.
//!
//! It takes up to 256 waiting jobs, runs them in one transaction, commits once, and answers all when the disk has flushed.
//! It never lingers: while one batch runs or is flushed, the next gathers. If a batch fails its jobs are run again one by one,
//! so that one bad job harms no other. On `PostgreSQL` two batches run beside each other.

use crate::buffer::Buffer;
use crate::durable::Durable;
use crate::postgres::Wire;
use crate::tx::{Conn, Lacking, Tx};
use crate::{Boxed, Clock, Engine, Fault, Want, sqlite};
use base::calendar::Moment;
use deadpool_postgres::Pool;
use std::collections::HashSet;
use std::future::Future;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use tokio::sync::mpsc;

/// Jobs in one transaction, at most.
pub const JOBS_PER_BATCH_MAX: usize = 256;
/// Batches at once on `PostgreSQL`.
pub(crate) const CLERKS: usize = 2;
/// Jobs that may wait for one of them; one more is refused as busy.
pub const JOBS_WAITING_MAX: usize = 4_096;
/// Rounds of a batch whose jobs step aside, at most; in the last they fetch for themselves.
const ROUNDS_MAX: u32 = 3;
/// Tries of one job that lost a race.
const TRIES_MAX: u32 = 8;

/// What becomes of a job's changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They are written with the batch.
    Keep,
    /// A rule refused: nothing of it stays.
    Drop,
}

/// One write. It is a value that can be run again, because a batch may fail for another job's sake.
pub trait Job: Send {
    /// The row whose lock it must hold before anything else is read: what is read behind it cannot be stale, even when
    /// another process writes the same book.
    fn gate(&self) -> Option<Want> {
        None
    }
    /// The rows it will ask for at this time, if it can tell ahead.
    fn wants(&self, now: Moment) -> Vec<Want>;
    /// Does the work. It awaits nothing but the verbs of `tx`. It may be dropped at any of them and run again in the same
    /// batch, so it changes nothing but through `tx`.
    fn run<'a>(&'a mut self, tx: &'a mut Tx<'_>) -> Boxed<'a, Result<Verdict, Fault>>;
    /// Called once, after the commit or the failure: answers whoever waits.
    fn done(self: Box<Self>, outcome: Result<(), Fault>);
}

/// Counts for the metrics page.
#[derive(Debug, Default)]
pub struct DeskFigures {
    /// Transactions committed.
    pub batches: AtomicU64,
    /// Jobs answered.
    pub jobs: AtomicU64,
    /// Batches that failed and were run again one by one.
    pub broken: AtomicU64,
}

/// Where jobs are handed in.
#[derive(Clone)]
pub(crate) struct Desk {
    queues: Arc<[mpsc::Sender<Box<dyn Job>>]>,
    pub figures: Arc<DeskFigures>,
}

impl Desk {
    /// A desk on `SQLite`: a thread of its own owns the connection. The verbs answer inside the poll,
    /// so driving a job costs nothing there.
    pub fn on_sqlite(path: &Path, mut conn: rusqlite::Connection, clock: Clock) -> Result<Desk, Fault> {
        let (queue, mut waiting) = mpsc::channel(JOBS_WAITING_MAX);
        let figures = Arc::new(DeskFigures::default());
        let kept = figures.clone();
        let mut folding = sqlite::Folding::of(path)?;
        let durable = sqlite::answers_late(&conn)?;
        let body = move || {
            sqlite::fold_late(&conn);
            while let Some(first) = waiting.blocking_recv() {
                let jobs = gather(first, &mut waiting);
                at_once(batch(Line::Sqlite(&mut conn, &durable), jobs, &clock, &kept));
                folding.look();
            }
        };
        std::thread::Builder::new()
            .name("desk".to_owned())
            .spawn(body)
            .map_err(|error| Fault::Unsound(format!("the desk could not start: {error}")))?;
        Ok(Desk { queues: Arc::new([queue]), figures })
    }

    /// A desk on `PostgreSQL`: tasks that take a connection for each batch. While one waits for the server another decides.
    /// They are to each other as two processes on one database are; but all jobs behind one gate go to one of them, so
    /// that they do not wait for each other's locks.
    pub fn on_postgres(pool: &Pool, clock: &Clock) -> Desk {
        let figures = Arc::new(DeskFigures::default());
        let clerk = |_| {
            let (queue, mut waiting) = mpsc::channel(JOBS_WAITING_MAX);
            let (pool, clock, kept) = (pool.clone(), clock.clone(), figures.clone());
            tokio::spawn(async move {
                while let Some(first) = waiting.recv().await {
                    let jobs = gather(first, &mut waiting);
                    batch(Line::Postgres(&pool), jobs, &clock, &kept).await;
                }
            });
            queue
        };
        let queues = (0..CLERKS).map(clerk).collect();
        Desk { queues, figures }
    }

    /// Hands a job in. A full queue answers busy at once.
    pub fn hand_in(&self, job: Box<dyn Job>) {
        let of_gate = |(_, key): Want| BuildHasherDefault::<DefaultHasher>::default().hash_one(key);
        let turn = job.gate().map_or(0, of_gate).checked_rem(u64::try_from(self.queues.len()).unwrap_or(1));
        let place = turn.and_then(|turn| usize::try_from(turn).ok()).unwrap_or(0);
        let Some(queue) = self.queues.get(place) else { return job.done(Err(Fault::Busy)) };
        if let Err(refused) = queue.try_send(job) {
            refused.into_inner().done(Err(Fault::Busy));
        }
    }
}

fn gather(first: Box<dyn Job>, waiting: &mut mpsc::Receiver<Box<dyn Job>>) -> Vec<Box<dyn Job>> {
    let mut jobs = vec![first];
    while jobs.len() < JOBS_PER_BATCH_MAX
        && let Ok(next) = waiting.try_recv()
    {
        jobs.push(next);
    }
    jobs
}

/// Drives a future that answers at once.
pub(crate) fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    match future.as_mut().poll(&mut context) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// Where a batch finds its connection.
enum Line<'a> {
    Sqlite(&'a mut rusqlite::Connection, &'a Durable),
    Postgres(&'a Pool),
}

impl Line<'_> {
    /// Answers jobs that were committed, when that is durable.
    fn answer(&self, jobs: Vec<Box<dyn Job>>) {
        match self {
            Line::Sqlite(_, durable) => durable.answer(jobs),
            Line::Postgres(_) => {
                for job in jobs {
                    job.done(Ok(())); // its commit waited for the disk
                }
            }
        }
    }
}

/// Runs a batch; if it fails, its jobs one by one.
async fn batch(mut line: Line<'_>, mut jobs: Vec<Box<dyn Job>>, clock: &Clock, figures: &DeskFigures) {
    let count = u64::try_from(jobs.len()).unwrap_or(0);
    figures.jobs.fetch_add(count, Ordering::Relaxed);
    let mut outcome = attempt(&mut line, &mut jobs, clock).await;
    if outcome.as_ref().is_err_and(Fault::is_race) {
        // Whoever was quicker is done by now; one by one would cost every job a commit.
        outcome = attempt(&mut line, &mut jobs, clock).await;
    }
    match outcome {
        Ok(()) => {
            figures.batches.fetch_add(1, Ordering::Relaxed);
            line.answer(jobs);
        }
        Err(fault) => {
            figures.broken.fetch_add(1, Ordering::Relaxed);
            tracing::debug!(%fault, jobs = count, "a batch failed; its jobs run one by one");
            for job in jobs {
                alone(&mut line, job, clock, figures).await;
            }
        }
    }
}

/// Runs one job by itself, again if it lost a race.
async fn alone(line: &mut Line<'_>, job: Box<dyn Job>, clock: &Clock, figures: &DeskFigures) {
    let mut one = [job];
    let mut tries = 1;
    let outcome = loop {
        match attempt(line, &mut one, clock).await {
            Err(fault) if fault.is_race() && tries < TRIES_MAX => tries += 1,
            outcome => break outcome,
        }
    };
    figures.batches.fetch_add(1, Ordering::Relaxed);
    match (outcome, one) {
        (Ok(()), one) => line.answer(one.into()),
        (Err(fault), [job]) => job.done(Err(fault)),
    }
}

/// One transaction: all jobs of it, or nothing.
async fn attempt(line: &mut Line<'_>, jobs: &mut [Box<dyn Job>], clock: &Clock) -> Result<(), Fault> {
    let mut buffer = Buffer::default();
    match line {
        Line::Sqlite(conn, durable) => {
            durable.is_sound()?;
            let mut tx = Tx::new(Conn::Sqlite(conn), &mut buffer, clock(), true);
            within(&mut tx, "begin immediate", jobs, clock).await
        }
        Line::Postgres(pool) => {
            let wire = Wire(pool.get().await?);
            let mut tx = Tx::new(Conn::Postgres(&wire), &mut buffer, clock(), true);
            tx.simple("begin").await?;
            let now = clock();
            let gates = jobs.iter().filter_map(|job| job.gate()).collect();
            let wants = jobs.iter().flat_map(|job| job.wants(now)).collect();
            let outcome = match tx.pass_gates(gates).await {
                Ok(()) => match tx.prefetch(wants).await {
                    Ok(()) => within(&mut tx, "", jobs, clock).await,
                    Err(fault) => Err(fault),
                },
                Err(fault) => Err(fault),
            };
            if outcome.is_err() && wire.simple("rollback").await.is_err() {
                drop(deadpool_postgres::Object::take(wire.0)); // a broken connection is not lent again
            }
            outcome
        }
    }
}

async fn within(tx: &mut Tx<'_>, begin: &str, jobs: &mut [Box<dyn Job>], clock: &Clock) -> Result<(), Fault> {
    if !begin.is_empty() {
        tx.simple(begin).await?;
    }
    let outcome = all_of(tx, jobs, clock).await;
    if outcome.is_err() && !begin.is_empty() {
        tx.simple("rollback").await.unwrap_or_default(); // SQLite may have rolled back by itself
    }
    outcome
}

/// Runs all jobs of a batch. On `PostgreSQL` a job that lacks a row steps aside: it is undone and run again behind the
/// others, when what all of them lacked was fetched in one round trip. So a batch of jobs that touch shelves alone costs as
/// many round trips as its longest chain of rows that tell of each other, not as many as its jobs have gaps. Those behind
/// one gate keep their order: what comes after one that stepped aside is run to see what it lacks, undone, and run again.
async fn all_of(tx: &mut Tx<'_>, jobs: &mut [Box<dyn Job>], clock: &Clock) -> Result<(), Fault> {
    let mut waiting: Vec<&mut Box<dyn Job>> = jobs.iter_mut().collect();
    let mut rounds = 0;
    while !waiting.is_empty() {
        rounds += 1;
        // A job alone gains nothing by it.
        let steps_aside = tx.engine() == Engine::Postgres && waiting.len() > 1 && rounds < ROUNDS_MAX;
        let lacking = Lacking::default();
        tx.step_aside(steps_aside.then(|| lacking.clone()));
        let (mut aside, mut wants, mut held) = (Vec::new(), Vec::new(), HashSet::new());
        for job in waiting {
            tx.begin_job(clock());
            let gate = job.gate().filter(|_| steps_aside).map(|(_, key)| key);
            let is_behind = gate.as_ref().is_some_and(|key| held.contains(key));
            let run = Run { job: job.run(tx), lacking: &lacking };
            match run.await {
                Ran::Settled(verdict) if !is_behind => tx.settle(verdict? == Verdict::Keep).await?,
                ran => {
                    tx.settle(false).await?;
                    if let Ran::Lacks(rows) = ran {
                        wants.extend(rows);
                    }
                    held.extend(gate);
                    aside.push(job);
                }
            }
        }
        tx.step_aside(None);
        tx.prefetch(wants).await?;
        waiting = aside;
    }
    tx.flush().await?;
    tx.simple("commit").await
}

/// A job as it runs. One that panics breaks its batch like any other fault; the desk itself goes on.
struct Run<'a> {
    job: Boxed<'a, Result<Verdict, Fault>>,
    lacking: &'a Lacking,
}

/// What came of it.
enum Ran {
    /// It is over.
    Settled(Result<Verdict, Fault>),
    /// It stepped aside for want of these rows.
    Lacks(Vec<Want>),
}

impl Future for Run<'_> {
    type Output = Ran;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Ran> {
        let inner = self.job.as_mut();
        let polled = std::panic::catch_unwind(AssertUnwindSafe(|| inner.poll(context)));
        let lacks = self.lacking.lock().ok().and_then(|mut lacking| lacking.take());
        match (polled, lacks) {
            (Ok(Poll::Ready(outcome)), _) => Poll::Ready(Ran::Settled(outcome)),
            (Ok(Poll::Pending), Some(rows)) => Poll::Ready(Ran::Lacks(rows)),
            (Ok(Poll::Pending), None) => Poll::Pending,
            (Err(_), _) => Poll::Ready(Ran::Settled(Err(Fault::Unsound("a job panicked".to_owned())))),
        }
    }
}
