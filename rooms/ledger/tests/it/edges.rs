//! The edges of days and months in Dhaka, as programs and people meet them in a book.

use crate::house::Kit;
use crate::shop::{BOOK, draft, enter, sell, top_up};
use crate::top_ups::{ask, asking};
use base::Moment;
use base::calendar::BusinessDay;
use journal::Stop;
use ledger::{AskTopUp, Draft, NotAsked};

const DAY_MS: i64 = 86_400_000;

fn day(text: &str) -> BusinessDay {
    text.parse().unwrap()
}

/// The clock stands so many milliseconds after midnight of this day in Dhaka.
fn stand_at(kit: &Kit, text: &str, ms: i64) {
    kit.trial.set_time(Moment::new(day(text).starts_at().get() + ms));
}

async fn earn(kit: &Kit, poisha: i64) {
    let legs = draft(&[("E:drawer:1", poisha), ("E:service_income", -poisha)]).legs;
    let today = kit.trial.journal.now().day();
    enter(&kit.trial.journal, BOOK, Draft { day: today, memo: "R-1".to_owned(), legs }).await.unwrap();
}

#[tokio::test]
async fn an_entry_belongs_to_the_day_of_dhaka_on_which_it_was_made() {
    let kit = Kit::new().await;
    let path = format!("/api/v1/books/{BOOK}/accounts/E:drawer:1/statement");
    stand_at(&kit, "2026-11-30", DAY_MS - 1);
    earn(&kit, 100).await;
    stand_at(&kit, "2026-12-01", 0);
    earn(&kit, 200).await;
    for (query, before, after, lines) in [
        ("?from=2026-11-01&to=2026-11-30", 0, 100, 1),
        ("?from=2026-12-01&to=2026-12-31", 100, 300, 1),
        ("?from=2026-11-30&to=2026-12-01", 0, 300, 2),
        ("?from=2026-11-30&to=2026-11-30", 0, 100, 1),
        ("?from=2026-10-01&to=2026-10-31", 0, 0, 0),
        ("?from=2027-01-01&to=2027-01-31", 300, 300, 0),
        ("", 100, 300, 1), // no days: the month that began this very moment
    ] {
        let told = kit.get("rahima", &format!("{path}{query}")).await.json();
        let ends = (told["before"].as_i64(), told["after"].as_i64());
        assert_eq!((ends, told["lines"].as_array().unwrap().len()), ((Some(before), Some(after)), lines), "{query}");
    }
    for (month, income) in [("2026-10", 0), ("2026-11", 100), ("2026-12", 200)] {
        let told = kit.get("rahima", &format!("/api/v1/books/{BOOK}/income-expenditure?month={month}")).await.json();
        assert_eq!(told["income"], income, "{month}");
    }
    for (day, debits) in [("2026-11-29", 0), ("2026-11-30", 100), ("2026-12-01", 300)] {
        let told = kit.get("rahima", &format!("/api/v1/books/{BOOK}/trial-balance?day={day}")).await.json();
        assert_eq!((&told["debits"], &told["credits"]), (&debits.into(), &debits.into()), "{day}");
    }
}

#[tokio::test]
async fn a_month_has_the_days_that_it_has_leap_days_too() {
    let kit = Kit::new().await;
    let path = format!("/api/v1/books/{BOOK}/accounts/E:float/statement");
    for (query, from, to) in [
        ("?from=2028-02-10", "2028-02-10", "2028-02-29"),
        ("?from=2027-02-10", "2027-02-10", "2027-02-28"),
        ("?to=2028-02-29", "2028-02-01", "2028-02-29"),
        ("?from=2100-02-01", "2100-02-01", "2100-02-28"),
        ("?from=2000-02-01", "2000-02-01", "2000-02-29"),
        ("?to=2026-12-05", "2026-12-01", "2026-12-05"),
        (
            "?from=%E0%A7%A8%E0%A7%A6%E0%A7%A8%E0%A7%AC-%E0%A7%A7%E0%A7%A8-%E0%A7%A6%E0%A7%A7",
            "2026-12-01",
            "2026-12-31",
        ),
        ("?from=&to=", "2026-11-01", "2026-11-30"),
    ] {
        let told = kit.get("rahima", &format!("{path}{query}")).await.json();
        assert_eq!((&told["from"], &told["to"]), (&from.into(), &to.into()), "{query}");
    }
    for query in ["?from=2027-02-29", "?to=2026-11-31", "?from=2026-13-01", "?from=0000-01-01", "?from=2026-00-10"] {
        let told = kit.get("rahima", &format!("{path}{query}")).await;
        assert_eq!(
            (told.status.as_u16(), told.json()["code"].as_str()),
            (422, Some("base.day.no_such_day")),
            "{query}"
        );
    }
    for query in ["?from=26-11-01", "?from=2026-1-1", "?from=2026/11/01", "?from=-026-11-01", "?from=2026-11-01-"] {
        let told = kit.get("rahima", &format!("{path}{query}")).await;
        assert_eq!((told.status.as_u16(), told.json()["code"].as_str()), (422, Some("base.day.form")), "{query}");
    }
}

