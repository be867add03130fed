//! Wholesale: terms, askings, answers, and offers that are taken once, by whom they were made to.

use crate::kit::{HERS, HIS, does, refused, register, thing, vetting};
use crate::lots_kit::{
    DAY, answering, asking, lot_of, not_taken, offer, offered, setting, six, standing, step, taken, terms,
};
use crate::orders_kit::{basket, count, quilts, quoted, stalls, taka, wanted};
use base::{Both, Paisa};
use market::{
    ASKS_WAITING_MAX, AnswerLot, AskLot, AskState, Basket, ByRoad, EndReservations, Lot, Offer, SaveProduct,
    SellerState, SetLot, take_offer,
};
use trial::both;

#[test]
fn without_the_offer_the_listed_price_holds_and_with_it_only_what_was_asked_for() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (stalls, number) = offered(journal).await;
        assert_eq!(not_taken(journal, &six("a", &stalls), "").await, "market.reserve.price");
        assert_eq!(not_taken(journal, &quilts("b", &stalls, 6), &number).await, "market.reserve.price");
        for pieces in [0, 5] {
            let fewer = lot_of("c", &stalls, (pieces, 2_100));
            let code = if pieces == 0 { "market.reserve.lines" } else { "market.reserve.offer" };
            assert_eq!(not_taken(journal, &fewer, &number).await, code);
        }
        let hers = Basket { book: HERS.to_owned(), ..six("d", &stalls) };
        assert_eq!(not_taken(journal, &hers, &number).await, "market.reserve.offer", "made to another centre");
        let theirs = basket("e", vec![(stalls.lamp.0.clone(), vec![wanted(&stalls.lamp.1, "LAMP-1", 6, 2_100)])]);
        assert_eq!(not_taken(journal, &theirs, &number).await, "market.reserve.offer", "another seller's");
        assert_eq!(not_taken(journal, &six("f", &stalls), "0099").await, "market.reserve.offer");
        quoted(journal, &quilts("g", &stalls, 1)).await;
        trial.verify().await;
    });
}

#[test]
fn an_offer_is_over_when_its_last_day_is() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (stalls, number) = offered(journal).await;
        let until = standing(journal, &stalls, &number).await.offer.unwrap().until;
        trial.set_time(until.add_days(1).starts_at());
        assert_eq!(not_taken(journal, &six("a", &stalls), &number).await, "market.reserve.offer_over");
        trial.pass(-1);
        taken(journal, &six("b", &stalls), &number).await;
        trial.verify().await;
    });
}

#[test]
fn pressed_twice_it_is_one_quote_and_what_was_not_paid_may_be_taken_again() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (stalls, number) = offered(journal).await;
        let (a, b) = (six("a", &stalls), six("b", &stalls));
        let (one, two) = tokio::join!(
            take_offer(journal, &ByRoad, "p-karim", &a, &number),
            take_offer(journal, &ByRoad, "p-karim", &b, &number)
        );
        let quotes: Vec<_> = [one, two].into_iter().filter_map(Result::ok).collect();
        assert_eq!(quotes.len(), 1, "{quotes:?}");
        let used = standing(journal, &stalls, &number).await.basket;
        assert_eq!(quotes[0].basket, used);
        let free = EndReservations { seller: stalls.quilt.0.clone(), baskets: vec![(used, false)] };
        does(journal, free).await;
        let again = taken(journal, &six("c", &stalls), &number).await;
        assert_ne!(again.number, quotes[0].number);
        trial.verify().await;
    });
}

#[test]
fn goods_that_are_not_there_leave_the_offer_untouched() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (stalls, number) = offered(journal).await;
        count(journal, &stalls.quilt.0, "QUILT-RED", 2).await;
        assert_eq!(not_taken(journal, &six("a", &stalls), &number).await, "market.reserve.short");
        assert_eq!(standing(journal, &stalls, &number).await.basket, "");
        count(journal, &stalls.quilt.0, "QUILT-RED", 20).await;
        taken(journal, &six("b", &stalls), &number).await;
        trial.verify().await;
    });
}

