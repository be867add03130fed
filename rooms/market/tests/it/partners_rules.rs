//! The pure rules of telling sellers' programs.

use crate::kit::quilt;
use base::calendar::Moment;
use journal::{Ahead, Deed};
use market::rules::{MessageState, after_try, body_of};
use market::{MESSAGE_KINDS, OfferProduct, RETRY_MS, Scope, VARIANTS_MAX, Variant, message_id};
use proptest::prelude::*;

const NOW: Moment = Moment::new(1_795_408_920_000);

#[test]
fn a_message_is_tried_ever_more_rarely_and_given_up_after_ten_tries() {
    for well in [200, 201, 202, 204, 299] {
        assert_eq!(after_try(0, well, NOW), (MessageState::Sent, NOW), "{well}");
    }
    for (tries, wait) in RETRY_MS.iter().enumerate() {
        let tries = i64::try_from(tries).unwrap();
        assert_eq!(after_try(tries, 500, NOW), (MessageState::Waiting, Moment::new(NOW.get() + wait)));
    }
    assert_eq!(after_try(9, 500, NOW).0, MessageState::GivenUp);
    assert_eq!(after_try(9, 204, NOW).0, MessageState::Sent, "the last try may do");
    assert_eq!(after_try(0, 410, NOW).0, MessageState::GivenUp, "nobody will ever listen there");
    assert_eq!(after_try(0, 301, NOW).0, MessageState::Waiting, "nobody is sent elsewhere");
    assert_eq!(after_try(3, 0, NOW).0, MessageState::Waiting, "no answer at all");
    assert!(RETRY_MS.windows(2).all(|two| two[0] < two[1]));
    let all: i64 = RETRY_MS.iter().sum();
    assert!((2 * 86_400_000..4 * 86_400_000).contains(&all), "some days in all: {all}");
}

proptest! {
    #[test]
    fn a_message_that_was_not_taken_is_tried_later_or_given_up(tries in -5_i64..50, status in 0_u16..1_000) {
        let (state, next) = after_try(tries, status, NOW);
        match state {
            MessageState::Sent => prop_assert!((200..300).contains(&status)),
            MessageState::Waiting => prop_assert!(next > NOW && (0..9).contains(&tries) && status != 410),
            MessageState::GivenUp => prop_assert!(!(0..9).contains(&tries) || status == 410),
            MessageState::Kept => prop_assert!(false, "a try keeps nothing back"),
        }
    }
}

#[test]
fn a_message_says_when_in_dhakas_time_and_travels_under_one_id() {
    assert_eq!(
        body_of("order.placed", NOW, "{}"),
        r#"{"type":"order.placed","timestamp":"2026-11-23T10:42:00+06:00","data":{}}"#
    );
    let night = Moment::new(NOW.get() - (10 * 3_600 + 42 * 60) * 1_000 - 1_000);
    assert!(body_of("x", night, "1").contains("2026-11-22T23:59:59+06:00"), "the day before");
    assert_eq!(message_id("S000042", 7), "msg_S000042_7");
}

#[test]
fn every_state_and_scope_has_a_name_of_its_own() {
    use MessageState as M;
    for state in [M::Kept, M::Waiting, M::Sent, M::GivenUp] {
        assert_eq!(MessageState::of_name(state.name()), Some(state));
    }
    assert_eq!(MessageState::of_name("lost"), None);
    for scope in Scope::ALL {
        assert_eq!(scope.permissions(), [format!("partner.{}", scope.name())]);
    }
}

#[test]
fn a_product_of_thousands_of_kinds_asks_for_no_more_rows_than_one_may_have() {
    let mut product = quilt();
    let kind = product.variants[0].clone();
    product.variants = (0..5_000).map(|n| Variant { sku: format!("Q-{n}"), ..kind.clone() }).collect();
    let deed = OfferProduct {
        seller: "S000001".to_owned(),
        reference: "R1".to_owned(),
        kind: "craft.quilt".to_owned(),
        product,
        recheck: false,
    };
    let wants = deed.wants(&Ahead { now: NOW, session: "", by: "" });
    assert_eq!(wants.len(), VARIANTS_MAX + 2, "its kinds, its reference and its category");
}

#[test]
fn every_kind_of_message_is_told_of_in_the_description_and_in_the_rooms_own_words() {
    let described = serde_json::to_string(&market::room().openapi.unwrap()()).unwrap();
    for kind in MESSAGE_KINDS {
        assert!(described.contains(&format!("`{kind}`")), "{kind}");
        assert!(include_str!("../../README.md").contains(&format!("`{kind}`")), "{kind}");
    }
}
