//! The counter at the edges of its days: the last second of a year, the first of a tariff, a day that was closed while
//! somebody still stood there, February.

use crate::pages_kit::{HERS, HIS, Kit, copy_costs, does, register};
use base::calendar::BusinessDay;
use base::{Moment, Paisa};
use counter::{ApproveTariff, ProposeTariff, SetTariff, Tariff};
use journal::{Envelope, Stop};
use trial::{Trial, both};

const DAY_MS: i64 = 86_400_000;

fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap()
}

/// The clock stands so many milliseconds after midnight of this day in Dhaka.
fn stand_at(trial: &Trial, text: &str, ms: i64) {
    trial.set_time(Moment::new(day(text).starts_at().get() + ms));
}

async fn close(trial: &Trial, text: &str) -> Result<(), String> {
    close_of(trial, HERS, text).await
}

async fn close_of(trial: &Trial, book: &str, text: &str) -> Result<(), String> {
    match crate::deeds_desk::close(&trial.journal, book, day(text)).await {
        Ok(_) => Ok(()),
        Err(Stop::Refused(refusal)) => Err(base::Refusal::code(&refusal).to_owned()),
        Err(stop) => panic!("{stop:?}"),
    }
}

/// What stands on a page of income for these days: the sum as it is written.
async fn earned(kit: &Kit, from: &str, to: &str) -> String {
    kit.get("rahima", &format!("/income/trade?from={from}&to={to}")).await.body
}

#[test]
fn the_last_receipt_of_a_year_and_the_first_of_the_next_count_each_for_their_own_day() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        stand_at(&trial, "2026-12-31", DAY_MS - 1);
        let last = [kit.sell_copies("rahima", "1").await, kit.sell_copies("rahima", "2").await];
        stand_at(&trial, "2027-01-01", 0);
        assert_eq!(close(&trial, "2026-12-31").await, Ok(()));
        let first = kit.sell_copies("rahima", "4").await;
        assert!(last.iter().all(|number| number.contains("-261231-")), "{last:?}");
        assert!(first.contains("-270101-"), "{first}");
        assert!(last[0].ends_with("-001") && last[1].ends_with("-002") && first.ends_with("-001"), "{last:?} {first}");
        for (from, to, sum, receipts) in [
            ("2026-12-31", "2026-12-31", "৳6", 2),
            ("2027-01-01", "2027-01-01", "৳8", 1),
            ("2026-12-31", "2027-01-01", "৳14", 3),
            ("2026-12-01", "2026-12-31", "৳6", 2),
            ("2027-01-02", "2027-12-31", "৳0", 0),
        ] {
            let page = earned(&kit, from, to).await;
            assert!(page.contains(sum), "{from} {to} {sum}: {page}");
            let listed = last.iter().chain([&first]).filter(|number| page.contains(number.as_str())).count();
            assert_eq!(listed, receipts, "{from} {to}");
        }
        // Each is found on its own day's page and on no other.
        let old = kit.get("rahima", "/counter/day?day=2026-12-31").await.body;
        let new = kit.get("rahima", "/counter/day?day=2027-01-01").await.body;
        assert!(old.contains(&last[0]) && !old.contains(&first));
        assert!(new.contains(&first) && !new.contains(&last[1]));
        trial.verify().await;
    });
}

#[test]
fn a_slip_of_the_finger_at_midnight_is_undone_on_the_new_day_though_the_old_one_is_closed() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        stand_at(&trial, "2026-11-30", DAY_MS - 30_000);
        let number = kit.sell_copies("rahima", "10").await;
        stand_at(&trial, "2026-12-01", 10_000);
        assert_eq!(close(&trial, "2026-11-30").await, Ok(()));
        stand_at(&trial, "2026-12-01", 30_000);
        let undone = kit.post("rahima", &format!("/counter/receipts/{number}/undo"), &[]).await;
        assert_eq!(undone.place(), format!("/counter/receipts/{number}"));
        let november = earned(&kit, "2026-11-01", "2026-11-30").await;
        assert!(november.contains("৳20") && !november.contains("-৳20"), "{november}");
        let december = earned(&kit, "2026-12-01", "2026-12-31").await;
        assert!(december.contains("-৳20") && december.contains("Reversed"), "{december}");
        trial.verify().await;
        trial.journal.rebuild().await.unwrap();
        assert!(earned(&kit, "2026-12-01", "2026-12-31").await.contains("-৳20"));
    });
}

