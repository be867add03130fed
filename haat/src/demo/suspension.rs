//! A suspended centre of the demo, with its applications at another: the pages that supervisors look at first are not empty.

use super::nation::{Counter, Nation};
use crate::open::Trouble;
use journal::{Envelope, Journal};
use network::centre::district_of;
use network::deeds::SuspendCentre;

/// The last centre that has a neighbour in its district, and that neighbour: the first centres are those that people and
/// tests sign in to. None in a nation too small for it.
fn chosen(nation: &Nation) -> Option<(&Counter, &Counter)> {
    let near = |one: &Counter, other: &Counter| {
        one.book != other.book && !other.people.is_empty() && district_of(&one.path) == district_of(&other.path)
    };
    let mut last = nation.counters.iter().rev();
    last.find_map(|one| Some((one, nation.counters.iter().find(|other| near(one, other))?)))
}

/// Suspends it, now that its month is over.
pub(super) async fn make(journal: &Journal, nation: &Nation) -> Result<(), Trouble> {
    let Some((centre, to)) = chosen(nation) else { return Ok(()) };
    let deed = SuspendCentre {
        centre: centre.book.clone(),
        seat: None,
        reason: "নমুনা: সরকারি ফির চেয়ে বেশি নেওয়ার অভিযোগ তদন্ত হচ্ছে।".to_owned(),
        to: Some(to.book.clone()),
    };
    let done = network::write(journal, Envelope::system(), deed).await;
    done.map(drop).map_err(|stop| format!("the demo: a centre is suspended: {stop:?}").into())
}
