//! A case: one application of one customer, from its draft until what was asked for is in the customer's hand.

use crate::service::{Approver, is_default};
use base::calendar::{BusinessDay, Moment};
use serde::{Deserialize, Serialize};

/// Where a case stands (facts.md 4, "case life cycle").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Being filled in; nothing is paid.
    Draft,
    /// Filled in whole; nothing is paid.
    Submitted,
    /// Paid for; the centre has to send it.
    FeePaid,
    /// With whoever must agree or give it.
    Sent,
    /// Being worked on there.
    InProcess,
    /// Something is to be mended by the applicant.
    CorrectionNeeded,
    /// Here to be handed over.
    Ready,
    /// In the applicant's hand, with proof.
    HandedOver,
    /// Refused by whoever must agree.
    Rejected,
    /// Ended before it was decided: its receipt was reversed, or the applicant left it.
    Cancelled,
}

impl CaseState {
    /// All of them, in the order of a life.
    pub const ALL: [CaseState; 10] = [
        CaseState::Draft,
        CaseState::Submitted,
        CaseState::FeePaid,
        CaseState::Sent,
        CaseState::InProcess,
        CaseState::CorrectionNeeded,
        CaseState::Ready,
        CaseState::HandedOver,
        CaseState::Rejected,
        CaseState::Cancelled,
    ];

    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            CaseState::Draft => "draft",
            CaseState::Submitted => "submitted",
            CaseState::FeePaid => "fee_paid",
            CaseState::Sent => "sent",
            CaseState::InProcess => "in_process",
            CaseState::CorrectionNeeded => "correction_needed",
            CaseState::Ready => "ready",
            CaseState::HandedOver => "handed_over",
            CaseState::Rejected => "rejected",
            CaseState::Cancelled => "cancelled",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<CaseState> {
        CaseState::ALL.into_iter().find(|state| state.name() == name)
    }

    /// True while somebody has to do something.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        !matches!(self, CaseState::HandedOver | CaseState::Rejected | CaseState::Cancelled)
    }

    /// The only moves there are.
    #[must_use]
    pub const fn moves(self) -> &'static [CaseState] {
        use CaseState::{
            Cancelled, CorrectionNeeded, FeePaid, HandedOver, InProcess, Ready, Rejected, Sent, Submitted,
        };
        match self {
            CaseState::Draft => &[Submitted, Cancelled],
            CaseState::Submitted => &[FeePaid, Cancelled],
            CaseState::FeePaid | CaseState::CorrectionNeeded => &[Sent, Cancelled],
            CaseState::Sent => &[InProcess, CorrectionNeeded, Ready, Rejected, Cancelled],
            CaseState::InProcess => &[CorrectionNeeded, Ready, Rejected, Cancelled],
            CaseState::Ready => &[HandedOver, Cancelled],
            CaseState::HandedOver | CaseState::Rejected | CaseState::Cancelled => &[],
        }
    }
}

/// Who has to do the next thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CaseOwner {
    /// The centre's entrepreneurs.
    Centre,
    /// The chairman or the secretary.
    Chairman,
    /// The agency that gives the service.
    Agency,
    /// The applicant.
    Applicant,
    /// Nobody: it has ended.
    Nobody,
}

impl CaseOwner {
    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            CaseOwner::Centre => "centre",
            CaseOwner::Chairman => "chairman",
            CaseOwner::Agency => "agency",
            CaseOwner::Applicant => "applicant",
            CaseOwner::Nobody => "nobody",
        }
    }
}

/// A case as it was opened; where it stands now is beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its number: see [`case_number`].
    pub number: String,
    /// The receipt by which it was paid; none before that.
    #[serde(default, skip_serializing_if = "is_default")]
    pub receipt: Option<String>,
    /// The service's code.
    pub service: String,
    /// The version that it was taken under, which it keeps.
    pub version: i64,
    /// Where it stands.
    pub state: CaseState,
    /// Who must agree.
    #[serde(default, skip_serializing_if = "is_default")]
    pub approver: Approver,
    /// True when what is ready travels home by post.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by_post: bool,
    /// The working day by which it must be ready.
    #[serde(default, skip_serializing_if = "is_default")]
    pub due: Option<BusinessDay>,
    /// The customer's id.
    #[serde(default, skip_serializing_if = "is_default")]
    pub customer: Option<String>,
    /// The seal with the customer's name and number.
    #[serde(default, skip_serializing_if = "is_default")]
    pub customer_seal: Option<String>,
    /// The seal with the answers as they now are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answers: Option<String>,
    /// When it was opened.
    pub opened: Moment,
    /// Who took it: nobody approves what they took themselves.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: String,
    /// The day on which it became ready.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ready: Option<BusinessDay>,
    /// How many pictures belong to it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub attachments: i64,
}

impl Case {
    /// Under whose key its answers and notes are sealed: the customer's, else that of its receipt or of the draft, as
    /// nobody is known.
    #[must_use]
    pub fn subject(&self) -> String {
        match (&self.customer, &self.receipt) {
            (Some(customer), _) => customer.clone(),
            (None, Some(receipt)) => format!("r-{receipt}"),
            (None, None) => format!("d-{}", self.number),
        }
    }

    /// Who has to do the next thing.
    #[must_use]
    pub fn owner(&self) -> CaseOwner {
        match self.state {
            CaseState::Draft | CaseState::Submitted | CaseState::FeePaid | CaseState::Ready => CaseOwner::Centre,
            CaseState::Sent | CaseState::InProcess if self.approver == Approver::Chairman => CaseOwner::Chairman,
            CaseState::Sent | CaseState::InProcess => CaseOwner::Agency,
            CaseState::CorrectionNeeded => CaseOwner::Applicant,
            CaseState::HandedOver | CaseState::Rejected | CaseState::Cancelled => CaseOwner::Nobody,
        }
    }

    /// True when it should have been ready before this day and is not. What waits for its applicant is not late.
    #[must_use]
    pub fn is_late(&self, today: BusinessDay) -> bool {
        let due = self.state.is_pending() && !matches!(self.state, CaseState::CorrectionNeeded | CaseState::Ready);
        due && self.due.is_some_and(|due| due < today)
    }
}

/// The number of the case of a receipt's line (counted from 0): `3026001-261123-B7K-014.1`. Derived, so that a citizen
/// who holds the receipt can name it.
#[must_use]
pub fn case_number(receipt: &str, line: usize) -> String {
    format!("{receipt}.{}", line.saturating_add(1))
}
