//! A deed: one use case, a value that can be run again.

use crate::open::Ground;
use crate::store::{HEADS, KEYS};
use crate::{Boxed, Fault, Tx};
use base::Refusal;
use base::calendar::Moment;
use db::{Job, Value, Verdict, Want};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::future::Future;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Characters of an idempotency key, at most.
pub const KEY_CHARS_MAX: usize = 200;

/// What is known before a deed runs: enough to tell which rows it will ask for.
#[derive(Debug, Clone, Copy)]
pub struct Ahead<'a> {
    /// The time of the batch.
    pub now: Moment,
    /// The session of the store.
    pub session: &'a str,
    /// Who asks: a person's id or `system`.
    pub by: &'a str,
}

/// One use case: load what it needs, decide (pure), enter the result.
pub trait Deed: Serialize + Send + Sync + 'static {
    /// `room.verb`: stands in the entry.
    const NAME: &'static str;
    /// What its caller is told; kept with the idempotency key and told again to the same call.
    type Done: Serialize + DeserializeOwned + Send + Sync + 'static;
    /// The closed list of reasons for which it may say no.
    type Refusal: Refusal + 'static;

    /// The book it writes.
    fn book(&self) -> &str;

    /// Rows on shelves that it will ask for, if it can tell ahead: one statement fetches a whole batch's.
    fn wants(&self, _: &Ahead<'_>) -> Vec<Want> {
        Vec::new()
    }

    /// Does it. It may be run more than once, so it changes nothing but through `tx`.
    fn run<'a>(
        &'a self,
        tx: &'a mut Tx<'_, '_>,
    ) -> impl Future<Output = Result<Self::Done, Stop<Self::Refusal>>> + Send + 'a;
}

/// Why a deed did not happen.
#[derive(Debug)]
pub enum Stop<R> {
    /// A rule said no. Nothing was changed; the person can do something about it.
    Refused(R),
    /// The idempotency key was used before with another body (409).
    KeyReused,
    /// Something broke. Nothing was changed.
    Fault(Fault),
}

impl<R> From<Fault> for Stop<R> {
    fn from(fault: Fault) -> Stop<R> {
        Stop::Fault(fault)
    }
}

impl<R> Stop<R> {
    /// The same stop with another refusal: for a deed that calls another.
    pub fn map<S>(self, change: impl FnOnce(R) -> S) -> Stop<S> {
        match self {
            Stop::Refused(refusal) => Stop::Refused(change(refusal)),
            Stop::KeyReused => Stop::KeyReused,
            Stop::Fault(fault) => Stop::Fault(fault),
        }
    }
}

/// The key was used before with another body.
#[derive(Debug, Clone, Copy)]
pub struct KeyReused;

impl Refusal for KeyReused {
    fn code(&self) -> &'static str {
        "journal.key.reused"
    }

    fn status(&self) -> u16 {
        409
    }
}

/// Who asks, and under which key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The person's id, or `system`.
    pub by: String,
    /// The idempotency key that the caller made; every deed from outside has one.
    pub key: Option<String>,
    /// True when the key is not this person's but everybody's who writes in the book: it names a thing that more than one may
    /// bring, and that counts once.
    pub shared: bool,
}

impl Envelope {
    /// From a person, with a key.
    #[must_use]
    pub fn new(by: &str, key: &str) -> Envelope {
        Envelope { by: by.to_owned(), key: Some(key.to_owned()), shared: false }
    }

    /// From a person who brings what others may bring too: a file, an order of the bank. The first counts, whoever it was.
    #[must_use]
    pub fn shared(by: &str, key: &str) -> Envelope {
        Envelope { by: by.to_owned(), key: Some(key.to_owned()), shared: true }
    }

    /// From a person, where doing it twice harms nobody.
    #[must_use]
    pub fn keyless(by: &str) -> Envelope {
        Envelope { by: by.to_owned(), key: None, shared: false }
    }

    /// From the program itself: set-up, reconcilers.
    #[must_use]
    pub fn system() -> Envelope {
        Envelope::keyless("system")
    }
}

/// The answer to a deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    /// What was done.
    pub done: T,
    /// True when it had been done before and this is the stored answer.
    pub again: bool,
}

type Outcome<D> = Result<Written<<D as Deed>::Done>, Stop<<D as Deed>::Refusal>>;

