//! A listing is moved: to the check, onto the shelf, back, off it.

use crate::events::ProductMoved;
use crate::product::{Missing, ProductStanding, ProductState, Side, missing};
use crate::reading;
use crate::seller::SellerState;
use base::Refusal;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

use super::vet_seller::{REASON_CHARS_MAX, reason_for};

/// Moves a listing from the state in which it was seen to another, as its side may (see [`ProductState::moves`]). What
/// goes to the check and what comes out of it must be complete, and its seller approved: so nothing unfinished is ever
/// shown. One entry in the seller's book.
///
/// # Refusals
/// See [`NotMoved`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MoveProduct {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The product's number.
    pub product: String,
    /// Who moves it; the caller has asked whether they may.
    pub side: Side,
    /// Where it was seen.
    pub expects: ProductState,
    /// Where it goes.
    pub to: ProductState,
    /// Why it is sent back.
    pub reason: String,
}

/// Why a listing is not moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotMoved {
    /// There is no such listing.
    Unknown,
    /// It stands elsewhere than where it was seen.
    Moved,
    /// This side may not move it so.
    Move,
    /// Something is missing in it.
    Missing(Missing),
    /// Its seller is not approved.
    Seller,
    /// The reason is missing or too long.
    Reason,
}

impl Refusal for NotMoved {
    fn code(&self) -> &'static str {
        match self {
            NotMoved::Unknown => "market.move.unknown",
            NotMoved::Moved => "market.move.moved",
            NotMoved::Move => "market.move.move",
            NotMoved::Missing(Missing::Banned) => "market.move.banned",
            NotMoved::Missing(_) => "market.move.missing",
            NotMoved::Seller => "market.move.seller",
            NotMoved::Reason => "market.move.reason",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if *self == NotMoved::Reason { vec![("max", REASON_CHARS_MAX.to_string())] } else { Vec::new() }
    }

    fn status(&self) -> u16 {
        match self {
            NotMoved::Unknown => 404,
            NotMoved::Moved => 409,
            _ => 422,
        }
    }

    fn field(&self) -> Option<String> {
        (*self == NotMoved::Reason).then(|| "reason".to_owned())
    }
}

/// The codes of [`NotMoved`].
pub(crate) const CODES: &[&str] = &[
    "market.move.unknown",
    "market.move.moved",
    "market.move.move",
    "market.move.missing",
    "market.move.banned",
    "market.move.seller",
    "market.move.reason",
];

/// Whether the move is allowed, and the reason as it is entered.
fn decide(
    deed: &MoveProduct,
    standing: &ProductStanding,
    seller: SellerState,
    lacks: &[Missing],
) -> Result<Option<String>, NotMoved> {
    if standing.state != deed.expects {
        return Err(NotMoved::Moved);
    }
    if !standing.state.moves(deed.side).contains(&deed.to) {
        return Err(NotMoved::Move);
    }
    if matches!(deed.to, ProductState::Waiting | ProductState::Published) {
        if let Some(first) = lacks.first() {
            return Err(NotMoved::Missing(*first));
        }
        // A firm's goods may wait while the firm itself does.
        let needs = deed.to == ProductState::Published;
        if seller != SellerState::Approved
            && (needs || matches!(seller, SellerState::Suspended | SellerState::Declined))
        {
            return Err(NotMoved::Seller);
        }
    }
    reason_for(&deed.reason, deed.to == ProductState::Returned, NotMoved::Reason)
}

impl Deed for MoveProduct {
    const NAME: &'static str = "market.move_product";
    type Done = ();
    type Refusal = NotMoved;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotMoved>> {
        let unknown = || Stop::Refused(NotMoved::Unknown);
        let seller = reading::seller(tx, &self.seller).await?.ok_or_else(unknown)?;
        let standing = reading::product(tx, &self.seller, &self.product).await?.ok_or_else(unknown)?;
        let category = reading::category(tx, &standing.product.category).await?;
        let lacks = missing(&standing.product, standing.photos, category.as_ref());
        let reason = decide(self, &standing, seller.state, &lacks).map_err(Stop::Refused)?;
        let event = ProductMoved { product: self.product.clone(), to: self.to, reason };
        tx.enter(&self.seller, vec![happened(event)]).await?;
        Ok(())
    }
}
