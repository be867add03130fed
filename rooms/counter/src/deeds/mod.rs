//! The counter's deeds, one file each: load, decide, enter.

pub mod close_day;
mod customer;
pub mod publish;
pub mod reverse;
pub mod set_tariff;
pub mod take;
mod taking;
