//! The ledger through its door, on both engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    missing_docs
)]

mod abuse;
mod api;
mod api_float;
mod audit;
mod camt;
mod commission;
mod crowd;
mod edges;
mod examples;
mod float_pages;
mod holds;
mod house;
mod life;
mod moves;
mod oracle;
mod pages;
mod providers;
mod reading;
mod refusals;
mod registers;
mod reversal;
mod rules;
mod rush;
mod shop;
mod shut;
mod top_ups;
mod transfers;
mod whole;
