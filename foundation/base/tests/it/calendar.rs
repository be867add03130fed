//! Days in Dhaka, the Bangla calendar, fiscal years and holidays.

use crate::vectors;
use base::Lang::{Bn, En};
use base::calendar::{BanglaDate, FiscalYear, Holidays, HolidaysRefused, Refused, Weekday};
use base::{BusinessDay, Moment, Refusal};
use proptest::prelude::*;

fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap()
}

#[test]
fn a_moment_belongs_to_the_day_it_is_in_dhaka() {
    // 2026-11-23 04:42 UTC is 10:42 in Dhaka; 18:00 UTC is already the next day there.
    let morning = Moment::new(1_795_408_920_000);
    assert_eq!(morning.day(), day("2026-11-23"));
    assert_eq!((morning.clock(Bn), morning.clock(En)), ("১০:৪২".to_owned(), "10:42".to_owned()));
    assert_eq!(morning.show(Bn), "২৩ নভেম্বর ২০২৬, ১০:৪২");
    assert_eq!(Moment::new(-1).day(), day("1970-01-01"));
    let last_ms = Moment::new(day("2026-11-24").starts_at().get() - 1);
    assert_eq!((last_ms.day(), last_ms.clock(En)), (day("2026-11-23"), "23:59".to_owned()));
    assert_eq!(day("2026-11-24").starts_at().clock(En), "00:00");
    assert_eq!(Moment::new(i64::MAX).day().to_string(), "9999-12-31");
    assert_eq!(Moment::new(i64::MIN).day().to_string(), "0001-01-01");
    assert_eq!(serde_json::to_string(&morning).unwrap(), "1795408920000");
}

#[test]
fn a_day_is_written_for_machines_receipts_and_people() {
    let today = day("২০২৬-১১-২৩");
    assert_eq!(today.to_string(), "2026-11-23");
    assert_eq!(today.compact(), "261123");
    assert_eq!((today.show(Bn), today.show(En)), ("২৩ নভেম্বর ২০২৬".to_owned(), "23 November 2026".to_owned()));
    assert_eq!(today.weekday(), Weekday::Monday);
    assert_eq!(today.add_days(8), day("2026-12-01"));
    assert_eq!(today.add_days(-23), day("2026-10-31"));
    assert_eq!(day("2026-12-01").days_since(today), 8);
    assert_eq!(serde_json::to_string(&today).unwrap(), "\"2026-11-23\"");
    assert_eq!(serde_json::from_str::<BusinessDay>("\"2026-11-23\"").unwrap(), today);
    assert!(serde_json::from_str::<BusinessDay>("\"2026-11-23T10:00\"").is_err());
}

#[test]
fn what_is_not_a_day_is_refused() {
    for (text, refused) in [
        ("", Refused::Form),
        ("2026-1-1", Refused::Form),
        ("23-11-2026", Refused::Form),
        ("2026-11-23x", Refused::Form),
        ("2026-11-23-", Refused::Form),
        ("+026-11-23", Refused::Form),
        ("2026-02-29", Refused::NoSuchDay),
        ("2026-13-01", Refused::NoSuchDay),
        ("2026-00-10", Refused::NoSuchDay),
        ("0000-01-01", Refused::NoSuchDay),
    ] {
        assert_eq!(BusinessDay::parse(text), Err(refused.clone()), "{text}");
        assert!(refused.code().starts_with("base.day."));
    }
}

#[test]
fn the_bangla_date_agrees_with_the_vectors() {
    for row in vectors("bn_calendar_vectors.csv") {
        let date = BanglaDate::of(day(&row["gregorian"]));
        let got = (date.year().to_string(), date.month().to_string(), date.day().to_string(), date.month_name(Bn));
        let want =
            (row["bn_year"].clone(), row["bn_month"].clone(), row["bn_day"].clone(), row["bn_month_name"].as_str());
        assert_eq!(got, want, "{}", row["gregorian"]);
    }
}

#[test]
fn the_days_that_the_reform_was_made_for_stand_where_it_put_them() {
    // The reform of 2019 fixed the three national days to their Bangla dates of 1952 and 1971, and the two poets' birthdays.
    for year in ["2020", "2023", "2024", "2026", "2100"] {
        let shown = |rest: &str| {
            let date = BanglaDate::of(day(&format!("{year}-{rest}")));
            (date.day(), date.month_name(En))
        };
        assert_eq!(shown("02-21"), (8, "Falgun"));
        assert_eq!(shown("03-26"), (12, "Choitro"));
        assert_eq!(shown("12-16"), (1, "Poush"));
        assert_eq!(shown("05-08"), (25, "Boishakh"));
        assert_eq!(shown("05-25"), (11, "Joishtho"));
        assert_eq!(shown("04-14"), (1, "Boishakh"));
    }
    assert_eq!(BanglaDate::of(day("2026-11-23")).show(Bn), "৮ অগ্রহায়ণ ১৪৩৩");
    assert_eq!(BanglaDate::of(day("2026-11-23")).show(En), "8 Ogrohayon 1433");
}

