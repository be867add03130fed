//! The kit, tried from outside: a house with one small room, its router called without a socket.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::as_conversions)]

mod answers;
mod bodies;
mod client;
mod forgery;
mod gate;
mod headers;
mod house;
mod language;
mod limits;
mod nul;
mod outward;
mod pictures;
mod properties;
mod rooms;
mod server;
mod sheet;
mod stall;
mod uploads;
mod words;
