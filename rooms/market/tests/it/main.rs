//! The market through its doors, on both engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    missing_docs
)]

mod alone;
mod api;
mod categories;
mod dispute_rules;
mod disputes;
mod drafts;
mod evidence;
mod fact_rules;
mod facts;
mod feed;
mod histories;
mod kit;
mod listings;
mod lot_rules;
mod lots;
mod lots_kit;
mod lots_orders;
mod lots_pages;
mod orders;
mod orders_kit;
mod pages;
mod pages_kit;
mod papers;
mod partners;
mod partners_doors;
mod partners_events;
mod partners_keys;
mod partners_kit;
mod partners_orders;
mod partners_rules;
mod partners_sheet;
mod partners_turns;
mod rates;
mod refusals;
mod reminders;
mod replacements;
mod rules;
mod sellers;
mod settlement;
mod shares;
mod showcase;
mod stock;
mod trade_pages;
mod wallet_statements;
mod wallets;
mod wallets_kit;
