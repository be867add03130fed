//! The ledger through its door, on both engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    missing_docs
)]

mod audit;
mod crowd;
mod examples;
mod holds;
mod oracle;
mod reading;
mod refusals;
mod reversal;
mod rules;
mod shop;
