//! The income-expenditure register of a month, on screen and as a table for a spreadsheet.

use super::float::open_float;
use super::{account_name, book_name};
use crate::access::SeenBook;
use crate::account::Account;
use crate::days::Days;
use crate::export::decimal;
use crate::registers::{IncomeExpenditure, RegisterLine, income_expenditure};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::Paisa;
use journal::Fault;
use serde::Deserialize;
use std::collections::BTreeMap;
use web::{Answer, Frame, House, Trouble, Visitor, page};

/// Lines of a page, so that it stays under 25 KB (screens.md 3.5).
const LINES_SHOWN: usize = 40;
/// What spreadsheets need to see before Bangla letters, else they show them as signs.
const BYTE_ORDER_MARK: &str = "\u{feff}";

#[derive(Template)]
#[template(path = "income.html")]
pub(super) struct IncomePage {
    frame: Frame,
    book: String,
    name: String,
    /// The days in words.
    days: String,
    month: String,
    month_before: String,
    month_after: String,
    csv: String,
    rows: Vec<LineShown>,
    /// The balance before the first row shown, and after the last day.
    before: String,
    after: String,
    income: String,
    expense: String,
    /// (name, sum) of each account of income, then of expense.
    earned: Vec<(String, String)>,
    spent: Vec<(String, String)>,
    /// Addresses of the pages beside this one; empty when there is none.
    previous: String,
    next: String,
}

struct LineShown {
    day: String,
    href: String,
    particulars: String,
    income: String,
    expense: String,
    balance: String,
}

/// Which month, and how many lines to leave out.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    month: Option<String>,
    #[serde(default)]
    skip: usize,
}

async fn read(
    house: &House,
    visitor: &Visitor,
    book: &str,
    asked: &Asked,
) -> Result<(SeenBook, Days, IncomeExpenditure), Trouble> {
    let seen = open_float(house, visitor, book).await?;
    let days = Days::of_month(asked.month.as_deref(), house.now().day()).map_err(Trouble::refused)?;
    let book = seen.book.clone();
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { income_expenditure(tx, &book, days.from, days.to).await })
    });
    Ok((seen, days, read.await?))
}

/// `GET /books/{book}/income-expenditure?month=&skip=`.
pub(crate) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(book): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (seen, days, register) = read(&house, &visitor, &book, &asked).await?;
    page(&lay_out(frame, &seen, days, &register, asked.skip))
}

/// `GET /books/{book}/income-expenditure.csv?month=`: the whole month. Amounts are plain taka with two decimals, so that
/// any spreadsheet can add them up again.
pub(crate) async fn csv(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(book): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (seen, days, register) = read(&house, &visitor, &book, &asked).await?;
    let text = table(&frame, &register).map_err(|error| Trouble::Broken(format!("a table: {error}")))?;
    let name = format!("attachment; filename=\"income-expenditure-{}-{}.csv\"", seen.book, days.month());
    let headers = [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, text).into_response())
}

fn table(frame: &Frame, register: &IncomeExpenditure) -> Result<String, csv::Error> {
    let mut out = csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    let heads = ["day", "ledger-account", "ledger-income-particulars", "ledger-income-income"];
    let rest = ["ledger-income-expense", "ledger-income-balance"];
    out.write_record(heads.into_iter().chain(rest).map(|key| frame.say(key)))?;
    let forward = frame.say("ledger-statement-before");
    out.write_record(["", "", &forward, "", "", &decimal(register.before)])?;
    for line in &register.lines {
        let name = account_name(frame, &line.account);
        let (day, code) = (line.day.to_string(), line.account.code());
        let [income, expense, balance] = [line.income, line.expense, line.balance].map(decimal);
        out.write_record([&day, code, &name, &income, &expense, &balance])?;
    }
    let total = frame.say("ledger-total");
    let [income, expense, after] = [register.income, register.expense, register.after].map(decimal);
    out.write_record(["", "", &total, &income, &expense, &after])?;
    let bytes = out.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

pub(super) fn lay_out(
    frame: Frame,
    seen: &SeenBook,
    days: Days,
    register: &IncomeExpenditure,
    skip: usize,
) -> IncomePage {
    let frame = frame.titled("ledger-income-title");
    let here = format!("/books/{}/income-expenditure", seen.book);
    let address = |days: Days| format!("{here}?month={}", days.month());
    let at = |skip: usize| format!("{}&skip={skip}", address(days));
    let shown = register.lines.iter().skip(skip).take(LINES_SHOWN);
    let before = skip.checked_sub(1).and_then(|last| register.lines.get(last)).map_or(register.before, |l| l.balance);
    let end = skip.saturating_add(LINES_SHOWN);
    IncomePage {
        book: seen.book.clone(),
        name: book_name(&frame, seen),
        days: format!("{} – {}", frame.day(days.from), frame.day(days.to)),
        month: days.month(),
        month_before: address(days.month_before()),
        month_after: address(days.month_after()),
        csv: format!("{here}.csv?month={}", days.month()),
        rows: shown.map(|line| line_shown(&frame, seen, line)).collect(),
        before: frame.money(before),
        after: frame.money(register.after),
        income: frame.money(register.income),
        expense: frame.money(register.expense),
        earned: sums(&frame, register, |line| line.income),
        spent: sums(&frame, register, |line| line.expense),
        previous: if skip > 0 { at(skip.saturating_sub(LINES_SHOWN)) } else { String::new() },
        next: if end < register.lines.len() { at(end) } else { String::new() },
        frame,
    }
}

fn written(frame: &Frame, amount: Paisa) -> String {
    if amount == Paisa::ZERO { String::new() } else { frame.money(amount) }
}

fn line_shown(frame: &Frame, seen: &SeenBook, line: &RegisterLine) -> LineShown {
    LineShown {
        day: frame.day(line.day),
        // Each figure opens down to its entries.
        href: format!("/books/{}/accounts/{}?from={day}&to={day}", seen.book, line.account, day = line.day),
        particulars: account_name(frame, &line.account),
        income: written(frame, line.income),
        expense: written(frame, line.expense),
        balance: frame.money(line.balance),
    }
}

/// The sum of each account over all days, in the order of the chart's codes; accounts of nothing are left away.
fn sums(frame: &Frame, register: &IncomeExpenditure, of: fn(&RegisterLine) -> Paisa) -> Vec<(String, String)> {
    let mut sums: BTreeMap<&Account, Paisa> = BTreeMap::new();
    for line in &register.lines {
        let sum = sums.entry(&line.account).or_default();
        *sum = sum.checked_add(of(line)).unwrap_or(*sum); // part of a sum that was counted already
    }
    let sums = sums.into_iter().filter(|(_, sum)| *sum != Paisa::ZERO);
    sums.map(|(account, sum)| (account_name(frame, account), frame.money(sum))).collect()
}