#[test]
fn a_day_can_be_closed_from_its_midnight_on_and_takes_nothing_more_until_the_next() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        stand_at(&trial, "2028-02-28", DAY_MS - 1);
        assert_eq!(close(&trial, "2028-02-29").await, Err("counter.close.future".to_owned()));
        stand_at(&trial, "2028-02-29", 0);
        let number = kit.sell_copies("rahima", "1").await;
        assert!(number.contains("-280229-"), "{number}");
        assert_eq!(close(&trial, "2028-02-29").await, Ok(()));
        assert_eq!(close(&trial, "2028-02-29").await, Err("counter.close.already".to_owned()));
        kit.copies("rahima", "2").await;
        let form_id = kit.get("rahima", "/counter").await.value("form_id");
        for ms in [0, 12 * 3_600_000, 18 * 3_600_000, DAY_MS - 1] {
            stand_at(&trial, "2028-02-29", ms);
            let refused = kit.post("rahima", "/counter/pay", &[("form_id", &form_id)]).await;
            assert_eq!(refused.status, 422, "{ms}");
        }
        // The other centre's day is its own.
        assert!(kit.sell_copies("karim", "1").await.contains("-280229-"));
        stand_at(&trial, "2028-03-01", 0);
        let paid = kit.post("rahima", "/counter/pay", &[("form_id", &form_id)]).await;
        assert!(paid.place().contains("-280301-"), "{}", paid.place());
        // A day that was forgotten is closed later, and one that is closed cannot be entered by a new receipt.
        assert_eq!(close(&trial, "2028-02-28").await, Ok(()));
        trial.verify().await;
    });
}

#[test]
fn a_cart_that_was_priced_before_midnight_is_not_paid_at_another_price_after_it() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let shop = Paisa::from_taka(3).unwrap();
        let tariff = Tariff::new("/", day("2026-12-01"), [Paisa::ZERO, shop, Paisa::ZERO]);
        does(&trial.journal, SetTariff { service: "C010".to_owned(), tariff }).await;
        stand_at(&trial, "2026-11-30", DAY_MS - 1);
        let before = kit.sell_copies("rahima", "1").await;
        assert!(kit.get("rahima", &format!("/counter/receipts/{before}")).await.body.contains("৳2"));
        kit.copies("rahima", "7").await;
        let form_id = kit.get("rahima", "/counter").await.value("form_id");
        stand_at(&trial, "2026-12-01", 0);
        close(&trial, "2026-11-30").await.unwrap();
        let refused = kit.post("rahima", "/counter/pay", &[("form_id", &form_id)]).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        let again = kit.get("rahima", "/counter").await;
        assert!(again.body.contains("৳21"), "the new sum stands there: {}", again.body);
        let paid = kit.post("rahima", "/counter/pay", &[("form_id", &again.value("form_id"))]).await;
        let receipt = kit.get("rahima", paid.place()).await;
        assert!(receipt.body.contains("৳21") && !receipt.body.contains("৳14"), "{}", receipt.body);
        trial.verify().await;
    });
}

