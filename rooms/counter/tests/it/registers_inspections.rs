//! The inspection register: the visits of a year in order, and their notes for those who visit only.

use crate::pages_kit::{HERS, HIS, Kit, does, register};
use crate::registers_kit::{day, rows};
use counter::{Finding, InspectionKind, Letter, Looked, RecordInspection};
use trial::both;

const PAGE: &str = "/counter/registers/inspections";

fn visit(on: &str, wrong: Option<Looked>, note: &str) -> RecordInspection {
    RecordInspection {
        book: HERS.to_owned(),
        day: day(on),
        kind: InspectionKind::Surprise,
        findings: Looked::ALL.map(|looked| Finding { looked, right: Some(looked) != wrong }).to_vec(),
        grade: if wrong.is_some() { Letter::C } else { Letter::A },
        note: note.to_owned(),
        follow_up: wrong.map(|_| day("2026-12-20")),
    }
}

#[test]
fn the_visits_of_a_year_stand_in_order_with_what_was_not_right() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        assert!(kit.get("salma", PAGE).await.body.contains("No visit was recorded yet"));
        does(&trial.journal, visit("2026-11-23", None, "")).await;
        does(&trial.journal, visit("2026-11-02", Some(Looked::PriceBoard), "=cmd|calc")).await;
        let csv = rows(&kit.get("supervisor", &format!("{PAGE}?centre={HERS}&format=csv")).await);
        let days: Vec<&str> = csv[1..].iter().map(|row| row[0].as_str()).collect();
        assert_eq!(days, ["2026-11-02", "2026-11-23"]);
        assert_eq!(csv[1][4], "The price board hangs on the wall");
        assert_eq!(csv[1][5], "'=cmd|calc", "no spreadsheet runs what a visitor wrote");
        assert_eq!((csv[1][3].as_str(), csv[1][6].as_str(), csv[2][6].as_str()), ("C", "2026-12-20", ""));
        let last_year = rows(&kit.get("salma", &format!("{PAGE}?month=2025-11&format=csv")).await);
        assert_eq!(last_year.len(), 1, "{last_year:?}");
        trial.verify().await;
    });
}

#[test]
fn what_a_visitor_wrote_is_for_those_who_visit() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        does(&trial.journal, visit("2026-11-02", Some(Looked::CashRight), "short by fifty")).await;
        let officer = kit.get("supervisor", &format!("{PAGE}?centre={HERS}")).await.body;
        assert!(officer.contains("short by fifty"), "{officer}");
        let own = kit.get("salma", PAGE).await.body;
        assert!(own.contains("The drawer, counted before the visitor") || own.contains("drawer"), "{own}");
        assert!(!own.contains("short by fifty"), "{own}");
        let csv = rows(&kit.get("salma", &format!("{PAGE}?format=csv")).await);
        assert_eq!(csv[1][5], "");
        let his = kit.get("jamal", PAGE).await.body;
        assert!(his.contains("No visit was recorded yet"), "{his}");
    });
}

#[test]
fn the_entrance_tells_what_each_register_holds() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        does(&trial.journal, visit("2026-11-02", Some(Looked::CleanRoom), "dust")).await;
        kit.sell_copies("salma", "10").await;
        let entrance = kit.get("salma", "/counter/registers").await.body;
        for text in ["1 visits in this month", "something was not right at 1", "Seat vacant", "Income: ৳20"] {
            assert!(entrance.contains(text), "{text}: {entrance}");
        }
        for href in ["/counter/registers/attendance?month=2026-11", "/income/partners?month=2026-11"] {
            assert!(entrance.contains(href), "{href}: {entrance}");
        }
        let before = kit.get("salma", "/counter/registers?month=2026-10").await.body;
        assert!(before.contains("0 visits in this month") && before.contains("Income: ৳0"), "{before}");
        assert!(before.contains("/counter/registers?month=2026-11"), "the way forward again: {before}");
        let odd = kit.get("salma", "/counter/registers?month=%3Cscript%3E").await.body;
        assert!(odd.contains("November 2026") && !odd.contains("<script>alert"), "{odd}");
        let officer = kit.get("supervisor", &format!("/counter/registers?centre={HIS}")).await.body;
        assert!(officer.contains(&format!("/counter/registers/stock?month=2026-11&#38;centre={HIS}")), "{officer}");
    });
}

#[test]
fn the_ways_to_the_registers_stand_on_the_pages_beside_them() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let day = kit.get("salma", "/counter/day").await.body;
        assert!(day.contains("href=\"/counter/registers\""), "{day}");
        let centre = kit.get("supervisor", &format!("/supervise/centres/{HERS}")).await.body;
        assert!(centre.contains(&format!("/counter/registers?centre={HERS}")), "{centre}");
        let area = kit.get("supervisor", "/supervise/302672").await.body;
        assert!(area.contains("/supervise/302672/monthly"), "{area}");
        let income = kit.get("salma", "/income").await.body;
        assert!(income.contains("/income/partners?month=2026-11"), "{income}");
    });
}
