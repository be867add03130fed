//! Money never loses a paisa, and is written and read as the country does.

use base::Lang::{Bn, En};
use base::money::{Refused, notes_for};
use base::{Paisa, Refusal};
use proptest::prelude::*;

fn taka(text: &str) -> Paisa {
    Paisa::parse(text).unwrap()
}

#[test]
fn amounts_are_shown_in_lakh_and_crore_with_paisa_only_when_there_are_any() {
    let cases = [
        (27_800_000_000, "৳২৭,৮০,০০,০০০", "৳27,80,00,000"),
        (12_345_650, "৳১,২৩,৪৫৬.৫০", "৳1,23,456.50"),
        (5, "৳০.০৫", "৳0.05"),
        (0, "৳০", "৳0"),
        (-100_000, "-৳১,০০০", "-৳1,000"),
        (-50, "-৳০.৫০", "-৳0.50"),
        (i64::MIN, "-৳৯২,২৩,৩৭,২০,৩৬,৮৫,৪৭,৭৫৮.০৮", "-৳92,23,37,20,36,85,47,758.08"),
    ];
    for (paisa, bn, en) in cases {
        assert_eq!(Paisa::new(paisa).show(Bn), bn);
        assert_eq!(Paisa::new(paisa).show(En), en);
        assert_eq!(Paisa::new(paisa).show_plain(Bn), bn.replace('৳', ""));
    }
}

#[test]
fn amounts_are_said_in_words() {
    let cases = [
        (124_050, "এক হাজার দুইশ চল্লিশ টাকা পঞ্চাশ পয়সা মাত্র", "One thousand two hundred forty taka and fifty paisa only"),
        (124_000, "এক হাজার দুইশ চল্লিশ টাকা মাত্র", "One thousand two hundred forty taka only"),
        (50, "পঞ্চাশ পয়সা মাত্র", "Fifty paisa only"),
        (0, "শূন্য টাকা মাত্র", "Zero taka only"),
        (-100, "ঋণাত্মক এক টাকা মাত্র", "Minus one taka only"),
        (27_800_000_000, "সাতাশ কোটি আশি লাখ টাকা মাত্র", "Twenty-seven crore eighty lakh taka only"),
    ];
    for (paisa, bn, en) in cases {
        assert_eq!(Paisa::new(paisa).words(Bn), bn);
        assert_eq!(Paisa::new(paisa).words(En), en);
    }
}

#[test]
fn amounts_are_read_as_people_type_them() {
    let cases = [
        ("50", 5_000),
        (" ৳ ১,২৩,৪৫৬.৫০ ", 12_345_650),
        ("123,456.5", 12_345_650),
        ("৳50.05", 5_005),
        (".5", 50),
        ("0", 0),
        ("-20", -2_000),
        ("-৳20", -2_000),
        ("৳-20", -2_000),
        ("+7", 700),
        ("92233720368547758.07", i64::MAX),
        ("-92233720368547758.08", i64::MIN),
    ];
    for (text, paisa) in cases {
        assert_eq!(Paisa::parse(text), Ok(Paisa::new(paisa)), "{text}");
    }
}

#[test]
fn what_is_not_an_amount_is_refused_with_its_reason() {
    let cases = [
        ("", Refused::Empty),
        ("৳", Refused::Empty),
        ("1,5", Refused::NotANumber),
        ("12,34", Refused::NotANumber),
        ("1,,000", Refused::NotANumber),
        ("1.", Refused::NotANumber),
        ("1.2.3", Refused::NotANumber),
        ("--1", Refused::NotANumber),
        ("1e3", Refused::NotANumber),
        ("পাঁচ", Refused::NotANumber),
        ("1.005", Refused::Decimals),
        ("92233720368547758.08", Refused::TooLarge),
        ("99999999999999999999", Refused::TooLarge),
    ];
    for (text, refused) in cases {
        assert_eq!(Paisa::parse(text), Err(refused), "{text}");
    }
    assert_eq!(Refused::Decimals.code(), "base.money.decimals");
}

#[test]
fn the_vat_inside_a_price_is_rounded_half_up_and_both_parts_make_the_price() {
    assert_eq!(Paisa::new(1000).inside(1500), (Paisa::new(870), Paisa::new(130)));
    assert_eq!(Paisa::new(-1000).inside(1500), (Paisa::new(-870), Paisa::new(-130)));
    assert_eq!(Paisa::new(3).inside(10_000), (Paisa::new(1), Paisa::new(2)), "half a paisa goes up");
    assert_eq!(taka("100").inside(0), (taka("100"), Paisa::ZERO));
}

