//! Orders that began as an offer: their money goes the way of every order's.

use crate::kit::{HIS, does, register};
use crate::lots_kit::{
    DAY, answering, asking, lot_of, not_taken, offer, offered, offered_of, setting, six, taken, terms,
};
use crate::orders_kit::{
    Stalls, brought, collected, count, fill, holds, moving, not_quoted, order, placed, quilts, settle, stalls, taka,
};
use crate::pages_kit::Kit;
use base::Paisa;
use journal::Journal;
use market::{Mover, OrderState, Rate, SetRate, Subject, replacement_number};
use trial::both;

/// Six quilts of an offer, paid in cash: the order's number.
async fn ordered(journal: &Journal, stalls: &Stalls, number: &str) -> String {
    let quote = taken(journal, &six("ordered", stalls), number).await;
    placed(journal, &quote).await.orders[0].clone()
}

#[test]
fn an_offer_becomes_an_order_at_its_price_and_its_money_goes_the_way_of_every_order() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (stalls, number) = offered(journal).await;
        let rate = Rate { from: journal.now().day(), programme_bp: 400, shop_bp: 600, help_bp: 0 };
        let all = Subject { seller: String::new(), category: String::new() };
        does(journal, SetRate { subject: all.clone(), rate }).await;
        let promised = offer(journal, 2_100).promised;
        let quote = taken(journal, &six("a", &stalls), &number).await;
        let part = &quote.parts[0];
        assert_eq!((part.goods, part.lines[0].price, part.promised), (taka(12_600), taka(2_100), promised));
        // What changes after it changes nothing of it: the listed price, the terms, the rates.
        does(journal, setting(&stalls, None)).await;
        let dearer = Rate { from: journal.now().day(), programme_bp: 900, shop_bp: 900, help_bp: 0 };
        does(journal, SetRate { subject: all, rate: dearer }).await;
        let order_number = placed(journal, &quote).await.orders[0].clone();
        let escrow = format!("P:escrow:{order_number}");
        let kept = quote.total().unwrap().checked_neg().unwrap();
        assert_eq!(holds(journal, HIS, &escrow).await, kept, "all of it is kept safe");
        assert_eq!(not_taken(journal, &six("b", &stalls), &number).await, "market.reserve.offer_taken");
        brought(journal, &order_number).await;
        collected(journal, &order_number, &[6], "").await;
        trial.pass(9 * DAY);
        settle(journal).await;
        assert_eq!(order(journal, &order_number).await.state, OrderState::Closed);
        let seller = &stalls.quilt.0;
        assert_eq!(holds(journal, HIS, &escrow).await, Paisa::ZERO);
        assert_eq!(
            holds(journal, seller, &format!("P:vendor:{seller}")).await,
            taka(-11_340),
            "12,600 without the ten of a hundred that held when it was quoted"
        );
        trial.verify().await;
    });
}

#[test]
fn a_lot_too_heavy_for_one_box_is_carried_in_several() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (stalls, number) = offered_of(journal, 30, 2_200).await;
        count(journal, &stalls.quilt.0, "QUILT-RED", 40).await;
        assert_eq!(not_quoted(journal, &quilts("a", &stalls, 30)).await, "market.quote.carrier");
        let quote = taken(journal, &lot_of("b", &stalls, (30, 2_200)), &number).await;
        // Twenty quilts are 30 kg: Tk 40 and 29 times Tk 10; ten more are 15 kg: Tk 40 and 14 times Tk 10.
        assert_eq!(quote.parts[0].delivery, taka(330 + 180));
        assert_eq!(quote.parts[0].goods, taka(66_000));
        trial.verify().await;
    });
}

#[test]
fn what_is_left_of_a_lot_at_the_open_box_is_paid_back_at_its_price() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (stalls, number) = offered(journal).await;
        let lot = ordered(journal, &stalls, &number).await;
        brought(journal, &lot).await;
        let (state, paid, refund) = collected(journal, &lot, &[4], "changed_mind").await;
        assert_eq!((state, paid, refund), (OrderState::PartiallyCollected, Paisa::ZERO, taka(4_200)), "two at 2,100");
        settle(journal).await;
        trial.pass(9 * DAY);
        settle(journal).await;
        let seller = &stalls.quilt.0;
        assert_eq!(holds(journal, seller, &format!("P:vendor:{seller}")).await, taka(-8_400), "four at 2,100");
        assert_eq!(not_taken(journal, &six("more", &stalls), &number).await, "market.reserve.offer_taken");
        trial.verify().await;
    });
}

