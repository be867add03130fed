//! The queue before the desk has an end, and readers do not stand in it.

use crate::pantry::Step::{Add, Put};
use crate::pantry::{JARS, MIGRATIONS, both, hand_in, lines, spoons};
use base::calendar::Moment;
use db::{Boxed, Db, Engine, Fault, JOBS_WAITING_MAX, Job, Target, Tx, Verdict, Want};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use tokio::sync::oneshot;

/// Holds the desk until it is let go, as a slow disk would.
struct Slow {
    begun: Option<oneshot::Sender<()>>,
    go: Option<oneshot::Receiver<()>>,
    told: Option<oneshot::Sender<()>>,
}

impl Job for Slow {
    fn gate(&self) -> Option<Want> {
        Some((&JARS, vec!["b".into(), "gate".into()]))
    }

    fn wants(&self, _: Moment) -> Vec<Want> {
        Vec::new()
    }

    fn run<'a>(&'a mut self, tx: &'a mut Tx<'_>) -> Boxed<'a, Result<Verdict, Fault>> {
        let (begun, go) = (self.begun.take().unwrap(), self.go.take().unwrap());
        begun.send(()).unwrap();
        // The desk of SQLite is a thread of its own that nothing may keep waiting but the disk; the other is a task.
        if tx.engine() == Engine::Sqlite {
            go.blocking_recv().unwrap();
            return Box::pin(async { Ok(Verdict::Keep) });
        }
        Box::pin(async move {
            go.await.unwrap();
            Ok(Verdict::Keep)
        })
    }

    fn done(mut self: Box<Self>, outcome: Result<(), Fault>) {
        outcome.unwrap();
        self.told.take().unwrap().send(()).unwrap();
    }
}

#[test]
fn beyond_so_many_waiting_jobs_the_next_is_told_at_once_and_those_that_wait_are_done() {
    both(|db| async move {
        let (begun, has_begun) = oneshot::channel();
        let (go, wait) = oneshot::channel();
        let (told, is_told) = oneshot::channel();
        db.hand_in(Box::new(Slow { begun: Some(begun), go: Some(wait), told: Some(told) }));
        has_begun.await.unwrap();
        let waiting: Vec<_> = (0..JOBS_WAITING_MAX).map(|_| hand_in(&db, "b", &[Put("salt", 1)])).collect();
        for _ in 0..5 {
            let refused = hand_in(&db, "b", &[Put("salt", 1_000_000)]).await.unwrap();
            assert!(matches!(refused, Err(Fault::Busy)), "{refused:?}");
        }
        // Who only reads is not kept waiting by who writes.
        assert_eq!(spoons(&db, "b", "salt").await, None);
        if db.engine() == Engine::Postgres {
            // Another clerk goes on: of ten books some are written by the other.
            let (written, mut first) = tokio::sync::mpsc::channel(10);
            for book in ["c", "d", "e", "f", "g", "h", "i", "j", "k", "l"] {
                let (job, written) = (hand_in(&db, book, &[Put("salt", 1)]), written.clone());
                tokio::spawn(async move {
                    if let Ok(Ok(Verdict::Keep)) = job.await {
                        let _ = written.send(book).await;
                    }
                });
            }
            let book = first.recv().await.unwrap();
            assert_eq!(spoons(&db, book, "salt").await, Some(1));
        }
        go.send(()).unwrap();
        is_told.await.unwrap();
        for job in waiting {
            job.await.unwrap().unwrap();
        }
        assert_eq!(spoons(&db, "b", "salt").await, Some(i64::try_from(JOBS_WAITING_MAX).unwrap()));
        let figures = db.figures();
        assert!(
            figures.batches.load(Ordering::Relaxed) <= 1 + 17 + 10,
            "{figures:?}: at most 256 a batch, the slow one, and those of other books"
        );
        hand_in(&db, "b", &[Add(1, "x")]).await.unwrap().unwrap();
    });
}

#[test]
fn a_caller_who_hung_up_changes_nothing_of_what_is_done() {
    both(|db| async move {
        for n in 0..20 {
            drop(hand_in(&db, "b", &[Put("salt", 1), Add(n, "x")]));
        }
        hand_in(&db, "b", &[Put("salt", 1)]).await.unwrap().unwrap();
        assert_eq!(spoons(&db, "b", "salt").await, Some(21));
        assert_eq!(lines(&db, "b").await.len(), 20);
    });
}

