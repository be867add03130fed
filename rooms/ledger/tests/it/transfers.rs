//! Transfers that rooms note, for whoever holds a provider's statement against them.

use crate::shop::{BOOK, day, register};
use base::{Paisa, Refusal};
use journal::{
    AnyEvent, Deed, EntryHead, Envelope, Event, EventKind, Fault, Journal, NATION, Register, Stop, Tx, happened,
};
use ledger::{ProviderTransfer, TransferState as T, note_match, note_transfer};
use serde::{Deserialize, Serialize};
use trial::both;

/// A toy room's own event: a wallet paid it, or was to.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct WalletPaid {
    id: String,
    provider: String,
    day: String,
    poisha: i64,
    state: T,
    reference: String,
}

impl Event for WalletPaid {
    const KIND: &'static str = "shop.wallet_paid";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        note_transfer(tx, &self.noted(&at.book));
        Ok(())
    }
}

impl WalletPaid {
    fn noted(&self, book: &str) -> ProviderTransfer {
        ProviderTransfer {
            book: book.to_owned(),
            id: self.id.clone(),
            provider: self.provider.clone(),
            day: day(&self.day),
            principal: Paisa::new(self.poisha),
            by_wallet: self.poisha > 0,
            state: self.state,
            reference: self.reference.clone(),
            page: format!("/shop/{}", self.id),
        }
    }
}

/// Transfers stand in a statement.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Matched {
    transfers: Vec<String>,
}

impl Event for Matched {
    const KIND: &'static str = "shop.matched";
    const VERSION: u32 = 1;

    async fn apply(&self, _: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        for transfer in &self.transfers {
            note_match(tx, transfer, "s-1");
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Never;

impl Refusal for Never {
    fn code(&self) -> &'static str {
        "shop.never"
    }
}

#[derive(Serialize)]
struct Happen {
    book: String,
    paid: Vec<WalletPaid>,
    matched: Vec<String>,
}

impl Deed for Happen {
    const NAME: &'static str = "shop.happen";
    type Done = ();
    type Refusal = Never;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<Never>> {
        let mut events: Vec<Box<dyn AnyEvent>> = self.paid.iter().cloned().map(happened).collect();
        if !self.matched.is_empty() {
            events.push(happened(Matched { transfers: self.matched.clone() }));
        }
        tx.enter(&self.book, events).await?;
        Ok(())
    }
}

fn with_shop() -> Register {
    let mut register = register();
    register.events.extend([EventKind::of::<WalletPaid>(), EventKind::of::<Matched>()]);
    register
}

fn paid(id: &str, provider: &str, day: &str, poisha: i64) -> WalletPaid {
    let [id, provider, day] = [id, provider, day].map(str::to_owned);
    WalletPaid { id, provider, day, poisha, state: T::Requested, reference: String::new() }
}

async fn note(journal: &Journal, book: &str, paid: Vec<WalletPaid>) {
    let deed = Happen { book: book.to_owned(), paid, matched: Vec::new() };
    journal.write(Envelope::system(), deed).await.unwrap();
}

async fn matched(journal: &Journal, ids: &[&str]) {
    let matched = ids.iter().map(|id| (*id).to_owned()).collect();
    journal.write(Envelope::system(), Happen { book: NATION.to_owned(), paid: Vec::new(), matched }).await.unwrap();
}

/// The ids of what stands in no statement of the wallet's days 22 to 24.
async fn unmatched(journal: &Journal, limit: i64) -> Vec<String> {
    let days = (day("2026-11-22"), day("2026-11-24"));
    let read = journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { ledger::unmatched_transfers(tx, "wallet", days, limit).await })
    });
    read.await.unwrap().into_iter().map(|one| one.id).collect()
}

async fn named(journal: &Journal, id: &'static str, provider: &'static str) -> Option<ProviderTransfer> {
    let read = journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::unmatched_transfer(tx, id, provider).await }));
    read.await.unwrap()
}

async fn noted(journal: &Journal, book: &'static str, id: &'static str) -> Option<ProviderTransfer> {
    let read =
        journal.read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::provider_transfer(tx, book, id).await }));
    read.await.unwrap()
}

#[test]
fn a_transfer_is_found_as_it_stands_now_by_its_days_its_provider_and_its_name() {
    both(&with_shop(), |trial| async move {
        let journal = &trial.journal;
        let first = paid("b", "wallet", "2026-11-22", 500);
        let others = [("a", "wallet", "2026-11-24"), ("c", "wallet", "2026-11-25"), ("d", "other", "2026-11-23")];
        let others = others.map(|(id, provider, day)| paid(id, provider, day, -70));
        note(journal, BOOK, vec![first.clone()]).await;
        note(journal, "3026999", others.to_vec()).await;
        assert_eq!(unmatched(journal, 10).await, ["a", "b"], "of every book, by id");
        assert_eq!(unmatched(journal, 1).await, ["a"], "no more than was asked for");
        assert_eq!(noted(journal, BOOK, "b").await, Some(first.noted(BOOK)));
        assert_eq!(named(journal, "c", "wallet").await, Some(others[1].noted("3026999")), "of any day");
        assert_eq!(named(journal, "d", "wallet").await, None, "another provider's");
        assert_eq!(noted(journal, BOOK, "a").await, None, "another book's");
        let done = WalletPaid { state: T::Done, reference: "BK-1".to_owned(), ..first };
        note(journal, BOOK, vec![done.clone()]).await;
        assert_eq!(noted(journal, BOOK, "b").await, Some(done.noted(BOOK)), "it moved on");
        trial.verify().await;
        journal.rebuild().await.unwrap();
        assert_eq!(unmatched(journal, 10).await, ["a", "b"]);
        trial.verify().await;
    });
}

#[test]
fn what_stands_in_a_statement_is_looked_for_no_more_and_is_still_known() {
    both(&with_shop(), |trial| async move {
        let journal = &trial.journal;
        let all = ["a", "b"].map(|id| paid(id, "wallet", "2026-11-23", 500));
        note(journal, BOOK, all.to_vec()).await;
        matched(journal, &["b", "nobody's"]).await;
        matched(journal, &["b"]).await;
        let moved = WalletPaid { state: T::Reversed, ..all[1].clone() };
        note(journal, BOOK, vec![moved.clone()]).await;
        for _ in 0..2 {
            assert_eq!(unmatched(journal, 10).await, ["a"]);
            assert_eq!(named(journal, "b", "wallet").await, None);
            assert_eq!(noted(journal, BOOK, "b").await, Some(moved.noted(BOOK)));
            trial.verify().await;
            journal.rebuild().await.unwrap();
        }
    });
}
