//! The attendance register: made of the entries, with leave and vacant seats.

use crate::pages_kit::{HERS, HIS, Kit, register};
use crate::registers_kit::{by, copies, day, is_pdf, refused, rows, sits};
use counter::{
    ABSENCE_AHEAD_DAYS_MAX, ABSENCE_BACK_DAYS_MAX, ABSENCE_DAYS_MAX, AwayFor, NotAbsent, RecordAbsence, ReverseReceipt,
    WithdrawAbsence,
};
use network::deeds::VacateSeat;
use network::seat::SeatKind;
use trial::both;

const PAGE: &str = "/counter/registers/attendance";
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

fn leave(person: &str) -> RecordAbsence {
    RecordAbsence {
        book: HERS.to_owned(),
        person: person.to_owned(),
        from: day("2026-11-24"),
        to: day("2026-11-26"),
        reason: AwayFor::Illness,
        note: String::new(),
    }
}

#[test]
fn a_day_is_from_the_first_act_to_the_last_and_nobody_fills_it_in() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let woman = sits(&trial.journal, SeatKind::Woman, "Shirin").await;
        let man = sits(&trial.journal, SeatKind::Man, "Babul").await;
        let given = by(&trial.journal, &woman, copies(2)).await;
        trial.pass(3 * HOUR_MS);
        by(&trial.journal, &man, copies(1)).await;
        trial.pass(2 * HOUR_MS);
        let number = given.receipt.number;
        let reverse = ReverseReceipt { book: HERS.into(), number, reason: "wrong_amount".into(), note: String::new() };
        by(&trial.journal, &woman, reverse).await;
        let register = rows(&kit.get("salma", &format!("{PAGE}?format=csv")).await);
        let seen: Vec<Vec<&str>> = register
            .iter()
            .filter(|row| row[0] == "2026-11-23")
            .map(|row| row[1..].iter().map(String::as_str).collect())
            .collect();
        assert_eq!(
            seen,
            [
                vec!["Woman entrepreneur", "Shirin", "Present", "10:42", "15:42"],
                vec!["Man entrepreneur", "Babul", "Present", "13:42", "13:42"],
            ]
        );
        assert_eq!(register.len(), 3, "no line for the days before they came into their seats: {register:?}");
        let page = kit.get("salma", PAGE).await;
        assert!(page.body.contains("10:42–15:42") && page.body.contains("Shirin"), "{}", page.body);
        trial.verify().await;
    });
}

#[test]
fn whoever_sits_at_no_seat_of_the_centre_has_no_line() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        sits(&trial.journal, SeatKind::Woman, "Shirin").await;
        by(&trial.journal, "p-stranger", copies(2)).await;
        by(&trial.journal, "system", copies(2)).await;
        let register = rows(&kit.get("salma", &format!("{PAGE}?format=csv")).await);
        assert!(register.iter().skip(1).all(|row| row[2] == "Shirin"), "{register:?}");
        let page = kit.get("salma", PAGE).await.body;
        assert!(page.contains("Seat vacant"), "the man's: {page}");
        trial.verify().await;
    });
}

#[test]
fn whoever_lost_the_seat_stays_in_the_register_of_that_month() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let woman = sits(&trial.journal, SeatKind::Woman, "Shirin").await;
        by(&trial.journal, &woman, copies(2)).await;
        trial.pass(DAY_MS);
        crate::pages_kit::does(
            &trial.journal,
            VacateSeat { centre: HERS.into(), seat: SeatKind::Woman, contract: None, note: "counted".into() },
        )
        .await;
        let page = kit.get("salma", PAGE).await.body;
        assert!(page.contains("Shirin") && page.contains("Seat vacant"), "{page}");
        let register = rows(&kit.get("salma", &format!("{PAGE}?format=csv")).await);
        assert!(register.iter().any(|row| row[2] == "Shirin" && row[3] == "Present"), "{register:?}");
    });
}

#[test]
fn leave_is_written_down_within_its_rules_or_not_at_all() {
    both(&register(), |trial| async move {
        let _kit = Kit::of(&trial).await;
        let journal = &trial.journal;
        let woman = sits(journal, SeatKind::Woman, "Shirin").await;
        let man = sits(journal, SeatKind::Man, "Babul").await;
        let today = journal.now().day();
        let on =
            |from: i64, to: i64| RecordAbsence { from: today.add_days(from), to: today.add_days(to), ..leave(&woman) };
        let cases = [
            (leave("p-stranger"), NotAbsent::Person),
            (on(-ABSENCE_BACK_DAYS_MAX - 1, 0), NotAbsent::From),
            (on(ABSENCE_AHEAD_DAYS_MAX + 1, ABSENCE_AHEAD_DAYS_MAX + 1), NotAbsent::From),
            (on(1, 0), NotAbsent::To),
            (on(0, ABSENCE_DAYS_MAX), NotAbsent::To),
            (RecordAbsence { reason: AwayFor::Maternity, ..leave(&man) }, NotAbsent::Reason),
            (RecordAbsence { reason: AwayFor::Other, ..leave(&man) }, NotAbsent::Note),
            (RecordAbsence { note: "ক".repeat(301), ..leave(&man) }, NotAbsent::Note),
        ];
        for (deed, wanted) in cases {
            assert_eq!(refused(journal, deed).await, wanted);
        }
        let maternity = RecordAbsence { reason: AwayFor::Maternity, ..on(0, ABSENCE_DAYS_MAX - 1) };
        let id = by(journal, &man, maternity).await;
        assert_eq!(refused(journal, on(5, 5)).await, NotAbsent::Overlaps);
        by(journal, &woman, leave(&man)).await;
        by(journal, &man, WithdrawAbsence { book: HERS.into(), absence: id.clone() }).await;
        let again = WithdrawAbsence { book: HERS.into(), absence: id };
        assert_eq!(refused(journal, again).await, NotAbsent::Withdrawn);
        let unknown = WithdrawAbsence { book: HERS.into(), absence: "nothing".into() };
        assert_eq!(refused(journal, unknown).await, NotAbsent::Unknown);
        by(journal, &man, on(5, 5)).await;
        trial.verify().await;
    });
}

