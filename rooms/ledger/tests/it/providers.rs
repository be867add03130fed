//! Providers by name: whose secret is whose, when they are asked again, what their words mean.

use base::calendar::{BusinessDay, Moment};
use journal::Boxed;
use ledger::{ASK_AFTER_MS, Answer, Notice, Provider, Providers, Silence, TransferOrder, TransferState as T};
use proptest::prelude::*;
use std::sync::Arc;

struct Silent;

impl Provider for Silent {
    fn initiate<'a>(&'a self, _: &'a TransferOrder) -> Boxed<'a, Answer> {
        Box::pin(async { Answer::NotAnswered(Silence::SurelyNot) })
    }

    fn query<'a>(&'a self, _: &'a str) -> Boxed<'a, Answer> {
        Box::pin(async { Answer::NotKnown })
    }

    fn reverse<'a>(&'a self, _: &'a str) -> Boxed<'a, Answer> {
        Box::pin(async { Answer::Pending })
    }

    fn statement(&self, _: BusinessDay) -> Boxed<'_, Option<String>> {
        Box::pin(async { None })
    }
}

fn two() -> Providers {
    Providers::default().with("nagad", "n", Arc::new(Silent)).with("bkash", "b", Arc::new(Silent))
}

const MINUTE: i64 = 60_000;

#[test]
fn each_provider_has_its_own_secret_and_nobody_else_has_one() {
    let providers = two();
    assert_eq!(providers.names().collect::<Vec<_>>(), ["bkash", "nagad"]);
    assert_eq!(
        (providers.secret("bkash"), providers.secret("nagad"), providers.secret("rocket")),
        (Some("b"), Some("n"), None)
    );
    assert!(providers.get("nagad").is_some() && providers.get("rocket").is_none());
}

#[test]
fn a_request_is_asked_after_eagerly_at_first_and_seldom_later() {
    let providers = two();
    let began = Moment::new(1_000_000);
    let at = |ms: i64| Moment::new(began.get() + ms);
    assert!(!providers.is_due(at(ASK_AFTER_MS - 1), "a", began), "it may still be on its way");
    assert!(providers.is_due(at(ASK_AFTER_MS), "a", began));
    assert!(providers.is_due(at(ASK_AFTER_MS + 1), "a", began), "the customer may still be there");
    assert!(providers.is_due(at(11 * MINUTE), "a", began), "the first time it is this old");
    assert!(!providers.is_due(at(15 * MINUTE), "a", began), "every five minutes now");
    assert!(providers.is_due(at(16 * MINUTE), "a", began));
    assert!(providers.is_due(at(16 * MINUTE), "b", began), "each by itself");
    assert!(providers.is_due(at(180 * MINUTE), "a", began));
    assert!(!providers.is_due(at(209 * MINUTE), "a", began), "every half hour now");
    assert!(two().is_due(at(209 * MINUTE), "a", began), "a house that was opened anew asks once more");
    assert!(!providers.clone().is_due(at(209 * MINUTE), "a", began), "copies know the same");
}

#[test]
fn a_word_that_nobody_knows_says_nothing() {
    let notice = |state: &str| Notice {
        transfer: "t".to_owned(),
        centre: "c".to_owned(),
        state: state.to_owned(),
        reference: "R".to_owned(),
        code: "C".to_owned(),
    };
    assert_eq!(notice("done").answer(), Answer::Done { reference: "R".to_owned() });
    assert_eq!(notice("failed").answer(), Answer::Failed { code: "C".to_owned() });
    assert_eq!(notice("reversed").answer(), Answer::Reversed { reference: "R".to_owned() });
    assert_eq!(notice("pending").answer(), Answer::Pending);
    for other in ["", "DONE", "ok"] {
        assert_eq!(notice(other).answer(), Answer::NotAnswered(Silence::Unknown), "{other}");
    }
}

#[test]
fn an_end_that_stands_leads_nowhere_but_back() {
    for state in T::ALL {
        assert_eq!(T::of_name(state.name()), Some(state));
        assert_eq!(state.is_pending(), matches!(state, T::Requested | T::Unknown));
        assert!(!state.moves().contains(&state) && !state.moves().contains(&T::Requested), "{state:?}");
    }
    assert_eq!(T::Done.moves(), [T::Reversed]);
    assert!(T::Failed.moves().is_empty() && T::Reversed.moves().is_empty());
    assert_eq!(T::of_name("paid"), None);
}

proptest! {
    /// Nobody is asked twice within the time that its age gives, however often the round comes by.
    #[test]
    fn the_pauses_are_kept(steps in proptest::collection::vec(1_i64..400_000, 1..60)) {
        let (providers, began) = (two(), Moment::new(0));
        let (mut now, mut last) = (0_i64, None::<i64>);
        for step in steps {
            now += step;
            if providers.is_due(Moment::new(now), "a", began) {
                let pause = if now < 10 * MINUTE { 0 } else if now < 120 * MINUTE { 5 * MINUTE } else { 30 * MINUTE };
                prop_assert!(now >= ASK_AFTER_MS);
                prop_assert!(last.is_none_or(|last| now - last >= pause), "{:?} then {}", last, now);
                last = Some(now);
            }
        }
    }
}
