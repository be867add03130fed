//! The forms of the services that the counter opens with: each is complete in both languages, takes its
//! sample and refuses what the law or the office refuses.

use std::path::{Path, PathBuf};

use base::Lang;
use forms::{Answers, Form, Show, anchor};

const CODES: [&str; 9] = [
    "birth_0_45",
    "birth_over_5",
    "citizenship",
    "death",
    "exam_result",
    "passport",
    "passport_fee",
    "porcha",
    "university_admission",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rooms/counter/services/forms")
}

fn form(code: &str) -> Form {
    let text = std::fs::read_to_string(folder().join(format!("{code}.md"))).unwrap();
    Form::from_markdown(&text).unwrap_or_else(|faults| panic!("{code}: {faults:#?}"))
}

fn sample(code: &str) -> Answers {
    let text = std::fs::read_to_string(folder().join(format!("samples/{code}.json"))).unwrap();
    Answers::from_json(&serde_json::from_str(&text).unwrap()).unwrap().on_day(crate::today())
}

/// The sample with some answers changed, checked: its faults as `key:code`.
fn faults(code: &str, changes: &[(&str, &str)]) -> Vec<String> {
    let mut answers = sample(code);
    for (key, text) in changes {
        answers.put(*key, *text);
    }
    let faults = form(code).check(&answers.on_day(crate::today()), crate::today()).err().unwrap_or_default();
    faults
        .iter()
        .map(|fault| format!("{}:{}", fault.field, fault.code.code().trim_start_matches("forms.answer.")))
        .collect()
}

#[test]
fn every_form_is_complete_in_both_languages_and_named_as_its_file() {
    for code in CODES {
        let form = form(code);
        assert_eq!(form.id, code);
        assert!(form.title.bn.is_some());
        assert!(form.missing_words().is_empty(), "{code}: {:#?}", form.missing_words());
    }
}

#[test]
fn every_sample_is_taken_and_reads_back() {
    for code in CODES {
        let form = form(code);
        let checked = form.check(&sample(code), crate::today()).unwrap_or_else(|faults| panic!("{code}: {faults:#?}"));
        for lang in [Lang::Bn, Lang::En] {
            let lines = form.summary(lang, &checked);
            assert!(
                lines.len() >= 6 && lines.iter().all(|(label, value)| !label.is_empty() && !value.is_empty()),
                "{code}: {lines:?}"
            );
        }
    }
}

#[test]
fn every_form_is_shown_in_both_languages_with_each_id_once_and_an_anchor_for_each_fault() {
    for code in CODES {
        let form = form(code);
        let empty = Answers::new();
        let faults = form.check(&empty, crate::today()).unwrap_err();
        for lang in [Lang::Bn, Lang::En] {
            let html = form.html(lang, &empty, &faults, &Show::at_counter(crate::today()));
            let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "{code}: an id stands twice");
            for target in html.split(" for=\"").skip(1).filter_map(|part| part.split('"').next()) {
                assert!(ids.contains(&target), "{code}: no {target}");
            }
            for described in html.split("aria-describedby=\"").skip(1).filter_map(|part| part.split('"').next()) {
                assert!(described.split(' ').all(|id| ids.contains(&id)), "{code}: no {described}");
            }
            for fault in &faults {
                assert!(ids.contains(&anchor(&fault.field).as_str()), "{code}: no anchor for {}", fault.field);
            }
            assert!(!html.contains("lang="), "{code}: words in the other language");
            // The page around it has the rest of the 25 KB that a counter page may weigh.
            assert!(html.len() < 19_000, "{code}: {} bytes", html.len());
        }
    }
}

#[test]
fn birth_within_45_days_is_held_to_the_day() {
    assert!(faults("birth_0_45", &[("dob", "today-45")]).is_empty());
    assert!(faults("birth_0_45", &[("dob", "today-0")]).is_empty());
    assert_eq!(faults("birth_0_45", &[("dob", "today-46")]), ["dob:constraint"]);
    assert_eq!(faults("birth_0_45", &[("dob", "2026-11-24")]), ["dob:constraint"]);
    assert_eq!(
        faults("birth_0_45", &[("applicant_mobile", "0170000000"), ("mother_brn_or_nid", "123456789")]),
        ["mother_brn_or_nid:constraint", "applicant_mobile:constraint"]
    );
    assert_eq!(
        faults("birth_0_45", &[("child_name_bn", "Namuna"), ("child_name_en", "নমুনা"), ("permanent_ward", "10")]),
        ["child_name_bn:constraint", "child_name_en:constraint", "permanent_ward:not_in_list"]
    );
    // The card's number is asked only with the card.
    assert_eq!(faults("birth_0_45", &[("epi_no", "")]), ["epi_no:required"]);
    assert_eq!(faults("birth_0_45", &[("proof_kind", "hospital")]), ["hospital_note_date:required"]);
    assert_eq!(
        faults("birth_0_45", &[("proof_kind", "hospital"), ("hospital_note_date", "today-21")]),
        ["hospital_note_date:constraint"]
    );
}

