//! The income-expenditure register of a month, on screen and as a table for a spreadsheet.

use super::float::open_float;
use super::{account_name, book_name};
use crate::access::SeenBook;
use crate::account::Account;
use crate::days::Days;
use crate::registers::{IncomeExpenditure, RegisterLine, income_expenditure};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::Paisa;
use journal::Fault;
use print::ruled::{Column, Ruled, Stands};
use serde::Deserialize;
use std::collections::BTreeMap;
use web::sheet::{self, Cell};
use web::{Answer, Frame, House, Trouble, Visitor, page};

/// Lines of a page, so that it stays under 25 KB (screens.md 3.5).
const LINES_SHOWN: usize = 40;

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
    pdf: String,
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
    let (heads, rows) = table(&frame, &register);
    sheet::answer(&format!("income-expenditure-{}-{}", seen.book, days.month()), &heads, &rows)
}

fn table(frame: &Frame, register: &IncomeExpenditure) -> (Vec<String>, Vec<Vec<Cell>>) {
    let heads = ["day", "ledger-account", "ledger-income-particulars", "ledger-income-income"];
    let rest = ["ledger-income-expense", "ledger-income-balance"];
    let heads = heads.into_iter().chain(rest).map(|key| frame.say(key));
    let empty = || Cell::from("");
    let forward = frame.say("ledger-statement-before");
    let mut rows = vec![vec![empty(), empty(), forward.into(), empty(), empty(), register.before.into()]];
    rows.extend(register.lines.iter().map(|line| {
        let name = account_name(frame, &line.account);
        let (day, code) = (line.day.to_string(), line.account.code());
        vec![day.into(), code.into(), name.into(), line.income.into(), line.expense.into(), line.balance.into()]
    }));
    let (total, after) = (frame.say("ledger-total"), register.after);
    rows.push(vec![empty(), empty(), total.into(), register.income.into(), register.expense.into(), after.into()]);
    (heads.collect(), rows)
}

/// `GET /books/{book}/income-expenditure.pdf?month=`: the month in the shape of the paper register, income at the left and
/// expenditure at the right, each with the balance that makes both sides equal.
pub(crate) async fn pdf(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(book): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (seen, days, register) = read(&house, &visitor, &book, &asked).await?;
    let name = format!("income-expenditure-{}-{}", seen.book, days.month());
    let page = ruled(&frame, &seen, days, &register);
    web::pdf(&name, move || page.pdf()).await
}

/// One side of the register: day, particulars, amount.
type Side = Vec<[String; 3]>;

/// Both sides, the balance brought forward and the balance carried among them, and the sum of each.
fn sides(frame: &Frame, register: &IncomeExpenditure) -> ([Side; 2], [Paisa; 2]) {
    let mut sides = [Side::new(), Side::new()];
    let [income, expense] = &mut sides;
    let balance = |key: &str, paisa: Paisa| [String::new(), frame.say(key), frame.money(paisa)];
    let [(forward, carried_less), (forward_less, carried)] = register.balances();
    if forward_less == Paisa::ZERO {
        income.push(balance("ledger-statement-before", forward));
    } else {
        expense.push(balance("ledger-statement-before", forward_less));
    }
    for line in register.lines.iter().filter(|line| (line.income, line.expense) != (Paisa::ZERO, Paisa::ZERO)) {
        let row = |paisa: Paisa| [frame.day(line.day), account_name(frame, &line.account), frame.money(paisa)];
        if line.income == Paisa::ZERO {
            expense.push(row(line.expense));
        } else {
            income.push(row(line.income));
        }
    }
    if carried_less == Paisa::ZERO {
        expense.push(balance("ledger-income-carried", carried));
    } else {
        income.push(balance("ledger-income-carried", carried_less));
    }
    (sides, register.both_sides())
}

/// The paper.
fn ruled(frame: &Frame, seen: &SeenBook, days: Days, register: &IncomeExpenditure) -> Ruled {
    let ([income, expense], sums) = sides(frame, register);
    let columns = || {
        [
            Column::new(frame.say("day"), Stands::Left),
            Column::new(frame.say("ledger-income-particulars"), Stands::Left).wide(1),
            Column::new(frame.say("taka"), Stands::Right),
        ]
    };
    let period = format!("{} – {}", frame.day(days.from), frame.day(days.to));
    let mut page = Ruled::new(frame.lang.code(), frame.say("ledger-income-title"), period)
        .of(book_name(frame, seen), "")
        .across()
        .columns(columns().into_iter().chain(columns()))
        .group(&frame.say("ledger-income-income"), 3)
        .group(&frame.say("ledger-income-expense"), 3);
    for place in 0..income.len().max(expense.len()) {
        let side = |side: &Side| side.get(place).cloned().unwrap_or_default();
        page = page.row([side(&income), side(&expense)].concat());
    }
    let sums = sums.map(|sum| [String::new(), frame.say("ledger-total"), frame.money(sum)]);
    page.strong(sums.concat())
        .note(frame.say("ledger-income-hint"))
        .signed_by(frame.say("ledger-signed-entrepreneur"))
        .signed_by(frame.say("ledger-signed-chairman"))
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
        pdf: format!("{here}.pdf?month={}", days.month()),
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
