//! A visit of inspection: who came, what was found, what is to be better by when. It stands in the centre's book, and the
//! register of inspection is printed from it (facts.md 3.6, "four registers").

use super::grade::Letter;
use crate::service::is_default;
use base::calendar::{BusinessDay, Moment};
use journal::Sealed;
use serde::{Deserialize, Serialize};

/// Why somebody came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InspectionKind {
    /// As planned.
    Routine,
    /// Without notice.
    Surprise,
    /// To see whether something got better.
    FollowUp,
    /// Because somebody complained.
    Complaint,
}

impl InspectionKind {
    /// All of them.
    pub const ALL: [InspectionKind; 4] =
        [InspectionKind::Routine, InspectionKind::Surprise, InspectionKind::FollowUp, InspectionKind::Complaint];

    /// As it is stored and posted.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            InspectionKind::Routine => "routine",
            InspectionKind::Surprise => "surprise",
            InspectionKind::FollowUp => "follow_up",
            InspectionKind::Complaint => "complaint",
        }
    }

    /// The key of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            InspectionKind::Routine => "inspection-routine",
            InspectionKind::Surprise => "inspection-surprise",
            InspectionKind::FollowUp => "inspection-follow-up-visit",
            InspectionKind::Complaint => "inspection-complaint",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<InspectionKind> {
        InspectionKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What a visitor looks at: each is right or wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Looked {
    /// The price board hangs on the wall, and its prices are those in force.
    PriceBoard,
    /// Every customer leaves with a receipt over what was paid.
    ReceiptsGiven,
    /// The four registers are kept.
    Registers,
    /// The woman and the man entrepreneur are both there.
    BothSeats,
    /// The drawer, counted before the visitor, agrees.
    CashRight,
    /// The room is clean and fit to wait in.
    CleanRoom,
    /// Power and internet work.
    PowerInternet,
}

impl Looked {
    /// The checklist, in its order.
    pub const ALL: [Looked; 7] = [
        Looked::PriceBoard,
        Looked::ReceiptsGiven,
        Looked::Registers,
        Looked::BothSeats,
        Looked::CashRight,
        Looked::CleanRoom,
        Looked::PowerInternet,
    ];

    /// As it is stored and posted.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Looked::PriceBoard => "price_board",
            Looked::ReceiptsGiven => "receipts_given",
            Looked::Registers => "registers",
            Looked::BothSeats => "both_seats",
            Looked::CashRight => "cash_right",
            Looked::CleanRoom => "clean_room",
            Looked::PowerInternet => "power_internet",
        }
    }

    /// The key of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Looked::PriceBoard => "looked-price-board",
            Looked::ReceiptsGiven => "looked-receipts-given",
            Looked::Registers => "looked-registers",
            Looked::BothSeats => "looked-both-seats",
            Looked::CashRight => "looked-cash-right",
            Looked::CleanRoom => "looked-clean-room",
            Looked::PowerInternet => "looked-power-internet",
        }
    }
}

/// One line of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What was looked at.
    pub looked: Looked,
    /// True when it was right.
    pub right: bool,
}

/// A visit as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Its id.
    pub id: String,
    /// The day of the visit.
    pub day: BusinessDay,
    /// Why somebody came.
    pub kind: InspectionKind,
    /// The whole checklist.
    pub findings: Vec<Finding>,
    /// The grade that the visitor gives, beside the one that is computed.
    pub grade: Letter,
    /// What the visitor wrote; sealed, because people write names.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: Option<Sealed>,
    /// The day by which somebody comes again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub follow_up: Option<BusinessDay>,
    /// Who came.
    pub by: String,
    /// When it was recorded.
    pub at: Moment,
}

impl Inspection {
    /// What was not right.
    pub fn wrong(&self) -> impl Iterator<Item = Looked> {
        self.findings.iter().filter(|finding| !finding.right).map(|finding| finding.looked)
    }
}
