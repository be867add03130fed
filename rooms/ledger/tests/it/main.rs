//! The ledger through its door, on both engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    missing_docs
)]

mod api;
mod audit;
mod crowd;
mod examples;
mod holds;
mod house;
mod moves;
mod oracle;
mod pages;
mod reading;
mod refusals;
mod reversal;
mod rules;
mod shop;
mod whole;
