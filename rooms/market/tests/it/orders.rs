//! Orders: from the quote to the closed book, with every party's money.

use crate::kit::{HIS, as_whom, does, refused, register};
use crate::orders_kit::{
    both_goods, brought, collected, fill, holds, moving, opened, order, placed, placing, quilts, quoted, settle,
    stalls, taka,
};
use base::Paisa;
use base::calendar::Moment;
use journal::Stop;
use market::{
    Collect, CollectProof, Collected, HoldOrder, MoveOrder, Mover, NotPlaced, OrderState, PayRefund, Payment, Rate,
    Release, SetRate, Subject,
};
use trial::both;

const DAY: i64 = 86_400_000;

fn nothing() -> Paisa {
    Paisa::ZERO
}

/// Three of a hundred to the programme, nothing to the shop: worked example 2 of standards.md.
async fn example_rate(journal: &journal::Journal) {
    let subject = Subject { seller: String::new(), category: String::new() };
    let rate = Rate { from: journal.now().day(), programme_bp: 300, shop_bp: 0, help_bp: 2_000 };
    does(journal, SetRate { subject, rate }).await;
}

#[test]
fn a_prepaid_order_goes_through_the_books_as_the_worked_example_says() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        example_rate(journal).await;
        let before = holds(journal, HIS, "P:float").await;
        let quote = quoted(journal, &quilts("a", &stalls, 1)).await;
        let part = &quote.parts[0];
        assert_eq!((part.goods, part.delivery, part.help), (taka(2_500), taka(50), taka(50)));
        let number = placed(journal, &quote).await.orders[0].clone();
        let escrow = format!("P:escrow:{number}");
        assert_eq!(holds(journal, HIS, &escrow).await, taka(-2_600));
        assert_eq!(holds(journal, HIS, "P:float").await, before.checked_add(taka(2_600)).unwrap());
        assert_eq!(holds(journal, HIS, "E:drawer:1").await, taka(2_600));
        brought(journal, &number).await;
        assert_eq!(collected(journal, &number, &[1], "").await, (OrderState::Collected, nothing(), nothing()));
        assert_eq!(
            refused(journal, Release { book: HIS.to_owned(), order: number.clone() }).await,
            "market.release.not_now"
        );
        trial.pass(9 * DAY);
        settle(journal).await;
        assert_eq!(order(journal, &number).await.state, OrderState::Closed);
        assert_eq!(holds(journal, HIS, &escrow).await, nothing());
        // 2,500 less 75; the way 50; help 40 of 50; the programme 75 + 10 with 15 % VAT inside.
        assert_eq!(holds(journal, HIS, "P:courier:road").await, taka(-50));
        assert_eq!(holds(journal, HIS, "E:service_income").await, taka(-40));
        assert_eq!(holds(journal, HIS, "P:income").await, Paisa::new(-7_391));
        assert_eq!(holds(journal, HIS, "P:vat").await, Paisa::new(-1_109));
        let seller = &stalls.quilt.0;
        assert_eq!(holds(journal, HIS, &format!("P:vendor:{seller}")).await, nothing());
        assert_eq!(holds(journal, HIS, &format!("P:due:{seller}")).await, taka(-2_425));
        assert_eq!(holds(journal, seller, &format!("P:due:{HIS}")).await, taka(2_425));
        assert_eq!(holds(journal, seller, &format!("P:vendor:{seller}")).await, taka(-2_425));
        assert_eq!(holds(journal, HIS, "P:float").await, Paisa::new(-holds(journal, HIS, "E:float").await.get()));
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn one_basket_is_an_order_for_each_seller_and_the_lamp_can_be_refused_while_the_quilt_is_kept() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let quote = quoted(journal, &both_goods("a", &stalls)).await;
        let placed = placed(journal, &quote).await;
        let [quilt, lamp] = &placed.orders[..] else { panic!("{placed:?}") };
        brought(journal, quilt).await;
        brought(journal, lamp).await;
        assert_eq!(collected(journal, quilt, &[1], "").await.0, OrderState::Collected);
        let (state, paid, refund) = collected(journal, lamp, &[0], "not_as_shown").await;
        let lamp_total = quote.parts[1].total().unwrap();
        assert_eq!((state, paid, refund), (OrderState::Refused, nothing(), lamp_total));
        let more = PayRefund {
            book: HIS.to_owned(),
            till: "1".to_owned(),
            order: lamp.clone(),
            poisha: lamp_total.checked_add(Paisa::new(1)).unwrap(),
        };
        assert_eq!(refused(journal, more.clone()).await, "market.refund.more");
        let whole = PayRefund { poisha: lamp_total, ..more };
        for _ in 0..2 {
            assert_eq!(as_whom(journal, "p", "k", whole.clone()).await.unwrap(), lamp_total);
        }
        assert_eq!(refused(journal, whole).await, "market.refund.more");
        trial.pass(9 * DAY);
        settle(journal).await;
        for number in [quilt, lamp] {
            assert_eq!(holds(journal, HIS, &format!("P:escrow:{number}")).await, nothing());
            assert_eq!(order(journal, number).await.state, OrderState::Closed);
        }
        assert_eq!(holds(journal, HIS, "P:refunds").await, nothing());
        // What was not as shown is carried at its seller's cost.
        let alo = &stalls.lamp.0;
        let carried = quote.parts[1].delivery;
        assert_eq!(holds(journal, alo, &format!("P:vendor:{alo}")).await, carried);
        trial.verify().await;
    });
}

