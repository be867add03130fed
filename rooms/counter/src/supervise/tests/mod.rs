//! What of supervision needs no store to be tried.
#![allow(clippy::unwrap_used, clippy::wildcard_imports)]

mod grade;
mod map;
mod standing;
