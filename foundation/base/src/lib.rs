//! The pure nouns of the house: money, numbers, words, days, and the numbers that people and parcels carry.
//!
//! Nothing here reads a clock, a file or a database. A value that exists is true: what could be wrong was refused by
//! the `parse` that made it, with a reason that can be shown in both languages (see [`Refusal`]).

pub mod bangla_qr;
pub mod calendar;
pub mod check;
pub mod id;
pub mod identity;
pub mod lang;
pub mod mobile;
pub mod money;
pub mod number;
pub mod refusal;
pub mod routing;
pub mod s10;
pub mod text;

pub use calendar::{BusinessDay, Moment};
pub use id::Id;
pub use lang::{Both, Lang};
pub use money::Paisa;
pub use refusal::Refusal;
