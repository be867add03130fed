//! A book's trial balance, with the warning of a low float and the ways to its other papers.

use super::{account_name, book_name, counts_drawer, is_drawer};
use crate::access::{SeenBook, open};
use crate::account::{Account, Side};
use crate::float::{FLOAT_WARNING_POISHA, FloatStanding, float_standing};
use crate::reading::{AccountLine, TrialBalance, trial_balance};
use askama::Template;
use axum::extract::{Path, State};
use base::Paisa;
use journal::Fault;
use web::{Answer, Frame, House, Sample, Trouble, Visitor, page};

#[derive(Template)]
#[template(path = "book.html")]
struct BookPage {
    frame: Frame,
    book: String,
    /// The programme's side, then the shop's; one without accounts is left away.
    sides: Vec<SideShown>,
    debits: Paisa,
    credits: Paisa,
    /// Nothing is shown from which the drawer could be read: its reader counts it.
    blind: bool,
    /// False for the programme's own book, which has neither float nor register.
    has_float: bool,
    /// What is free of the float and the limit that it is below; none when it is not low.
    low: Option<(String, String)>,
}

/// One side; every amount is already written, an empty one is none.
struct SideShown {
    name: String,
    hint: String,
    rows: Vec<RowShown>,
    debit: String,
    credit: String,
}

impl SideShown {
    /// Its sum would say what the drawer holds.
    fn blind(&self) -> bool {
        self.rows.iter().any(|row| row.blind)
    }
}

struct RowShown {
    href: String,
    name: String,
    debit: String,
    credit: String,
    held: String,
    /// How much there is, is not shown.
    blind: bool,
}

/// `GET /books/{book}`.
pub(crate) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(book): Path<String>,
) -> Answer {
    let seen = open(&house, &visitor, "book.view", &book).await?;
    page(&draw(&house, frame, &seen).await?)
}

async fn draw(house: &House, frame: Frame, seen: &SeenBook) -> Result<BookPage, Trouble> {
    let book = seen.book.clone();
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { Ok((trial_balance(tx, &book).await?, float_standing(tx, &book).await?)) })
    });
    let (balance, standing) = read.await?;
    Ok(lay_out(frame, seen, &balance, standing))
}

fn lay_out(frame: Frame, seen: &SeenBook, balance: &TrialBalance, standing: FloatStanding) -> BookPage {
    let name = book_name(&frame, seen);
    let frame = frame.titled_as(name);
    let counts = counts_drawer(&frame, &seen.book);
    let sides = [
        (Side::Programme, "ledger-side-programme", "ledger-side-programme-hint"),
        (Side::Shop, "ledger-side-shop", "ledger-side-shop-hint"),
    ];
    let sides = sides.into_iter().filter_map(|(side, name, hint)| {
        let shown = side_of(&frame, &seen.book, balance, side, counts);
        (!shown.rows.is_empty()).then(|| SideShown { name: frame.say(name), hint: frame.say(hint), ..shown })
    });
    let sides: Vec<SideShown> = sides.collect();
    BookPage {
        blind: sides.iter().any(SideShown::blind),
        sides,
        book: seen.book.clone(),
        debits: balance.debits,
        credits: balance.credits,
        has_float: seen.names.is_some(),
        low: (seen.names.is_some() && standing.low).then(|| (frame.money(standing.free), frame.money(standing.below))),
        frame,
    }
}

/// The accounts of one side that hold something.
fn side_of(frame: &Frame, book: &str, balance: &TrialBalance, side: Side, counts: bool) -> SideShown {
    let shown = |amount: Paisa| if amount == Paisa::ZERO { String::new() } else { frame.money(amount) };
    let holds = |line: &AccountLine| [line.debit, line.credit, line.held].iter().any(|amount| *amount != Paisa::ZERO);
    let mut rows = Vec::new();
    let (mut debits, mut credits) = (Vec::new(), Vec::new());
    for line in balance.accounts.iter().filter(|line| holds(line)) {
        let Some(account) = Account::new(&line.account).filter(|account| account.side() == side) else { continue };
        debits.push(line.debit);
        credits.push(line.credit);
        rows.push(RowShown {
            href: format!("/books/{book}/accounts/{}", account.code()),
            name: account_name(frame, &account),
            debit: shown(line.debit),
            credit: shown(line.credit),
            held: shown(line.held),
            blind: counts && is_drawer(&account),
        });
    }
    // Part of a sum that was counted already.
    let total = |amounts: Vec<Paisa>| frame.money(Paisa::sum(amounts).unwrap_or_default());
    SideShown { name: String::new(), hint: String::new(), rows, debit: total(debits), credit: total(credits) }
}

/// The page with plausible content.
pub(crate) const SAMPLES: [Sample; 2] = [
    Sample { name: "ledger-book", render: |frame| sample(frame, &sample_balance(), 7_450_000).render() },
    Sample {
        name: "ledger-book-empty",
        render: |frame| {
            let nothing = TrialBalance { debits: Paisa::ZERO, credits: Paisa::ZERO, accounts: Vec::new() };
            sample(frame, &nothing, 0).render()
        },
    },
];

pub(super) fn sample_book() -> SeenBook {
    let names = ("সোনাপুর ইউনিয়ন ডিজিটাল সেন্টার".to_owned(), "Sonapur Union Digital Centre".to_owned());
    SeenBook { book: "3026001".to_owned(), path: "/30/3026/".to_owned(), names: Some(names) }
}

fn sample(frame: Frame, balance: &TrialBalance, free: i64) -> BookPage {
    let below = Paisa::new(FLOAT_WARNING_POISHA);
    let free = Paisa::new(free);
    lay_out(frame, &sample_book(), balance, FloatStanding { free, below, low: free < below })
}

fn sample_balance() -> TrialBalance {
    let held = |code: &str| if code == "P:float" { Paisa::new(50_000) } else { Paisa::ZERO };
    let net = [
        ("E:commission", -1_234_000),
        ("E:drawer:1", 3_734_000),
        ("E:float", 7_500_000),
        ("E:owner", -10_000_000),
        ("P:bank", 10_000_000),
        ("P:fee:brdris", -1_930_000),
        ("P:float", -7_500_000),
        ("P:income", -495_652),
        ("P:vat", -74_348),
    ];
    let accounts = net.into_iter().filter_map(|(code, poisha)| {
        Some(AccountLine {
            account: code.to_owned(),
            class: Account::new(code)?.class(),
            debit: Paisa::new(poisha).max(Paisa::ZERO),
            credit: Paisa::new(poisha).checked_neg()?.max(Paisa::ZERO),
            held: held(code),
        })
    });
    let accounts: Vec<AccountLine> = accounts.collect();
    let debits = Paisa::sum(accounts.iter().map(|line| line.debit)).unwrap_or_default();
    TrialBalance { debits, credits: debits, accounts }
}
