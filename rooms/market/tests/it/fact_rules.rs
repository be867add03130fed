//! The figures over random histories of an order: whatever happens to it, the sums of the changes are what it gives at the
//! end; and pages of rows, one after another.

use crate::kit::register;
use crate::orders_kit::{both_goods, brought, collected, order, placed, quilts, quoted, settle, stalls, taka};
use crate::pages_kit::Kit;
use base::Paisa;
use base::calendar::Moment;
use market::{Fact, FactKind, OrderStanding, OrderState, fact_changes, fact_month, facts_of, within};
use proptest::prelude::*;
use std::collections::BTreeMap;
use trial::both;

/// An order of the demo's kind: two pieces of one good.
fn standing() -> OrderStanding {
    let value = serde_json::json!({
        "order": {
            "number": "M-3026002-261129-B7K-001-1", "quote": "M-3026002-261129-B7K-001", "basket": "b",
            "part": {
                "seller": "S000001", "seller_name": { "bn": "ঘর", "en": "House" },
                "lines": [
                    { "product": "0001", "sku": "A", "name": { "bn": "ক", "en": "a" }, "category": "craft.quilt",
                      "pieces": 2, "price": 250_000, "weight_g": 1,
                      "rate": { "from": "2026-01-01", "programme_bp": 0, "shop_bp": 0, "help_bp": 0 } },
                    { "product": "0002", "sku": "B", "name": { "bn": "খ", "en": "b" }, "category": "home.light",
                      "pieces": 3, "price": 10_000, "weight_g": 1,
                      "rate": { "from": "2026-01-01", "programme_bp": 0, "shop_bp": 0, "help_bp": 0 } },
                ],
                "goods": 530_000, "carrier": "road", "delivery": 5_000, "help": 5_000,
                "promised": "2026-12-03", "return_days": 7,
                "from": "/30/3026/302672/30267250/", "to": "/10/1004/100409/", "sex": "woman",
            },
            "buyer": { "seal": "x", "hash": "y" }, "payment": "cash", "paid": 540_000, "day": "2026-11-29", "by": "p",
        },
        "state": "placed", "moved": 1_795_924_800_000_i64, "kept": [2, 3], "paid": 540_000, "refund_due": 0,
        "refunded": 0, "clock": null,
    });
    serde_json::from_value(value).unwrap()
}

/// One thing that may happen to an order: it arrives after so many days, so much of it stays, it is over.
#[derive(Debug, Clone)]
enum Turn {
    Arrives(i64),
    Keeps(i64, i64),
    Ends(i64),
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn = prop_oneof![
        (0_i64..20).prop_map(Turn::Arrives),
        (0_i64..=2, 0_i64..=3).prop_map(|(one, other)| Turn::Keeps(one, other)),
        (0_i64..10_000).prop_map(Turn::Ends),
    ];
    prop::collection::vec(turn, 0..8)
}

fn turned(before: &OrderStanding, turn: &Turn) -> OrderStanding {
    let mut after = before.clone();
    match turn {
        Turn::Arrives(days) => after.arrived = Some(Moment::new(before.moved.get() + days * 86_400_000)),
        Turn::Keeps(one, other) => after.kept = vec![*one, *other],
        Turn::Ends(earned) => {
            after.state = OrderState::Closed;
            after.earned = Paisa::new(*earned);
        }
    }
    after
}

/// Sums by kind and by what is counted.
type Sums = BTreeMap<(FactKind, String), (i64, i64)>;

