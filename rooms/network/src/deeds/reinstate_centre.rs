//! Reinstating a suspended centre or seat: what was not done meanwhile comes back to its own counter.

use super::caller::Caller;
use super::suspend_centre::scene;
use crate::events::{CentreReinstated, QueueRerouted, SeatReinstated};
use crate::refusals::NotReopened;
use crate::seat::SeatKind;
use crate::suspension::{Posts, posts, served_at};
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Reinstates a centre, or one seat of it. The applications come back when somebody may serve there again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReinstateCentre {
    /// The centre.
    pub centre: String,
    /// Only this seat; the whole centre when there is none.
    #[serde(default)]
    pub seat: Option<SeatKind>,
}

fn decide(seat: Option<SeatKind>, allowed: bool, posts: &Posts) -> Result<(), NotReopened> {
    let suspended = seat.map_or(posts.suspended, |kind| posts.seat(kind).is_some_and(|post| post.suspended));
    match (allowed, suspended) {
        (false, _) => Err(NotReopened::NotAllowed),
        (_, false) => Err(NotReopened::NotSuspended),
        _ => Ok(()),
    }
}

impl Deed for ReinstateCentre {
    const NAME: &'static str = "network.reinstate_centre";
    type Done = ();
    type Refusal = NotReopened;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<NotReopened>> {
        let caller = Caller::of(tx).await?;
        let day = tx.now().day();
        let Some((centre, allowed)) = scene(tx, &caller, &self.centre).await? else {
            return Err(Stop::Refused(NotReopened::NoSuchCentre));
        };
        let posts = posts(tx, &centre).await?;
        decide(self.seat, allowed, &posts).map_err(Stop::Refused)?;
        let away = served_at(tx, &centre.code).await?.is_some();
        let seated = self.seat.and_then(|kind| posts.seat(kind)).and_then(|post| post.person.clone());
        let mut events = if let (Some(seat), Some(person)) = (self.seat, seated) {
            vec![happened(SeatReinstated { centre: centre.code.clone(), seat, person, day })]
        } else {
            vec![happened(CentreReinstated { centre: centre.code.clone(), day })]
        };
        if away && posts.with(self.seat, false).serving() {
            events.push(happened(QueueRerouted { centre: centre.code, path: centre.path, to: None, day }));
        }
        tx.enter(NATION, events).await?;
        Ok(())
    }
}