#[test]
fn only_what_is_given_in_quantity_is_asked_for_and_no_less_than_the_least() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        assert_eq!(refused(journal, asking(&stalls, 6)).await, "market.ask.unknown");
        assert_eq!(refused(journal, setting(&stalls, Some(terms(1)))).await, "market.lot.least");
        let silent = Lot { words: Both::default(), ..terms(5) };
        assert_eq!(refused(journal, setting(&stalls, Some(silent))).await, "market.lot.words");
        let unknown = SetLot { product: "0099".to_owned(), ..setting(&stalls, Some(terms(5))) };
        assert_eq!(refused(journal, unknown).await, "market.lot.unknown");
        does(journal, setting(&stalls, Some(terms(5)))).await;
        for pieces in [-1, 0, 4] {
            assert_eq!(refused(journal, asking(&stalls, pieces)).await, "market.ask.pieces");
        }
        let nowhere = AskLot { centre: "3026999".to_owned(), ..asking(&stalls, 5) };
        assert_eq!(refused(journal, nowhere).await, "market.ask.centre");
        assert_eq!(refused(journal, asking(&stalls, 1_001)).await, "market.ask.pieces");
        let wordy = AskLot { words: "ক".repeat(201), ..asking(&stalls, 5) };
        assert_eq!(refused(journal, wordy).await, "market.ask.words");
        let other = AskLot { sku: "QUILT-GREEN".to_owned(), ..asking(&stalls, 5) };
        assert_eq!(refused(journal, other).await, "market.ask.unknown");
        assert_eq!(does(journal, asking(&stalls, 5)).await, "0001");
        assert_eq!(does(journal, asking(&stalls, 7)).await, "0002", "askings are numbered within their seller");
        does(journal, setting(&stalls, None)).await;
        assert_eq!(refused(journal, asking(&stalls, 6)).await, "market.ask.unknown");
        assert_eq!(standing(journal, &stalls, "0001").await.lot, terms(5), "what was asked keeps its terms");
        trial.verify().await;
    });
}

#[test]
fn price_steps_are_for_more_and_cheaper_each_time() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        for (steps, code) in [
            (vec![step(4, 2_200)], "market.lot.steps"),
            (vec![step(1_001, 2_200)], "market.lot.steps"),
            (vec![step(20, 2_200), step(20, 2_000)], "market.lot.steps"),
            (vec![step(20, 2_200), step(40, 2_200)], "market.lot.steps"),
            ((1..=6).map(|one| step(one * 10, 2_000 - one)).collect(), "market.lot.steps"),
            (vec![step(20, 0)], "market.lot.price"),
            (vec![step(20, -5)], "market.lot.price"),
        ] {
            let lot = Lot { steps: steps.clone(), ..terms(5) };
            assert_eq!(refused(journal, setting(&stalls, Some(lot))).await, code, "{steps:?}");
        }
        let lot = terms(5);
        let says = [(5, None), (19, None), (20, Some(taka(2_200))), (39, Some(taka(2_200))), (90, Some(taka(2_000)))];
        for (pieces, price) in says {
            assert_eq!(lot.price_of(pieces), price, "{pieces}");
        }
        does(journal, setting(&stalls, Some(lot))).await;
        let number = does(journal, asking(&stalls, 20)).await;
        let above = offer(journal, 2_201);
        assert_eq!(refused(journal, answering(&stalls, &number, Some(above))).await, "market.answer.above");
        does(journal, answering(&stalls, &number, Some(offer(journal, 2_200)))).await;
        trial.verify().await;
    });
}

#[test]
fn an_asking_is_answered_once_with_a_price_a_day_and_an_end_or_declined() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        does(journal, setting(&stalls, Some(terms(5)))).await;
        let number = does(journal, asking(&stalls, 6)).await;
        let good = offer(journal, 2_100);
        let today = journal.now().day();
        for (offer, code) in [
            (Offer { price: Paisa::ZERO, ..good }, "market.answer.price"),
            (Offer { price: taka(-1), ..good }, "market.answer.price"),
            (Offer { price: taka(2_000_000), ..good }, "market.answer.price"),
            (Offer { until: today.add_days(-1), ..good }, "market.answer.until"),
            (Offer { until: today.add_days(31), promised: today.add_days(40), ..good }, "market.answer.until"),
            (Offer { promised: good.until, ..good }, "market.answer.promised"),
            (Offer { promised: today.add_days(181), ..good }, "market.answer.promised"),
        ] {
            assert_eq!(refused(journal, answering(&stalls, &number, Some(offer))).await, code, "{offer:?}");
        }
        let wordy = AnswerLot { words: "ক".repeat(201), ..answering(&stalls, &number, None) };
        assert_eq!(refused(journal, wordy).await, "market.answer.words");
        assert_eq!(refused(journal, answering(&stalls, "0099", None)).await, "market.answer.unknown");
        let theirs = AnswerLot { seller: stalls.lamp.0.clone(), ..answering(&stalls, &number, Some(good)) };
        assert_eq!(refused(journal, theirs).await, "market.answer.unknown", "another seller was not asked");
        assert_eq!(not_taken(journal, &six("a", &stalls), &number).await, "market.reserve.offer", "not answered");
        does(journal, answering(&stalls, &number, None)).await;
        assert_eq!(standing(journal, &stalls, &number).await.state, AskState::Declined);
        assert_eq!(refused(journal, answering(&stalls, &number, Some(good))).await, "market.answer.answered");
        assert_eq!(not_taken(journal, &six("b", &stalls), &number).await, "market.reserve.offer");
        trial.verify().await;
    });
}

#[test]
fn what_nobody_answered_in_two_weeks_is_not_answered_any_more() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        does(journal, setting(&stalls, Some(terms(5)))).await;
        let late = does(journal, asking(&stalls, 6)).await;
        trial.pass(14 * DAY);
        let soon = does(journal, asking(&stalls, 6)).await;
        trial.pass(DAY);
        assert_eq!(
            refused(journal, answering(&stalls, &late, Some(offer(journal, 2_100)))).await,
            "market.answer.over"
        );
        does(journal, answering(&stalls, &soon, Some(offer(journal, 2_100)))).await;
        trial.verify().await;
    });
}

