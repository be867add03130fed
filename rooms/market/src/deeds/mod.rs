//! What can be done in the market: one deed a file.

pub mod add_photo;
pub mod begin_batch;
pub mod change_draft;
pub mod change_prices;
pub mod collect;
pub mod count_stock;
pub mod end_reservation;
pub mod hand_over_share;
pub mod hold_order;
pub mod make_key;
pub mod make_quote;
pub mod map_kinds;
pub mod move_order;
pub mod move_product;
pub mod offer_product;
pub mod pay_refund;
pub mod place_order;
pub mod publish_categories;
pub mod register_seller;
pub mod release;
pub mod remove_photo;
pub mod reserve;
pub mod revoke_key;
pub mod save_product;
pub mod set_rate;
pub mod vet_seller;
