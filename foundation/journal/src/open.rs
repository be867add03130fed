//! The journal of a store: opening it, and the only two ways in.

use crate::deed::Errand;
use crate::store::{
    ENTRIES_AFTER, ENTRIES_PER_PAGE_MAX, HEAD_ROWS, KEEP_SESSION, MIGRATIONS, NEXT_KEYS, PRUNE_KEYS, SESSION, entry,
};
use crate::{Boxed, Deed, Entry, Envelope, EventKind, Fault, Keys, Migration, Stop, Tx, Written};
use base::calendar::Moment;
use db::{Clock, Db, Job, Target, Verdict, Want};
use std::sync::Arc;
use tokio::sync::oneshot;

/// A check that a room adds to verifying: it answers every fault it finds, in a sentence each.
#[derive(Clone, Copy)]
#[allow(clippy::type_complexity)] // a future's own type, spelt once
pub struct Audit {
    /// What it checks.
    pub name: &'static str,
    /// The check.
    pub run: for<'a> fn(&'a mut db::Tx<'_>) -> Boxed<'a, Result<Vec<String>, Fault>>,
}

/// What the rooms bring to the journal.
#[derive(Clone, Default)]
pub struct Register {
    /// All migrations, the journal's own apart.
    pub migrations: Vec<Migration>,
    /// Every version of every event.
    pub events: Vec<EventKind>,
    /// The tables that are views of the journals.
    pub views: Vec<&'static str>,
    /// Further checks.
    pub audits: Vec<Audit>,
}

impl Register {
    /// The migrations of the journal and of all rooms.
    #[must_use]
    pub fn all_migrations(&self) -> Vec<Migration> {
        MIGRATIONS.iter().chain(&self.migrations).copied().collect()
    }
}

/// What every deed stands on.
pub(crate) struct Ground {
    pub keys: Keys,
    pub session: String,
    pub register: Register,
}

/// The journal of an open store. Cheap to clone.
#[derive(Clone)]
pub struct Journal {
    db: Db,
    pub(crate) ground: Arc<Ground>,
}

impl Journal {
    /// Opens a store, makes it if it is not there, brings its tables up to date: also what stands in them, when an older
    /// program made them.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open(target: &Target, register: Register, keys: Keys, clock: Clock) -> Result<Journal, Fault> {
        let db = Db::open(target, &register.all_migrations(), clock).await?;
        let session = begin(&db, false).await?;
        if let Some(entries) = crate::upgrade::views(&db, &register).await? {
            tracing::info!(entries, "the views of an older program were made anew");
        }
        Ok(Journal { db, ground: Arc::new(Ground { keys, session, register }) })
    }

    /// Begins a new session: after a backup was restored, so that no number is ever given twice.
    ///
    /// # Errors
    /// What the database says.
    pub async fn begin_session(self) -> Result<Journal, Fault> {
        let session = begin(&self.db, true).await?;
        let Ok(ground) = Arc::try_unwrap(self.ground) else {
            return Err(Fault::Unsound("a new session begins only while nothing else uses the store".to_owned()));
        };
        Ok(Journal { db: self.db, ground: Arc::new(Ground { session, ..ground }) })
    }

    /// Does a deed. It is entered whole or not at all; when this returns, it is on the disk.
    ///
    /// # Errors
    /// [`Stop::Refused`] when a rule says no, [`Stop::KeyReused`] for a used key, [`Stop::Fault`] when something broke.
    pub async fn write<D: Deed>(&self, envelope: Envelope, deed: D) -> Result<Written<D::Done>, Stop<D::Refusal>> {
        let (errand, wait) = Errand::new(deed, envelope, self.ground.clone())?;
        self.db.hand_in(Box::new(errand));
        wait.await.unwrap_or_else(|_| Err(Stop::Fault(Fault::Away("the desk stopped".to_owned()))))
    }

    /// Reads, beside the writes and never waiting for them.
    ///
    /// # Errors
    /// What the reader answers.
    pub async fn read<T, E, F>(&self, reader: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx<'_, '_>) -> Boxed<'a, Result<T, E>> + Send + 'static,
    {
        let ground = self.ground.clone();
        self.db
            .read(move |tx| {
                Box::pin(async move {
                    let mut tx = Tx { db: tx, ground: &ground, by: "", deed: "", deed_key: &[] };
                    reader(&mut tx).await
                })
            })
            .await
    }

    /// Entries of a book after a folio, in order, at most [`ENTRIES_PER_PAGE_MAX`].
    ///
    /// # Errors
    /// What the database says.
    pub async fn entries(&self, book: &str, after: i64, limit: i64) -> Result<Vec<Entry>, Fault> {
        let values = [book.into(), after.into(), limit.clamp(1, ENTRIES_PER_PAGE_MAX).into()];
        self.db
            .read(move |tx| Box::pin(async move { tx.all(&ENTRIES_AFTER, &values).await?.iter().map(entry).collect() }))
            .await
    }

    /// All books and the folio of their last entries.
    ///
    /// # Errors
    /// What the database says.
    pub async fn books(&self) -> Result<Vec<(String, i64)>, Fault> {
        self.db
            .read(|tx| {
                Box::pin(async move {
                    let rows = tx.all(&HEAD_ROWS, &[]).await?;
                    rows.iter().map(|row| Ok((row.get("book")?, row.get("folio")?))).collect()
                })
            })
            .await
    }

    /// Forgets idempotency keys older than a moment: whoever has not asked again by then never will. Answers how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn prune_keys(&self, before: Moment) -> Result<u64, Fault> {
        // Book by book, so that nobody waits at the desk while the keys of a whole nation are looked through.
        let (mut pruned, mut last) = (0_u64, String::new());
        loop {
            let after = last.clone();
            let next = self.db.read(move |tx| {
                Box::pin(async move { tx.one(&NEXT_KEYS, &[after.into()]).await?.get::<Option<String>>("book") })
            });
            let Some(book) = next.await? else { return Ok(pruned) };
            last.clone_from(&book);
            let forgotten = chore(&self.db, move |tx| {
                let book = book.clone();
                Box::pin(async move { tx.execute(&PRUNE_KEYS, &[book.into(), before.into()]).await })
            });
            pruned = pruned.saturating_add(forgotten.await?);
        }
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.db.now()
    }

    /// The store's keys.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.ground.keys
    }

    /// The session of this store.
    #[must_use]
    pub fn session(&self) -> &str {
        &self.ground.session
    }

    /// The store below.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }
}

