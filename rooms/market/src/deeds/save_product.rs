//! A listing is written, for the first time or anew.

use crate::events::ProductSaved;
use crate::product::{
    ABOUT_CHARS_MAX, LEAD_DAYS_MAX, NAME_CHARS_MAX, PRICE_POISHA_MAX, Product, RETURN_DAYS_MAX, SIDE_CM_MAX,
    SKU_CHARS_MAX, VARIANTS_MAX, Variant, WEIGHT_G_MAX,
};
use crate::reading;
use crate::store::{self, SKUS};
use base::mobile::Mobile;
use base::{Both, Paisa, Refusal};
use db::Value;
use journal::{Deed, Fault, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Pieces that somebody makes in a month, at most.
pub const CAPACITY_MAX: i64 = 1_000_000;

/// Writes a listing whole. It may lack much: only what is there must be sound, and nobody sees it before it was checked.
/// One entry in the seller's book. Writing the same twice under one key writes once; a listing that waits or is shown is
/// not rewritten, it is taken back first.
///
/// # Refusals
/// See [`NotSaved`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SaveProduct {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The product; an empty number asks for a new one.
    pub product: Product,
}

/// Why a listing is not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSaved {
    /// There is no such seller.
    Seller,
    /// The seller is suspended or was declined.
    Suspended,
    /// There is no such product.
    Unknown,
    /// It waits for the check or is shown.
    Shown,
    /// No category of that code is open.
    Category,
    /// No name in Bangla, or one too long.
    Name,
    /// A description or an origin too long.
    About,
    /// A telephone number in the name or the description: everybody reads them, for ever.
    Number,
    /// Days or pieces out of bounds.
    Days,
    /// No kind, or too many.
    Variants,
    /// An SKU that is empty, too long or holds a blank.
    Sku(String),
    /// One SKU for two things of the seller.
    SkuTwice(String),
    /// A price of nothing, below it, or beyond all bounds.
    Price(String),
    /// A weight or a side below nothing or beyond all bounds.
    Weight(String),
}

impl Refusal for NotSaved {
    fn code(&self) -> &'static str {
        match self {
            NotSaved::Seller => "market.save.seller",
            NotSaved::Suspended => "market.save.suspended",
            NotSaved::Unknown => "market.save.unknown",
            NotSaved::Shown => "market.save.shown",
            NotSaved::Category => "market.save.category",
            NotSaved::Name => "market.save.name",
            NotSaved::About => "market.save.about",
            NotSaved::Number => NUMBER_SAID,
            NotSaved::Days => "market.save.days",
            NotSaved::Variants => "market.save.variants",
            NotSaved::Sku(_) => "market.save.sku",
            NotSaved::SkuTwice(_) => "market.save.sku_twice",
            NotSaved::Price(_) => "market.save.price",
            NotSaved::Weight(_) => "market.save.weight",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotSaved::Name => vec![("max", NAME_CHARS_MAX.to_string())],
            NotSaved::About => vec![("max", ABOUT_CHARS_MAX.to_string())],
            NotSaved::Variants => vec![("max", VARIANTS_MAX.to_string())],
            NotSaved::Sku(sku) | NotSaved::SkuTwice(sku) | NotSaved::Price(sku) | NotSaved::Weight(sku) => {
                vec![("sku", sku.clone())]
            }
            _ => Vec::new(),
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotSaved::Seller | NotSaved::Unknown => 404,
            NotSaved::Shown => 409,
            _ => 422,
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotSaved::Category => "category",
            NotSaved::Name => "name_bn",
            NotSaved::About | NotSaved::Number => "about_bn",
            NotSaved::Days => "lead_days",
            NotSaved::Variants | NotSaved::Sku(_) | NotSaved::SkuTwice(_) => "sku-1",
            NotSaved::Price(_) => "price-1",
            NotSaved::Weight(_) => "weight-1",
            _ => return None,
        };
        Some(field.to_owned())
    }
}

/// The code with which a telephone number is refused in words that lie open.
pub(crate) const NUMBER_SAID: &str = "market.save.number";

/// The codes of [`NotSaved`].
pub(crate) const CODES: &[&str] = &[
    "market.save.seller",
    "market.save.suspended",
    "market.save.unknown",
    "market.save.shown",
    "market.save.category",
    "market.save.name",
    "market.save.about",
    NUMBER_SAID,
    "market.save.days",
    "market.save.variants",
    "market.save.sku",
    "market.save.sku_twice",
    "market.save.price",
    "market.save.weight",
];

/// An SKU as it is kept: in capitals, so that nobody has `lamp-1` beside `LAMP-1`.
#[must_use]
pub fn sku_of(typed: &str) -> Option<String> {
    // Cleaned last: a letter made large may fall apart into several.
    let sku = base::text::clean(&base::number::to_latin_digits(typed).to_uppercase());
    let fits = !sku.is_empty() && sku.chars().count() <= SKU_CHARS_MAX && !sku.contains(' ');
    fits.then_some(sku)
}

