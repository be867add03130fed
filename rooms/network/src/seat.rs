//! Seats and contracts: the post at a centre is one thing, the person in it another (facts.md 2).
//!
//! Chairmen replace entrepreneurs after elections, and women leave more often than men; so a seat stays when its holder
//! goes, shows when it is vacant, and every contract stays readable.

use crate::person::Sex;
use base::BusinessDay;
use serde::{Deserialize, Serialize};

/// Characters of the number of a stamp, at most.
pub const STAMP_CHARS_MAX: usize = 40;

/// The two seats of a centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatKind {
    /// The woman entrepreneur's.
    Woman,
    /// The man entrepreneur's.
    Man,
}

impl SeatKind {
    /// Both, the woman's first.
    pub const BOTH: [SeatKind; 2] = [SeatKind::Woman, SeatKind::Man];

    /// As it is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            SeatKind::Woman => "woman",
            SeatKind::Man => "man",
        }
    }

    /// The seat of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<SeatKind> {
        SeatKind::BOTH.into_iter().find(|seat| seat.name() == name)
    }

    /// Whose seat it is.
    #[must_use]
    pub const fn sex(self) -> Sex {
        match self {
            SeatKind::Woman => Sex::Woman,
            SeatKind::Man => Sex::Man,
        }
    }
}

/// A seat as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The centre.
    pub centre: String,
    /// Which of the two.
    pub kind: SeatKind,
    /// Who sits in it; nobody when it is vacant.
    pub person: Option<String>,
    /// The contract that holds.
    pub contract: Option<String>,
    /// Since when it is held, or vacant.
    pub since: BusinessDay,
}

/// What a contract on a stamp says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Its first day.
    pub from: BusinessDay,
    /// Its last day.
    pub until: BusinessDay,
    /// The number of the Tk 100 stamp that it is written on.
    pub stamp: String,
}

/// A contract, past or present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// Its id.
    pub id: String,
    /// The centre.
    pub centre: String,
    /// The seat.
    pub seat: SeatKind,
    /// With whom.
    pub person: String,
    /// What it says.
    pub terms: Terms,
    /// The day it ended before its time, if it did.
    pub ended_on: Option<BusinessDay>,
}

/// What is wrong with a contract's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermsFault {
    /// It ends before it begins.
    Backwards,
    /// It is over already.
    Over,
    /// It begins while the last contract of this seat still held.
    Overlapping,
    /// It names no stamp.
    NoStamp,
    /// What it names is longer than the number of a stamp.
    LongStamp,
}

impl Terms {
    /// Checks the terms against the day and against the last contract of the seat, which held until `free_from`.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self, today: BusinessDay, free_from: Option<BusinessDay>) -> Result<(), TermsFault> {
        let stamp = base::text::clean(&self.stamp);
        if stamp.is_empty() {
            return Err(TermsFault::NoStamp);
        }
        if stamp.chars().count() > STAMP_CHARS_MAX {
            return Err(TermsFault::LongStamp);
        }
        if self.until < self.from {
            return Err(TermsFault::Backwards);
        }
        if self.until < today {
            return Err(TermsFault::Over);
        }
        if free_from.is_some_and(|free| self.from < free) {
            return Err(TermsFault::Overlapping);
        }
        Ok(())
    }
}
