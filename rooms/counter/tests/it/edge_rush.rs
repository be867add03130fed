//! Two programs and many hands at one counter: a receipt is numbered, undone, paid and closed once, whoever comes first.

use crate::deeds_desk::{
    BIRTH, BOOK, COPY, PATH, entries, line, open_shop, register, reversing, sale, stocked, take, tariff, today, top_up,
};
use crate::pages_kit::{HERS, Kit};
use base::{Paisa, Refusal};
use counter::{
    ApproveTariff, CloseService, DeclineTariff, HoldCart, PayCart, ProposeTariff, RecallCart, ReopenService,
    ReverseReceipt, TILL, TakeServices, UndoLast, WithdrawTariff, held_carts,
};
use journal::{Deed, Envelope, Fault, Journal, Stop};
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use trial::{Trial, both};

type Call = Pin<Box<dyn Future<Output = String> + Send>>;

/// A deed on its way, told by its code, by `done` or by `again`.
fn call<D: Deed>(journal: &Journal, by: &str, key: Option<&str>, deed: D) -> Call {
    let (journal, envelope) =
        (journal.clone(), Envelope { by: by.to_owned(), key: key.map(str::to_owned), shared: false });
    Box::pin(async move {
        match journal.write(envelope, deed).await {
            Ok(written) if written.again => "again".to_owned(),
            Ok(_) => "done".to_owned(),
            Err(Stop::Refused(refusal)) => refusal.code().to_owned(),
            Err(Stop::KeyReused) => "key reused".to_owned(),
            Err(Stop::Fault(fault)) => panic!("{fault}"),
        }
    })
}

/// Lets all go at once; how often each was said.
async fn told(calls: Vec<Call>) -> BTreeMap<String, usize> {
    let running: Vec<_> = calls.into_iter().map(tokio::spawn).collect();
    let mut counts = BTreeMap::new();
    for one in running {
        *counts.entry(one.await.unwrap()).or_default() += 1;
    }
    counts
}

fn counts(list: &[(&str, usize)]) -> BTreeMap<String, usize> {
    list.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect()
}

/// This program or a second one, in turn.
async fn programs(trial: &Trial) -> [Journal; 2] {
    [trial.journal.clone(), trial.open_again().await]
}

#[test]
fn receipts_given_through_two_programs_are_numbered_without_gap_or_twin() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let programs = programs(&trial).await;
        let running: Vec<_> = (0..40)
            .map(|nth| {
                let journal = programs[nth % 2].clone();
                tokio::spawn(async move { take(&journal, sale(vec![line(COPY, 1)])).await.receipt.number })
            })
            .collect();
        let mut numbers = BTreeSet::new();
        for one in running {
            assert!(numbers.insert(one.await.unwrap()), "a number was given twice");
        }
        let ends: Vec<String> = numbers.iter().map(|number| number.rsplit('-').next().unwrap().to_owned()).collect();
        let expected: Vec<String> = (1..=40).map(|count| format!("{count:03}")).collect();
        assert_eq!(ends, expected);
        trial.verify().await;
    });
}

#[test]
fn the_last_of_the_float_is_spent_once() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        top_up(&trial.journal, BOOK, 3 * 6_000 + 5_999).await;
        let programs = programs(&trial).await;
        let calls = (0..12).map(|nth| call(&programs[nth % 2], "rahima", None, sale(vec![line(BIRTH, 1)])));
        let told = told(calls.collect()).await;
        assert_eq!(told, counts(&[("done", 3), ("ledger.post.float_short", 9)]));
        trial.verify().await;
    });
}

#[test]
fn one_key_takes_once_and_another_cart_under_it_is_refused() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let programs = programs(&trial).await;
        let press = |nth: usize, quantity: i64| {
            call(&programs[nth % 2], "rahima", Some("form 1"), sale(vec![line(COPY, quantity)]))
        };
        let first = told((0..10).map(|nth| press(nth, 1)).collect()).await;
        assert_eq!(first, counts(&[("done", 1), ("again", 9)]));
        let other = told((0..4).map(|nth| press(nth, 2)).collect()).await;
        assert_eq!(other, counts(&[("key reused", 4)]));
        // The same key of another person is another key.
        let theirs = told(vec![call(&programs[0], "salma", Some("form 1"), sale(vec![line(COPY, 2)]))]).await;
        assert_eq!(theirs, counts(&[("done", 1)]));
        trial.verify().await;
    });
}

