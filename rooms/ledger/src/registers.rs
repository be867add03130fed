//! What the day's papers are made of: sums by day and account, and the income-expenditure register.

use crate::account::{Account, Class, Side};
use crate::reading::{TrialBalance, overflow, trial_of};
use crate::store::{BALANCES_OF, BALANCES_ON, DAY_SUMS, STATEMENT_ENDS};
use crate::{balance_now, chart};
use base::Paisa;
use base::calendar::BusinessDay;
use journal::{Fault, Tx};

/// What moved in one account on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaySum {
    /// The business day.
    pub day: BusinessDay,
    /// The account.
    pub account: Account,
    /// All debits of the day.
    pub debits: Paisa,
    /// All credits of the day, as a positive amount.
    pub credits: Paisa,
}

/// A line of the income-expenditure register: one account on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterLine {
    /// The business day.
    pub day: BusinessDay,
    /// What it was earned by or spent on.
    pub account: Account,
    /// What was earned; less than nothing where more was reversed than earned.
    pub income: Paisa,
    /// What was spent.
    pub expense: Paisa,
    /// What the shop had earned less what it had spent since its book began, after this line.
    pub balance: Paisa,
}

/// The income-expenditure register of some days (facts.md 3.6: one of the four registers of a centre). It is the shop's:
/// official fees and the programme's share are neither income nor expense of a trader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomeExpenditure {
    /// The balance brought forward.
    pub before: Paisa,
    /// The lines, by day, income before expense.
    pub lines: Vec<RegisterLine>,
    /// All income of these days.
    pub income: Paisa,
    /// All expense of these days.
    pub expense: Paisa,
    /// The balance carried.
    pub after: Paisa,
}

impl IncomeExpenditure {
    /// What is brought forward and what is carried less than nothing, which stand at the left; and the other way round, at
    /// the right: a shop that has spent more than it earned has its balances on the other side.
    pub(crate) fn balances(&self) -> [(Paisa, Paisa); 2] {
        let more = |paisa: Paisa| paisa.max(Paisa::ZERO);
        let less = |paisa: Paisa| more(paisa.checked_neg().unwrap_or_default());
        [(more(self.before), less(self.after)), (less(self.before), more(self.after))]
    }

    /// What both sides of the paper register come to, income with its balances and expenditure with its own: the same, or
    /// the register is broken.
    #[must_use]
    pub fn both_sides(&self) -> [Paisa; 2] {
        let [left, right] = self.balances();
        let sum =
            |own: Paisa, (forward, carried): (Paisa, Paisa)| Paisa::sum([own, forward, carried]).unwrap_or_default();
        [sum(self.income, left), sum(self.expense, right)]
    }
}

/// True for what the day's papers are made of: income, expense, and the drawers.
fn is_of_the_day(account: &Account) -> bool {
    matches!(account.class(), Class::Income | Class::Expense) || account.line_and_part().0 == "E:drawer"
}

/// The accounts of a book that ever moved.
async fn accounts(tx: &mut Tx<'_, '_>, book: &str) -> Result<Vec<Account>, Fault> {
    let rows = tx.all(&BALANCES_OF, &[book.into()]).await?;
    let codes: Vec<String> = rows.iter().map(|row| row.get("account")).collect::<Result<_, _>>()?;
    Ok(codes.iter().filter_map(|code| Account::new(code)).collect())
}

/// What moved in the income and expense accounts of both sides and in the drawers, from one day to another, both
/// included: by day, then in the order of the chart. An account without a posting on a day has no line there.
///
/// # Errors
/// What the database says.
pub async fn day_sums(
    tx: &mut Tx<'_, '_>,
    book: &str,
    from: BusinessDay,
    to: BusinessDay,
) -> Result<Vec<DaySum>, Fault> {
    let mut sums = Vec::new();
    // One account after the other: each is a short stretch of the index over account and day.
    for account in accounts(tx, book).await?.into_iter().filter(is_of_the_day) {
        let values = [book.into(), account.code().into(), from.into(), to.into()];
        for row in tx.all(&DAY_SUMS, &values).await? {
            sums.push(DaySum {
                day: row.get("day")?,
                account: account.clone(),
                debits: row.get("debits")?,
                credits: row.get("credits")?,
            });
        }
    }
    let place = |account: &Account| chart().position(|line| line == account.line_and_part().0);
    sums.sort_by(|a, b| (a.day, place(&a.account), &a.account).cmp(&(b.day, place(&b.account), &b.account)));
    Ok(sums)
}

/// The cash that the book says is in a till's drawer.
///
/// # Errors
/// What the database says.
pub async fn drawer_balance(tx: &mut Tx<'_, '_>, book: &str, till: &str) -> Result<Paisa, Fault> {
    Ok(balance_now(tx, book, &format!("E:drawer:{till}")).await?.poisha)
}

/// The trial balance as it stood at the end of a business day: the sum of all postings of that day and of earlier ones,
/// whenever they were entered. Holds belong to no day and are left away.
///
/// # Errors
/// What the database says.
pub async fn trial_balance_as_of(tx: &mut Tx<'_, '_>, book: &str, day: BusinessDay) -> Result<TrialBalance, Fault> {
    let rows = tx.all(&BALANCES_ON, &[book.into(), day.into()]).await?;
    trial_of(&rows)
}

/// The income-expenditure register from one day to another, both included.
///
/// # Errors
/// What the database says.
pub async fn income_expenditure(
    tx: &mut Tx<'_, '_>,
    book: &str,
    from: BusinessDay,
    to: BusinessDay,
) -> Result<IncomeExpenditure, Fault> {
    let of_the_shop =
        |account: &Account| account.side() == Side::Shop && matches!(account.class(), Class::Income | Class::Expense);
    let mut before = Paisa::ZERO;
    for account in accounts(tx, book).await?.into_iter().filter(of_the_shop) {
        let values = [book.into(), account.code().into(), from.into(), from.add_days(-1).into()];
        let earlier: Paisa = tx.one(&STATEMENT_ENDS, &values).await?.get("before_poisha")?;
        before = before.checked_sub(earlier).ok_or_else(overflow)?;
    }
    let sums = day_sums(tx, book, from, to).await?;
    register_of(before, sums.into_iter().filter(|sum| of_the_shop(&sum.account))).ok_or_else(overflow)
}

/// Adds the register up; none when an amount is beyond counting.
fn register_of(before: Paisa, sums: impl Iterator<Item = DaySum>) -> Option<IncomeExpenditure> {
    let mut register =
        IncomeExpenditure { before, lines: Vec::new(), income: Paisa::ZERO, expense: Paisa::ZERO, after: before };
    for sum in sums {
        let spent = sum.debits.checked_sub(sum.credits)?;
        let earned = spent.checked_neg()?;
        // Cash found over is income in the register, although it stands in an account of expense.
        let is_income = sum.account.class() == Class::Income || spent.is_negative();
        let (income, expense) = if is_income { (earned, Paisa::ZERO) } else { (Paisa::ZERO, spent) };
        register.income = register.income.checked_add(income)?;
        register.expense = register.expense.checked_add(expense)?;
        register.after = register.after.checked_add(earned)?;
        let balance = register.after;
        register.lines.push(RegisterLine { day: sum.day, account: sum.account, income, expense, balance });
    }
    Some(register)
}
