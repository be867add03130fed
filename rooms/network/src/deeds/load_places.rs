//! Entering the places of the country from the reference data.

use crate::events::PlacesLoaded;
use crate::reference;
use crate::refusals::Never;
use crate::store::PARTS;
use journal::{Deed, Fault, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Enters every part of the country that is not entered yet or whose data changed, an entry for each.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LoadPlaces {
    /// Only these parts (`bd`, or the code of a division); all when empty.
    pub only: Vec<String>,
}

impl Deed for LoadPlaces {
    const NAME: &'static str = "network.load_places";
    /// How many parts were entered.
    type Done = usize;
    type Refusal = Never;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<usize, Stop<Never>> {
        let hash = reference::hash();
        let mut there = Vec::new();
        for row in tx.all(&PARTS, &[NATION.into()]).await? {
            if row.get::<String>("hash")? == hash {
                there.push(row.get::<String>("part")?);
            }
        }
        let wanted = |code: &String| (self.only.is_empty() || self.only.contains(code)) && !there.contains(code);
        let mut entered = 0_usize;
        for part in reference::parts().map_err(Fault::Unsound)?.into_iter().filter(|part| wanted(&part.code)) {
            let event =
                PlacesLoaded { part: part.code, hash: hash.clone(), places: part.places, spellings: part.spellings };
            tx.enter(NATION, vec![happened(event)]).await?;
            entered = entered.saturating_add(1);
        }
        Ok(entered)
    }
}
