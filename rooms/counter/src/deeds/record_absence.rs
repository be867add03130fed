//! Leave is written down.

use crate::attendance::read::absences;
use crate::attendance::{ABSENCE_AHEAD_DAYS_MAX, ABSENCE_BACK_DAYS_MAX, ABSENCE_DAYS_MAX, Absence, AwayFor};
use crate::deeds::reverse::NOTE_CHARS_MAX;
use crate::events::AbsenceRecorded;
use base::Refusal;
use base::calendar::BusinessDay;
use journal::{Deed, Stop, Tx, happened};
use network::seat::{Seat, SeatKind};
use serde::{Deserialize, Serialize};

/// Writes down days on which one of the two entrepreneurs is away, and why: a seat whose holder is on leave is not an idle
/// one (facts.md 2: women's seats and leave must show).
///
/// # Refusals
/// See [`NotAbsent`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecordAbsence {
    /// The centre's book.
    pub book: String,
    /// Who is away: one of those in its seats.
    pub person: String,
    /// The first day.
    pub from: BusinessDay,
    /// The last day.
    pub to: BusinessDay,
    /// Why.
    pub reason: AwayFor,
    /// What is to be remembered of it; needed for a reason that is none of the list.
    pub note: String,
}

/// Why leave is not written down so, or not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAbsent {
    /// The person sits in no seat of this centre.
    Person,
    /// It begins too long ago or too far ahead, or is no day.
    From,
    /// It ends before it begins, is too long, or is no day.
    To,
    /// The reason is none of the list, or not of this seat.
    Reason,
    /// Another reason without a note, or a note too long.
    Note,
    /// Leave stands already on a day of it.
    Overlaps,
    /// There is no such leave.
    Unknown,
    /// It was taken back before.
    Withdrawn,
}

impl Refusal for NotAbsent {
    fn code(&self) -> &'static str {
        match self {
            NotAbsent::Person => "counter.absence.person",
            NotAbsent::From => "counter.absence.from",
            NotAbsent::To => "counter.absence.to",
            NotAbsent::Reason => "counter.absence.reason",
            NotAbsent::Note => "counter.absence.note",
            NotAbsent::Overlaps => "counter.absence.overlaps",
            NotAbsent::Unknown => "counter.absence.unknown",
            NotAbsent::Withdrawn => "counter.absence.withdrawn",
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotAbsent::Unknown => 404,
            NotAbsent::Withdrawn => 409,
            _ => 422,
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotAbsent::To => vec![("max", ABSENCE_DAYS_MAX.to_string())],
            NotAbsent::From => {
                vec![("back", ABSENCE_BACK_DAYS_MAX.to_string()), ("ahead", ABSENCE_AHEAD_DAYS_MAX.to_string())]
            }
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotAbsent::Person => "person",
            NotAbsent::From | NotAbsent::Overlaps => "from",
            NotAbsent::To => "to",
            NotAbsent::Reason => "reason",
            NotAbsent::Note => "note",
            NotAbsent::Unknown | NotAbsent::Withdrawn => return None,
        };
        Some(field.to_owned())
    }
}

/// The codes of [`NotAbsent`].
pub(crate) const CODES: &[&str] = &[
    "counter.absence.person",
    "counter.absence.from",
    "counter.absence.to",
    "counter.absence.reason",
    "counter.absence.note",
    "counter.absence.overlaps",
    "counter.absence.unknown",
    "counter.absence.withdrawn",
];

impl RecordAbsence {
    fn decide(&self, note: &str, seats: &[Seat], known: &[Absence], today: BusinessDay) -> Result<(), NotAbsent> {
        let held = seats.iter().find(|seat| seat.person.as_ref() == Some(&self.person)).ok_or(NotAbsent::Person)?;
        let ahead = self.from.days_since(today);
        if ahead > ABSENCE_AHEAD_DAYS_MAX || ahead < ABSENCE_BACK_DAYS_MAX.saturating_neg() {
            return Err(NotAbsent::From);
        }
        if !(0..ABSENCE_DAYS_MAX).contains(&self.to.days_since(self.from)) {
            return Err(NotAbsent::To);
        }
        if self.reason == AwayFor::Maternity && held.kind != SeatKind::Woman {
            return Err(NotAbsent::Reason);
        }
        if note.chars().count() > NOTE_CHARS_MAX || (self.reason == AwayFor::Other && note.is_empty()) {
            return Err(NotAbsent::Note);
        }
        if known.iter().any(|one| one.meets(&self.person, self.from, self.to)) {
            return Err(NotAbsent::Overlaps);
        }
        Ok(())
    }
}

impl Deed for RecordAbsence {
    const NAME: &'static str = "counter.record_absence";
    /// The id of the leave.
    type Done = String;
    type Refusal = NotAbsent;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String, Stop<NotAbsent>> {
        let note = base::text::clean(&self.note);
        let seats = network::seats(tx, &self.book).await?;
        let known = absences(tx, &self.book, self.from, self.to).await?;
        self.decide(&note, &seats, &known, tx.now().day()).map_err(Stop::Refused)?;
        let id = tx.new_id().map_err(Stop::Fault)?.to_string();
        let note = if note.is_empty() { None } else { Some(tx.seal_new(&self.book, &format!("a-{id}"), &note).await?) };
        let absence = Absence {
            id: id.clone(),
            person: self.person.clone(),
            from: self.from,
            to: self.to,
            reason: self.reason,
            note,
            by: tx.by().to_owned(),
        };
        tx.enter(&self.book, vec![happened(AbsenceRecorded { absence })]).await?;
        Ok(id)
    }
}
