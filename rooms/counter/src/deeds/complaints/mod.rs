//! Complaints are made, and moved on.

pub mod handle;
pub mod make;
