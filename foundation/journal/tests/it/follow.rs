//! Followers hear every entry of every book, in order, at least once; what they do because of it happens once.

use crate::shop::{Stock, register, sales, sell, stock};
use journal::{Begins, ENTRIES_PER_BOOK_MAX, Envelope, Event, Fault, Followed, Follower, Heard, Journal, Listener};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex};
use trial::{Trial, both};

const POST: Follower = Follower { name: "post.parcels", begins: Begins::AtFirst };
const TEXTS: Follower = Follower { name: "outreach.texts", begins: Begins::AtHeads };

async fn sell_in(trial: &Trial, book: &str, count: usize) {
    for _ in 0..count {
        trial.journal.write(Envelope::system(), sell(book)).await.unwrap();
    }
}

/// What one call heard, as `book folio`, and what came of it; `broken` are heard badly.
async fn hear(journal: &Journal, who: &Follower, limit: i64, broken: &[&str]) -> (Vec<String>, Followed) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let followed = journal
        .follow(who, limit, |entry| {
            let place = format!("{} {}", entry.book, entry.folio);
            let bad = broken.contains(&place.as_str());
            if !bad {
                heard.lock().unwrap().push(place);
            }
            async move { if bad { Err(Fault::Away("the gateway is down".to_owned())) } else { Ok(()) } }
        })
        .await
        .unwrap();
    let heard = heard.lock().unwrap().clone();
    assert_eq!(followed.heard, i64::try_from(heard.len()).unwrap());
    (heard, followed)
}

#[test]
fn every_entry_of_every_book_is_heard_once_and_in_order() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stock(journal, "b1", 10).await;
        stock(journal, "b2", 10).await;
        sell_in(&trial, "b1", 2).await;
        let (heard, followed) = hear(journal, &POST, 100, &[]).await;
        assert_eq!(heard, ["b1 1", "b1 2", "b1 3", "b2 1"]);
        assert!(!followed.more && followed.faults.is_empty());
        assert!(hear(journal, &POST, 100, &[]).await.0.is_empty());
        sell_in(&trial, "b2", 1).await;
        stock(journal, "a new book", 10).await;
        assert_eq!(hear(journal, &POST, 100, &[]).await.0, ["a new book 1", "b2 2"]);
    });
}

#[test]
fn an_entry_is_heard_with_all_that_stands_in_it() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Stocked {
        item: String,
        left: i64,
    }
    impl Event for Stocked {
        const KIND: &'static str = "shop.stocked";
        const VERSION: u32 = 1;
        async fn apply(&self, _: &journal::EntryHead, _: &mut db::Tx<'_>) -> Result<(), Fault> {
            Ok(())
        }
    }
    both(&register(), |trial| async move {
        let deed = Stock { book: "b1".into(), item: "rice".into(), left: 7 };
        trial.journal.write(Envelope::new("rahima", "k"), deed).await.unwrap();
        let kept = Arc::new(Mutex::new(None));
        let ear = |heard: Heard| {
            *kept.lock().unwrap() = Some(heard);
            async { Ok(()) }
        };
        trial.journal.follow(&POST, 9, ear).await.unwrap();
        let heard = kept.lock().unwrap().take().unwrap();
        assert_eq!((heard.book.as_str(), heard.folio, heard.at), ("b1", 1, trial::MORNING));
        assert_eq!((heard.by.as_str(), heard.deed.as_str(), heard.events.len()), ("rahima", "shop.stock", 1));
        let mut event = heard.events[0].clone();
        assert_eq!(event.data, r#"{"item":"rice","left":7}"#);
        assert_eq!(event.read::<Stocked>().unwrap(), Some(Stocked { item: "rice".into(), left: 7 }));
        event.data = "[]".to_owned();
        assert!(event.read::<Stocked>().is_err());
        event.version = 2;
        assert_eq!(event.read::<Stocked>().unwrap(), None);
    });
}

#[test]
fn a_follower_goes_on_where_it_was_after_a_restart_and_a_rebuild() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 10).await;
        sell_in(&trial, "b1", 1).await;
        hear(&trial.journal, &POST, 100, &[]).await;
        sell_in(&trial, "b1", 1).await;
        trial.journal.rebuild().await.unwrap();
        let again = trial.open_again().await;
        assert_eq!(hear(&again, &POST, 100, &[]).await.0, ["b1 3"]);
        assert!(hear(&trial.journal, &POST, 100, &[]).await.0.is_empty());
        trial.verify().await;
    });
}

#[test]
fn a_fault_stops_its_book_only_and_the_entry_is_heard_again() {
    both(&register(), |trial| async move {
        for book in ["b1", "b2", "b3"] {
            stock(&trial.journal, book, 10).await;
            sell_in(&trial, book, 2).await;
        }
        let (heard, followed) = hear(&trial.journal, &POST, 100, &["b2 2"]).await;
        assert_eq!(heard, ["b1 1", "b1 2", "b1 3", "b2 1", "b3 1", "b3 2", "b3 3"]);
        assert!(matches!(followed.faults.as_slice(), [(book, 2, Fault::Away(_))] if book == "b2"));
        assert!(!followed.more, "a stopped book does not make the caller spin");
        assert!(hear(&trial.journal, &POST, 100, &["b2 2"]).await.0.is_empty());
        assert_eq!(hear(&trial.journal, &POST, 100, &[]).await.0, ["b2 2", "b2 3"]);
    });
}

