//! Followers: what happened in one room is news for another, and for whoever is told outside.
//!
//! The entries themselves are the news, so nobody keeps a second log or an outbox: a follower keeps one number for each
//! book, the folio up to which it has heard. Entries of one book are heard in order, at least once: after a crash, or
//! when two processes follow at the same time, an entry may be heard again. Deeds that follow from it are done under
//! [`Heard::envelope`] and so happen once.

use crate::open::chore_behind;
use crate::store::{FOLLOW_FROM_HEADS, FOLLOWER_KNOWN, LAGGING, PLACES};
use crate::{Boxed, Entry, Envelope, Event, Fault, Journal};
use base::calendar::Moment;
use db::Value;
use std::future::Future;

/// Entries of one book heard in one call, at most: a busy book does not keep the others waiting.
pub const ENTRIES_PER_BOOK_MAX: i64 = 100;

/// Books whose places are kept in one transaction.
const PLACES_PER_WRITE: usize = 64;

/// Who follows the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Follower {
    /// Its name, `room.purpose`: the place in each book is kept under it, so it never changes.
    pub name: &'static str,
    /// Where it begins.
    pub begins: Begins,
}

/// Where a follower begins that never followed before. Books that are opened later are always heard from their first
/// entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begins {
    /// With the first entry of every book: for what is made of all that ever happened.
    AtFirst,
    /// With what comes next: for messages, which nobody wants about last year.
    AtHeads,
}

/// A follower with its ear, as a room lists it and the binary calls it.
#[derive(Clone, Copy)]
pub struct Listener {
    /// Who follows.
    pub follower: Follower,
    /// What it does with each entry. A fault is retried with the next call, and until then that book waits.
    pub hear: fn(Journal, Heard) -> Boxed<'static, Result<(), Fault>>,
}

/// One entry, as a follower hears it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The book.
    pub book: String,
    /// The entry's number in it.
    pub folio: i64,
    /// When it was entered.
    pub at: Moment,
    /// The person's id, or `system`.
    pub by: String,
    /// The deed that entered it.
    pub deed: String,
    /// What happened, in order.
    pub events: Vec<HeardEvent>,
}

/// One event of it, its data still as the exact JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardEvent {
    /// `room.what_happened`.
    pub kind: String,
    /// The version of its shape.
    pub version: u32,
    /// Its data as JSON.
    pub data: String,
}

/// What came of one call.
#[derive(Debug, Default)]
pub struct Followed {
    /// Entries heard.
    pub heard: i64,
    /// Where a book stopped: the book, the folio that was not heard well, and why.
    pub faults: Vec<(String, i64, Fault)>,
    /// True when entries were left for the next call, the stopped books apart.
    pub more: bool,
}

/// What all who keep places of a follower pass one after another, in whatever process: one that is begun cannot be locked yet.
fn gate_of(follower: &str) -> db::Want {
    (&PLACES, vec!["".into(), follower.into()])
}

impl HeardEvent {
    /// The event, if it is of this type. An older or newer version is another type.
    ///
    /// # Errors
    /// [`Fault::Unsound`] for data of another shape.
    pub fn read<E: Event>(&self) -> Result<Option<E>, Fault> {
        if self.kind != E::KIND || self.version != E::VERSION {
            return Ok(None);
        }
        let unsound = |error| Fault::Unsound(format!("event {} v{}: {error}", self.kind, self.version));
        serde_json::from_str(&self.data).map(Some).map_err(unsound)
    }
}

impl Heard {
    fn of(entry: Entry) -> Result<Heard, Fault> {
        let lines = entry.lines()?;
        let events = lines.into_iter().map(|(kind, version, data)| HeardEvent { kind, version, data }).collect();
        let head = entry.head;
        Ok(Heard { book: head.book, folio: head.folio, at: head.at, by: head.by, deed: head.deed, events })
    }

    /// The envelope for a deed that follows from this entry: heard again, it is not done again. `index` tells the deeds
    /// of one entry apart, mostly the event's place in it. The deed must be made of the entry alone: another body under
    /// the same key is refused.
    #[must_use]
    pub fn envelope(&self, follower: &Follower, index: usize) -> Envelope {
        Envelope::new("system", &format!("{}/{}/{}/{index}", follower.name, self.book, self.folio))
    }
}

