//! The ledger's own deeds.

pub mod end_hold;
pub mod place_hold;
pub mod top_up_float;
