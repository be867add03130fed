//! Complaints: a citizen says of a receipt what was not right. Whoever holds the paper may complain; the centre may
//! answer; an officer looks into it and ends it.

pub(crate) mod read;
pub(crate) mod store;

use crate::service::is_default;
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use journal::Sealed;
use serde::{Deserialize, Serialize};

/// How long an officer may take, in milliseconds: 72 hours, as the rules of digital commerce ask of a platform (facts.md
/// 8, rule 6). A working rule: no paper of the programme names another.
pub const COMPLAINT_DUE_MS: i64 = 72 * 3_600_000;
/// Complaints about one receipt that have not ended, at most.
pub const COMPLAINTS_OPEN_MAX: i64 = 2;
/// Complaints about one receipt ever, at most: whoever is not content then goes to the officer.
pub const COMPLAINTS_EVER_MAX: i64 = 6;
/// Characters of what is written, at most.
pub const WORDS_CHARS_MAX: usize = 1_000;
/// What somebody may say that they paid, at most: Tk 10 lakh.
pub const PAID_POISHA_MAX: i64 = 100_000_000;

/// What was not right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintKind {
    /// More was taken than the receipt says.
    Overcharged,
    /// What was paid for was not done.
    NotDone,
    /// No receipt was given for all that was paid.
    NoReceipt,
    /// Somebody was rude.
    Rude,
    /// Something else.
    Other,
    /// Asked by text what was paid, the customer said another sum.
    AnsweredOtherwise,
}

impl ComplaintKind {
    /// Those that a citizen chooses from.
    pub const CHOICES: [ComplaintKind; 5] = [
        ComplaintKind::Overcharged,
        ComplaintKind::NotDone,
        ComplaintKind::NoReceipt,
        ComplaintKind::Rude,
        ComplaintKind::Other,
    ];

    /// As it is stored and posted.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            ComplaintKind::Overcharged => "overcharged",
            ComplaintKind::NotDone => "not_done",
            ComplaintKind::NoReceipt => "no_receipt",
            ComplaintKind::Rude => "rude",
            ComplaintKind::Other => "other",
            ComplaintKind::AnsweredOtherwise => "answered_otherwise",
        }
    }

    /// The kind of this name that a citizen may choose.
    #[must_use]
    pub fn chosen(name: &str) -> Option<ComplaintKind> {
        ComplaintKind::CHOICES.into_iter().find(|kind| kind.name() == name)
    }

    /// True when it is about the money that was taken.
    #[must_use]
    pub const fn is_about_money(self) -> bool {
        matches!(self, ComplaintKind::Overcharged | ComplaintKind::NoReceipt | ComplaintKind::AnsweredOtherwise)
    }

    /// True when it cannot be understood without words.
    #[must_use]
    pub const fn needs_words(self) -> bool {
        matches!(self, ComplaintKind::Rude | ComplaintKind::Other)
    }
}

/// Where a complaint stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintState {
    /// Nobody looked at it yet.
    Made,
    /// An officer looks into it.
    LookedInto,
    /// The centre has answered.
    Answered,
    /// It was put right.
    Settled,
    /// It was not found to be so.
    Rejected,
}

impl ComplaintState {
    /// All of them, in the order of a life.
    pub const ALL: [ComplaintState; 5] = [
        ComplaintState::Made,
        ComplaintState::LookedInto,
        ComplaintState::Answered,
        ComplaintState::Settled,
        ComplaintState::Rejected,
    ];

    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            ComplaintState::Made => "made",
            ComplaintState::LookedInto => "looked_into",
            ComplaintState::Answered => "answered",
            ComplaintState::Settled => "settled",
            ComplaintState::Rejected => "rejected",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<ComplaintState> {
        ComplaintState::ALL.into_iter().find(|state| state.name() == name)
    }

    /// True until it has ended.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        !matches!(self, ComplaintState::Settled | ComplaintState::Rejected)
    }

    /// Where somebody may move it. The centre may answer and nothing else: nobody ends a complaint about themselves, and
    /// nobody ends one unseen.
    #[must_use]
    pub const fn moves(self, side: Side) -> &'static [ComplaintState] {
        use ComplaintState::{Answered, LookedInto, Made, Rejected, Settled};
        match (side, self) {
            (Side::Centre, Made | LookedInto) => &[Answered],
            (Side::Officer, Made) => &[LookedInto],
            (Side::Officer, LookedInto) => &[Settled, Rejected],
            (Side::Officer, Answered) => &[LookedInto, Settled, Rejected],
            (Side::Centre, Answered) | (_, Settled | Rejected) => &[],
        }
    }

    /// Why it may come to this state; none where nobody asks.
    #[must_use]
    pub const fn reasons(self) -> &'static [&'static str] {
        match self {
            ComplaintState::Settled => &["money_returned", "work_done", "made_clear", "other"],
            ComplaintState::Rejected => &["paid_right", "no_proof", "not_ours", "other"],
            _ => &[],
        }
    }
}

/// From which side somebody acts on a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// At the centre that it is about.
    Centre,
    /// Whoever looks after the area.
    Officer,
}

/// A complaint as it was made, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// Its number: that of the receipt and a count, `3026001-261123-B7K-014-C1`.
    pub number: String,
    /// The receipt that it is about.
    pub receipt: String,
    /// What was not right.
    pub kind: ComplaintKind,
    /// Where it stands.
    pub state: ComplaintState,
    /// What the receipt says was paid.
    pub total: Paisa,
    /// What the citizen says was paid.
    #[serde(default, skip_serializing_if = "is_default")]
    pub paid: Option<Paisa>,
    /// What was written; sealed, because people write names.
    #[serde(default, skip_serializing_if = "is_default")]
    pub words: Option<Sealed>,
    /// The number at which they may be called back, sealed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mobile: Option<Sealed>,
    /// Who gave the receipt: the one person who cannot end this.
    pub about: String,
    /// The day of the receipt.
    pub receipt_day: BusinessDay,
    /// When it was made.
    pub at: Moment,
    /// By when it must have ended.
    pub due: Moment,
}

impl Complaint {
    /// Under whose key its words and number are sealed: nobody else's erasure touches them.
    #[must_use]
    pub fn subject(number: &str) -> String {
        format!("c-{number}")
    }

    /// True when it should have ended before now.
    #[must_use]
    pub fn is_late(&self, now: Moment) -> bool {
        self.state.is_pending() && self.due < now
    }
}

/// The number of the `count`th complaint about a receipt.
#[must_use]
pub fn complaint_number(receipt: &str, count: i64) -> String {
    format!("{receipt}-C{count}")
}
