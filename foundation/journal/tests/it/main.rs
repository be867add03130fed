//! The journal through its door, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod breaking;
mod follow;
mod forging;
mod keys;
mod programs;
mod scans;
mod shop;
mod story;
mod tamper;
