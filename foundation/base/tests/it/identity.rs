//! NID and birth registration numbers: read strictly, shown masked.

use base::Lang::{Bn, En};
use base::Refusal;
use base::identity::{BirthNumber, Nid, Refused};
use proptest::prelude::*;

#[test]
fn an_nid_has_10_13_or_17_digits_in_either_script() {
    for (text, digits) in [
        ("1234567890", "1234567890"),
        ("১২৩ ৪৫৬-৭৮৯০", "1234567890"),
        ("1234567890123", "1234567890123"),
        ("19841234567890123", "19841234567890123"),
    ] {
        assert_eq!(Nid::parse(text).unwrap().digits(), digits);
    }
    for (text, refused) in [
        ("", Refused::Empty),
        (" - ", Refused::Empty),
        ("12345O7890", Refused::Character),
        ("12345678901", Refused::NidLength { digits: 11 }),
        ("123456789012345678", Refused::NidLength { digits: 18 }),
        ("18991234567890123", Refused::Year),
        ("21001234567890123", Refused::Year),
    ] {
        assert_eq!(Nid::parse(text), Err(refused), "{text}");
    }
}

#[test]
fn a_birth_number_has_17_digits_and_begins_with_a_year() {
    assert_eq!(BirthNumber::parse("২০২৬ ০৫১২০৩৭ ০১২৩৪৫").unwrap().digits(), "20260512037012345");
    assert_eq!(BirthNumber::parse("2026051203701234"), Err(Refused::BirthLength { digits: 16 }));
    assert_eq!(BirthNumber::parse("10260512037012345"), Err(Refused::Year));
    let refused = Refused::BirthLength { digits: 16 };
    assert_eq!(refused.code(), "base.identity.birth_length");
    assert_eq!(refused.values(), [("digits", "16".to_owned())]);
}

#[test]
fn the_17_and_the_13_digits_of_one_card_are_found_by_the_same_digits() {
    let long = Nid::parse("19841234567890123").unwrap();
    let short = Nid::parse("1234567890123").unwrap();
    assert_eq!(long.finding_digits(), short.finding_digits());
    assert_eq!(Nid::parse("1234567890").unwrap().finding_digits(), "1234567890");
}

#[test]
fn neither_mask_nor_log_shows_more_than_the_last_four() {
    let nid = Nid::parse("1234567890").unwrap();
    assert_eq!((nid.masked(En), nid.masked(Bn)), ("••••••7890".to_owned(), "••••••৭৮৯০".to_owned()));
    assert_eq!(format!("{nid:?}"), "Nid(••••••7890)");
    let birth = BirthNumber::parse("20260512037012345").unwrap();
    assert_eq!(birth.masked(Bn), "••••••২৩৪৫");
    assert_eq!(format!("{birth:?}"), "BirthNumber(••••••2345)");
}

proptest! {
    #[test]
    fn a_refusal_never_repeats_the_number(digits in "[0-9]{18,30}") {
        let refused = Nid::parse(&digits).unwrap_err();
        let told = format!("{refused:?} {refused} {:?}", refused.values());
        prop_assert!(!told.contains(&digits));
    }

    #[test]
    fn no_text_makes_the_reader_fail(text in ".*") {
        let _ = Nid::parse(&text);
        let _ = BirthNumber::parse(&text);
    }
}
