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
mod api_days;
mod api_kit;
mod api_services;
mod deeds_cases;
mod deeds_catalogue;
mod deeds_customer;
mod deeds_desk;
mod deeds_handover;
mod deeds_reverse;
mod deeds_rules;
mod deeds_take;
mod pages_bad;
mod pages_cart;
mod pages_cases;
mod pages_income;
mod pages_kit;
mod pages_paper;
mod pages_sale;
mod pages_seen;
mod register;
mod stock;
mod story;
// Tariffs and catalogue.
mod amend;
mod amend_pages;
mod amend_sheet;
mod courses;
mod quick;
mod tariffs;

mod deeds_day;
mod pages_day;
mod registers_attendance;
mod registers_commission;
mod registers_inspections;
mod registers_kit;
mod registers_month;
mod registers_stock;
mod statements;
mod statements_others;
mod supervise;
mod suspension;
mod transfer_api;
mod transfer_pages;
mod transfers;

mod complaints;
mod complaints_pages;
mod questions;
mod texts;
mod unlike;
// Attackers and unlucky people.
mod edge_days;
mod edge_harm;
mod edge_life;
mod edge_rush;
