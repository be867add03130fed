//! The pure rules of stock, rates, law, carriage and orders.

use base::Paisa;
use base::calendar::BusinessDay;
use market::{
    ByRoad, Carrier, HOME, LAWS, Load, Mover, OrderState, Payment, Pile, ROAD_WEIGHT_G_MAX, Rate, Stock, Subject,
    WHOLE_BP, arrived_text, given_back_text, is_their_fault, law_on, rate_on,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap()
}

fn taka(amount: i64) -> Paisa {
    Paisa::from_taka(amount).unwrap()
}

fn stock(piles: &[(&str, i64, i64)]) -> Stock {
    let pile = |&(place, pieces, aside): &(&str, i64, i64)| (place.to_owned(), Pile { pieces, aside });
    Stock(piles.iter().map(pile).collect::<BTreeMap<_, _>>())
}

fn rate(programme_bp: i64, shop_bp: i64, help_bp: i64) -> Rate {
    Rate { from: day("2026-11-29"), programme_bp, shop_bp, help_bp }
}

#[test]
fn pieces_are_taken_from_the_fullest_place_first_and_from_as_few_as_can_be() {
    let held = stock(&[("a", 3, 0), ("b", 10, 4), ("c", 6, 1)]);
    assert_eq!(held.free(), 14);
    assert_eq!(held.choose(6), Some(vec![("b".to_owned(), 6)]));
    assert_eq!(held.choose(8), Some(vec![("b".to_owned(), 6), ("c".to_owned(), 2)]));
    assert_eq!(held.choose(14).map(|parts| parts.len()), Some(3));
    assert_eq!(held.choose(15), None, "a part of an order is never promised");
    assert_eq!(held.choose(0), None);
    assert_eq!(held.choose(-1), None);
    assert_eq!(Stock::default().choose(1), None);
}

#[test]
fn a_pile_never_has_fewer_pieces_than_are_promised_of_it() {
    let held = stock(&[(HOME, 5, 2)]);
    assert_eq!(held.moved(HOME, -3, 0), Some(stock(&[(HOME, 2, 2)])));
    assert_eq!(held.moved(HOME, -4, 0), None);
    assert_eq!(held.moved(HOME, 0, 4), None);
    assert_eq!(held.moved(HOME, 0, -3), None);
    assert_eq!(held.moved(HOME, -2, -2), Some(stock(&[(HOME, 3, 0)])), "a sale takes what was set aside");
    assert_eq!(held.moved(HOME, i64::MAX, 0), None, "beyond all counting");
    assert_eq!(held.moved("new", 1, 0), Some(stock(&[(HOME, 5, 2), ("new", 1, 0)])));
    assert_eq!(held.moved("new", -1, 0), None);
}

proptest! {
    #[test]
    fn what_is_chosen_can_always_be_set_aside(piles in prop::collection::vec((0_i64..50, 0_i64..50), 0..6), wanted in 1_i64..100) {
        let piles: Vec<(String, i64, i64)> =
            piles.into_iter().enumerate().map(|(at, (pieces, aside))| (format!("p{at}"), pieces.max(aside), aside)).collect();
        let named: Vec<(&str, i64, i64)> = piles.iter().map(|(name, pieces, aside)| (name.as_str(), *pieces, *aside)).collect();
        let mut held = stock(&named);
        let free = held.free();
        match held.choose(wanted) {
            None => prop_assert!(wanted > free),
            Some(parts) => {
                prop_assert_eq!(parts.iter().map(|(_, pieces)| pieces).sum::<i64>(), wanted);
                for (place, pieces) in parts {
                    held = held.moved(&place, 0, pieces).unwrap();
                }
                prop_assert_eq!(held.free(), free - wanted);
            }
        }
    }

    #[test]
    fn a_sound_rate_shares_exactly_and_an_unsound_one_not_at_all(
        goods in 0_i64..1_000_000_000,
        help in 0_i64..1_000_000,
        programme in -10_i64..=10_100,
        shop in -10_i64..=10_100,
        of_help in -10_i64..=10_100,
    ) {
        let rate = rate(programme, shop, of_help);
        let part = |bp: i64| (0..=WHOLE_BP).contains(&bp);
        let sound = part(programme) && part(shop) && part(of_help) && programme + shop <= WHOLE_BP;
        prop_assert_eq!(rate.is_sound(), sound);
        match rate.share(Paisa::new(goods), Paisa::new(help)) {
            None => prop_assert!(!sound),
            Some((seller, centre, own)) => {
                prop_assert!(sound);
                prop_assert_eq!(seller.get() + centre.get() + own.get(), goods + help);
                prop_assert!(!seller.is_negative() && !centre.is_negative() && !own.is_negative());
            }
        }
    }
}

