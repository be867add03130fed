//! The pure rules of telling sellers' programs.

use base::calendar::Moment;
use market::rules::{MessageState, after_try, body_of};
use market::{RETRY_MS, Scope, message_id};
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