#[test]
fn leave_shows_with_its_reason_but_who_came_was_there() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let woman = sits(&trial.journal, SeatKind::Woman, "Shirin").await;
        by(&trial.journal, &woman, RecordAbsence { note: "jondis".into(), ..leave(&woman) }).await;
        trial.pass(2 * DAY_MS);
        by(&trial.journal, &woman, copies(1)).await;
        trial.pass(5 * DAY_MS);
        let register = rows(&kit.get("supervisor", &format!("{PAGE}?centre={HERS}&format=csv&month=2026-11")).await);
        let mark = |day: &str| register.iter().find(|row| row[0] == day).map(|row| row[3].clone()).unwrap();
        assert_eq!(mark("2026-11-24"), "Illness");
        assert_eq!(mark("2026-11-25"), "Present");
        assert_eq!(mark("2026-11-26"), "Illness");
        assert_eq!(mark("2026-11-27"), "Day off", "a Friday");
        assert_eq!(mark("2026-11-29"), "Not there");
        assert!(register.iter().all(|row| row[2] != "Shirin"), "an officer without people.view learns no name");
        let officers = kit.get("supervisor", &format!("{PAGE}?centre={HERS}")).await.body;
        assert!(!officers.contains("jondis"), "what is written to leave is for the centre");
        assert!(kit.get("salma", PAGE).await.body.contains("jondis"));
        let entries = trial.journal.entries(HERS, 0, 100).await.unwrap();
        let text: String = entries.iter().map(|entry| String::from_utf8_lossy(&entry.events).into_owned()).collect();
        assert!(text.contains("counter.absence_recorded") && !text.contains("jondis"), "{text}");
        trial.verify().await;
    });
}

#[test]
fn leave_is_entered_and_taken_back_on_the_page_once() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let woman = sits(&trial.journal, SeatKind::Woman, "Shirin").await;
        let form_id = kit.get("salma", PAGE).await.value("form_id");
        let mut fields = vec![("what", "absence"), ("form_id", &form_id), ("person", &woman), ("reason", "other")];
        fields.extend([("from", "2026-11-24"), ("to", "2026-11-24"), ("note", "")]);
        let got = kit.post("salma", PAGE, &fields).await;
        assert_eq!(got.status, 422);
        assert!(got.body.contains("note-error") && got.body.contains("value=\"2026-11-24\""), "{}", got.body);
        fields.pop();
        fields.push(("note", "<wedding>"));
        for _ in 0..2 {
            assert_eq!(kit.post("salma", PAGE, &fields).await.place(), PAGE);
        }
        let page = kit.get("salma", PAGE).await;
        assert_eq!(page.body.matches("&#60;wedding&#62;").count(), 1, "pressed twice, written once: {}", page.body);
        let absence = page.value("absence");
        let back = [("what", "withdraw"), ("absence", absence.as_str())];
        assert_eq!(kit.post("jamal", PAGE, &back).await.status, 404, "another centre's entrepreneur");
        for _ in 0..2 {
            assert_eq!(kit.post("salma", PAGE, &back).await.place(), PAGE);
        }
        assert!(kit.get("salma", PAGE).await.body.contains("No leave is written down"));
        trial.verify().await;
    });
}

#[test]
fn another_centres_registers_are_not_there() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        for page in ["", "/attendance", "/inspections", "/stock"] {
            let path = format!("/counter/registers{page}");
            let of = |centre: &str| format!("{path}?centre={centre}");
            assert_eq!(kit.get("salma", &path).await.status, 200, "{path}");
            assert_eq!(kit.get("salma", &of(HERS)).await.status, 200, "{path}");
            assert_eq!(kit.get("salma", &of(HIS)).await.status, 404, "{path}");
            assert_eq!(kit.get("supervisor", &of(HIS)).await.status, 200, "{path}");
            assert_eq!(kit.get("supervisor", &path).await.status, 404, "an officer has no counter: {path}");
            assert_eq!(kit.get("elsewhere", &of(HERS)).await.status, 404, "{path}");
            assert_eq!(kit.get("elsewhere", &format!("{}&format=csv", of(HERS))).await.status, 404, "{path}");
            assert_eq!(kit.get("rahima", &path).await.status, 403, "without report.view: {path}");
        }
        let said = [("what", "used"), ("form_id", "f"), ("item", "a4*1"), ("quantity", "1")];
        assert_eq!(kit.post("supervisor", "/counter/registers/stock", &said).await.status, 403);
    });
}

#[test]
fn every_register_has_its_paper_in_both_languages() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let woman = sits(&trial.journal, SeatKind::Woman, "#panic() \"শিরিন\"").await;
        by(&trial.journal, &woman, copies(2)).await;
        by(&trial.journal, &woman, RecordAbsence { to: day("2026-11-30"), ..leave(&woman) }).await;
        for page in ["/counter/registers/attendance", "/counter/registers/inspections", "/counter/registers/stock"] {
            is_pdf(&kit, "salma", &format!("{page}?format=pdf")).await;
        }
        is_pdf(&kit, "salma", &format!("/books/{HERS}/income-expenditure.pdf?month=2026-11")).await;
    });
}