#[test]
fn the_rate_that_began_last_holds_and_none_holds_before_the_first() {
    let at = |text: &str, programme_bp: i64| Rate { from: day(text), ..rate(programme_bp, 0, 0) };
    let rates = [at("2026-01-01", 100), at("2026-12-01", 300), at("2026-06-01", 200)];
    let held = |text: &str| rate_on(&rates, day(text)).map(|rate| rate.programme_bp);
    assert_eq!(held("2025-12-31"), None);
    assert_eq!(held("2026-01-01"), Some(100));
    assert_eq!(held("2026-11-30"), Some(200));
    assert_eq!(held("2026-12-01"), Some(300));
}

#[test]
fn who_says_more_of_a_product_is_asked_first() {
    let named: Vec<String> = Subject::of("S000001", "craft.quilt.old").iter().map(Subject::code).collect();
    assert_eq!(
        named,
        [
            "S000001/craft.quilt.old",
            "S000001/craft.quilt",
            "S000001/craft",
            "S000001/",
            "/craft.quilt.old",
            "/craft.quilt",
            "/craft",
            "/"
        ]
    );
    for subject in Subject::of("S000001", "craft.quilt") {
        assert!(subject.speaks_for("S000001", "craft.quilt"), "{subject:?}");
    }
    let quilts = Subject { seller: String::new(), category: "craft.quilt".to_owned() };
    assert!(!quilts.speaks_for("S000001", "craft") && !quilts.speaks_for("S000001", "craft.quilts"));
}

#[test]
fn the_road_costs_by_distance_and_by_each_kilogram_begun() {
    let load = |from: &str, to: &str, weight_g: i64| Load { from: from.to_owned(), to: to.to_owned(), weight_g };
    let here = "/30/3026/302672/30267250/";
    let quote = |from: &str, weight: i64| ByRoad.quote(&load(from, here, weight)).map(|one| (one.price, one.days));
    assert_eq!(quote("/30/3026/302672/30267215/", 1), Some((taka(40), 2)));
    assert_eq!(quote("/30/3026/302672/30267215/", 1_001), Some((taka(50), 2)));
    assert_eq!(quote("/30/3026/302699/", 1_000), Some((taka(60), 3)));
    assert_eq!(quote("/10/1004/", 2_500), Some((taka(150), 5)));
    assert_eq!(quote("/10/", ROAD_WEIGHT_G_MAX), Some((taka(100 + 29 * 25), 5)));
    assert_eq!(quote("/10/", ROAD_WEIGHT_G_MAX + 1), None);
    assert_eq!(quote("/10/", 0), None);
    assert_eq!(quote("", 1_000), Some((taka(100), 5)), "a place that is not known is far");
    assert_eq!(ByRoad.number("M-1", day("2026-11-29")), "R-M-1");
}

#[test]
fn the_law_promises_the_stricter_of_its_own_days_and_the_carriers() {
    let law = law_on(day("2026-11-29"));
    assert_eq!(law_on(day("2000-01-01")), &LAWS[0], "before all of them, the first");
    let ordered = day("2026-11-29");
    assert_eq!(law.promised(ordered, true, 3), day("2026-12-02"));
    assert_eq!(law.promised(ordered, true, 9), day("2026-12-04"));
    assert_eq!(law.promised(ordered, false, 9), day("2026-12-08"));
    assert_eq!(law.promised(ordered, false, 99), day("2026-12-09"));
    assert_eq!(law.promised(ordered, false, 0), day("2026-11-30"), "not before tomorrow");
    assert_eq!(law.advance_of(taka(1_150)), taka(115));
    assert_eq!(law.advance_of(Paisa::new(9)), Paisa::ZERO, "never more than the part");
    assert!(LAWS.is_sorted_by_key(|law| law.since));
}

