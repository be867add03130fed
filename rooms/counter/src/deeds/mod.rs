//! The counter's deeds, one file each: load, decide, enter.

pub mod change_cart;
pub mod close_day;
pub(crate) mod customer;
pub mod enter_row;
pub mod inspect;
pub mod pay_cart;
pub mod print_receipt;
pub mod publish;
pub mod request_transfer;
pub mod reverse;
pub mod set_limit;
pub mod set_tariff;
pub mod settle_transfer;
pub mod take;
pub(crate) mod taking;
// Tariffs and catalogue.
pub mod amend;
pub mod close_service;
pub mod decide_tariff;
pub mod propose_tariff;
pub mod undo_last;

pub mod cases;
pub mod complaints;
pub mod questions;

// The day.
pub mod count_drawer;
pub mod move_cash;
pub mod open_day;
pub mod pass_shift;
// The registers.
pub mod record_absence;
pub mod statements;
pub mod stock;
pub mod withdraw_absence;
