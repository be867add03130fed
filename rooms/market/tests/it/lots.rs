//! Wholesale: terms, askings, answers, and offers that are taken once, by whom they were made to.

use crate::kit::{HERS, HIS, approve, as_whom, does, firm, refused, register};
use crate::orders_kit::{
    Stalls, basket, brought, collected, count, holds, not_quoted, order, placed, quilts, quoted, settle, stalls, taka,
    wanted,
};
use crate::pages_kit::Kit;
use base::{Both, Paisa, Refusal};
use journal::{Fault, Journal, Stop};
use market::{
    ASKS_WAITING_MAX, AnswerLot, AskLot, AskState, Basket, ByRoad, EndReservations, Grade, Lot, LotAsk, LotUnit, Offer,
    OrderState, Payment, Quote, Rate, SetLot, SetRate, Step, Subject, lot_ask_now, take_offer,
};
use trial::both;

const DAY: i64 = 86_400_000;

fn step(from: i64, price: i64) -> Step {
    Step { from, price: taka(price) }
}

/// So many or more; from twenty on at most Tk 2,200, from forty on at most Tk 2,000.
fn terms(least: i64) -> Lot {
    let words = Both { bn: "সব এক মাপের".to_owned(), en: "All of one size".to_owned() };
    let steps = vec![step(20, 2_200), step(40, 2_000)];
    Lot { least, unit: LotUnit::Piece, grade: Grade::A, words, steps }
}

fn setting(stalls: &Stalls, lot: Option<Lot>) -> SetLot {
    SetLot { seller: stalls.quilt.0.clone(), product: stalls.quilt.1.clone(), lot }
}

fn asking(stalls: &Stalls, pieces: i64) -> AskLot {
    AskLot {
        seller: stalls.quilt.0.clone(),
        product: stalls.quilt.1.clone(),
        sku: "QUILT-RED".to_owned(),
        pieces,
        centre: HIS.to_owned(),
        firm: String::new(),
        words: "ঈদের আগে লাগবে".to_owned(),
    }
}

/// A price that holds for three days, promised for the tenth.
fn offer(journal: &Journal, price: i64) -> Offer {
    let today = journal.now().day();
    Offer { price: taka(price), promised: today.add_days(10), until: today.add_days(3) }
}

fn answering(stalls: &Stalls, number: &str, offer: Option<Offer>) -> AnswerLot {
    AnswerLot { seller: stalls.quilt.0.clone(), number: number.to_owned(), offer, words: "পারব".to_owned() }
}

/// Terms from five quilts on; so many asked for and offered at so much.
async fn offered_of(journal: &Journal, pieces: i64, price: i64) -> (Stalls, String) {
    let stalls = stalls(journal).await;
    does(journal, setting(&stalls, Some(terms(5)))).await;
    let number = does(journal, asking(&stalls, pieces)).await;
    does(journal, answering(&stalls, &number, Some(offer(journal, price)))).await;
    (stalls, number)
}

/// Six quilts, offered at Tk 2,100.
async fn offered(journal: &Journal) -> (Stalls, String) {
    offered_of(journal, 6, 2_100).await
}

fn lot_of(key: &str, stalls: &Stalls, (pieces, price): (i64, i64)) -> Basket {
    basket(key, vec![(stalls.quilt.0.clone(), vec![wanted(&stalls.quilt.1, "QUILT-RED", pieces, price)])])
}

fn six(key: &str, stalls: &Stalls) -> Basket {
    lot_of(key, stalls, (6, 2_100))
}

async fn taken(journal: &Journal, basket: &Basket, offer: &str) -> Quote {
    take_offer(journal, &ByRoad, "p-karim", basket, offer).await.unwrap()
}

/// The code with which an offer is not given.
async fn not_taken(journal: &Journal, basket: &Basket, offer: &str) -> &'static str {
    match take_offer(journal, &ByRoad, "p-karim", basket, offer).await {
        Ok(quote) => panic!("quoted as {}", quote.number),
        Err(Stop::Refused(refusal)) => refusal.code(),
        Err(stop) => panic!("{stop:?}"),
    }
}