#[test]
fn a_receipt_is_reversed_once_by_however_many_and_whichever_way() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let number = kit.sell_copies("rahima", "5").await;
        let programs = programs(&trial).await;
        let calls = (0..12).map(|nth| {
            let journal = &programs[nth % 2];
            if nth % 3 == 0 {
                let undo = UndoLast { book: HERS.to_owned(), person: "p-rahima".to_owned(), number: number.clone() };
                return call(journal, "p-rahima", None, undo);
            }
            let reason = "wrong_amount".to_owned();
            let reverse = ReverseReceipt { book: HERS.to_owned(), number: number.clone(), reason, note: String::new() };
            call(journal, "p-rahima", None, reverse)
        });
        let told = told(calls.collect()).await;
        assert_eq!(told, counts(&[("done", 1), ("counter.reverse.already", 11)]));
        trial.verify().await;
    });
}

#[test]
fn a_reversal_and_the_close_of_its_day_come_one_before_the_other() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let mut receipts = Vec::new();
        for _ in 0..6 {
            receipts.push(take(&trial.journal, sale(vec![line(COPY, 1)])).await.receipt);
        }
        crate::deeds_desk::count(&trial.journal, BOOK, today()).await.unwrap();
        let programs = programs(&trial).await;
        let mut calls = Vec::new();
        for (nth, receipt) in receipts.iter().enumerate() {
            calls.push(call(&programs[nth % 2], "rahima", None, reversing(receipt, "wrong_service", "")));
            calls.push(call(&programs[nth % 2], "rahima", None, sale(vec![line(COPY, 1)])));
            if nth == 2 {
                calls.push(call(&programs[1], "rahima", None, crate::deeds_day::closing(today(), "", "")));
            }
        }
        let told = told(calls).await;
        let of = |code: &str| told.get(code).copied().unwrap_or(0);
        let late = of("counter.reverse.day_closed") + of("counter.take.day_closed");
        // Money that moved after the count makes it stale: then nobody closed the day, and nothing was too late.
        let stale = of("counter.close.count_stale");
        assert_eq!(of("done") + late + stale, 13, "{told:?}");
        if stale > 0 {
            assert_eq!((stale, late), (1, 0), "{told:?}");
            crate::deeds_desk::close(&trial.journal, BOOK, today()).await.unwrap();
        }
        // Whatever came before the close stands in the day; nothing came after it.
        let before = entries(&trial.journal, BOOK).await;
        let refused = crate::deeds_desk::write(&trial.journal, sale(vec![line(COPY, 1)])).await;
        assert_eq!(crate::deeds_desk::refused(refused), "counter.take.day_closed");
        assert_eq!(entries(&trial.journal, BOOK).await, before);
        trial.verify().await;
    });
}

#[test]
fn a_cart_is_paid_once_by_many_presses_of_many_tabs() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "3").await;
        let form_id = kit.get("rahima", "/counter").await.value("form_id");
        let programs = programs(&trial).await;
        let pay = || PayCart {
            book: HERS.to_owned(),
            path: "/30/3026/302672/30267250/".to_owned(),
            till: TILL.to_owned(),
            person: "p-rahima".to_owned(),
            form_id: form_id.clone(),
            tendered: None,
        };
        let before = entries(&trial.journal, HERS).await;
        let running: Vec<_> = (0..10)
            .map(|nth| {
                let (journal, deed) = (programs[nth % 2].clone(), pay());
                tokio::spawn(async move {
                    let by = Envelope::keyless("p-rahima");
                    journal.write(by, deed).await.unwrap().done
                })
            })
            .collect();
        let mut numbers = BTreeSet::new();
        for one in running {
            numbers.insert(one.await.unwrap());
        }
        assert_eq!(numbers.len(), 1, "every press is shown the same receipt: {numbers:?}");
        assert_eq!(entries(&trial.journal, HERS).await, before + 1);
        let stale = PayCart { form_id: "another".to_owned(), ..pay() };
        let by = Envelope::keyless("p-rahima");
        assert_eq!(crate::deeds_desk::refused(trial.journal.write(by, stale).await), "counter.pay.gone");
        trial.verify().await;
    });
}

