//! Numbers in lakh and crore, in digits and in words.

use crate::vectors;
use base::Lang::{self, Bn, En};
use base::number::{Refused, group, parse_integer, short, to_bangla_digits, to_latin_digits, words};
use proptest::prelude::*;

#[test]
fn numbers_are_grouped_by_lakh_and_crore() {
    let cases = [
        (0, "০", "0"),
        (999, "৯৯৯", "999"),
        (1000, "১,০০০", "1,000"),
        (123_456, "১,২৩,৪৫৬", "1,23,456"),
        (278_000_000, "২৭,৮০,০০,০০০", "27,80,00,000"),
        (-100_000, "-১,০০,০০০", "-1,00,000"),
    ];
    for (number, bn, en) in cases {
        assert_eq!(group(number, Bn), bn);
        assert_eq!(group(number, En), en);
    }
}

#[test]
fn numbers_are_shortened_without_losing_anything() {
    let cases = [
        (278_000_000, "২৭ কোটি ৮০ লাখ", "27 crore 80 lakh"),
        (784_488_000, "৭৮ কোটি ৪৪ লাখ ৮৮ হাজার", "78 crore 44 lakh 88 thousand"),
        (30_207, "৩০ হাজার ২০৭", "30 thousand 207"),
        (207, "২০৭", "207"),
        (0, "০", "0"),
        (-100_000, "-১ লাখ", "-1 lakh"),
        (1_234_567_890_123, "১,২৩,৪৫৬ কোটি ৭৮ লাখ ৯০ হাজার ১২৩", "1,23,456 crore 78 lakh 90 thousand 123"),
    ];
    for (number, bn, en) in cases {
        assert_eq!(short(number, Bn), bn);
        assert_eq!(short(number, En), en);
    }
}

#[test]
fn the_words_below_a_hundred_are_those_that_two_of_three_lists_agree_on() {
    let rows = vectors("bn_number_words.csv");
    assert!(rows.len() > 100);
    for row in rows {
        let number: i64 = row["value"].parse().unwrap();
        // The list says "একশ"; above it the count and its unit are two words, as in "এক হাজার".
        assert_eq!(words(number, Bn), row["word"], "{number}");
        assert_eq!(to_bangla_digits(&row["value"]), row["bn_digits"]);
        assert_eq!(parse_integer(&row["bn_digits"]), Ok(number));
    }
}

#[test]
fn large_numbers_are_said_by_nesting_crores() {
    let cases = [
        (1_240, "এক হাজার দুইশ চল্লিশ", "one thousand two hundred forty"),
        (99, "নিরানব্বই", "ninety-nine"),
        (115, "একশ পনেরো", "one hundred fifteen"),
        (-15, "ঋণাত্মক পনেরো", "minus fifteen"),
        (1_000_000_000_000, "এক লাখ কোটি", "one lakh crore"),
        (100_000_000_000_000, "এক কোটি কোটি", "one crore crore"),
        (10_000_001, "এক কোটি এক", "one crore one"),
    ];
    for (number, bn, en) in cases {
        assert_eq!(words(number, Bn), bn);
        assert_eq!(words(number, En), en);
    }
}

#[test]
fn whole_numbers_are_read_in_both_digits_and_both_groupings() {
    for (text, number) in [
        ("278000000", 278_000_000),
        ("২৭,৮০,০০,০০০", 278_000_000),
        ("278,000,000", 278_000_000),
        (" -৫ ", -5),
        ("+5", 5),
        ("007", 7),
        ("-9223372036854775808", i64::MIN),
        ("9223372036854775807", i64::MAX),
    ] {
        assert_eq!(parse_integer(text), Ok(number), "{text}");
    }
    for (text, refused) in [
        ("", Refused::Empty),
        ("  ", Refused::Empty),
        ("-", Refused::NotANumber),
        ("1,5", Refused::NotANumber),
        ("1.0", Refused::NotANumber),
        (",123", Refused::NotANumber),
        ("1 000", Refused::NotANumber),
        ("٣", Refused::NotANumber),
        ("9223372036854775808", Refused::TooLarge),
    ] {
        assert_eq!(parse_integer(text), Err(refused), "{text}");
    }
}