async fn standing(journal: &Journal, stalls: &Stalls, number: &str) -> LotAsk {
    let (seller, number) = (stalls.quilt.0.clone(), number.to_owned());
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { lot_ask_now(tx, &seller, &number).await })).await;
    read.unwrap().unwrap()
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
fn a_seller_is_not_asked_more_than_it_can_answer() {
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
        trial.pass(15 * DAY);
        does(journal, asking(&stalls, 6)).await;
    });
}

#[test]
fn the_pages_lead_from_the_terms_to_the_order() {
    both(&register(), |trial| async move {
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let (seller, product) = &stalls.quilt;
        let goods = format!("/market/goods/{seller}-{product}/lot");
        let form = kit.get("rahima", &goods).await.value("form_id");
        let mut said = vec![("form_id", form.as_str()), ("do", "set"), ("least", "1"), ("unit", "piece")];
        said.extend([("grade", "a"), ("words_bn", "সব এক মাপের"), ("words_en", "All of one size")]);
        said.extend([("from_1", "৫"), ("price_1", "2200"), ("from_2", ""), ("price_2", "")]);
        assert_eq!(kit.post("rahima", &goods, &said).await.status, 422, "one is no quantity");
        said[2] = ("least", "5");
        kit.post("rahima", &goods, &said).await.place();
        let shown = kit.get("nobody", &format!("/haat/goods/{seller}-{product}")).await;
        for part in ["At least 5 pieces", "All of one size", "From 5 pieces", "2,200"] {
            assert!(shown.body.contains(part), "{part}: {}", shown.body);
        }
        let ask = format!("/market/buy/lots/{seller}-{product}");
        assert!(!shown.body.contains(&ask), "nobody asks from the street");
        let form = kit.get("karim", &ask).await.value("form_id");
        let asking = [("form_id", form.as_str()), ("sku", "QUILT-RED"), ("pieces", "6"), ("words", "")];
        let one = kit.post("karim", &ask, &asking).await.place().to_owned();
        assert_eq!(kit.post("karim", &ask, &asking).await.place(), one, "a second press asks once");
        assert!(kit.get("karim", "/market/lots").await.body.contains(&one));
        let sale = format!("/market/sales/{seller}/lots/0001");
        assert!(kit.get("rahima", &format!("/market/sales/{seller}/lots")).await.body.contains(&sale));
        let page = kit.get("rahima", &sale).await;
        assert_eq!(page.value("price"), "2,200", "the price that the steps say");
        let today = trial.journal.now().day();
        let (until, promised) = (today.add_days(3).to_string(), today.add_days(9).to_string());
        let form = page.value("form_id");
        let mut priced = vec![("form_id", form.as_str()), ("do", "offer"), ("price", "2100"), ("words", "")];
        priced.extend([("until", until.as_str()), ("promised", "soon")]);
        assert_eq!(kit.post("rahima", &sale, &priced).await.status, 422, "soon is no day");
        priced[5] = ("promised", promised.as_str());
        kit.post("rahima", &sale, &priced).await.place();
        kit.post("rahima", &sale, &priced).await.place();
        let form = kit.get("karim", &one).await.value("form_id");
        let nameless = [("form_id", form.as_str()), ("name", ""), ("help", "0")];
        assert_eq!(kit.post("karim", &one, &nameless).await.status, 422);
        let taking = [("form_id", form.as_str()), ("name", "রহিম"), ("help", "0")];
        let quote = kit.post("karim", &one, &taking).await.place().to_owned();
        assert!(quote.starts_with("/market/quotes/"), "{quote}");
        assert_eq!(kit.post("karim", &one, &taking).await.place(), quote, "a second press shows the first quote");
        assert!(kit.get("karim", &quote).await.body.contains("12,600"));
        assert!(kit.get("karim", &one).await.body.contains(&quote));
        // Its time runs out unpaid: the goods are free again, and the offer may be taken once more.
        trial.pass(41 * 60_000);
        settle(&trial.journal).await;
        let page = kit.get("karim", &one).await;
        assert!(page.body.contains("A price was named") && !page.body.contains(&quote), "{}", page.body);
        trial.verify().await;
    });
}

