//! Who leaves orders lying, and what counts as that.

use crate::kit::{does, refused, register};
use crate::orders_kit::{brought, collected, not_quoted, placed, placing, quilts, quoted, settle, stalls};
use base::Paisa;
use market::{OrderState, Payment};
use trial::both;

#[test]
fn who_left_two_orders_pays_before_the_next_is_sent_at_any_centre() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        for key in ["a", "b"] {
            let quote = quoted(journal, &quilts(key, &stalls, 1)).await;
            let number = does(journal, placing(&quote, Payment::OnCollection, Paisa::ZERO)).await.orders[0].clone();
            brought(journal, &number).await;
            assert_eq!(collected(journal, &number, &[0], "changed_mind").await.0, OrderState::Refused);
        }
        let quote = quoted(journal, &quilts("c", &stalls, 1)).await;
        assert_eq!(
            refused(journal, placing(&quote, Payment::OnCollection, Paisa::ZERO)).await,
            "market.place.pay_first"
        );
        placed(journal, &quote).await;
        settle(journal).await;
        trial.verify().await;
    });
}

#[test]
fn whoever_leaves_faulty_goods_at_the_open_box_left_nothing_lying() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        for key in ["a", "b", "c"] {
            let quote = quoted(journal, &quilts(key, &stalls, 1)).await;
            let number = does(journal, placing(&quote, Payment::OnCollection, Paisa::ZERO)).await.orders[0].clone();
            brought(journal, &number).await;
            assert_eq!(collected(journal, &number, &[0], "damaged").await.0, OrderState::Refused);
        }
        settle(journal).await;
        trial.verify().await;
    });
}

#[test]
fn what_one_of_a_household_leaves_is_known_of_all_of_it() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (son, daughter, head) = ("01911000003", "01911000004", "01911000005");
        let by = |key: &str, mobile: &str, household: &str| market::Basket {
            mobile: mobile.to_owned(),
            household: household.to_owned(),
            ..quilts(key, &stalls, 1)
        };
        for key in ["a", "b"] {
            let quote = quoted(journal, &by(key, son, head)).await;
            let number = does(journal, placing(&quote, Payment::OnCollection, Paisa::ZERO)).await.orders[0].clone();
            brought(journal, &number).await;
            collected(journal, &number, &[0], "changed_mind").await;
        }
        for (key, mobile, household) in [("c", son, ""), ("d", daughter, head), ("e", head, ""), ("f", "", head)] {
            let quote = quoted(journal, &by(key, mobile, household)).await;
            let refusal = refused(journal, placing(&quote, Payment::OnCollection, Paisa::ZERO)).await;
            assert_eq!(refusal, "market.place.pay_first", "{mobile} of {household}");
        }
        let quote = quoted(journal, &by("g", daughter, "")).await;
        does(journal, placing(&quote, Payment::OnCollection, Paisa::ZERO)).await;
        assert_eq!(not_quoted(journal, &by("h", son, "12")).await, "base.mobile.not_mobile");
        trial.verify().await;
    });
}
