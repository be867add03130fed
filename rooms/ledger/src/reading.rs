//! What can be read of a ledger: trial balance, statement, balance as of a time.

use crate::account::{Account, Class};
use crate::posting::Balance;
use crate::store::{BALANCE_AS_OF, BALANCE_OF, BALANCES_OF, HOLDS_EXPIRED, STATEMENT_ENDS, STATEMENT_LINES};
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use db::Row;
use journal::{Fault, Tx};
use serde::Serialize;
use utoipa::ToSchema;

/// Lines of one page of a statement, at most.
pub const STATEMENT_LINES_MAX: i64 = 1_000;

/// One account of a trial balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccountLine {
    /// The account's code.
    pub account: String,
    /// What it is.
    pub class: Class,
    /// The balance if it is a debit, in poisha; else 0.
    #[schema(value_type = i64)]
    pub debit: Paisa,
    /// The balance if it is a credit, in poisha; else 0.
    #[schema(value_type = i64)]
    pub credit: Paisa,
    /// Set aside by holds, in poisha.
    #[schema(value_type = i64)]
    pub held: Paisa,
}

/// A trial balance: debits and credits are equal, or the book is broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrialBalance {
    /// The sum of all debit balances, in poisha.
    #[schema(value_type = i64)]
    pub debits: Paisa,
    /// The sum of all credit balances, in poisha.
    #[schema(value_type = i64)]
    pub credits: Paisa,
    /// The accounts in the order of their codes.
    pub accounts: Vec<AccountLine>,
}

/// One line of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// The folio of the entry.
    pub folio: i64,
    /// The business day.
    pub day: BusinessDay,
    /// When it was entered.
    pub at: Moment,
    /// What it was for.
    pub memo: String,
    /// Debit positive, credit negative.
    pub poisha: Paisa,
    /// The balance after it, debit positive.
    pub balance: Paisa,
}

/// A statement of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountStatement {
    /// The balance before the first day, debit positive.
    pub before: Paisa,
    /// The balance after the last day, debit positive.
    pub after: Paisa,
    /// The lines of this page, in the order of their days.
    pub lines: Vec<StatementLine>,
    /// True when further lines follow this page.
    pub more: bool,
}

/// Which lines of a statement to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Lines to leave out at the beginning.
    pub skip: i64,
    /// Lines to read, at most [`STATEMENT_LINES_MAX`].
    pub limit: i64,
}

pub(crate) fn overflow() -> Fault {
    Fault::Unsound("an amount is beyond what can be counted".to_owned())
}

/// The trial balance of a book.
///
/// # Errors
/// What the database says.
pub async fn trial_balance(tx: &mut Tx<'_, '_>, book: &str) -> Result<TrialBalance, Fault> {
    let rows = tx.all(&BALANCES_OF, &[book.into()]).await?;
    trial_of(&rows)
}

/// The trial balance of rows of account, balance and what is held.
pub(crate) fn trial_of(rows: &[Row]) -> Result<TrialBalance, Fault> {
    let mut accounts = Vec::with_capacity(rows.len());
    for row in rows {
        let code: String = row.get("account")?;
        let poisha: Paisa = row.get("poisha")?;
        let account = Account::new(&code).ok_or_else(|| Fault::Unsound(format!("no such account: {code}")))?;
        let other = poisha.checked_neg().ok_or_else(overflow)?;
        accounts.push(AccountLine {
            account: code,
            class: account.class(),
            debit: poisha.max(Paisa::ZERO),
            credit: other.max(Paisa::ZERO),
            held: row.get("held_poisha")?,
        });
    }
    let debits = Paisa::sum(accounts.iter().map(|line| line.debit)).ok_or_else(overflow)?;
    let credits = Paisa::sum(accounts.iter().map(|line| line.credit)).ok_or_else(overflow)?;
    Ok(TrialBalance { debits, credits, accounts })
}

/// What an account holds now, read outside a deed.
///
/// # Errors
/// What the database says.
pub async fn balance_now(tx: &mut db::Tx<'_>, book: &str, account: &str) -> Result<Balance, Fault> {
    let row = tx.optional(&BALANCE_OF, &[book.into(), account.into()]).await?;
    row.map_or(Ok(Balance::default()), |row| Ok(Balance { poisha: row.get("poisha")?, held: row.get("held_poisha")? }))
}

/// What an account held at a moment: the sum of all that was entered until then.
///
/// # Errors
/// What the database says.
pub async fn balance_as_of(tx: &mut Tx<'_, '_>, book: &str, account: &str, at: Moment) -> Result<Paisa, Fault> {
    tx.one(&BALANCE_AS_OF, &[book.into(), account.into(), at.into()]).await?.get("poisha")
}

/// A page of the statement of an account from one day to another, both included.
///
/// # Errors
/// What the database says.
pub async fn statement(
    tx: &mut Tx<'_, '_>,
    book: &str,
    account: &str,
    from: BusinessDay,
    to: BusinessDay,
    page: Page,
) -> Result<AccountStatement, Fault> {
    let ends = tx.one(&STATEMENT_ENDS, &[book.into(), account.into(), from.into(), to.into()]).await?;
    let (before, after): (Paisa, Paisa) = (ends.get("before_poisha")?, ends.get("after_poisha")?);
    let limit = page.limit.clamp(1, STATEMENT_LINES_MAX);
    let one_more = limit.saturating_add(1);
    let values = [book.into(), account.into(), from.into(), to.into(), one_more.into(), page.skip.max(0).into()];
    let mut lines = Vec::new();
    for row in tx.all(&STATEMENT_LINES, &values).await? {
        lines.push(StatementLine {
            folio: row.get("folio")?,
            day: row.get("day")?,
            at: row.get("at_ms")?,
            memo: row.get("memo")?,
            poisha: row.get("poisha")?,
            balance: before.checked_add(row.get("running_poisha")?).ok_or_else(overflow)?,
        });
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = lines.len() > limit;
    lines.truncate(limit);
    Ok(AccountStatement { before, after, lines, more })
}

/// Open holds whose time is over: what the reconciler voids.
///
/// # Errors
/// What the database says.
pub async fn expired_holds(tx: &mut Tx<'_, '_>, limit: i64) -> Result<Vec<(String, String)>, Fault> {
    let now = tx.now();
    let rows = tx.all(&HOLDS_EXPIRED, &[now.into(), limit.into()]).await?;
    rows.iter().map(|row| Ok((row.get("book")?, row.get("hold")?))).collect()
}
