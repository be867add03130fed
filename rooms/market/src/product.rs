//! Products: what a seller offers, in which kinds, and what a listing must say before anybody sees it.

use crate::category::Category;
use base::Both;
use base::Paisa;
use base::calendar::Moment;
use serde::{Deserialize, Serialize};

/// Kinds of a product (colour, size), at most.
pub const VARIANTS_MAX: usize = 20;
/// Characters of a name, at most.
pub const NAME_CHARS_MAX: usize = 120;
/// Characters of a description, at most.
pub const ABOUT_CHARS_MAX: usize = 2_000;
/// Characters of a description in Bangla, at least, before a listing is complete.
pub const ABOUT_CHARS_MIN: usize = 20;
/// Characters of an SKU, at most.
pub const SKU_CHARS_MAX: usize = 40;
/// Photos of a product, at most.
pub const PHOTOS_MAX: i64 = 6;
/// Price of one piece in poisha, at most: Tk 10 lakh.
pub const PRICE_POISHA_MAX: i64 = 100_000_000;
/// Weight of one piece in grams, at most: what one person can carry to a centre.
pub const WEIGHT_G_MAX: i64 = 100_000;
/// The longest side in centimetres, at most.
pub const SIDE_CM_MAX: i64 = 300;
/// Days in which something is made to order, at most.
pub const LEAD_DAYS_MAX: i64 = 180;
/// Days in which something may be given back, at most.
pub const RETURN_DAYS_MAX: i64 = 90;

/// One kind of a product that can be bought: a colour, a size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// The seller's own code, unique among all that the seller offers.
    pub sku: String,
    /// What sets it apart; empty for a product of one kind.
    pub name: Both,
    /// What one piece costs the buyer, without delivery.
    pub price: Paisa,
    /// What one piece weighs when packed, in grams.
    pub weight_g: i64,
    /// Its sides when packed, in centimetres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_cm: Option<(i64, i64, i64)>,
}

/// What a seller offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Counted within the seller, four digits or more.
    pub number: String,
    /// The code of its category.
    pub category: String,
    /// Its name.
    pub name: Both,
    /// What it is made of, how it is used.
    pub about: Both,
    /// Where and by whom it is made.
    pub origin: Both,
    /// Days in which it can be given back; 0 for what cannot (food that spoils).
    pub return_days: i64,
    /// Days until it is made; 0 for what lies ready.
    pub lead_days: i64,
    /// Pieces that can be made in a month, where it is made to order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_month: Option<i64>,
    /// True for what its district is known for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub speciality: bool,
    /// Its kinds, at least one.
    pub variants: Vec<Variant>,
}

impl Product {
    /// The lowest price of its kinds.
    #[must_use]
    pub fn price_from(&self) -> Paisa {
        self.variants.iter().map(|variant| variant.price).min().unwrap_or(Paisa::ZERO)
    }

    /// True when its kinds do not all cost the same.
    #[must_use]
    pub fn prices_differ(&self) -> bool {
        self.variants.iter().any(|variant| variant.price != self.price_from())
    }
}

/// Where a listing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductState {
    /// Being written.
    Draft,
    /// Waits for the quality check.
    Waiting,
    /// Shown to everybody.
    Published,
    /// The check sent it back, with a reason.
    Returned,
    /// The seller took it off the shelf.
    Withdrawn,
}

/// Who moves a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Whoever acts for the seller.
    Keeper,
    /// Whoever checks goods for the association.
    Vetter,
}

