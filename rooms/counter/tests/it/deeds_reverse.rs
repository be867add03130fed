//! Receipts are reversed: once, with a reason, dated the day it is done.

use crate::deeds_desk::{
    BIRTH, BOOK, COPY, SELLER, balances, days, entries, line, refusal, refused, register, reverse, reversing, sale,
    service_days, stocked, take, today, unsealed, write,
};
use base::Refusal;
use counter::ReverseReceipt;
use journal::Envelope;
use trial::both;

const DAY_MS: i64 = 24 * 3_600_000;

#[test]
fn a_reversal_gives_everything_back_and_can_be_done_once() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let before = balances(&trial.journal, BOOK).await;
        let receipt = take(&trial.journal, sale(vec![line(BIRTH, 2), line(COPY, 5)])).await.receipt;
        reverse(&trial.journal, &receipt).await.unwrap();
        assert_eq!(balances(&trial.journal, BOOK).await, before);
        let again = refusal(reverse(&trial.journal, &receipt).await);
        assert_eq!((again.code(), again.status()), ("counter.reverse.already", 409));
        assert_eq!(balances(&trial.journal, BOOK).await, before);
        let sums = [1, 10_000, 7_000, 5_000, 1, 10_000, 7_000, 5_000];
        assert_eq!(days(&trial.journal).await, [(today().to_string(), sums)]);
        assert!(service_days(&trial.journal).await.iter().all(|(_, _, quantity, total)| (*quantity, *total) == (0, 0)));
        trial.verify().await;
    });
}

#[test]
fn a_reversal_is_dated_today_and_leaves_the_day_of_the_receipt_as_it_was() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let receipt = take(&trial.journal, sale(vec![line(BIRTH, 1)])).await.receipt;
        crate::deeds_desk::close(&trial.journal, BOOK, today()).await.unwrap();
        trial.pass(DAY_MS);
        take(&trial.journal, sale(vec![line(COPY, 1)])).await;
        reverse(&trial.journal, &receipt).await.unwrap();
        let tomorrow = today().add_days(1).to_string();
        let expected = [
            (today().to_string(), [1, 5_000, 3_000, 2_000, 0, 0, 0, 0]),
            (tomorrow.clone(), [1, 0, 200, 200, 1, 5_000, 3_000, 2_000]),
        ];
        assert_eq!(days(&trial.journal).await, expected);
        let birth: Vec<_> = service_days(&trial.journal).await.into_iter().filter(|row| row.1 == BIRTH).collect();
        let row = |day: String, quantity, total| (day, BIRTH.to_owned(), quantity, total);
        assert_eq!(birth, [row(today().to_string(), 1, 8_000), row(tomorrow, -1, -8_000)]);
        trial.verify().await;
    });
}

#[test]
fn two_who_reverse_the_same_receipt_at_once_reverse_it_once() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let receipt = take(&trial.journal, sale(vec![line(BIRTH, 1)])).await.receipt;
        let calls: Vec<_> = (0..8)
            .map(|_| {
                let (journal, receipt) = (trial.journal.clone(), receipt.clone());
                tokio::spawn(async move { reverse(&journal, &receipt).await.is_ok() })
            })
            .collect();
        let mut done = 0;
        for call in calls {
            done += i32::from(call.await.unwrap());
        }
        assert_eq!(done, 1);
        trial.verify().await;
    });
}

#[test]
fn a_second_press_of_a_reversal_gives_the_first_answer() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let receipt = take(&trial.journal, sale(vec![line(BIRTH, 1)])).await.receipt;
        let press = || trial.journal.write(Envelope::new(SELLER, "r1"), reversing(&receipt, "duplicate", ""));
        let (first, second) = (press().await.unwrap(), press().await.unwrap());
        assert_eq!((first.again, second.again, first.done), (false, true, second.done));
        trial.verify().await;
    });
}

#[test]
fn every_reason_for_which_a_receipt_stays_has_its_code() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let receipt = take(&trial.journal, sale(vec![line(COPY, 1)])).await.receipt;
        let long = "ক".repeat(301);
        let elsewhere = ReverseReceipt { book: "3026002".into(), ..reversing(&receipt, "test", "") };
        let unknown = ReverseReceipt { number: "3026001-261123-B7K-999".into(), ..reversing(&receipt, "test", "") };
        let cases = [
            (elsewhere, "counter.reverse.unknown", 404, None),
            (unknown, "counter.reverse.unknown", 404, None),
            (reversing(&receipt, "", ""), "counter.reverse.reason", 422, Some("reason")),
            (reversing(&receipt, "because", ""), "counter.reverse.reason", 422, Some("reason")),
            (reversing(&receipt, "other", ""), "counter.reverse.note", 422, Some("note")),
            (reversing(&receipt, "other", " \u{200b} "), "counter.reverse.note", 422, Some("note")),
            (reversing(&receipt, "test", &long), "counter.reverse.note", 422, Some("note")),
        ];
        let before = entries(&trial.journal, BOOK).await;
        for (deed, code, status, field) in cases {
            let answer = refusal(write(&trial.journal, deed).await);
            assert_eq!((answer.code(), answer.status(), answer.field().as_deref()), (code, status, field));
        }
        assert_eq!(entries(&trial.journal, BOOK).await, before);
        crate::deeds_desk::close(&trial.journal, BOOK, today()).await.unwrap();
        assert_eq!(refused(reverse(&trial.journal, &receipt).await), "counter.reverse.day_closed");
        trial.verify().await;
    });
}

#[test]
fn the_note_of_a_reversal_is_sealed_because_people_write_names() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let receipt = take(&trial.journal, sale(vec![line(COPY, 1)])).await.receipt;
        let note = "রহিমা খাতুন ভুল করেছেন";
        write(&trial.journal, reversing(&receipt, "other", note)).await.unwrap();
        let entry = trial.journal.entries(BOOK, 0, 100).await.unwrap().pop().unwrap();
        assert!(!String::from_utf8_lossy(&entry.events).contains("রহিমা"));
        let (_, _, data) = &entry.lines().unwrap()[0];
        let data: serde_json::Value = serde_json::from_str(data).unwrap();
        let told: Option<String> = unsealed(&trial.journal, data["note"]["seal"].as_str().unwrap()).await;
        assert_eq!(told.as_deref(), Some(note));
        trial.verify().await;
    });
}
