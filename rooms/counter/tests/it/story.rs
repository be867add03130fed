//! A centre's days as a whole: replayed, restored, and re-added by a tool that we did not write.

use crate::deeds_desk::{
    BIRTH, BOOK, COPY, FORMED, FREE, SELLER, answers, balances, days, known_customer, line, open_shop, register,
    reverse, sale, service_days, stocked, take, today, top_up, write,
};
use counter::{LineGiven, TakeServices, receipt_number};
use journal::{Envelope, Fault, Journal};
use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};
use trial::both;

const DAY_MS: i64 = 24 * 3_600_000;

/// Two days of a small centre: sales of all kinds, presses, a reversal over midnight, a closed day, a paper register.
async fn two_days(trial: &trial::Trial) {
    let journal = &trial.journal;
    stocked(journal).await;
    let formed =
        LineGiven { answers: answers(&[("applicant", "নমুনা"), ("copies", "২")]), ..line(FORMED, 1) };
    let birth = TakeServices {
        customer: known_customer("01711000001", "নমুনা"), ..sale(vec![line(BIRTH, 1), formed])
    };
    let first = take(journal, birth.clone()).await.receipt;
    for _ in 0..2 {
        journal.write(Envelope::new(SELLER, "press"), sale(vec![line(COPY, 6)])).await.unwrap();
    }
    take(journal, sale(vec![line(FREE, 1)])).await;
    take(journal, TakeServices { customer: known_customer("01711000001", "নমুনা বেগম"), ..birth }).await;
    take(journal, TakeServices { register_day: Some(today().add_days(-5)), ..sale(vec![line(BIRTH, 2)]) }).await;
    crate::deeds_desk::close(journal, BOOK, today()).await.unwrap();
    trial.pass(DAY_MS);
    reverse(journal, &first).await.unwrap();
    let second = take(journal, sale(vec![line(COPY, 1)])).await.receipt;
    reverse(journal, &second).await.unwrap();
    take(journal, sale(vec![line(BIRTH, 1)])).await;
}

#[test]
fn a_rebuild_gives_the_same_counter() {
    both(&register(), |trial| async move {
        two_days(&trial).await;
        trial.verify().await;
        let before =
            (days(&trial.journal).await, service_days(&trial.journal).await, balances(&trial.journal, BOOK).await);
        trial.journal.rebuild().await.unwrap();
        let after =
            (days(&trial.journal).await, service_days(&trial.journal).await, balances(&trial.journal, BOOK).await);
        assert_eq!(before, after);
        trial.verify().await;
        // The numbers go on where they stood.
        let next = take(&trial.journal, sale(vec![line(COPY, 1)])).await.receipt;
        assert_eq!(next.number, receipt_number(BOOK, today().add_days(1), trial.journal.session(), 3));
        trial.verify().await;
    });
}

#[test]
fn a_restored_store_never_gives_a_number_again() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let mut numbers = BTreeSet::new();
        for _ in 0..5 {
            numbers.insert(take(&trial.journal, sale(vec![line(COPY, 1)])).await.receipt.number);
        }
        let restored = trial.open_again().await.begin_session().await.unwrap();
        for _ in 0..5 {
            numbers.insert(take(&restored, sale(vec![line(COPY, 1)])).await.receipt.number);
        }
        assert_eq!(numbers.len(), 10);
        // Each session counts from 1, and the day adds both up.
        assert!(numbers.contains(&receipt_number(BOOK, today(), restored.session(), 1)));
        assert_eq!(days(&restored).await.iter().map(|(_, sums)| sums[0]).collect::<Vec<_>>(), [5, 5]);
        trial.verify().await;
    });
}

#[test]
fn many_sell_and_reverse_at_once_and_every_book_balances() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        for book in [BOOK, "3026002", "3026003"] {
            top_up(&trial.journal, book, 40 * 6_000).await;
        }
        let calls: Vec<_> = (0..150)
            .map(|n| {
                let journal = trial.journal.clone();
                let book = [BOOK, "3026002", "3026003"][n % 3];
                tokio::spawn(async move {
                    let customer = known_customer(&format!("017110000{:02}", n % 10), "নমুনা");
                    let deed =
                        TakeServices { book: book.into(), customer, ..sale(vec![line(BIRTH, 1), line(COPY, 1)]) };
                    let Ok(given) = write(&journal, deed).await else { return 0 };
                    if n % 5 == 0 {
                        let undo = counter::ReverseReceipt {
                            book: book.into(),
                            number: given.receipt.number,
                            reason: "customer_left".into(),
                            note: String::new(),
                        };
                        write(&journal, undo).await.unwrap();
                    }
                    1
                })
            })
            .collect();
        let mut sold = 0;
        for call in calls {
            sold += call.await.unwrap();
        }
        assert!((120..=150).contains(&sold), "{sold}");
        trial.verify().await;
    });
}

/// Runs hledger over a journal; nothing when it is not installed and nobody insists.
fn hledger(journal: &str, arguments: &[&str]) -> Option<String> {
    let child = Command::new("hledger")
        .args(["-f", "-"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        assert_ne!(std::env::var("HAAT_ORACLES").as_deref(), Ok("required"), "hledger is not installed");
        println!("hledger is not installed: its oracle was not asked");
        return None;
    };
    child.stdin.take().unwrap().write_all(journal.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success(), "{}\n{journal}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8(out.stdout).unwrap())
}

async fn exported(journal: &Journal) -> String {
    let mut text = String::new();
    ledger::hledger(journal, BOOK, |piece| -> Result<(), Fault> {
        text.push_str(piece);
        Ok(())
    })
    .await
    .unwrap();
    text
}

#[test]
fn hledger_adds_the_days_up_to_the_same_balances() {
    both(&register(), |trial| async move {
        two_days(&trial).await;
        let text = exported(&trial.journal).await;
        let Some(table) = hledger(&text, &["bal", "-O", "csv", "--flat"]) else { return };
        let mut found: Vec<(String, i64)> = csv::Reader::from_reader(table.as_bytes())
            .into_records()
            .map(Result::unwrap)
            .filter(|record| !matches!(&record[0], "total" | "Total:"))
            .map(|record| {
                let digits: String = record[1].chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
                (record[0].to_owned(), digits.parse().unwrap())
            })
            .collect();
        found.sort();
        assert_eq!(found, balances(&trial.journal, BOOK).await);
        hledger(&text, &["check"]);
    });
}
