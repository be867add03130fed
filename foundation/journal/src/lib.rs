//! Books: everything that happens is an entry in a book.
//!
//! A deed loads what it needs, decides, and enters events. An entry is appended to its book's chain and applied
//! to the rooms' tables in the same transaction. Tables are views: [`Journal::rebuild`] replays them, and
//! [`Journal::verify`] proves that nothing was changed behind the journal's back.

mod blob;
mod deed;
mod entry;
mod event;
mod follow;
mod keys;
mod number;
mod open;
mod rebuild;
mod seal;
mod store;
mod tx;
mod upgrade;
mod verify;

pub use blob::Blob;
pub use db::{Boxed, Clock, Engine, Fault, Migration, Statement};
pub use deed::{Ahead, Deed, Envelope, KEY_CHARS_MAX, KeyReused, Stop, Written};
pub use entry::{Entered, Entry, EntryHead, Session, chain_hash};
pub use event::{AnyEvent, Event, EventKind, happened};
pub use follow::{Begins, ENTRIES_PER_BOOK_MAX, Followed, Follower, Heard, HeardEvent, Listener};
pub use keys::Keys;
pub use number::{CHECK_LETTERS, code_is, code_of, letters, paper_number, session_code, typed_number};
pub use open::{Audit, Journal, Register};
pub use seal::{Sealed, Subject};
pub use store::{ENTRIES_PER_PAGE_MAX, KEPT, MIGRATIONS, statements};
pub use tx::Tx;
pub use verify::Findings;

/// The book of the programme itself: places, people, catalogue, tariffs.
pub const NATION: &str = "nation";
