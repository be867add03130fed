//! The market through its doors, on both engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    missing_docs
)]

mod api;
mod categories;
mod dispute_rules;
mod disputes;
mod drafts;
mod evidence;
mod fact_rules;
mod facts;
mod histories;
mod kit;
mod listings;
mod orders;
mod orders_kit;
mod pages;
mod pages_kit;
mod rates;
mod reminders;
mod rules;
mod sellers;
mod shares;
mod showcase;
mod stock;
mod trade_pages;
