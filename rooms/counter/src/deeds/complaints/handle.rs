//! A complaint is moved on: answered by the centre, looked into and ended by an officer.

use crate::complaints::{Complaint, ComplaintState, Side, WORDS_CHARS_MAX, read};
use crate::events::ComplaintMoved;
use base::Refusal;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Moves a complaint to another state, from the state that its page showed.
///
/// # Refusals
/// See [`NotHandled`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HandleComplaint {
    /// The centre's book.
    pub book: String,
    /// The complaint's number.
    pub number: String,
    /// Where to.
    pub to: ComplaintState,
    /// Why: a code of [`ComplaintState::reasons`]; empty where none is asked for.
    pub reason: String,
    /// What is to be remembered, or the centre's answer.
    pub note: String,
    /// Where it stood on the page: if it stands elsewhere now, somebody was quicker.
    pub expects: ComplaintState,
    /// From which side; the door has seen that the person may act from it at this centre.
    pub side: Side,
}

/// Why a complaint cannot be moved so.
#[derive(Debug, PartialEq, Eq)]
pub enum NotHandled {
    /// There is no such complaint in this book.
    Unknown,
    /// It stands elsewhere than the page showed.
    Elsewhere,
    /// It has no such move for this side.
    Move,
    /// Nobody decides about themselves.
    Own,
    /// The reason is not one of the list.
    Reason,
    /// An answer needs words, and so does `other`; there may be a thousand letters.
    Note,
}

impl Refusal for NotHandled {
    fn code(&self) -> &'static str {
        match self {
            NotHandled::Unknown => "counter.complaint.unknown",
            NotHandled::Elsewhere => "counter.complaint.elsewhere",
            NotHandled::Move => "counter.complaint.move",
            NotHandled::Own => "counter.complaint.own",
            NotHandled::Reason => "counter.complaint.reason",
            NotHandled::Note => "counter.complaint.note",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if *self == NotHandled::Note { vec![("max", WORDS_CHARS_MAX.to_string())] } else { Vec::new() }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotHandled::Reason => Some("reason".to_owned()),
            NotHandled::Note => Some("note".to_owned()),
            _ => None,
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotHandled::Unknown => 404,
            NotHandled::Elsewhere => 409,
            NotHandled::Own => 403,
            _ => 422,
        }
    }
}

/// The codes of [`NotHandled`].
pub(crate) const CODES: &[&str] = &[
    "counter.complaint.unknown",
    "counter.complaint.elsewhere",
    "counter.complaint.move",
    "counter.complaint.own",
    "counter.complaint.reason",
    "counter.complaint.note",
];

/// Decides whether this person may move this complaint so.
fn decide(deed: &HandleComplaint, complaint: &Complaint, by: &str, note: &str) -> Result<(), NotHandled> {
    if complaint.state != deed.expects {
        return Err(NotHandled::Elsewhere);
    }
    if !complaint.state.moves(deed.side).contains(&deed.to) {
        return Err(NotHandled::Move);
    }
    if deed.side == Side::Officer && complaint.about == by {
        return Err(NotHandled::Own);
    }
    let reasons = deed.to.reasons();
    if if reasons.is_empty() { !deed.reason.is_empty() } else { !reasons.contains(&deed.reason.as_str()) } {
        return Err(NotHandled::Reason);
    }
    let needed = deed.to == ComplaintState::Answered || deed.reason == "other";
    if note.chars().count() > WORDS_CHARS_MAX || (needed && note.is_empty()) {
        return Err(NotHandled::Note);
    }
    Ok(())
}

impl Deed for HandleComplaint {
    const NAME: &'static str = "counter.handle_complaint";
    /// Where it stands now.
    type Done = ComplaintState;
    type Refusal = NotHandled;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<ComplaintState, Stop<NotHandled>> {
        let complaint = read::held(tx, &self.book, &self.number).await?;
        let complaint = complaint.ok_or(Stop::Refused(NotHandled::Unknown))?;
        let note = base::text::clean(&self.note);
        decide(self, &complaint, tx.by(), &note).map_err(Stop::Refused)?;
        let whose = Complaint::subject(&self.number);
        let note = if note.is_empty() { None } else { Some(tx.seal(&self.book, &whose, &note).await?) };
        let reason = Some(self.reason.clone()).filter(|reason| !reason.is_empty());
        let moved = ComplaintMoved { number: self.number.clone(), from: complaint.state, to: self.to, reason, note };
        tx.enter(&self.book, vec![happened(moved)]).await?;
        Ok(self.to)
    }
}
