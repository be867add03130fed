//! Supervision: only one's own places, figures that are the rows, visits, files that no spreadsheet runs.

use crate::deeds_desk::{publish, service, set_tariff, tariff};
use crate::pages_kit::{Got, HERS, HIS, Kit, does, furnish, register};
use crate::registers_kit::behind_the_back;
use axum::body::Body;
use base::calendar::BusinessDay;
use counter::{
    Finding, InspectionKind, Letter, LineGiven, Looked, NotInspected, RecordInspection, Service, TILL, TakeServices,
};
use journal::{Envelope, Journal, Stop};
use trial::{Trial, both};

/// All lines of the checklist with this answer.
fn checked(right: bool) -> Vec<Finding> {
    Looked::ALL.map(|looked| Finding { looked, right }).to_vec()
}

fn visit() -> RecordInspection {
    RecordInspection {
        book: HERS.to_owned(),
        day: trial::MORNING.day(),
        kind: InspectionKind::Surprise,
        findings: checked(true),
        grade: Letter::B,
        note: String::new(),
        follow_up: None,
    }
}

async fn refused(journal: &Journal, deed: RecordInspection) -> NotInspected {
    match journal.write(Envelope::system(), deed).await {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap()
}

/// The rows of a CSV answer by their first cell.
fn rows(got: &Got) -> Vec<Vec<String>> {
    assert_eq!(got.status, 200, "{}", got.body);
    assert_eq!(got.header("content-type"), "text/csv; charset=utf-8");
    let text = got.body.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_visit_is_recorded_with_all_its_lines_or_not_at_all() {
    both(&register(), |trial| async move {
        furnish(&trial.journal).await;
        let journal = &trial.journal;
        let wrong_grade = checked(false);
        let twice = [checked(true), checked(true)].concat();
        let missing: Vec<Finding> = checked(true).into_iter().skip(1).collect();
        let cases = [
            (RecordInspection { day: day("2026-11-24"), ..visit() }, NotInspected::Day),
            (RecordInspection { day: day("2026-10-22"), ..visit() }, NotInspected::Day),
            (RecordInspection { findings: missing, ..visit() }, NotInspected::Findings(Looked::PriceBoard)),
            (RecordInspection { findings: twice, ..visit() }, NotInspected::Findings(Looked::PriceBoard)),
            (RecordInspection { findings: wrong_grade.clone(), ..visit() }, NotInspected::Note),
            (RecordInspection { note: "ক".repeat(301), ..visit() }, NotInspected::Note),
            (RecordInspection { follow_up: Some(day("2026-11-23")), ..visit() }, NotInspected::FollowUp),
            (RecordInspection { follow_up: Some(day("2028-11-23")), ..visit() }, NotInspected::FollowUp),
        ];
        for (deed, wanted) in cases {
            assert_eq!(refused(journal, deed).await, wanted);
        }
        does(journal, visit()).await;
        let noted = RecordInspection {
            findings: wrong_grade,
            note: "টাঙানো নেই".into(),
            follow_up: Some(day("2026-12-01")),
            day: day("2026-10-23"),
            ..visit()
        };
        does(journal, noted).await;
        trial.verify().await;
    });
}

#[test]
fn a_note_of_a_visit_stands_nowhere_in_clear() {
    both(&register(), |trial| async move {
        furnish(&trial.journal).await;
        does(&trial.journal, RecordInspection { note: "secret remark".into(), ..visit() }).await;
        let entries = trial.journal.entries(HERS, 0, 100).await.unwrap();
        let text: String = entries.iter().map(|entry| String::from_utf8_lossy(&entry.events).into_owned()).collect();
        assert!(text.contains("counter.inspected") && !text.contains("secret remark"), "{text}");
    });
}

#[test]
fn supervisors_see_their_own_places_and_nothing_else() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        for inside in ["302672", "30267250", "30267215"] {
            for page in ["", "/centres", "/late", "/seats"] {
                let got = kit.get("supervisor", &format!("/supervise/{inside}{page}")).await;
                assert_eq!(got.status, 200, "{inside}{page}: {}", got.body);
            }
        }
        for outside in ["bd", "30", "3026", "302614", "10", "nowhere", "30267", "%25"] {
            for page in ["", "/centres", "/late", "/seats", "?format=csv", "/centres?format=csv"] {
                let got = kit.get("supervisor", &format!("/supervise/{outside}{page}")).await;
                assert_eq!(got.status, 404, "{outside}{page}");
            }
        }
        assert_eq!(kit.get("supervisor", &format!("/supervise/centres/{HERS}")).await.status, 200);
        let got = kit.get("elsewhere", &format!("/supervise/centres/{HERS}")).await;
        assert_eq!(got.status, 404);
        assert!(!got.body.contains("Digital Centre</h1>"));
        assert_eq!(kit.get("uno", "/supervise").await.status, 403, "without the permission there is nothing to see");
    });
}

