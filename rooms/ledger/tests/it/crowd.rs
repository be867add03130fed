//! Many at once, and the same again from the journal.

use crate::shop::{BOOK, balances, draft, enter, register, sell, top_up, trial_balance, undo};
use trial::both;

#[test]
fn many_at_once_spend_the_float_to_its_last_poisha_and_no_further() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 60 * 6_000 + 5_999).await;
        top_up(&trial.journal, "3026002", 10 * 6_000).await;
        let calls: Vec<_> = (0..200)
            .map(|n| {
                let journal = trial.journal.clone();
                let book = if n % 4 == 0 { "3026002" } else { BOOK };
                tokio::spawn(async move { sell(&journal, book).await.is_ok() })
            })
            .collect();
        let mut sold = 0;
        for call in calls {
            sold += i32::from(call.await.unwrap());
        }
        assert_eq!(sold, 70);
        for (book, left) in [(BOOK, 5_999), ("3026002", 0)] {
            let balance = trial_balance(&trial.journal, book).await;
            assert_eq!(balance.debits, balance.credits);
            let float = balance.accounts.iter().find(|line| line.account == "P:float").unwrap();
            assert_eq!((float.credit.get(), float.debit.get()), (left, 0));
        }
        trial.verify().await;
    });
}

#[test]
fn two_programs_on_one_store_do_not_spend_the_same_money() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 30 * 6_000).await;
        let other = trial.open_again().await;
        let calls: Vec<_> = (0..80)
            .map(|n| {
                let journal = if n % 2 == 0 { trial.journal.clone() } else { other.clone() };
                tokio::spawn(async move { sell(&journal, BOOK).await.is_ok() })
            })
            .collect();
        let mut sold = 0;
        for call in calls {
            sold += i32::from(call.await.unwrap());
        }
        assert_eq!(sold, 30);
        trial.verify().await;
    });
}

#[test]
fn a_rebuild_gives_the_same_ledger() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 100_000).await;
        let sold = sell(&trial.journal, BOOK).await.unwrap();
        undo(&trial.journal, BOOK, sold.folio).await.unwrap();
        enter(&trial.journal, BOOK, draft(&[("E:drawer:2", 300), ("E:service_income", -300)])).await.unwrap();
        let before = balances(&trial.journal, BOOK).await;
        assert_eq!(trial.journal.rebuild().await.unwrap(), 4);
        assert_eq!(balances(&trial.journal, BOOK).await, before);
        trial.verify().await;
        // What was reversed stays reversed.
        assert!(undo(&trial.journal, BOOK, sold.folio).await.is_err());
    });
}
