//! Faulty goods come back, and the same are sent again.

use crate::kit::{HIS, does, refused, register};
use crate::orders_kit::{
    Stalls, brought, collected, count, holds, moving, order, placed, placing, quilts, quoted, settle, taka,
};
use crate::pages_kit::Kit;
use crate::wallets_kit::{asked, connected, done, said};
use base::Paisa;
use journal::{Fault, Journal};
use ledger::{Direction, TransferState as T};
use market::{HoldOrder, MoveOrder, Mover, OrderState as S, Payment, carry_wallets, replacement_number, stock_now};
use trial::{Trial, both};

const DAY: i64 = 86_400_000;

const BACK: [(&str, &str); 3] = [("do", "return"), ("reason", "damaged"), ("wants", "again")];

async fn free(journal: &Journal, stalls: &Stalls) -> i64 {
    let seller = stalls.quilt.0.clone();
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { stock_now(tx, &seller, "QUILT-RED").await }));
    read.await.unwrap().free()
}

/// So many quilts were collected, all come back for their faults, and their seller agreed: the order's number.
async fn coming_back(trial: &Trial, kit: &Kit, (stalls, pieces): (&Stalls, i64)) -> String {
    let journal = &trial.journal;
    let number = placed(journal, &quoted(journal, &quilts("a", stalls, pieces)).await).await.orders[0].clone();
    comes_back(journal, kit, number, pieces).await
}

/// This order's goods are collected and come back.
async fn comes_back(journal: &Journal, kit: &Kit, number: String, pieces: i64) -> String {
    brought(journal, &number).await;
    collected(journal, &number, &[pieces], "").await;
    let path = format!("/market/orders/{number}");
    let said = [&[("form_id", "back"), ("expects", "collected")][..], &BACK].concat();
    kit.post("karim", &path, &said).await.place();
    does(journal, moving(&number, Mover::Seller, (S::ReturnRequested, S::ReturnApproved))).await;
    number
}

fn replacing(form_id: &str) -> [(&str, &str); 3] {
    [("form_id", form_id), ("expects", "return_approved"), ("do", "replace")]
}

#[test]
fn faulty_goods_are_sent_again_and_the_buyer_pays_nothing_more() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let first = coming_back(&trial, &kit, (&stalls, 2)).await;
        let path = format!("/market/orders/{first}");
        assert!(kit.get("karim", &path).await.body.contains("Received: send the same again"));
        let second = replacement_number(&first);
        let drawer = holds(journal, HIS, "E:drawer:1").await;
        assert_eq!(kit.post("karim", &path, &replacing("r")).await.place(), format!("/market/orders/{second}"));
        let (before, again) = (order(journal, &first).await, order(journal, &second).await);
        assert_eq!((before.state, before.refund_due, &before.kept[..]), (S::ReturnReceived, Paisa::ZERO, &[0][..]));
        // Carriage and help of the first go over with the goods: nothing of it is kept.
        assert_eq!((again.state, again.paid, again.order.replaces.as_deref()), (S::Placed, before.paid, Some(&*first)));
        assert_eq!(holds(journal, HIS, &format!("P:escrow:{second}")).await, before.paid.checked_neg().unwrap());
        assert_eq!(holds(journal, HIS, "E:drawer:1").await, drawer, "nothing is paid");
        settle(journal).await;
        assert_eq!(free(journal, &stalls).await, 6, "two that were bought and two that are sent again");
        // The first is over: its way was for nothing, and the seller bears it.
        assert_eq!(order(journal, &first).await.state, S::Closed);
        assert_eq!(holds(journal, HIS, &format!("P:escrow:{first}")).await, Paisa::ZERO);
        assert!(kit.get("karim", &path).await.body.contains(&second));
        brought(journal, &second).await;
        let (state, paid, refund) = collected(journal, &second, &[2], "").await;
        assert_eq!((state, paid, refund), (S::Collected, Paisa::ZERO, Paisa::ZERO));
        trial.pass(9 * DAY);
        settle(journal).await;
        assert_eq!(order(journal, &second).await.state, S::Closed);
        assert_eq!(holds(journal, HIS, &format!("P:escrow:{second}")).await, Paisa::ZERO);
        // Both ways are the carrier's: the buyer paid for the second, the seller for the first.
        let part = again.order.part;
        assert_eq!((part.delivery, part.help, part.borne), (before.order.part.delivery, taka(50), Paisa::ZERO));
        let carried = part.delivery.checked_mul(2).unwrap();
        assert_eq!(holds(journal, HIS, "P:courier:road").await, carried.checked_neg().unwrap());
        trial.verify().await;
    });
}

