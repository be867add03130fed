//! The store through its door, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod desk;
mod model;
mod pantry;
mod race;
mod round_trip;
mod text;
mod values;
mod waiting;
