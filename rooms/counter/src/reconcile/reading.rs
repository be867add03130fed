//! What is read of statements and of what stands out.

use super::item::ItemStanding;
use super::matching::Theirs;
use super::store::{
    ALL_STATEMENTS, ITEMS_OF, ONE_ITEM, ONE_STATEMENT, OPEN_ITEM_DAYS, OPEN_ITEMS, OPEN_ITEMS_NEAR, OPEN_LINES,
    SEEN_REFERENCES, STATEMENTS_OF, item, theirs,
};
use super::{BadLine, Summary};
use crate::store::from_text;
use base::calendar::{BusinessDay, Moment};
use db::Row;
use journal::{Fault, NATION, Tx};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Transfers that one statement is held against, at most.
pub(crate) const COMPARED_MAX: i64 = 50_000;
/// Statements shown at once, at most.
const STATEMENTS_MAX: i64 = 50;
/// Items of a statement shown at once, at most.
const STATEMENT_ITEMS_MAX: i64 = 200;

/// What stands beside a statement in its row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StatementBody {
    pub format: String,
    pub by: String,
    pub summary: Summary,
    pub bad: Vec<BadLine>,
}

/// A statement as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatementSeen {
    pub statement: String,
    pub provider: String,
    pub days: (BusinessDay, BusinessDay),
    pub read: Moment,
    pub body: StatementBody,
}

fn statement(row: &Row) -> Result<StatementSeen, Fault> {
    Ok(StatementSeen {
        statement: row.get("statement")?,
        provider: row.get("provider")?,
        days: (row.get("first_day")?, row.get("last_day")?),
        read: row.get("read_ms")?,
        body: from_text(&row.get::<String>("body")?)?,
    })
}

/// The newest statements.
pub(crate) async fn statements(tx: &mut Tx<'_, '_>) -> Result<Vec<StatementSeen>, Fault> {
    tx.all(&ALL_STATEMENTS, &[NATION.into(), STATEMENTS_MAX.into()]).await?.iter().map(statement).collect()
}

/// One statement.
pub(crate) async fn one_statement(tx: &mut Tx<'_, '_>, id: &str) -> Result<Option<StatementSeen>, Fault> {
    tx.optional(&ONE_STATEMENT, &[NATION.into(), id.into()]).await?.as_ref().map(statement).transpose()
}

/// The statements of a provider that cover one of these days.
pub(crate) async fn statements_of(
    tx: &mut Tx<'_, '_>,
    provider: &str,
    (first, last): (BusinessDay, BusinessDay),
) -> Result<Vec<StatementSeen>, Fault> {
    let values = [NATION.into(), provider.into(), first.into(), last.into()];
    tx.all(&STATEMENTS_OF, &values).await?.iter().map(statement).collect()
}

/// References with their amounts that stand in earlier statements of these days.
pub(crate) async fn seen(
    tx: &mut Tx<'_, '_>,
    provider: &str,
    (first, last): (BusinessDay, BusinessDay),
) -> Result<BTreeSet<(String, i64)>, Fault> {
    let rows = tx.all(&SEEN_REFERENCES, &[NATION.into(), provider.into(), first.into(), last.into()]).await?;
    rows.iter().map(|row| Ok((row.get("reference")?, row.get("poisha")?))).collect()
}

/// Lines of earlier statements that are still open.
pub(crate) async fn open_lines(
    tx: &mut Tx<'_, '_>,
    provider: &str,
    (first, last): (BusinessDay, BusinessDay),
) -> Result<Vec<Theirs>, Fault> {
    let values = [NATION.into(), provider.into(), first.into(), last.into(), COMPARED_MAX.into()];
    tx.all(&OPEN_LINES, &values).await?.iter().map(theirs).collect()
}

/// What is open, the oldest first.
pub(crate) async fn open_items(tx: &mut Tx<'_, '_>, limit: i64) -> Result<Vec<ItemStanding>, Fault> {
    tx.all(&OPEN_ITEMS, &[NATION.into(), true.into(), limit.into()]).await?.iter().map(item).collect()
}

/// What is open of a provider on these days.
pub(crate) async fn open_near(
    tx: &mut Tx<'_, '_>,
    provider: &str,
    (first, last): (BusinessDay, BusinessDay),
) -> Result<Vec<ItemStanding>, Fault> {
    let values = [NATION.into(), true.into(), provider.into(), first.into(), last.into()];
    tx.all(&OPEN_ITEMS_NEAR, &values).await?.iter().map(item).collect()
}

/// What one statement brought up, open or not.
pub(crate) async fn items_of(tx: &mut Tx<'_, '_>, statement: &str) -> Result<Vec<ItemStanding>, Fault> {
    let values = [NATION.into(), statement.into(), STATEMENT_ITEMS_MAX.into()];
    tx.all(&ITEMS_OF, &values).await?.iter().map(item).collect()
}

/// One item.
pub(crate) async fn one_item(tx: &mut Tx<'_, '_>, id: &str) -> Result<Option<ItemStanding>, Fault> {
    tx.optional(&ONE_ITEM, &[NATION.into(), id.into()]).await?.as_ref().map(item).transpose()
}

/// How many items are open by day.
pub(crate) async fn open_days(tx: &mut Tx<'_, '_>) -> Result<Vec<(BusinessDay, i64)>, Fault> {
    let rows = tx.all(&OPEN_ITEM_DAYS, &[NATION.into(), true.into()]).await?;
    rows.iter().map(|row| Ok((row.get("day")?, row.get("items")?))).collect()
}
