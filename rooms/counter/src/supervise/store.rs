//! What supervision reads, and its own table: rows a centre, never entries or receipts.

use db::{Kind, Shelf};

pub(crate) static INSPECTIONS: Shelf = Shelf {
    table: "counter_inspection",
    key: &[("book", Kind::Text), ("inspection", Kind::Text)],
    rest: &[("day", Kind::Text), ("body", Kind::Text)],
    read: true,
    lock: false,
};

db::statements! {
    TALLIES_UNDER = "select book, body from counter_tally where period = $1 and path like $2";
    MONTHS_OF = "select period, body from counter_tally \
                 where book = $1 and period >= $2 and period <= $3 and length(period) = 7 order by period";
    CLOSED_UNDER = "select book, last_closed from counter_centre where path like $1";
    // What waits for its applicant or is ready to be fetched is not late (`Case::is_late`).
    LATE_COUNTS = "select book, count(*) as late from counter_case where pending = $1 and due < $2 and path like $3 \
                   and state not in ('correction_needed', 'ready') group by book";
    LATE_CASES = "select book, number, service, state, owner, due from counter_case \
                  where pending = $1 and due < $2 and path like $3 \
                  and state not in ('correction_needed', 'ready') order by due, book, number limit $4";
    LATE_OF = "select count(*) as late from counter_case where book = $1 and pending = $2 and due < $3 \
               and state not in ('correction_needed', 'ready')";
    CLOSED_OF = "select last_closed from counter_centre where book = $1";
    INSPECTIONS_OF = "select inspection, body from counter_inspection where book = $1 \
                      order by day desc, inspection desc limit $2";
    INSPECTIONS_BETWEEN = "select body from counter_inspection where book = $1 and day >= $2 and day <= $3 \
                           order by day, inspection limit $4";
    COUNTED_BOOKS = "select distinct book from counter_tally order by book";
    TALLIES_OF = "select period, body from counter_tally where book = $1 order by period";
    RECEIPTS_AFTER = "select number, state, body, folio, reversal from counter_receipt where book = $1 and number > $2 \
                      order by number limit $3";
}
