//! What can be done in the market: one deed a file.

pub mod add_photo;
pub mod change_prices;
pub mod move_product;
pub mod publish_categories;
pub mod register_seller;
pub mod remove_photo;
pub mod save_product;
pub mod vet_seller;