#[test]
fn who_changes_their_mind_pays_the_way_and_the_help_but_not_the_goods() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let quote = quoted(journal, &quilts("a", &stalls, 3)).await;
        let number = placed(journal, &quote).await.orders[0].clone();
        brought(journal, &number).await;
        let (state, _, refund) = collected(journal, &number, &[2], "changed_mind").await;
        assert_eq!((state, refund), (OrderState::PartiallyCollected, taka(2_500)));
        let quote = quoted(journal, &quilts("b", &stalls, 1)).await;
        let number = placed(journal, &quote).await.orders[0].clone();
        brought(journal, &number).await;
        let (state, _, refund) = collected(journal, &number, &[0], "changed_mind").await;
        assert_eq!((state, refund), (OrderState::Refused, taka(2_500)));
        settle(journal).await;
        assert_eq!(holds(journal, HIS, &format!("P:escrow:{number}")).await, nothing());
        assert_eq!(order(journal, &number).await.state, OrderState::Closed);
        trial.verify().await;
    });
}

#[test]
fn a_double_press_places_once_and_a_quote_is_taken_once() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let quote = quoted(journal, &both_goods("a", &stalls)).await;
        let total = quote.total().unwrap();
        let first = as_whom(journal, "p", "k", placing(&quote, Payment::Cash, total)).await.unwrap();
        let again = as_whom(journal, "p", "k", placing(&quote, Payment::Cash, total)).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(refused(journal, placing(&quote, Payment::Cash, total)).await, "market.place.taken");
        assert_eq!(holds(journal, HIS, "E:drawer:1").await, total);
    });
}

#[test]
fn a_quote_past_its_time_or_without_consent_or_money_is_not_taken() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let quote = quoted(journal, &quilts("a", &stalls, 1)).await;
        let total = quote.total().unwrap();
        let mut silent = placing(&quote, Payment::Cash, total);
        silent.consent = false;
        assert_eq!(refused(journal, silent).await, "market.place.consent");
        let short = placing(&quote, Payment::Cash, taka(2_599));
        let stop = journal.write(journal::Envelope::system(), short).await;
        assert!(matches!(stop, Err(Stop::Refused(NotPlaced::TenderedShort { total: due })) if due == total));
        let mut unknown = placing(&quote, Payment::Cash, total);
        "M-3026002-261129-000-999".clone_into(&mut unknown.quote);
        assert_eq!(refused(journal, unknown).await, "market.place.unknown");
        // Another centre's quote is none of one's own.
        let mut elsewhere = placing(&quote, Payment::Cash, total);
        crate::kit::HERS.clone_into(&mut elsewhere.book);
        assert_eq!(refused(journal, elsewhere).await, "market.place.unknown");
        trial.pass(31 * 60_000);
        assert_eq!(refused(journal, placing(&quote, Payment::Cash, total)).await, "market.place.over");
        assert_eq!(holds(journal, HIS, "E:drawer:1").await, nothing());
    });
}

