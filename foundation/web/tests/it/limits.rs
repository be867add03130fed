//! How often one may knock, and from where.

use crate::stall::{Kit, ask};
use axum::body::Body;
use base::calendar::Moment;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::Semaphore;
use web::limiter::{RECEIPT_CHECK, Wait, address_key};
use web::limits::REQUESTS_AT_ONCE_MAX;
use web::{Limiter, Rule, Things};

const TWICE_IN_TEN: Rule = Rule { surface: "trial", at_most: 2, per_s: 10 };

#[tokio::test]
async fn the_eleventh_check_within_a_minute_waits_and_the_clock_lets_it_in() {
    let kit = Kit::new().await;
    for _ in 0..10 {
        assert_eq!(kit.get("/check").await.status, 200);
    }
    let got = kit.get("/check").await;
    assert_eq!((got.status.as_u16(), got.header("retry-after")), (429, "6"));
    assert!(got.body.contains("৬ সেকেন্ড পরে"), "{}", got.body);
    kit.trial.pass(5_000);
    assert_eq!(kit.get("/check").await.header("retry-after"), "1");
    kit.trial.pass(1_000);
    assert_eq!(kit.get("/check").await.status, 200);
    assert_eq!(kit.get("/check").await.status, 429);
    assert_eq!(kit.get("/").await.status, 200, "other routes are not limited");
}

#[tokio::test]
async fn a_clients_own_word_on_its_address_counts_only_behind_our_proxy() {
    let direct = Kit::new().await;
    let proxied = Kit::with(|setting| setting.trust_proxy = true).await;
    for (kit, last) in [(&direct, 429), (&proxied, 200)] {
        let mut status = 0;
        for nth in 0..=10 {
            let told = format!("203.0.113.{nth}");
            let request = ask("GET", "/check").header("x-forwarded-for", &told).body(Body::empty()).unwrap();
            status = kit.send(request).await.status.as_u16();
        }
        assert_eq!(status, last);
    }
    for nth in 0..=10 {
        let told = format!("203.0.113.{nth}, 198.51.100.7");
        let request = ask("GET", "/check").header("x-forwarded-for", &told).body(Body::empty()).unwrap();
        let got = proxied.send(request).await;
        assert_eq!(got.status, if nth < 10 { 200 } else { 429 }, "only the entry of our own proxy counts");
    }
}

#[tokio::test]
async fn beyond_so_many_requests_at_once_the_next_is_told_to_come_back() {
    let gate = Arc::new(Semaphore::new(0));
    let shared = gate.clone();
    let kit = Arc::new(Kit::with(|setting| setting.things = Things::default().with(shared)).await);
    let mut waiting = Vec::new();
    for _ in 0..REQUESTS_AT_ONCE_MAX {
        let kit = kit.clone();
        waiting.push(tokio::spawn(async move { kit.get("/wait").await.status }));
    }
    for _ in 0..REQUESTS_AT_ONCE_MAX {
        tokio::task::yield_now().await; // every one of them reaches its wait
    }
    let got = kit.get("/drawn").await;
    assert_eq!((got.status.as_u16(), got.header("retry-after")), (503, "5"));
    gate.add_permits(REQUESTS_AT_ONCE_MAX);
    for waited in waiting {
        assert_eq!(waited.await.unwrap(), 200);
    }
    assert_eq!(kit.get("/drawn").await.status, 200, "the places are free again");
}

#[test]
fn a_burst_passes_then_one_at_each_step_and_each_key_has_its_own() {
    let limiter = Limiter::default();
    let take = |who: &str, at_ms: i64| limiter.take(&TWICE_IN_TEN, who, Moment::new(at_ms));
    assert_eq!((take("a", 0), take("a", 0)), (Ok(()), Ok(())));
    assert_eq!(take("a", 0), Err(Wait { seconds: 5 }));
    assert_eq!(take("a", 4_999), Err(Wait { seconds: 1 }));
    assert_eq!(take("b", 0), Ok(()), "another key is not concerned");
    assert_eq!(take("a", 5_000), Ok(()));
    assert_eq!(take("a", 5_000), Err(Wait { seconds: 5 }));
    assert_eq!((take("a", 60_000), take("a", 60_000)), (Ok(()), Ok(())));
    assert_eq!(take("a", 0), Err(Wait { seconds: 65 }), "a clock set back opens nothing");
}

#[test]
fn in_any_period_no_more_pass_than_twice_the_rule() {
    let limiter = Limiter::default();
    let passed: Vec<i64> =
        (0..100_000).step_by(100).filter(|at| limiter.take(&RECEIPT_CHECK, "a", Moment::new(*at)).is_ok()).collect();
    assert_eq!(passed.len(), 10 + 100_000 / 6_000);
    let within = |from: i64| passed.iter().filter(|at| (from..from + 60_000).contains(at)).count();
    assert!(passed.iter().all(|from| within(*from) <= 20));
}

#[test]
fn the_limiter_never_outgrows_its_bound() {
    let limiter = Limiter::default();
    for nth in 0..70_000 {
        assert_eq!(limiter.take(&TWICE_IN_TEN, &format!("{nth}"), Moment::new(0)), Ok(()));
    }
    assert!(limiter.len() <= web::limits::LIMITER_KEYS_MAX);
    assert!(!limiter.is_empty());
}

#[test]
fn one_subscriber_is_one_key() {
    let key = |text: &str| address_key(text.parse::<IpAddr>().unwrap());
    assert_eq!(key("203.0.113.7"), key("::ffff:203.0.113.7"));
    assert_eq!(key("2001:db8:1:2::3"), key("2001:db8:1:2:ffff::9"));
    assert_ne!(key("2001:db8:1:2::3"), key("2001:db8:1:3::3"));
}
