//! What somebody changed behind the ledger's back is named.

use crate::shop::{BOOK, behind_the_back, register, sell, top_up, undo};
use base::{Moment, Paisa};
use journal::Envelope;
use ledger::PlaceHold;
use trial::{Trial, both};

async fn is_named(trial: Trial, sql: &str, expected: &[&str]) {
    top_up(&trial.journal, BOOK, 100_000).await;
    let sold = sell(&trial.journal, BOOK).await.unwrap();
    sell(&trial.journal, BOOK).await.unwrap();
    undo(&trial.journal, BOOK, sold.folio).await.unwrap();
    let hold = PlaceHold {
        book: BOOK.into(),
        hold: "h1".into(),
        account: crate::shop::account("P:float"),
        poisha: Paisa::new(500),
        until: Moment::new(trial.journal.now().get() + 1_000),
    };
    trial.journal.write(Envelope::system(), hold).await.unwrap();
    trial.verify().await;
    behind_the_back(&trial, sql).await;
    let faults = trial.journal.verify().await.unwrap().faults;
    for expected in expected {
        assert!(
            faults.iter().any(|fault| fault.contains(expected)),
            "{:?}: {sql}: {expected}: {faults:#?}",
            trial.engine
        );
    }
}

#[test]
fn every_change_behind_the_back_is_named_by_book_and_account() {
    let cases: [(&str, &[&str]); 8] = [
        (
            "update ledger_balance set poisha = poisha + 1 where account = 'E:drawer:1'",
            &["ledger: book 3026001: account E:drawer:1 says 8001, its postings say 8000", "view ledger_balance"],
        ),
        (
            "delete from ledger_balance where account = 'P:vat'",
            &["ledger: book 3026001: account P:vat says 0, its postings say -130"],
        ),
        (
            "update ledger_posting set poisha = poisha - 7 where account = 'E:drawer:1' and folio = 2",
            &[
                "ledger: book 3026001 folio 2: side E is off by -7 poisha",
                "account E:drawer:1 says 8000, its postings say 7993",
            ],
        ),
        (
            "update ledger_posting set account = 'E:owner' where account = 'E:drawer:1' and folio = 2",
            &["account E:owner says -100000, its postings say -92000", "view ledger_posting"],
        ),
        ("delete from ledger_posting where folio = 3", &["account P:vat says -130, its postings say 0"]),
        (
            "update ledger_balance set poisha = poisha - 1 where account = 'P:float'",
            &["ledger: book 3026001: the shop's float is not the programme's: they differ by -1 poisha"],
        ),
        (
            "update ledger_balance set held_poisha = 0 where account = 'P:float'",
            &["ledger: book 3026001: account P:float holds 0, its open holds say 500"],
        ),
        ("delete from ledger_reversal", &["view ledger_reversal: a row is missing"]),
    ];
    for (sql, expected) in cases {
        both(&register(), |trial| is_named(trial, sql, expected));
    }
}
