//! Bank routing numbers, with the directories of the banks as judges.

use crate::vectors;
use base::Refusal;
use base::routing::{Refused, RoutingNumber};
use proptest::prelude::*;

#[test]
fn numbers_from_the_directories_pass_and_the_made_up_one_does_not() {
    for row in vectors("bd_routing_number.csv") {
        let text = &row["routing"];
        let parsed = RoutingNumber::parse(text);
        assert_eq!(parsed.is_ok(), row["expect"] == "valid", "{text}");
        if let Ok(number) = parsed {
            assert_eq!(number.text(), text);
            assert!(number.bank().is_some(), "{text} belongs to a bank that we know");
        }
    }
}

#[test]
fn the_bank_is_known_by_its_code() {
    let number = RoutingNumber::parse("০২০ ১৩০-৩১৮").unwrap();
    assert_eq!((number.text(), number.bank_code(), number.bank()), ("020130318", "020", Some("AB BANK PLC")));
    assert_eq!(RoutingNumber::parse("999000003").map(|n| n.bank()), Ok(None), "a bank newer than our list");
}

#[test]
fn a_refusal_says_what_is_wrong_with_the_number() {
    for (text, refused) in [
        ("", Refused::Length { digits: 0 }),
        ("20130318", Refused::Length { digits: 8 }), // a spreadsheet took the leading zero
        ("02013031O", Refused::Character),
        ("000000000", Refused::Bank),
        ("020130319", Refused::CheckDigit),
    ] {
        assert_eq!(RoutingNumber::parse(text), Err(refused.clone()), "{text}");
        assert!(refused.code().starts_with("base.routing."));
    }
    assert_eq!(Refused::Length { digits: 8 }.values(), [("digits", "8".to_owned())]);
}

#[test]
fn it_is_a_text_in_json_so_that_its_zeros_stay() {
    let number = RoutingNumber::parse("020130318").unwrap();
    assert_eq!(serde_json::to_string(&number).unwrap(), "\"020130318\"");
    assert!(serde_json::from_str::<RoutingNumber>("\"020130319\"").is_err());
}

proptest! {
    #[test]
    fn a_single_wrong_digit_is_always_caught_but_under_the_weight_five(place in 0_usize..9, by in 1_u32..10) {
        let mut digits: Vec<u32> = "020130318".chars().map(|c| c.to_digit(10).unwrap()).collect();
        digits[place] = (digits[place] + by) % 10;
        let text: String = digits.iter().map(u32::to_string).collect();
        // 5 times an even change is a multiple of ten: the weights themselves are blind there.
        let blind = place % 3 == 0 && by % 2 == 0;
        prop_assert_eq!(RoutingNumber::parse(&text).is_ok(), blind);
    }

    #[test]
    fn no_text_makes_the_reader_of_routing_numbers_fail(text in ".*") {
        let _ = RoutingNumber::parse(&text);
    }
}