/// True for a price that something can have.
pub(crate) fn is_price(price: Paisa) -> bool {
    (1..=PRICE_POISHA_MAX).contains(&price.get())
}

/// True when a telephone number stands in words that lie open.
pub(crate) fn says_number(words: &Both) -> bool {
    [&words.bn, &words.en].into_iter().any(|text| Mobile::stands_in(text))
}

/// The product as it is entered.
pub(crate) fn decide(said: &Product) -> Result<Product, NotSaved> {
    let name = Both::clean(&said.name.bn, &said.name.en);
    if name.bn.is_empty() || !name.fits(NAME_CHARS_MAX) {
        return Err(NotSaved::Name);
    }
    let about = Both::clean(&said.about.bn, &said.about.en);
    let origin = Both::clean(&said.origin.bn, &said.origin.en);
    if !about.fits(ABOUT_CHARS_MAX) || !origin.fits(NAME_CHARS_MAX) {
        return Err(NotSaved::About);
    }
    if [&name, &about, &origin].into_iter().any(says_number) {
        return Err(NotSaved::Number);
    }
    let days = (0..=LEAD_DAYS_MAX).contains(&said.lead_days) && (0..=RETURN_DAYS_MAX).contains(&said.return_days);
    if !days || said.capacity_month.is_some_and(|pieces| !(1..=CAPACITY_MAX).contains(&pieces)) {
        return Err(NotSaved::Days);
    }
    if said.variants.is_empty() || said.variants.len() > VARIANTS_MAX {
        return Err(NotSaved::Variants);
    }
    let mut variants: Vec<Variant> = Vec::with_capacity(said.variants.len());
    for variant in &said.variants {
        let checked = variant_of(variant)?;
        if variants.iter().any(|other| other.sku == checked.sku) {
            return Err(NotSaved::SkuTwice(checked.sku));
        }
        variants.push(checked);
    }
    Ok(Product { name, about, origin, variants, ..said.clone() })
}

fn variant_of(said: &Variant) -> Result<Variant, NotSaved> {
    let sku = sku_of(&said.sku).ok_or_else(|| NotSaved::Sku(said.sku.chars().take(SKU_CHARS_MAX).collect()))?;
    let name = Both::clean(&said.name.bn, &said.name.en);
    if !name.fits(NAME_CHARS_MAX) {
        return Err(NotSaved::Name);
    }
    if !is_price(said.price) {
        return Err(NotSaved::Price(sku));
    }
    let sides = said.size_cm.map_or([1; 3], |(a, b, c)| [a, b, c]);
    let sound = sides.iter().all(|side| (1..=SIDE_CM_MAX).contains(side));
    if !(0..=WEIGHT_G_MAX).contains(&said.weight_g) || !sound {
        return Err(NotSaved::Weight(sku));
    }
    Ok(Variant { sku, name, ..said.clone() })
}

/// An SKU of this product that another product of the seller has.
pub(crate) async fn taken_sku(tx: &mut Tx<'_, '_>, seller: &str, product: &Product) -> Result<Option<String>, Fault> {
    for variant in &product.variants {
        let of = tx.fetch(&SKUS, vec![Value::from(seller), Value::from(&variant.sku)]).await?;
        if let Some([Value::Text(of)]) = of.as_deref()
            && !of.is_empty()
            && *of != product.number
        {
            return Ok(Some(variant.sku.clone()));
        }
    }
    Ok(None)
}

/// The number of the seller's next product.
pub(crate) async fn next_number(tx: &mut Tx<'_, '_>, seller: &str) -> Result<String, Fault> {
    Ok(format!("{:04}", store::given(tx, seller, "product").await?.saturating_add(1)))
}

impl Deed for SaveProduct {
    const NAME: &'static str = "market.save_product";
    /// The product's number.
    type Done = String;
    type Refusal = NotSaved;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String, Stop<NotSaved>> {
        let refused = |why| Err(Stop::Refused(why));
        let Some(seller) = reading::seller(tx, &self.seller).await? else { return refused(NotSaved::Seller) };
        if seller.is_stopped() {
            return refused(NotSaved::Suspended);
        }
        let mut product = decide(&self.product).map_err(Stop::Refused)?;
        if reading::category(tx, &product.category).await?.is_none() {
            return refused(NotSaved::Category);
        }
        if product.number.is_empty() {
            product.number = next_number(tx, &self.seller).await?;
        } else {
            match reading::product(tx, &self.seller, &product.number).await? {
                None => return refused(NotSaved::Unknown),
                Some(before) if !before.state.is_open() => return refused(NotSaved::Shown),
                Some(_) => {}
            }
        }
        if let Some(sku) = taken_sku(tx, &self.seller, &product).await? {
            return refused(NotSaved::SkuTwice(sku));
        }
        let number = product.number.clone();
        tx.enter(&self.seller, vec![happened(ProductSaved { product })]).await?;
        Ok(number)
    }
}