#[test]
fn the_fiscal_year_turns_on_the_first_of_july() {
    assert_eq!(FiscalYear::of(day("2026-06-30")).to_string(), "2025-26");
    assert_eq!(FiscalYear::of(day("2026-07-01")).to_string(), "2026-27");
    assert_eq!(FiscalYear::of(day("2026-11-23")).show(Bn), "২০২৬-২৭");
    assert_eq!(FiscalYear::of(day("2099-12-31")).to_string(), "2099-00");
}

#[test]
fn offices_rest_on_friday_saturday_and_public_holidays_but_not_on_regional_ones() {
    let holidays = Holidays::built_in();
    assert!(holidays.is_working(day("2026-11-23")));
    assert!(!holidays.is_working(day("2026-11-27")), "a Friday");
    assert!(!holidays.is_working(day("2026-11-28")), "a Saturday");
    assert!(holidays.is_working(day("2026-11-29")), "a Sunday");
    assert!(!holidays.is_working(day("2026-12-16")));
    assert_eq!(holidays.name(day("2026-12-16"), Bn), Some("বিজয় দিবস"));
    assert_eq!(holidays.name(day("2026-12-16"), En), Some("Victory Day"));
    assert!(holidays.is_working(day("2026-04-13")), "off in three hill districts only");
    assert_eq!(holidays.name(day("2026-04-13"), En), None);
}

#[test]
fn a_due_day_counts_working_days_only() {
    let holidays = Holidays::built_in();
    // Tuesday; Wednesday 16 is Victory Day, Friday and Saturday follow.
    assert_eq!(holidays.add_working_days(day("2026-12-15"), 1), day("2026-12-17"));
    assert_eq!(holidays.add_working_days(day("2026-12-15"), 2), day("2026-12-20"));
    assert_eq!(holidays.add_working_days(day("2026-12-16"), 0), day("2026-12-16"));
    assert_eq!(holidays.add_working_days(day("9999-12-30"), u32::MAX), day("9999-12-31"));
}

#[test]
fn the_table_of_holidays_can_be_replaced_and_a_bad_one_is_refused_by_line() {
    let own = Holidays::from_csv("kind,date,name_en,name_bn\npublic,2028-01-02,Election,নির্বাচন\n").unwrap();
    assert!(!own.is_working(day("2028-01-02")));
    assert!(own.is_working(day("2026-12-16")), "the old table is gone");
    let refused = |table: &str| Holidays::from_csv(table).unwrap_err();
    assert_eq!(refused(""), HolidaysRefused::Columns);
    assert_eq!(refused("date,name\n2028-01-02,x\n"), HolidaysRefused::Columns);
    let head = "date,name_en,name_bn,kind\n2028-01-01,a,b,public\n";
    assert_eq!(refused(&format!("{head}2028-02-30,a,b,public\n")), HolidaysRefused::Day { line: 3 });
    assert_eq!(refused(&format!("{head}2028-02-20,a\n")), HolidaysRefused::Row { line: 3 });
    let line = HolidaysRefused::Row { line: 3 };
    assert_eq!((line.code(), line.values()), ("base.holidays.row", vec![("line", "3".to_owned())]));
}

proptest! {
    #[test]
    fn each_day_the_bangla_date_goes_on_by_one(days in -3_000_000_i64..3_000_000) {
        let today = day("2026-11-23").add_days(days);
        let tomorrow = today.add_days(1);
        prop_assume!(today != tomorrow);
        let (a, b) = (BanglaDate::of(today), BanglaDate::of(tomorrow));
        prop_assert!((1..=12).contains(&a.month()) && (1..=31).contains(&a.day()), "{today}");
        let next_day = (b.year(), b.month(), b.day()) == (a.year(), a.month(), a.day() + 1);
        let next_month = b.day() == 1 && a.day() >= 29 && (b.month() == a.month() + 1 || (b.month() == 1 && a.month() == 12 && b.year() == a.year() + 1));
        prop_assert!(next_day || next_month, "{today}: {a:?} then {b:?}");
    }

    #[test]
    fn a_day_is_read_back_from_what_is_written(days in -700_000_i64..2_900_000) {
        let today = day("2026-11-23").add_days(days);
        prop_assert_eq!(BusinessDay::parse(&today.to_string()), Ok(today));
        prop_assert_eq!(today.starts_at().day(), today);
        prop_assert_eq!(Moment::new(today.starts_at().get() - 1).day(), today.add_days(-1).max(day("0001-01-01")));
    }

    #[test]
    fn any_moment_has_a_day_and_a_clock(ms: i64) {
        let moment = Moment::new(ms);
        prop_assert_eq!(moment.clock(En).len(), 5);
        let _ = (moment.show(Bn), BanglaDate::of(moment.day()).show(Bn), FiscalYear::of(moment.day()).show(Bn));
    }
}