#[tokio::test]
async fn the_first_and_the_last_day_that_can_be_written_turn_no_page_over_the_edge() {
    let kit = Kit::new().await;
    sell(&kit.trial.journal, BOOK).await.unwrap_err();
    earn(&kit, 500).await;
    for query in ["?from=0001-01-01", "?from=9999-12-31", "?to=9999-12-31&from=0001-01-01", "?to=0001-01-01"] {
        for path in ["E:drawer:1", "E:service_income"] {
            let page = kit.get("rahima", &format!("/books/{BOOK}/accounts/{path}{query}")).await;
            assert_eq!(page.status, 200, "{path} {query}");
        }
    }
    for month in ["0001-01", "9999-12", "2026-11"] {
        let page = kit.get("rahima", &format!("/books/{BOOK}/income-expenditure?month={month}")).await;
        assert_eq!(page.status, 200, "{month}: {}", page.body);
    }
    for month in ["2026", "2026-13", "2026-11-01", "november", "-"] {
        let told = kit.get("rahima", &format!("/api/v1/books/{BOOK}/income-expenditure?month={month}")).await;
        assert_eq!((told.status.as_u16(), told.json()["field"].as_str()), (422, Some("month")), "{month}");
    }
}

#[tokio::test]
async fn a_statement_is_turned_from_month_to_month_over_new_year() {
    let kit = Kit::new().await;
    stand_at(&kit, "2027-01-01", 0);
    earn(&kit, 100).await;
    let page = kit.get("rahima", &format!("/books/{BOOK}/accounts/E:drawer:1")).await.body;
    for link in ["?from=2026-12-01&#38;to=2026-12-31", "?from=2027-02-01&#38;to=2027-02-28"] {
        assert!(page.contains(link), "{link}\n{page}");
    }
    let leap =
        kit.get("rahima", &format!("/books/{BOOK}/accounts/E:drawer:1?from=2028-03-31&to=2028-03-31")).await.body;
    for link in ["?from=2028-02-01&#38;to=2028-02-29", "?from=2028-04-01&#38;to=2028-04-30"] {
        assert!(leap.contains(link), "{link}\n{leap}");
    }
}

#[tokio::test]
async fn a_slip_is_dated_today_at_the_latest_and_ninety_days_back_by_the_day_of_dhaka() {
    let kit = Kit::new().await;
    let mut nth = 0;
    for (now, ms, paid_on, taken) in [
        ("2026-11-23", 0, "2026-11-23", true),
        ("2026-11-23", 0, "2026-11-24", false),
        ("2026-11-23", DAY_MS - 1, "2026-11-24", false),
        ("2026-11-24", 0, "2026-11-24", true),
        ("2026-11-24", 5 * 3_600_000, "2026-11-24", true), // still yesterday in UTC
        ("2026-11-23", 0, "2026-08-25", true),             // ninety days
        ("2026-11-23", DAY_MS - 1, "2026-08-25", true),
        ("2026-11-24", 0, "2026-08-25", false),
        ("2028-03-01", 0, "2028-02-29", true),
        ("2028-05-29", 0, "2028-02-29", true), // ninety days after a leap day
        ("2028-05-30", 0, "2028-02-29", false),
    ] {
        stand_at(&kit, now, ms);
        nth += 1;
        let deed = AskTopUp { paid_on: day(paid_on), ..asking(BOOK, 5, &format!("S-{nth}")) };
        let told = ask(&kit.trial.journal, "rahima", deed).await;
        match told {
            Ok(asked) => {
                assert!(taken, "{now} {paid_on}");
                // So that not too many wait.
                let decline =
                    ledger::DeclineTopUp { book: BOOK.to_owned(), ask: asked, reason: "slip_wrong".to_owned() };
                kit.trial.journal.write(journal::Envelope::new("karim", &format!("k{nth}")), decline).await.unwrap();
            }
            Err(Stop::Refused(refusal)) => assert!(!taken && refusal == NotAsked::Day, "{now} {paid_on}"),
            Err(stop) => panic!("{stop:?}"),
        }
    }
}

#[tokio::test]
async fn what_waits_grows_old_at_midnight_and_late_on_the_third_day() {
    let kit = Kit::new().await;
    stand_at(&kit, "2026-12-30", DAY_MS - 1);
    ask(&kit.trial.journal, "rahima", AskTopUp { paid_on: day("2026-12-30"), ..asking(BOOK, 5, "S-1") }).await.unwrap();
    for (now, ms, words, late) in [
        ("2026-12-30", DAY_MS - 1, "since today", false),
        ("2026-12-31", 0, "1 day", false),
        ("2026-12-31", DAY_MS - 1, "1 day", false),
        ("2027-01-01", 0, "2 days", false),
        ("2027-01-02", 0, "3 days", true),
    ] {
        stand_at(&kit, now, ms);
        let page = kit.get("karim", "/float").await.body;
        assert!(page.contains(words), "{now} {words}\n{page}");
        assert_eq!(page.contains("late"), late, "{now}\n{page}");
    }
}

#[tokio::test]
async fn an_entry_dated_before_stands_in_its_own_month_and_moves_todays_balance() {
    let kit = Kit::new().await;
    top_up(&kit.trial.journal, BOOK, 10_000).await;
    let legs = draft(&[("E:drawer:1", 700), ("E:service_income", -700)]).legs;
    let old = Draft { day: day("2026-02-28"), memo: "register".to_owned(), legs };
    enter(&kit.trial.journal, BOOK, old).await.unwrap();
    let path = format!("/api/v1/books/{BOOK}/accounts/E:drawer:1/statement");
    let february = kit.get("rahima", &format!("{path}?from=2026-02-01")).await.json();
    assert_eq!((&february["after"], february["lines"][0]["day"].as_str()), (&700.into(), Some("2026-02-28")));
    let march = kit.get("rahima", &format!("{path}?from=2026-03-01")).await.json();
    assert_eq!((&march["before"], march["lines"].as_array().unwrap().len()), (&700.into(), 0));
    let now = kit.get("rahima", &path).await.json();
    assert_eq!((&now["before"], &now["after"]), (&700.into(), &700.into()));
    kit.trial.verify().await;
}
