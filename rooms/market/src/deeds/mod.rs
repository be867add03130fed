//! What can be done in the market: one deed a file.

pub mod act_on_dispute;
pub mod add_photo;
pub mod change_draft;
pub mod change_prices;
pub mod collect;
pub mod count_stock;
pub mod end_reservation;
pub mod hand_over_share;
pub mod hold_order;
pub mod make_quote;
pub mod move_order;
pub mod move_product;
pub mod pass_dispute;
pub mod pay_refund;
pub mod place_order;
pub mod publish_categories;
pub mod register_seller;
pub mod release;
pub mod remind_buyer;
pub mod remove_photo;
pub mod reserve;
pub mod save_product;
pub mod set_rate;
pub mod vet_seller;
