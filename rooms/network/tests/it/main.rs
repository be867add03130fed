//! Trials of the network, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::as_conversions)]

mod browser;
mod deeds;
mod grants;
mod pages;
mod reference;
mod seats;
mod secrets;
mod sign_in;
mod town;
