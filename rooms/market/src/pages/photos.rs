//! Photos: shown to whoever may see the goods, added and taken away by whoever sells them.

use super::haat::may_see;
use super::listing::page_of;
use super::{fault_of, kept, product_of};
use crate::deeds::add_photo::{AddPhoto, NotAdded, PHOTO_SIZES};
use crate::deeds::remove_photo::RemovePhoto;
use crate::reading;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::Refusal;
use journal::{Envelope, Fault, Stop};
use web::{Answer, Frame, House, Picture, RawForm, SentFile, Trouble, Upload, Visitor};

/// The number of a photo is never given again, so a browser may keep what it saw.
const FOR_EVER: &str = "private, max-age=31536000, immutable";

/// `GET /haat/photos/{address}/{place}/{size}`.
pub(super) async fn show(
    State(house): State<House>,
    visitor: Option<Visitor>,
    Path((address, place, size)): Path<(String, String, String)>,
) -> Answer {
    let size = ["small", "middle", "large"].iter().position(|name| *name == size).ok_or(Trouble::NotFound)?;
    let place: i64 = place.parse().map_err(|_| Trouble::NotFound)?;
    let (seller, product) = product_of(&house, &address).await?;
    if !may_see(visitor.as_ref(), &seller, &product) {
        return Err(Trouble::NotFound);
    }
    let (seller, product) = (product.seller, product.product.number);
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { reading::photo(tx, &seller, &product, (place, size)).await })
    });
    let jpeg = read.await?.ok_or(Trouble::NotFound)?;
    Ok(([(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, FOR_EVER)], jpeg).into_response())
}

/// The deed that adds this file.
async fn deed_of(file: Option<&SentFile>, seller: &str, product: &str) -> Result<AddPhoto, Box<dyn Refusal>> {
    let Some(file) = file else { return Err(Box::new(NotAdded::NoFile)) };
    let sizes = Picture::sized(file, PHOTO_SIZES).await.map_err(|refused| -> Box<dyn Refusal> { Box::new(refused) })?;
    AddPhoto::of(seller, product, sizes).ok_or_else(|| -> Box<dyn Refusal> { Box::new(NotAdded::NoFile) })
}

/// `POST /market/goods/{address}/photos`. The photo's own hash is the key: sent twice, it is there once.
pub(super) async fn add(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(address): Path<String>,
    upload: Upload,
) -> Answer {
    let (seller, product) = product_of(&house, &address).await?;
    kept(&house, &visitor, &product.seller).await?;
    let refusal = match deed_of(upload.file("photo"), &product.seller, &product.product.number).await {
        Err(refusal) => refusal,
        Ok(deed) => {
            let key = format!("photo:{address}:{}:{}", product.photos_ever, deed.sha256());
            match house.journal.write(Envelope::new(&visitor.person, &key), deed).await {
                Ok(_) => return Ok(web::see_other(&format!("/market/goods/{address}"))),
                Err(Stop::Refused(refusal)) => Box::new(refusal),
                Err(stop) => return Err(stop.into()),
            }
        }
    };
    let mut page = page_of(&house, frame, &seller, Some(&product)).await?;
    page.faults = vec![("photo".to_owned(), super::told(&page.frame, refusal.as_ref()))];
    web::page_refused(&page, refusal.as_ref())
}

/// `POST /market/goods/{address}/photos/{place}/remove`.
pub(super) async fn remove(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((address, place)): Path<(String, String)>,
    RawForm(_): RawForm,
) -> Answer {
    let place: i64 = place.parse().map_err(|_| Trouble::NotFound)?;
    let (seller, standing) = product_of(&house, &address).await?;
    kept(&house, &visitor, &standing.seller).await?;
    let (number, product) = (standing.seller.clone(), standing.product.number.clone());
    let deed = RemovePhoto { seller: number, product, place };
    let key = format!("photo-gone:{address}:{place}");
    match house.journal.write(Envelope::new(&visitor.person, &key), deed).await {
        Ok(_) => Ok(web::see_other(&format!("/market/goods/{address}"))),
        Err(Stop::Refused(refusal)) => {
            let mut page = page_of(&house, frame, &seller, Some(&standing)).await?;
            page.faults = fault_of(&page.frame, &refusal);
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