#[test]
fn what_is_sent_again_can_be_left_at_the_open_box_and_is_paid_back_whole() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let first = coming_back(&trial, &kit, (&stalls, 1)).await;
        kit.post("karim", &format!("/market/orders/{first}"), &replacing("r")).await.place();
        let second = replacement_number(&first);
        brought(journal, &second).await;
        let paid = order(journal, &first).await.paid;
        assert_eq!(collected(journal, &second, &[0], "damaged").await, (S::Refused, Paisa::ZERO, paid));
        settle(journal).await;
        assert_eq!(order(journal, &second).await.state, S::Closed);
        trial.verify().await;
    });
}

#[test]
fn pressing_twice_sends_once_and_with_none_left_nothing_is_half_done() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let first = coming_back(&trial, &kit, (&stalls, 1)).await;
        let path = format!("/market/orders/{first}");
        settle(journal).await;
        count(journal, &stalls.quilt.0, "QUILT-RED", 0).await;
        let told = kit.post("karim", &path, &replacing("r")).await;
        assert_eq!(told.status, 409, "{}", told.body);
        assert_eq!(order(journal, &first).await.state, S::ReturnApproved);
        // The last one there is.
        count(journal, &stalls.quilt.0, "QUILT-RED", 1).await;
        let place = kit.post("karim", &path, &replacing("r")).await.place().to_owned();
        assert_eq!(kit.post("karim", &path, &replacing("r")).await.place(), place, "the same press");
        assert_eq!(kit.post("karim", &path, &replacing("s")).await.place(), place, "another leads there too");
        settle(journal).await;
        assert_eq!(free(journal, &stalls).await, 0);
        assert_eq!(kit.post("rahima", &path, &replacing("t")).await.status, 404, "of another centre");
        trial.verify().await;
    });
}

#[test]
fn who_wants_the_money_has_it_and_who_changed_their_mind_is_not_sent_the_same_again() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let first = coming_back(&trial, &kit, (&stalls, 1)).await;
        let said = [("form_id", "m"), ("expects", "return_approved"), ("do", "receive")];
        kit.post("karim", &format!("/market/orders/{first}"), &said).await.place();
        assert_eq!(order(journal, &first).await.refund_due, order(journal, &first).await.paid);
        let other = placed(journal, &quoted(journal, &quilts("b", &stalls, 1)).await).await.orders[0].clone();
        brought(journal, &other).await;
        collected(journal, &other, &[1], "").await;
        let asking = MoveOrder {
            reason: "changed_mind".to_owned(),
            again: true,
            ..moving(&other, Mover::Counter, (S::Collected, S::ReturnRequested))
        };
        assert_eq!(refused(journal, asking.clone()).await, "market.order.again");
        does(journal, MoveOrder { again: false, ..asking }).await;
        does(journal, moving(&other, Mover::Seller, (S::ReturnRequested, S::ReturnApproved))).await;
        let told = kit.post("karim", &format!("/market/orders/{other}"), &replacing("r")).await;
        assert_eq!(told.status, 409, "{}", told.body);
        settle(journal).await;
        trial.verify().await;
    });
}

#[test]
fn of_a_part_that_comes_back_its_price_goes_over_and_the_seller_bears_the_second_way() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let first = placed(journal, &quoted(journal, &quilts("a", &stalls, 3)).await).await.orders[0].clone();
        brought(journal, &first).await;
        collected(journal, &first, &[3], "").await;
        let asking = MoveOrder {
            reason: "damaged".to_owned(),
            back: vec![1],
            again: true,
            ..moving(&first, Mover::Counter, (S::Collected, S::ReturnRequested))
        };
        does(journal, asking).await;
        does(journal, moving(&first, Mover::Seller, (S::ReturnRequested, S::ReturnApproved))).await;
        kit.post("karim", &format!("/market/orders/{first}"), &replacing("r")).await.place();
        let second = order(journal, &replacement_number(&first)).await;
        let part = &second.order.part;
        assert_eq!((second.paid, part.delivery, part.help), (taka(2_500), Paisa::ZERO, Paisa::ZERO));
        assert!(part.borne > Paisa::ZERO);
        // It is never sent: the clock gives the price back.
        trial.pass(30 * DAY);
        settle(journal).await;
        let second = order(journal, &second.order.number).await;
        assert_eq!((second.state, second.refund_due), (S::PartnerRejected, taka(2_500)));
        assert_eq!(order(journal, &first).await.state, S::Closed);
        trial.verify().await;
    });
}

