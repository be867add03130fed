//! A mistake is reversed by a new entry that names the old one, once.

use crate::shop::{BOOK, balances, draft, enter, refused, register, sell, top_up, undo};
use journal::{Envelope, Stop};
use ledger::NotPosted;
use trial::both;

const DAY_MS: i64 = 86_400_000;

#[test]
fn an_entry_is_reversed_once() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        let sold = sell(&trial.journal, BOOK).await.unwrap();
        undo(&trial.journal, BOOK, sold.folio).await.unwrap();
        let before = balances(&trial.journal, BOOK).await;
        let again = undo(&trial.journal, BOOK, sold.folio).await;
        assert!(matches!(again, Err(Stop::Refused(NotPosted::AlreadyReversed))), "{again:?}");
        assert_eq!(balances(&trial.journal, BOOK).await, before);
        trial.verify().await;
    });
}

#[test]
fn of_many_who_reverse_at_once_one_does() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        let sold = sell(&trial.journal, BOOK).await.unwrap();
        let calls: Vec<_> = (0..40)
            .map(|_| {
                let journal = trial.journal.clone();
                tokio::spawn(async move { undo(&journal, BOOK, sold.folio).await.is_ok() })
            })
            .collect();
        let mut reversed = 0;
        for call in calls {
            reversed += i32::from(call.await.unwrap());
        }
        assert_eq!(reversed, 1);
        trial.verify().await;
    });
}

#[test]
fn a_reversal_is_dated_today_and_never_into_the_closed_day_of_the_sale() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        let sold = sell(&trial.journal, BOOK).await.unwrap();
        trial.pass(3 * DAY_MS);
        let reversal = undo(&trial.journal, BOOK, sold.folio).await.unwrap();
        let entries = trial.journal.entries(BOOK, reversal.folio - 1, 1).await.unwrap();
        let (_, _, data) = entries[0].lines().unwrap().remove(0);
        assert!(data.contains(r#""day":"2026-11-26""#), "{data}");
        assert!(data.contains(&format!(r#""reverses":{}"#, sold.folio)), "{data}");
        trial.verify().await;
    });
}

#[test]
fn what_moved_no_money_cannot_be_reversed() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        assert_eq!(refused(undo(&trial.journal, BOOK, 99).await), "ledger.post.nothing_to_reverse");
        let held = ledger::PlaceHold {
            book: BOOK.into(),
            hold: "h1".into(),
            account: crate::shop::account("P:float"),
            poisha: base::Paisa::new(100),
            until: base::Moment::new(trial.journal.now().get() + DAY_MS),
        };
        let held = trial.journal.write(Envelope::system(), held).await.unwrap().done;
        assert_eq!(refused(undo(&trial.journal, BOOK, held.folio).await), "ledger.post.nothing_to_reverse");
    });
}

#[test]
fn a_reversal_is_not_reversed_but_entered_anew() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        let sold = sell(&trial.journal, BOOK).await.unwrap();
        let reversal = undo(&trial.journal, BOOK, sold.folio).await.unwrap();
        assert_eq!(refused(undo(&trial.journal, BOOK, reversal.folio).await), "ledger.post.is_reversal");
        sell(&trial.journal, BOOK).await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn a_top_up_whose_money_was_spent_cannot_be_reversed() {
    both(&register(), |trial| async move {
        let topped = top_up(&trial.journal, BOOK, 10_000).await;
        sell(&trial.journal, BOOK).await.unwrap();
        assert_eq!(refused(undo(&trial.journal, BOOK, topped.folio).await), "ledger.post.float_short");
        trial.verify().await;
    });
}

#[test]
fn an_entry_of_another_book_is_not_there_to_be_reversed() {
    both(&register(), |trial| async move {
        for book in [BOOK, "3026002"] {
            top_up(&trial.journal, book, 10_000).await;
        }
        let sold = sell(&trial.journal, BOOK).await.unwrap();
        assert_eq!(refused(undo(&trial.journal, "3026002", sold.folio).await), "ledger.post.nothing_to_reverse");
        enter(&trial.journal, "3026002", draft(&[("E:drawer:1", 5), ("E:service_income", -5)])).await.unwrap();
        trial.verify().await;
    });
}
