//! What moved in one account.

use super::{account_name, book_name, counts_drawer, is_drawer, part_name};
use crate::access::{SeenBook, open};
use crate::account::Account;
use crate::days::{Asked, Days};
use crate::deeds::pay_commission::PAID_MEMO;
use crate::deeds::receive_commission::RECEIVED_MEMO;
use crate::deeds::top_up_float::TOP_UP_MEMO;
use crate::reading::{self, AccountStatement, Page, StatementLine};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use journal::Fault;
use web::{Answer, Frame, House, Sample, Trouble, Visitor, page};

/// Lines of a page, so that it stays under 25 KB (screens.md 3.5).
const LINES_SHOWN: i64 = 40;

#[derive(Template)]
#[template(path = "statement.html")]
struct StatementPage {
    frame: Frame,
    book: String,
    /// The book's name.
    name: String,
    /// The days in words.
    days: String,
    /// `yyyy-mm-dd`, for the inputs.
    from: String,
    to: String,
    month_before: String,
    month_after: String,
    /// Balances are not shown: their reader counts this drawer.
    blind: bool,
    /// Balances in the account's own direction, already written.
    before: String,
    after: String,
    rows: Vec<LineShown>,
    /// Addresses of the pages beside this one; empty when there is none.
    previous: String,
    next: String,
}

struct LineShown {
    day: String,
    folio: String,
    memo: String,
    grown: String,
    shrunk: String,
    balance: String,
}

/// `GET /books/{book}/accounts/{account}?from=&to=&skip=`.
pub(crate) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((book, account)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let seen = open(&house, &visitor, "book.view", &book).await?;
    let account = Account::new(&account).ok_or(Trouble::NotFound)?;
    let days = Days::of(&asked, house.now().day()).map_err(Trouble::refused)?;
    let part = Page { skip: asked.skip.max(0), limit: LINES_SHOWN };
    let code = account.code().to_owned();
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { reading::statement(tx, &book, &code, days.from, days.to, part).await })
    });
    page(&lay_out(frame, &seen, &account, days, part, &read.await?))
}

fn lay_out(
    frame: Frame,
    seen: &SeenBook,
    account: &Account,
    days: Days,
    part: Page,
    statement: &AccountStatement,
) -> StatementPage {
    let title = account_name(&frame, account);
    let frame = frame.titled_as(title);
    let here = format!("/books/{}/accounts/{}", seen.book, account.code());
    let address = |days: Days| format!("{here}?from={}&to={}", days.from, days.to);
    let at = |skip: i64| format!("{}&skip={skip}", address(days));
    let own = |poisha: Paisa| if account.is_debit_normal() { poisha } else { poisha.checked_neg().unwrap_or_default() };
    let written = |poisha: Paisa| frame.money(own(poisha));
    StatementPage {
        blind: counts_drawer(&frame, &seen.book) && is_drawer(account),
        book: seen.book.clone(),
        name: book_name(&frame, seen),
        days: format!("{} – {}", frame.day(days.from), frame.day(days.to)),
        from: days.from.to_string(),
        to: days.to.to_string(),
        month_before: address(days.month_before()),
        month_after: address(days.month_after()),
        before: written(statement.before),
        after: written(statement.after),
        rows: statement
            .lines
            .iter()
            .map(|line| line_shown(&frame, line, own(line.poisha), own(line.balance)))
            .collect(),
        previous: if part.skip > 0 { at(part.skip.saturating_sub(part.limit).max(0)) } else { String::new() },
        next: if statement.more { at(part.skip.saturating_add(part.limit)) } else { String::new() },
        frame,
    }
}

fn line_shown(frame: &Frame, line: &StatementLine, moved: Paisa, balance: Paisa) -> LineShown {
    let shown = |amount: Paisa| if amount.is_negative() { String::new() } else { frame.money(amount) };
    LineShown {
        day: frame.day(line.day),
        folio: frame.say_with("ledger-statement-folio", &[("folio", frame.number(line.folio))]),
        memo: memo_words(frame, &line.memo),
        grown: shown(moved),
        shrunk: moved.checked_neg().map_or_else(String::new, shown),
        balance: frame.money(balance),
    }
}

/// The memo in the reader's words, where it is one that this room wrote itself.
fn memo_words(frame: &Frame, memo: &str) -> String {
    if let Some(proof) = memo.strip_prefix(TOP_UP_MEMO) {
        return frame.say_with("ledger-memo-top-up", &[("proof", proof)]);
    }
    let ours = [(PAID_MEMO, "ledger-memo-commission-paid"), (RECEIVED_MEMO, "ledger-memo-commission-received")];
    let told = ours.iter().find_map(|(prefix, key)| {
        let (provider, reference) = memo.strip_prefix(prefix)?.split_once(' ')?;
        let provider = part_name(frame, "E:partner_due", provider);
        Some(frame.say_with(key, &[("provider", provider.as_str()), ("reference", reference)]))
    });
    told.or_else(|| cash_words(frame, memo)).unwrap_or_else(|| memo.to_owned())
}

/// The words for cash that moved without a customer. The room that counts the drawer writes such memos: what moved, of
/// which kind, and the day, which stands beside it already.
fn cash_words(frame: &Frame, memo: &str) -> Option<String> {
    if let Some(number) = memo.strip_prefix("reversal ") {
        return Some(frame.say_with("ledger-memo-reversal", &[("number", number)]));
    }
    if let Some(item) = memo.strip_prefix("stock ") {
        let key = format!("stock-item-{item}");
        return frame.house().words.has(frame.lang, &key).then(|| frame.say(&key));
    }
    let (what, _) = memo.rsplit_once(' ')?;
    if let Some(kind) = what.strip_prefix("paid out ") {
        return Some(part_name(frame, "E:expense", kind));
    }
    let key = match what {
        "paid in" => "ledger-memo-paid-in",
        "drawn" => "ledger-memo-drawn",
        "count opening" | "count shift" | "count close" => "ledger-memo-over-short",
        _ => return None,
    };
    Some(frame.say(key))
}

/// The page with plausible content.
pub(crate) const SAMPLES: [Sample; 1] = [Sample { name: "ledger-statement", render: sample }];

fn sample(frame: Frame) -> askama::Result<String> {
    let day = BusinessDay::new(2026, 11, 23).unwrap_or_else(|| Moment::new(0).day());
    let line = |folio, poisha, balance, memo: &str| StatementLine {
        folio,
        day,
        at: day.starts_at(),
        memo: memo.to_owned(),
        poisha: Paisa::new(poisha),
        balance: Paisa::new(balance),
    };
    let statement = AccountStatement {
        before: Paisa::new(-2_000_000),
        after: Paisa::new(-11_994_000),
        lines: vec![
            line(41, -10_000_000, -12_000_000, "top-up SLIP-9"),
            line(42, 6_000, -11_994_000, "3026001-261123-B7K-014"),
        ],
        more: true,
    };
    let account = Account::new("P:float").ok_or(askama::Error::Fmt)?;
    let part = Page { skip: LINES_SHOWN, limit: LINES_SHOWN };
    lay_out(frame, &super::book::sample_book(), &account, Days::month_of(day), part, &statement).render()
}
