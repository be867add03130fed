//! An entry: one line of a book, chained to the line before it.

use crate::{EventKind, Fault};
use base::calendar::Moment;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// 64 random bits, new whenever a store is created or restored, so that a restored backup can never give
/// a number twice. Written as 16 hexadecimal digits.
pub type Session = String;

/// Everything of an entry but its events and its hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryHead {
    /// The book.
    pub book: String,
    /// The session of the store that wrote it.
    pub session: Session,
    /// Its number in book and session, from 1, without gaps.
    pub seq: i64,
    /// Its number in the book over all sessions, from 1, without gaps.
    pub folio: i64,
    /// When.
    pub at: Moment,
    /// The person (an id) or `system`.
    pub by: String,
    /// The name of the deed.
    pub deed: String,
    /// The hash of the idempotency key, empty when there was none.
    pub deed_key: Vec<u8>,
}

/// A whole entry as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Who, when, where in the book.
    pub head: EntryHead,
    /// The exact bytes of its events: a JSON list of `{kind, version, data}`.
    pub events: Vec<u8>,
    /// The hash of the entry before it; 32 zero bytes for a book's first.
    pub previous: Vec<u8>,
    /// SHA-256 over all the above, see [`chain_hash`].
    pub hash: Vec<u8>,
}

/// Where an entry came to stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// The book.
    pub book: String,
    /// The session.
    pub session: Session,
    /// The number within the session.
    pub seq: i64,
    /// The number within the book.
    pub folio: i64,
}

/// One event of an entry, its data still as the exact bytes.
#[derive(Serialize, Deserialize)]
pub(crate) struct Line<'a> {
    pub kind: &'a str,
    pub version: u32,
    #[serde(borrow)]
    pub data: &'a RawValue,
}

/// SHA-256 over the head, the previous hash and the exact bytes of the events. Each part is preceded by its
/// length in 8 bytes, so that no two different entries give the same input.
#[must_use]
pub fn chain_hash(head: &EntryHead, previous: &[u8], events: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    let numbers = [head.seq, head.folio, head.at.0].map(i64::to_be_bytes).concat();
    let parts: [&[u8]; 9] = [
        b"haat entry 1",
        head.book.as_bytes(),
        head.session.as_bytes(),
        &numbers,
        head.by.as_bytes(),
        head.deed.as_bytes(),
        &head.deed_key,
        previous,
        events,
    ];
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

impl Entry {
    /// The kinds of its events, in order, with their versions and data.
    ///
    /// # Errors
    /// [`Fault::Unsound`] when the stored bytes are not what was written.
    pub fn lines(&self) -> Result<Vec<(String, u32, String)>, Fault> {
        let lines: Vec<Line<'_>> = serde_json::from_slice(&self.events).map_err(|error| self.unsound(&error))?;
        Ok(lines.iter().map(|line| (line.kind.to_owned(), line.version, line.data.get().to_owned())).collect())
    }

    /// Reads its events and applies them to the tables of this transaction.
    ///
    /// # Errors
    /// [`Fault::Unsound`] for an event that the register does not know, or what applying says.
    pub(crate) async fn replay(&self, kinds: &[EventKind], tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        for (kind, version, data) in self.lines()? {
            let known = kinds.iter().find(|known| known.kind == kind && known.version == version);
            let known = known.ok_or_else(|| self.unsound(&format!("unknown event {kind} v{version}")))?;
            known.read(&data)?.apply(&self.head, tx).await?;
        }
        Ok(())
    }

    fn unsound(&self, what: &dyn std::fmt::Display) -> Fault {
        Fault::Unsound(format!("book {} folio {}: {what}", self.head.book, self.head.folio))
    }
}
