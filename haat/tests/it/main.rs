//! The promises of the whole house, each one loop over what the rooms say of themselves.
//!
//! Some tests read the sources as text, some fold over `haat::rooms()`, some run the real binary on a store of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::as_conversions)]

mod asvs;
mod cli;
mod disk;
mod doors;
mod drawn;
mod floors;
mod goods;
mod html;
mod kit;
mod limits;
mod migrations;
mod openapi;
mod outbox;
mod power;
mod press;
mod reconcile;
mod replay;
mod routes;
mod samples;
mod secrets;
mod server;
mod simulator;
mod sources;
mod statements;
mod store;
mod tables;
mod tidy;
mod words;
