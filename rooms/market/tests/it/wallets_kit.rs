//! A wallet that says what the test wants, and quotes that are paid by it.

use crate::kit::{HIS, does};
use crate::orders_kit::{Stalls, quilts, quoted, settle};
use base::calendar::BusinessDay;
use journal::{Boxed, Journal};
use ledger::{Answer, Provider, Providers, TransferOrder, TransferState as T};
use market::{AskWallet, Quote, SettleWallet, carry_wallets};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use trial::Trial;

pub const MINUTE: i64 = 60_000;
pub const SECRET: &str = "secret-of-the-wallet";

/// A wallet that says what it is told to say, and notes what it was asked.
#[derive(Default)]
pub struct Wallet {
    says: Mutex<BTreeMap<&'static str, Answer>>,
    asked: Mutex<Vec<TransferOrder>>,
}

impl Wallet {
    pub fn will(&self, what: &'static str, answer: Answer) {
        self.says.lock().unwrap().insert(what, answer);
    }

    fn say(&self, what: &str) -> Answer {
        self.says.lock().unwrap().get(what).cloned().unwrap_or(Answer::Pending)
    }

    pub fn asked(&self) -> Vec<TransferOrder> {
        self.asked.lock().unwrap().clone()
    }
}

impl Provider for Wallet {
    fn initiate<'a>(&'a self, order: &'a TransferOrder) -> Boxed<'a, Answer> {
        self.asked.lock().unwrap().push(order.clone());
        let way = if order.direction == ledger::Direction::In { "pay" } else { "refund" };
        Box::pin(async move { self.say(way) })
    }

    fn query<'a>(&'a self, _: &'a str) -> Boxed<'a, Answer> {
        Box::pin(async move { self.say("query") })
    }

    fn reverse<'a>(&'a self, _: &'a str) -> Boxed<'a, Answer> {
        Box::pin(async move { self.say("reverse") })
    }

    fn statement(&self, _: BusinessDay) -> Boxed<'_, Option<String>> {
        Box::pin(async move { None })
    }
}

pub fn connected() -> (Arc<Wallet>, Providers) {
    let wallet = Arc::new(Wallet::default());
    (wallet.clone(), Providers::default().with("bkash", SECRET, wallet))
}

pub fn done() -> Answer {
    Answer::Done { reference: "BK-1".to_owned() }
}

pub fn asking(quote: &Quote) -> AskWallet {
    AskWallet {
        book: HIS.to_owned(),
        quote: quote.number.clone(),
        provider: "bkash".to_owned(),
        wallet: "01911000003".to_owned(),
        consent: true,
    }
}

pub async fn said(journal: &Journal, id: &str, said: T) -> T {
    let (reference, code) = ("BK-1".to_owned(), String::new());
    does(journal, SettleWallet { book: HIS.to_owned(), id: id.to_owned(), said, reference, code }).await
}

/// Everything that waits at providers and by the clock.
pub async fn rounds(trial: &Trial, providers: &Providers) {
    for _ in 0..3 {
        trial.pass(6 * MINUTE);
        carry_wallets(&trial.journal, providers).await.unwrap();
        settle(&trial.journal).await;
    }
}

pub async fn one_quilt(journal: &Journal, key: &str, stalls: &Stalls) -> (Quote, String) {
    let quote = quoted(journal, &quilts(key, stalls, 1)).await;
    let first = format!("{}-1", quote.number);
    (quote, first)
}

/// A quote of one quilt, its order's number, and the transfer that was asked for it.
pub async fn asked(journal: &Journal, key: &str, stalls: &Stalls) -> (Quote, String, String) {
    let (quote, first) = one_quilt(journal, key, stalls).await;
    let id = does(journal, asking(&quote)).await;
    (quote, first, id)
}
