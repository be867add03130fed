//! The market's figures: what each order gives to the sums of its month, the page for the programme, and the rows behind.

use crate::kit::{does, register};
use crate::orders_kit::{both_goods, brought, collected, moving, order, placed, quilts, quoted, settle, stalls, taka};
use crate::pages_kit::Kit;
use journal::{Fault, Journal};
use market::{Fact, FactKind, Mover, OrderState, fact_changes, fact_month, facts_of, facts_of_month, within};
use trial::both;

const DAY: i64 = 86_400_000;

async fn facts(journal: &Journal, month: &str) -> Vec<Fact> {
    let month = month.to_owned();
    journal.read::<_, Fault, _>(|tx| Box::pin(async move { facts_of_month(tx, &month).await })).await.unwrap()
}

/// (how many, how much) of a kind, over all that it is counted by.
fn sum(facts: &[Fact], kind: FactKind) -> (i64, i64) {
    let of = facts.iter().filter(|fact| fact.kind == kind);
    of.fold((0, 0), |(orders, poisha), fact| (orders + fact.orders, poisha + fact.poisha.get()))
}

#[test]
fn the_figures_follow_an_order_from_its_placing_to_its_end() {
    both(&register(), |trial| async move {
        use OrderState as S;
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let month = fact_month(journal.now().day());
        let orders = placed(journal, &quoted(journal, &both_goods("a", &stalls)).await).await.orders;
        let now = facts(journal, &month).await;
        assert_eq!(sum(&now, FactKind::Placed), (2, taka(3_300).get()));
        assert_eq!(now.len(), 1, "what is only promised is no turnover");
        // The quilt is cancelled, the lamp is brought after two days and does not stay.
        does(journal, moving(&orders[0], Mover::Counter, (S::Placed, S::CancelledByCustomer))).await;
        trial.pass(2 * DAY);
        brought(journal, &orders[1]).await;
        let now = facts(journal, &month).await;
        assert_eq!(sum(&now, FactKind::Sold), (1, taka(800).get()));
        assert_eq!(sum(&now, FactKind::Failed), (1, taka(2_500).get()));
        assert_eq!(sum(&now, FactKind::Woman), (0, 0), "the firm has no sex");
        let place = |kind: FactKind| now.iter().find(|fact| fact.kind == kind).unwrap().what.clone();
        assert_eq!((place(FactKind::From), place(FactKind::To)), ("3026".to_owned(), "3026".to_owned()));
        let days: Vec<_> = now.iter().filter(|fact| fact.kind == FactKind::Days).collect();
        assert_eq!((days.len(), days[0].what.as_str(), days[0].orders), (1, "002", 1));
        assert_eq!(sum(&now, FactKind::InTime).0, 1);
        collected(journal, &orders[1], &[0], "damaged").await;
        settle(journal).await;
        let now = facts(journal, &month).await;
        assert_eq!((sum(&now, FactKind::Sold), sum(&now, FactKind::Back)), ((0, 0), (1, taka(800).get())));
        assert_eq!(facts(journal, "2020-01").await, Vec::new());
        trial.verify().await;
    });
}

#[test]
fn what_centres_earned_stands_when_the_money_is_with_them() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let month = fact_month(journal.now().day());
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 2)).await).await.orders[0].clone();
        brought(journal, &number).await;
        collected(journal, &number, &[2], "").await;
        assert_eq!(sum(&facts(journal, &month).await, FactKind::Shop), (0, 0));
        trial.pass(30 * DAY);
        settle(journal).await;
        let standing = order(journal, &number).await;
        assert_eq!(standing.state, OrderState::Closed);
        let now = facts(journal, &month).await;
        assert_eq!(sum(&now, FactKind::Shop), (1, standing.earned.get()));
        assert!(standing.earned > base::Paisa::ZERO);
        let goods: Vec<_> = now.iter().filter(|fact| fact.kind == FactKind::Goods).collect();
        assert_eq!((goods.len(), goods[0].orders), (1, 2), "two pieces");
        trial.verify().await;
    });
}

#[test]
fn a_change_gives_what_is_after_less_what_was_before() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 2)).await).await.orders[0].clone();
        brought(journal, &number).await;
        let before = order(journal, &number).await;
        assert_eq!(fact_changes(None, &before), facts_of(&before));
        assert_eq!(fact_changes(Some(&before), &before), Vec::new());
        let mut after = before.clone();
        after.kept = vec![1];
        let changes = fact_changes(Some(&before), &after);
        let sold = changes.iter().find(|fact| fact.kind == FactKind::Sold).unwrap();
        assert_eq!((sold.orders, sold.poisha), (0, taka(-2_500)), "one order still, for less");
        trial.verify().await;
    });
}

#[test]
fn half_and_nine_of_ten_are_counted_over_days() {
    assert_eq!(within(&[], 50), None);
    assert_eq!(within(&[(3, 1)], 50), Some(3));
    let days = [(1, 5), (2, 4), (9, 1)];
    assert_eq!((within(&days, 50), within(&days, 90), within(&days, 91)), (Some(1), Some(2), Some(9)));
    assert_eq!(within(&[(0, 1), (4, 1)], 50), Some(0));
}

#[test]
fn the_programme_sees_a_month_and_opens_each_figure_down_to_its_orders() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let orders = placed(journal, &quoted(journal, &both_goods("a", &stalls)).await).await.orders;
        for number in &orders {
            brought(journal, number).await;
        }
        let month = fact_month(journal.now().day());
        for (who, status) in [("a2i", 200), ("dc-report", 404), ("karim", 403)] {
            assert_eq!(kit.get(who, "/market/facts").await.status, status, "{who}");
        }
        let page = kit.get("a2i", "/market/facts").await;
        for words in ["The market in figures", "Dhaka", "৳3,300", "2 orders", "50% of the sellers are women"] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        for wrong in ["/market/facts?month=2026-13", "/market/facts?month=x", "/market/facts/2026-11/nothing"] {
            assert_eq!(kit.get("a2i", wrong).await.status, 404, "{wrong}");
        }
        let empty = kit.get("a2i", "/market/facts?month=2020-01").await;
        assert!(empty.body.contains("Nothing in this month"), "{}", empty.body);
        let sold = kit.get("a2i", &format!("/market/facts/{month}/sold")).await;
        assert!(sold.body.contains(&orders[0]) && sold.body.contains(&orders[1]), "{}", sold.body);
        let women = kit.get("a2i", &format!("/market/facts/{month}/woman")).await;
        assert!(women.body.contains(&orders[0]) && !women.body.contains(&orders[1]), "{}", women.body);
        let quilts = kit.get("a2i", &format!("/market/facts/{month}/category?what=craft.quilt")).await;
        assert!(quilts.body.contains(&orders[0]) && !quilts.body.contains(&orders[1]), "{}", quilts.body);
        assert!(!quilts.body.contains("রহিম"), "no buyer's name");
        let file = kit.get("a2i", &format!("/market/facts?month={month}&format=csv")).await;
        assert!(file.header("content-type").starts_with("text/csv"), "{}", file.header("content-type"));
        assert!(file.body.contains("Turnover,,2,3300.00"), "{}", file.body);
        let rows = kit.get("a2i", &format!("/market/facts/{month}/woman?format=csv")).await;
        assert!(rows.body.contains(&orders[0]) && rows.body.contains("2500.00"), "{}", rows.body);
        trial.verify().await;
    });
}
