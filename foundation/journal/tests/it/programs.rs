//! Two programs on one store, and keys that are pressed again: the numbers stay whole and every press has one answer.

use crate::shop::{Sell, register, sales, sell, stock};
use journal::{Envelope, Journal, Stop};
use std::collections::BTreeSet;
use trial::both;

/// Entries of a book, read page by page.
async fn paged(journal: &Journal, book: &str, limit: i64) -> Vec<(i64, i64, String)> {
    let (mut after, mut all) = (0, Vec::new());
    loop {
        let page = journal.entries(book, after, limit).await.unwrap();
        let Some(last) = page.last() else { return all };
        assert!(i64::try_from(page.len()).unwrap() <= limit);
        after = last.head.folio;
        all.extend(page.iter().map(|entry| (entry.head.folio, entry.head.seq, entry.head.session.clone())));
    }
}

#[test]
fn two_programs_write_one_book_without_gap_or_twin() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 500).await;
        let other = trial.open_again().await;
        assert_eq!(other.session(), trial.journal.session(), "a second program works in the same session");
        let calls: Vec<_> = (0..120)
            .map(|nth| {
                let journal = if nth % 2 == 0 { trial.journal.clone() } else { other.clone() };
                tokio::spawn(async move { journal.write(Envelope::system(), sell("b1")).await.unwrap().done })
            })
            .collect();
        let mut left = BTreeSet::new();
        for call in calls {
            assert!(left.insert(call.await.unwrap()), "two were sold the same grain");
        }
        assert_eq!(left, (380..500).collect());
        for limit in [1, 7, 121, 1_000] {
            let entries = paged(&other, "b1", limit).await;
            let places: Vec<(i64, i64)> = entries.iter().map(|(folio, seq, _)| (*folio, *seq)).collect();
            assert_eq!(places, (1..=121).map(|nth| (nth, nth)).collect::<Vec<_>>(), "{limit}");
        }
        trial.verify().await;
    });
}

#[test]
fn views_made_anew_beside_the_deeds_of_another_program_are_whole() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b0", 500).await;
        let other = trial.open_again().await;
        let selling = tokio::spawn(async move {
            for nth in 0..60 {
                // Old books and new ones: of these there is no head yet that could be locked.
                if nth % 10 == 0 {
                    stock(&other, &format!("b{}", nth / 10), 500).await;
                }
                other.write(Envelope::system(), sell(&format!("b{}", nth / 10))).await.unwrap();
            }
        });
        while !selling.is_finished() {
            trial.journal.rebuild().await.unwrap();
        }
        selling.await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn a_program_in_a_new_session_counts_anew_and_the_folios_go_on() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 500).await;
        for round in 0..3 {
            let restored = trial.open_again().await.begin_session().await.unwrap();
            let calls: Vec<_> = (0..10)
                .map(|_| {
                    let journal = restored.clone();
                    tokio::spawn(async move { journal.write(Envelope::system(), sell("b1")).await.unwrap() })
                })
                .collect();
            for call in calls {
                call.await.unwrap();
            }
            let entries = paged(&restored, "b1", 100).await;
            assert_eq!(entries.len(), 1 + 10 * (round + 1));
            let own: Vec<i64> = entries
                .iter()
                .filter(|(_, _, session)| session == restored.session())
                .map(|(_, seq, _)| *seq)
                .collect();
            assert_eq!(own, (1..=10).collect::<Vec<_>>());
            let folios: Vec<i64> = entries.iter().map(|(folio, ..)| *folio).collect();
            assert_eq!(folios, (1..=i64::try_from(entries.len()).unwrap()).collect::<Vec<_>>());
        }
        trial.verify().await;
    });
}

#[test]
fn a_key_pressed_in_two_programs_at_once_is_done_once() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 500).await;
        let other = trial.open_again().await;
        for round in 0..5 {
            let key = format!("k{round}");
            let calls: Vec<_> = (0..8)
                .map(|nth| {
                    let journal = if nth % 2 == 0 { trial.journal.clone() } else { other.clone() };
                    let key = key.clone();
                    tokio::spawn(async move {
                        let written = journal.write(Envelope::new("rahima", &key), sell("b1")).await.unwrap();
                        (written.done, written.again)
                    })
                })
                .collect();
            let mut answers = Vec::new();
            for call in calls {
                answers.push(call.await.unwrap());
            }
            assert!(answers.iter().all(|(done, _)| *done == answers[0].0), "{answers:?}");
            assert_eq!(answers.iter().filter(|(_, again)| !again).count(), 1, "{answers:?}");
        }
        assert_eq!(sales(&trial.journal, "b1").await, 5);
        trial.verify().await;
    });
}

#[test]
fn any_text_is_a_key_and_each_its_own() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 500).await;
        let long = "ক".repeat(10_000);
        let keys = ["", " ", "k", "K", "k ", "ক", "k\0", "\0k", "'; drop table journal_key; --", "%", long.as_str()];
        for key in keys {
            for again in [false, true] {
                let written = trial.journal.write(Envelope::new("rahima", key), sell("b1")).await.unwrap();
                assert_eq!(written.again, again, "{key:.20?}");
            }
        }
        // Whose key it is and which key it is are kept apart: no pair of texts runs together into another pair.
        for (by, key) in [("rahimak", ""), ("rahim", "ak")] {
            assert!(!trial.journal.write(Envelope::new(by, key), sell("b1")).await.unwrap().again, "{by:?} {key:?}");
        }
        assert_eq!(sales(&trial.journal, "b1").await, 11 + 2);
        trial.verify().await;
    });
}

#[test]
fn a_key_is_of_its_book_and_a_refused_deed_uses_none_up() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 1).await;
        stock(&trial.journal, "b2", 1).await;
        let press = |book: &str| trial.journal.write(Envelope::new("rahima", "k"), sell(book));
        assert!(!press("b1").await.unwrap().again);
        assert!(!press("b2").await.unwrap().again);
        assert!(press("b1").await.unwrap().again && press("b2").await.unwrap().again);
        let other = || trial.journal.write(Envelope::new("rahima", "later"), sell("b1"));
        assert!(matches!(other().await, Err(Stop::Refused(_))), "sold out");
        stock(&trial.journal, "b1", 5).await;
        assert!(!other().await.unwrap().again, "the same form, when there is rice again");
        assert!(other().await.unwrap().again);
    });
}

#[test]
fn what_was_answered_to_a_key_outlives_a_rebuild_and_is_forgotten_only_by_age() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 50).await;
        let named = || Sell { customer: Some("করিম".to_owned()), ..sell("b1") };
        let first = trial.journal.write(Envelope::new("rahima", "k"), named()).await.unwrap().done;
        trial.journal.rebuild().await.unwrap();
        let again = trial.open_again().await.write(Envelope::new("rahima", "k"), named()).await.unwrap();
        assert_eq!((again.done, again.again), (first, true));
        assert_eq!(trial.journal.prune_keys(trial.journal.now()).await.unwrap(), 0, "not older than now");
        trial.pass(1);
        assert_eq!(trial.journal.prune_keys(trial.journal.now()).await.unwrap(), 1);
        assert!(!trial.journal.write(Envelope::new("rahima", "k"), named()).await.unwrap().again);
        trial.verify().await;
    });
}
