//! A toy room: a shop that sells through the ledger's door, as the counter does.

use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use db::Target;
use journal::{Deed, Entered, Envelope, Fault, Journal, Register, Stop, Tx, happened};
use ledger::{Account, Balance, Draft, Leg, NotPosted, Split, TopUpFloat, TrialBalance};
use serde::Serialize;
use trial::Trial;

/// The centre's book of most trials.
pub const BOOK: &str = "3026001";

pub fn register() -> Register {
    web::register(&[ledger::room()])
}

/// Moves money for a reason of its own.
#[derive(Serialize, Clone)]
pub struct Move {
    pub book: String,
    pub draft: Draft,
}

impl Deed for Move {
    const NAME: &'static str = "shop.move";
    type Done = Entered;
    type Refusal = NotPosted;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotPosted>> {
        let posted = ledger::post(tx, &self.book, self.draft.clone()).await?;
        Ok(tx.enter(&self.book, vec![happened(posted)]).await?)
    }
}

/// Undoes a move.
#[derive(Serialize)]
pub struct Undo {
    pub book: String,
    pub folio: i64,
}

impl Deed for Undo {
    const NAME: &'static str = "shop.undo";
    type Done = Entered;
    type Refusal = NotPosted;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotPosted>> {
        let posted = ledger::reverse(tx, &self.book, self.folio, "wrong service").await?;
        Ok(tx.enter(&self.book, vec![happened(posted)]).await?)
    }
}

pub fn day(text: &str) -> BusinessDay {
    text.parse().unwrap()
}

pub fn account(code: &str) -> Account {
    Account::new(code).unwrap_or_else(|| panic!("no such account: {code}"))
}

pub fn legs(list: &[(&str, i64)]) -> Vec<Leg> {
    list.iter().map(|(code, poisha)| Leg { account: account(code), poisha: Paisa::new(*poisha) }).collect()
}

pub fn draft(list: &[(&str, i64)]) -> Draft {
    Draft { day: trial::MORNING.day(), memo: "R-1".to_owned(), legs: legs(list) }
}

/// Official fee Tk 50, charge Tk 30 of which the programme gets Tk 10: worked example 1 of the standards.
pub fn birth_registration() -> Split {
    Split {
        agency: "brdris".into(),
        official: Paisa::new(5_000),
        shop: Paisa::new(2_000),
        programme: Paisa::new(1_000),
    }
}

pub async fn enter(journal: &Journal, book: &str, draft: Draft) -> Result<Entered, Stop<NotPosted>> {
    let deed = Move { book: book.to_owned(), draft };
    journal.write(Envelope::system(), deed).await.map(|written| written.done)
}

pub async fn undo(journal: &Journal, book: &str, folio: i64) -> Result<Entered, Stop<NotPosted>> {
    let deed = Undo { book: book.to_owned(), folio };
    journal.write(Envelope::system(), deed).await.map(|written| written.done)
}

pub async fn top_up(journal: &Journal, book: &str, poisha: i64) -> Entered {
    let deed = TopUpFloat { book: book.to_owned(), poisha: Paisa::new(poisha), proof: "SLIP-9".to_owned() };
    journal.write(Envelope::system(), deed).await.unwrap().done
}

/// Sells one service for cash at till 1.
pub async fn sell(journal: &Journal, book: &str) -> Result<Entered, Stop<NotPosted>> {
    let legs = ledger::cash_service_legs(&[birth_registration()], &account("E:drawer:1")).unwrap();
    enter(journal, book, Draft { day: journal.now().day(), memo: "R-1".to_owned(), legs }).await
}

pub async fn trial_balance(journal: &Journal, book: &str) -> TrialBalance {
    let book = book.to_owned();
    let read = journal.read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::trial_balance(tx, &book).await }));
    read.await.unwrap()
}

pub async fn balance(journal: &Journal, book: &str, code: &'static str) -> Balance {
    let book = book.to_owned();
    let read =
        journal.read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::balance_now(tx, &book, code).await }));
    read.await.unwrap()
}

/// The balances of a book, debit positive, without the accounts that hold nothing.
pub async fn balances(journal: &Journal, book: &str) -> Vec<(String, i64)> {
    let accounts = trial_balance(journal, book).await.accounts;
    let net = accounts.into_iter().map(|line| (line.account, line.debit.get() - line.credit.get()));
    net.filter(|(_, poisha)| *poisha != 0).collect()
}

pub fn owned(list: &[(&str, i64)]) -> Vec<(String, i64)> {
    list.iter().map(|(code, poisha)| ((*code).to_owned(), *poisha)).collect()
}

/// The code of the refusal, or a panic that tells what came instead.
pub fn refused<T: std::fmt::Debug, R: Refusal>(answer: Result<T, Stop<R>>) -> &'static str {
    match answer {
        Err(Stop::Refused(refusal)) => refusal.code(),
        other => panic!("not refused: {other:?}"),
    }
}

/// Runs SQL past the house, as a thief with the file or the server's password would.
pub async fn behind_the_back(trial: &Trial, sql: &str) {
    match &trial.target {
        Target::Sqlite(path) => rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap(),
        Target::Postgres(address) => {
            let (client, line) = tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(line);
            client.batch_execute(sql).await.unwrap();
        }
    }
}
