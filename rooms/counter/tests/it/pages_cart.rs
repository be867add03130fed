//! The cart by itself: whatever is done to it, it stays within bounds.

use base::Paisa;
use counter::{Cart, CartChange, CustomerGiven, FeeShown, NotTaken};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn adding(service: &str, quantity: i64, has_form: bool) -> CartChange {
    let fee = FeeShown { official: Paisa::new(3_000), charge: Paisa::new(2_050) };
    CartChange::Add { service: service.to_owned(), quantity, fee, has_form }
}

fn changes() -> impl Strategy<Value = CartChange> {
    let service = prop::sample::select(vec!["C010", "G009", "G003", "G031"]);
    let quantity = prop_oneof![-2_i64..20, 9_990_i64..10_010, Just(i64::MAX), Just(i64::MIN)];
    prop_oneof![
        3 => (service.clone(), quantity.clone()).prop_map(|(code, quantity)| adding(code, quantity, code != "C010")),
        2 => (0_i64..12, quantity).prop_map(|(line, quantity)| CartChange::Quantity { line, quantity }),
        1 => (0_i64..12, any::<bool>()).prop_map(|(line, answered)| CartChange::Answers {
            line,
            answers: BTreeMap::from([("name".to_owned(), "x".to_owned())]),
            answered,
        }),
        1 => ("[0-9+ ]{0,14}", "\\PC{0,90}").prop_map(|(mobile, name)| CartChange::Customer(CustomerGiven {
            mobile: Some(mobile),
            name: Some(name),
            ..CustomerGiven::default()
        })),
        1 => (service, 0_i64..100_000_000).prop_map(|(code, paisa)| CartChange::Fees(BTreeMap::from([(
            code.to_owned(),
            FeeShown { official: Paisa::new(paisa), charge: Paisa::ZERO },
        )]))),
    ]
}

proptest! {
    #[test]
    fn whatever_is_done_to_a_cart_it_stays_within_bounds(all in prop::collection::vec(changes(), 0..60)) {
        let mut cart = Cart::default();
        for change in &all {
            let before = cart.clone();
            if cart.change(change).is_err() {
                prop_assert!(cart == before, "a refused change left a trace: {change:?}");
            }
        }
        prop_assert!(cart.lines.len() <= 20);
        let mut sum = 0_i64;
        for line in &cart.lines {
            prop_assert!((1..=10_000).contains(&line.quantity));
            sum += line.each().get() * line.quantity;
        }
        prop_assert_eq!(cart.total().get(), sum);
        let mut numbers: Vec<i64> = cart.lines.iter().map(|line| line.line).collect();
        numbers.dedup();
        prop_assert_eq!(numbers.len(), cart.lines.len(), "each line has a number of its own");
        prop_assert_eq!(cart.given().len(), cart.lines.len());
        let kept: Cart = serde_json::from_str(&serde_json::to_string(&cart).unwrap()).unwrap();
        prop_assert_eq!(kept, cart);
    }
}

#[test]
fn a_service_without_a_form_is_counted_onto_its_line_and_one_with_a_form_gets_a_line_each() {
    let mut cart = Cart::default();
    for code in ["C010", "C010", "G009", "G009"] {
        cart.change(&adding(code, 1, code == "G009")).unwrap();
    }
    let lines: Vec<(i64, &str, i64)> =
        cart.lines.iter().map(|line| (line.line, line.service.as_str(), line.quantity)).collect();
    assert_eq!(lines, [(1, "C010", 2), (2, "G009", 1), (3, "G009", 1)]);
    assert!(cart.lines[0].is_ready() && !cart.lines[1].is_ready());
    cart.change(&CartChange::Quantity { line: 2, quantity: 0 }).unwrap();
    let next = cart.change(&adding("G009", 1, true)).unwrap();
    assert_eq!(next, 4, "the number of a line that went is not given again");
}

#[test]
fn a_paid_cart_is_empty_and_remembers_its_receipt() {
    let mut cart = Cart { form_id: "one".to_owned(), ..Cart::default() };
    cart.change(&adding("C010", 3, false)).unwrap();
    let after = cart.after("3026001-261123-B7K-014", "two".to_owned());
    assert!(after.lines.is_empty() && after.form_id == "two");
    assert_eq!(after.receipt_of("one"), Some("3026001-261123-B7K-014"));
    assert_eq!(after.receipt_of("two"), None);
}

#[test]
fn a_customer_is_a_number_a_name_or_nobody() {
    let mut cart = Cart::default();
    let given = |mobile: &str, name: &str| {
        CartChange::Customer(CustomerGiven {
            mobile: Some(mobile.to_owned()),
            name: Some(name.to_owned()),
            ..CustomerGiven::default()
        })
    };
    cart.change(&given("+৮৮০ ১৭১১-১২৩৪৫৬", "  নমুনা   বেগম ")).unwrap();
    let known = cart.customer.clone().unwrap();
    assert_eq!((known.mobile.as_deref(), known.name.as_deref()), (Some("01711123456"), Some("নমুনা বেগম")));
    assert!(matches!(cart.change(&given("017", "")), Err(NotTaken::Mobile(_))));
    assert!(matches!(cart.change(&given("", &"x".repeat(81))), Err(NotTaken::Name)));
    assert_eq!(cart.customer, Some(known), "a refused change leaves what was there");
    cart.change(&given(" ", " ")).unwrap();
    assert_eq!(cart.customer, None);
}
