//! Supervision: how the centres of an area stand, graded with reasons, and the visits of those who look after them.

pub(crate) mod audit;
pub mod grade;
pub mod inspection;
pub(crate) mod map;
pub(crate) mod read;
pub(crate) mod registers;
pub(crate) mod standing;
pub(crate) mod store;

#[cfg(test)]
mod tests;