impl Journal {
    /// Hands the entries that a follower has not heard yet to `hear`, at most `limit` in all, and keeps its places.
    ///
    /// A fault of `hear` stops that book only: the entry is heard again with the next call, and the other books go on.
    ///
    /// # Errors
    /// What the database says; what was heard since the places were kept last is then heard again.
    pub async fn follow<F, Told>(&self, follower: &Follower, limit: i64, hear: F) -> Result<Followed, Fault>
    where
        F: Fn(Heard) -> Told + Send + Sync,
        Told: Future<Output = Result<(), Fault>> + Send,
    {
        if follower.begins == Begins::AtHeads {
            self.begin_at_heads(follower.name).await?;
        }
        let mut outcome = Followed::default();
        let mut places = Vec::new();
        for (book, head, place) in self.lagging(follower.name).await? {
            let left = limit.saturating_sub(outcome.heard).min(ENTRIES_PER_BOOK_MAX);
            if left < 1 {
                outcome.more = true;
                break;
            }
            let (reached, fault) = self.hear_book(&book, place, left, &hear).await?;
            outcome.heard = outcome.heard.saturating_add(reached.saturating_sub(place));
            outcome.more |= fault.is_none() && reached < head;
            outcome.faults.extend(fault.map(|fault| (book.clone(), reached.saturating_add(1), fault)));
            if reached > place {
                places.push((book, reached));
            }
            if places.len() >= PLACES_PER_WRITE {
                self.keep_places(follower.name, std::mem::take(&mut places)).await?;
            }
        }
        self.keep_places(follower.name, places).await?;
        Ok(outcome)
    }

    /// [`Journal::follow`] for a listener that a room lists.
    ///
    /// # Errors
    /// As [`Journal::follow`].
    pub async fn listen(&self, listener: &Listener, limit: i64) -> Result<Followed, Fault> {
        self.follow(&listener.follower, limit, |heard| (listener.hear)(self.clone(), heard)).await
    }

    /// One book from a place on: how far it was heard well, and what stopped it.
    async fn hear_book<F, Told>(
        &self,
        book: &str,
        place: i64,
        limit: i64,
        hear: &F,
    ) -> Result<(i64, Option<Fault>), Fault>
    where
        F: Fn(Heard) -> Told + Send + Sync,
        Told: Future<Output = Result<(), Fault>> + Send,
    {
        let mut reached = place;
        for entry in self.entries(book, place, limit).await? {
            let folio = entry.head.folio;
            let told = match Heard::of(entry) {
                Ok(heard) => hear(heard).await,
                Err(fault) => Err(fault),
            };
            if let Err(fault) = told {
                return Ok((reached, Some(fault)));
            }
            reached = folio;
        }
        Ok((reached, None))
    }

    /// The books beyond a follower's places: book, folio of its head, place.
    async fn lagging(&self, follower: &'static str) -> Result<Vec<(String, i64, i64)>, Fault> {
        self.db()
            .read(move |tx| {
                Box::pin(async move {
                    let rows = tx.all(&LAGGING, &[follower.into()]).await?;
                    rows.iter().map(|row| Ok((row.get("book")?, row.get("head")?, row.get("place")?))).collect()
                })
            })
            .await
    }

    /// A follower that never followed before is put at the heads of all books.
    async fn begin_at_heads(&self, follower: &'static str) -> Result<(), Fault> {
        let known = self
            .db()
            .read::<_, Fault, _>(move |tx| {
                Box::pin(async move { tx.optional(&FOLLOWER_KNOWN, &[follower.into()]).await })
            })
            .await?;
        if known.is_some() {
            return Ok(());
        }
        chore_behind(self.db(), Some(gate_of(follower)), move |tx| {
            Box::pin(async move {
                tx.execute(&FOLLOW_FROM_HEADS, &[follower.into()]).await?;
                tx.put(&PLACES, vec!["".into(), follower.into()], vec![0_i64.into()]);
                Ok(())
            })
        })
        .await
    }

    async fn keep_places(&self, follower: &'static str, places: Vec<(String, i64)>) -> Result<(), Fault> {
        if places.is_empty() {
            return Ok(());
        }
        chore_behind(self.db(), Some(gate_of(follower)), move |tx| {
            let places = places.clone();
            Box::pin(async move {
                let key = |book: &String| vec![Value::from(book), follower.into()];
                tx.prefetch(places.iter().map(|(book, _)| -> db::Want { (&PLACES, key(book)) }).collect()).await?;
                for (book, folio) in &places {
                    // Another process that follows too may be further.
                    let heard = tx.fetch(&PLACES, key(book)).await?;
                    if !matches!(heard.as_deref(), Some([Value::Integer(heard)]) if heard >= folio) {
                        tx.put(&PLACES, key(book), vec![(*folio).into()]);
                    }
                }
                Ok(())
            })
        })
        .await
    }
}
