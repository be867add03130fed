//! The tests of `base`, one binary: what others say (vectors), what must always hold (properties), and the tables of
//! cases that the brief of each noun gives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::as_conversions)]

mod bangla_qr;
mod calendar;
mod check;
mod find;
mod identity;
mod lexicon;
mod mobile;
mod money;
mod names;
mod number;
mod routing;
mod s10;
mod text;

/// Rows of a vector file, by column name.
fn vectors(file: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let path = format!("{}/tests/vectors/{file}", env!("CARGO_MANIFEST_DIR"));
    let rows: Vec<_> = csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect();
    assert!(!rows.is_empty(), "{file} is empty");
    rows
}