#[test]
fn nothing_is_placed_beyond_the_float() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let quote = quoted(journal, &quilts("a", &stalls, 9)).await;
        assert_eq!(refused(journal, placing(&quote, Payment::Cash, taka(30_000))).await, "ledger.post.float_short");
        assert_eq!(refused(journal, placing(&quote, Payment::Cash, taka(30_000))).await, "ledger.post.float_short");
        fill(journal, HIS, 10_000).await;
        placed(journal, &quote).await;
    });
}

#[test]
fn paid_on_collection_the_advance_is_small_and_the_rest_is_paid_for_what_is_kept() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let quote = quoted(journal, &quilts("a", &stalls, 2)).await;
        let total = quote.total().unwrap(); // 5,000 + way 60 + help 50
        let most = taka(total.get() / 1_000);
        let over = placing(&quote, Payment::OnCollection, most.checked_add(taka(1)).unwrap());
        assert_eq!(refused(journal, over).await, "market.place.advance");
        let number = does(journal, placing(&quote, Payment::OnCollection, taka(300))).await.orders[0].clone();
        assert_eq!(holds(journal, HIS, "E:drawer:1").await, taka(300));
        brought(journal, &number).await;
        let standing = order(journal, &number).await;
        let poor = Collect { tendered: Some(taka(100)), ..opened(journal, &standing, &[1], "changed_mind") };
        assert_eq!(refused(journal, poor).await, "market.collect.tendered_short");
        let part = &quote.parts[0];
        let owed = Paisa::sum([taka(2_500), part.delivery, part.help]).unwrap();
        let (_, paid, refund) = collected(journal, &number, &[1], "changed_mind").await;
        assert_eq!((paid, refund), (owed.checked_sub(taka(300)).unwrap(), nothing()));
        assert_eq!(holds(journal, HIS, &format!("P:escrow:{number}")).await, Paisa::new(-owed.get()));
        trial.pass(9 * DAY);
        settle(journal).await;
        assert_eq!(holds(journal, HIS, &format!("P:escrow:{number}")).await, nothing());
        trial.verify().await;
    });
}

#[test]
fn more_is_not_kept_than_was_bought_and_what_is_left_has_a_reason() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 2)).await).await.orders[0].clone();
        let early = order(journal, &number).await;
        assert_eq!(refused(journal, opened(journal, &early, &[2], "")).await, "market.collect.not_here");
        brought(journal, &number).await;
        let standing = order(journal, &number).await;
        for (kept, reason, code) in [
            (vec![3], "", "market.collect.kept"),
            (vec![-1], "damaged", "market.collect.kept"),
            (vec![2, 0], "", "market.collect.kept"),
            (vec![1], "", "market.collect.reason"),
            (vec![1], "because", "market.collect.reason"),
        ] {
            let mut opening = opened(journal, &standing, &kept, reason);
            opening.reasons.truncate(1);
            assert_eq!(refused(journal, opening).await, code, "{kept:?} {reason}");
        }
        let mut idle = opened(journal, &standing, &[2], "");
        idle.reasons = vec!["damaged".to_owned()];
        assert_eq!(refused(journal, idle).await, "market.collect.reason");
    });
}

#[test]
fn five_wrong_codes_ask_for_a_thumb_mark_which_is_kept_sealed() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        brought(journal, &number).await;
        let standing = order(journal, &number).await;
        let guess = Collect { proof: CollectProof::Code("WRONG".to_owned()), ..opened(journal, &standing, &[1], "") };
        for left in (0..5).rev() {
            assert_eq!(does(journal, guess.clone()).await, Collected::WrongCode(left));
        }
        assert_eq!(refused(journal, opened(journal, &standing, &[1], "")).await, "market.collect.codes");
        let mark = |bytes: Vec<u8>| Collect {
            proof: CollectProof::Thumb(journal::Blob(bytes)),
            ..opened(journal, &standing, &[1], "")
        };
        assert_eq!(refused(journal, mark(Vec::new())).await, "market.collect.mark");
        assert!(matches!(does(journal, mark(b"a thumb".to_vec())).await, Collected::Handed { .. }));
        trial.verify().await;
    });
}

