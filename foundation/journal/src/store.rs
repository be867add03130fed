//! The journal's own tables and the only SQL that names them.

use crate::{Entry, EntryHead, Fault};
use db::{Kind, Migration, Row, Shelf, Statement};

/// Entries read at once, at most.
pub const ENTRIES_PER_PAGE_MAX: i64 = 1_000;

/// The journal's migrations.
pub const MIGRATIONS: &[Migration] = &[
    Migration { room: "journal", number: 1, name: "journal", sql: include_str!("../migrations/0001_journal.sql") },
    Migration { room: "journal", number: 2, name: "follower", sql: include_str!("../migrations/0002_follower.sql") },
];

/// The journal's tables. None of them is a view.
pub const KEPT: &[&str] = &[
    "journal_store",
    "journal_head",
    "journal_entry",
    "journal_key",
    "journal_subject",
    "journal_seal",
    "journal_follower",
];

pub(crate) static HEADS: Shelf = Shelf {
    table: "journal_head",
    key: &[("book", Kind::Text)],
    rest: &[("session", Kind::Text), ("seq", Kind::Integer), ("folio", Kind::Integer), ("hash", Kind::Bytes)],
    read: true,
    lock: true,
};

pub(crate) static ENTRIES: Shelf = Shelf {
    table: "journal_entry",
    key: &[("book", Kind::Text), ("folio", Kind::Integer)],
    rest: &[
        ("session", Kind::Text),
        ("seq", Kind::Integer),
        ("at_ms", Kind::Integer),
        ("by_whom", Kind::Text),
        ("deed", Kind::Text),
        ("deed_key", Kind::Bytes),
        ("events", Kind::Bytes),
        ("previous", Kind::Bytes),
        ("hash", Kind::Bytes),
    ],
    read: false,
    lock: false,
};

pub(crate) static KEYS: Shelf = Shelf {
    table: "journal_key",
    key: &[("book", Kind::Text), ("deed_key", Kind::Bytes)],
    rest: &[("body", Kind::Bytes), ("answer", Kind::Bytes), ("at_ms", Kind::Integer)],
    read: true,
    lock: false,
};

pub(crate) static SUBJECTS: Shelf = Shelf {
    table: "journal_subject",
    key: &[("book", Kind::Text), ("subject", Kind::Text)],
    rest: &[("wrapped", Kind::Bytes), ("made_at_ms", Kind::Integer), ("erased_at_ms", Kind::Integer)],
    read: true,
    lock: false,
};

/// How far a follower has heard a book.
pub(crate) static PLACES: Shelf = Shelf {
    table: "journal_follower",
    key: &[("book", Kind::Text), ("follower", Kind::Text)],
    rest: &[("folio", Kind::Integer)],
    read: true,
    lock: true,
};

pub(crate) static SEALS: Shelf = Shelf {
    table: "journal_seal",
    key: &[("book", Kind::Text), ("seal", Kind::Text)],
    rest: &[("subject", Kind::Text), ("box", Kind::Bytes)],
    read: true,
    lock: false,
};

db::statements! {
    SESSION = "select value from journal_store where name = 'session'";
    KEEP_SESSION = "insert into journal_store (name, value) values ('session', $1) \
                    on conflict (name) do update set value = excluded.value";
    VIEWS_MARK = "select value from journal_store where name = 'views'";
    KEEP_VIEWS_MARK = "insert into journal_store (name, value) values ('views', $1) \
                       on conflict (name) do update set value = excluded.value";
    HEAD_ROWS = "select book, session, seq, folio, hash from journal_head order by book";
    ENTRIES_AFTER = "select book, folio, session, seq, at_ms, by_whom, deed, deed_key, events, previous, hash \
                     from journal_entry where book = $1 and folio > $2 order by folio limit $3";
    ENTRY_COUNTS = "select book, count(*) as entries from journal_entry group by book order by book";
    OPEN_SEAL = "select s.subject, s.box, p.wrapped from journal_seal s \
                 join journal_subject p on p.book = s.book and p.subject = s.subject \
                 where s.book = $1 and s.seal = $2";
    SEALS_AFTER = "select s.seal, s.subject, s.box, p.wrapped, p.erased_at_ms from journal_seal s \
                   left join journal_subject p on p.book = s.book and p.subject = s.subject \
                   where s.book = $1 and s.seal > $2 order by s.seal limit $3";
    LAGGING = "select h.book, h.folio as head, coalesce(f.folio, 0) as place from journal_head h \
               left join journal_follower f on f.book = h.book and f.follower = $1 \
               where h.folio > coalesce(f.folio, 0) order by h.book";
    FOLLOWER_KNOWN = "select folio from journal_follower where book = '' and follower = $1";
    FOLLOW_FROM_HEADS = "insert into journal_follower (book, follower, folio) \
                         select book, $1, folio from journal_head where true on conflict (book, follower) do nothing";
    NEXT_KEYS = "select min(book) as book from journal_key where book > $1";
    PRUNE_KEYS = "delete from journal_key where book = $1 and at_ms < $2";
}

/// Every statement, with the texts of the shelves, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> &'static [&'static Statement] {
    ALL
}

pub(crate) fn entry(row: &Row) -> Result<Entry, Fault> {
    Ok(Entry {
        head: EntryHead {
            book: row.get("book")?,
            session: row.get("session")?,
            seq: row.get("seq")?,
            folio: row.get("folio")?,
            at: row.get("at_ms")?,
            by: row.get("by_whom")?,
            deed: row.get("deed")?,
            deed_key: row.get("deed_key")?,
        },
        events: row.get("events")?,
        previous: row.get("previous")?,
        hash: row.get("hash")?,
    })
}
