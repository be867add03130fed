//! hledger, which we did not write, adds our books up again.

use crate::shop::{BOOK, balances, draft, enter, register, sell, top_up, undo};
use journal::{Fault, Journal};
use std::io::Write;
use std::process::{Command, Stdio};
use trial::both;

/// Runs hledger over a journal; nothing when it is not installed and nobody insists.
pub fn hledger(journal: &str, arguments: &[&str]) -> Option<String> {
    let child = Command::new("hledger")
        .args(["-f", "-"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            assert_ne!(std::env::var("HAAT_ORACLES").as_deref(), Ok("required"), "hledger: {error}");
            println!("hledger is not installed: its oracle was not asked");
            return None;
        }
    };
    child.stdin.take().unwrap().write_all(journal.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success(), "{}\n{journal}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8(out.stdout).unwrap())
}

pub async fn exported(journal: &Journal, book: &str) -> String {
    let mut text = String::new();
    ledger::hledger(journal, book, |piece| -> Result<(), Fault> {
        text.push_str(piece);
        Ok(())
    })
    .await
    .unwrap();
    text
}

/// `"3,480.05 BDT"` or `"0"` in poisha.
pub fn poisha(amount: &str) -> i64 {
    let digits: String = amount.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
    if amount == "0" { 0 } else { digits.parse().unwrap() }
}

#[test]
fn hledger_finds_the_same_balances_and_each_side_balanced() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 100_000).await;
        for _ in 0..5 {
            sell(&trial.journal, BOOK).await.unwrap();
        }
        undo(&trial.journal, BOOK, 3).await.unwrap();
        let mut odd = draft(&[("E:drawer:2", 5), ("E:service_income", -5)]);
        odd.memo = "R-2 ; comment | note\n2026-01-01 * thief\n    E:owner  1 BDT".into();
        enter(&trial.journal, BOOK, odd).await.unwrap();
        let text = exported(&trial.journal, BOOK).await;
        let Some(csv) = hledger(&text, &["bal", "-O", "csv", "--flat"]) else { return };
        let mut found: Vec<(String, i64)> = csv::Reader::from_reader(csv.as_bytes())
            .into_records()
            .map(|record| record.unwrap())
            .filter(|record| !matches!(&record[0], "total" | "Total:"))
            .map(|record| (record[0].to_owned(), poisha(&record[1])))
            .collect();
        found.sort();
        assert_eq!(found, balances(&trial.journal, BOOK).await);
        hledger(&text, &["check"]);
        let sides = hledger(&text, &["bal", "-O", "csv", "--depth", "1", "--empty"]).unwrap();
        for side in ["\"P\",\"0\"", "\"E\",\"0\""] {
            assert!(sides.contains(side), "{sides}");
        }
    });
}

#[test]
fn a_long_book_is_exported_whole() {
    both(&register(), |trial| async move {
        let calls: Vec<_> = (0..620)
            .map(|_| {
                let journal = trial.journal.clone();
                let legs = draft(&[("E:drawer:1", 300), ("E:service_income", -300)]);
                tokio::spawn(async move { enter(&journal, BOOK, legs).await.unwrap().folio })
            })
            .collect();
        for call in calls {
            call.await.unwrap();
        }
        let text = exported(&trial.journal, BOOK).await;
        assert_eq!(text.matches(" * (").count(), 620);
        if let Some(csv) = hledger(&text, &["bal", "-O", "csv", "--flat"]) {
            assert!(csv.contains("\"E:drawer:1\",\"1860.00 BDT\""), "{csv}");
        }
    });
}

#[test]
fn an_empty_book_is_an_empty_journal() {
    both(&register(), |trial| async move {
        let text = exported(&trial.journal, "3026999").await;
        assert_eq!(text.matches(" * (").count(), 0);
        hledger(&text, &["check"]);
    });
}