#[test]
fn orders_go_only_the_ways_they_may_and_only_from_where_they_stand() {
    both(&register(), |trial| async move {
        use OrderState as S;
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        let try_it = |mover, way| moving(&number, mover, way);
        assert_eq!(refused(journal, try_it(Mover::Seller, (S::Placed, S::Packed))).await, "market.order.not_allowed");
        assert_eq!(refused(journal, try_it(Mover::Carrier, (S::Placed, S::Lost))).await, "market.order.not_allowed");
        assert_eq!(
            refused(journal, try_it(Mover::Counter, (S::Packed, S::CancelledByCustomer))).await,
            "market.order.elsewhere"
        );
        let wordless = MoveOrder { reason: " ".to_owned(), ..try_it(Mover::Seller, (S::Placed, S::PartnerRejected)) };
        assert_eq!(refused(journal, wordless).await, "market.order.reason");
        does(journal, try_it(Mover::Seller, (S::Placed, S::Accepted))).await;
        does(journal, try_it(Mover::Seller, (S::Accepted, S::Packed))).await;
        let numberless =
            MoveOrder { tracking: String::new(), ..try_it(Mover::Seller, (S::Packed, S::HandedToCarrier)) };
        assert_eq!(refused(journal, numberless).await, "market.order.tracking");
        does(journal, try_it(Mover::Seller, (S::Packed, S::HandedToCarrier))).await;
        assert_eq!(
            refused(journal, try_it(Mover::Counter, (S::HandedToCarrier, S::CancelledByCustomer))).await,
            "market.order.not_allowed"
        );
        let mut unknown = try_it(Mover::Carrier, (S::HandedToCarrier, S::InTransit));
        "M-1".clone_into(&mut unknown.order);
        assert_eq!(refused(journal, unknown).await, "market.order.unknown");
    });
}

#[test]
fn what_the_seller_does_not_send_in_time_is_paid_back_and_its_goods_are_free_again() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let quote = quoted(journal, &quilts("a", &stalls, 4)).await;
        let number = placed(journal, &quote).await.orders[0].clone();
        settle(journal).await;
        trial.pass(2 * DAY - 1);
        settle(journal).await;
        assert_eq!(order(journal, &number).await.state, OrderState::Placed);
        trial.pass(1);
        settle(journal).await;
        let standing = order(journal, &number).await;
        assert_eq!((standing.state, standing.refund_due), (OrderState::PartnerRejected, quote.total().unwrap()));
        assert_eq!(holds(journal, HIS, "P:refunds").await, Paisa::new(-quote.total().unwrap().get()));
        // All ten lie there again.
        quoted(journal, &quilts("b", &stalls, 10)).await;
        trial.verify().await;
    });
}

#[test]
fn what_nobody_fetches_goes_back_after_seven_days_and_what_never_comes_is_paid_back() {
    both(&register(), |trial| async move {
        use OrderState as S;
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let left = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        let lost = placed(journal, &quoted(journal, &quilts("b", &stalls, 1)).await).await.orders[0].clone();
        brought(journal, &left).await;
        for way in [(S::Placed, S::Accepted), (S::Accepted, S::Packed), (S::Packed, S::HandedToCarrier)] {
            does(journal, moving(&lost, Mover::Seller, way)).await;
        }
        trial.pass(12 * DAY);
        settle(journal).await;
        let (left, lost) = (order(journal, &left).await, order(journal, &lost).await);
        // The way and the help were done; the goods go back.
        assert_eq!((left.state, left.refund_due), (OrderState::Closed, taka(2_500)));
        assert_eq!((lost.state, lost.refund_due), (OrderState::DeliveryFailed, taka(2_600)));
        assert_eq!(holds(journal, HIS, "P:courier:road").await, taka(-50));
        trial.verify().await;
    });
}