#[test]
fn every_state_has_one_name_is_reached_by_somebody_and_ends_somewhere() {
    let movers = [Mover::Counter, Mover::Seller, Mover::Carrier, Mover::Clock];
    let mut reached = vec![OrderState::Placed];
    for _ in OrderState::ALL {
        for state in reached.clone() {
            for to in movers.iter().flat_map(|mover| state.moves(*mover)) {
                if !reached.contains(to) {
                    reached.push(*to);
                }
            }
            if state == OrderState::ArrivedAtCentre {
                // The open box has a deed of its own, and so has the end.
                reached.extend([
                    OrderState::Collected,
                    OrderState::PartiallyCollected,
                    OrderState::Refused,
                    OrderState::Closed,
                ]);
                reached.sort_unstable();
                reached.dedup();
            }
        }
    }
    for state in OrderState::ALL {
        assert_eq!(OrderState::of_name(state.name()), Some(*state));
        assert!(reached.contains(state), "{state:?} is reached by nobody");
    }
    assert_eq!(OrderState::of_name("elsewhere"), None);
    let over = [OrderState::Closed, OrderState::PartnerRejected, OrderState::CancelledByCustomer, OrderState::Lost];
    for state in over {
        assert!(movers.iter().all(|mover| state.moves(*mover).is_empty()), "{state:?} is over");
    }
}

#[test]
fn only_goods_that_never_left_are_free_again_and_only_counters_cancel() {
    for state in OrderState::ALL {
        if state.frees_stock() {
            assert!(state.gives_back(), "{state:?}: who has no goods has the money");
        }
        let cancels = |mover: Mover| state.moves(mover).contains(&OrderState::CancelledByCustomer);
        assert!(!cancels(Mover::Seller) && !cancels(Mover::Carrier) && !cancels(Mover::Clock));
    }
    assert!(
        !OrderState::Packed.moves(Mover::Carrier).contains(&OrderState::ArrivedAtCentre),
        "what was not handed over"
    );
    assert!(is_their_fault("damaged") && !is_their_fault("changed_mind"));
    for payment in [Payment::Cash, Payment::OnCollection] {
        assert_eq!(Payment::of_name(payment.name()), Some(payment));
    }
    assert_eq!(Payment::of_name("credit"), None);
}

#[test]
fn a_text_to_a_buyer_fits_one_message() {
    let order = "M-3026002-261129-B7K-001-10";
    for text in [arrived_text(order, "7F3K2Q"), given_back_text(order, taka(9_999_999))] {
        assert!(text.encode_utf16().count() <= 70, "{text}");
        assert!(text.contains(order));
    }
}

#[test]
fn what_is_bad_news_for_the_buyer_is_explained() {
    for state in [OrderState::PartnerRejected, OrderState::DeliveryFailed, OrderState::Lost, OrderState::Damaged] {
        assert!(state.needs_reason() && state.gives_back(), "{state:?}");
    }
    for state in [OrderState::Accepted, OrderState::Packed, OrderState::ArrivedAtCentre, OrderState::Collected] {
        assert!(!state.needs_reason() && !state.gives_back(), "{state:?}");
    }
    // The buyer knows why they cancelled; the goods are still with the seller.
    assert!(!OrderState::CancelledByCustomer.needs_reason() && OrderState::CancelledByCustomer.frees_stock());
    // Broken and lost goods are nobody's to sell again.
    for state in [OrderState::Lost, OrderState::Damaged, OrderState::Refused, OrderState::Uncollected] {
        assert!(!state.frees_stock(), "{state:?}");
    }
}
