//! How the price of a service changes: somebody proposes it, another person approves it, and it comes into force on its
//! first day. What may stand beside what is decided here, once, for the proposal and again for the approval.

mod store;

pub(crate) use store::{ALL, PROPOSALS, decided, one, proposal, waiting};

use crate::service::Tariff;
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use serde::{Deserialize, Serialize};

/// A fee or a share a unit, at most: Tk 10 lakh.
pub const TARIFF_POISHA_MAX: i64 = 100_000_000;
/// Characters of the reason for which a proposal is declined, at most.
pub const REASON_CHARS_MAX: usize = 300;

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// Nobody decided yet.
    Waiting,
    /// Another person approved it: it is a tariff.
    Approved,
    /// Another person declined it.
    Declined,
    /// Whoever proposed it took it back.
    Withdrawn,
}

impl ProposalState {
    /// As it is stored and worded.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            ProposalState::Waiting => "waiting",
            ProposalState::Approved => "approved",
            ProposalState::Declined => "declined",
            ProposalState::Withdrawn => "withdrawn",
        }
    }
}

/// A tariff that somebody proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its id.
    pub proposal: String,
    /// The service.
    pub service: String,
    /// The tariff as proposed: its version is 0 until it is approved.
    pub tariff: Tariff,
    /// The person who proposed it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// What became of it.
    pub state: ProposalState,
    /// Who decided; empty while it waits.
    pub decided_by: String,
    /// Why it was declined; empty otherwise.
    pub reason: String,
}

/// Why a tariff cannot be so, whoever sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotATariff {
    /// An amount below nothing or above [`TARIFF_POISHA_MAX`].
    Amount,
    /// The place path.
    Path,
    /// Its last day is before its first.
    Dates,
    /// It would begin in the past.
    Past,
    /// Another tariff holds at the same place on some of its days.
    Overlap(Box<Tariff>),
}

/// Whether the amounts and the place of a tariff may be so at all.
pub(crate) fn sound(tariff: &Tariff) -> Result<(), NotATariff> {
    let fits = |paisa: Paisa| (0..=TARIFF_POISHA_MAX).contains(&paisa.get());
    if ![tariff.official, tariff.shop, tariff.programme, tariff.partner].into_iter().all(fits) {
        return Err(NotATariff::Amount);
    }
    if !(tariff.path.starts_with('/') && tariff.path.ends_with('/')) {
        return Err(NotATariff::Path);
    }
    if tariff.until.is_some_and(|until| until < tariff.from) {
        return Err(NotATariff::Dates);
    }
    Ok(())
}

/// True when both hold on some day at the very same place.
fn overlaps(one: &Tariff, other: &Tariff) -> bool {
    let begins_before_end = |a: &Tariff, b: &Tariff| b.until.is_none_or(|until| a.from <= until);
    one.path == other.path && begins_before_end(one, other) && begins_before_end(other, one)
}

/// Whether a tariff may come into force beside these, from today on; answers what changes beside it: the tariffs that it
/// ends, each with its last day. Plain succession is the one overlap that is meant: what held without an end until now
/// ends the day before. It goes on the day after the new one's last day, so that no service is left without a price.
pub(crate) fn succeeds(tariffs: &[Tariff], new: &Tariff, today: BusinessDay) -> Result<Vec<Tariff>, NotATariff> {
    sound(new)?;
    if new.from < today {
        return Err(NotATariff::Past);
    }
    let mut ended = Vec::new();
    for other in tariffs.iter().filter(|other| overlaps(other, new)) {
        if other.until.is_some() || other.from >= new.from {
            return Err(NotATariff::Overlap(Box::new(other.clone())));
        }
        ended.push(Tariff { until: Some(new.from.add_days(-1)), ..other.clone() });
        ended.extend(new.until.map(|until| Tariff { from: until.add_days(1), ..other.clone() }));
    }
    Ok(ended)
}

/// The version that the next approved tariff of a service gets.
pub(crate) fn next_version(tariffs: &[Tariff]) -> i64 {
    tariffs.iter().map(|tariff| tariff.version).max().unwrap_or(0).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(number: i64) -> BusinessDay {
        Moment::new(1_795_408_920_000).day().add_days(number)
    }

    fn tariff(from: i64, until: Option<i64>, path: &str) -> Tariff {
        Tariff { until: until.map(day), ..Tariff::new(path, day(from), [Paisa::ZERO; 3]) }
    }

    #[test]
    fn an_open_tariff_ends_the_day_before_its_successor() {
        let old = tariff(-30, None, "/");
        let ended = succeeds(std::slice::from_ref(&old), &tariff(5, None, "/"), day(0));
        assert_eq!(ended, Ok(vec![Tariff { until: Some(day(4)), ..old }]));
    }

    #[test]
    fn after_the_last_day_of_a_dated_tariff_the_one_before_holds_again() {
        let old = tariff(-30, None, "/");
        let fair = tariff(5, Some(9), "/");
        let beside = succeeds(std::slice::from_ref(&old), &fair, day(0)).unwrap_or_default();
        let all: Vec<Tariff> = beside.into_iter().chain([fair]).collect();
        let until = |number: i64| all.iter().find(|one| one.holds_on(day(number))).map(|one| one.until);
        assert_eq!(until(4), Some(Some(day(4))));
        assert_eq!(until(9), Some(Some(day(9))));
        assert_eq!(until(10), Some(None), "the price from before goes on");
        assert_eq!(all.len(), 3);
    }

    #[test]
    fn a_tariff_of_another_place_is_no_overlap() {
        let district = tariff(-30, None, "/30/3026/");
        assert_eq!(succeeds(&[district], &tariff(0, None, "/30/"), day(0)), Ok(Vec::new()));
    }

    #[test]
    fn a_tariff_that_shares_its_last_day_overlaps() {
        let old = tariff(-30, Some(5), "/");
        let shared = succeeds(std::slice::from_ref(&old), &tariff(5, None, "/"), day(0));
        assert_eq!(shared, Err(NotATariff::Overlap(Box::new(old.clone()))));
        assert_eq!(succeeds(&[old], &tariff(6, None, "/"), day(0)), Ok(Vec::new()));
    }

    proptest! {
        /// After any row of approvals no day at no place has two tariffs, and none loses its price: told by looking at
        /// every day.
        #[test]
        fn no_day_ever_has_two_tariffs_or_loses_its_price(proposed in prop::collection::vec((0_i64..40, prop::option::of(0_i64..15), 0_usize..2), 1..12)) {
            let mut all: Vec<Tariff> = Vec::new();
            for (from, lasts, place) in proposed {
                let path = ["/", "/30/"].get(place).copied().unwrap_or("/");
                let new = tariff(from, lasts.map(|days| from.saturating_add(days)), path);
                let before = all.clone();
                if let Ok(ended) = succeeds(&all, &new, day(0)) {
                    all.retain(|one| !ended.iter().any(|end| end.path == one.path && end.from == one.from));
                    all.extend(ended);
                    all.push(new);
                    for (number, path) in (0..80).flat_map(|number| [(number, "/"), (number, "/30/")]) {
                        let priced = |all: &[Tariff]| all.iter().any(|one| one.path == path && one.holds_on(day(number)));
                        prop_assert!(!priced(&before) || priced(&all), "{path} lost its price on day {number}");
                    }
                }
            }
            for path in ["/", "/30/"] {
                for number in 0..80 {
                    let holding = all.iter().filter(|one| one.path == path && one.holds_on(day(number))).count();
                    prop_assert!(holding <= 1, "{path} has {holding} tariffs on day {number}");
                }
            }
        }
    }
}