#[test]
fn digits_change_script_and_nothing_else_does() {
    assert_eq!(to_bangla_digits("রশিদ 0512037-B7K"), "রশিদ ০৫১২০৩৭-B৭K");
    assert_eq!(to_latin_digits("রশিদ ০৫১২০৩৭-B৭K"), "রশিদ 0512037-B7K");
}

/// The grouping of South Asia by hand: three digits, then twos.
fn grouped_by_hand(number: i64) -> String {
    let digits: Vec<char> = number.unsigned_abs().to_string().chars().rev().collect();
    let mut reversed = String::new();
    for (place, digit) in digits.iter().enumerate() {
        if place == 3 || (place > 3 && place % 2 == 1) {
            reversed.push(',');
        }
        reversed.push(*digit);
    }
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", reversed.chars().rev().collect::<String>())
}

/// Reads number words back: what stands before the last crore counts crores.
fn said(text: &str, lang: Lang) -> i128 {
    let [minus, crore, lakh, thousand, hundred] = match lang {
        Bn => ["ঋণাত্মক ", "কোটি", "লাখ", "হাজার", "শ"],
        En => ["minus ", "crore", "lakh", "thousand", "hundred"],
    };
    if let Some(rest) = text.strip_prefix(minus) {
        return -said(rest, lang);
    }
    let small: Vec<String> = (0..100).map(|n| words(n, lang)).collect();
    let value = |word: &str| small.iter().position(|w| w == word).map(|n| n as i128);
    let tokens: Vec<&str> = text.split(' ').collect();
    let (crores, rest) = match tokens.iter().rposition(|t| *t == crore) {
        Some(place) => (said(&tokens[..place].join(" "), lang), &tokens[place + 1..]),
        None => (0, &tokens[..]),
    };
    let (mut sum, mut count) = (crores * 10_000_000, 0);
    for token in rest {
        if let Some(n) = value(token) {
            count += n;
        } else if *token == lakh {
            sum += std::mem::take(&mut count) * 100_000;
        } else if *token == thousand {
            sum += std::mem::take(&mut count) * 1000;
        } else if lang == En && *token == hundred {
            count *= 100;
        } else {
            count = value(token.strip_suffix(hundred).unwrap()).unwrap() * 100;
        }
    }
    sum + count
}

proptest! {
    #[test]
    fn grouping_agrees_with_grouping_by_hand(number: i64) {
        prop_assert_eq!(group(number, En), grouped_by_hand(number));
        prop_assert_eq!(group(number, Bn), to_bangla_digits(&grouped_by_hand(number)));
    }

    #[test]
    fn grouped_numbers_are_read_back(number: i64) {
        prop_assert_eq!(parse_integer(&group(number, Bn)), Ok(number));
        prop_assert_eq!(parse_integer(&group(number, En)), Ok(number));
    }

    #[test]
    fn words_say_the_number(number in prop_oneof![any::<i64>(), -1_000_000_000_i64..1_000_000_000, 0_i64..100_000]) {
        for lang in [Bn, En] {
            prop_assert_eq!(said(&words(number, lang), lang), i128::from(number));
        }
    }

    #[test]
    fn the_short_form_adds_up_to_the_number(number: i64) {
        let text = short(number, En);
        let mut sum = 0_i128;
        let mut count = 0_i128;
        for token in text.trim_start_matches('-').split(' ') {
            match token {
                "crore" => sum += std::mem::take(&mut count) * 10_000_000,
                "lakh" => sum += std::mem::take(&mut count) * 100_000,
                "thousand" => sum += std::mem::take(&mut count) * 1000,
                digits => count = digits.replace(',', "").parse().unwrap(),
            }
        }
        prop_assert_eq!((sum + count) * i128::from(number.signum()), i128::from(number));
        let bangla = to_latin_digits(&short(number, Bn));
        prop_assert_eq!(bangla.replace("কোটি", "crore").replace("লাখ", "lakh").replace("হাজার", "thousand"), text);
    }
}
