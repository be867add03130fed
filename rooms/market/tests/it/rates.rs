//! Rates through the door: who says more of a product is asked first, and what was quoted keeps its rate.

use crate::kit::{does, refused, register};
use crate::orders_kit::{quilts, quoted, stalls};
use market::{Rate, SetRate, Subject};
use trial::both;

const DAY: i64 = 86_400_000;

#[test]
fn rates_are_sound_and_speak_first_for_the_seller_then_for_the_category_then_for_all() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let today = journal.now().day();
        let set = |seller: &str, category: &str, programme_bp: i64, shop_bp: i64| SetRate {
            subject: Subject { seller: seller.to_owned(), category: category.to_owned() },
            rate: Rate { from: today, programme_bp, shop_bp, help_bp: 0 },
        };
        assert_eq!(refused(journal, set("", "", 6_000, 4_001)).await, "market.rate.parts");
        assert_eq!(refused(journal, set("", "", -1, 0)).await, "market.rate.parts");
        assert_eq!(refused(journal, set("S999999", "", 1, 0)).await, "market.rate.seller");
        assert_eq!(refused(journal, set("", "no.such", 1, 0)).await, "market.rate.category");
        let mut past = set("", "", 1, 0);
        past.rate.from = today.add_days(-1);
        assert_eq!(refused(journal, past).await, "market.rate.past");
        let kept = async |key: &str| {
            let quote = quoted(journal, &quilts(key, &stalls, 1)).await;
            quote.parts[0].lines[0].rate.programme_bp
        };
        assert_eq!(kept("none").await, 0);
        for (key, seller, category, bp) in [
            ("all", "", "", 100),
            ("top", "", "craft", 200),
            ("own", "", "craft.quilt", 300),
            ("seller", "S000001", "", 400),
        ] {
            does(journal, set(seller, category, bp, 0)).await;
            assert_eq!(kept(key).await, bp);
        }
        let mut later = set("S000001", "craft.quilt", 900, 0);
        later.rate.from = today.add_days(1);
        does(journal, later).await;
        assert_eq!(kept("before").await, 400);
        trial.pass(DAY);
        assert_eq!(kept("after").await, 900);
    });
}
