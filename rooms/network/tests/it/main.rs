//! Trials of the network, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::as_conversions)]

mod browser;
mod courses;
mod crowd;
mod deeds;
mod grants;
mod hostile;
mod midnight;
mod pages;
mod pages_lists;
mod pages_seats;
mod reference;
mod rights;
mod rules;
mod seats;
mod secrets;
mod sign_in;
mod suspension;
mod town;
