//! Two programs, many hands, one book: what can be done once is done once, and nobody is told two things.

use crate::house::{OTHER, OTHER_PATH, PATH, register, stand};
use crate::shop::{BOOK, account, balance, balances, draft, enter, owned, top_up};
use crate::top_ups::{asking, listed};
use base::{Moment, Paisa, Refusal};
use journal::{Deed, Envelope, Stop};
use ledger::{
    ApproveTopUp, AskTopUp, DeclineTopUp, Draft, EndHold, PayCommission, PlaceHold, ReceiveCommission, SetFloatWarning,
    partner_commission_legs,
};
use std::collections::BTreeMap;
use trial::{Trial, both};

/// One call: by whom, under which key, what.
struct Call<D> {
    by: String,
    key: Option<String>,
    deed: D,
}

fn call<D>(by: &str, deed: D) -> Call<D> {
    Call { by: by.to_owned(), key: None, deed }
}

/// Makes all calls at once, every other one through a second program; counts what they were told.
async fn rush<D: Deed>(trial: &Trial, calls: Vec<Call<D>>) -> BTreeMap<&'static str, usize> {
    let other = trial.open_again().await;
    let running: Vec<_> = calls
        .into_iter()
        .enumerate()
        .map(|(nth, Call { by, key, deed })| {
            let journal = if nth % 2 == 0 { trial.journal.clone() } else { other.clone() };
            tokio::spawn(async move {
                match journal.write(Envelope { by, key, shared: false }, deed).await {
                    Ok(written) if written.again => "again",
                    Ok(_) => "done",
                    Err(Stop::Refused(refusal)) => refusal.code(),
                    Err(Stop::KeyReused) => "key reused",
                    Err(Stop::Fault(fault)) => panic!("{fault}"),
                }
            })
        })
        .collect();
    let mut counts = BTreeMap::new();
    for one in running {
        *counts.entry(one.await.unwrap()).or_default() += 1;
    }
    counts
}

fn counts(list: &[(&'static str, usize)]) -> BTreeMap<&'static str, usize> {
    list.iter().copied().collect()
}

async fn centres(trial: &Trial) {
    stand(&trial.journal, BOOK, PATH).await;
    stand(&trial.journal, OTHER, OTHER_PATH).await;
}

#[test]
fn one_slip_asked_for_at_once_waits_once_in_each_book() {
    both(&register(), |trial| async move {
        centres(&trial).await;
        let spelt = ["TX 99", "tx-99", "Tx৯৯", "T X 9 9"];
        let calls = (0..16).map(|nth| {
            let book = if nth % 4 == 0 { OTHER } else { BOOK };
            call(&format!("person {nth}"), asking(book, 500 + nth, spelt[usize::try_from(nth).unwrap() % 4]))
        });
        let told = rush(&trial, calls.collect::<Vec<Call<AskTopUp>>>()).await;
        assert_eq!(told, counts(&[("done", 2), ("ledger.top_up.proof_used", 14)]));
        assert_eq!((listed(&trial.journal, BOOK).await.len(), listed(&trial.journal, OTHER).await.len()), (1, 1));
        trial.verify().await;
    });
}

#[test]
fn no_more_than_ten_wait_however_fast_they_are_asked_for() {
    both(&register(), |trial| async move {
        centres(&trial).await;
        let calls = (0..25).map(|nth| call("rahima", asking(BOOK, 5, &format!("S-{nth}"))));
        let told = rush(&trial, calls.collect()).await;
        assert_eq!(told, counts(&[("done", 10), ("ledger.top_up.many", 15)]));
        trial.verify().await;
    });
}

#[test]
fn one_key_pressed_by_many_fingers_asks_once() {
    both(&register(), |trial| async move {
        centres(&trial).await;
        let press = |poisha| Call {
            by: "rahima".to_owned(),
            key: Some("form 1".to_owned()),
            deed: asking(BOOK, poisha, "S-1"),
        };
        let told = rush(&trial, (0..12).map(|_| press(500)).collect()).await;
        assert_eq!(told, counts(&[("done", 1), ("again", 11)]));
        let told = rush(&trial, (0..6).map(|nth| press(501 + nth)).collect()).await;
        assert_eq!(told, counts(&[("key reused", 6)]));
        assert_eq!(listed(&trial.journal, BOOK).await.len(), 1);
        trial.verify().await;
    });
}

#[test]
fn a_book_that_two_programs_begin_at_once_is_begun_by_one() {
    both(&register(), |trial| async move {
        for nth in 0..8 {
            let book = format!("302690{nth}");
            stand(&trial.journal, &book, &format!("/30/3026/302614/3026149{nth}/")).await;
            let press =
                |_| Call { by: "rahima".to_owned(), key: Some("form 1".to_owned()), deed: asking(&book, 500, "S-1") };
            let told = rush(&trial, (0..12).map(press).collect()).await;
            assert_eq!(told, counts(&[("done", 1), ("again", 11)]), "{book}");
        }
        trial.verify().await;
    });
}

#[test]
fn an_approval_and_a_decline_at_once_are_one_decision() {
    both(&register(), |trial| async move {
        centres(&trial).await;
        let journal = &trial.journal;
        let mut grown = 0;
        for round in 0..6 {
            let deed = asking(BOOK, 500, &format!("S-{round}"));
            let asked = journal.write(Envelope::new("rahima", &format!("k{round}")), deed).await.unwrap().done;
            let other = trial.open_again().await;
            let approve = ApproveTopUp { book: BOOK.to_owned(), ask: asked.clone() };
            let decline = DeclineTopUp { book: BOOK.to_owned(), ask: asked.clone(), reason: "slip_wrong".to_owned() };
            let (approved, declined) = tokio::join!(
                journal.write(Envelope::new("karim", "a"), approve),
                other.write(Envelope::new("amina", "d"), decline)
            );
            assert!(approved.is_ok() != declined.is_ok(), "{approved:?} {declined:?}");
            grown += i64::from(approved.is_ok()) * 500;
            // The keys are free again for the next round only because the deeds differ: so others are used.
            let late = ApproveTopUp { book: BOOK.to_owned(), ask: asked };
            let late = journal.write(Envelope::new("selim", &format!("l{round}")), late).await;
            assert_eq!(crate::shop::refused(late), "ledger.top_up.decided");
            if approved.is_ok() {
                break;
            }
        }
        assert_eq!(-balance(journal, BOOK, "P:float").await.poisha.get(), grown);
        trial.verify().await;
    });
}

#[test]
fn commission_that_is_due_is_paid_once_and_received_once() {
    both(&register(), |trial| async move {
        let legs = partner_commission_legs("bkash", Paisa::new(1_000)).unwrap();
        enter(&trial.journal, BOOK, Draft { legs, ..draft(&[]) }).await.unwrap();
        let pay = |poisha| PayCommission {
            book: BOOK.to_owned(),
            provider: "bkash".to_owned(),
            poisha: Paisa::new(poisha),
            reference: "S-1".to_owned(),
        };
        let told = rush(&trial, (0..9).map(|_| call("amina", pay(300))).collect()).await;
        assert_eq!(told, counts(&[("done", 3), ("ledger.commission.more", 6)]));
        let receive = |poisha| ReceiveCommission {
            book: BOOK.to_owned(),
            provider: "bkash".to_owned(),
            poisha: Paisa::new(poisha),
            reference: "S-1".to_owned(),
        };
        let told = rush(&trial, (0..6).map(|_| call("amina", receive(1_000))).collect()).await;
        assert_eq!(told, counts(&[("done", 1), ("ledger.commission.more", 5)]));
        let left = [
            ("E:float", 900),
            ("E:partner_due:bkash", 100),
            ("E:partner_income", -1_000),
            ("P:bank", 1_000),
            ("P:commission", -100),
            ("P:float", -900),
        ];
        assert_eq!(balances(&trial.journal, BOOK).await, owned(&left));
        trial.verify().await;
    });
}

fn place(hold: &str, poisha: i64) -> PlaceHold {
    PlaceHold {
        book: BOOK.to_owned(),
        hold: hold.to_owned(),
        account: account("P:float"),
        poisha: Paisa::new(poisha),
        until: Moment::new(trial::MORNING.get() + 3_600_000),
    }
}

#[test]
fn holds_placed_at_once_never_set_aside_more_than_there_is() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        let calls = (0..12).map(|nth| call("system", place(&format!("h{nth}"), 3_000)));
        let told = rush(&trial, calls.collect()).await;
        assert_eq!(told, counts(&[("done", 3), ("ledger.hold.short", 9)]));
        let told = rush(&trial, (0..6).map(|_| call("system", place("one", 500))).collect()).await;
        assert_eq!(told, counts(&[("done", 1), ("ledger.hold.known", 5)]));
        assert_eq!(balance(&trial.journal, BOOK, "P:float").await.held.get(), 9_500);
        trial.verify().await;
    });
}

