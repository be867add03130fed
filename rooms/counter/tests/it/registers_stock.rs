//! The stock register: never below nothing, never beside the ledger.

use crate::pages_kit::{HERS, HIS, Kit, does, furnish, register};
use crate::registers_kit::{behind_the_back, by, copies, refused, rows};
use base::Paisa;
use counter::{
    CountReason, CountStock, ITEMS, NotStocked, PaidFrom, ReceiveStock, STOCK_UNITS_MAX, SetStockLimit, TakeBackStock,
    UseStock, days_left,
};
use journal::Journal;
use proptest::prelude::*;
use trial::both;

const PAGE: &str = "/counter/registers/stock";
const DAY_MS: i64 = 86_400_000;

fn received(item: &str, quantity: i64, price: i64, paid: PaidFrom) -> ReceiveStock {
    ReceiveStock { book: HERS.into(), item: item.into(), quantity, price: Paisa::new(price), paid }
}

fn used(quantity: i64) -> UseStock {
    UseStock { book: HERS.into(), item: "a4".into(), quantity }
}

fn counted(counted: i64, reason: Option<CountReason>) -> CountStock {
    CountStock { book: HERS.into(), item: "a4".into(), counted, reason }
}

/// Debit less credit of an account.
async fn balance(journal: &Journal, account: &str) -> i64 {
    let account = account.to_owned();
    let read = journal
        .read::<_, journal::Fault, _>(move |tx| Box::pin(async move { ledger::balance_now(tx, HERS, &account).await }));
    read.await.unwrap().poisha.get()
}

/// What the register says of A4 paper: brought forward, in, out, count, on hand, as the page's first rows have it.
async fn on_hand(kit: &Kit) -> String {
    let page = kit.get("salma", PAGE).await.body;
    let row = page.split("A4 paper <span").nth(1).unwrap_or_else(|| panic!("{page}"));
    row.split("<b>").nth(1).unwrap().split('<').next().unwrap().to_owned()
}

#[test]
fn what_is_bought_from_the_drawer_is_an_expense_in_the_same_entry() {
    both(&register(), |trial| async move {
        furnish(&trial.journal).await;
        let journal = &trial.journal;
        does(journal, copies(300)).await; // Tk 600 into the drawer
        let owners = balance(journal, "E:owner").await;
        let entered = does(journal, received("a4", 500, 45_000, PaidFrom::Drawer)).await;
        does(journal, received("toner", 1, 120_000, PaidFrom::Own)).await;
        does(journal, received("legal", 100, 0, PaidFrom::Nothing)).await;
        assert_eq!(balance(journal, "E:expense:paper").await, 45_000);
        assert_eq!(balance(journal, "E:expense:toner").await, 120_000);
        assert_eq!(balance(journal, "E:drawer:1").await, 15_000);
        assert_eq!(balance(journal, "E:owner").await - owners, -120_000, "the owner put it into the shop");
        let entry = &journal.entries(HERS, entered.folio - 1, 1).await.unwrap()[0];
        let text = String::from_utf8_lossy(&entry.events).into_owned();
        assert!(text.contains("counter.stock_received") && text.contains("ledger.posted"), "{text}");
        trial.verify().await;
    });
}

#[test]
fn what_is_no_fit_movement_is_refused() {
    both(&register(), |trial| async move {
        furnish(&trial.journal).await;
        let journal = &trial.journal;
        does(journal, received("a4", 10, 0, PaidFrom::Nothing)).await;
        let cases = [
            (received("gold", 1, 0, PaidFrom::Nothing), NotStocked::Item),
            (received("a4", 0, 0, PaidFrom::Nothing), NotStocked::Quantity),
            (received("a4", STOCK_UNITS_MAX + 1, 0, PaidFrom::Nothing), NotStocked::Quantity),
            (received("a4", 1, 0, PaidFrom::Drawer), NotStocked::Price),
            (received("a4", 1, -5, PaidFrom::Own), NotStocked::Price),
            (received("a4", 1, 5, PaidFrom::Nothing), NotStocked::Price),
            (received("a4", 1, 5, PaidFrom::Drawer), NotStocked::DrawerShort),
        ];
        for (deed, wanted) in cases {
            assert_eq!(refused(journal, deed).await, wanted);
        }
        assert_eq!(refused(journal, used(11)).await, NotStocked::Short { on_hand: 10 });
        assert_eq!(refused(journal, used(0)).await, NotStocked::Quantity);
        assert_eq!(refused(journal, counted(9, None)).await, NotStocked::Reason);
        assert_eq!(refused(journal, counted(-1, Some(CountReason::Lost))).await, NotStocked::Quantity);
        let low = SetStockLimit { book: HERS.into(), item: "a4".into(), low: Some(-1) };
        assert_eq!(refused(journal, low).await, NotStocked::Quantity);
        crate::deeds_desk::close(journal, HERS, journal.now().day()).await.unwrap();
        assert_eq!(refused(journal, used(1)).await, NotStocked::DayClosed);
        assert_eq!(refused(journal, received("a4", 1, 0, PaidFrom::Nothing)).await, NotStocked::DayClosed);
        trial.verify().await;
    });
}