#[test]
fn a_firm_asks_through_a_centre_and_pays_there_when_it_collects() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        does(journal, setting(&stalls, Some(terms(5)))).await;
        let ask = format!("/market/buy/lots/{}-{}", stalls.quilt.0, stalls.quilt.1);
        let hers = as_whom(journal, "p-salma", "firm", firm("01811000007")).await.unwrap();
        assert_eq!(kit.get("salma", &ask).await.status, 404, "nobody looked at the firm yet");
        approve(journal, &hers).await;
        assert!(kit.get("salma", "/market").await.body.contains("/market/lots"));
        let form = kit.get("salma", &ask).await.value("form_id");
        let mut asking = vec![("form_id", form.as_str()), ("sku", "QUILT-RED"), ("pieces", "6"), ("centre", "3026999")];
        assert!(kit.post("salma", &ask, &asking).await.body.contains("no centre with this code"));
        asking[3] = ("centre", "৩০২৬০০২");
        let one = kit.post("salma", &ask, &asking).await.place().to_owned();
        assert!(kit.get("salma", "/market/lots").await.body.contains(&one));
        let sale = kit.get("rahima", &format!("/market/sales/{}/lots/0001", stalls.quilt.0)).await;
        assert!(sale.body.contains("Alo Electric"), "{}", sale.body);
        does(journal, answering(&stalls, "0001", Some(offer(journal, 2_100)))).await;
        let form = kit.get("salma", &one).await.value("form_id");
        let mut taking = vec![("form_id", form.as_str()), ("name", "Salma"), ("mobile", "")];
        assert!(kit.post("salma", &one, &taking).await.body.contains("Write a mobile number"));
        taking[2] = ("mobile", "01911000008");
        let link = kit.post("salma", &one, &taking).await.place().to_owned();
        assert_eq!(kit.post("salma", &one, &taking).await.place(), link, "pressed twice, one quote");
        let (number, code) = link.strip_prefix("/haat/quotes/").unwrap().split_once("?c=").unwrap();
        let agreed = [("form_id", "t-1"), ("c", code), ("consent", "yes")];
        kit.post("salma", &format!("/haat/quotes/{number}"), &agreed).await.place();
        let placed = order(journal, &format!("{number}-1")).await;
        assert_eq!((placed.order.payment, placed.order.part.goods), (Payment::OnCollection, taka(12_600)));
        let own = AskLot { firm: stalls.lamp.0.clone(), ..self::asking(&stalls, 6) };
        let own =
            AskLot { seller: stalls.lamp.0.clone(), product: stalls.lamp.1.clone(), sku: "LAMP-1".to_owned(), ..own };
        does(journal, SetLot { seller: stalls.lamp.0.clone(), product: stalls.lamp.1.clone(), lot: Some(terms(5)) })
            .await;
        assert_eq!(refused(journal, own).await, "market.ask.firm", "nobody buys of itself");
        let villager = AskLot { firm: stalls.quilt.0.clone(), ..self::asking(&stalls, 6) };
        assert_eq!(refused(journal, villager).await, "market.ask.firm", "a producer buys at the counter");
        trial.verify().await;
    });
}

#[test]
fn another_centres_asking_and_another_sellers_terms_are_nobodys() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        does(journal, setting(&stalls, Some(terms(5)))).await;
        let number = does(journal, asking(&stalls, 6)).await;
        let seller = &stalls.quilt.0;
        let theirs = [
            ("rahima", format!("/market/lots/{seller}/{number}")),
            ("salma", format!("/market/lots/{seller}/{number}")),
            ("karim", format!("/market/sales/{seller}/lots")),
            ("karim", format!("/market/sales/{seller}/lots/{number}")),
            ("karim", format!("/market/goods/{seller}-{}/lot", stalls.quilt.1)),
            ("salma", format!("/market/buy/lots/{seller}-{}", stalls.quilt.1)),
            ("karim", format!("/market/buy/lots/{}-{}", stalls.lamp.0, stalls.lamp.1)),
        ];
        for (who, path) in theirs {
            assert_eq!(kit.get(who, &path).await.status, 404, "{who} {path}");
        }
        let answer = [("form_id", "f"), ("do", "offer"), ("price", "1")];
        let posted = kit.post("karim", &format!("/market/sales/{seller}/lots/{number}"), &answer).await;
        assert_eq!(posted.status, 404);
        assert_eq!(standing(journal, &stalls, &number).await.state, AskState::Asked);
        assert!(!kit.get("rahima", "/market/lots").await.body.contains(&number), "he asked, not she");
        trial.verify().await;
    });
}
