//! Partners' commission: accrued, paid, due, and when it is payable.

use crate::pages_kit::{HERS, Kit, does, register};
use crate::registers_kit::{day, is_pdf, rows};
use crate::registers_month::deposit;
use base::Paisa;
use counter::{PayRule, parts, rule_for};
use ledger::PayCommission;
use proptest::prelude::*;
use trial::both;

const DAY_MS: i64 = 86_400_000;
const PAGE: &str = "/income/partners";

fn pay(poisha: i64) -> PayCommission {
    PayCommission {
        book: HERS.into(),
        provider: "bank_agent".into(),
        poisha: Paisa::new(poisha),
        reference: "SETTLE-7".into(),
    }
}

#[test]
fn what_is_accrued_shows_at_once_with_the_day_on_which_it_is_payable() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        assert!(kit.get("salma", PAGE).await.body.contains("No commission was earned"));
        deposit(&trial.journal).await;
        deposit(&trial.journal).await;
        let income = kit.get("salma", "/income").await.body;
        assert!(income.contains("10 December 2026") && income.contains("November 2026"), "{income}");
        assert!(!income.contains("overdue"), "{income}");
        let page = kit.get("salma", &format!("{PAGE}?partner=bank_agent")).await.body;
        assert!(page.contains("10 December 2026") && page.contains("/counter/receipts/3026001-261123-"), "{page}");
        assert!(
            page.contains("/income/commission?from=2026-11-01") && page.contains("programme’s own setting"),
            "{page}"
        );
        trial.pass(20 * DAY_MS); // 13 December
        let income = kit.get("salma", "/income").await.body;
        assert!(income.contains("10 December 2026") && income.contains("overdue"), "{income}");
        trial.verify().await;
    });
}

#[test]
fn the_statement_of_a_month_is_accrued_less_paid_down_to_its_lines() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        deposit(&trial.journal).await;
        crate::deeds_desk::close(&trial.journal, HERS, trial.journal.now().day()).await.unwrap();
        trial.pass(10 * DAY_MS); // 3 December
        deposit(&trial.journal).await;
        does(&trial.journal, pay(100)).await;
        let november = rows(&kit.get("salma", &format!("{PAGE}?format=csv&month=2026-11")).await);
        assert_eq!(november.len(), 3, "{november:?}");
        assert_eq!([&november[1][5], &november[2][3], &november[2][6]], ["0.00", "1.50", "2026-12-10"]);
        let december = rows(&kit.get("salma", &format!("{PAGE}?format=csv&month=2026-12")).await);
        let lines: Vec<[&str; 3]> =
            december[1..].iter().map(|row| [3, 4, 5].map(|place: usize| row[place].as_str())).collect();
        assert_eq!(lines, [["", "", "1.50"], ["1.50", "0.00", "3.00"], ["0.00", "1.00", "2.00"]]);
        assert!(december[3][2].contains("SETTLE-7"), "{december:?}");
        let page = kit.get("salma", &format!("{PAGE}?month=2026-12&partner=bank_agent")).await.body;
        assert!(page.contains("৳1.50") && page.contains("৳2") && page.contains("SETTLE-7"), "{page}");
        is_pdf(&kit, "salma", &format!("{PAGE}?format=pdf")).await;
        trial.verify().await;
    });
}

#[test]
fn the_commission_of_another_centre_is_nobodys_business() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        deposit(&trial.journal).await;
        let of_hers = format!("{PAGE}?centre={HERS}&partner=bank_agent");
        assert_eq!(kit.get("jamal", &of_hers).await.status, 404);
        assert_eq!(kit.get("elsewhere", &of_hers).await.status, 404);
        assert_eq!(kit.get("karim", PAGE).await.status, 403, "without book.view");
        let officer = kit.get("supervisor", &of_hers).await;
        assert!(officer.body.contains("Agent bank"), "{}", officer.body);
        assert!(!kit.get("jamal", PAGE).await.body.contains("Agent bank"));
    });
}

const GENERAL: PayRule = PayRule { provider: "", from: "2020-01-01", months_after: 1, day: 10, source: "a" };
const OWN: PayRule = PayRule { provider: "bkash", from: "2026-06-01", months_after: 0, day: 31, source: "b" };
const LATER: PayRule = PayRule { provider: "bkash", from: "2027-01-01", months_after: 2, day: 1, source: "c" };

#[test]
fn a_partners_own_rule_comes_before_the_general_one_from_its_day_on() {
    let rules = [OWN, GENERAL, LATER];
    let source = |provider: &str, on: &str| rule_for(&rules, provider, day(on)).map(|rule| rule.source);
    assert_eq!(source("bkash", "2026-05-31"), Some("a"));
    assert_eq!(source("bkash", "2026-06-01"), Some("b"));
    assert_eq!(source("bkash", "2027-01-01"), Some("c"));
    assert_eq!(source("other", "2027-01-01"), Some("a"));
    assert_eq!(source("bkash", "2019-12-31"), None);
}

#[test]
fn a_rule_names_a_day_that_the_month_has() {
    assert_eq!(GENERAL.payable_on(day("2026-12-31")), day("2027-01-10"));
    assert_eq!(OWN.payable_on(day("2026-11-03")), day("2026-11-30"));
    assert_eq!(OWN.payable_on(day("2028-02-03")), day("2028-02-29"));
    assert_eq!(LATER.payable_on(day("2026-11-30")), day("2027-01-01"));
}

proptest! {
    #[test]
    fn what_is_due_is_told_by_month_and_nothing_is_lost(due in -5_000_i64..50_000, brought in prop::collection::vec(-500_i64..9_000, 1..6)) {
        let months: Vec<_> = brought
            .iter()
            .enumerate()
            .map(|(back, poisha)| (day("2026-11-01").add_days(-31 * i64::try_from(back).unwrap()), Paisa::new(*poisha)))
            .collect();
        let parts = parts(Paisa::new(due), &months);
        prop_assert_eq!(parts.iter().map(|part| part.poisha.get()).sum::<i64>(), due.max(0));
        prop_assert!(parts.iter().all(|part| part.poisha > Paisa::ZERO));
        // All but the oldest month hold no more than they brought.
        for (month, accrued) in &months[..months.len() - 1] {
            let part = parts.iter().find(|part| part.month == *month).map_or(0, |part| part.poisha.get());
            prop_assert!(part <= accrued.get().max(0));
        }
    }
}