#[test]
fn a_hold_that_is_posted_and_voided_at_once_ends_one_way() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 100_000).await;
        let spent = draft(&[("P:float", 500), ("P:fee:brdris", -500), ("E:drawer:1", 500), ("E:float", -500)]);
        for nth in 0..5 {
            let hold = format!("h{nth}");
            trial.journal.write(Envelope::system(), place(&hold, 500)).await.unwrap();
            let end = |draft: Option<Draft>| EndHold { book: BOOK.to_owned(), hold: hold.clone(), draft };
            let calls = (0..8).map(|nth| call("system", end((nth % 2 == 0).then(|| spent.clone()))));
            let told = rush(&trial, calls.collect()).await;
            assert_eq!(told, counts(&[("done", 1), ("ledger.hold.ended", 7)]));
        }
        assert_eq!(balance(&trial.journal, BOOK, "P:float").await.held, Paisa::ZERO);
        trial.verify().await;
    });
}

#[test]
fn an_entry_is_undone_once_by_however_many() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        let sold = crate::shop::sell(&trial.journal, BOOK).await.unwrap();
        let undo = || crate::shop::Undo { book: BOOK.to_owned(), folio: sold.folio };
        let told = rush(&trial, (0..10).map(|_| call("system", undo())).collect()).await;
        assert_eq!(told, counts(&[("done", 1), ("ledger.post.already_reversed", 9)]));
        let left = [("E:float", 10_000), ("E:owner", -10_000), ("P:bank", 10_000), ("P:float", -10_000)];
        assert_eq!(balances(&trial.journal, BOOK).await, owned(&left));
        trial.verify().await;
    });
}

#[test]
fn of_warnings_set_at_once_one_stands_and_the_journal_has_them_all() {
    both(&register(), |trial| async move {
        let set = |below| SetFloatWarning { book: BOOK.to_owned(), below: Paisa::new(below) };
        let told = rush(&trial, (1..=9).map(|nth| call("rahima", set(nth * 1_000))).collect()).await;
        assert_eq!(told, counts(&[("done", 9)]));
        let entries = trial.journal.entries(BOOK, 0, 100).await.unwrap();
        assert_eq!(entries.len(), 9);
        let folios: Vec<i64> = entries.iter().map(|entry| entry.head.folio).collect();
        assert_eq!(folios, (1..=9).collect::<Vec<_>>(), "without a gap, though two programs wrote");
        trial.verify().await;
    });
}
