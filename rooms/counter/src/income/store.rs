//! What is read of income.

use crate::store::BOOK;
use db::{Kind, Shelf};

pub(crate) static REVERSALS: Shelf = Shelf {
    table: "counter_reversal",
    key: &[BOOK, ("folio", Kind::Integer)],
    rest: &[("day", Kind::Text), ("number", Kind::Text)],
    read: false,
    lock: false,
};

db::statements! {
    TALLIES_BETWEEN = "select period, body from counter_tally \
                       where book = $1 and period >= $2 and period <= $3 order by period";
    GIVEN_BETWEEN = "select folio as at_folio, day as at_day, state, body, folio, reversal from counter_receipt \
                     where book = $1 and day >= $2 and day <= $3 and folio > $4 order by folio limit $5";
    REVERSED_BETWEEN = "select v.folio as at_folio, v.day as at_day, r.state, r.body, r.folio, r.reversal \
                        from counter_reversal v join counter_receipt r on r.book = v.book and r.number = v.number \
                        where v.book = $1 and v.day >= $2 and v.day <= $3 and v.folio > $4 \
                        order by v.folio limit $5";
}