#[test]
fn a_new_follower_begins_where_it_says_and_hears_new_books_from_their_first_entry() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stock(journal, "old", 10).await;
        assert!(hear(journal, &TEXTS, 100, &[]).await.0.is_empty());
        sell_in(&trial, "old", 1).await;
        stock(journal, "new", 10).await;
        assert_eq!(hear(journal, &TEXTS, 100, &[]).await.0, ["new 1", "old 2"]);
        assert_eq!(hear(journal, &POST, 100, &[]).await.0, ["new 1", "old 1", "old 2"]);
    });
}

#[test]
fn a_follower_that_came_before_the_first_book_misses_nothing() {
    both(&register(), |trial| async move {
        assert!(hear(&trial.journal, &TEXTS, 100, &[]).await.0.is_empty());
        stock(&trial.journal, "b1", 10).await;
        assert_eq!(hear(&trial.journal, &TEXTS, 100, &[]).await.0, ["b1 1"]);
    });
}

#[test]
fn one_call_hears_no_more_than_asked_and_says_that_more_is_left() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 500).await;
        stock(&trial.journal, "b2", 10).await;
        sell_in(&trial, "b1", 150).await;
        let (heard, followed) = hear(&trial.journal, &POST, 30, &[]).await;
        assert_eq!((heard.len(), followed.more), (30, true));
        let (heard, followed) = hear(&trial.journal, &POST, 1_000, &[]).await;
        assert_eq!(heard.len(), usize::try_from(ENTRIES_PER_BOOK_MAX).unwrap() + 1, "the busy book leaves room");
        assert!(followed.more && heard.last().is_some_and(|last| last == "b2 1"));
        let (heard, followed) = hear(&trial.journal, &POST, 1_000, &[]).await;
        assert_eq!((heard.len(), followed.more), (21, false));
        assert_eq!(hear(&trial.journal, &POST, 0, &[]).await.0.len(), 0);
    });
}

#[test]
fn many_books_are_heard_and_each_place_is_kept() {
    both(&register(), |trial| async move {
        for number in 0..150 {
            stock(&trial.journal, &format!("b{number:03}"), 1).await;
        }
        let (heard, followed) = hear(&trial.journal, &POST, 1_000, &["b100 1"]).await;
        assert_eq!((heard.len(), followed.faults.len()), (149, 1));
        assert_eq!(hear(&trial.journal, &POST, 1_000, &[]).await.0, ["b100 1"]);
    });
}

#[test]
fn two_processes_that_follow_at_once_never_lose_a_place() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 10).await;
        sell_in(&trial, "b1", 3).await;
        let other = trial.open_again().await;
        // The first process hears slowly: before its places are kept, the second has heard all.
        let ear = |heard: Heard| {
            let other = other.clone();
            async move {
                if heard.folio == 1 {
                    hear(&other, &POST, 100, &[]).await;
                }
                if heard.folio < 3 { Ok(()) } else { Err(Fault::Busy) }
            }
        };
        trial.journal.follow(&POST, 100, ear).await.unwrap();
        assert!(hear(&trial.journal, &POST, 100, &[]).await.0.is_empty(), "the place does not go back");
    });
}

/// For every sale in the till's book, one is made in the shop's.
fn mirror(journal: Journal, heard: Heard) -> journal::Boxed<'static, Result<(), Fault>> {
    Box::pin(async move {
        for (index, event) in heard.events.iter().enumerate() {
            if heard.book == "till" && event.kind == "shop.sold" {
                let done = journal.write(heard.envelope(&POST, index), sell("shop")).await;
                done.map_err(|stop| Fault::Unsound(format!("{stop:?}")))?;
            }
        }
        Ok(())
    })
}

#[test]
fn a_deed_that_follows_from_an_entry_heard_twice_is_done_once() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "shop", 10).await;
        stock(&trial.journal, "till", 10).await;
        sell_in(&trial, "till", 2).await;
        // The crash: everything was done and no place was kept.
        let crashing = |heard: Heard| {
            let journal = trial.journal.clone();
            async move {
                mirror(journal, heard).await?;
                Err(Fault::Away("the power failed".to_owned()))
            }
        };
        for _ in 0..3 {
            trial.journal.follow(&POST, 100, crashing).await.unwrap();
        }
        assert_eq!(sales(&trial.journal, "shop").await, 0, "the book stops at its first entry, which is no sale");
        let listener = Listener { follower: POST, hear: mirror };
        trial.journal.listen(&listener, 100).await.unwrap();
        assert_eq!(sales(&trial.journal, "shop").await, 2);
        sell_in(&trial, "till", 1).await;
        for _ in 0..3 {
            trial.journal.follow(&POST, 100, crashing).await.unwrap();
        }
        trial.journal.listen(&listener, 100).await.unwrap();
        assert_eq!(sales(&trial.journal, "shop").await, 3);
        trial.verify().await;
    });
}