/// A deed on its way over the desk.
pub(crate) struct Errand<D: Deed> {
    deed: Arc<D>,
    by: String,
    key: Vec<u8>,
    body: Vec<u8>,
    ground: Arc<Ground>,
    outcome: Option<Outcome<D>>,
    answer: Option<oneshot::Sender<Outcome<D>>>,
}

impl<D: Deed> Errand<D> {
    pub fn new(
        deed: D,
        envelope: Envelope,
        ground: Arc<Ground>,
    ) -> Result<(Errand<D>, oneshot::Receiver<Outcome<D>>), Fault> {
        let (answer, wait) = oneshot::channel();
        let body = serde_json::to_vec(&deed).map_err(|error| Fault::Unsound(format!("{}: {error}", D::NAME)))?;
        let body = Sha256::new().chain_update(D::NAME).chain_update(&body).finalize().to_vec();
        // The key belongs to its person: two people may choose the same one. No person's id is empty.
        let owner = if envelope.shared { "" } else { &envelope.by };
        let key = envelope.key.as_ref().map_or_else(Vec::new, |key| {
            Sha256::new().chain_update(owner).chain_update([0]).chain_update(key).finalize().to_vec()
        });
        let errand =
            Errand { deed: Arc::new(deed), by: envelope.by, key, body, ground, outcome: None, answer: Some(answer) };
        Ok((errand, wait))
    }

    fn key_row(&self) -> Vec<Value> {
        vec![self.deed.book().into(), self.key.as_slice().into()]
    }

    /// The stored answer, if this key was used before.
    async fn earlier(&self, tx: &mut db::Tx<'_>) -> Result<Option<Outcome<D>>, Fault> {
        if self.key.is_empty() {
            return Ok(None);
        }
        let Some(row) = tx.fetch(&KEYS, self.key_row()).await? else {
            return Ok(None);
        };
        let [Value::Bytes(body), Value::Bytes(answer), _] = row.as_slice() else {
            return Err(Fault::Unsound("a key row of another shape".to_owned()));
        };
        if *body != self.body {
            return Ok(Some(Err(Stop::KeyReused)));
        }
        let done = serde_json::from_slice(answer).map_err(|error| Fault::Unsound(format!("stored answer: {error}")))?;
        Ok(Some(Ok(Written { done, again: true })))
    }

    async fn do_it(&mut self, tx: &mut db::Tx<'_>) -> Result<Verdict, Fault> {
        if let Some(outcome) = self.earlier(tx).await? {
            self.outcome = Some(outcome);
            return Ok(Verdict::Drop);
        }
        let ground = self.ground.clone();
        let mut inner = Tx { db: tx, ground: &ground, by: &self.by, deed: D::NAME, deed_key: &self.key };
        match self.deed.run(&mut inner).await {
            Ok(done) => {
                if !self.key.is_empty() {
                    let answer =
                        serde_json::to_vec(&done).map_err(|error| Fault::Unsound(format!("answer: {error}")))?;
                    let now = tx.now();
                    tx.add(&KEYS, self.key_row(), vec![self.body.clone().into(), answer.into(), now.into()]);
                }
                self.outcome = Some(Ok(Written { done, again: false }));
                Ok(Verdict::Keep)
            }
            Err(Stop::Fault(fault)) => Err(fault),
            Err(stop) => {
                self.outcome = Some(Err(stop));
                Ok(Verdict::Drop)
            }
        }
    }
}

impl<D: Deed> Job for Errand<D> {
    fn gate(&self) -> Option<Want> {
        Some((&HEADS, vec![self.deed.book().into()]))
    }

    fn wants(&self, now: Moment) -> Vec<Want> {
        let mut wants = self.deed.wants(&Ahead { now, session: &self.ground.session, by: &self.by });
        if !self.key.is_empty() {
            wants.push((&KEYS, self.key_row()));
        }
        wants
    }

    fn run<'a>(&'a mut self, tx: &'a mut db::Tx<'_>) -> Boxed<'a, Result<Verdict, Fault>> {
        Box::pin(self.do_it(tx))
    }

    fn done(mut self: Box<Self>, outcome: Result<(), Fault>) {
        let told = match outcome {
            Err(fault) => Err(Stop::Fault(fault)),
            Ok(()) => self.outcome.take().unwrap_or_else(|| Err(Stop::Fault(Fault::Busy))),
        };
        if let Some(answer) = self.answer.take() {
            drop(answer.send(told)); // nobody waits any more when the caller hung up; the deed stands all the same
        }
    }
}
