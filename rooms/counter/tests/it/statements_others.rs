//! Statements of a provider that carries another room's transfers too: one statement, whoever asked.

use crate::pages_kit::{HERS, HIS, register};
use crate::statements::{items, kit_of, line, read_in, sent, transfer};
use base::{Paisa, Refusal};
use counter::TransferState;
use journal::{Deed, EntryHead, Envelope, Event, EventKind, Fault, Journal, Register, Stop, Tx, happened};
use ledger::ProviderTransfer;
use serde::{Deserialize, Serialize};
use trial::both;

/// A room of its own with the same provider: a customer's wallet pays it, or is paid back (below nothing).
#[derive(Debug, Clone, Serialize, Deserialize)]
struct StallPaid {
    id: String,
    taka: i64,
    state: TransferState,
}

impl Event for StallPaid {
    const KIND: &'static str = "stall.paid";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let noted = ProviderTransfer {
            book: at.book.clone(),
            id: self.id.clone(),
            provider: "wallet".to_owned(),
            day: at.at.day(),
            principal: Paisa::new(self.taka * 100),
            by_wallet: true,
            state: self.state,
            reference: format!("REF-{}", self.taka),
            page: format!("/stall/{}", self.id),
        };
        ledger::note_transfer(tx, &noted);
        Ok(())
    }
}

#[derive(Debug)]
struct Never;

impl Refusal for Never {
    fn code(&self) -> &'static str {
        "stall.never"
    }
}

#[derive(Serialize)]
struct Pay {
    book: String,
    paid: StallPaid,
}

impl Deed for Pay {
    const NAME: &'static str = "stall.pay";
    type Done = ();
    type Refusal = Never;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<Never>> {
        tx.enter(&self.book, vec![happened(self.paid.clone())]).await?;
        Ok(())
    }
}

fn with_stall() -> Register {
    let mut register = register();
    register.events.push(EventKind::of::<StallPaid>());
    register
}

/// A transfer of the stall's; its id.
async fn stall(journal: &Journal, number: u32, taka: i64, state: TransferState) -> String {
    let id = format!("W{HIS}-261123-B7K{number:03}-1");
    let deed = Pay { book: HIS.to_owned(), paid: StallPaid { id: id.clone(), taka, state } };
    journal.write(Envelope::system(), deed).await.unwrap();
    id
}

fn paid_back(taka: i64, reference: &str, id: &str) -> String {
    line(taka, reference, id).replace(",in,", ",out,")
}

