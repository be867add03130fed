//! Money set aside: two phases, once, and it counts as spent at once.

use crate::shop::{BOOK, account, balance, balances, draft, enter, refused, register, sell, top_up};
use base::{Moment, Paisa};
use journal::{Entered, Envelope, Fault, Journal, Stop};
use ledger::{Draft, EndHold, NotEnded, NotHeld, PlaceHold};
use trial::both;

const HOUR_MS: i64 = 3_600_000;

async fn place(journal: &Journal, hold: &str, code: &str, poisha: i64) -> Result<Entered, Stop<NotHeld>> {
    let until = Moment::new(journal.now().get() + HOUR_MS);
    let deed =
        PlaceHold { book: BOOK.into(), hold: hold.into(), account: account(code), poisha: Paisa::new(poisha), until };
    journal.write(Envelope::system(), deed).await.map(|written| written.done)
}

async fn end(journal: &Journal, hold: &str, draft: Option<Draft>) -> Result<Entered, Stop<NotEnded>> {
    let deed = EndHold { book: BOOK.into(), hold: hold.into(), draft };
    journal.write(Envelope::system(), deed).await.map(|written| written.done)
}

/// The float pays an agency: so much leaves it on both sides.
fn spend(poisha: i64) -> Draft {
    draft(&[("P:float", poisha), ("P:fee:brdris", -poisha), ("E:drawer:1", poisha), ("E:float", -poisha)])
}

#[test]
fn a_hold_counts_in_the_balance_check_until_it_ends() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        place(&trial.journal, "h1", "P:float", 5_000).await.unwrap();
        assert_eq!(refused(sell(&trial.journal, BOOK).await), "ledger.post.float_short");
        assert_eq!(refused(place(&trial.journal, "h2", "P:float", 5_001).await), "ledger.hold.short");
        assert_eq!(balance(&trial.journal, BOOK, "P:float").await.held, Paisa::new(5_000));
        end(&trial.journal, "h1", None).await.unwrap();
        assert_eq!(balance(&trial.journal, BOOK, "P:float").await.held, Paisa::ZERO);
        sell(&trial.journal, BOOK).await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn a_hold_is_posted_once_and_never_for_more_than_was_held() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        place(&trial.journal, "h1", "P:float", 6_000).await.unwrap();
        let before = balances(&trial.journal, BOOK).await;
        assert_eq!(refused(end(&trial.journal, "h1", Some(spend(6_001))).await), "ledger.hold.more");
        assert_eq!(balances(&trial.journal, BOOK).await, before);
        end(&trial.journal, "h1", Some(spend(6_000))).await.unwrap();
        assert_eq!(refused(end(&trial.journal, "h1", Some(spend(1))).await), "ledger.hold.ended");
        assert_eq!(refused(end(&trial.journal, "h1", None).await), "ledger.hold.ended");
        let float = balance(&trial.journal, BOOK, "P:float").await;
        assert_eq!((float.poisha.get(), float.held.get()), (-4_000, 0));
        trial.verify().await;
    });
}

#[test]
fn posting_less_than_was_held_sets_the_rest_free() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        place(&trial.journal, "h1", "P:float", 10_000).await.unwrap();
        end(&trial.journal, "h1", Some(spend(1_000))).await.unwrap();
        enter(&trial.journal, BOOK, spend(9_000)).await.unwrap();
        assert_eq!(refused(enter(&trial.journal, BOOK, spend(1)).await), "ledger.post.float_short");
        trial.verify().await;
    });
}

#[test]
fn a_posting_that_takes_nothing_from_the_held_account_does_not_end_the_hold() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        place(&trial.journal, "h1", "P:float", 1_000).await.unwrap();
        let elsewhere = draft(&[("E:drawer:1", 5), ("E:service_income", -5)]);
        assert_eq!(refused(end(&trial.journal, "h1", Some(elsewhere)).await), "ledger.hold.more");
        trial.verify().await;
    });
}

#[test]
fn an_expired_hold_can_only_be_voided() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        place(&trial.journal, "h0", "P:float", 1_000).await.unwrap();
        place(&trial.journal, "h1", "P:float", 6_000).await.unwrap();
        let expired =
            || trial.journal.read::<_, Fault, _>(|tx| Box::pin(async move { ledger::expired_holds(tx, 10).await }));
        trial.pass(HOUR_MS);
        assert!(expired().await.unwrap().is_empty(), "it holds to its last moment");
        end(&trial.journal, "h0", Some(spend(1_000))).await.unwrap();
        trial.pass(1);
        assert_eq!(expired().await.unwrap(), [(BOOK.to_owned(), "h1".to_owned())]);
        assert_eq!(refused(end(&trial.journal, "h1", Some(spend(6_000))).await), "ledger.hold.expired");
        assert_eq!(refused(sell(&trial.journal, BOOK).await), "ledger.post.float_short");
        end(&trial.journal, "h1", None).await.unwrap();
        assert!(expired().await.unwrap().is_empty());
        sell(&trial.journal, BOOK).await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn a_hold_that_could_mean_nothing_is_refused() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        place(&trial.journal, "h1", "P:float", 1).await.unwrap();
        let long = "h".repeat(ledger::HOLD_CHARS_MAX + 1);
        let cases = [
            ("h2", "P:float", 0, "ledger.hold.amount"),
            ("h2", "P:float", -1, "ledger.hold.amount"),
            ("h1", "P:float", 1, "ledger.hold.known"),
            ("h2", "P:escrow:o1", 1, "ledger.hold.short"),
            ("", "P:float", 1, "ledger.hold.id"),
            (long.as_str(), "P:float", 1, "ledger.hold.id"),
            // Nothing keeps money in an account that may be overdrawn.
            ("h2", "E:drawer:1", 1, "ledger.hold.account"),
        ];
        for (hold, code, poisha, refusal) in cases {
            assert_eq!(refused(place(&trial.journal, hold, code, poisha).await), refusal, "{hold} {code} {poisha}");
        }
        let now = trial.journal.now();
        let past = PlaceHold {
            book: BOOK.into(),
            hold: "h2".into(),
            account: account("P:float"),
            poisha: Paisa::new(1),
            until: now,
        };
        assert_eq!(refused(trial.journal.write(Envelope::system(), past).await), "ledger.hold.until");
        assert_eq!(refused(end(&trial.journal, "nowhere", None).await), "ledger.hold.unknown");
        trial.verify().await;
    });
}

#[test]
fn of_many_who_post_one_hold_at_once_one_does() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        place(&trial.journal, "h1", "P:float", 6_000).await.unwrap();
        let calls: Vec<_> = (0..30)
            .map(|_| {
                let journal = trial.journal.clone();
                tokio::spawn(async move { end(&journal, "h1", Some(spend(6_000))).await.is_ok() })
            })
            .collect();
        let mut posted = 0;
        for call in calls {
            posted += i32::from(call.await.unwrap());
        }
        assert_eq!(posted, 1);
        trial.verify().await;
    });
}
