//! The ledger's own deeds.

pub mod approve_top_up;
pub mod ask_top_up;
pub mod decline_top_up;
pub mod end_hold;
pub mod pay_commission;
pub mod place_hold;
pub mod receive_commission;
pub mod set_float_warning;
pub mod top_up_float;
