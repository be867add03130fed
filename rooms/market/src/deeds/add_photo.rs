//! A photo is added to a listing.

use crate::events::PhotoAdded;
use crate::product::PHOTOS_MAX;
use crate::reading;
use base::Refusal;
use journal::{Blob, Deed, Stop, Tx, happened};
use serde::Serialize;
use sha2::{Digest, Sha256};
use web::PictureSize;

/// The sizes in which a photo is kept: for lists on a slow line, for the product's page, to look closer (at most 100 KB).
pub const PHOTO_SIZES: &[PictureSize] = &[
    PictureSize { side: 160, bytes_max: 8 * 1024 },
    PictureSize { side: 480, bytes_max: 40 * 1024 },
    PictureSize { side: 960, bytes_max: 100 * 1024 },
];

/// Adds a photo in three sizes. It was made anew from its dots before (see [`web::Picture`]). The photos lie sealed as
/// every picture of the house does, under the product's key, so that a photo that shows a person can be erased.
///
/// # Refusals
/// See [`NotAdded`].
#[derive(Debug, Clone, Serialize)]
pub struct AddPhoto {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The product's number.
    pub product: String,
    /// The photo in [`PHOTO_SIZES`].
    pub sizes: [Blob; 3],
}

impl AddPhoto {
    /// The deed for a photo in these sizes; nothing when one is lacking.
    #[must_use]
    pub fn of(seller: &str, product: &str, sizes: Vec<Vec<u8>>) -> Option<AddPhoto> {
        let sizes: [Vec<u8>; 3] = sizes.try_into().ok()?;
        Some(AddPhoto { seller: seller.to_owned(), product: product.to_owned(), sizes: sizes.map(Blob) })
    }

    /// The large photo's SHA-256: the key under which it is sent, so that one sent twice is there once.
    #[must_use]
    pub fn sha256(&self) -> String {
        let [_, _, Blob(large)] = &self.sizes;
        base::text::hex(&Sha256::digest(large))
    }
}

/// Why a photo is not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAdded {
    /// There is no such product.
    Unknown,
    /// It waits for the check or is shown.
    Shown,
    /// It has [`PHOTOS_MAX`] photos already.
    TooMany,
    /// No file was chosen.
    NoFile,
    /// The seller is suspended, or was declined.
    Suspended,
}

impl Refusal for NotAdded {
    fn code(&self) -> &'static str {
        match self {
            NotAdded::Unknown => "market.photo.unknown",
            NotAdded::Shown => "market.photo.shown",
            NotAdded::TooMany => "market.photo.too_many",
            NotAdded::NoFile => "market.photo.no_file",
            NotAdded::Suspended => "market.save.suspended",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if *self == NotAdded::TooMany { vec![("max", PHOTOS_MAX.to_string())] } else { Vec::new() }
    }

    fn status(&self) -> u16 {
        match self {
            NotAdded::Unknown => 404,
            NotAdded::Shown => 409,
            NotAdded::TooMany | NotAdded::NoFile | NotAdded::Suspended => 422,
        }
    }

    fn field(&self) -> Option<String> {
        (*self != NotAdded::Unknown).then(|| "photo".to_owned())
    }
}

/// The codes of [`NotAdded`].
pub(crate) const CODES: &[&str] =
    &["market.photo.unknown", "market.photo.shown", "market.photo.too_many", "market.photo.no_file"];

impl Deed for AddPhoto {
    const NAME: &'static str = "market.add_photo";
    /// Which photo of the product it is, from 1.
    type Done = i64;
    type Refusal = NotAdded;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64, Stop<NotAdded>> {
        if reading::is_stopped(tx, &self.seller).await? {
            return Err(Stop::Refused(NotAdded::Suspended));
        }
        let standing = reading::product(tx, &self.seller, &self.product).await?;
        let standing = standing.ok_or(Stop::Refused(NotAdded::Unknown))?;
        if !standing.state.is_open() {
            return Err(Stop::Refused(NotAdded::Shown));
        }
        if standing.photos >= PHOTOS_MAX {
            return Err(Stop::Refused(NotAdded::TooMany));
        }
        let subject = format!("product-{}", self.product);
        let [Blob(small), Blob(middle), Blob(large)] = &self.sizes;
        let place = standing.photos_ever.saturating_add(1);
        let event = PhotoAdded {
            product: self.product.clone(),
            place,
            sha256: self.sha256(),
            small: tx.seal_bytes(&self.seller, &subject, small).await?,
            middle: tx.seal_bytes(&self.seller, &subject, middle).await?,
            large: tx.seal_bytes(&self.seller, &subject, large).await?,
        };
        tx.enter(&self.seller, vec![happened(event)]).await?;
        Ok(place)
    }
}
