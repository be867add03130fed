//! The income page: streams, women served, and every figure down to its receipts.

use crate::pages_kit::{HERS, Kit, register};
use trial::both;

const DAY_MS: i64 = 86_400_000;

#[test]
fn what_was_earned_stands_by_stream_and_opens_down_to_its_receipts() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let copies = kit.sell_copies("rahima", "10").await;
        kit.sell_copies("karim", "50").await;
        let page = kit.get("rahima", "/income").await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Own trade") && page.body.contains("৳20"), "{}", page.body);
        assert!(!page.body.contains("৳100"), "not what another centre earned");
        let list = kit.get("rahima", "/income/trade?from=2026-11-01&to=2026-11-30").await;
        assert!(list.body.contains(&copies) && list.body.contains("৳20"), "{}", list.body);
        let none = kit.get("rahima", "/income/charges").await;
        assert!(none.body.contains("No receipt in these days"), "{}", none.body);
        assert_eq!(kit.get("rahima", "/income/gifts").await.status, 404);
        trial.verify().await;
    });
}

#[test]
fn a_receipt_reversed_on_a_later_day_is_taken_out_on_that_day() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let number = kit.sell_copies("rahima", "10").await;
        crate::deeds_desk::close(&trial.journal, HERS, trial.journal.now().day()).await.unwrap();
        trial.pass(DAY_MS);
        kit.post("rahima", &format!("/counter/receipts/{number}/reverse"), &[("reason", "wrong_amount")]).await;
        let day = |day: &str| format!("/income/trade?from={day}&to={day}");
        let first = kit.get("rahima", &day("2026-11-23")).await;
        assert!(first.body.contains("৳20") && !first.body.contains("-৳20"), "{}", first.body);
        let second = kit.get("rahima", &day("2026-11-24")).await;
        assert!(second.body.contains(&number) && second.body.contains("Reversed"), "{}", second.body);
        let both = kit.get("rahima", "/income/trade?from=2026-11-23&to=2026-11-24").await;
        assert_eq!(both.body.matches(&number).count(), 4, "given and given back, each a link and its words");
        trial.verify().await;
    });
}

#[test]
fn a_long_list_is_read_page_by_page_and_misses_nothing() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let mut numbers = Vec::new();
        for _ in 0..103 {
            numbers.push(kit.sell_copies("rahima", "1").await);
        }
        let first = kit.get("rahima", "/income/trade?from=2026-11-23&to=2026-11-23").await;
        let next = first.body.split("href=\"/income/trade?").nth(1).unwrap().split('"').next().unwrap();
        let next = format!("/income/trade?{}", next.replace("&amp;", "&").replace("&#38;", "&"));
        let second = kit.get("rahima", &next).await;
        let seen = |body: &str| numbers.iter().filter(|number| body.contains(*number)).count();
        assert_eq!((seen(&first.body), seen(&second.body)), (100, 3));
    });
}

#[test]
fn the_income_of_another_centre_is_nobodys_business() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        assert_eq!(kit.get("rahima", &format!("/income?centre={HERS}")).await.status, 200);
        assert!(matches!(kit.get("karim", &format!("/income?centre={HERS}")).await.status.as_u16(), 403 | 404));
        assert!(matches!(kit.get("", "/income").await.status.as_u16(), 303 | 401));
    });
}
