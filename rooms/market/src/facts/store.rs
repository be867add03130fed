//! The table of the market's figures.

use super::{Fact, fact_changes, fact_month};
use crate::order::OrderStanding;
use crate::store::{BOOK, unsound};
use base::Paisa;
use db::{Fault, Kind, Shelf, Value};

pub(crate) static FACTS: Shelf = Shelf {
    table: "market_fact",
    key: &[BOOK, ("month", Kind::Text), ("kind", Kind::Text), ("what", Kind::Text)],
    rest: &[("orders", Kind::Integer), ("poisha", Kind::Integer)],
    read: true,
    lock: true,
};

db::statements! {
    FACTS_OF_MONTH = "select kind, what, cast(sum(orders) as bigint) as orders, cast(sum(poisha) as bigint) as poisha \
                      from market_fact where month = $1 and kind <> $2 \
                      group by kind, what order by kind, what";
    FACTS_TOP = "select kind, what, cast(sum(orders) as bigint) as orders, cast(sum(poisha) as bigint) as poisha \
                 from market_fact where month = $1 and kind = $2 \
                 group by kind, what order by 4 desc, what limit $3";
    FACTS_ALL = "select book, month, kind, what, orders, poisha from market_fact \
                 where orders <> 0 or poisha <> 0 order by book, month, kind, what";
    ORDERS_OF_DAYS = "select day, book, number, body from market_order \
                      where day >= $1 and day < $2 and (day > $3 or (day = $3 and (book > $4 or (book = $4 and number > $5)))) \
                      order by day, book, number limit $6";
}

/// The sums follow an order that comes to stand otherwise.
pub(crate) async fn follow(
    tx: &mut db::Tx<'_>,
    book: &str,
    before: Option<&OrderStanding>,
    after: &OrderStanding,
) -> Result<(), Fault> {
    let month = fact_month(after.order.day);
    for Fact { kind, what, orders, poisha } in fact_changes(before, after) {
        let key = vec![book.into(), month.as_str().into(), kind.name().into(), what.into()];
        let (held, sum) = match tx.fetch(&FACTS, key.clone()).await?.as_deref() {
            Some([Value::Integer(held), Value::Integer(sum)]) => (*held, Paisa::new(*sum)),
            _ => (0, Paisa::ZERO),
        };
        let too_large = || unsound(&"a sum is beyond what can be counted");
        let orders = held.checked_add(orders).ok_or_else(too_large)?;
        let poisha = sum.checked_add(poisha).ok_or_else(too_large)?;
        tx.put(&FACTS, key, vec![orders.into(), poisha.into()]);
    }
    Ok(())
}