impl ProductState {
    /// Every state.
    pub const ALL: [ProductState; 5] = [
        ProductState::Draft,
        ProductState::Waiting,
        ProductState::Published,
        ProductState::Returned,
        ProductState::Withdrawn,
    ];

    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ProductState::Draft => "draft",
            ProductState::Waiting => "waiting",
            ProductState::Published => "published",
            ProductState::Returned => "returned",
            ProductState::Withdrawn => "withdrawn",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<ProductState> {
        ProductState::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Where this side may move it. What is shown to people was looked at by somebody else than its seller.
    #[must_use]
    pub fn moves(self, side: Side) -> &'static [ProductState] {
        match (side, self) {
            (Side::Keeper, ProductState::Draft | ProductState::Returned | ProductState::Withdrawn) => {
                &[ProductState::Waiting]
            }
            (Side::Keeper, ProductState::Waiting) => &[ProductState::Draft],
            (Side::Keeper, ProductState::Published) => &[ProductState::Withdrawn],
            (Side::Vetter, ProductState::Waiting) => &[ProductState::Published, ProductState::Returned],
            (Side::Vetter, ProductState::Published) => &[ProductState::Returned],
            (Side::Vetter, _) => &[],
        }
    }

    /// True while its words and photos may be changed: nobody checks or buys what is being rewritten.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, ProductState::Draft | ProductState::Returned | ProductState::Withdrawn)
    }
}

/// A product with where it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductStanding {
    /// The seller's number.
    pub seller: String,
    /// The product.
    pub product: Product,
    /// Its state.
    pub state: ProductState,
    /// Since when.
    pub moved: Moment,
    /// Why it was sent back.
    pub reason: Option<String>,
    /// How many photos it has.
    pub photos: i64,
    /// How many it ever had: the last place of a photo.
    pub photos_ever: i64,
}

impl ProductStanding {
    /// `S000001-0001`: its address.
    #[must_use]
    pub fn address(&self) -> String {
        address(&self.seller, &self.product.number)
    }
}

/// `S000001-0001`: a product's address.
#[must_use]
pub fn address(seller: &str, product: &str) -> String {
    format!("{seller}-{product}")
}

/// The seller and the product of an address.
#[must_use]
pub fn parts_of(address: &str) -> Option<(&str, &str)> {
    let (seller, product) = address.split_once('-')?;
    let digits = (4..=8).contains(&product.len()) && product.bytes().all(|byte| byte.is_ascii_digit());
    (crate::seller::is_seller_number(seller) && digits).then_some((seller, product))
}

/// What a listing lacks before it can be checked (facts.md 8, rules 7, 8 and 17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// No photo.
    Photo,
    /// No description in Bangla, or hardly any.
    About,
    /// Not where it comes from.
    Origin,
    /// A kind without a weight.
    Weight,
    /// A category that is not open any more.
    Category,
    /// A category of what may not be sold.
    Banned,
    /// Made to order, but not how many in a month.
    Capacity,
}

impl Missing {
    /// Every one.
    pub const ALL: [Missing; 7] = [
        Missing::Photo,
        Missing::About,
        Missing::Origin,
        Missing::Weight,
        Missing::Category,
        Missing::Banned,
        Missing::Capacity,
    ];

    /// As words are keyed by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Missing::Photo => "photo",
            Missing::About => "about",
            Missing::Origin => "origin",
            Missing::Weight => "weight",
            Missing::Category => "category",
            Missing::Banned => "banned",
            Missing::Capacity => "capacity",
        }
    }
}

/// What a listing lacks, in the order in which people fill it in; nothing when it is complete. `category` is the open
/// category of its code.
#[must_use]
pub fn missing(product: &Product, photos: i64, category: Option<&Category>) -> Vec<Missing> {
    let lacks = |what: Missing| match what {
        Missing::Photo => photos < 1,
        Missing::About => product.about.bn.chars().count() < ABOUT_CHARS_MIN,
        Missing::Origin => product.origin.bn.is_empty(),
        Missing::Weight => product.variants.iter().any(|variant| variant.weight_g < 1),
        Missing::Category => category.is_none(),
        Missing::Banned => category.is_some_and(|category| category.banned),
        Missing::Capacity => product.lead_days > 0 && product.capacity_month.is_none(),
    };
    Missing::ALL.into_iter().filter(|what| lacks(*what)).collect()
}
