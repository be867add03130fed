//! The statement of partners' commission: what was accrued, what was paid, what is due, by partner and days
//! (facts.md 3.2: what comes later and from outside is accrued and shown at once).

use crate::account::Account;
use crate::deeds::pay_commission::PAID_MEMO;
use crate::reading::{Page, overflow, statement};
use crate::store::{BALANCES_OF, PARTNER_SUMS};
use base::Paisa;
use base::calendar::BusinessDay;
use journal::{Fault, Tx};

/// Lines of a partner's statement that one reading answers, at most.
pub const PARTNER_LINES_MAX: i64 = 1_000;

/// What stands between a shop and a partner over some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerStatement {
    /// The partner, by the code of its account.
    pub provider: String,
    /// What was due before the first day.
    pub before: Paisa,
    /// What was accrued, less what was taken back with its receipt.
    pub accrued: Paisa,
    /// What was paid.
    pub paid: Paisa,
    /// What is due after the last day.
    pub due: Paisa,
}

/// One posting of such a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerLine {
    /// The folio of its entry.
    pub folio: i64,
    /// The business day.
    pub day: BusinessDay,
    /// What it was for: the receipt's number, or the number of the settlement by which it was paid.
    pub memo: String,
    /// True for a payment.
    pub is_payment: bool,
    /// Accrued: more than nothing; taken back or paid: less.
    pub poisha: Paisa,
    /// What was due after it.
    pub due: Paisa,
}

/// The statements of all partners of whom a book ever knew, from one day to another, both included; those with nothing
/// due and nothing moved are left away.
///
/// # Errors
/// What the database says.
pub async fn partner_statements(
    tx: &mut Tx<'_, '_>,
    book: &str,
    from: BusinessDay,
    to: BusinessDay,
) -> Result<Vec<PartnerStatement>, Fault> {
    let mut all = Vec::new();
    let paid_memo = format!("{PAID_MEMO}%");
    for row in tx.all(&BALANCES_OF, &[book.into()]).await? {
        let account: String = row.get("account")?;
        let Some(provider) = Account::new(&account).and_then(|account| match account.line_and_part() {
            ("E:partner_due", provider) => Some(provider.to_owned()),
            _ => None,
        }) else {
            continue;
        };
        let values = [book.into(), account.into(), from.into(), to.into(), paid_memo.as_str().into()];
        let row = tx.one(&PARTNER_SUMS, &values).await?;
        let (before, accrued, paid): (Paisa, Paisa, Paisa) =
            (row.get("before_poisha")?, row.get("accrued")?, row.get("paid")?);
        let due = before.checked_add(accrued).and_then(|sum| sum.checked_sub(paid)).ok_or_else(overflow)?;
        if [before, accrued, paid].iter().any(|sum| *sum != Paisa::ZERO) {
            all.push(PartnerStatement { provider, before, accrued, paid, due });
        }
    }
    Ok(all)
}

/// The postings of one partner's statement, in the order of their days, at most [`PARTNER_LINES_MAX`], and whether there
/// are more.
///
/// # Errors
/// What the database says.
pub async fn partner_lines(
    tx: &mut Tx<'_, '_>,
    book: &str,
    provider: &str,
    from: BusinessDay,
    to: BusinessDay,
) -> Result<(Vec<PartnerLine>, bool), Fault> {
    let account = format!("E:partner_due:{provider}");
    let page = Page { skip: 0, limit: PARTNER_LINES_MAX };
    let read = statement(tx, book, &account, from, to, page).await?;
    let line = |line: crate::StatementLine| PartnerLine {
        is_payment: line.memo.starts_with(PAID_MEMO),
        memo: line.memo.strip_prefix(PAID_MEMO).unwrap_or(&line.memo).to_owned(),
        folio: line.folio,
        day: line.day,
        poisha: line.poisha,
        due: line.balance,
    };
    Ok((read.lines.into_iter().map(line).collect(), read.more))
}
