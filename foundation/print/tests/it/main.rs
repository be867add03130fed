//! Papers as a centre prints them, with invented people and places. What can be read back is read back: ESC/POS by a
//! small printer of our own, QR codes by zbarimg, PDFs by poppler. A machine without these tools passes over them and
//! says so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::as_conversions)]

mod memory;
mod page;
mod pictured;
mod printer;
mod qr;
mod ruled;
mod sample;
mod sending;
mod slip;
mod tool;
