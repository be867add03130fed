//! The journal through its door, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod breaking;
mod follow;
mod keys;
mod scans;
mod shop;
mod story;
mod tamper;