fn add(sums: &mut Sums, facts: Vec<Fact>) {
    for fact in facts {
        let sum = sums.entry((fact.kind, fact.what)).or_default();
        *sum = (sum.0 + fact.orders, sum.1 + fact.poisha.get());
    }
    sums.retain(|_, sum| *sum != (0, 0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn the_sums_of_all_changes_are_what_the_order_gives_at_the_end(turns in turns()) {
        let mut now = standing();
        let mut sums = Sums::new();
        add(&mut sums, fact_changes(None, &now));
        for turn in &turns {
            let after = turned(&now, turn);
            add(&mut sums, fact_changes(Some(&now), &after));
            now = after;
        }
        let mut whole = Sums::new();
        add(&mut whole, facts_of(&now));
        prop_assert_eq!(&sums, &whole);
        let of = |kind: FactKind| whole.iter().filter(|((of, _), _)| *of == kind).map(|(_, sum)| sum.1).sum::<i64>();
        for kind in [FactKind::To, FactKind::From, FactKind::Seller, FactKind::Woman, FactKind::Category, FactKind::Goods] {
            prop_assert_eq!(of(kind), of(FactKind::Sold), "{:?} is the turnover, cut otherwise", kind);
        }
        let kept = now.goods_kept().unwrap().get();
        let arrived = now.arrived.is_some();
        prop_assert_eq!(of(FactKind::Sold), if arrived { kept } else { 0 });
        prop_assert_eq!(of(FactKind::Back) + of(FactKind::Failed) + kept, 530_000, "nothing is forgotten");
    }

    #[test]
    fn so_many_in_a_hundred_are_within_the_day_that_is_told(
        days in prop::collection::btree_map(0_i64..30, 1_i64..50, 1..10), percent in 1_i64..=100,
    ) {
        let days: Vec<(i64, i64)> = days.into_iter().collect();
        let told = within(&days, percent).unwrap();
        let all: i64 = days.iter().map(|(_, count)| count).sum();
        let there = |last: i64| days.iter().filter(|(day, _)| *day <= last).map(|(_, count)| count).sum::<i64>();
        prop_assert!(there(told) * 100 >= all * percent);
        prop_assert!(there(told - 1) * 100 < all * percent, "no day earlier does");
    }
}

#[test]
fn places_kinds_and_people_are_those_that_were_frozen_with_the_quote() {
    let mut now = standing();
    now.arrived = Some(Moment::new(now.moved.get() + 3 * 86_400_000));
    let facts = facts_of(&now);
    let what = |kind: FactKind| {
        facts.iter().filter(|fact| fact.kind == kind).map(|fact| fact.what.as_str()).collect::<Vec<_>>()
    };
    assert_eq!((what(FactKind::From), what(FactKind::To)), (vec!["3026"], vec!["1004"]));
    assert_eq!(what(FactKind::Category), ["craft.quilt", "home.light"]);
    assert_eq!(what(FactKind::Goods), ["S000001-0001", "S000001-0002"]);
    assert_eq!((what(FactKind::Woman), what(FactKind::Days)), (vec!["S000001"], vec!["003"]));
    now.order.part.sex = None;
    now.order.part.from = String::new();
    let facts = facts_of(&now);
    assert!(
        facts.iter().all(|fact| !matches!(fact.kind, FactKind::Woman | FactKind::From)),
        "an older order knows neither"
    );
    for kind in FactKind::ALL {
        assert_eq!(FactKind::of_name(kind.name()), Some(kind));
    }
    assert_eq!(FactKind::of_name("men"), None);
}

#[test]
fn what_came_too_late_is_not_in_time_and_what_stays_in_part_is_both_sold_and_back() {
    let mut now = standing();
    now.arrived = Some(Moment::new(now.moved.get() + 9 * 86_400_000));
    now.kept = vec![1, 3];
    let facts = facts_of(&now);
    let of = |kind: FactKind| facts.iter().find(|fact| fact.kind == kind).map(|fact| (fact.orders, fact.poisha));
    assert_eq!(of(FactKind::InTime), None);
    assert_eq!(of(FactKind::Sold), Some((1, taka(2_800))));
    assert_eq!(of(FactKind::Back), Some((1, taka(2_500))));
    assert_eq!(of(FactKind::Failed), None);
    now.arrived = None;
    now.kept = vec![0, 0];
    let facts = facts_of(&now);
    assert_eq!(facts.iter().map(|fact| fact.kind).collect::<Vec<_>>(), [FactKind::Placed, FactKind::Failed]);
}

#[test]
fn a_figure_is_opened_and_its_orders_lead_on_only_for_who_may_open_them() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let orders = placed(journal, &quoted(journal, &both_goods("a", &stalls)).await).await.orders;
        brought(journal, &orders[0]).await;
        collected(journal, &orders[0], &[1], "").await;
        trial.pass(9 * 86_400_000);
        settle(journal).await;
        let month = fact_month(order(journal, &orders[0]).await.order.day);
        let shop = kit.get("a2i", &format!("/market/facts/{month}/shop")).await;
        assert!(shop.body.contains(&orders[0]) && !shop.body.contains(&orders[1]), "{}", shop.body);
        assert!(!shop.body.contains("/market/vetting/orders/"), "only the association opens orders: {}", shop.body);
        let days = kit.get("a2i", &format!("/market/facts/{month}/days?what=000")).await;
        assert!(days.body.contains(&orders[0]), "it came on the same day: {}", days.body);
        let after = format!("{}/3026002/{}", order(journal, &orders[1]).await.order.day, orders[1]);
        let behind = kit.get("a2i", &format!("/market/facts/{month}/placed?after={after}")).await;
        assert!(
            behind.body.contains("Nothing in this month"),
            "the last page is behind the last order: {}",
            behind.body
        );
        let first = format!("{}/3026002/{}", order(journal, &orders[0]).await.order.day, orders[0]);
        let second = kit.get("a2i", &format!("/market/facts/{month}/placed?after={first}")).await;
        assert!(
            second.body.contains(&orders[1]) && !second.body.contains(&format!(">{}<", orders[0])),
            "{}",
            second.body
        );
        trial.verify().await;
    });
}

#[test]
fn the_figures_are_the_same_after_a_rebuild() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 2)).await).await.orders[0].clone();
        brought(journal, &number).await;
        collected(journal, &number, &[1], "damaged").await;
        let month = fact_month(journal.now().day());
        let read = || async {
            let month = month.clone();
            let facts = journal
                .read::<_, journal::Fault, _>(|tx| Box::pin(async move { market::facts_of_month(tx, &month).await }));
            facts.await.unwrap()
        };
        let before = read().await;
        assert!(before.iter().any(|fact| fact.kind == FactKind::Back));
        journal.rebuild().await.unwrap();
        assert_eq!(read().await, before);
        trial.verify().await;
    });
}
