//! A case is moved on: only where it may go, by who may, with a reason where it goes against the applicant.

use crate::case::{Case, CaseState};
use crate::cases::read;
use crate::cases::rules::{Hand, allowed, reasons_for};
use crate::deeds::reverse::NOTE_CHARS_MAX;
use crate::events::CaseMoved;
use crate::service::is_default;
use crate::store::CASES;
use base::Refusal;
use journal::{Deed, Stop, Tx, happened};
use network::Hindered;
use serde::{Deserialize, Serialize};

/// Moves a case to another state, from the state that its page showed.
///
/// # Refusals
/// See [`NotMoved`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MoveCase {
    /// The centre's book.
    pub book: String,
    /// The case's number.
    pub number: String,
    /// Where to.
    pub to: CaseState,
    /// Why: a code of [`reasons_for`]; empty where none is asked for.
    pub reason: String,
    /// What is to be remembered of it; needed for `other`.
    pub note: String,
    /// Where it stood on the page: if it stands elsewhere now, somebody was quicker.
    pub expects: CaseState,
    /// The centre at whose counter it is done, when the applications of this book are served elsewhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Option<String>,
    /// In which capacity; the door has seen that the person holds the permission of it at the case's centre.
    pub hand: Hand,
}

/// Why a case cannot be moved so.
#[derive(Debug, PartialEq, Eq)]
pub enum NotMoved {
    /// There is no such case in this book.
    Unknown,
    /// It stands elsewhere than the page showed.
    Elsewhere(CaseState),
    /// It has no such move.
    Move {
        /// Where it stands.
        from: CaseState,
        /// Where it should go.
        to: CaseState,
        /// Where it may go.
        allowed: Vec<CaseState>,
    },
    /// Nobody approves what they took themselves.
    Own,
    /// The reason is not one of the list.
    Reason,
    /// `other` needs a note; a note may be 300 characters.
    Note,
    /// The centre, the seat or the person is suspended, or the application is served elsewhere.
    Hindered(Hindered),
}

impl Refusal for NotMoved {
    fn code(&self) -> &'static str {
        match self {
            NotMoved::Unknown => "counter.case.unknown",
            NotMoved::Elsewhere(_) => "counter.case.elsewhere",
            NotMoved::Move { .. } => "counter.case.move",
            NotMoved::Own => "counter.case.own",
            NotMoved::Reason => "counter.case.reason",
            NotMoved::Note => "counter.case.note",
            NotMoved::Hindered(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotMoved::Elsewhere(now) => vec![("now", now.name().to_owned())],
            NotMoved::Move { from, to, allowed } => {
                let allowed: Vec<&str> = allowed.iter().map(|state| state.name()).collect();
                let from_to = [("from", from.name().to_owned()), ("to", to.name().to_owned())];
                from_to.into_iter().chain([("allowed", allowed.join(", "))]).collect()
            }
            NotMoved::Hindered(refused) => refused.values(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotMoved::Reason => Some("reason".to_owned()),
            NotMoved::Note => Some("note".to_owned()),
            _ => None,
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotMoved::Unknown => 404,
            NotMoved::Elsewhere(_) => 409,
            NotMoved::Hindered(refused) => refused.status(),
            _ => 422,
        }
    }
}

/// The codes of [`NotMoved`].
pub(crate) const CODES: &[&str] = &[
    "counter.case.unknown",
    "counter.case.elsewhere",
    "counter.case.move",
    "counter.case.own",
    "counter.case.reason",
    "counter.case.note",
];

/// Whether this case may be moved so by this person.
fn decide(case: &Case, deed: &MoveCase, note: &str, by: &str) -> Result<(), NotMoved> {
    if case.state != deed.expects {
        return Err(NotMoved::Elsewhere(case.state));
    }
    let may = allowed(case, deed.hand);
    if !may.contains(&deed.to) {
        return Err(NotMoved::Move { from: case.state, to: deed.to, allowed: may });
    }
    if deed.hand == Hand::Approver && case.by == by {
        return Err(NotMoved::Own);
    }
    let reasons = reasons_for(deed.to);
    if reasons.is_empty() != deed.reason.is_empty() || (!reasons.is_empty() && !reasons.contains(&deed.reason.as_str()))
    {
        return Err(NotMoved::Reason);
    }
    if note.chars().count() > NOTE_CHARS_MAX || (deed.reason == "other" && note.is_empty()) {
        return Err(NotMoved::Note);
    }
    Ok(())
}

impl Deed for MoveCase {
    const NAME: &'static str = "counter.move_case";
    /// Where it stands now.
    type Done = CaseState;
    type Refusal = NotMoved;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &journal::Ahead<'_>) -> Vec<db::Want> {
        vec![(&CASES, vec![(&self.book).into(), (&self.number).into()])]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<CaseState, Stop<NotMoved>> {
        let note = base::text::clean(&self.note);
        if self.hand == Hand::Centre {
            super::may_serve(tx, &self.book, self.at.as_deref()).await?; // the chairman's chair is not the centre's
        }
        let case = read::held(tx, &self.book, &self.number).await?.ok_or(Stop::Refused(NotMoved::Unknown))?;
        decide(&case, self, &note, tx.by()).map_err(Stop::Refused)?;
        let due = if case.state == CaseState::CorrectionNeeded && self.to == CaseState::Sent {
            super::correct::due_anew(tx, &case).await?
        } else {
            None
        };
        let note = if note.is_empty() { None } else { Some(tx.seal(&self.book, &case.subject(), &note).await?) };
        let moved = CaseMoved {
            number: self.number.clone(),
            from: case.state,
            to: self.to,
            reason: Some(self.reason.clone()).filter(|reason| !reason.is_empty()),
            note,
            due,
            at: self.at.clone(),
            owner: Case { state: self.to, ..case }.owner(),
        };
        tx.enter(&self.book, vec![happened(moved)]).await?;
        Ok(self.to)
    }
}
