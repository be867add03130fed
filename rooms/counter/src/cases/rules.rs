//! Who may move a case where, and for which reasons: pure.

use crate::case::{Case, CaseState};
use crate::service::Approver;
use serde::{Deserialize, Serialize};

/// Pictures of one case, at most: front and back of five papers.
pub const PICTURES_MAX: i64 = 10;

/// In which capacity somebody moves a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Hand {
    /// At the centre's counter.
    Centre,
    /// The chairman or the secretary, over what waits for them.
    Approver,
}

/// The moves that are a matter of saying so. Sending a corrected form, paying and handing over are deeds of their own,
/// because each brings something along: answers, money, a proof.
///
/// What waits for the chairman is decided by the chairman alone; what waits for an agency, the centre enters as it
/// hears of it.
#[must_use]
pub fn allowed(case: &Case, hand: Hand) -> Vec<CaseState> {
    use CaseState::{Cancelled, CorrectionNeeded, FeePaid, HandedOver, InProcess, Ready, Rejected, Sent, Submitted};
    let chairman = case.approver == Approver::Chairman;
    let decided = |state: CaseState| matches!(state, Ready | CorrectionNeeded | Rejected);
    let may = |to: CaseState| match (hand, case.state) {
        (_, _) if matches!(to, Submitted | FeePaid | HandedOver) => false,
        (Hand::Approver, Sent | InProcess) => chairman && decided(to),
        (Hand::Approver, _) => false,
        (Hand::Centre, Sent | InProcess) if chairman => to == Cancelled,
        (Hand::Centre, CorrectionNeeded) => to == Cancelled || (to == Sent && case.answers.is_none()),
        (Hand::Centre, _) => matches!(to, Sent | InProcess | Cancelled) || decided(to),
    };
    case.state.moves().iter().copied().filter(|to| may(*to)).collect()
}

/// The reasons for which a case may come to this state; none where nobody asks for one.
#[must_use]
pub const fn reasons_for(to: CaseState) -> &'static [&'static str] {
    match to {
        CaseState::CorrectionNeeded => &["paper_missing", "answer_wrong", "picture_unclear", "other"],
        CaseState::Rejected => &["not_entitled", "statement_untrue", "had_already", "other"],
        CaseState::Cancelled => &["applicant_left", "taken_twice", "other"],
        _ => &[],
    }
}

/// Why a case was cancelled whose receipt was reversed: not in the list, since nobody chooses it.
pub(crate) const RECEIPT_REVERSED: &str = "receipt_reversed";

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttachmentKind {
    /// A paper of the applicant.
    Document,
    /// The applicant's face.
    Photo,
    /// A signature, as a proof of handover.
    Signature,
    /// A thumb's print, as a proof of handover.
    Thumb,
}

impl AttachmentKind {
    /// All of them.
    pub const ALL: [AttachmentKind; 4] =
        [AttachmentKind::Document, AttachmentKind::Photo, AttachmentKind::Signature, AttachmentKind::Thumb];

    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            AttachmentKind::Document => "document",
            AttachmentKind::Photo => "photo",
            AttachmentKind::Signature => "signature",
            AttachmentKind::Thumb => "thumb",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<AttachmentKind> {
        AttachmentKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How it was proved that something came into the right hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProofKind {
    /// Six digits sent to the applicant's telephone.
    Code,
    /// A picture of a signature.
    Signature,
    /// A picture of a thumb's print.
    Thumb,
    /// It was given to the post, which proves the rest.
    Post,
}

impl ProofKind {
    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            ProofKind::Code => "code",
            ProofKind::Signature => "signature",
            ProofKind::Thumb => "thumb",
            ProofKind::Post => "post",
        }
    }
}

/// Who collects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The applicant.
    #[default]
    Applicant,
    /// Somebody of the family.
    Family,
    /// Somebody else whom the applicant sent.
    Sent,
}

impl Relation {
    /// All of them.
    pub const ALL: [Relation; 3] = [Relation::Applicant, Relation::Family, Relation::Sent];

    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Relation::Applicant => "applicant",
            Relation::Family => "family",
            Relation::Sent => "sent",
        }
    }

    /// The relation of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Relation> {
        Relation::ALL.into_iter().find(|relation| relation.name() == name)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use base::calendar::Moment;

    fn case(state: CaseState, approver: Approver) -> Case {
        Case {
            number: "3026001-261123-B7K-014.1".into(),
            receipt: None,
            service: "G001".into(),
            version: 1,
            state,
            approver,
            by_post: false,
            due: None,
            customer: None,
            customer_seal: None,
            answers: None,
            opened: Moment::new(0),
            by: "rahima".into(),
            ready: None,
            attachments: 0,
        }
    }

    const APPROVERS: [Approver; 4] = [Approver::None, Approver::WardMember, Approver::Chairman, Approver::Agency];

    #[test]
    fn nobody_may_make_a_move_that_a_case_does_not_have() {
        for state in CaseState::ALL {
            for approver in APPROVERS {
                for hand in [Hand::Centre, Hand::Approver] {
                    let moves = allowed(&case(state, approver), hand);
                    assert!(moves.iter().all(|to| state.moves().contains(to)), "{state:?} {approver:?} {hand:?}");
                }
            }
        }
    }

    #[test]
    fn the_chairman_decides_only_what_waits_for_the_chairman() {
        for state in CaseState::ALL {
            for approver in APPROVERS {
                let moves = allowed(&case(state, approver), Hand::Approver);
                let waits = approver == Approver::Chairman && matches!(state, CaseState::Sent | CaseState::InProcess);
                assert_eq!(!moves.is_empty(), waits, "{state:?} {approver:?}");
            }
        }
    }

    #[test]
    fn the_centre_cannot_approve_in_the_chairmans_place() {
        let moves = allowed(&case(CaseState::Sent, Approver::Chairman), Hand::Centre);
        assert_eq!(moves, [CaseState::Cancelled]);
        let agencys = allowed(&case(CaseState::Sent, Approver::Agency), Hand::Centre);
        assert!(agencys.contains(&CaseState::Ready) && agencys.contains(&CaseState::Rejected));
    }

    #[test]
    fn a_form_that_needs_correction_is_not_sent_again_as_it_was() {
        let mut sent_back = case(CaseState::CorrectionNeeded, Approver::Chairman);
        assert!(allowed(&sent_back, Hand::Centre).contains(&CaseState::Sent));
        sent_back.answers = Some("a seal".into());
        assert_eq!(allowed(&sent_back, Hand::Centre), [CaseState::Cancelled]);
    }

    #[test]
    fn every_move_against_the_applicant_asks_for_a_reason() {
        for to in [CaseState::CorrectionNeeded, CaseState::Rejected, CaseState::Cancelled] {
            assert!(reasons_for(to).contains(&"other"));
        }
        assert!(reasons_for(CaseState::Ready).is_empty());
    }
}
