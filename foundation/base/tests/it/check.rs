//! `haat check`: one object for every line, whatever the line is.

use crate::vectors;
use base::check::{KINDS, check};
use proptest::prelude::*;
use serde_json::{Value, json};

fn checked(kind: &str, input: &str) -> Value {
    serde_json::to_value(check(kind, input).unwrap()).unwrap()
}

#[test]
fn an_answer_is_one_object_of_four_keys_in_their_order() {
    let text = serde_json::to_string(&check("mobile", "০১৭১১-১২৩৪৫৬").unwrap()).unwrap();
    assert_eq!(text, r#"{"input":"০১৭১১-১২৩৪৫৬","valid":true,"value":"+8801711123456","reason":null}"#);
    let text = serde_json::to_string(&check("mobile", "999").unwrap()).unwrap();
    assert!(text.starts_with(r#"{"input":"999","valid":false,"value":null,"reason":"this is not a mobile"#), "{text}");
}

#[test]
fn each_kind_gives_its_normal_form() {
    assert_eq!(checked("s10", " ee 876 543 216 ca")["value"], "EE876543216CA");
    assert_eq!(checked("nid", "১২৩ ৪৫৬ ৭৮৯০")["value"], "1234567890");
    assert_eq!(checked("routing", "০২০১৩০৩১৮")["value"], "020130318");
    assert_eq!(
        checked("bn-date", "2026-11-23"),
        json!({
            "input": "2026-11-23", "valid": true, "reason": null,
            "value": {"year": 1433, "month": 8, "day": 8, "month_name": "অগ্রহায়ণ", "text": "৮ অগ্রহায়ণ ১৪৩৩"},
        })
    );
    assert_eq!(
        checked("bn-number", "278000000"),
        json!({
            "input": "278000000", "valid": true, "reason": null,
            "value": {
                "bn": "২৭,৮০,০০,০০০", "en": "27,80,00,000",
                "words_bn": "সাতাশ কোটি আশি লাখ", "words_en": "twenty-seven crore eighty lakh",
                "short_bn": "২৭ কোটি ৮০ লাখ", "short_en": "27 crore 80 lakh",
            },
        })
    );
}

#[test]
fn the_vectors_get_the_answers_of_our_standard() {
    for row in vectors("upu_s10.csv") {
        let answer = checked("s10", &row["id"]);
        let warned = row["expect"] == "warn" && row["why"].contains("not allocated");
        assert_eq!(answer["valid"], row["expect"] == "valid" || warned, "{answer}");
        assert_eq!(answer["reason"].is_null(), row["expect"] == "valid", "{answer}");
    }
    for row in vectors("bd_routing_number.csv") {
        assert_eq!(checked("routing", &row["routing"])["valid"], row["expect"] == "valid");
    }
    for row in vectors("bd_phone.csv") {
        let mobile = row["type(1=mobile,0=fixed)"] == "1";
        assert_eq!(checked("mobile", &row["input"])["valid"], mobile, "{row:?}");
    }
    for row in vectors("bn_calendar_vectors.csv") {
        assert_eq!(checked("bn-date", &row["gregorian"])["value"]["month_name"], row["bn_month_name"].as_str());
    }
}

#[test]
fn days_before_the_present_rule_are_answered_with_a_warning_and_before_the_first_year_refused() {
    assert_eq!(checked("bn-date", "2019-04-14")["reason"], Value::Null);
    let before = checked("bn-date", "2019-04-13");
    assert_eq!((&before["valid"], before["reason"].is_string()), (&json!(true), true));
    assert_eq!(checked("bn-date", "0594-04-14")["value"]["year"], 1);
    assert_eq!(checked("bn-date", "0594-04-13")["valid"], false);
    assert_eq!(checked("bn-date", "0001-01-01")["valid"], false);
}

#[test]
fn a_kind_that_is_not_known_gives_nothing() {
    assert_eq!(check("passport", "AB1234567"), None);
}

proptest! {
    #[test]
    fn any_bytes_get_one_answer_with_a_value_or_a_reason(bytes: Vec<u8>, digits in "[০-৯0-9 ,+-]{0,24}") {
        for kind in KINDS {
            for input in [String::from_utf8_lossy(&bytes).into_owned(), digits.clone()] {
                let answer = check(kind, &input).unwrap();
                prop_assert_eq!(&answer.input, &input);
                prop_assert_eq!(answer.valid, answer.value.is_some());
                prop_assert!(answer.valid || answer.reason.is_some());
            }
        }
    }

    #[test]
    fn near_misses_of_every_kind_get_an_answer(text in "[A-Za-z]{0,3}[0-9]{0,18}[A-Z]{0,3}|[0-9]{4}-[0-9]{2}-[0-9]{2}|-?[0-9]{1,22}") {
        for kind in KINDS {
            let answer = check(kind, &text).unwrap();
            prop_assert!(answer.valid == answer.value.is_some() && (answer.valid || answer.reason.is_some()));
        }
    }
}
