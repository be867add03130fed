//! The pure rules of reconciliation.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod deciding;
mod matching;
mod reading;
