//! Entering, reading, replaying.

use crate::shop::{Forget, LoseSales, Meet, customer, register, sales, sell, stock};
use journal::{Envelope, Migration, Stop};
use trial::both;

#[test]
fn entries_are_numbered_without_gaps_and_the_store_verifies() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 100).await;
        for _ in 0..20 {
            trial.journal.write(Envelope::system(), sell("b1")).await.unwrap();
        }
        let entries = trial.journal.entries("b1", 0, 100).await.unwrap();
        let seqs: Vec<i64> = entries.iter().map(|entry| entry.head.seq).collect();
        assert_eq!(seqs, (1..=21).collect::<Vec<_>>());
        assert_eq!(entries[3].previous, entries[2].hash);
        assert_eq!(entries[0].lines().unwrap()[0].0, "shop.stocked");
        trial.verify().await;
    });
}

#[test]
fn a_refused_deed_leaves_no_trace_though_it_had_entered() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 1).await;
        trial.journal.write(Envelope::system(), sell("b1")).await.unwrap();
        let refused = trial.journal.write(Envelope::system(), sell("b1")).await;
        assert!(matches!(refused, Err(Stop::Refused(_))));
        assert_eq!(sales(&trial.journal, "b1").await, 1);
        assert_eq!(trial.journal.entries("b1", 0, 10).await.unwrap().len(), 2);
        trial.verify().await;
    });
}

#[test]
fn many_at_once_sell_exactly_what_is_there() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 150).await;
        stock(&trial.journal, "b2", 10).await;
        let calls: Vec<_> = (0..400)
            .map(|n| {
                let journal = trial.journal.clone();
                let book = if n % 4 == 0 { "b2" } else { "b1" };
                tokio::spawn(async move { journal.write(Envelope::system(), sell(book)).await.is_ok() })
            })
            .collect();
        let mut sold = 0;
        for call in calls {
            sold += i64::from(call.await.unwrap());
        }
        assert_eq!(sold, 160);
        assert_eq!((sales(&trial.journal, "b1").await, sales(&trial.journal, "b2").await), (150, 10));
        trial.verify().await;
    });
}

#[test]
fn a_rebuild_gives_the_same_tables() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 50).await;
        for _ in 0..10 {
            trial.journal.write(Envelope::system(), sell("b1")).await.unwrap();
        }
        assert_eq!(trial.journal.rebuild().await.unwrap(), 11);
        assert_eq!(sales(&trial.journal, "b1").await, 10);
        trial.verify().await;
    });
}

#[test]
fn a_sealed_name_can_be_read_until_its_person_is_erased_and_the_chain_still_verifies() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 50).await;
        let mut deed = sell("b1");
        deed.customer = Some("করিম".into());
        trial.journal.write(Envelope::system(), deed.clone()).await.unwrap();
        trial.journal.write(Envelope::system(), deed).await.unwrap();
        assert_eq!(customer(&trial.journal, "b1", 2).await.as_deref(), Some("করিম"));
        let events = trial.journal.entries("b1", 0, 10).await.unwrap();
        assert!(events.iter().all(|entry| !String::from_utf8_lossy(&entry.events).contains("করিম")));
        trial.verify().await;
        let forget = Forget { book: "b1".into(), name: "করিম".into() };
        trial.journal.write(Envelope::system(), forget).await.unwrap();
        assert_eq!(customer(&trial.journal, "b1", 3).await, None);
        trial.verify().await;
    });
}

#[test]
fn who_is_said_to_be_new_and_is_not_is_not_sealed_for_and_nothing_is_lost() {
    both(&register(), |trial| async move {
        let meet = |name: &str| Meet { book: "b1".into(), name: name.into() };
        trial.journal.write(Envelope::system(), meet("করিম")).await.unwrap();
        trial.journal.write(Envelope::system(), meet("রহিম")).await.unwrap();
        let again = trial.journal.write(Envelope::system(), meet("করিম")).await;
        assert!(matches!(again, Err(Stop::Fault(_))), "{:?}", trial.engine);
        // What was sealed for them before opens as it did.
        let mut deed = sell("b1");
        deed.customer = Some("করিম".into());
        stock(&trial.journal, "b1", 50).await;
        trial.journal.write(Envelope::system(), deed).await.unwrap();
        assert_eq!(customer(&trial.journal, "b1", 2).await.as_deref(), Some("করিম"));
    });
}

#[test]
fn a_restored_store_goes_on_in_a_new_session_and_never_gives_a_number_twice() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 50).await;
        let restored = trial.open_again().await.begin_session().await.unwrap();
        assert_ne!(restored.session(), trial.journal.session());
        restored.write(Envelope::system(), sell("b1")).await.unwrap();
        let entries = restored.entries("b1", 0, 10).await.unwrap();
        assert_eq!((entries[1].head.seq, entries[1].head.folio), (1, 2));
        assert_eq!(entries[1].previous, entries[0].hash);
        trial.verify().await;
    });
}

#[test]
fn a_newer_program_makes_the_views_of_an_older_store_anew_by_itself() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 5).await;
        trial.journal.write(Envelope::system(), sell("b1")).await.unwrap();
        trial.journal.write(Envelope::system(), LoseSales).await.unwrap();
        // The same program leaves the views as they are …
        let same = trial.open_again().await;
        assert_eq!(sales(&same, "b1").await, 0);
        // … and one with a further table makes them anew.
        let mut newer = register();
        let sql = "create table shop_till (book text not null, primary key (book));";
        newer.migrations.push(Migration { room: "shop", number: 2, name: "till", sql });
        let newer = trial.open_with(newer).await;
        assert_eq!(sales(&newer, "b1").await, 1);
    });
}
