//! The plain functions of the kit over whatever texts, addresses and times there are.

use crate::stall::Kit;
use axum::http::{HeaderMap, HeaderValue, Uri};
use base::calendar::Moment;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use web::csrf::FormKey;
use web::limiter::address_key;
use web::{Limiter, Rule, in_query, safe_next};

/// Reads percent-encoding back, by an oracle of its own.
fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        if bytes[at] == b'%' {
            out.push(u8::from_str_radix(&text[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}

proptest! {
    #[test]
    fn what_is_written_into_an_address_is_read_back_and_breaks_nothing(text in any::<String>()) {
        let written = in_query(&text);
        prop_assert_eq!(decoded(&written), text.as_bytes());
        prop_assert!(written.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)));
        let address = format!("/x?q={written}");
        prop_assert!(address.parse::<Uri>().is_ok());
    }

    #[test]
    fn where_one_goes_next_is_always_a_place_of_this_house(next in "[/\\\\a-z.:@?#%\\t ]{0,12}|\\PC{0,30}|https?://.{0,10}") {
        let place = safe_next(Some(&next));
        prop_assert!(place == "/" || place == next);
        prop_assert!(place.starts_with('/') && !place.starts_with("//") && !place.starts_with("/\\"));
        prop_assert!(place.bytes().all(|byte| byte.is_ascii_graphic()), "nothing that breaks a header");
        if let Ok(uri) = place.parse::<Uri>() {
            prop_assert!(uri.authority().is_none() && uri.scheme().is_none(), "{place}");
        }
    }

    #[test]
    fn a_form_token_holds_for_its_own_session_and_no_other(one in "\\PC{0,40}", other in "\\PC{0,40}", noise in "[0-9a-f.]{0,120}|\\PC{0,60}") {
        let key = FormKey::of(&trial::keys());
        let token = key.token(&one);
        prop_assert!(key.holds(&one, &token));
        prop_assert_eq!(key.holds(&other, &token), one == other);
        prop_assert!(!key.holds(&one, &noise));
        let stranger = FormKey::of(&journal::Keys::new([8; 32]));
        prop_assert!(!stranger.holds(&one, &token), "a token of another store");
    }

    #[test]
    fn no_changed_letter_of_a_token_holds(session in "[a-z]{0,9}", at in 0_usize..97, letter in "[0-9a-f]") {
        let key = FormKey::of(&trial::keys());
        let token = key.token(&session);
        prop_assert_eq!(token.len(), 97);
        if at != 32 {
            let changed = format!("{}{letter}{}", &token[..at], &token[at + 1..]);
            prop_assert_eq!(key.holds(&session, &changed), changed == token);
        }
        prop_assert!(!key.holds(&session, &token[..at]), "cut");
    }

    #[test]
    fn the_first_cookie_of_a_name_that_says_something_is_the_one(
        pairs in proptest::collection::vec(("(haat|haat_lang|a)", "[a-z0-9]{0,5}"), 0..8), lines in 1_usize..4,
    ) {
        let mut headers = HeaderMap::new();
        for some in pairs.chunks(lines) {
            let line = some.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
            headers.append("cookie", HeaderValue::from_str(&line).unwrap());
        }
        for name in ["haat", "haat_lang", "a", "nothing"] {
            let said = pairs.iter().find(|(own, value)| own == name && !value.is_empty()).map(|(_, value)| value.as_str());
            prop_assert_eq!(web::cookies::cookie(&headers, name), said);
        }
    }

    #[test]
    fn any_cookie_header_is_read_without_falling_over(line in proptest::collection::vec(32_u8..=255, 0..80)) {
        if let Ok(value) = HeaderValue::from_bytes(&line) {
            let mut headers = HeaderMap::new();
            headers.append("cookie", value);
            if let Some(found) = web::cookies::cookie(&headers, "haat") {
                prop_assert!(!found.is_empty() && !found.contains(';'));
            }
        }
    }

    #[test]
    fn an_address_is_one_subscriber_by_its_64_bits_or_by_its_whole_old_form(high in any::<u64>(), low in any::<u64>(), other in any::<u64>(), old in any::<u32>()) {
        let v6 = |high: u64, low: u64| Ipv6Addr::from((u128::from(high) << 64) | u128::from(low));
        let (one, two) = (v6(high, low), v6(high, other));
        let mapped = |address: Ipv6Addr| address.to_ipv4_mapped().is_some();
        if !mapped(one) && !mapped(two) {
            prop_assert_eq!(address_key(one.into()), address_key(two.into()));
        }
        prop_assert_ne!(address_key(v6(high, low | 1 << 63).into()), address_key(v6(!high, low | 1 << 63).into()));
        let old = Ipv4Addr::from(old);
        prop_assert_eq!(address_key(IpAddr::V4(old)), address_key(IpAddr::V6(old.to_ipv6_mapped())));
    }

    #[test]
    fn who_waits_as_long_as_told_gets_in_and_who_comes_a_second_early_may_not(
        at_most in 1_i64..20, per_s in 1_i64..600, gaps in proptest::collection::vec(0_i64..30_000, 1..80),
    ) {
        let rule = Rule { surface: "trial", at_most, per_s };
        let limiter = Limiter::default();
        let (mut now, mut passed) = (0_i64, Vec::new());
        for gap in gaps {
            now += gap;
            match limiter.take(&rule, "a", Moment::new(now)) {
                Ok(()) => passed.push(now),
                Err(wait) => {
                    let wait = i64::try_from(wait.seconds).unwrap();
                    prop_assert!(wait >= 1 && wait <= per_s + 1);
                    let patient = Limiter::default();
                    for at in &passed {
                        patient.take(&rule, "a", Moment::new(*at)).unwrap();
                    }
                    prop_assert!(patient.take(&rule, "a", Moment::new(now + wait * 1_000)).is_ok());
                }
            }
        }
        // In no period do more than twice the rule get in: the burst, and what flows back meanwhile.
        for from in &passed {
            let within = passed.iter().filter(|at| (*from..from + per_s * 1_000).contains(at)).count();
            prop_assert!(i64::try_from(within).unwrap() <= 2 * at_most, "{within}");
        }
    }
}

#[tokio::test]
async fn whatever_pairs_a_form_carries_reach_the_handler_without_the_token() {
    let kit = Kit::new().await;
    let mut runner = TestRunner::deterministic();
    let name = "[a-z_]{1,6}|csr|csrff|Csrf|ক";
    let pairs = prop::collection::vec((name, any::<String>()), 0..8);
    for _ in 0..200 {
        let pairs: Vec<(String, String)> = pairs.new_tree(&mut runner).unwrap().current();
        let pairs: Vec<(String, String)> =
            pairs.into_iter().map(|(name, value)| (name, value.replace('\0', ""))).collect();
        let form: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{}={}", in_query(name), in_query(value))).collect();
        let got = kit.post_as("karim", "/echo", &form.join("&")).await;
        assert_eq!((got.status.as_u16(), got.body), (200, format!("{pairs:?}")));
    }
}

#[tokio::test]
async fn the_language_switch_keeps_every_other_question_in_its_place() {
    let kit = Kit::new().await;
    let mut runner = TestRunner::deterministic();
    let part =
        prop_oneof!["[a-z]{1,5}=[a-z0-9%]{0,6}".prop_map(|part| part.replace('%', "%41")), Just("lang=bn".to_owned())];
    let query = prop::collection::vec(part, 0..6);
    for _ in 0..120 {
        let parts: Vec<String> = query.new_tree(&mut runner).unwrap().current();
        let path = format!("/check?{}&lang=en", parts.join("&"));
        let kept: Vec<&String> = parts.iter().filter(|part| !part.starts_with("lang=")).collect();
        let mark = if kept.is_empty() { "" } else { "?" };
        let kept = kept.iter().map(|part| part.as_str()).collect::<Vec<_>>().join("&");
        let got = kit.get(&path).await;
        assert_eq!(
            (got.status.as_u16(), got.header("location")),
            (303, format!("/check{mark}{kept}").as_str()),
            "{path}"
        );
    }
}