#[test]
fn birth_after_five_years_wants_more_than_five_years_and_a_proof() {
    assert_eq!(faults("birth_over_5", &[("dob", "2021-11-23")]), ["dob:constraint"]);
    assert!(faults("birth_over_5", &[("dob", "2021-11-22")]).is_empty());
    assert_eq!(faults("birth_over_5", &[("proof_kind", "doctor")]), ["doctor_registration:required"]);
    assert!(faults("birth_over_5", &[("holding_tax_paid", "no"), ("holding_tax_receipt", "")]).is_empty());
}

#[test]
fn a_death_is_not_in_the_future_and_a_late_report_gives_its_reason() {
    assert_eq!(faults("death", &[("date_of_death", "2026-11-24")]), ["date_of_death:constraint"]);
    assert_eq!(faults("death", &[("late_reason", "")]), ["late_reason:required"]);
    assert!(faults("death", &[("date_of_death", "today-45"), ("late_reason", "")]).is_empty());
    assert_eq!(faults("death", &[("cause", "other")]), ["cause_other:required"]);
}

#[test]
fn a_citizenship_certificate_takes_either_document() {
    assert_eq!(faults("citizenship", &[("id_kind", "nid")]), ["nid:required"]);
    assert_eq!(faults("citizenship", &[("brn", "1234567890")]), ["brn:constraint"]);
    assert_eq!(faults("citizenship", &[("holding_tax_paid", "yes")]), ["holding_tax_receipt:required"]);
}

#[test]
fn a_porcha_by_post_wants_an_address_and_the_district_lies_in_its_division() {
    assert_eq!(faults("porcha", &[("district", "khulna")]), ["district:not_in_list"]);
    assert!(faults("porcha", &[("division", "khulna"), ("district", "khulna")]).is_empty());
    assert_eq!(faults("porcha", &[("delivery_postcode", "0172")]), ["delivery_postcode:constraint"]);
    assert_eq!(faults("porcha", &[("receiver_name", "")]), ["receiver_name:required"]);
    assert!(
        faults("porcha", &[("delivery_mode", "counter"), ("receiver_name", ""), ("delivery_postcode", "x")]).is_empty()
    );
    let form = form("porcha");
    assert_eq!((form.lists["division"].len(), form.lists["district"].len()), (8, 64));
}

#[test]
fn a_passport_of_ten_years_is_for_18_to_65() {
    let child = [("dob", "today-5000"), ("nid_or_brn", "20131234567890123"), ("nid", "")];
    assert_eq!(faults("passport", &child), ["validity_years:not_in_list"]);
    assert!(faults("passport", &[&child[..], &[("validity_years", "5")]].concat()).is_empty());
    assert_eq!(faults("passport", &[("dob", "today-26000")]), ["validity_years:not_in_list"]);
    assert_eq!(faults("passport", &[("nid", "")]), ["nid:required"]);
    assert_eq!(faults("passport", &[("same_address", "no")]), ["permanent_address:required"]);
    assert_eq!(faults("passport", &[("email", "namuna@"), ("pages", "32")]), ["pages:not_in_list", "email:constraint"]);
}

#[test]
fn a_passport_fee_is_a_whole_number_of_taka_in_its_bounds() {
    assert_eq!(faults("passport_fee", &[("amount", "৯৯৯")]), ["amount:constraint"]);
    assert_eq!(faults("passport_fee", &[("amount", "4025.50")]), ["amount:not_whole"]);
}

#[test]
fn an_exam_belongs_to_its_kind_of_board() {
    assert_eq!(faults("exam_result", &[("board_kind", "madrasah")]), ["exam:not_in_list", "board:not_in_list"]);
    assert!(faults("exam_result", &[("board_kind", "madrasah"), ("exam", "dakhil"), ("board", "madrasah")]).is_empty());
    assert_eq!(faults("exam_result", &[("year", "2027"), ("roll", "12")]), ["year:constraint", "roll:constraint"]);
    assert!(faults("exam_result", &[("year", "2026"), ("registration_no", "")]).is_empty());
}

#[test]
fn university_admission_wants_both_results_and_both_papers() {
    assert_eq!(faults("university_admission", &[("hsc_year", "2023")]), ["hsc_year:constraint"]);
    assert_eq!(
        faults("university_admission", &[("papers", "photo"), ("ssc_gpa", "5.01")]),
        ["ssc_gpa:constraint", "papers:constraint"]
    );
}