#[test]
fn a_split_gives_the_paisa_left_over_to_the_largest_remainders() {
    let split = |paisa: i64, weights: &[u64]| {
        Paisa::new(paisa).split(weights).map(|shares| shares.into_iter().map(Paisa::get).collect::<Vec<_>>())
    };
    assert_eq!(split(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
    assert_eq!(split(-100, &[1, 1, 1]), Some(vec![-34, -33, -33]));
    assert_eq!(split(10, &[0, 3, 7]), Some(vec![0, 3, 7]));
    assert_eq!(split(1, &[1, 2]), Some(vec![0, 1]));
    assert_eq!(split(i64::MIN, &[u64::MAX]), Some(vec![i64::MIN]));
    assert_eq!(split(100, &[]), None);
    assert_eq!(split(100, &[0, 0]), None);
}

#[test]
fn change_is_handed_back_in_the_fewest_notes() {
    assert_eq!(
        notes_for(taka("1888")),
        [(1000, 1), (500, 1), (200, 1), (100, 1), (50, 1), (20, 1), (10, 1), (5, 1), (2, 1), (1, 1)]
    );
    assert_eq!(notes_for(taka("400.50")), [(200, 2)]);
    assert_eq!(notes_for(Paisa::ZERO), []);
    assert_eq!(notes_for(taka("-5")), []);
}

#[test]
fn what_does_not_fit_is_none_and_never_wraps() {
    let most = Paisa::new(i64::MAX);
    assert_eq!(most.checked_add(Paisa::new(1)), None);
    assert_eq!(Paisa::new(i64::MIN).checked_sub(Paisa::new(1)), None);
    assert_eq!(most.checked_mul(2), None);
    assert_eq!(Paisa::new(i64::MIN).checked_neg(), None);
    assert_eq!(Paisa::from_taka(i64::MAX), None);
    assert_eq!(Paisa::sum([most, Paisa::new(1), Paisa::new(-1)]), None);
    assert_eq!(Paisa::sum([]), Some(Paisa::ZERO));
    assert_eq!(Paisa::from_taka(80).and_then(|total| total.checked_sub(taka("30"))), Some(taka("50")));
}

#[test]
fn money_is_a_bare_integer_in_json() {
    assert_eq!(serde_json::to_string(&Paisa::new(8000)).unwrap(), "8000");
    assert_eq!(serde_json::from_str::<Paisa>("-5").unwrap(), Paisa::new(-5));
    assert!(serde_json::from_str::<Paisa>("5.5").is_err());
}

proptest! {
    #[test]
    fn shares_add_up_exactly_and_each_is_within_one_paisa(paisa: i64, weights in prop::collection::vec(any::<u64>(), 1..20)) {
        let whole: u128 = weights.iter().map(|w| u128::from(*w)).sum();
        prop_assume!(whole > 0);
        let shares = Paisa::new(paisa).split(&weights).unwrap();
        let sum: i128 = shares.iter().map(|s| i128::from(s.get())).sum();
        prop_assert_eq!(sum, i128::from(paisa));
        for (share, weight) in shares.iter().zip(&weights) {
            let due = u128::from(paisa.unsigned_abs()) * u128::from(*weight) / whole;
            let off = u128::from(share.get().unsigned_abs()).abs_diff(due);
            prop_assert!(off <= 1 && (share.get() == 0 || (share.get() < 0) == (paisa < 0)));
        }
    }

    #[test]
    fn what_is_shown_is_read_back_as_the_same_amount(paisa: i64) {
        for lang in [Bn, En] {
            prop_assert_eq!(Paisa::parse(&Paisa::new(paisa).show(lang)), Ok(Paisa::new(paisa)));
            prop_assert_eq!(Paisa::parse(&Paisa::new(paisa).show_plain(lang)), Ok(Paisa::new(paisa)));
        }
    }

    #[test]
    fn net_and_tax_make_the_price_at_any_rate(paisa: i64, rate: u32) {
        let (net, tax) = Paisa::new(paisa).inside(rate);
        prop_assert_eq!(net.checked_add(tax), Some(Paisa::new(paisa)));
        prop_assert!(i128::from(tax.get()).abs() <= i128::from(paisa).abs());
        // The tax is the rate of the net, to half a paisa of the exact fraction.
        let off = (i128::from(tax.get()) * (10_000 + i128::from(rate)) - i128::from(paisa) * i128::from(rate)).abs();
        prop_assert!(off * 2 <= 10_000 + i128::from(rate));
    }

    #[test]
    fn the_notes_are_worth_the_change(taka in 0_i64..1_000_000_000) {
        let worth: i64 = notes_for(Paisa::from_taka(taka).unwrap()).iter().map(|(note, count)| note * count).sum();
        prop_assert_eq!(worth, taka);
    }

    #[test]
    fn no_text_makes_the_reader_of_money_fail(text in ".*") {
        let _ = Paisa::parse(&text);
    }
}
