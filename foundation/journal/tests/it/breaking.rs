//! One bad deed harms no other.

use crate::shop::{Breaks, register, sales, sell, stock};
use journal::{Envelope, Stop};
use trial::both;

async fn one_breaks_among_many(trial: trial::Trial, breaks: Breaks) {
    stock(&trial.journal, "b1", 100).await;
    let calls: Vec<_> = (0..60)
        .map(|n| {
            let journal = trial.journal.clone();
            tokio::spawn(async move {
                let mut deed = sell("b1");
                deed.breaks = (n == 30).then_some(breaks);
                journal.write(Envelope::new("rahima", &format!("k{n}")), deed).await
            })
        })
        .collect();
    let mut broken = 0;
    for call in calls {
        match call.await.unwrap() {
            Ok(_) => {}
            Err(Stop::Fault(_)) => broken += 1,
            Err(stop) => panic!("{stop:?}"),
        }
    }
    assert_eq!(broken, 1);
    assert_eq!(sales(&trial.journal, "b1").await, 59);
    trial.verify().await;
}

#[test]
fn a_deed_that_panics_harms_no_other() {
    both(&register(), |trial| one_breaks_among_many(trial, Breaks::Panics));
}

#[test]
fn a_deed_whose_row_the_database_refuses_harms_no_other() {
    both(&register(), |trial| one_breaks_among_many(trial, Breaks::BadRow));
}
