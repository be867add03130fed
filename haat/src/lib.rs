//! The roof: one binary over the list of rooms.

pub mod bench;
pub mod check;
pub mod demo;
pub mod import;
mod jobs;
mod open;
pub mod outbox;
mod rooms;
pub mod serve;
pub mod simulator;
mod status;

pub use open::{Place, Trouble};
pub use rooms::rooms;
