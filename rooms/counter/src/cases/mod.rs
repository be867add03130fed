//! Cases from their draft to the applicant's hand: the rules of their moves, their tables, what is read of them.
//!
//! The noun is [`crate::Case`]; its deeds stand in `deeds/cases/`, its events in `events/case_moves.rs`, its pages in
//! `pages/cases/`.

pub(crate) mod read;
pub(crate) mod rules;
pub(crate) mod served;
pub(crate) mod store;

pub use read::{CaseSeen, Waiting, late, waiting_counts};
pub use rules::{AttachmentKind, Hand, PICTURES_MAX, ProofKind, Relation, allowed, reasons_for};

use base::mobile::Mobile;
use std::sync::Arc;

/// Sends a text to a telephone at once: to whom, what, and a key under which it goes at most once. The binary puts it
/// into the house's things; where there is none, handovers are proved by a picture.
#[derive(Clone)]
pub struct Texting(pub Arc<SendsText>);

/// To whom, what, under which key; what went wrong is told for the log.
pub type SendsText = dyn Fn(&Mobile, &str, &str) -> Result<(), String> + Send + Sync;
