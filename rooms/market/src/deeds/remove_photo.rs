//! A photo is taken away from a listing.

use crate::deeds::add_photo::NotAdded;
use crate::events::PhotoRemoved;
use crate::reading;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Takes a photo away. Its number is not given again, so that an address never shows another picture later.
///
/// # Refusals
/// See [`NotAdded`]: a photo that is not there is unknown.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RemovePhoto {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The product's number.
    pub product: String,
    /// Which photo.
    pub place: i64,
}

impl Deed for RemovePhoto {
    const NAME: &'static str = "market.remove_photo";
    type Done = ();
    type Refusal = NotAdded;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotAdded>> {
        let standing = reading::product(tx, &self.seller, &self.product).await?;
        let standing = standing.ok_or(Stop::Refused(NotAdded::Unknown))?;
        if !standing.state.is_open() {
            return Err(Stop::Refused(NotAdded::Shown));
        }
        if !reading::photos(tx, &self.seller, &self.product).await?.contains(&self.place) {
            return Err(Stop::Refused(NotAdded::Unknown));
        }
        let event = PhotoRemoved { product: self.product.clone(), place: self.place };
        tx.enter(&self.seller, vec![happened(event)]).await?;
        Ok(())
    }
}
