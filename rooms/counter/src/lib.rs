//! The counter: services are taken, a citizen leaves with a receipt that anybody can check.

mod api;
mod catalogue;
mod day;
mod deeds;
mod events;
mod forms_kept;
mod number;
mod reading;
mod receipt;
mod register;
mod service;
mod store;

pub use catalogue::{Catalogue, Shown, sample_answers, stock_catalogue};
pub use day::DayCounts;
pub use deeds::close_day::{CloseDay, NotClosed};
pub use deeds::publish::{NotPublished, PublishService};
pub use deeds::reverse::{NotReversed, ReverseReceipt};
pub use deeds::set_tariff::{NotSet, SetTariff};
pub use deeds::take::{CustomerGiven, Given, LineGiven, NotTaken, TILL, TakeServices};
pub use number::{book_of, check_code, code_holds, receipt_number, typed};
pub use register::{NotImported, NotRead, RegisterReport, RowRefused, import_register};
pub use receipt::{Line, REASONS, Receipt, Reversal, Standing, state_word};
pub use service::{Both, Connectivity, Offer, Service, Tariff, tariff_at};