#[test]
fn a_seller_that_turns_its_own_offer_down_gives_all_back_and_is_bound_by_it_until_its_last_day() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (stalls, number) = offered(journal).await;
        let lot = ordered(journal, &stalls, &number).await;
        let total = order(journal, &lot).await.paid;
        does(journal, moving(&lot, Mover::Seller, (OrderState::Placed, OrderState::PartnerRejected))).await;
        assert_eq!(order(journal, &lot).await.refund_due, total);
        assert_eq!(not_taken(journal, &six("more", &stalls), &number).await, "market.reserve.offer_taken");
        settle(journal).await;
        // Its goods are free again: what was promised until a day holds until that day, for one order at a time.
        taken(journal, &six("more", &stalls), &number).await;
        assert_eq!(not_taken(journal, &six("most", &stalls), &number).await, "market.reserve.offer_taken");
        trial.verify().await;
    });
}

#[test]
fn of_a_lot_too_heavy_for_one_box_all_is_sent_again_when_it_was_faulty() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        fill(journal, HIS, 200_000).await;
        count(journal, &stalls.quilt.0, "QUILT-RED", 80).await;
        does(journal, setting(&stalls, Some(terms(5)))).await;
        let number = does(journal, asking(&stalls, 30)).await;
        does(journal, answering(&stalls, &number, Some(offer(journal, 2_200)))).await;
        let quote = taken(journal, &lot_of("a", &stalls, (30, 2_200)), &number).await;
        let first = placed(journal, &quote).await.orders[0].clone();
        brought(journal, &first).await;
        collected(journal, &first, &[30], "").await;
        let path = format!("/market/orders/{first}");
        let mut said = vec![("form_id", "b"), ("expects", "collected"), ("do", "return")];
        said.extend([("reason", "damaged"), ("wants", "again")]);
        kit.post("karim", &path, &said).await.place();
        let agreed = (OrderState::ReturnRequested, OrderState::ReturnApproved);
        does(journal, moving(&first, Mover::Seller, agreed)).await;
        let replace = [("form_id", "r"), ("expects", "return_approved"), ("do", "replace")];
        kit.post("karim", &path, &replace).await.place();
        let again = order(journal, &replacement_number(&first)).await;
        let part = &again.order.part;
        assert_eq!((Some(again.paid), part.goods), (quote.parts[0].total(), taka(66_000)), "the price of the offer");
        assert_eq!((part.delivery, part.borne), (quote.parts[0].delivery, Paisa::ZERO), "in as many boxes");
        trial.verify().await;
    });
}

#[test]
fn of_goods_made_to_order_no_more_is_offered_than_can_be_made() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let mut made = crate::kit::thing("MADE-1", ("নকশি পাখা", "Fan"), "craft.quilt", 500);
        (made.lead_days, made.capacity_month) = (14, Some(10));
        let seller = stalls.quilt.0.clone();
        let product = crate::kit::publish(journal, &seller, made).await;
        let stalls = Stalls { quilt: (seller.clone(), product.clone()), lamp: stalls.lamp };
        does(journal, setting(&stalls, Some(market::Lot { steps: Vec::new(), ..terms(5) }))).await;
        let basket = |key: &str, pieces: i64| {
            let line = crate::orders_kit::wanted(&product, "MADE-1", pieces, 450);
            crate::orders_kit::basket(key, vec![(seller.clone(), vec![line])])
        };
        for (pieces, code) in [(11, Some("market.reserve.short")), (8, None), (3, Some("market.reserve.short"))] {
            let asked = market::AskLot { sku: "MADE-1".to_owned(), ..asking(&stalls, pieces.max(5)) };
            let number = does(journal, asked).await;
            does(journal, answering(&stalls, &number, Some(offer(journal, 450)))).await;
            let basket = basket(&number, pieces.max(5));
            if let Some(code) = code {
                assert_eq!(not_taken(journal, &basket, &number).await, code, "{pieces}");
                continue;
            }
            let part = taken(journal, &basket, &number).await.parts[0].clone();
            assert_eq!((part.goods, part.promised), (taka(3_600), offer(journal, 450).promised));
        }
        trial.verify().await;
    });
}
