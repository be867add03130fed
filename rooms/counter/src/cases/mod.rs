//! Cases from their draft to the applicant's hand: the rules of their moves, their tables, what is read of them.
//!
//! The noun is [`crate::Case`]; its deeds stand in `deeds/cases/`, its events in `events/case_moves.rs`, its pages in
//! `pages/cases/`.

pub(crate) mod read;
pub(crate) mod rules;
pub(crate) mod store;

pub use read::{CaseSeen, Waiting, late, waiting_counts};
pub use rules::{AttachmentKind, Hand, PICTURES_MAX, ProofKind, Relation, allowed, reasons_for};
