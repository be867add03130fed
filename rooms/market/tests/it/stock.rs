//! Stock: counted by place, set aside for quotes, never sold twice.

use crate::kit::{does, publish, quilt, refused, register};
use crate::orders_kit::{basket, both_goods, count, not_quoted, placed, quilts, quoted, settle, stalls, wanted};
use journal::{Fault, Journal, Stop};
use market::{ByRoad, CountStock, Pieces, ask_for_quote, stock_now};
use trial::both;

const MINUTE: i64 = 60_000;

async fn free(journal: &Journal, seller: &str, sku: &str) -> i64 {
    let (seller, sku) = (seller.to_owned(), sku.to_owned());
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { stock_now(tx, &seller, &sku).await }));
    read.await.unwrap().free()
}

#[test]
fn what_is_set_aside_for_one_is_not_promised_to_another() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        quoted(journal, &quilts("a", &stalls, 7)).await;
        assert_eq!(free(journal, &stalls.quilt.0, "QUILT-RED").await, 3);
        assert_eq!(not_quoted(journal, &quilts("b", &stalls, 4)).await, "market.reserve.short");
        quoted(journal, &quilts("c", &stalls, 3)).await;
        assert_eq!(not_quoted(journal, &quilts("d", &stalls, 1)).await, "market.reserve.short");
        trial.verify().await;
    });
}

#[test]
fn a_basket_of_which_one_good_is_short_sets_nothing_aside() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let mut wish = both_goods("a", &stalls);
        wish.parts[1].1[0].pieces = 11;
        assert_eq!(not_quoted(journal, &wish).await, "market.reserve.short");
        assert_eq!(free(journal, &stalls.quilt.0, "QUILT-RED").await, 10);
        assert_eq!(free(journal, &stalls.lamp.0, "LAMP-1").await, 10);
    });
}

#[test]
fn a_quote_that_is_not_paid_in_time_frees_its_goods_and_a_paid_one_keeps_them() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        quoted(journal, &quilts("left", &stalls, 4)).await;
        let taken = quoted(journal, &quilts("taken", &stalls, 2)).await;
        placed(journal, &taken).await;
        trial.pass(39 * MINUTE);
        settle(journal).await;
        assert_eq!(free(journal, &stalls.quilt.0, "QUILT-RED").await, 4);
        trial.pass(2 * MINUTE);
        settle(journal).await;
        assert_eq!(free(journal, &stalls.quilt.0, "QUILT-RED").await, 8);
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn a_reservation_ends_as_the_centres_book_says_even_when_nobody_heard_of_the_payment() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let quote = quoted(journal, &quilts("a", &stalls, 2)).await;
        placed(journal, &quote).await;
        trial.pass(41 * MINUTE);
        // The round alone, without the listener that hears of payments.
        assert_eq!(market::go_round(journal).await.unwrap().freed, 1);
        assert_eq!(free(journal, &stalls.quilt.0, "QUILT-RED").await, 8);
        settle(journal).await;
        assert_eq!(free(journal, &stalls.quilt.0, "QUILT-RED").await, 8);
        trial.verify().await;
    });
}

#[test]
fn a_basket_asked_for_twice_is_one_quote_and_sets_its_goods_aside_once() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let first = quoted(journal, &both_goods("same", &stalls)).await;
        let second = quoted(journal, &both_goods("same", &stalls)).await;
        assert_eq!(first, second);
        assert_eq!(free(journal, &stalls.lamp.0, "LAMP-1").await, 9);
    });
}

#[test]
fn a_thousand_buyers_race_for_a_hundred_pieces_and_exactly_a_hundred_are_sold() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        count(journal, &stalls.quilt.0, "QUILT-RED", 100).await;
        let mut buyers = Vec::new();
        for buyer in 0..1_000 {
            let (journal, basket) = (journal.clone(), quilts(&format!("buyer-{buyer}"), &stalls, 1));
            buyers.push(tokio::spawn(async move { ask_for_quote(&journal, &ByRoad, "p-karim", &basket).await }));
        }
        let (mut sold, mut short) = (0, 0);
        for buyer in buyers {
            match buyer.await.unwrap() {
                Ok(_) => sold += 1,
                Err(Stop::Refused(_)) => short += 1,
                Err(stop) => panic!("{stop:?}"),
            }
        }
        assert_eq!((sold, short), (100, 900));
        assert_eq!(free(journal, &stalls.quilt.0, "QUILT-RED").await, 0);
        trial.verify().await;
    });
}

