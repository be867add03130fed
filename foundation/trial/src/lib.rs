//! What tests build on: a fresh journal on each engine, and a clock that stands where it is set.
//!
//! `PostgreSQL` is the throw-away server that `scripts/trial-postgres` starts (`make test` does); its address may
//! be given in `HAAT_TEST_POSTGRES`. Each trial gets a schema of its own, so that trials never meet.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::missing_panics_doc)] // a test stops at the first surprise

use base::calendar::Moment;
use db::{Clock, Engine, Target};
use journal::{Journal, Keys, Register};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Monday 23 November 2026, 10:42 in Dhaka: the moment at which every trial begins.
pub const MORNING: Moment = Moment::new(1_795_408_920_000);

/// One trial: a fresh store with a journal.
pub struct Trial {
    /// The journal under trial.
    pub journal: Journal,
    /// The engine below.
    pub engine: Engine,
    /// Where the store is, to open it a second time.
    pub target: Target,
    register: Register,
    time: Arc<AtomicI64>,
    _dir: Dir,
}

/// A directory that is gone with its owner.
pub struct Dir(PathBuf);

impl Dir {
    /// A new empty directory.
    #[must_use]
    pub fn new() -> Dir {
        let path = std::env::temp_dir().join(format!("haat-trial-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir_all(&path).expect("a temporary directory");
        Dir(path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Default for Dir {
    fn default() -> Dir {
        Dir::new()
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0)); // a left-over directory harms nobody
    }
}

impl Trial {
    /// A fresh store on this engine.
    pub async fn on(engine: Engine, register: Register) -> Trial {
        let dir = Dir::new();
        let target = match engine {
            Engine::Sqlite => Target::Sqlite(dir.path().join("haat.db")),
            Engine::Postgres => Target::Postgres(fresh_schema().await),
        };
        let time = Arc::new(AtomicI64::new(MORNING.get()));
        let journal =
            Journal::open(&target, register.clone(), keys(), clock(&time)).await.expect("a fresh store opens");
        Trial { journal, engine, target, register, time, _dir: dir }
    }

    /// Opens the same store a second time, as another process would.
    pub async fn open_again(&self) -> Journal {
        self.open_with(self.register.clone()).await
    }

    /// Opens the same store as a program with other rooms would.
    pub async fn open_with(&self, register: Register) -> Journal {
        Journal::open(&self.target, register, keys(), clock(&self.time)).await.expect("the store opens again")
    }

    /// Sets the clock.
    pub fn set_time(&self, now: Moment) {
        self.time.store(now.get(), Ordering::SeqCst);
    }

    /// Moves the clock forward.
    pub fn pass(&self, ms: i64) {
        self.time.fetch_add(ms, Ordering::SeqCst);
    }

    /// Proves that chain, seals, views and audits are clean: the last line of most trials.
    pub async fn verify(&self) {
        let findings = self.journal.verify().await.expect("the store can be read");
        assert!(findings.faults.is_empty(), "{:?}: {:#?}", self.engine, findings.faults);
    }
}

fn clock(time: &Arc<AtomicI64>) -> Clock {
    let time = time.clone();
    Arc::new(move || Moment::new(time.load(Ordering::SeqCst)))
}

/// The same keys in every trial, so that a store can be opened again.
#[must_use]
pub fn keys() -> Keys {
    Keys::new([7; 32])
}

/// The address of the trial server, with a schema of its own.
pub async fn fresh_schema() -> String {
    let dir = std::env::var("HAAT_TRIAL_PG").unwrap_or_else(|_| format!("/tmp/haat-trial-postgres-{}", user()));
    let socket = format!("postgres://haat@{}/postgres", dir.replace('/', "%2F"));
    let server = std::env::var("HAAT_TEST_POSTGRES").unwrap_or(socket);
    let (client, line) = tokio_postgres::connect(&server, tokio_postgres::NoTls)
        .await
        .expect("the trial PostgreSQL runs (scripts/trial-postgres starts it)");
    tokio::spawn(line);
    let schema = format!("t{}", uuid::Uuid::new_v4().simple());
    client.batch_execute(&format!("create schema {schema}")).await.expect("a schema of its own");
    let mark = if server.contains('?') { '&' } else { '?' };
    format!("{server}{mark}options=-csearch_path%3D{schema}")
}

/// The number of the user who runs the tests, as `id -u` prints it.
fn user() -> String {
    let out = std::process::Command::new("id").arg("-u").output().expect("id -u");
    String::from_utf8_lossy(&out.stdout).trim().to_owned()
}

/// Runs a future to its end on a runtime of its own.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(future)
}

/// Runs a trial on `SQLite`, then on `PostgreSQL`.
pub fn both<F, Fut>(register: &Register, test: F)
where
    F: Fn(Trial) -> Fut,
    Fut: Future<Output = ()>,
{
    run(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            test(Trial::on(engine, register.clone()).await).await;
        }
    });
}