/// A job of the program itself, answering through a channel.
pub(crate) struct Chore<T, F> {
    pub gate: Option<Want>,
    pub work: F,
    pub made: Option<T>,
    pub answer: Option<oneshot::Sender<Result<T, Fault>>>,
}

impl<T, F> Job for Chore<T, F>
where
    T: Send,
    F: for<'a> FnMut(&'a mut db::Tx<'_>) -> Boxed<'a, Result<T, Fault>> + Send,
{
    fn gate(&self) -> Option<Want> {
        self.gate.clone()
    }

    fn wants(&self, _: Moment) -> Vec<Want> {
        Vec::new()
    }

    fn run<'a>(&'a mut self, tx: &'a mut db::Tx<'_>) -> Boxed<'a, Result<Verdict, Fault>> {
        Box::pin(async move {
            self.made = Some((self.work)(tx).await?);
            Ok(Verdict::Keep)
        })
    }

    fn done(mut self: Box<Self>, outcome: Result<(), Fault>) {
        if let (Some(answer), made) = (self.answer.take(), self.made.take()) {
            drop(answer.send(outcome.and_then(|()| made.ok_or(Fault::Busy))));
        }
    }
}

/// Runs a chore over the desk.
pub(crate) async fn chore<T, F>(db: &Db, work: F) -> Result<T, Fault>
where
    T: Send + 'static,
    F: for<'a> FnMut(&'a mut db::Tx<'_>) -> Boxed<'a, Result<T, Fault>> + Send + 'static,
{
    chore_behind(db, None, work).await
}

/// Runs a chore that must hold the lock of a row, or of its name, before it reads anything.
pub(crate) async fn chore_behind<T, F>(db: &Db, gate: Option<Want>, work: F) -> Result<T, Fault>
where
    T: Send + 'static,
    F: for<'a> FnMut(&'a mut db::Tx<'_>) -> Boxed<'a, Result<T, Fault>> + Send + 'static,
{
    let (answer, wait) = oneshot::channel();
    db.hand_in(Box::new(Chore { gate, work, made: None, answer: Some(answer) }));
    wait.await.unwrap_or_else(|_| Err(Fault::Away("the desk stopped".to_owned())))
}

/// The session of the store: the one it has, or a new one.
async fn begin(db: &Db, anew: bool) -> Result<String, Fault> {
    if !anew {
        let known = db
            .read(|tx| {
                Box::pin(async move { tx.optional(&SESSION, &[]).await?.map(|row| row.get("value")).transpose() })
            })
            .await?;
        if let Some(session) = known {
            return Ok(session);
        }
    }
    chore(db, move |tx| {
        Box::pin(async move {
            if let (false, Some(row)) = (anew, tx.optional(&SESSION, &[]).await?) {
                return row.get("value");
            }
            let mut used: Vec<String> = Vec::new();
            for row in tx.all(&HEAD_ROWS, &[]).await? {
                used.push(row.get("session")?);
            }
            if let Some(row) = tx.optional(&SESSION, &[]).await? {
                used.push(row.get("value")?);
            }
            let mut session = base::text::hex(&tx.random::<8>()?);
            while used.iter().any(|old| reads_alike(old, &session)) {
                session = base::text::hex(&tx.random::<8>()?);
            }
            tx.execute(&KEEP_SESSION, &[session.as_str().into()]).await?;
            Ok(session)
        })
    })
    .await
}

/// True when two sessions look the same in the numbers that people read, which hold five bits of each of a session's
/// first three bytes: a restored store could then make a number again that was given after the backup.
fn reads_alike(one: &str, other: &str) -> bool {
    let mark = |session: &str| u64::from_str_radix(session, 16).map(|bits| (bits >> 40) & 0x1F_1F1F).ok();
    mark(one) == mark(other)
}

#[cfg(test)]
mod tests {
    use super::reads_alike;

    #[test]
    fn sessions_read_alike_when_five_bits_of_three_bytes_agree() {
        assert!(reads_alike("0102030000000000", "01020300ffffffff"));
        assert!(reads_alike("0102030000000000", "e1e2e30000000000"));
        assert!(!reads_alike("0102030000000000", "0102040000000000"));
        assert!(!reads_alike("0102030000000000", "1102030000000000"));
    }
}
