//! Limits of amounts: how much at once, how much in a day at a centre, how much in a day by one person.

use crate::service::is_default;
use base::Paisa;
use serde::{Deserialize, Serialize};

/// What a limit is about: all services of a provider, or one service. A key of rows: `provider:bkash`, `service:P017`.
#[must_use]
pub fn subject_of_provider(provider: &str) -> String {
    format!("provider:{provider}")
}

/// See [`subject_of_provider`].
#[must_use]
pub fn subject_of_service(service: &str) -> String {
    format!("service:{service}")
}

/// Limits at a place; the nearest place that names one wins.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Limit {
    /// The greatest single amount.
    #[serde(default, skip_serializing_if = "is_default")]
    pub each_max: Option<Paisa>,
    /// The greatest sum of a centre's day.
    #[serde(default, skip_serializing_if = "is_default")]
    pub day_max_centre: Option<Paisa>,
    /// The greatest sum of one person's day, which is a seat's.
    #[serde(default, skip_serializing_if = "is_default")]
    pub day_max_person: Option<Paisa>,
}

/// A limit that holds here, with what is used of it today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LimitHere {
    pub limit: Limit,
    pub used_centre: Paisa,
    pub used_person: Paisa,
}

/// Which limit an amount is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitKind {
    /// Of a single amount.
    Each,
    /// Of the centre's day.
    Centre,
    /// Of the person's day.
    Person,
}

/// An amount over a limit: the limit and what is left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverLimit {
    /// Which.
    pub kind: LimitKind,
    /// The limit.
    pub max: Paisa,
    /// What may still be moved under it.
    pub left: Paisa,
}

/// The paths of a place and all above it, the nearest first: `/30/3026/`, `/30/`, `/`.
pub(crate) fn paths_up(path: &str) -> Vec<String> {
    let ends = path.char_indices().filter(|(_, letter)| *letter == '/').map(|(at, _)| at.saturating_add(1));
    let mut paths: Vec<String> = ends.filter_map(|end| path.get(..end)).map(str::to_owned).collect();
    paths.reverse();
    paths
}

/// Whether this amount may still be moved.
pub(crate) fn decide(amount: Paisa, limits: &[LimitHere]) -> Result<(), OverLimit> {
    for here in limits {
        let three = [
            (LimitKind::Each, here.limit.each_max, Paisa::ZERO),
            (LimitKind::Person, here.limit.day_max_person, here.used_person),
            (LimitKind::Centre, here.limit.day_max_centre, here.used_centre),
        ];
        for (kind, max, used) in three {
            let Some(max) = max else { continue };
            let left = max.checked_sub(used).unwrap_or_default().max(Paisa::ZERO);
            if amount > left {
                return Err(OverLimit { kind, max, left });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_nearest_place_comes_first_and_the_country_last() {
        assert_eq!(paths_up("/30/3026/"), ["/30/3026/", "/30/", "/"]);
        assert_eq!(paths_up("/"), ["/"]);
    }

    #[test]
    fn what_is_left_is_told_with_the_limit() {
        let limit = Limit { day_max_person: Some(Paisa::new(1_000)), ..Limit::default() };
        let here = LimitHere { limit, used_centre: Paisa::ZERO, used_person: Paisa::new(700) };
        assert_eq!(decide(Paisa::new(300), std::slice::from_ref(&here)), Ok(()));
        let over = decide(Paisa::new(301), &[here]).unwrap_err();
        assert_eq!(over, OverLimit { kind: LimitKind::Person, max: Paisa::new(1_000), left: Paisa::new(300) });
    }

    proptest! {
        #[test]
        fn amounts_that_pass_never_add_up_to_more_than_the_days_limit(
            max in 1_i64..10_000, amounts in prop::collection::vec(1_i64..3_000, 1..40),
        ) {
            let limit = Limit { day_max_centre: Some(Paisa::new(max)), ..Limit::default() };
            let mut used = Paisa::ZERO;
            for amount in amounts.into_iter().map(Paisa::new) {
                let here = LimitHere { limit: limit.clone(), used_centre: used, used_person: Paisa::ZERO };
                if decide(amount, &[here]).is_ok() {
                    used = used.checked_add(amount).unwrap_or(used);
                }
            }
            prop_assert!(used.get() <= max);
        }
    }
}