#[test]
fn the_map_leads_to_the_districts_that_have_centres_and_paints_the_rest_pale() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        for area in ["bd", "30"] {
            let page = kit.get("country", &format!("/supervise/{area}/map")).await;
            assert_eq!(page.status, 200, "{}", page.body);
            assert_eq!(page.body.matches("<path fill=").count(), 64, "every district is drawn");
            assert_eq!(page.body.matches("<a href=\"/supervise/3026\"><path").count(), 1, "one has centres");
            assert_eq!(page.body.matches("<title>").count(), 2, "of the page and of the district");
            let picture = kit.get("country", &format!("/supervise/{area}/map.svg")).await;
            assert_eq!((picture.status.as_u16(), picture.header("content-type")), (200, "image/svg+xml"));
            assert!(picture.body.starts_with("<svg xmlns") && picture.body.trim_end().ends_with("</svg>"));
        }
        assert!(kit.get("country", "/supervise").await.body.contains("/supervise/bd/map.svg"));
        for (who, area) in [("country", "3026"), ("country", "302672"), ("supervisor", "302672"), ("supervisor", "bd")]
        {
            let got = kit.get(who, &format!("/supervise/{area}/map")).await;
            assert_eq!(got.status, 404, "{who} {area}: a map is of the country or a division, and of one's own");
        }
    });
}

#[test]
fn an_area_without_centres_says_so() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let got = kit.get("elsewhere", "/supervise").await;
        assert!(got.body.contains("No centre stands in this area yet."), "{}", got.body);
        assert_eq!(rows(&kit.get("elsewhere", "/supervise?format=csv").await).len(), 2, "headings and the area");
        assert_eq!(rows(&kit.get("elsewhere", "/supervise/302614/late?format=csv").await).len(), 1);
    });
}

#[test]
fn the_figures_of_an_area_are_those_of_its_receipts() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.sell_copies("rahima", "3").await;
        kit.sell_copies("rahima", "2").await;
        kit.sell_copies("karim", "1").await;
        let number = kit.sell_copies("karim", "7").await;
        let reverse = format!("/counter/receipts/{number}/reverse");
        kit.post("karim", &reverse, &[("reason", "test"), ("note", "")]).await;
        let area = rows(&kit.get("supervisor", "/supervise?format=csv").await);
        let seen: Vec<(&str, &str)> = area.iter().skip(1).map(|row| (row[0].as_str(), row[4].as_str())).collect();
        assert_eq!(seen, [("30267215", "2"), ("30267250", "2"), ("302672", "4")]);
        let centres = rows(&kit.get("supervisor", "/supervise/302672/centres?format=csv").await);
        let income = |code: &str| centres.iter().find(|row| row[0] == code).unwrap()[10].clone();
        let copies = |code: &str| income(code).parse::<f64>().unwrap();
        assert!((copies(HERS) / copies(HIS) - 5.0).abs() < 0.001, "five copies beside one: {centres:?}");
        assert_eq!(centres.iter().find(|row| row[0] == HIS).unwrap()[12], "1", "one reversed");
        trial.verify().await;
    });
}

#[test]
fn the_api_tells_the_same_figures_as_the_page() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.sell_copies("rahima", "3").await;
        let asked = |path: &str, who: &str| {
            let request = axum::http::Request::get(path).header("host", "localhost:8080");
            request.header("authorization", format!("Bearer {who}")).body(Body::empty()).unwrap()
        };
        let got = kit.send(asked("/api/v1/supervise/302672", "supervisor")).await;
        let json: serde_json::Value = serde_json::from_slice(&got.bytes).unwrap();
        assert_eq!(
            (got.status.as_u16(), &json["centres"], &json["this_month"]["receipts"]),
            (200, &2.into(), &1.into())
        );
        assert_eq!((&json["vacant_seats"], &json["late_cases"]), (&4.into(), &0.into()));
        assert_eq!(json["below"].as_array().unwrap().len(), 2);
        assert_eq!(kit.send(asked("/api/v1/supervise/30", "supervisor")).await.status, 404);
    });
}

