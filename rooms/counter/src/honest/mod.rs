//! Honesty of the counter: what is unlike itself at a seat, and what customers say they paid.

pub(crate) mod answers;
pub(crate) mod persons;
pub(crate) mod questions;
pub(crate) mod rules;
pub(crate) mod store;
