//! A book's trial balance, and the form that tops up its float.

use super::{account_name, book_name};
use crate::access::{SeenBook, open};
use crate::account::{Account, Side};
use crate::deeds::top_up_float::{NotToppedUp, TopUpFloat};
use crate::reading::{AccountLine, TrialBalance, trial_balance};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::{Paisa, Refusal};
use journal::{Envelope, Fault, KEY_CHARS_MAX, Stop};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, KitRefusal, Sample, Trouble, Visitor, page, page_refused, see_other};

#[derive(Template)]
#[template(path = "book.html")]
struct BookPage {
    frame: Frame,
    book: String,
    /// The programme's side, then the shop's; one without accounts is left away.
    sides: Vec<SideShown>,
    debits: Paisa,
    credits: Paisa,
    /// The form, for those who may top up.
    form: Option<Posted>,
    /// A top-up was just entered.
    topped_up: bool,
    /// (input id, message): "amount", "proof".
    faults: Vec<(String, String)>,
}

/// One side; every amount is already written, an empty one is none.
struct SideShown {
    name: String,
    hint: String,
    rows: Vec<RowShown>,
    debit: String,
    credit: String,
}

struct RowShown {
    href: String,
    name: String,
    debit: String,
    credit: String,
    held: String,
}

/// What the form posts, and what it shows again.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Posted {
    form_id: String,
    amount: String,
    proof: String,
}

/// What the page's address says.
#[derive(Debug, Deserialize)]
pub(crate) struct Came {
    /// From a top-up that was entered.
    #[serde(default)]
    topped_up: bool,
}

/// `GET /books/{book}`, and `/books/{book}/float` for whoever reloads a refused form.
pub(crate) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(book): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    let seen = open(&house, &visitor, "book.view", &book).await?;
    let mut shown = draw(&house, frame, &visitor, &seen).await?;
    shown.topped_up = came.topped_up;
    page(&shown)
}

/// `POST /books/{book}/float`. The form's id is the key: a second press tops up once.
pub(crate) async fn top_up(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(book): Path<String>,
    Form(posted): Form<Posted>,
) -> Answer {
    let seen = open(&house, &visitor, "book.view", &book).await?;
    if seen.names.is_none() {
        return Err(Trouble::NotFound); // the programme's own book has no float
    }
    if !visitor.may_at("float.topup", &seen.path) {
        return Err(Trouble::Forbidden);
    }
    if posted.form_id.is_empty() || posted.form_id.len() > KEY_CHARS_MAX {
        return Err(KitRefusal::Malformed.into());
    }
    let refusal: Box<dyn Refusal> = match Paisa::parse(&posted.amount) {
        Err(refusal) => Box::new(InAmount(refusal)),
        Ok(poisha) => {
            let deed = TopUpFloat { book: book.clone(), poisha, proof: posted.proof.clone() };
            match house.journal.write(Envelope::new(&visitor.person, &posted.form_id), deed).await {
                Ok(_) => return Ok(see_other(&format!("/books/{book}?topped_up=true"))),
                Err(Stop::Refused(refusal)) => Box::new(refusal),
                Err(stop) => return Err(stop.into()),
            }
        }
    };
    let sentence = house.words.tell(frame.lang, refusal.as_ref()).sentence;
    let mut shown = draw(&house, frame, &visitor, &seen).await?;
    shown.faults = vec![(refusal.field().unwrap_or_default(), sentence)];
    shown.form = Some(posted);
    page_refused(&shown, refusal.as_ref())
}

/// An amount that cannot be read, beside its field.
#[derive(Debug)]
struct InAmount(base::money::Refused);

impl Refusal for InAmount {
    fn code(&self) -> &'static str {
        self.0.code()
    }

    fn field(&self) -> Option<String> {
        NotToppedUp::Amount.field()
    }
}

async fn draw(house: &House, frame: Frame, visitor: &Visitor, seen: &SeenBook) -> Result<BookPage, Trouble> {
    let book = seen.book.clone();
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { Ok((trial_balance(tx, &book).await?, tx.new_id()?.to_string())) })
    });
    let (balance, form_id) = read.await?;
    let may_top_up = seen.names.is_some() && visitor.may_at("float.topup", &seen.path);
    let form = may_top_up.then(|| Posted { form_id, ..Posted::default() });
    Ok(lay_out(frame, seen, &balance, form))
}

fn lay_out(frame: Frame, seen: &SeenBook, balance: &TrialBalance, form: Option<Posted>) -> BookPage {
    let name = book_name(&frame, seen);
    let frame = frame.titled_as(name);
    let sides = [
        (Side::Programme, "ledger-side-programme", "ledger-side-programme-hint"),
        (Side::Shop, "ledger-side-shop", "ledger-side-shop-hint"),
    ];
    let sides = sides.into_iter().filter_map(|(side, name, hint)| {
        let shown = side_of(&frame, &seen.book, balance, side);
        (!shown.rows.is_empty()).then(|| SideShown { name: frame.say(name), hint: frame.say(hint), ..shown })
    });
    BookPage {
        sides: sides.collect(),
        book: seen.book.clone(),
        debits: balance.debits,
        credits: balance.credits,
        form,
        topped_up: false,
        faults: Vec::new(),
        frame,
    }
}

/// The accounts of one side that hold something.
fn side_of(frame: &Frame, book: &str, balance: &TrialBalance, side: Side) -> SideShown {
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
        });
    }
    // Part of a sum that was counted already.
    let total = |amounts: Vec<Paisa>| frame.money(Paisa::sum(amounts).unwrap_or_default());
    SideShown { name: String::new(), hint: String::new(), rows, debit: total(debits), credit: total(credits) }
}

/// The page with plausible content.
pub(crate) const SAMPLES: [Sample; 3] = [
    Sample { name: "ledger-book", render: |frame| sample(frame, &sample_balance(), None).render() },
    Sample {
        name: "ledger-book-top-up-refused",
        render: |frame| {
            let fault = ("amount".to_owned(), frame.say("ledger-top_up-amount"));
            let form = Posted { form_id: "f1".to_owned(), amount: "0".to_owned(), proof: "SLIP-9".to_owned() };
            BookPage { faults: vec![fault], ..sample(frame, &sample_balance(), Some(form)) }.render()
        },
    },
    Sample {
        name: "ledger-book-empty",
        render: |frame| {
            let nothing = TrialBalance { debits: Paisa::ZERO, credits: Paisa::ZERO, accounts: Vec::new() };
            BookPage { topped_up: true, ..sample(frame, &nothing, Some(Posted::default())) }.render()
        },
    },
];

pub(super) fn sample_book() -> SeenBook {
    let names = ("সোনাপুর ইউনিয়ন ডিজিটাল সেন্টার".to_owned(), "Sonapur Union Digital Centre".to_owned());
    SeenBook { book: "3026001".to_owned(), path: "/30/3026/".to_owned(), names: Some(names) }
}

fn sample(frame: Frame, balance: &TrialBalance, form: Option<Posted>) -> BookPage {
    lay_out(frame, &sample_book(), balance, form)
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