#[test]
fn a_mistaken_purchase_is_taken_back_once_with_its_money() {
    both(&register(), |trial| async move {
        furnish(&trial.journal).await;
        let journal = &trial.journal;
        does(journal, copies(300)).await;
        let folio = does(journal, received("a4", 500, 45_000, PaidFrom::Drawer)).await.folio;
        let back = |folio: i64| TakeBackStock { book: HERS.into(), folio };
        let used_folio = does(journal, used(1)).await.folio;
        assert_eq!(refused(journal, back(folio)).await, NotStocked::Short { on_hand: 499 });
        does(journal, counted(500, Some(CountReason::Miscounted))).await;
        assert_eq!(refused(journal, back(used_folio)).await, NotStocked::Unknown);
        assert_eq!(refused(journal, back(9_999)).await, NotStocked::Unknown);
        does(journal, back(folio)).await;
        assert_eq!(refused(journal, back(folio)).await, NotStocked::TakenBack);
        assert_eq!(balance(journal, "E:expense:paper").await, 0);
        assert_eq!(balance(journal, "E:drawer:1").await, 60_000);
        assert_eq!(refused(journal, used(1)).await, NotStocked::Short { on_hand: 0 });
        trial.verify().await;
    });
}

#[test]
fn the_register_is_kept_on_its_page_and_pressing_twice_enters_once() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.sell_copies("salma", "300").await;
        let page = kit.get("salma", &format!("{PAGE}?do=received")).await;
        let form_id = page.value("form_id");
        let mut fields =
            vec![("what", "received"), ("form_id", form_id.as_str()), ("item", "a4*500"), ("quantity", "২")];
        fields.extend([("price", "9,000"), ("paid", "drawer")]);
        let got = kit.post("salma", PAGE, &fields).await;
        assert_eq!(got.status, 422);
        assert!(got.body.contains("price-error") && got.body.contains("value=\"9,000\""), "{}", got.body);
        fields.retain(|(name, _)| *name != "price");
        fields.push(("price", "540.50"));
        for _ in 0..2 {
            assert_eq!(kit.post("salma", PAGE, &fields).await.place(), format!("{PAGE}?do=received"));
        }
        assert_eq!(on_hand(&kit).await, "1,000");
        let one = |what: &'static str, form: &'static str, quantity: &'static str| {
            [("what", what), ("form_id", form), ("item", "a4*1"), ("quantity", quantity), ("reason", "spoiled")]
        };
        kit.post("salma", PAGE, &one("used", "f-1", "150")).await.place();
        kit.post("salma", PAGE, &one("counted", "f-2", "840")).await.place();
        kit.post("salma", PAGE, &one("low", "f-3", "900")).await.place();
        let page = kit.get("salma", PAGE).await.body;
        assert_eq!(on_hand(&kit).await, "840");
        assert!(page.contains("tag late") && page.contains("low below 900") && page.contains("(spoiled)"), "{page}");
        let entrance = kit.get("salma", "/counter/registers").await.body;
        assert!(entrance.contains("Running low: A4 paper"), "{entrance}");
        let csv = rows(&kit.get("salma", &format!("{PAGE}?format=csv")).await);
        let moves: Vec<[&str; 4]> =
            csv[1..].iter().map(|row| [4, 5, 6, 7].map(|place: usize| row[place].as_str())).collect();
        let wanted = [["1000", "0", "1000", "540.50"], ["0", "150", "850", "0.00"], ["0", "10", "840", "0.00"]];
        assert_eq!(moves, wanted);
        let folio = kit.get("salma", PAGE).await.value("folio");
        let back = [("what", "take_back"), ("folio", folio.as_str())];
        assert_eq!(kit.post("jamal", PAGE, &back).await.status, 404, "another centre's entrepreneur");
        assert_eq!(kit.post("salma", PAGE, &back).await.status, 422, "840 of a thousand are left");
        let odd = [("what", "used"), ("form_id", "f-4"), ("item", "a4*7"), ("quantity", "1")];
        assert_eq!(kit.post("salma", PAGE, &odd).await.status, 422);
        assert_eq!(kit.post("salma", PAGE, &[("what", "burn")]).await.status, 400);
        trial.verify().await;
    });
}

