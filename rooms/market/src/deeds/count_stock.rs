//! A seller says what lies at a place.

use crate::deeds::save_product::sku_of;
use crate::events::StockCounted;
use crate::reading;
use crate::stock::{HOME, PIECES_MAX, PLACE_CHARS_MAX, PLACES_MAX};
use crate::store::SKUS;
use base::Refusal;
use db::Value;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Says how many pieces of an SKU lie at one of the seller's places, those that are set aside among them; or, as a change,
/// how many came or went. One entry in the seller's book; the event carries the change, so that a sale in the same moment
/// is not forgotten.
///
/// # Refusals
/// See [`NotCounted`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CountStock {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The SKU.
    pub sku: String,
    /// The seller's place; empty for where everything lies.
    pub place: String,
    /// How many.
    pub pieces: Pieces,
}

/// A count, or a change of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pieces {
    /// So many lie there.
    There(i64),
    /// So many more, or fewer.
    Change(i64),
}

/// What came of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Pieces that are free to be sold after it.
    pub free: i64,
    /// How many more lie at the place than before; below nothing when they are fewer.
    pub change: i64,
}

/// Why a count is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCounted {
    /// The seller has no such SKU.
    Sku,
    /// The place has no name that can be used, or there are too many.
    Place,
    /// Below nothing, or beyond all bounds.
    Pieces,
    /// A field is missing, unknown, or of another type: what the reader of the API says, in English, for the developer.
    Shape(String),
    /// It is suspended, or was declined.
    Suspended,
    /// The file from which it comes said another change of it before: what came or went is added once.
    Taken,
    /// More of it is promised to buyers than would be left.
    Promised {
        /// How many are promised.
        aside: i64,
    },
}

impl Refusal for NotCounted {
    fn code(&self) -> &'static str {
        match self {
            NotCounted::Sku => "market.count.sku",
            NotCounted::Place => "market.count.place",
            NotCounted::Pieces => "market.count.pieces",
            NotCounted::Shape(_) => "market.count.shape",
            NotCounted::Suspended => "market.save.suspended",
            NotCounted::Taken => "market.count.taken",
            NotCounted::Promised { .. } => "market.count.promised",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotCounted::Promised { aside } => vec![("aside", aside.to_string())],
            NotCounted::Pieces => vec![("max", PIECES_MAX.to_string())],
            NotCounted::Place => vec![("max", PLACES_MAX.to_string())],
            NotCounted::Shape(reason) => vec![("reason", reason.clone())],
            NotCounted::Sku | NotCounted::Suspended | NotCounted::Taken => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        Some(if *self == NotCounted::Place { "place" } else { "pieces" }.to_owned())
    }
}

/// The codes of [`NotCounted`].
pub(crate) const CODES: &[&str] = &[
    "market.count.sku",
    "market.count.place",
    "market.count.pieces",
    "market.count.shape",
    "market.count.taken",
    "market.count.promised",
];

impl Deed for CountStock {
    const NAME: &'static str = "market.count_stock";
    type Done = Counted;
    type Refusal = NotCounted;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Counted, Stop<NotCounted>> {
        let refused = |why| Err(Stop::Refused(why));
        if reading::is_stopped(tx, &self.seller).await? {
            return refused(NotCounted::Suspended);
        }
        let Some(sku) = sku_of(&self.sku) else { return refused(NotCounted::Sku) };
        let held = tx.fetch(&SKUS, vec![(&self.seller).into(), (&sku).into()]).await?;
        if !matches!(held.as_deref(), Some([Value::Text(product)]) if !product.is_empty()) {
            return refused(NotCounted::Sku);
        }
        let place = base::text::clean(&self.place);
        let place = if place.is_empty() { HOME.to_owned() } else { place };
        let stock = reading::stock(tx, &self.seller, &sku).await?;
        let known = stock.0.contains_key(&place);
        if place.chars().count() > PLACE_CHARS_MAX || (!known && stock.0.len() >= PLACES_MAX) {
            return refused(NotCounted::Place);
        }
        let pile = stock.0.get(&place).copied().unwrap_or_default();
        let now = match self.pieces {
            Pieces::There(pieces) => Some(pieces),
            Pieces::Change(change) => pile.pieces.checked_add(change),
        };
        let Some(now) = now.filter(|now| (0..=PIECES_MAX).contains(now)) else { return refused(NotCounted::Pieces) };
        let change = now.saturating_sub(pile.pieces);
        let Some(after) = stock.moved(&place, change, 0) else {
            return refused(NotCounted::Promised { aside: pile.aside });
        };
        if change != 0 || !known {
            tx.enter(&self.seller, vec![happened(StockCounted { sku, place, change })]).await?;
        }
        Ok(Counted { free: after.free(), change })
    }
}