#[test]
fn goods_made_to_order_are_promised_up_to_what_is_made_in_a_month() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let mut made = quilt();
        (made.lead_days, made.capacity_month) = (14, Some(3));
        for (variant, sku) in made.variants.iter_mut().zip(["MADE-RED", "MADE-BLUE"]) {
            sku.clone_into(&mut variant.sku);
        }
        let product = publish(journal, &stalls.quilt.0, made).await;
        let wish = |key: &str, sku: &str, pieces: i64, price: i64| {
            basket(key, vec![(stalls.quilt.0.clone(), vec![wanted(&product, sku, pieces, price)])])
        };
        let quote = quoted(journal, &wish("a", "MADE-RED", 2, 2_500)).await;
        assert!(quote.parts[0].promised.days_since(trial.journal.now().day()) >= 9, "made first, then carried");
        assert_eq!(not_quoted(journal, &wish("b", "MADE-BLUE", 2, 2_600)).await, "market.reserve.short");
        placed(journal, &quote).await;
        quoted(journal, &wish("c", "MADE-BLUE", 1, 2_600)).await;
        settle(journal).await;
        trial.pass(41 * MINUTE);
        settle(journal).await;
        // The unpaid one is free again, the paid ones stay promised.
        quoted(journal, &wish("d", "MADE-RED", 1, 2_500)).await;
        assert_eq!(not_quoted(journal, &wish("e", "MADE-RED", 1, 2_500)).await, "market.reserve.short");
        trial.verify().await;
    });
}

#[test]
fn a_count_never_takes_away_what_is_promised_and_names_what_is_wrong() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        quoted(journal, &quilts("a", &stalls, 6)).await;
        let counting = |sku: &str, place: &str, pieces: Pieces| CountStock {
            seller: stalls.quilt.0.clone(),
            sku: sku.to_owned(),
            place: place.to_owned(),
            pieces,
        };
        assert_eq!(refused(journal, counting("QUILT-RED", "", Pieces::There(5))).await, "market.count.promised");
        assert_eq!(refused(journal, counting("QUILT-RED", "", Pieces::There(-1))).await, "market.count.pieces");
        assert_eq!(refused(journal, counting("QUILT-RED", "", Pieces::Change(i64::MAX))).await, "market.count.pieces");
        assert_eq!(refused(journal, counting("NOTHING", "", Pieces::There(5))).await, "market.count.sku");
        assert_eq!(
            refused(journal, counting("QUILT-RED", &"ক".repeat(31), Pieces::There(5))).await,
            "market.count.place"
        );
        assert_eq!(does(journal, counting("quilt-red", "", Pieces::There(6))).await.free, 0);
        assert_eq!(does(journal, counting("QUILT-RED", "বাজার", Pieces::Change(2))).await.free, 2);
        // From two places when one has too few.
        let quote = quoted(journal, &quilts("b", &stalls, 2)).await;
        assert_eq!(quote.parts[0].lines[0].pieces, 2);
        trial.verify().await;
    });
}

#[test]
fn what_cannot_be_ordered_is_refused_by_name() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let mut other = quilts("price", &stalls, 1);
        other.parts[0].1[0].shown = crate::orders_kit::taka(2_400);
        assert_eq!(not_quoted(journal, &other).await, "market.reserve.price");
        let mut other = quilts("sku", &stalls, 1);
        "QUILT-GREEN".clone_into(&mut other.parts[0].1[0].sku);
        assert_eq!(not_quoted(journal, &other).await, "market.reserve.gone");
        assert_eq!(not_quoted(journal, &quilts("none", &stalls, 0)).await, "market.reserve.lines");
        let mut twice = quilts("twice", &stalls, 1);
        let line = twice.parts[0].1[0].clone();
        twice.parts[0].1.push(line);
        assert_eq!(not_quoted(journal, &twice).await, "market.reserve.lines");
        let mut two = quilts("two", &stalls, 1);
        let part = two.parts[0].clone();
        two.parts.push(part);
        assert_eq!(not_quoted(journal, &two).await, "market.quote.basket");
        assert_eq!(not_quoted(journal, &basket("empty", Vec::new())).await, "market.quote.basket");
        let mut nameless = quilts("name", &stalls, 1);
        nameless.name = "  ".to_owned();
        assert_eq!(not_quoted(journal, &nameless).await, "market.quote.name");
        let mut help = quilts("help", &stalls, 1);
        help.help = crate::orders_kit::taka(501);
        assert_eq!(not_quoted(journal, &help).await, "market.quote.help");
        let mut far = quilts("far", &stalls, 1);
        far.mobile = "12".to_owned();
        assert!(not_quoted(journal, &far).await.starts_with("base.mobile"));
        // Thirty kilograms and more are carried by nobody.
        count(journal, &stalls.quilt.0, "QUILT-RED", 100).await;
        assert_eq!(not_quoted(journal, &quilts("heavy", &stalls, 30)).await, "market.quote.carrier");
        assert_eq!(free(journal, &stalls.quilt.0, "QUILT-RED").await, 100, "nothing stays set aside");
    });
}