#[test]
fn the_next_month_begins_with_what_was_carried() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        by(&trial.journal, "p-salma", received("a4", 500, 0, PaidFrom::Nothing)).await;
        for _ in 0..4 {
            trial.pass(2 * DAY_MS);
            by(&trial.journal, "p-salma", used(25)).await;
        }
        trial.pass(2 * DAY_MS);
        let csv = rows(&kit.get("salma", &format!("{PAGE}?format=csv")).await);
        assert_eq!(
            (csv[1][3].as_str(), csv[1][6].as_str()),
            ("Brought forward", "425"),
            "three were in November: {csv:?}"
        );
        let page = kit.get("salma", PAGE).await.body;
        assert!(page.contains("about 40 days left"), "400 on hand, 100 in 10 days: {page}");
        let november = rows(&kit.get("salma", &format!("{PAGE}?format=csv&month=2026-11")).await);
        assert_eq!(november.len(), 5, "{november:?}");
        let page = kit.get("salma", &format!("{PAGE}?month=2026-11")).await.body;
        assert!(!page.contains("name=\"quantity\""), "a past month is only read");
    });
}

#[test]
fn a_month_with_more_lines_than_a_paper_takes_is_whole_in_the_file() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let line = |n: i64| {
            format!(
                "('{HERS}', {}, 'a4', '2026-11-10', 'used', -1, {}, 0, 'p-salma', '', false)",
                1_000_000 + n,
                9_000 - n
            )
        };
        let values: Vec<String> = (0..1_600).map(line).collect();
        let columns = "book, folio, item, day, kind, quantity, on_hand, price_poisha, by_whom, reason, taken_back";
        behind_the_back(&trial, &format!("insert into counter_stock_move ({columns}) values {}", values.join(", ")))
            .await;
        let month = format!("{PAGE}?month=2026-11");
        let page = kit.get("salma", &month).await.body;
        assert!(page.contains("All entries stand in the CSV file."), "{page}");
        let file = rows(&kit.get("salma", &format!("{month}&format=csv")).await);
        assert_eq!(file.iter().filter(|row| row[0] == "2026-11-10").count(), 1_600);
    });
}

#[test]
fn a_stock_that_was_changed_behind_the_journals_back_is_found() {
    both(&register(), |trial| async move {
        furnish(&trial.journal).await;
        does(&trial.journal, received("a4", 500, 0, PaidFrom::Nothing)).await;
        trial.verify().await;
        behind_the_back(&trial, "update counter_stock set quantity = -3").await;
        let faults = trial.journal.verify().await.unwrap().faults;
        assert!(faults.iter().any(|fault| fault.contains("-3 on hand, but its movements come to 500")), "{faults:?}");
        assert!(faults.iter().any(|fault| fault.contains("below nothing")), "{faults:?}");
    });
}

#[test]
fn low_stock_is_told_to_whoever_asks() {
    both(&register(), |trial| async move {
        furnish(&trial.journal).await;
        let journal = &trial.journal;
        does(journal, received("a4", 50, 0, PaidFrom::Nothing)).await;
        let low = |low| SetStockLimit { book: HERS.into(), item: "a4".into(), low };
        let asked = |book: &'static str| async move {
            let read = journal
                .read::<_, journal::Fault, _>(move |tx| Box::pin(async move { counter::low_stock(tx, book).await }));
            read.await.unwrap().iter().map(|item| item.code).collect::<Vec<_>>()
        };
        assert!(asked(HERS).await.is_empty());
        does(journal, low(Some(51))).await;
        assert_eq!(asked(HERS).await, ["a4"]);
        assert!(asked(HIS).await.is_empty());
        does(journal, low(None)).await;
        assert!(asked(HERS).await.is_empty());
        trial.verify().await;
    });
}

#[test]
fn the_list_of_items_is_sound() {
    let mut codes: Vec<&str> = ITEMS.iter().map(|item| item.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), ITEMS.len());
    for item in &ITEMS {
        assert!(item.pack >= 1 && base::calendar::BusinessDay::parse(item.since).is_ok(), "{}", item.code);
        assert!(item.code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{}", item.code);
    }
}

proptest! {
    #[test]
    fn days_left_never_promise_more_than_there_is(on_hand in 0_i64..100_000, used in 1_i64..100_000, days in 3_i64..=30) {
        let left = days_left(on_hand, used, days).unwrap();
        // A day's use is used / days: so many days of it are covered, and one more is not.
        prop_assert!(left * used <= on_hand * days);
        prop_assert!((left + 1) * used > on_hand * days);
    }

    #[test]
    fn nothing_is_foretold_of_what_is_not_used(on_hand in -5_i64..100_000, days in 0_i64..=30) {
        prop_assert_eq!(days_left(on_hand, 0, days), None);
        prop_assert_eq!(days_left(on_hand, 10, days.min(2)), None);
    }
}
