//! What can happen in the market, by version, and how each is written into the tables.

mod disputes;
mod endpoints;
mod lots;
mod orders;
mod partners;
mod settlement;
mod stock;
mod wallet;

pub(crate) use disputes::{DisputeActed, DisputePassed, OrderDisputed};
pub(crate) use endpoints::{EndpointClosed, EndpointSet};
pub(crate) use lots::{ASKS, LotAnswered, LotAsked, LotSet, LotUsed};
pub(crate) use orders::{
    BuyerReminded, CodeMissed, OrderCollected, OrderMoved, OrderReleased, OrdersPlaced, QuoteMade, RateSet, RefundPaid,
    ShareHandedOver, quotes_kind,
};
pub(crate) use partners::{KeyMade, KeyRevoked, KindsMapped, ProductReferred};
pub(crate) use settlement::{PayoutEnded, PayoutSent, RunClosed, RunDecided, RunProposed, runs_kind};
pub(crate) use stock::{ReservationEnded, ShareReceived, StockCounted, StockReserved};
pub(crate) use wallet::{WalletAsked, WalletSettled};

use crate::category::Category;
use crate::product::{Product, ProductStanding, ProductState};
use crate::seller::{Seller, SellerStanding, SellerState};
use crate::store::{self, CATEGORIES, CATEGORIES_OPEN, PHOTOS, PRODUCTS, SELLER_MOBILES, SELLERS, SKUS};
use base::Paisa;
use db::{Fault, Value};
use journal::{EntryHead, Event, EventKind, Sealed};
use serde::{Deserialize, Serialize};

/// Every version of every event.
pub(crate) fn all() -> Vec<EventKind> {
    vec![
        EventKind::of::<CategoriesPublished>(),
        EventKind::of::<SellerRegistered>(),
        EventKind::of::<SellerVetted>(),
        EventKind::of::<ProductSaved>(),
        EventKind::of::<ProductMoved>(),
        EventKind::of::<PricesChanged>(),
        EventKind::of::<PhotoAdded>(),
        EventKind::of::<PhotoRemoved>(),
        EventKind::of::<StockCounted>(),
        EventKind::of::<StockReserved>(),
        EventKind::of::<ReservationEnded>(),
        EventKind::of::<ShareReceived>(),
        EventKind::of::<RateSet>(),
        EventKind::of::<QuoteMade>(),
        EventKind::of::<OrdersPlaced>(),
        EventKind::of::<OrderMoved>(),
        EventKind::of::<OrderCollected>(),
        EventKind::of::<BuyerReminded>(),
        EventKind::of::<CodeMissed>(),
        EventKind::of::<RefundPaid>(),
        EventKind::of::<OrderReleased>(),
        EventKind::of::<OrderDisputed>(),
        EventKind::of::<DisputePassed>(),
        EventKind::of::<DisputeActed>(),
        EventKind::of::<ShareHandedOver>(),
        EventKind::of::<LotSet>(),
        EventKind::of::<LotAsked>(),
        EventKind::of::<LotAnswered>(),
        EventKind::of::<LotUsed>(),
        EventKind::of::<WalletAsked>(),
        EventKind::of::<WalletSettled>(),
        EventKind::of::<RunProposed>(),
        EventKind::of::<RunDecided>(),
        EventKind::of::<RunClosed>(),
        EventKind::of::<PayoutSent>(),
        EventKind::of::<PayoutEnded>(),
        EventKind::of::<KeyMade>(),
        EventKind::of::<KeyRevoked>(),
        EventKind::of::<KindsMapped>(),
        EventKind::of::<ProductReferred>(),
        EventKind::of::<EndpointSet>(),
        EventKind::of::<EndpointClosed>(),
    ]
}

fn lost(what: &str) -> Fault {
    Fault::Unsound(format!("market: an event of {what} that is not there"))
}

/// The tree of categories was published, whole (nation's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CategoriesPublished {
    /// All of them, in the order in which they are shown.
    pub categories: Vec<Category>,
}

impl Event for CategoriesPublished {
    const KIND: &'static str = "market.categories_published";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        for row in tx.all(&CATEGORIES_OPEN, &[(&at.book).into()]).await? {
            let rest = vec![row.get::<i64>("place")?.into(), false.into(), row.get::<String>("body")?.into()];
            tx.put(&CATEGORIES, vec![(&at.book).into(), row.get::<String>("code")?.into()], rest);
        }
        for (category, place) in self.categories.iter().zip(1_i64..) {
            let rest = vec![place.into(), true.into(), store::written(category)?];
            tx.put(&CATEGORIES, vec![(&at.book).into(), (&category.code).into()], rest);
        }
        Ok(())
    }
}

/// A seller was registered (nation's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SellerRegistered {
    /// The seller.
    pub seller: Seller,
    /// The blind index of the mobile number.
    pub mobile_index: String,
}

impl Event for SellerRegistered {
    const KIND: &'static str = "market.seller_registered";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let number = Value::from(&self.seller.number);
        let state = self.seller.kind.begins();
        let standing = SellerStanding { seller: self.seller.clone(), state, moved: at.at, reason: None };
        tx.put(&SELLERS, vec![(&at.book).into(), number.clone()], store::seller_row(&standing)?);
        tx.put(&SELLER_MOBILES, vec![(&at.book).into(), (&self.mobile_index).into()], vec![number]);
        store::give(tx, &at.book, "seller").await
    }
}

