//! Haat.
fn main() {}
