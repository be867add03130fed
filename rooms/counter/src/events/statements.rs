//! Statements of providers and what came of holding them against our transfers. All of it stands in the nation's book.

use crate::reconcile::item::{Item, ItemEnd, ItemKind, ItemOwner, ItemStanding, MATCHED_LATER};
use crate::reconcile::matching::LineKey;
use crate::reconcile::reading::StatementBody;
use crate::reconcile::store::{ITEMS, LINE_STATE, LINES, STATEMENTS, item_on_shelf, item_row, line_row};
use crate::reconcile::{BadLine, StatementLine, Summary};
use crate::service::is_default;
use crate::store::to_text;
use base::Paisa;
use base::calendar::BusinessDay;
use db::{Fault, Value};
use journal::{EntryHead, Event, Sealed};
use serde::{Deserialize, Serialize};

/// A provider's statement was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StatementRead {
    /// Its id: the hash of its file.
    pub statement: String,
    /// The provider.
    pub provider: String,
    /// `csv` or `camt`.
    pub format: String,
    /// The first day of its lines.
    pub first_day: BusinessDay,
    /// The last day of its lines.
    pub last_day: BusinessDay,
    /// What was counted.
    pub summary: Summary,
    /// Its lines.
    pub lines: Vec<StatementLine>,
    /// The numbers of those that an earlier statement had.
    #[serde(default, skip_serializing_if = "is_default")]
    pub repeated: Vec<i64>,
    /// Lines that could not be read.
    #[serde(default, skip_serializing_if = "is_default")]
    pub bad: Vec<BadLine>,
}

impl Event for StatementRead {
    const KIND: &'static str = "counter.statement_read";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let body = StatementBody {
            format: self.format.clone(),
            by: at.by.clone(),
            summary: self.summary,
            bad: self.bad.clone(),
        };
        let rest = vec![
            Value::from(&self.provider),
            self.first_day.into(),
            self.last_day.into(),
            at.at.into(),
            to_text(&body)?.into(),
        ];
        tx.add(&STATEMENTS, vec![Value::from(&at.book), Value::from(&self.statement)], rest);
        for line in &self.lines {
            let state = if self.repeated.contains(&line.line) { "repeated" } else { "open" };
            let key = vec![Value::from(&at.book), Value::from(&self.statement), line.line.into()];
            tx.add(&LINES, key, line_row(line, &self.provider, state));
        }
        Ok(())
    }
}

/// One match: lines and transfers that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchMade {
    /// Their lines: statement and number.
    pub lines: Vec<LineKey>,
    /// Our transfers, by id.
    pub transfers: Vec<String>,
    /// What the lines are more than the transfers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub off: Paisa,
}

/// Lines were matched with transfers by the rules.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LinesMatched {
    /// The statement whose reading matched them.
    pub statement: String,
    /// What belongs together.
    pub matches: Vec<MatchMade>,
    /// Items of earlier statements that are over by it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub closes: Vec<String>,
}

impl Event for LinesMatched {
    const KIND: &'static str = "counter.lines_matched";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        for made in &self.matches {
            for (statement, line) in &made.lines {
                mark_line(tx, &at.book, (statement, *line), "matched").await?;
            }
            for transfer in &made.transfers {
                ledger::note_match(tx, transfer, &self.statement);
            }
        }
        for item in &self.closes {
            end_item(tx, at, item, MATCHED_LATER, None).await?;
        }
        Ok(())
    }
}

async fn mark_line(
    tx: &mut db::Tx<'_>,
    book: &str,
    (statement, line): (&str, i64),
    state: &'static str,
) -> Result<(), Fault> {
    let key = vec![book.into(), statement.into(), line.into()];
    let mut rest = tx
        .fetch(&LINES, key.clone())
        .await?
        .ok_or_else(|| Fault::Unsound(format!("no line {line} of statement {statement}")))?;
    if let Some(place) = rest.get_mut(LINE_STATE) {
        *place = state.into();
    }
    tx.put(&LINES, key, rest);
    Ok(())
}

/// What stands out was found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ItemsFound {
    /// Each with its owner by rule.
    pub items: Vec<Item>,
}

impl Event for ItemsFound {
    const KIND: &'static str = "counter.items_found";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        for item in &self.items {
            let standing = ItemStanding { item: item.clone(), owner: item.kind.owner(), end: None };
            tx.add(&ITEMS, vec![Value::from(&at.book), Value::from(&item.item)], item_row(&standing)?);
        }
        Ok(())
    }
}

async fn item_of(tx: &mut db::Tx<'_>, book: &str, item: &str) -> Result<(Vec<Value>, ItemStanding), Fault> {
    let key = vec![book.into(), item.into()];
    let row = tx.fetch(&ITEMS, key.clone()).await?;
    let standing = item_on_shelf(&row.ok_or_else(|| Fault::Unsound(format!("no item {item}")))?)?;
    Ok((key, standing))
}

async fn end_item(
    tx: &mut db::Tx<'_>,
    at: &EntryHead,
    item: &str,
    reason: &str,
    note: Option<Sealed>,
) -> Result<(), Fault> {
    let (key, mut standing) = item_of(tx, &at.book, item).await?;
    standing.end = Some(ItemEnd { reason: reason.to_owned(), note, by: at.by.clone(), at: at.at });
    tx.put(&ITEMS, key, item_row(&standing)?);
    Ok(())
}

/// Somebody else must look at an item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ItemAssigned {
    /// The item.
    pub item: String,
    /// Who must look.
    pub owner: ItemOwner,
}

impl Event for ItemAssigned {
    const KIND: &'static str = "counter.item_assigned";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let (key, mut standing) = item_of(tx, &at.book, &self.item).await?;
        standing.owner = self.owner;
        tx.put(&ITEMS, key, item_row(&standing)?);
        Ok(())
    }
}

/// An item was resolved by hand. Its lines stand as matched: no later statement looks for them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LineResolved {
    /// The item.
    pub item: String,
    /// Why it is over.
    pub reason: String,
    /// What is to be remembered of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sealed>,
}

impl Event for LineResolved {
    const KIND: &'static str = "counter.line_resolved";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let (_, standing) = item_of(tx, &at.book, &self.item).await?;
        for (statement, line) in &standing.item.lines {
            mark_line(tx, &at.book, (statement, *line), "matched").await?;
        }
        // A transfer that they do not have is not missed again by the next statement of its day.
        for transfer in standing.item.transfers.iter().filter(|_| standing.item.kind == ItemKind::OursOnly) {
            ledger::note_match(tx, &transfer.id, &standing.item.statement);
        }
        end_item(tx, at, &self.item, &self.reason, self.note.clone()).await
    }
}
