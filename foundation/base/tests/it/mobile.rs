//! Mobile numbers, with libphonenumber as the judge.

use crate::vectors;
use base::Lang::{Bn, En};
use base::Refusal;
use base::mobile::{Mobile, Refused};
use proptest::prelude::*;

#[test]
fn what_libphonenumber_calls_a_mobile_number_is_one_and_nothing_else_is() {
    for row in vectors("bd_phone.csv") {
        let input = &row["input"];
        // A fixed line is a valid number but not a mobile number.
        let mobile = row["valid"] == "True" && row["type(1=mobile,0=fixed)"] == "1";
        let parsed = Mobile::parse(input);
        assert_eq!(parsed.is_ok(), mobile, "{input:?}");
        if let Ok(parsed) = parsed {
            assert_eq!(parsed.e164(), row["e164"], "{input:?}");
        }
    }
}

#[test]
fn the_many_ways_of_writing_a_number_are_one_number() {
    let same = Mobile::parse("01711123456").unwrap();
    for text in [
        "8801711123456",
        "008801711123456",
        "+8801711123456",
        "+88 (01711) 123-456",
        "০১৭১১-১২৩৪৫৬",
        "88 01711 123456",
        "+৮৮০ ১৭১১ ১২৩ ৪৫৬",
        "1711123456",
        "01711–123456",
        "\u{200e}01711123456",
        "01711\u{a0}123456",
        "[01711] 12.34.56",
    ] {
        assert_eq!(Mobile::parse(text), Ok(same.clone()), "{text:?}");
    }
    assert_eq!(same.local(), "01711123456");
    assert_eq!(same.masked(En), "017••••456");
    assert_eq!(same.masked(Bn), "০১৭••••৪৫৬");
}

#[test]
fn a_refusal_says_what_is_wrong_with_the_number() {
    let cases = [
        ("", Refused::Empty),
        ("   -", Refused::Empty),
        ("01711 12345a", Refused::Character),
        ("+1 1711123456", Refused::Foreign),
        ("+01711123456", Refused::Foreign),
        ("999", Refused::NotMobile),
        ("+880 2 55667788", Refused::NotMobile),
        ("01011123456", Refused::NotMobile),
        ("01211123456", Refused::NotMobile),
        ("0171112345", Refused::Length { digits: 10 }),
        ("017111234567", Refused::Length { digits: 12 }),
        ("1", Refused::Length { digits: 2 }),
    ];
    for (text, refused) in cases {
        assert_eq!(Mobile::parse(text), Err(refused), "{text:?}");
    }
    let refused = Refused::Length { digits: 10 };
    assert_eq!((refused.code(), refused.values()), ("base.mobile.length", vec![("digits", "10".to_owned())]));
    assert_eq!((refused.status(), refused.field()), (422, None));
}

#[test]
fn a_log_shows_the_number_masked_and_json_keeps_e164() {
    let mobile = Mobile::parse("01711123456").unwrap();
    assert_eq!(format!("{mobile:?}"), "Mobile(017••••456)");
    assert_eq!(serde_json::to_string(&mobile).unwrap(), "\"+8801711123456\"");
    assert_eq!(serde_json::from_str::<Mobile>("\"০১৭১১১২৩৪৫৬\"").unwrap(), mobile);
    assert!(serde_json::from_str::<Mobile>("\"999\"").is_err());
}

#[test]
fn a_number_is_found_in_a_text_however_it_is_written() {
    for text in [
        "call 01711123456",
        "০১৭১১-১২৩ ৪৫৬",
        "+8801711123456",
        "(018) 1100.0007, evenings",
        "0120 01711123456",
        "017/11123456",
        "+880 1711-123456",
    ] {
        assert!(Mobile::stands_in(text), "{text}");
    }
    for text in [
        "",
        "Tk 2,200 for 100",
        "01711 12345",
        "since 2026, 30 x 40 cm",
        "8801234567890",
        "1593278284",
        "10 15 20 25 30 35",
        "8901725133979",
        "01 52 02 53 03 5",
        "2026-01-15 30 40 50",
    ] {
        assert!(!Mobile::stands_in(text), "{text}");
    }
}

proptest! {
    #[test]
    fn every_number_of_an_operator_is_read_back_from_what_is_stored(third in "[13-9]", rest in "[0-9]{8}") {
        let local = format!("01{third}{rest}");
        let mobile = Mobile::parse(&local).unwrap();
        prop_assert_eq!(mobile.local(), local);
        prop_assert_eq!(Mobile::parse(&mobile.e164()), Ok(mobile));
    }

    #[test]
    fn no_text_makes_the_reader_of_numbers_fail(text in ".*") {
        let _ = Mobile::parse(&text);
    }
}
