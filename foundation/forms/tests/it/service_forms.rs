//! The forms of the services that the counter opens with: each is complete in both languages, takes its
//! sample and refuses what the law or the office refuses.

use std::path::{Path, PathBuf};

use base::Lang;
use forms::{Answers, Form, Show, anchor};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rooms/counter/services/forms")
}

/// The names of all forms in the folder, in order.
fn codes() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "md") && !path.ends_with("README.md"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert!(names.len() >= 60, "{names:?}");
    names
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
    for code in codes() {
        let form = form(&code);
        assert_eq!(form.id, code);
        assert!(form.title.bn.is_some());
        assert!(form.missing_words().is_empty(), "{code}: {:#?}", form.missing_words());
    }
}

#[test]
fn every_sample_is_taken_and_reads_back() {
    for code in codes() {
        let form = form(&code);
        let checked = form.check(&sample(&code), crate::today()).unwrap_or_else(|faults| panic!("{code}: {faults:#?}"));
        for lang in [Lang::Bn, Lang::En] {
            let lines = form.summary(lang, &checked);
            assert!(
                lines.len() >= 3 && lines.iter().all(|(label, value)| !label.is_empty() && !value.is_empty()),
                "{code}: {lines:?}"
            );
        }
    }
}

#[test]
fn every_form_is_shown_in_both_languages_with_each_id_once_and_an_anchor_for_each_fault() {
    for code in codes() {
        let form = form(&code);
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

#[test]
fn a_birth_between_46_days_and_five_years_meets_its_neighbours_without_gap_or_overlap() {
    for days in [0, 45, 46, 1826, 1827, 9000] {
        let dob = format!("today-{days}");
        let taken: Vec<&str> = ["birth_0_45", "birth_46_days", "birth_over_5"]
            .into_iter()
            .filter(|code| faults(code, &[("dob", &dob)]).is_empty())
            .collect();
        assert_eq!(taken.len(), 1, "{days} days: {taken:?}");
    }
}

#[test]
fn a_birth_record_is_corrected_to_something_else() {
    assert_eq!(faults("birth_correction", &[("correct_value", "নমুনা মিঞা")]), ["correct_value:constraint"]);
    let date = [("field_to_correct", "dob"), ("dob_correct", "today-9000")];
    assert_eq!(faults("birth_correction", &date), ["dob_correct:constraint"]);
    assert!(faults("birth_correction", &[date[0], ("dob_correct", "today-8990")]).is_empty());
    assert_eq!(faults("birth_correction", &[("brn", "2000123456789012")]), ["brn:constraint"]);
    // A certificate of the old kind has 16 digits; both are taken where a copy is asked for.
    assert!(faults("registration_copy", &[("registration_no", "19981234567890123")]).is_empty());
    assert_eq!(faults("registration_copy", &[("need", "correct")]), ["wrong_value:required", "right_value:required"]);
}

#[test]
fn no_heir_is_left_out_unseen() {
    assert_eq!(faults("warish", &[("heirs_total", "3")]), ["heirs_total:constraint"]);
    let third = [("heir[3]/heir_name", "নমুনা আলী"), ("heir[3]/heir_relation", "son"), ("heir[3]/heir_age", "30")];
    assert_eq!(faults("warish", &third), ["heirs_total:constraint"]);
    assert!(faults("warish", &[&third[..], &[("heirs_total", "৩")]].concat()).is_empty());
    assert_eq!(faults("warish", &[("date_of_death", "2026-11-24")]), ["date_of_death:constraint"]);
    assert_eq!(faults("family", &[("members_total", "0")]), ["members_total:constraint"]);
    assert_eq!(faults("admission", &[("choices_total", "১")]), ["choices_total:constraint"]);
}

#[test]
fn every_allowance_has_its_age_and_its_sex() {
    let old_age = |sex, days| faults("allowance", &[("sex", sex), ("dob", days)]);
    assert!(old_age("female", "today-22645").is_empty());
    assert_eq!(old_age("female", "today-22644"), ["dob:constraint"]);
    assert_eq!(old_age("male", "today-23740"), ["dob:constraint"]);
    assert!(old_age("male", "today-23741").is_empty());
    let mother = [("scheme", "maternity"), ("dob", "today-9000"), ("expected_delivery", "2027-02-01")];
    assert!(faults("allowance", &mother).is_empty());
    assert_eq!(
        faults("allowance", &[mother[0], mother[1], ("expected_delivery", "2027-11-01")]),
        ["expected_delivery:constraint"]
    );
    assert_eq!(
        faults("allowance", &[("scheme", "maternity"), ("dob", "today-7000")]).first().unwrap(),
        "dob:constraint"
    );
    assert_eq!(faults("allowance", &[("scheme", "widow"), ("sex", "male")]).first().unwrap(), "sex:constraint");
    assert_eq!(faults("allowance", &[("scheme", "disability")]), ["disability_type:required"]);
    // A card pays nothing out, so no account is asked for.
    assert!(faults("allowance", &[("scheme", "tcb"), ("pay_by", ""), ("pay_account", "")]).is_empty());
}

#[test]
fn ages_that_the_law_sets_are_held_to_the_day() {
    assert_eq!(faults("driving_licence", &[("dob", "today-6573")]), ["dob:constraint"]);
    assert!(faults("driving_licence", &[("dob", "today-6574")]).is_empty());
    assert_eq!(
        faults("driving_licence", &[("licence_kind", "professional"), ("dob", "today-7669")]),
        ["dob:constraint"]
    );
    assert_eq!(
        faults("driving_licence", &[("medical", "no"), ("education", "primary")]),
        ["education:constraint", "medical:constraint"]
    );
    assert_eq!(faults("voter", &[("dob", "today-5843")]), ["dob:constraint"]);
    assert_eq!(faults("voter", &[("voter_before", "yes")]), ["voter_before:constraint"]);
    assert_eq!(faults("account_opening", &[("dob", "today-5000")]), ["dob:constraint"]);
    assert!(faults("account_opening", &[("dob", "today-5000"), ("account_kind", "student")]).is_empty());
    assert_eq!(faults("insurance", &[("dob", "today-22281")]), ["dob:constraint"]);
    assert_eq!(faults("overseas_worker", &[("dob", "today-6573")]), ["dob:constraint"]);
}

#[test]
fn what_depends_on_the_choice_is_asked_only_then() {
    assert_eq!(faults("trade_licence", &[("licence_kind", "renewal")]), ["licence_no:required"]);
    assert_eq!(faults("marital", &[("status", "married")]), ["marriage_date:required"]);
    assert_eq!(faults("nid", &[("gd_no", "")]), ["gd_no:required"]);
    assert!(faults("nid", &[("cause", "damaged"), ("gd_no", ""), ("gd_thana", "")]).is_empty());
    assert_eq!(
        faults("nid", &[("need", "correct")]),
        ["field_to_correct:required", "correct_value:required", "proof_documents:required"]
    );
    assert_eq!(faults("land_mutation", &[("source", "inheritance")]), ["warish_no:required"]);
    assert_eq!(faults("land_tax", &[("year_to", "2023")]), ["year_to:constraint"]);
    assert_eq!(faults("mouza_map", &[("delivery_postcode", "")]), ["delivery_postcode:required"]);
    let secret = [("anonymous", "yes"), ("applicant_name", ""), ("applicant_address", "")];
    assert!(faults("citizen_application", &secret).is_empty());
    assert_eq!(faults("citizen_application", &[("applicant_name", "")]), ["applicant_name:required"]);
    assert_eq!(faults("savings_plan", &[("product", "fdr")]), ["tenor:not_in_list"]);
    assert_eq!(faults("ticket", &[("nid_or_brn", "")]), ["nid_or_brn:required"]);
    assert!(faults("ticket", &[("nid_or_brn", ""), ("transport", "bus")]).is_empty());
    assert_eq!(faults("ticket", &[("day", "2026-12-04")]), ["day:constraint"]);
    assert!(faults("ticket", &[("day", "2026-12-04"), ("transport", "air")]).is_empty());
}

#[test]
fn numbers_of_money_are_checked_before_they_go() {
    assert_eq!(faults("wallet_transaction", &[("wallet_no", "0170000001")]), ["wallet_no:constraint"]);
    assert!(faults("wallet_transaction", &[("wallet_no", "017000000137"), ("operator", "rocket")]).is_empty());
    assert_eq!(faults("top_up", &[("mobile_again", "01700000015")]), ["mobile_again:constraint"]);
    assert_eq!(faults("fund_transfer", &[("to_account", "1234567890123")]), ["to_account:constraint"]);
    assert_eq!(faults("remittance", &[("reference", "12 34")]), ["reference:constraint"]);
    assert_eq!(faults("bank_transaction", &[("who", "other")]), ["bearer_name:required", "bearer_nid:required"]);
    assert_eq!(
        faults("bill", &[("account_no", "?"), ("bill_month", "অক্টোবর")]),
        ["account_no:constraint", "bill_month:constraint"]
    );
    assert_eq!(faults("village_court", &[("claim_amount", "৩,০০,০০১")]), ["claim_amount:constraint"]);
    assert_eq!(faults("tax_return", &[("tin", "12345678901")]), ["tin:constraint"]);
}

#[test]
fn the_income_of_a_return_is_added_up_here() {
    let form = form("tax_return");
    let checked = form.check(&sample("tax_return"), crate::today()).unwrap();
    assert_eq!(checked.answers().get("income_total"), "290000");
}
