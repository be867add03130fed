//! The tables of stock.

use crate::store::BOOK;
use db::{Fault, Kind, Shelf, Value};

pub(crate) static STOCKS: Shelf = Shelf {
    table: "counter_stock",
    key: &[BOOK, ("item", Kind::Text)],
    rest: &[("quantity", Kind::Integer), ("low", Kind::Integer)],
    read: true,
    lock: true,
};

pub(crate) static STOCK_MOVES: Shelf = Shelf {
    table: "counter_stock_move",
    key: &[BOOK, ("folio", Kind::Integer)],
    rest: &[
        ("item", Kind::Text),
        ("day", Kind::Text),
        ("kind", Kind::Text),
        ("quantity", Kind::Integer),
        ("on_hand", Kind::Integer),
        ("price_poisha", Kind::Integer),
        ("by_whom", Kind::Text),
        ("reason", Kind::Text),
        ("takes_back", Kind::Integer),
        ("taken_back", Kind::Boolean),
    ],
    read: true,
    lock: true,
};

db::statements! {
    STOCK_OF = "select item, quantity, low from counter_stock where book = $1 order by item";
    STOCK_BEFORE = "select item, cast(sum(quantity) as bigint) as quantity from counter_stock_move \
                    where book = $1 and day < $2 group by item order by item";
    STOCK_SUMS = "select item, kind, cast(sum(quantity) as bigint) as quantity, \
                  cast(sum(price_poisha) as bigint) as price_poisha from counter_stock_move \
                  where book = $1 and day >= $2 and day <= $3 group by item, kind order by item, kind";
    STOCK_FIRST = "select item, min(day) as first_day from counter_stock_move where book = $1 group by item order by item";
    STOCK_LINES = "select folio, item, day, kind, quantity, on_hand, price_poisha, by_whom, reason, taken_back \
                   from counter_stock_move where book = $1 and day >= $2 and day <= $3 order by folio desc limit $4";
    STOCK_DRIFTED = "select book, item, cast(sum(says) as bigint) as says, cast(sum(ought) as bigint) as ought from \
                     (select book, item, quantity as says, 0 as ought from counter_stock \
                     union all select book, item, 0, quantity from counter_stock_move) as both_tables \
                     group by book, item having sum(says) <> sum(ought) order by book, item limit $1";
    STOCK_BELOW = "select book, item from counter_stock where quantity < 0 order by book, item limit $1";
}

/// What is on hand of an item and below how much it is low, as it lies on the shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct OnHand {
    /// Units.
    pub quantity: i64,
    /// The centre's own mark.
    pub low: Option<i64>,
}

impl OnHand {
    /// From a row of the shelf.
    pub(crate) fn from_row(rest: Option<&[Value]>) -> Result<OnHand, Fault> {
        match rest {
            None => Ok(OnHand::default()),
            Some([Value::Integer(quantity), Value::Integer(low)]) => {
                Ok(OnHand { quantity: *quantity, low: Some(*low) })
            }
            Some([Value::Integer(quantity), Value::Null(_)]) => Ok(OnHand { quantity: *quantity, low: None }),
            Some(_) => Err(Fault::Unsound("a stock of another shape".to_owned())),
        }
    }

    /// As a row of the shelf.
    pub(crate) fn to_row(self) -> Vec<Value> {
        vec![self.quantity.into(), self.low.map_or(Value::Null(Kind::Integer), Value::Integer)]
    }

    /// True when less is on hand than the centre wants.
    pub(crate) fn is_low(self) -> bool {
        self.low.is_some_and(|low| self.quantity < low)
    }
}

/// What is on hand of an item, in a deed or while an event is applied.
pub(crate) async fn on_hand(tx: &mut db::Tx<'_>, book: &str, item: &str) -> Result<OnHand, Fault> {
    OnHand::from_row(tx.fetch(&STOCKS, vec![book.into(), item.into()]).await?.as_deref())
}
