//! Photos of goods, as a seller's own program brings them.

use super::{seller_of_key, store};
use crate::deeds::add_photo::{AddPhoto, NotAdded, PHOTO_SIZES};
use crate::deeds::move_product::MoveProduct;
use crate::deeds::offer_product::reference_of;
use crate::product::{ProductStanding, ProductState, Side};
use crate::reading;
use axum::extract::State;
use journal::{Envelope, Fault, Stop};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Answer, House, IdempotencyKey, LongJson, Picture, Problem, SentFile, Trouble, Visitor, json};

/// A photo.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PhotoSent {
    /// The seller's own reference of the product.
    reference: String,
    /// JPEG, PNG or WebP in base64, at most 3 MB.
    photo: String,
}

/// The product that has it now.
#[derive(Debug, Serialize, ToSchema)]
struct PhotoAdded {
    /// Its address: `S000001-0001`.
    address: String,
    /// How many photos it has.
    photos: i64,
    /// Where it stands: what is complete with it waits for the check.
    state: &'static str,
}

async fn product(house: &House, seller: &str, reference: &str) -> Result<ProductStanding, Trouble> {
    let (seller, reference) = (seller.to_owned(), reference_of(reference).ok_or(Trouble::NotFound)?);
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let number = match reference.strip_prefix('#') {
                Some(number) => Some(number.to_owned()),
                None => store::referred(tx, &seller, &reference).await?,
            };
            match number {
                Some(number) => reading::product(tx, &seller, &number).await,
                None => Ok(None),
            }
        })
    });
    read.await?.ok_or(Trouble::NotFound)
}

/// Adds a photo to a product. A product that was a draft and is complete with it waits for the check.
#[utoipa::path(
    post,
    path = "/api/v1/partner/photos",
    operation_id = "partner_photo",
    params(("Idempotency-Key" = String, Header, description = "Chosen by the caller, once for each photo")),
    request_body = PhotoSent,
    responses(
        (status = 200, body = PhotoAdded, description = "The product with it"),
        (status = 400, body = Problem, description = "No key, or no JSON"),
        (status = 401, body = Problem, description = "No key of a seller, or one that was taken back"),
        (status = 403, body = Problem, description = "The key does not open this"),
        (status = 404, body = Problem, description = "The seller has no product of this reference"),
        (status = 409, body = Problem, description = "The product is shown, or the key was used for another photo"),
        (status = 422, body = Problem, description = "No photo, or one too many; or the seller is suspended"),
        (status = 429, body = Problem, description = "More than 600 requests in a minute under this key")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn photo(
    State(house): State<House>,
    visitor: Visitor,
    IdempotencyKey(key): IdempotencyKey,
    LongJson(sent): LongJson<PhotoSent>,
) -> Answer {
    let seller = seller_of_key(&visitor)?.to_owned();
    let standing = product(&house, &seller, &sent.reference).await?;
    let bytes = web::base64_decoded(&sent.photo).ok_or_else(|| Trouble::refused(NotAdded::NoFile))?;
    let file = SentFile { field: String::new(), name: String::new(), kind: String::new(), bytes: bytes.into() };
    let sizes = Picture::sized(&file, PHOTO_SIZES).await.map_err(Trouble::refused)?;
    let number = standing.product.number.clone();
    let deed = AddPhoto::of(&seller, &number, sizes).ok_or_else(|| Trouble::refused(NotAdded::NoFile))?;
    house.journal.write(Envelope::new(&visitor.person, &key), deed).await?;
    if standing.state == ProductState::Draft {
        let deed = MoveProduct {
            seller: seller.clone(),
            product: number,
            side: Side::Keeper,
            expects: ProductState::Draft,
            to: ProductState::Waiting,
            reason: String::new(),
        };
        // What still lacks something stays a draft.
        if let Err(Stop::Fault(fault)) = house.journal.write(Envelope::keyless(&visitor.person), deed).await {
            return Err(fault.into());
        }
    }
    let now = product(&house, &seller, &sent.reference).await?;
    json(200, &PhotoAdded { address: now.address(), photos: now.photos, state: now.state.name() })
}
