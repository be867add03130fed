//! Trials of the network, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::as_conversions)]

mod deeds;
mod grants;
mod reference;
mod secrets;
mod seats;
mod sign_in;
mod town;
