//! The doorkeeper: who shows this token? Asked thousands of times a second, so what it learnt is believed for 2 seconds,
//! and not at all once anything in the network has changed.

use crate::deeds::SeeSession;
use crate::doors;
use crate::grant::Grant;
use crate::person::Person;
use crate::secrets::fingerprint;
use crate::session::{Channel, SEEN_EVERY_MS};
use crate::store::SESSION;
use base::{BusinessDay, Moment};
use journal::{Deed, Envelope, Fault, Journal, NATION, Stop, Tx, Written};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use web::{Doorkeeper, Held, Knock, KnockKind, SeatHeld, Visitor};

/// What was learnt is believed so long: the most that a change made by another process can be overlooked.
const BELIEVED_MS: i64 = 2_000;
/// Tokens remembered at once.
const REMEMBERED_MAX: usize = 20_000;
/// Characters of a token: 32 bytes in hexadecimal.
const TOKEN_CHARS: usize = 64;

/// Counts the changes of the network in this process. What was learnt before a change is not believed after it.
static CHANGES: AtomicU64 = AtomicU64::new(0);

/// Does a deed of the network and makes every doorkeeper of this process forget what it knew. All deeds that change
/// rights or sessions go through here, so that a suspended person's next request already fails.
///
/// # Errors
/// As [`Journal::write`].
pub async fn write<D: Deed>(
    journal: &Journal,
    envelope: Envelope,
    deed: D,
) -> Result<Written<D::Done>, Stop<D::Refusal>> {
    let outcome = journal.write(envelope, deed).await;
    CHANGES.fetch_add(1, Ordering::SeqCst);
    outcome
}

/// The doorkeeper of this store.
#[must_use]
pub fn doorkeeper(journal: Journal) -> Doorkeeper {
    let door = Arc::new(Door { journal, known: Mutex::default() });
    Arc::new(move |knock| {
        let door = door.clone();
        Box::pin(async move { door.open(knock).await })
    })
}

struct Door {
    journal: Journal,
    known: Mutex<HashMap<[u8; 32], Known>>,
}

/// What was learnt of a token.
#[derive(Clone)]
struct Known {
    visitor: Visitor,
    channel: Channel,
    /// The last use, as far as this process knows.
    used: Moment,
    /// The last use that is written down.
    seen: Moment,
    idle_ms: i64,
    ends_at: Moment,
    learnt_at: Moment,
    learnt_after: u64,
}

impl Known {
    /// True while the session lasts and the token came through its own door.
    fn lets_in(&self, kind: KnockKind, now: Moment) -> bool {
        let idle_ms = now.get().saturating_sub(self.used.get());
        let door = match self.channel {
            Channel::Browser => KnockKind::Cookie,
            Channel::Bearer => KnockKind::Bearer,
        };
        door == kind && now < self.ends_at && idle_ms < self.idle_ms
    }
}

impl Door {
    async fn open(&self, knock: Knock) -> Result<Option<Visitor>, Fault> {
        if knock.token.len() != TOKEN_CHARS {
            return Ok(None);
        }
        let (key, now) = (fingerprint(&knock.token), self.journal.now());
        let known = match self.remembered(&key, now) {
            Some(known) => known,
            None => match self.learn(key, now).await? {
                Some(known) => known,
                None => return Ok(None),
            },
        };
        if !known.lets_in(knock.kind, now) {
            self.known().remove(&key);
            return Ok(None);
        }
        let seen = self.see(&known, now).await;
        if let Some(kept) = self.known().get_mut(&key) {
            kept.used = kept.used.max(now);
            kept.seen = kept.seen.max(seen);
        }
        Ok(Some(known.visitor))
    }

    /// What is remembered of a token and may still be believed.
    fn remembered(&self, key: &[u8; 32], now: Moment) -> Option<Known> {
        let after = CHANGES.load(Ordering::SeqCst);
        let fresh = |known: &&Known| {
            // What was learnt later than now was learnt before the clock was set back: it may be of any age.
            let age_ms = now.get().saturating_sub(known.learnt_at.get());
            known.learnt_after == after && (0..BELIEVED_MS).contains(&age_ms)
        };
        self.known().get(key).filter(fresh).cloned()
    }

