//! What is read of the market's figures, and the orders behind each.

use super::store::{FACTS_ALL, FACTS_OF_MONTH, FACTS_TOP, ORDERS_OF_DAYS};
use super::{Fact, FactKind, facts_of};
use crate::order::OrderStanding;
use base::Paisa;
use base::calendar::BusinessDay;
use db::{Fault, Row};

/// Orders looked at for one page of rows, at most.
pub(crate) const SCANNED_MAX: i64 = 2_000;
/// Goods named, at most.
const TOP_MAX: i64 = 20;

fn fact(row: &Row) -> Result<Option<Fact>, Fault> {
    let Some(kind) = FactKind::of_name(&row.get::<String>("kind")?) else { return Ok(None) };
    let (orders, poisha) = (row.get("orders")?, Paisa::new(row.get("poisha")?));
    Ok(Some(Fact { kind, what: row.get("what")?, orders, poisha }))
}

/// All sums of a month over all centres; of goods, the most sold.
///
/// # Errors
/// What the database says.
pub async fn facts_of_month(tx: &mut db::Tx<'_>, month: &str) -> Result<Vec<Fact>, Fault> {
    let goods = FactKind::Goods.name();
    let mut rows = tx.all(&FACTS_OF_MONTH, &[month.into(), goods.into()]).await?;
    rows.extend(tx.all(&FACTS_TOP, &[month.into(), goods.into(), TOP_MAX.into()]).await?);
    let mut facts = Vec::with_capacity(rows.len());
    for row in &rows {
        facts.extend(fact(row)?.filter(|fact| fact.orders != 0 || fact.poisha != Paisa::ZERO));
    }
    Ok(facts)
}

/// Every sum with its book and month, for the audit.
pub(crate) async fn facts_all(tx: &mut db::Tx<'_>) -> Result<Vec<(String, String, Fact)>, Fault> {
    let rows = tx.all(&FACTS_ALL, &[]).await?;
    let mut facts = Vec::with_capacity(rows.len());
    for row in &rows {
        facts.extend(fact(row)?.map(|fact| Ok::<_, Fault>((row.get("book")?, row.get("month")?, fact))).transpose()?);
    }
    Ok(facts)
}

/// Where a page of orders begins: (day, book, order).
pub(crate) type After = (String, String, String);

/// Orders placed from a day to before another that give to a sum, from after this one: (book, order, what it gives), and
/// where the next page begins when there is more.
pub(crate) async fn orders_behind(
    tx: &mut db::Tx<'_>,
    (from, to): (BusinessDay, BusinessDay),
    (kind, what): (FactKind, &str),
    (day, book, number): &After,
) -> Result<(Vec<(String, OrderStanding, Fact)>, Option<After>), Fault> {
    let values = [from.into(), to.into(), day.into(), book.into(), number.into(), SCANNED_MAX.into()];
    let rows = tx.all(&ORDERS_OF_DAYS, &values).await?;
    let more = i64::try_from(rows.len()).unwrap_or(i64::MAX) >= SCANNED_MAX;
    let mut behind = Vec::new();
    let mut last = None;
    for row in &rows {
        let standing = crate::trade::store::order(row)?;
        let book: String = row.get("book")?;
        last = more.then(|| (standing.order.day.to_string(), book.clone(), standing.order.number.clone()));
        let gives =
            facts_of(&standing).into_iter().filter(|fact| fact.kind == kind && (what.is_empty() || fact.what == what));
        let sum = gives.reduce(|one, other| Fact {
            orders: one.orders.saturating_add(other.orders),
            poisha: one.poisha.checked_add(other.poisha).unwrap_or_default(),
            ..one
        });
        behind.extend(sum.map(|fact| (book, standing, fact)));
    }
    Ok((behind, last))
}
