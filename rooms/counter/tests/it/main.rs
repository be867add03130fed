//! The counter through its doors, on both engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    missing_docs
)]

mod api;
mod api_kit;
mod api_services;
mod deeds_catalogue;
mod deeds_customer;
mod deeds_desk;
mod deeds_reverse;
mod deeds_rules;
mod deeds_take;
mod pages_bad;
mod pages_cart;
mod pages_income;
mod pages_kit;
mod pages_paper;
mod pages_sale;
mod pages_seen;
mod register;
mod story;
mod transfers;