    /// Looks a token up in the store and remembers it.
    async fn learn(&self, key: [u8; 32], now: Moment) -> Result<Option<Known>, Fault> {
        let learnt_after = CHANGES.load(Ordering::SeqCst); // before the reading: a change during it is not missed
        let found = self.journal.read(move |tx| Box::pin(look_up(tx, key))).await?;
        let mut remembered = self.known();
        let Some((visitor, session)) = found else {
            remembered.remove(&key);
            return Ok(None);
        };
        let used = remembered.get(&key).map_or(session.seen, |before| before.used.max(session.seen));
        let known = Known {
            visitor,
            channel: session.channel,
            used,
            seen: session.seen,
            idle_ms: session.idle_ms,
            ends_at: session.ends_at,
            learnt_at: now,
            learnt_after,
        };
        if remembered.len() >= REMEMBERED_MAX && !remembered.contains_key(&key) {
            remembered.retain(|_, old| now.get().saturating_sub(old.learnt_at.get()) < BELIEVED_MS);
            if remembered.len() >= REMEMBERED_MAX {
                remembered.clear(); // only ever costs a look-up
            }
        }
        remembered.insert(key, known.clone());
        Ok(Some(known))
    }

    /// Writes the use down, at most once a minute. A store that is full or away must not shut people out of reading.
    async fn see(&self, known: &Known, now: Moment) -> Moment {
        if now.get().saturating_sub(known.seen.get()) < SEEN_EVERY_MS {
            return known.seen;
        }
        let envelope = Envelope::keyless(&known.visitor.person);
        let deed = SeeSession { session: known.visitor.session.clone() };
        if let Err(Stop::Fault(fault)) = self.journal.write(envelope, deed).await {
            tracing::warn!(%fault, "the use of a session could not be written down");
        }
        now
    }

    fn known(&self) -> MutexGuard<'_, HashMap<[u8; 32], Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A session as it is stored.
struct Session {
    channel: Channel,
    seen: Moment,
    idle_ms: i64,
    ends_at: Moment,
}

async fn look_up(tx: &mut Tx<'_, '_>, key: [u8; 32]) -> Result<Option<(Visitor, Session)>, Fault> {
    let Some(row) = tx.optional(&SESSION, &[NATION.into(), key.into()]).await? else {
        return Ok(None);
    };
    let id: String = row.get("person")?;
    let Some(person) = doors::person(tx, &id).await?.filter(|person| person.suspended_on.is_none()) else {
        return Ok(None);
    };
    let bearer = row.get::<String>("channel")? == Channel::Bearer.name();
    let session = Session {
        channel: if bearer { Channel::Bearer } else { Channel::Browser },
        seen: row.get("seen_at_ms")?,
        idle_ms: row.get("idle_ms")?,
        ends_at: row.get("ends_at_ms")?,
    };
    let visitor = visitor(tx, person, row.get("session")?, bearer).await?;
    Ok(Some((visitor, session)))
}

/// A person as the pages know them: what holds today, and the seat while its contract holds.
async fn visitor(tx: &mut Tx<'_, '_>, person: Person, session: String, by_token: bool) -> Result<Visitor, Fault> {
    let day = tx.now().day();
    let grants = doors::grants_of(tx, &person.id).await?;
    let name = doors::identity(tx, &person).await?.map(|identity| identity.name).unwrap_or_default();
    let held = grants.iter().filter(|grant| grant.holds_on(day)).map(|grant| Held {
        role: grant.role.name().to_owned(),
        permissions: grant.role.permissions(),
        path: grant.path.clone(),
    });
    Ok(Visitor {
        name,
        session,
        lang: Some(person.lang),
        held: held.collect(),
        seat: seat(tx, &person.id, &grants, day).await?,
        by_token,
        rule: None,
        person: person.id,
    })
}

async fn seat(
    tx: &mut db::Tx<'_>,
    person: &str,
    grants: &[Grant],
    day: BusinessDay,
) -> Result<Option<SeatHeld>, Fault> {
    let Some(seat) = doors::seat_of(tx, person).await? else { return Ok(None) };
    // The grant of a seat has its contract's id; when the contract's days are over the seat opens nothing.
    let holds = grants.iter().any(|grant| Some(&grant.id) == seat.contract.as_ref() && grant.holds_on(day));
    let centre = if holds { doors::centre(tx, &seat.centre).await? } else { None };
    Ok(centre.map(|centre| SeatHeld {
        centre: centre.code,
        book: centre.book,
        path: centre.path,
        centre_name_bn: centre.name_bn,
        centre_name_en: centre.name_en,
    }))
}