#[test]
fn nobody_fills_a_sellers_list_and_everybody_else_may_ask() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        does(journal, setting(&stalls, Some(terms(5)))).await;
        for _ in 0..ASKS_WAITING_MAX {
            does(journal, asking(&stalls, 6)).await;
        }
        assert_eq!(refused(journal, asking(&stalls, 6)).await, "market.ask.waiting");
        does(journal, answering(&stalls, "0001", None)).await;
        does(journal, asking(&stalls, 6)).await;
        assert_eq!(refused(journal, asking(&stalls, 6)).await, "market.ask.waiting");
        does(journal, AskLot { centre: HERS.to_owned(), ..asking(&stalls, 6) }).await;
        // A firm asks through whichever centre it likes, and is one asker.
        let firm = stalls.lamp.0.clone();
        let through = |centre: &str| AskLot { centre: centre.to_owned(), firm: firm.clone(), ..asking(&stalls, 6) };
        for turn in 0..ASKS_WAITING_MAX {
            does(journal, through(if turn % 2 == 0 { HERS } else { HIS })).await;
        }
        assert_eq!(refused(journal, through(HERS)).await, "market.ask.waiting");
        assert_eq!(refused(journal, through(HIS)).await, "market.ask.waiting");
        trial.pass(15 * DAY);
        does(journal, asking(&stalls, 6)).await;
    });
}

#[test]
fn no_telephone_number_lies_open_in_what_is_said_of_goods() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let said = "ফোন দিন: ০১৭১১-১২৩ ৪৫৬";
        let mut with_number = terms(5);
        with_number.words.en = said.to_owned();
        assert_eq!(refused(journal, setting(&stalls, Some(with_number))).await, "market.save.number");
        does(journal, setting(&stalls, Some(terms(5)))).await;
        let ask = AskLot { words: said.to_owned(), ..asking(&stalls, 6) };
        assert_eq!(refused(journal, ask).await, "market.save.number");
        let number = does(journal, asking(&stalls, 6)).await;
        let answer = AnswerLot { words: said.to_owned(), ..answering(&stalls, &number, None) };
        assert_eq!(refused(journal, answer).await, "market.save.number");
        let mut product = thing("CALL-1", ("কাঁথা", "Quilt"), "craft.quilt", 500);
        product.about.bn = said.to_owned();
        let saving = SaveProduct { seller: stalls.quilt.0.clone(), product };
        assert_eq!(refused(journal, saving).await, "market.save.number");
        trial.verify().await;
    });
}

#[test]
fn what_was_asked_for_keeps_the_terms_of_its_day() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        does(journal, setting(&stalls, Some(terms(5)))).await;
        let number = does(journal, asking(&stalls, 20)).await;
        let dearer = Lot { steps: vec![step(20, 2_400)], ..terms(10) };
        does(journal, setting(&stalls, Some(dearer.clone()))).await;
        assert_eq!(standing(journal, &stalls, &number).await.lot, terms(5));
        let above = Some(offer(journal, 2_300));
        assert_eq!(refused(journal, answering(&stalls, &number, above)).await, "market.answer.above");
        let later = does(journal, asking(&stalls, 20)).await;
        does(journal, answering(&stalls, &later, above)).await;
        // The same terms said again are nothing new.
        let before = journal.entries(&stalls.quilt.0, 0, 1_000).await.unwrap().len();
        does(journal, setting(&stalls, Some(dearer))).await;
        assert_eq!(journal.entries(&stalls.quilt.0, 0, 1_000).await.unwrap().len(), before);
        trial.verify().await;
    });
}

#[test]
fn of_a_firm_that_is_suspended_nothing_is_asked_and_no_offer_is_taken() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (seller, product) = &stalls.lamp;
        let (of, lot) = (seller.clone(), Some(terms(5)));
        does(journal, SetLot { seller: of.clone(), product: product.clone(), lot }).await;
        let lamps = AskLot { seller: of, product: product.clone(), sku: "LAMP-1".to_owned(), ..asking(&stalls, 6) };
        let number = does(journal, lamps.clone()).await;
        let answer = AnswerLot { seller: seller.clone(), ..answering(&stalls, &number, Some(offer(journal, 700))) };
        does(journal, answer).await;
        let six = || basket("a", vec![(seller.clone(), vec![wanted(product, "LAMP-1", 6, 700)])]);
        does(journal, vetting(seller, SellerState::Approved, SellerState::Suspended)).await;
        assert_eq!(refused(journal, lamps).await, "market.ask.unknown");
        assert_eq!(not_taken(journal, &six(), &number).await, "market.reserve.gone");
        does(journal, vetting(seller, SellerState::Suspended, SellerState::Approved)).await;
        assert_eq!(taken(journal, &six(), &number).await.parts[0].goods, taka(4_200));
        trial.verify().await;
    });
}
