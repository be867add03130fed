//! Days unlike a person's others: the rule, what the entries keep, who sees it.

use crate::complaints::overcharged;
use crate::deeds_desk::{BOOK, COPY, close, known_customer, line, reverse, sale, take, write};
use crate::pages_kit::{HERS, Kit, furnish, register};
use counter::{CustomerGiven, PersonDay, Receipt, TakeServices, Unlike, usual};
use db::Target;
use journal::{Journal, Register};
use proptest::prelude::*;
use trial::{Trial, both};

const DAY_MS: i64 = 86_400_000;
const HER_PATH: &str = "/30/3026/302672/30267250/";

async fn sell(journal: &Journal, outside: bool) -> Receipt {
    let customer = known_customer("", "নমুনা").map(|one| CustomerGiven { outside, ..one });
    take(journal, TakeServices { path: HER_PATH.into(), customer, ..sale(vec![line(COPY, 1)]) }).await.receipt
}

/// Six quiet days, then one on which somebody uses the seat as if it were not theirs.
async fn month(trial: &Trial) -> Vec<Receipt> {
    let journal = &trial.journal;
    for _ in 0..6 {
        sell(journal, false).await;
        sell(journal, false).await;
        close(journal, BOOK, journal.now().day()).await.unwrap();
        trial.pass(DAY_MS);
    }
    let mut receipts = Vec::new();
    for count in 0..21 {
        receipts.push(sell(journal, count % 2 == 0).await);
    }
    for receipt in receipts.iter().take(3) {
        reverse(journal, receipt).await.unwrap();
    }
    receipts
}

async fn shop(journal: &Journal) {
    furnish(journal).await;
    crate::deeds_desk::open_shop(journal).await;
}

fn shop_register() -> Register {
    register()
}

#[test]
fn a_day_far_over_the_usual_is_listed_with_all_that_is_unlike_in_it() {
    both(&shop_register(), |trial| async move {
        let journal = &trial.journal;
        shop(journal).await;
        let receipts = month(&trial).await;
        write(journal, overcharged(&receipts[4])).await.unwrap();
        let kit = Kit::over(journal.clone(), |things| things);
        let got = kit.get("supervisor", "/supervise/302672/unlike").await;
        assert_eq!(got.status, 200, "{}", got.body);
        for told in ["Far more receipts", "Complaints of overcharging", "Many reversals", "Many from outside", ">21<"] {
            assert!(got.body.contains(told), "{told}: {}", got.body);
        }
        let day = journal.now().day();
        let href = format!("/supervise/centres/{HERS}/people/rahima/{day}");
        assert_eq!(got.body.matches(&format!("/people/rahima/{day}")).count(), 1);
        assert_eq!(got.body.matches("/people/rahima/").count(), 1, "the quiet days are not listed");
        let opened = kit.get("supervisor", &href).await;
        assert_eq!(opened.status, 200, "{}", opened.body);
        assert!(receipts.iter().all(|receipt| opened.body.contains(&receipt.number)));
        let csv = kit.get("supervisor", "/supervise/302672/unlike?format=csv").await;
        assert!(csv.body.contains(&format!("{HERS},")) && csv.body.contains(",21,2,11,3,1,"), "{}", csv.body);
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn nobody_sees_the_days_of_another_area() {
    both(&shop_register(), |trial| async move {
        let journal = &trial.journal;
        shop(journal).await;
        month(&trial).await;
        let kit = Kit::over(journal.clone(), |things| things);
        let day = journal.now().day();
        let pages = [
            "/supervise/302672/unlike".to_owned(),
            "/supervise/302672/complaints".to_owned(),
            format!("/supervise/centres/{HERS}/people/rahima/{day}"),
        ];
        for page in &pages {
            assert_eq!(kit.get("elsewhere", page).await.status, 404, "{page}");
            assert_eq!(kit.get("uno", page).await.status, 403, "{page}");
        }
        assert_eq!(kit.get("supervisor", &format!("/supervise/centres/{HERS}/people/karim/{day}")).await.status, 404);
        assert_eq!(kit.get("supervisor", &format!("/supervise/centres/{HERS}/people/rahima/x")).await.status, 404);
        let area = kit.get("supervisor", "/supervise/302672").await;
        assert!(area.body.contains("/supervise/302672/unlike") && area.body.contains("/supervise/302672/complaints"));
        assert!(matches!(trial.target, Target::Sqlite(_) | Target::Postgres(_)));
    });
}

#[test]
fn a_day_is_unlike_only_beyond_its_lines() {
    use Unlike::{Outside, Overcharged, Reversals, Volume};
    let day =
        |usual, receipts, outside, reversed, overcharged| PersonDay { usual, receipts, outside, reversed, overcharged };
    let cases: [(PersonDay, &[Unlike]); 12] = [
        (day(10, 30, 0, 0, 0), &[]),
        (day(10, 31, 0, 0, 0), &[Volume]),
        (day(2, 19, 0, 0, 0), &[]),
        (day(2, 20, 0, 0, 0), &[Volume]),
        (day(0, 20, 0, 0, 0), &[Volume]),
        (day(-1, 808, 0, 0, 0), &[]),
        (day(10, 10, 4, 2, 0), &[]),
        (day(10, 10, 5, 3, 0), &[Reversals, Outside]),
        (day(10, 11, 5, 0, 0), &[]),
        (day(40, 31, 0, 3, 0), &[]),
        (day(10, 0, 0, 3, 0), &[Reversals]),
        (day(10, 808, 500, 90, 2), &[Overcharged, Volume, Reversals, Outside]),
    ];
    for (one, wanted) in cases {
        assert_eq!(one.unlike(), wanted, "{one:?}");
    }
    assert!(day(10, 31, 0, 0, 0).weight() < day(10, 10, 0, 0, 1).weight(), "an overcharge weighs more than a busy day");
}

proptest! {
    #[test]
    fn the_usual_lies_in_the_middle(days in proptest::collection::vec(0_i64..500, 0..40)) {
        let middle = usual(&days);
        if days.len() < 5 {
            prop_assert_eq!(middle, -1);
        } else {
            let (below, above) = (
                days.iter().filter(|day| **day < middle).count(),
                days.iter().filter(|day| **day > middle).count(),
            );
            prop_assert!(days.contains(&middle) && below <= days.len() / 2 && above <= days.len() / 2);
        }
    }

    #[test]
    fn more_never_makes_a_day_more_usual(receipts in 0_i64..1_000, over in 0_i64..20, usual in -1_i64..100) {
        let one = PersonDay { usual, receipts, overcharged: over, ..PersonDay::default() };
        let more = PersonDay { overcharged: over + 1, receipts: receipts + 1, ..one };
        prop_assert!(more.weight() >= one.weight());
    }
}