#[test]
fn goods_that_are_not_brought_back_in_time_are_kept_and_paid_for() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let first = coming_back(&trial, &kit, (&stalls, 1)).await;
        trial.pass(6 * DAY);
        settle(journal).await;
        assert_eq!(order(journal, &first).await.state, S::ReturnApproved);
        trial.pass(3 * DAY);
        settle(journal).await;
        let kept = order(journal, &first).await;
        assert_eq!((kept.state, &kept.kept[..], kept.refund_due), (S::Closed, &[1][..], Paisa::ZERO));
        assert_eq!(kit.post("karim", &format!("/market/orders/{first}"), &replacing("r")).await.status, 409);
        trial.verify().await;
    });
}

#[test]
fn what_was_paid_on_collection_goes_over_too() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let quote = quoted(journal, &quilts("a", &stalls, 1)).await;
        let number = does(journal, placing(&quote, Payment::OnCollection, Paisa::ZERO)).await.orders[0].clone();
        let first = comes_back(journal, &kit, number, 1).await;
        let path = format!("/market/orders/{first}");
        kit.post("karim", &path, &replacing("r")).await.place();
        let second = replacement_number(&first);
        let (before, again) = (order(journal, &first).await, order(journal, &second).await);
        assert_eq!((again.paid, again.order.payment), (before.paid, Payment::Cash), "all of it lies in escrow");
        brought(journal, &second).await;
        assert_eq!(collected(journal, &second, &[1], "").await, (S::Collected, Paisa::ZERO, Paisa::ZERO));
        settle(journal).await;
        trial.pass(9 * DAY);
        settle(journal).await;
        for number in [&first, &second] {
            assert_eq!(order(journal, number).await.state, S::Closed);
            assert_eq!(holds(journal, HIS, &format!("P:escrow:{number}")).await, Paisa::ZERO);
        }
        trial.verify().await;
    });
}

#[test]
fn what_a_wallet_paid_goes_back_to_the_wallet_when_the_second_is_faulty_too() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let (wallet, providers) = connected();
        let (_, number, id) = asked(journal, "a", &stalls).await;
        said(journal, &id, T::Done).await;
        let first = comes_back(journal, &kit, number, 1).await;
        let path = format!("/market/orders/{first}");
        kit.post("karim", &path, &replacing("r")).await.place();
        let second = replacement_number(&first);
        brought(journal, &second).await;
        let paid = order(journal, &second).await.paid;
        assert_eq!(collected(journal, &second, &[0], "damaged").await, (S::Refused, Paisa::ZERO, paid));
        wallet.will("refund", done());
        carry_wallets(journal, &providers).await.unwrap();
        let refunds = wallet.asked();
        let [refund] = refunds.as_slice() else { panic!("{refunds:?}") };
        assert_eq!((refund.direction, refund.amount_poisha), (Direction::Out, paid));
        assert_eq!(refund.details["payment"], id, "of the payment that it once was");
        settle(journal).await;
        for number in [&first, &second] {
            assert_eq!(order(journal, number).await.state, S::Closed);
        }
        trial.verify().await;
    });
}

#[test]
fn a_complaint_holds_what_was_sent_again_like_any_order() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let first = coming_back(&trial, &kit, (&stalls, 1)).await;
        let path = format!("/market/orders/{first}");
        kit.post("karim", &path, &replacing("r")).await.place();
        let second = replacement_number(&first);
        brought(journal, &second).await;
        collected(journal, &second, &[1], "").await;
        let words = "আবার ছেঁড়া".to_owned();
        does(journal, HoldOrder { book: HIS.to_owned(), order: second.clone(), holds: true, words }).await;
        trial.pass(40 * DAY);
        settle(journal).await;
        let held = order(journal, &second).await;
        assert!(held.disputed && held.state == S::Collected, "{held:?}");
        assert_eq!(holds(journal, HIS, &format!("P:escrow:{second}")).await, held.paid.checked_neg().unwrap());
        trial.verify().await;
    });
}

#[test]
fn what_is_decided_for_the_buyer_leaves_days_to_bring_the_goods() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let first = coming_back(&trial, &kit, (&stalls, 1)).await;
        trial.pass(5 * DAY);
        let hold = |holds: bool| HoldOrder {
            book: HIS.to_owned(),
            order: first.clone(),
            holds,
            words: "কেন্দ্র ফেরত নেয়নি".to_owned(),
        };
        does(journal, hold(true)).await;
        trial.pass(7 * DAY);
        settle(journal).await;
        does(journal, hold(false)).await;
        trial.pass(6 * DAY);
        settle(journal).await;
        assert_eq!(order(journal, &first).await.state, S::ReturnApproved, "it may still be brought");
        kit.post("karim", &format!("/market/orders/{first}"), &replacing("r")).await.place();
        trial.verify().await;
    });
}
