//! Committed is not yet durable: `SQLite`'s log stands in the machine's memory until the disk was told to flush it.

use crate::{Fault, Job};
use std::fs::{File, OpenOptions};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Batches that may be committed and not durable yet, at most: then the desk waits for the disk.
const BATCHES_UNFLUSHED_MAX: usize = 4;

/// What the desk committed, on its way to the disk.
type Committed = Vec<Box<dyn Job>>;

/// Makes what the desk committed durable on a thread of its own, and only then answers; the desk does the next batch
/// meanwhile. Batches that come while the disk flushes share its next flush.
///
/// A flush that failed cannot be tried again: the kernel forgets which pages it could not write, and the next flush would
/// succeed without them. So the store takes no more writes until it is opened anew and reads what is there.
pub(crate) struct Durable {
    committed: SyncSender<Committed>,
    failed: Arc<AtomicBool>,
}

impl Durable {
    /// Behind a connection whose commits do not wait for the disk.
    pub(crate) fn behind(conn: &rusqlite::Connection) -> Result<Durable, Fault> {
        let path = conn.path().ok_or_else(|| Fault::Unsound("a store without a file".to_owned()))?;
        // Not every system flushes a file for whoever may only read it.
        let log = OpenOptions::new().read(true).write(true).open(format!("{path}-wal"));
        let log = log.map_err(|error| Fault::Away(format!("{path}-wal: {error}")))?;
        let (committed, waiting) = sync_channel(BATCHES_UNFLUSHED_MAX);
        let failed = Arc::new(AtomicBool::new(false));
        let kept = failed.clone();
        std::thread::Builder::new()
            .name("durable".to_owned())
            .spawn(move || answer_all(&log, &waiting, &kept))
            .map_err(|error| Fault::Unsound(format!("nobody flushes the disk: {error}")))?;
        Ok(Durable { committed, failed })
    }

    /// Fails once the disk refused.
    pub(crate) fn is_sound(&self) -> Result<(), Fault> {
        if self.failed.load(Ordering::Acquire) { Err(refused()) } else { Ok(()) }
    }

    /// Answers these when they are durable.
    pub(crate) fn answer(&self, jobs: Committed) {
        if let Err(unsent) = self.committed.send(jobs) {
            for job in unsent.0 {
                job.done(Err(refused()));
            }
        }
    }
}

fn refused() -> Fault {
    Fault::Away("the disk did not take what was written; the program has to be started anew".to_owned())
}

fn answer_all(log: &File, waiting: &Receiver<Committed>, failed: &AtomicBool) {
    while let Ok(first) = waiting.recv() {
        let jobs = first.into_iter().chain(waiting.try_iter().flatten()).collect::<Committed>();
        if !failed.load(Ordering::Acquire)
            && let Err(error) = log.sync_data()
        {
            failed.store(true, Ordering::Release);
            tracing::error!(%error, "the disk did not take what was written: no more writes until the program is started anew");
        }
        let outcome = || if failed.load(Ordering::Acquire) { Err(refused()) } else { Ok(()) };
        for job in jobs {
            job.done(outcome());
        }
    }
}