#[test]
fn a_commit_is_done_once_while_somebody_else_folds_the_log() {
    trial::run(async {
        let dir = trial::Dir::new();
        let path = dir.path().join("pantry.db");
        let db = Db::open(&Target::Sqlite(path.clone()), MIGRATIONS, Arc::new(|| trial::MORNING)).await.unwrap();
        let over = Arc::new(AtomicBool::new(false));
        let until = over.clone();
        let folding = std::thread::spawn(move || {
            let conn = rusqlite::Connection::open(path).unwrap();
            conn.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
            while !until.load(Ordering::Relaxed) {
                // It holds the lock of those who fold while it waits for the desk's transaction to end.
                conn.execute_batch("pragma wal_checkpoint(full)").unwrap_or_default();
            }
        });
        // Each is longer than the log may be before the desk folds it itself.
        let long: &str = Box::leak("x".repeat(3_900).into_boxed_str());
        for book in ["a", "b", "c", "d", "e"] {
            let steps: Vec<_> = (0..5_500).map(|line| Add(line, long)).collect();
            hand_in(&db, book, &steps).await.unwrap().unwrap();
            assert_eq!(lines(&db, book).await.len(), 5_500);
        }
        over.store(true, Ordering::Relaxed);
        folding.join().unwrap();
        assert_eq!(db.figures().broken.load(Ordering::Relaxed), 0, "what is committed is not run again");
    });
}

#[test]
fn a_store_is_opened_again_with_what_it_held_and_refused_when_its_history_is_another() {
    trial::run(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let dir = trial::Dir::new();
            let target = match engine {
                Engine::Sqlite => Target::Sqlite(dir.path().join("pantry.db")),
                Engine::Postgres => Target::Postgres(trial::fresh_schema().await),
            };
            let clock: db::Clock = Arc::new(|| trial::MORNING);
            let first = Db::open(&target, MIGRATIONS, clock.clone()).await.unwrap();
            hand_in(&first, "b", &[Put("salt", 3)]).await.unwrap().unwrap();
            drop(first);
            let again = Db::open(&target, MIGRATIONS, clock.clone()).await.unwrap();
            assert_eq!((again.engine(), spoons(&again, "b", "salt").await), (engine, Some(3)));
            let mut changed = MIGRATIONS[0];
            changed.sql = "create table pantry_jar (book text not null, primary key (book))";
            let refused = Db::open(&target, &[changed], clock.clone()).await;
            assert!(matches!(refused, Err(Fault::Unsound(_))), "{engine:?}: a migration was changed after it ran");
            let mut next = MIGRATIONS[0];
            (next.number, next.name) = (2, "shelf");
            next.sql = "create table pantry_shelf (book text not null, width bigint not null, primary key (book))";
            Db::open(&target, &[MIGRATIONS[0], next], clock).await.unwrap();
        }
    });
}

#[test]
fn ids_of_later_moments_sort_later_and_no_two_are_alike() {
    trial::run(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let dir = trial::Dir::new();
            let target = match engine {
                Engine::Sqlite => Target::Sqlite(dir.path().join("pantry.db")),
                Engine::Postgres => Target::Postgres(trial::fresh_schema().await),
            };
            let time = Arc::new(AtomicI64::new(trial::MORNING.get()));
            let shared = time.clone();
            let clock: db::Clock = Arc::new(move || Moment::new(shared.load(Ordering::SeqCst)));
            let db = Db::open(&target, MIGRATIONS, clock).await.unwrap();
            let mut ids = Vec::new();
            for step in [1, 999, 86_400_000, 366 * 86_400_000] {
                time.fetch_add(step, Ordering::SeqCst);
                let some = db.read::<_, Fault, _>(|tx| {
                    Box::pin(async move {
                        (0..50).map(|_| tx.new_id().map(|id| id.to_string())).collect::<Result<Vec<_>, _>>()
                    })
                });
                let some = some.await.unwrap();
                assert!(ids.last().is_none_or(|last| some.iter().all(|id| id > last)), "later ids sort later");
                let mut sorted = some;
                sorted.sort();
                ids.extend(sorted);
            }
            let all = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), all);
        }
    });
}