/// The association moved a seller (nation's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SellerVetted {
    /// The seller's number.
    pub seller: String,
    /// Where it stands now.
    pub to: SellerState,
    /// Why, in words that the seller reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Event for SellerVetted {
    const KIND: &'static str = "market.seller_vetted";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.seller)];
        let row = tx.fetch(&SELLERS, key.clone()).await?.ok_or_else(|| lost("a seller"))?;
        let before = store::seller_on_shelf(&row)?;
        let now = SellerStanding { state: self.to, moved: at.at, reason: self.reason.clone(), ..before };
        tx.put(&SELLERS, key, store::seller_row(&now)?);
        Ok(())
    }
}

/// A listing was written, for the first time or anew (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProductSaved {
    /// The product, whole.
    pub product: Product,
}

/// The product of the entry's book; nothing before it was saved first.
async fn product_of(tx: &mut db::Tx<'_>, at: &EntryHead, number: &str) -> Result<Option<ProductStanding>, Fault> {
    crate::reading::product(tx, &at.book, number).await
}

fn put_product(tx: &mut db::Tx<'_>, at: &EntryHead, standing: &ProductStanding) -> Result<(), Fault> {
    let key = vec![Value::from(&at.book), Value::from(&standing.product.number)];
    tx.put(&PRODUCTS, key, store::product_row(standing)?);
    Ok(())
}

impl Event for ProductSaved {
    const KIND: &'static str = "market.product_saved";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let number = &self.product.number;
        let before = product_of(tx, at, number).await?;
        if before.is_none() {
            store::give(tx, &at.book, "product").await?;
        }
        for variant in before.iter().flat_map(|before| &before.product.variants) {
            tx.put(&SKUS, vec![(&at.book).into(), (&variant.sku).into()], vec!["".into()]);
        }
        for variant in &self.product.variants {
            tx.put(&SKUS, vec![(&at.book).into(), (&variant.sku).into()], vec![number.into()]);
        }
        let standing = match before {
            Some(before) => ProductStanding { product: self.product.clone(), ..before },
            None => ProductStanding {
                seller: at.book.clone(),
                product: self.product.clone(),
                state: ProductState::Draft,
                moved: at.at,
                reason: None,
                photos: 0,
                photos_ever: 0,
            },
        };
        put_product(tx, at, &standing)
    }
}

/// A listing was moved, by its seller or by the check (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProductMoved {
    /// The product's number.
    pub product: String,
    /// Where it stands now.
    pub to: ProductState,
    /// Why it was sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Event for ProductMoved {
    const KIND: &'static str = "market.product_moved";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let before = product_of(tx, at, &self.product).await?.ok_or_else(|| lost("a product"))?;
        let now = ProductStanding { state: self.to, moved: at.at, reason: self.reason.clone(), ..before };
        put_product(tx, at, &now)
    }
}

/// Prices were changed, which needs no new check (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PricesChanged {
    /// The product's number.
    pub product: String,
    /// (SKU, new price).
    pub prices: Vec<(String, Paisa)>,
}

impl Event for PricesChanged {
    const KIND: &'static str = "market.prices_changed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let mut standing = product_of(tx, at, &self.product).await?.ok_or_else(|| lost("a product"))?;
        for variant in &mut standing.product.variants {
            if let Some((_, price)) = self.prices.iter().find(|(sku, _)| *sku == variant.sku) {
                variant.price = *price;
            }
        }
        put_product(tx, at, &standing)
    }
}

/// A photo was added, in three sizes (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PhotoAdded {
    /// The product's number.
    pub product: String,
    /// Which photo of the product it is, counted from 1 over all it ever had.
    pub place: i64,
    /// SHA-256 of the large one in hexadecimal.
    pub sha256: String,
    /// For lists.
    pub small: Sealed,
    /// For the product's page on a phone.
    pub middle: Sealed,
    /// To look closer.
    pub large: Sealed,
}

impl Event for PhotoAdded {
    const KIND: &'static str = "market.photo_added";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let before = product_of(tx, at, &self.product).await?.ok_or_else(|| lost("a product"))?;
        let key = vec![Value::from(&at.book), Value::from(&self.product), self.place.into()];
        let seals = [&self.small, &self.middle, &self.large].map(|sealed| Value::from(&sealed.seal));
        let rest: Vec<Value> = [Value::from(&self.sha256), Value::from(false)].into_iter().chain(seals).collect();
        tx.put(&PHOTOS, key, rest);
        let photos = before.photos.saturating_add(1);
        put_product(tx, at, &ProductStanding { photos, photos_ever: self.place, ..before })
    }
}

/// A photo was taken away (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PhotoRemoved {
    /// The product's number.
    pub product: String,
    /// Which photo.
    pub place: i64,
}

impl Event for PhotoRemoved {
    const KIND: &'static str = "market.photo_removed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let before = product_of(tx, at, &self.product).await?.ok_or_else(|| lost("a product"))?;
        let key = vec![Value::from(&at.book), Value::from(&self.product), self.place.into()];
        let mut rest = tx.fetch(&PHOTOS, key.clone()).await?.ok_or_else(|| lost("a photo"))?;
        if let Some(gone) = rest.get_mut(1) {
            *gone = true.into();
        }
        tx.put(&PHOTOS, key, rest);
        let photos = before.photos.saturating_sub(1);
        put_product(tx, at, &ProductStanding { photos, ..before })
    }
}