#[test]
fn the_list_of_centres_is_filtered_by_grade_and_by_idleness() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let got = kit.get("supervisor", "/supervise/302672/centres").await;
        assert!(got.body.contains("Not yet graded"), "opened today: {}", got.body);
        assert_eq!(rows(&kit.get("supervisor", "/supervise/302672/centres?grade=D&format=csv").await).len(), 1);
        trial.pass(20 * 86_400_000);
        let inactive = rows(&kit.get("supervisor", "/supervise/302672/centres?only=inactive&format=csv").await);
        assert_eq!(inactive.len(), 3, "neither closed a day in three weeks");
        let graded = rows(&kit.get("supervisor", "/supervise/302672/centres?grade=D&format=csv").await);
        assert_eq!(graded.len(), 3);
        assert!(graded[1][4].contains("seats are filled"), "the reasons stand in the file: {graded:?}");
        let after = format!("/supervise/302672/centres?after={HERS}");
        let page = kit.get("supervisor", &after).await.body;
        assert!(
            !page.contains(&format!("/supervise/centres/{HERS}")) && page.contains(HIS),
            "the page begins after it"
        );
    });
}

#[test]
fn a_late_case_is_listed_with_whoever_has_to_act() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        open_case(&trial.journal).await;
        assert_eq!(rows(&kit.get("supervisor", "/supervise/302672/late?format=csv").await).len(), 1, "not due yet");
        trial.pass(60 * 86_400_000);
        let late = rows(&kit.get("supervisor", "/supervise/302672/late?format=csv").await);
        assert_eq!((late.len(), late[1][0].as_str()), (2, HERS), "{late:?}");
        assert_eq!(late[1][5], "The centre");
        let page = kit.get("supervisor", "/supervise/302672/late").await.body;
        assert!(page.contains("The centre") && page.contains("Days late"), "{page}");
        assert!(kit.get("supervisor", &format!("/supervise/centres/{HERS}")).await.body.contains("tag late"));
        trial.verify().await;
    });
}

#[test]
fn a_visit_is_recorded_on_the_page_once_and_shows_on_the_centres_page() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let path = format!("/supervise/centres/{HERS}/inspect");
        let form_id = kit.get("supervisor", &path).await.value("form_id");
        let mut fields =
            vec![("form_id", form_id.as_str()), ("day", "2026-11-23"), ("kind", "surprise"), ("grade", "C")];
        fields.push(("note", "No <board> on the wall"));
        let got = kit.post("supervisor", &path, &fields).await;
        assert_eq!(got.status, 422, "the checklist is empty");
        assert!(got.body.contains("price_board-error") && got.body.contains("No &#60;board&#62;"), "{}", got.body);
        fields
            .extend(Looked::ALL.map(|looked| (looked.name(), if looked == Looked::PriceBoard { "no" } else { "yes" })));
        for _ in 0..2 {
            let got = kit.post("supervisor", &path, &fields).await;
            assert_eq!(got.place(), format!("/supervise/centres/{HERS}"));
        }
        let page = kit.get("supervisor", &format!("/supervise/centres/{HERS}")).await.body;
        assert_eq!(page.matches("No &#60;board&#62; on the wall").count(), 1, "pressed twice, recorded once");
        assert!(page.contains("The price board hangs on the wall"));
        let reader = kit.get("rahima", &format!("/supervise/centres/{HERS}")).await;
        assert_eq!(reader.status, 403, "without report.view");
        assert_eq!(kit.get("elsewhere", &path).await.status, 404);
        trial.verify().await;
    });
}

#[test]
fn changed_tallies_are_found_by_verifying() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.sell_copies("rahima", "3").await;
        trial.verify().await;
        let forged = forge(&trial).await;
        assert!(forged.iter().any(|fault| fault.contains("not what its receipts say")), "{forged:?}");
        assert!(forged.iter().any(|fault| fault.contains("not the sum of its days")), "{forged:?}");
    });
}

/// Forges the tally of the day behind the journal's back; what verifying says of it.
async fn forge(trial: &Trial) -> Vec<String> {
    let sql = "update counter_tally set body = replace(body, '\"receipts\":1', '\"receipts\":2') \
               where length(period) = 10";
    behind_the_back(trial, sql).await;
    trial.journal.verify().await.unwrap().faults
}

/// Takes a service at Rahima's centre that is ready in three working days.
async fn open_case(journal: &Journal) {
    publish(journal, Service { sla_days: 3, ..service("T009", "slow") }, "").await;
    set_tariff(journal, "T009", tariff("/", "2026-01-01", [5_000, 3_000, 0])).await;
    let line = LineGiven { service: "T009".into(), quantity: 1, answers: None, fee_shown: None, draft: None };
    let deed = TakeServices {
        book: HERS.into(),
        path: "/30/3026/302672/30267250/".into(),
        till: TILL.into(),
        customer: None,
        lines: vec![line],
        tendered: None,
        register_day: None,
    };
    does(journal, deed).await;
}
