//! Where the open applications of a centre are served is changed: at another centre, or at their own again.

use super::caller::Caller;
use super::suspend_centre::{fits, rerouted, scene};
use crate::events::QueueRerouted;
use crate::refusals::NotRerouted;
use crate::suspension::{posts, served_at};
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Reroutes the open applications of a centre at which nobody may serve: suspended, or with both seats vacant.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RerouteQueue {
    /// The centre whose applications they are.
    pub centre: String,
    /// Which centre serves them; their own when there is none.
    #[serde(default)]
    pub to: Option<String>,
}

/// What it depends on.
struct Known {
    allowed: bool,
    /// Somebody may serve at the centre itself.
    serving: bool,
    /// Where they are served now.
    now: Option<String>,
    /// The centre named could serve them.
    fits: bool,
}

fn decide(to: Option<&str>, known: &Known) -> Result<(), NotRerouted> {
    if !known.allowed {
        return Err(NotRerouted::NotAllowed);
    }
    if known.now.as_deref() == to {
        return Err(NotRerouted::Already);
    }
    match to {
        None if !known.serving => Err(NotRerouted::NobodyServes),
        Some(_) if known.serving => Err(NotRerouted::StillServed),
        Some(_) if !known.fits => Err(NotRerouted::WrongReceiver),
        _ => Ok(()),
    }
}

impl Deed for RerouteQueue {
    const NAME: &'static str = "network.reroute_queue";
    type Done = ();
    type Refusal = NotRerouted;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<NotRerouted>> {
        let caller = Caller::of(tx).await?;
        let day = tx.now().day();
        let Some((centre, allowed)) = scene(tx, &caller, &self.centre).await? else {
            return Err(Stop::Refused(NotRerouted::NoSuchCentre));
        };
        let fits = match &self.to {
            Some(to) => fits(tx, &caller, &centre, to).await?,
            None => false,
        };
        let serving = posts(tx, &centre).await?.serving();
        let known = Known { allowed, serving, now: served_at(tx, &centre.code).await?, fits };
        decide(self.to.as_deref(), &known).map_err(Stop::Refused)?;
        let events = match self.to.as_deref() {
            // Those of others that were served there go along.
            Some(to) => rerouted(tx, &centre, Some(to), day).await?,
            None => vec![happened(QueueRerouted { centre: centre.code, path: centre.path, to: None, day })],
        };
        tx.enter(NATION, events).await?;
        Ok(())
    }
}
