//! The tables of cases beside `counter_case` itself.

use crate::store::BOOK;
use db::{Kind, Shelf};

pub(crate) static MOVES: Shelf = Shelf {
    table: "counter_case_move",
    key: &[BOOK, ("number", Kind::Text), ("folio", Kind::Integer), ("what", Kind::Text)],
    rest: &[
        ("at_ms", Kind::Integer),
        ("by_whom", Kind::Text),
        ("reason", Kind::Text),
        ("note", Kind::Text),
        ("due", Kind::Text),
        ("fields", Kind::Text),
        ("at_centre", Kind::Text),
    ],
    read: false,
    lock: false,
};

pub(crate) static ATTACHMENTS: Shelf = Shelf {
    table: "counter_attachment",
    key: &[BOOK, ("number", Kind::Text), ("place", Kind::Integer)],
    rest: &[
        ("kind", Kind::Text),
        ("picture", Kind::Text),
        ("thumb", Kind::Text),
        ("sha256", Kind::Text),
        ("size_bytes", Kind::Integer),
        ("at_ms", Kind::Integer),
        ("by_whom", Kind::Text),
    ],
    read: true,
    lock: false,
};

pub(crate) static CODES: Shelf = Shelf {
    table: "counter_handover_code",
    key: &[BOOK, ("number", Kind::Text)],
    rest: &[
        ("hash", Kind::Text),
        ("ends_ms", Kind::Integer),
        ("tries", Kind::Integer),
        ("sent", Kind::Integer),
        ("sent_ms", Kind::Integer),
    ],
    read: true,
    lock: true,
};

db::statements! {
    ONE_CASE = "select book, path, changed_ms, body from counter_case where book = $1 and number = $2";
    // What is late first, then by due day. An empty state is everything that waits.
    CASES_OF = "select book, path, changed_ms, body from counter_case where book = $1 \
                and ((pending and $2 = '') or state = $2 or $2 = 'all') and ($3 = '' or owner = $3) and number like $4 \
                and (not $8 or (state <> 'draft' and state <> 'submitted')) \
                order by case when pending and due < $5 and state <> 'ready' and state <> 'correction_needed' then 0 \
                when pending then 1 else 2 end, coalesce(due, '9999'), number limit $6 offset $7";
    APPROVALS = "select book, path, changed_ms, body from counter_case \
                 where pending = $1 and path like $2 and owner = 'chairman' \
                 order by coalesce(due, '9999'), book, number limit $3 offset $4";
    LATE_CASES = "select book, path, changed_ms, body from counter_case where pending = $1 and path like $2 \
                  and due < $3 and state <> 'ready' and state <> 'correction_needed' order by due, book, number limit $4";
    OPEN_CASES_AFTER = "select body from counter_case where book = $1 and pending and state <> 'draft' \
                        and state <> 'submitted' and number > $2 order by number limit $3";
    WAITING_COUNTS = "select owner, state, count(*) as cases, cast(sum(case when due < $2 and state <> 'ready' \
                      and state <> 'correction_needed' then 1 else 0 end) as bigint) as late \
                      from counter_case where book = $1 and pending group by owner, state order by owner, state";
    CASE_MOVES = "select folio, what, at_ms, by_whom, reason, note, due, fields, at_centre from counter_case_move \
                  where book = $1 and number = $2 order by folio";
    CASE_ATTACHMENTS = "select place, kind, picture, thumb, sha256, size_bytes, at_ms, by_whom from counter_attachment \
                        where book = $1 and number = $2 order by place";
}
