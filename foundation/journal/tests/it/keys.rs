//! Idempotency.

use crate::shop::{register, sales, sell, stock};
use journal::{Envelope, Stop};
use trial::both;

#[test]
fn a_second_press_gives_the_first_answer() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 50).await;
        let first = trial.journal.write(Envelope::new("rahima", "k1"), sell("b1")).await.unwrap();
        let second = trial.journal.write(Envelope::new("rahima", "k1"), sell("b1")).await.unwrap();
        assert_eq!((first.done, first.again), (49, false));
        assert_eq!((second.done, second.again), (49, true));
        assert_eq!(sales(&trial.journal, "b1").await, 1);
    });
}

#[test]
fn two_presses_in_one_batch_sell_once() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 50).await;
        let calls: Vec<_> = (0..50)
            .map(|_| {
                let journal = trial.journal.clone();
                tokio::spawn(
                    async move { journal.write(Envelope::new("rahima", "k1"), sell("b1")).await.unwrap().done },
                )
            })
            .collect();
        for call in calls {
            assert_eq!(call.await.unwrap(), 49);
        }
        assert_eq!(sales(&trial.journal, "b1").await, 1);
        trial.verify().await;
    });
}

#[test]
fn a_thing_that_two_people_bring_counts_once_under_a_shared_key() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 50).await;
        stock(&trial.journal, "b2", 50).await;
        let first = trial.journal.write(Envelope::shared("rahima", "file"), sell("b1")).await.unwrap();
        let second = trial.journal.write(Envelope::shared("karim", "file"), sell("b1")).await.unwrap();
        assert_eq!((first.again, second.again, second.done), (false, true, first.done));
        // It is neither a person's own key of the same name nor another book's.
        assert!(!trial.journal.write(Envelope::new("karim", "file"), sell("b1")).await.unwrap().again);
        assert!(!trial.journal.write(Envelope::shared("karim", "file"), sell("b2")).await.unwrap().again);
        trial.verify().await;
    });
}

#[test]
fn the_same_key_with_another_body_is_a_conflict() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 50).await;
        trial.journal.write(Envelope::new("rahima", "k1"), sell("b1")).await.unwrap();
        let mut other = sell("b1");
        other.customer = Some("x".into());
        let answer = trial.journal.write(Envelope::new("rahima", "k1"), other).await;
        assert!(matches!(answer, Err(Stop::KeyReused)));
        // Another person may choose the same key.
        assert!(!trial.journal.write(Envelope::new("karim", "k1"), sell("b1")).await.unwrap().again);
    });
}

#[test]
fn old_keys_are_forgotten_and_new_ones_kept() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 50).await;
        trial.journal.write(Envelope::new("rahima", "old"), sell("b1")).await.unwrap();
        trial.pass(1_000);
        trial.journal.write(Envelope::new("rahima", "new"), sell("b1")).await.unwrap();
        stock(&trial.journal, "b2", 50).await;
        trial.pass(-1_000);
        trial.journal.write(Envelope::new("karim", "old"), sell("b2")).await.unwrap();
        trial.pass(1_000);
        assert_eq!(trial.journal.prune_keys(trial.journal.now()).await.unwrap(), 2, "one in each book");
        assert!(trial.journal.write(Envelope::new("rahima", "new"), sell("b1")).await.unwrap().again);
        trial.verify().await;
    });
}