#[test]
fn a_cart_set_aside_is_taken_up_by_one_of_two() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "3").await;
        let hold = HoldCart { book: HERS.to_owned(), person: "p-rahima".to_owned() };
        crate::pages_kit::does(&trial.journal, hold).await;
        let id = kit.get("rahima", "/counter/held").await.value_of_button("held");
        let programs = programs(&trial).await;
        let calls = (0..8).map(|nth| {
            let person = format!("person {nth}");
            let recall = RecallCart { book: HERS.to_owned(), person: person.clone(), held: id.clone() };
            call(&programs[nth % 2], &person, None, recall)
        });
        assert_eq!(told(calls.collect()).await, counts(&[("done", 1), ("counter.hold.gone", 7)]));
        let left = trial.journal.read::<_, Fault, _>(|tx| Box::pin(async move { held_carts(tx, HERS).await }));
        assert_eq!(left.await.unwrap(), 0);
        // What another centre calls by the same id is not there.
        let recall = RecallCart { book: "3026002".to_owned(), person: "p-karim".to_owned(), held: id };
        assert_eq!(told(vec![call(&programs[0], "p-karim", None, recall)]).await, counts(&[("counter.hold.gone", 1)]));
    });
}

#[test]
fn a_proposal_is_approved_declined_or_withdrawn_and_only_one_of_them() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let programs = programs(&trial).await;
        for (round, from) in (0..4).zip(["2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01"]) {
            let by = Envelope::keyless("keeper");
            let deed = ProposeTariff { service: BIRTH.into(), tariff: tariff("/30/", from, [5_000, 1_000 + round, 0]) };
            let proposal = trial.journal.write(by, deed).await.unwrap().done;
            let mut calls = Vec::new();
            for nth in 0..3 {
                let journal = &programs[nth % 2];
                let reason = "too high".to_owned();
                calls.push(call(journal, "admin", None, ApproveTariff { proposal: proposal.clone() }));
                calls.push(call(journal, "other", None, DeclineTariff { proposal: proposal.clone(), reason }));
                calls.push(call(journal, "keeper", None, WithdrawTariff { proposal: proposal.clone() }));
            }
            assert_eq!(told(calls).await, counts(&[("done", 1), ("counter.tariff.decided", 8)]));
        }
        trial.verify().await;
    });
}

#[test]
fn two_proposals_for_the_same_days_are_not_both_approved() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let programs = programs(&trial).await;
        let mut calls = Vec::new();
        for nth in 0..4 {
            let by = Envelope::keyless("keeper");
            let deed = ProposeTariff { service: BIRTH.into(), tariff: tariff("/30/", "2026-12-01", [5_000, nth, 0]) };
            let proposal = trial.journal.write(by, deed).await.unwrap().done;
            calls.push(call(&programs[usize::from(nth % 2 == 0)], "admin", None, ApproveTariff { proposal }));
        }
        assert_eq!(told(calls).await, counts(&[("done", 1), ("counter.tariff.overlap", 3)]));
        trial.verify().await;
    });
}

#[test]
fn a_service_is_closed_once_and_opened_once() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let programs = programs(&trial).await;
        let close = || CloseService { service: COPY.into(), path: "/30/".into(), reason: "no toner".into() };
        let before = entries(&trial.journal, journal::NATION).await;
        let calls = (0..6).map(|nth| call(&programs[nth % 2], "keeper", None, close()));
        assert_eq!(told(calls.collect()).await, counts(&[("done", 6)]), "what is closed already stays so");
        assert_eq!(entries(&trial.journal, journal::NATION).await, before + 1);
        let refused = crate::deeds_desk::write(&trial.journal, sale(vec![line(COPY, 1)])).await;
        assert_eq!(crate::deeds_desk::refused(refused), "counter.take.closed");
        let open = || ReopenService { service: COPY.into(), path: "/30/".into() };
        let calls = (0..6).map(|nth| call(&programs[nth % 2], "keeper", None, open()));
        let opened = told(calls.collect()).await;
        assert_eq!((opened["done"], opened.values().sum::<usize>()), (1, 6), "{opened:?}");
        take(&trial.journal, sale(vec![line(COPY, 1)])).await;
        trial.verify().await;
    });
}

#[test]
fn one_mobile_number_met_at_once_is_one_customer() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let programs = programs(&trial).await;
        let spelt = ["01711123456", "+8801711123456", "০১৭১১-১২৩৪৫৬", "01711 123 456"];
        let calls = (0..12).map(|nth| {
            let customer = crate::deeds_desk::known_customer(spelt[nth % 4], "নমুনা বেগম");
            let deed = TakeServices { customer, tendered: Some(Paisa::new(500)), ..sale(vec![line(COPY, 1)]) };
            call(&programs[nth % 2], "rahima", None, deed)
        });
        assert_eq!(told(calls.collect()).await, counts(&[("done", 12)]));
        assert_eq!(crate::deeds_desk::customers(&trial.journal).await, 1);
        assert_eq!(PATH.matches('/').count(), 5, "the place of the trials is a union");
        trial.verify().await;
    });
}
