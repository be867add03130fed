//! A visit of inspection is recorded.

use super::reverse::NOTE_CHARS_MAX;
use crate::events::Inspected;
use crate::supervise::grade::Letter;
use crate::supervise::inspection::{Finding, Inspection, InspectionKind, Looked};
use base::Refusal;
use base::calendar::BusinessDay;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// How many days after a visit it may still be recorded: who comes back from a tour writes it down within a month.
pub const RECORDED_WITHIN_DAYS_MAX: i64 = 31;
/// How many days ahead somebody may say that they will come again.
pub const FOLLOW_UP_DAYS_MAX: i64 = 366;

/// Records a visit in the centre's book. It is never changed: whoever finds something else comes again.
///
/// # Refusals
/// See [`NotInspected`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecordInspection {
    /// The centre's book.
    pub book: String,
    /// The day of the visit.
    pub day: BusinessDay,
    /// Why somebody came.
    pub kind: InspectionKind,
    /// The checklist, every line of it once.
    pub findings: Vec<Finding>,
    /// The grade that the visitor gives.
    pub grade: Letter,
    /// What is to be remembered of it; may be empty, but not when something was wrong.
    pub note: String,
    /// The day by which somebody comes again.
    pub follow_up: Option<BusinessDay>,
}

/// Why a visit cannot be recorded so.
#[derive(Debug, PartialEq, Eq)]
pub enum NotInspected {
    /// The day has not come, is too long ago, or is no day.
    Day,
    /// The kind is none of the list.
    Kind,
    /// A line of the checklist has no answer, or two.
    Findings(Looked),
    /// The grade is not A to D.
    Grade,
    /// Something was wrong and nothing is said about it, or too much is said.
    Note,
    /// The day of the next visit is not after this one.
    FollowUp,
}

impl Refusal for NotInspected {
    fn code(&self) -> &'static str {
        match self {
            NotInspected::Day => "counter.inspect.day",
            NotInspected::Kind => "counter.inspect.kind",
            NotInspected::Findings(_) => "counter.inspect.findings",
            NotInspected::Grade => "counter.inspect.grade",
            NotInspected::Note => "counter.inspect.note",
            NotInspected::FollowUp => "counter.inspect.follow_up",
        }
    }

    fn field(&self) -> Option<String> {
        Some(match self {
            NotInspected::Day => "day".to_owned(),
            NotInspected::Kind => "kind".to_owned(),
            NotInspected::Findings(looked) => looked.name().to_owned(),
            NotInspected::Grade => "grade".to_owned(),
            NotInspected::Note => "note".to_owned(),
            NotInspected::FollowUp => "follow_up".to_owned(),
        })
    }
}

/// The codes of [`NotInspected`].
pub(crate) const CODES: &[&str] = &[
    "counter.inspect.day",
    "counter.inspect.kind",
    "counter.inspect.findings",
    "counter.inspect.grade",
    "counter.inspect.note",
    "counter.inspect.follow_up",
];

impl RecordInspection {
    fn decide(&self, note: &str, today: BusinessDay) -> Result<(), NotInspected> {
        if self.day > today || today.days_since(self.day) > RECORDED_WITHIN_DAYS_MAX {
            return Err(NotInspected::Day);
        }
        let answers = |looked: Looked| self.findings.iter().filter(|finding| finding.looked == looked).count();
        if let Some(looked) = Looked::ALL.into_iter().find(|looked| answers(*looked) != 1) {
            return Err(NotInspected::Findings(looked));
        }
        let wrong = self.findings.iter().any(|finding| !finding.right);
        if note.chars().count() > NOTE_CHARS_MAX || (wrong && note.is_empty()) {
            return Err(NotInspected::Note);
        }
        let ahead = self.follow_up.map(|again| again.days_since(self.day));
        if ahead.is_some_and(|days| !(1..=FOLLOW_UP_DAYS_MAX).contains(&days)) {
            return Err(NotInspected::FollowUp);
        }
        Ok(())
    }
}

impl Deed for RecordInspection {
    const NAME: &'static str = "counter.inspect";
    /// The id of the visit.
    type Done = String;
    type Refusal = NotInspected;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String, Stop<NotInspected>> {
        let note = base::text::clean(&self.note);
        self.decide(&note, tx.now().day()).map_err(Stop::Refused)?;
        let id = tx.new_id().map_err(Stop::Fault)?.to_string();
        let note = if note.is_empty() { None } else { Some(tx.seal_new(&self.book, &format!("i-{id}"), &note).await?) };
        let inspection = Inspection {
            id: id.clone(),
            day: self.day,
            kind: self.kind,
            findings: self.findings.clone(),
            grade: self.grade,
            note,
            follow_up: self.follow_up,
            by: tx.by().to_owned(),
            at: tx.now(),
        };
        tx.enter(&self.book, vec![happened(Inspected { inspection })]).await?;
        Ok(id)
    }
}