#[test]
fn goods_come_back_within_their_days_and_only_then() {
    both(&register(), |trial| async move {
        use OrderState as S;
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 3)).await).await.orders[0].clone();
        brought(journal, &number).await;
        collected(journal, &number, &[3], "").await;
        let asking = |back: Vec<i64>, reason: &str| MoveOrder {
            back,
            reason: reason.to_owned(),
            ..moving(&number, Mover::Counter, (S::Collected, S::ReturnRequested))
        };
        assert_eq!(refused(journal, asking(vec![4], "damaged")).await, "market.order.back");
        assert_eq!(refused(journal, asking(vec![0], "damaged")).await, "market.order.back");
        assert_eq!(refused(journal, asking(vec![1], "because")).await, "market.order.reason");
        does(journal, asking(vec![1], "damaged")).await;
        trial.pass(9 * DAY);
        // Nobody answered: after 72 hours it is approved, and nothing was released meanwhile.
        settle(journal).await;
        assert_eq!(order(journal, &number).await.state, S::ReturnApproved);
        does(journal, moving(&number, Mover::Counter, (S::ReturnApproved, S::ReturnReceived))).await;
        assert_eq!(order(journal, &number).await.refund_due, taka(2_500));
        settle(journal).await;
        let closed = order(journal, &number).await;
        assert_eq!((closed.state, &closed.kept[..]), (S::Closed, &[2][..]));
        assert_eq!(holds(journal, HIS, &format!("P:escrow:{number}")).await, nothing());
        let other = placed(journal, &quoted(journal, &quilts("b", &stalls, 1)).await).await.orders[0].clone();
        brought(journal, &other).await;
        collected(journal, &other, &[1], "").await;
        trial.pass(9 * DAY);
        let late = MoveOrder {
            reason: "damaged".to_owned(),
            ..moving(&other, Mover::Counter, (S::Collected, S::ReturnRequested))
        };
        assert_eq!(refused(journal, late).await, "market.order.window_over");
        trial.verify().await;
    });
}

#[test]
fn whose_fault_a_return_is_stands_with_the_return_whatever_is_complained_of_later() {
    both(&register(), |trial| async move {
        use OrderState as S;
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        brought(journal, &number).await;
        collected(journal, &number, &[1], "").await;
        let asking = moving(&number, Mover::Counter, (S::Collected, S::ReturnRequested));
        does(journal, MoveOrder { reason: "changed_mind".to_owned(), ..asking }).await;
        for (holds, words) in [(true, "বিক্রেতা ফোন ধরেন না"), (false, "কথা হয়েছে")]
        {
            let words = words.to_owned();
            does(journal, HoldOrder { book: HIS.to_owned(), order: number.clone(), holds, words }).await;
        }
        let standing = order(journal, &number).await;
        assert_eq!(standing.reason.as_deref(), Some("changed_mind"), "the complaint has words of its own");
        does(journal, moving(&number, Mover::Seller, (S::ReturnRequested, S::ReturnApproved))).await;
        does(journal, moving(&number, Mover::Counter, (S::ReturnApproved, S::ReturnReceived))).await;
        // The way and the help stay paid: who changed their mind gets the price of the goods.
        assert_eq!(order(journal, &number).await.refund_due, taka(2_500));
        settle(journal).await;
        trial.verify().await;
    });
}

#[test]
fn a_complaint_holds_the_money_until_it_is_settled() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        brought(journal, &number).await;
        collected(journal, &number, &[1], "").await;
        let hold = |holds: bool, words: &str| HoldOrder {
            book: HIS.to_owned(),
            order: number.clone(),
            holds,
            words: words.to_owned(),
        };
        assert_eq!(refused(journal, hold(true, " ")).await, "market.dispute.words");
        assert_eq!(refused(journal, hold(false, "যা")).await, "market.dispute.not_now");
        does(journal, hold(true, "রঙ উঠে যায়")).await;
        let due = order(journal, &number).await.dispute_due.unwrap();
        assert_eq!(due, Moment::new(journal.now().get() + 72 * 3_600_000));
        trial.pass(20 * DAY);
        settle(journal).await;
        assert_eq!(order(journal, &number).await.state, OrderState::Collected);
        assert_eq!(
            refused(journal, Release { book: HIS.to_owned(), order: number.clone() }).await,
            "market.release.disputed"
        );
        does(journal, hold(false, "মীমাংসা হয়েছে")).await;
        settle(journal).await;
        assert_eq!(order(journal, &number).await.state, OrderState::Collected, "what was settled can be done first");
        trial.pass(3 * DAY);
        settle(journal).await;
        assert_eq!(order(journal, &number).await.state, OrderState::Closed);
        trial.verify().await;
    });
}
