//! Stock, quotes and orders: their tables.

pub(crate) mod store;