#[test]
fn a_proposal_that_waited_over_its_first_midnight_is_too_late() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        stand_at(&trial, "2026-12-31", DAY_MS - 1);
        let propose = async |from: &str| {
            let tariff = Tariff::new("/30/", day(from), [Paisa::ZERO, Paisa::new(300), Paisa::ZERO]);
            let deed = ProposeTariff { service: "C010".to_owned(), tariff };
            let by = Envelope::keyless("keeper");
            trial.journal.write(by, deed).await.unwrap().done
        };
        let (today, tomorrow) = (propose("2026-12-31").await, propose("2027-01-01").await);
        stand_at(&trial, "2027-01-01", 0);
        let approve = async |proposal: String| {
            let by = Envelope::keyless("admin");
            trial.journal.write(by, ApproveTariff { proposal }).await.map(|written| written.done)
        };
        assert_eq!(crate::deeds_desk::refused(approve(today).await), "counter.tariff.past");
        approve(tomorrow).await.unwrap();
        let number = kit.sell_copies("rahima", "1").await;
        assert!(kit.get("rahima", &format!("/counter/receipts/{number}")).await.body.contains("৳3"));
        trial.verify().await;
    });
}

#[test]
fn february_is_counted_to_its_end_and_opens_down_to_its_own_days() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        stand_at(&trial, "2028-01-31", DAY_MS - 1);
        kit.sell_copies("rahima", "50").await;
        stand_at(&trial, "2028-02-01", 0);
        close(&trial, "2028-01-31").await.unwrap();
        kit.sell_copies("rahima", "7").await;
        stand_at(&trial, "2028-02-29", DAY_MS - 1);
        close(&trial, "2028-02-01").await.unwrap();
        kit.sell_copies("rahima", "3").await;
        let page = kit.get("rahima", "/income").await.body;
        for (sum, link) in [
            ("৳6", "from=2028-02-29&#38;to=2028-02-29"),
            ("৳20", "from=2028-02-01&#38;to=2028-02-29"),
            ("৳100", "from=2028-01-01&#38;to=2028-01-31"),
        ] {
            assert!(page.contains(sum) && page.contains(link), "{sum} {link}: {page}");
        }
        stand_at(&trial, "2028-03-01", 0);
        let page = kit.get("rahima", "/income").await.body;
        assert!(page.contains("from=2028-03-01&#38;to=2028-03-01"), "{page}");
        assert!(page.contains("from=2028-02-01&#38;to=2028-02-29") && page.contains("৳20"), "{page}");
        // Days the wrong way round, and words that are no days, show what can be shown.
        for query in ["from=2028-02-29&to=2028-02-01", "from=2027-02-29&to=x", "from=&to=", "to=0001-01-01"] {
            assert_eq!(kit.get("rahima", &format!("/income/trade?{query}")).await.status, 200, "{query}");
        }
        trial.verify().await;
    });
}

#[test]
fn a_price_that_holds_for_one_day_holds_for_that_day() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        copy_costs(&trial.journal, "/30/3026/302672/30267250/", 9).await;
        let fair = Tariff {
            until: Some(day("2026-12-16")),
            ..Tariff::new("/30/3026/302672/30267215/", day("2026-12-16"), [Paisa::ZERO, Paisa::new(100), Paisa::ZERO])
        };
        does(&trial.journal, SetTariff { service: "C010".to_owned(), tariff: fair }).await;
        for (at, ms, hers, his) in [
            ("2026-12-15", DAY_MS - 1, "৳9", "৳2"),
            ("2026-12-16", 0, "৳9", "৳1"),
            ("2026-12-16", DAY_MS - 1, "৳9", "৳1"),
            ("2026-12-17", 0, "৳9", "৳2"),
        ] {
            stand_at(&trial, at, ms);
            let yesterday = day(at).add_days(-1).to_string();
            for book in [HERS, HIS] {
                let _ = close_of(&trial, book, &yesterday).await; // the second time it is closed already
            }
            for (who, price) in [("rahima", hers), ("karim", his)] {
                let number = kit.sell_copies(who, "1").await;
                let receipt = kit.get(who, &format!("/counter/receipts/{number}")).await.body;
                assert!(receipt.contains(price), "{at} {who} {price}: {receipt}");
            }
        }
        trial.verify().await;
    });
}
