//! The market: what villagers make is shown to the whole country, and what the country sells comes to their centre.

mod audit;
mod category;
mod deeds;
mod events;
mod pages;
mod product;
mod reading;
mod seller;
mod showcase;
mod store;

pub use category::{Category, is_within};
pub use deeds::add_photo::{AddPhoto, NotAdded, PHOTO_SIZES};
pub use deeds::change_prices::{ChangePrices, NotPriced};
pub use deeds::move_product::{MoveProduct, NotMoved};
pub use deeds::publish_categories::{CATEGORIES_MAX, NotATree, PublishCategories, stock_categories};
pub use deeds::register_seller::{LICENCE_CHARS_MAX, NotRegistered, RegisterSeller};
pub use deeds::remove_photo::RemovePhoto;
pub use deeds::save_product::{CAPACITY_MAX, NotSaved, SaveProduct, sku_of};
pub use deeds::vet_seller::{NotVetted, REASON_CHARS_MAX, VetSeller};
pub use product::{
    ABOUT_CHARS_MAX, ABOUT_CHARS_MIN, LEAD_DAYS_MAX, Missing, NAME_CHARS_MAX, PHOTOS_MAX, PRICE_POISHA_MAX, Product,
    ProductStanding, ProductState, RETURN_DAYS_MAX, SIDE_CM_MAX, SKU_CHARS_MAX, Side, VARIANTS_MAX, Variant,
    WEIGHT_G_MAX, missing,
};
pub use seller::{Identity, Payout, Seller, SellerKind, SellerStanding, SellerState, is_seller_number, seller_number};
pub use showcase::{Aisles, Found, Showcase, Shown, Wish};

use std::sync::LazyLock;
use web::{Room, Wording};

/// Every refusal that the market gives, for the test that each is worded.
static REFUSALS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    [
        deeds::add_photo::CODES,
        deeds::change_prices::CODES,
        deeds::move_product::CODES,
        deeds::publish_categories::CODES,
        deeds::register_seller::CODES,
        deeds::save_product::CODES,
        deeds::vet_seller::CODES,
    ]
    .concat()
});

/// The descriptor of this room.
#[must_use]
pub fn room() -> Room {
    Room {
        migrations: store::MIGRATIONS,
        statements: store::ALL,
        views: store::VIEWS,
        events: events::all(),
        audits: &[audit::AUDIT],
        routes: pages::routes(),
        permissions: &["market.sell", "market.vet"],
        samples: pages::samples(),
        words: Wording { bn: include_str!("../words/bn.ftl"), en: include_str!("../words/en.ftl") },
        refusals: &REFUSALS,
        ..Room::named("market")
    }
}
