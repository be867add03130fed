//! The deeds of reconciliation: a statement is read, an item assigned, an item resolved.

pub mod assign;
pub mod read;
pub mod resolve;
