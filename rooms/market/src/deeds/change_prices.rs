//! Prices of a listing are changed, shown or not.

use crate::deeds::save_product::{is_price, sku_of};
use crate::events::PricesChanged;
use crate::product::SKU_CHARS_MAX;
use crate::reading;
use crate::store::{SKUS, product_of_sku};
use base::{Paisa, Refusal};
use journal::{Ahead, Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Sets the prices of some kinds of a product. It needs no new check, since a price says nothing that could be wrong; an
/// order that was placed keeps the price it was placed with. Prices that stand already enter nothing.
///
/// # Refusals
/// See [`NotPriced`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangePrices {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The product's number; empty for whichever has the first SKU when it is done: who names an SKU alone asks for the
    /// same thing again even when another product has it meanwhile.
    pub product: String,
    /// (SKU, new price).
    pub prices: Vec<(String, Paisa)>,
}

/// Why prices are not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotPriced {
    /// There is no such product.
    Unknown,
    /// Its seller is suspended, or was declined.
    Suspended,
    /// It has no kind with this SKU, or it is named twice.
    Sku(String),
    /// A field is missing, unknown, or of another type: what the reader of the API says, in English, for the developer.
    Shape(String),
    /// A price of nothing, below it, or beyond all bounds.
    Price(String),
}

impl Refusal for NotPriced {
    fn code(&self) -> &'static str {
        match self {
            NotPriced::Unknown => "market.price.unknown",
            NotPriced::Suspended => "market.save.suspended",
            NotPriced::Sku(_) => "market.price.sku",
            NotPriced::Shape(_) => "market.price.shape",
            NotPriced::Price(_) => "market.price.price",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotPriced::Unknown | NotPriced::Suspended => Vec::new(),
            NotPriced::Shape(reason) => vec![("reason", reason.clone())],
            NotPriced::Sku(sku) | NotPriced::Price(sku) => vec![("sku", sku.clone())],
        }
    }

    fn status(&self) -> u16 {
        if *self == NotPriced::Unknown { 404 } else { 422 }
    }

    fn field(&self) -> Option<String> {
        (!matches!(self, NotPriced::Unknown | NotPriced::Suspended)).then(|| "price-1".to_owned())
    }
}

/// The codes of [`NotPriced`].
pub(crate) const CODES: &[&str] =
    &["market.price.unknown", "market.price.sku", "market.price.shape", "market.price.price"];

/// An SKU as it was typed, cut to what one may be.
fn unknown_sku(typed: &str) -> Stop<NotPriced> {
    Stop::Refused(NotPriced::Sku(typed.chars().take(SKU_CHARS_MAX).collect()))
}

impl ChangePrices {
    /// The number of the product that is meant.
    async fn product_meant(&self, tx: &mut Tx<'_, '_>) -> Result<String, Stop<NotPriced>> {
        if !self.product.is_empty() {
            return Ok(self.product.clone());
        }
        let (typed, _) = self.prices.first().ok_or(Stop::Refused(NotPriced::Unknown))?;
        let sku = sku_of(typed).ok_or_else(|| unknown_sku(typed))?;
        product_of_sku(tx, &self.seller, &sku).await?.ok_or_else(|| unknown_sku(typed))
    }
}

impl Deed for ChangePrices {
    const NAME: &'static str = "market.change_prices";
    /// How many prices are others now.
    type Done = usize;
    type Refusal = NotPriced;

    fn book(&self) -> &str {
        &self.seller
    }

    fn wants(&self, _: &Ahead<'_>) -> Vec<db::Want> {
        let named = self.prices.first().filter(|_| self.product.is_empty());
        let sku = named.and_then(|(typed, _)| sku_of(typed));
        sku.map(|sku| -> db::Want { (&SKUS, vec![self.seller.as_str().into(), sku.into()]) }).into_iter().collect()
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<usize, Stop<NotPriced>> {
        if reading::is_stopped(tx, &self.seller).await? {
            return Err(Stop::Refused(NotPriced::Suspended));
        }
        let product = self.product_meant(tx).await?;
        let standing = reading::product(tx, &self.seller, &product).await?;
        let standing = standing.ok_or(Stop::Refused(NotPriced::Unknown))?;
        let mut prices: Vec<(String, Paisa)> = Vec::new();
        let mut named: Vec<String> = Vec::new();
        for (typed, price) in &self.prices {
            let wrong = || unknown_sku(typed);
            let sku = sku_of(typed).filter(|sku| !named.contains(sku)).ok_or_else(wrong)?;
            let variant = standing.product.variants.iter().find(|variant| variant.sku == sku).ok_or_else(wrong)?;
            if !is_price(*price) {
                return Err(Stop::Refused(NotPriced::Price(sku)));
            }
            if variant.price != *price {
                prices.push((sku.clone(), *price));
            }
            named.push(sku);
        }
        let changed = prices.len();
        if changed > 0 {
            let event = PricesChanged { product, prices };
            tx.enter(&self.seller, vec![happened(event)]).await?;
        }
        Ok(changed)
    }
}
