//! Places.

use crate::place::Place;
use crate::reference::Spelling;
use crate::store::{PLACES, PUT_PART, SPELLINGS};
use db::Value;
use journal::{EntryHead, Event, Fault};
use serde::{Deserialize, Serialize};

/// The places of one part of the country were entered from the reference data, for the first time or anew. A place is
/// never taken away again: centres and grants may stand at it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlacesLoaded {
    /// The topmost place of the part.
    pub part: String,
    /// SHA-256 of what was entered.
    pub hash: String,
    /// The places.
    pub places: Vec<Place>,
    /// Their other spellings.
    pub spellings: Vec<Spelling>,
}

impl Event for PlacesLoaded {
    const KIND: &'static str = "network.places_loaded";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let book = || Value::from(&at.book);
        for place in &self.places {
            let rest = vec![
                place.kind.name().into(),
                (&place.parent).into(),
                (&place.path).into(),
                (&place.name_bn).into(),
                (&place.name_en).into(),
                place.lat_micro.into(),
                place.lon_micro.into(),
            ];
            tx.put(&PLACES, vec![book(), (&place.code).into()], rest);
        }
        for other in &self.spellings {
            let key = vec![book(), (&other.code).into(), (&other.lang).into(), (&other.name).into()];
            tx.put(&SPELLINGS, key, vec![(&other.source).into()]);
        }
        tx.execute(&PUT_PART, &[book(), (&self.part).into(), (&self.hash).into()]).await?;
        Ok(())
    }
}
