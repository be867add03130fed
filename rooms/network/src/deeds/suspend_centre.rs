//! Suspending a centre or one seat of it: nothing is sold there any more, and where nobody is left to serve, its open
//! applications go to another centre.

use super::caller::Caller;
use crate::centre::{CENTRES_PER_DISTRICT_MAX, Centre, district_of};
use crate::doors;
use crate::events::{CentreSuspended, QueueRerouted, SeatSuspended};
use crate::refusals::NotStopped;
use crate::seat::SeatKind;
use crate::suspension::{Posts, could_receive, posts, queues_at, served_at};
use base::BusinessDay;
use journal::{AnyEvent, Deed, Fault, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Characters of a reason, at most.
const REASON_CHARS_MAX: usize = 1_000;

/// Suspends a centre, or one seat of it. Who sits there may still sign in, count the drawer and close the day.
///
/// Where nobody is left to serve, the applications go to the centre named. So do those of other centres that were served
/// here: whoever waits for a paper is never sent to a closed door.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SuspendCentre {
    /// The centre.
    pub centre: String,
    /// Only this seat; the whole centre when there is none.
    #[serde(default)]
    pub seat: Option<SeatKind>,
    /// Why, in the officer's words.
    pub reason: String,
    /// Which centre serves the open applications meanwhile.
    #[serde(default)]
    pub to: Option<String>,
}

/// What it depends on.
struct Known {
    allowed: bool,
    posts: Posts,
    /// The centre named could serve the applications; none named.
    fits: Option<bool>,
    /// There is a centre that the caller could name.
    others: bool,
    /// Its applications are served elsewhere already.
    away: bool,
}

/// May it be suspended so? What could still be served afterwards decides whether a centre must be named.
fn decide(deed: &SuspendCentre, known: &Known, reason: &str) -> Result<(), NotStopped> {
    if !known.allowed {
        return Err(NotStopped::NotAllowed);
    }
    let seat = deed.seat.and_then(|kind| known.posts.seat(kind));
    if deed.seat.is_some() && seat.is_none_or(|post| post.person.is_none()) {
        return Err(NotStopped::Vacant);
    }
    if seat.map_or(known.posts.suspended, |post| post.suspended) {
        return Err(NotStopped::Already);
    }
    if reason.is_empty() {
        return Err(NotStopped::NoReason);
    }
    if reason.chars().count() > REASON_CHARS_MAX {
        return Err(NotStopped::LongReason);
    }
    let serving = known.posts.clone().with(deed.seat, true).serving();
    match known.fits {
        Some(_) if serving => Err(NotStopped::StillServed),
        Some(false) => Err(NotStopped::WrongReceiver),
        None if !serving && known.others && !known.away => Err(NotStopped::NoReceiver),
        _ => Ok(()),
    }
}

/// The centre, and whether the caller may suspend it. Nobody who sells may suspend anywhere: see [`crate::role::CONFLICTS`].
pub(super) async fn scene(tx: &mut Tx<'_, '_>, caller: &Caller, code: &str) -> Result<Option<(Centre, bool)>, Fault> {
    let day = tx.now().day();
    let Some(centre) = doors::centre(tx, code).await? else { return Ok(None) };
    let allowed = caller.may("centre.suspend", &centre.path, day);
    Ok(Some((centre, allowed)))
}

/// Could the caller name this centre? Only within their own places, so that nobody burdens another's centre.
pub(super) async fn fits(tx: &mut Tx<'_, '_>, caller: &Caller, from: &Centre, to: &str) -> Result<bool, Fault> {
    let day = tx.now().day();
    let Some(to) = doors::centre(tx, to).await?.filter(|to| caller.may("centre.suspend", &to.path, day)) else {
        return Ok(false);
    };
    could_receive(tx, from, &to).await
}

/// Is there any centre that the caller could name?
async fn others(tx: &mut Tx<'_, '_>, caller: &Caller, from: &Centre) -> Result<bool, Fault> {
    let day = tx.now().day();
    let district = district_of(&from.path).unwrap_or_default().to_owned();
    let Some(district) = doors::place(tx, &district).await? else { return Ok(false) };
    for to in doors::centres_under(tx, &district.path, "", CENTRES_PER_DISTRICT_MAX).await? {
        if caller.may("centre.suspend", &to.path, day) && could_receive(tx, from, &to).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The events by which the applications of this centre, and those of others that were served here, go on at `to`; without
/// one, its own stay where they are and those of others go home.
pub(super) async fn rerouted(
    tx: &mut Tx<'_, '_>,
    centre: &Centre,
    to: Option<&str>,
    day: BusinessDay,
) -> Result<Vec<Box<dyn AnyEvent>>, Fault> {
    let mut all = queues_at(tx, &centre.code).await?;
    if to.is_some() {
        all.insert(0, centre.clone());
    }
    let event = |from: Centre| {
        happened(QueueRerouted { centre: from.code, path: from.path, to: to.map(ToOwned::to_owned), day })
    };
    Ok(all.into_iter().map(event).collect())
}

impl Deed for SuspendCentre {
    const NAME: &'static str = "network.suspend_centre";
    type Done = ();
    type Refusal = NotStopped;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<NotStopped>> {
        let caller = Caller::of(tx).await?;
        let day = tx.now().day();
        let Some((centre, allowed)) = scene(tx, &caller, &self.centre).await? else {
            return Err(Stop::Refused(NotStopped::NoSuchCentre));
        };
        let fits = match &self.to {
            Some(to) => Some(fits(tx, &caller, &centre, to).await?),
            None => None,
        };
        let others = fits.is_none() && others(tx, &caller, &centre).await?;
        let away = served_at(tx, &centre.code).await?.is_some();
        let known = Known { allowed, posts: posts(tx, &centre).await?, fits, others, away };
        let reason = base::text::clean(&self.reason);
        decide(self, &known, &reason).map_err(Stop::Refused)?;
        let serving = known.posts.clone().with(self.seat, true).serving();
        let seated = self.seat.and_then(|kind| known.posts.seat(kind)).and_then(|post| post.person.clone());
        let Centre { code, path, .. } = centre.clone();
        let mut events = if let (Some(seat), Some(person)) = (self.seat, seated) {
            let reason = tx.seal(NATION, &person, &reason).await?;
            vec![happened(SeatSuspended { centre: code, path, seat, person, reason, day })]
        } else {
            let reason = tx.seal(NATION, &format!("c-{code}"), &reason).await?;
            vec![happened(CentreSuspended { centre: code, path, reason, day })]
        };
        if !serving {
            events.extend(rerouted(tx, &centre, self.to.as_deref(), day).await?);
        }
        tx.enter(NATION, events).await?;
        Ok(())
    }
}