#[test]
fn one_statement_is_held_against_the_transfers_of_every_room() {
    both(&with_stall(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        let journal = &trial.journal;
        let done = TransferState::Done;
        let own = transfer(journal, HERS, 100, &[done]).await;
        let named = stall(journal, 1, 280, done).await;
        stall(journal, 2, 340, done).await;
        stall(journal, 3, 410, done).await;
        let back = stall(journal, 4, -70, done).await;
        stall(journal, 5, -60, done).await;
        let text = [
            line(100, "W-1", &own),
            line(280, "W-2", &named),
            line(340, "REF-340", ""),
            line(410, "W-4", ""),
            paid_back(70, "W-5", &back),
            paid_back(60, "W-6", ""),
        ];
        let page = kit.get("admin", &read_in(&kit, &text.concat()).await).await;
        assert!(page.body.contains("6 / 6") && page.body.contains("Every line is matched"), "{}", page.body);
        // What stands in a statement is missed by no later one and found by none.
        let page = kit.get("admin", &read_in(&kit, &line(280, "W-9", &named)).await).await;
        assert_eq!(items(&page).len(), 1, "a line for what was matched before is theirs only: {}", page.body);
        assert!(page.body.contains("They have it, we do not"), "{}", page.body);
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn what_stands_out_of_another_rooms_transfers_leads_to_that_rooms_page_and_is_settled_there() {
    both(&with_stall(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        let journal = &trial.journal;
        let own = transfer(journal, HERS, 99, &[TransferState::Unknown]).await;
        let unknown = stall(journal, 1, 200, TransferState::Unknown).await;
        let failed = stall(journal, 2, 300, TransferState::Failed).await;
        let differs = stall(journal, 3, 77, TransferState::Done).await;
        let missing = stall(journal, 4, 555, TransferState::Done).await;
        let text =
            [line(99, "W-1", &own), line(200, "W-2", &unknown), line(300, "W-3", &failed), line(70, "W-4", &differs)];
        let list = kit.get("admin", &read_in(&kit, &text.concat()).await).await;
        let mut seen = Vec::new();
        for item in items(&list) {
            let page = kit.get("admin", &item).await.body;
            let kind = page.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap().to_owned();
            let id = [&unknown, &failed, &differs, &missing].into_iter().find(|id| page.contains(*id));
            let Some(id) = id else {
                assert!(page.contains(&format!("href=\"/counter/transfers/{HERS}/{own}\"")), "{page}");
                assert!(page.contains("Enter as done"), "the counter's own: {page}");
                continue;
            };
            assert!(page.contains(&format!("href=\"/stall/{id}\"")), "{page}");
            assert!(!page.contains("Enter as done"), "{page}");
            let told = kit.post("admin", &format!("{item}/settle"), &[]).await;
            assert!(told.status == 422 && told.body.contains("cannot be entered as done from here"), "{}", told.body);
            seen.push((id.clone(), kind));
        }
        seen.sort();
        let kinds = [
            "Done by their books, not known to us",
            "Not done with us, done with them",
            "The amounts differ",
            "We have it, they do not",
        ];
        let expected = [unknown, failed, differs, missing].into_iter().zip(kinds.map(str::to_owned));
        assert_eq!(seen, expected.collect::<Vec<_>>());
        // Its own room heard of it; the item is resolved by hand, with a reason.
        stall(journal, 1, 200, TransferState::Done).await;
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

/// An entry of our account's statement: our id, what came (`CRDT`) or left (`DBIT`).
fn entry(taka: i64, way: &str, reference: &str, id: &str) -> String {
    format!(
        "<Ntry><NtryRef>{reference}</NtryRef><Amt Ccy=\"BDT\">{taka}.00</Amt><CdtDbtInd>{way}</CdtDbtInd>\
         <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-23</Dt></BookgDt>\
         <BkTxCd><Prtry><Cd>TRANSFER</Cd></Prtry></BkTxCd>\
         <NtryDtls><TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>"
    )
}

fn camt(entries: &[String]) -> String {
    include_str!("../camt053.xml").replace("ENTRIES", &entries.concat())
}

#[test]
fn our_accounts_statement_has_cash_as_a_debit_and_a_wallets_payment_as_a_credit() {
    both(&with_stall(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        let journal = &trial.journal;
        let done = TransferState::Done;
        let cash = transfer(journal, HERS, 100, &[done]).await;
        let paid = stall(journal, 1, 280, done).await;
        let back = stall(journal, 2, -70, done).await;
        let wrong = stall(journal, 3, 55, done).await;
        let text = camt(&[
            entry(100, "DBIT", "W-1", &cash.replace('-', "")),
            entry(280, "CRDT", "W-2", &paid),
            entry(70, "DBIT", "W-3", &back),
            entry(55, "DBIT", "W-4", &wrong),
        ]);
        let place = sent(&kit, "admin", "wallet", text.as_bytes()).await.place().to_owned();
        let page = kit.get("admin", &place).await;
        let items = items(&page);
        assert_eq!(items.len(), 1, "only what went the wrong way stands out: {}", page.body);
        let page = kit.get("admin", &items[0]).await.body;
        assert!(page.contains("The amounts differ") && page.contains(&wrong), "{page}");
        trial.verify().await;
    });
}

#[test]
fn one_days_statements_come_in_one_format() {
    both(&with_stall(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        let journal = &trial.journal;
        let paid = stall(journal, 1, 280, TransferState::Done).await;
        read_in(&kit, &line(280, "W-2", &paid)).await;
        let text = camt(&[entry(280, "CRDT", "W-2", &paid)]);
        let told = sent(&kit, "admin", "wallet", text.as_bytes()).await;
        assert_eq!(told.status, 422, "{}", told.body);
        assert!(told.body.contains("CSV"), "it says which format was read: {}", told.body);
        let next = text.replace("2026-11-23</Dt></BookgDt>", "2026-11-24</Dt></BookgDt>");
        assert_eq!(sent(&kit, "admin", "wallet", next.as_bytes()).await.status, 422, "lines are booked a day later");
        // Of another day both may come.
        let later = text.replace("2026-11-23</Dt></BookgDt>", "2026-11-25</Dt></BookgDt>");
        sent(&kit, "admin", "wallet", later.as_bytes()).await.place();
        trial.verify().await;
    });
}
