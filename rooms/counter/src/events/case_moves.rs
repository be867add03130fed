//! What happens to a case after it was opened. Each is a step of its timeline, with who (the entry's) and why.

use super::cases::count_case;
use crate::attendance::attended;
use crate::case::{Case, CaseOwner, CaseState};
use crate::cases::rules::{AttachmentKind, ProofKind, Relation};
use crate::cases::store::{ATTACHMENTS, MOVES};
use crate::service::is_default;
use crate::store::{CASES, case_on_shelf, case_row, to_text};
use crate::tally;
use base::calendar::BusinessDay;
use db::{Fault, Kind, Value};
use journal::{EntryHead, Event, Sealed};
use serde::{Deserialize, Serialize};

/// One step of the timeline.
pub(super) struct Step<'s> {
    pub number: &'s str,
    /// The state that it came to, or `answered`.
    pub what: &'s str,
    pub reason: Option<&'s str>,
    pub note: Option<&'s Sealed>,
    pub due: Option<BusinessDay>,
    pub fields: &'s [String],
    /// The centre at whose counter it was done, when not at its own.
    pub at_centre: Option<&'s str>,
}

impl<'s> Step<'s> {
    pub(super) fn to(number: &'s str, state: CaseState) -> Step<'s> {
        Step { number, what: state.name(), reason: None, note: None, due: None, fields: &[], at_centre: None }
    }

    pub(super) fn put(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(self.number), at.folio.into(), Value::from(self.what)];
        let text = |text: Option<&str>| text.map_or(Value::Null(Kind::Text), Value::from);
        let rest = vec![
            at.at.into(),
            Value::from(&at.by),
            text(self.reason),
            text(self.note.map(|note| note.seal.as_str())),
            self.due.map(|due| due.to_string()).into(),
            to_text(&self.fields)?.into(),
            text(self.at_centre),
        ];
        tx.add(&MOVES, key, rest);
        Ok(())
    }
}

/// Who did it was at this centre's counter, unless they did it at another's.
async fn was_here(at: &EntryHead, tx: &mut db::Tx<'_>, at_centre: Option<&str>) -> Result<(), Fault> {
    match at_centre {
        None => attended(tx, &at.book, at.at.day(), &at.by, at.at).await,
        Some(_) => Ok(()),
    }
}

/// Changes a case where it lies.
async fn change(
    tx: &mut db::Tx<'_>,
    at: &EntryHead,
    number: &str,
    how: impl FnOnce(&mut Case) + Send,
) -> Result<Case, Fault> {
    let key = vec![Value::from(&at.book), Value::from(number)];
    let Some(rest) = tx.fetch(&CASES, key.clone()).await? else {
        return Err(Fault::Unsound(format!("no case {number}")));
    };
    let (mut case, path) = case_on_shelf(&rest)?;
    how(&mut case);
    tx.put(&CASES, key, case_row(&case, &path, at.at)?);
    Ok(case)
}

/// A case came to another state.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CaseMoved {
    /// Its number.
    pub number: String,
    /// Where it stood.
    pub from: CaseState,
    /// Where it stands now.
    pub to: CaseState,
    /// Why: a code of [`crate::reasons_for`], or `receipt_reversed`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: Option<String>,
    /// What was written to it; sealed, because people write names.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: Option<Sealed>,
    /// The new day by which it must be ready, when it changes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub due: Option<BusinessDay>,
    /// The centre at whose counter it was done, when the applications of this book are served elsewhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Option<String>,
    /// Who has to do the next thing.
    pub owner: CaseOwner,
}

impl Event for CaseMoved {
    const KIND: &'static str = "counter.case_moved";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        change(tx, at, &self.number, |case| {
            case.state = self.to;
            case.due = self.due.or(case.due);
            if self.to == CaseState::Ready {
                case.ready = Some(at.at.day());
            }
        })
        .await?;
        let (reason, note, at_centre) = (self.reason.as_deref(), self.note.as_ref(), self.at.as_deref());
        Step { reason, note, due: self.due, at_centre, ..Step::to(&self.number, self.to) }.put(at, tx)?;
        was_here(at, tx, at_centre).await
    }
}

/// The form of a case was filled in anew: of a draft that was taken up again, or as a correction.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CaseAnswered {
    /// Its number.
    pub number: String,
    /// The answers as they now are.
    pub answers: Sealed,
    /// The names of the fields that changed, never what stands in them.
    pub changed: Vec<String>,
    /// The centre at whose counter it was done, when the applications of this book are served elsewhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Option<String>,
}

impl Event for CaseAnswered {
    const KIND: &'static str = "counter.case_answered";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        change(tx, at, &self.number, |case| case.answers = Some(self.answers.seal.clone())).await?;
        let (step, at_centre) = (Step::to(&self.number, CaseState::Draft), self.at.as_deref());
        Step { what: "answered", fields: &self.changed, at_centre, ..step }.put(at, tx)?;
        was_here(at, tx, at_centre).await
    }
}

/// A draft was filled in whole and paid: its receipt stands in the same entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DraftPaid {
    /// The case as it now is; its number stays that of the draft.
    pub case: Case,
}

impl Event for DraftPaid {
    const KIND: &'static str = "counter.draft_paid";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        change(tx, at, &self.case.number, |case| *case = self.case.clone()).await?;
        Step { due: self.case.due, ..Step::to(&self.case.number, CaseState::FeePaid) }.put(at, tx)?;
        count_case(tx, at).await
    }
}

/// What was asked for is in the applicant's hand, or with the post.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CaseHandedOver {
    /// The case's number.
    pub number: String,
    /// How it was proved.
    pub proof: ProofKind,
    /// The attachment that shows it, for a signature or a thumb.
    #[serde(default, skip_serializing_if = "is_default")]
    pub attachment: Option<i64>,
    /// Who collected.
    pub relation: Relation,
    /// The collector's name, when it was another than the applicant.
    #[serde(default, skip_serializing_if = "is_default")]
    pub collector: Option<Sealed>,
    /// True when it became ready after its due day. When the applicant comes for it is the applicant's own business.
    #[serde(default, skip_serializing_if = "is_default")]
    pub late: bool,
    /// The centre at whose counter it was done, when the applications of this book are served elsewhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Option<String>,
}

impl Event for CaseHandedOver {
    const KIND: &'static str = "counter.case_handed_over";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        change(tx, at, &self.number, |case| case.state = CaseState::HandedOver).await?;
        let (step, at_centre) = (Step::to(&self.number, CaseState::HandedOver), self.at.as_deref());
        Step { reason: Some(self.proof.name()), note: self.collector.as_ref(), at_centre, ..step }.put(at, tx)?;
        was_here(at, tx, at_centre).await?;
        tally::count(tx, &at.book, at.at.day(), |tally| {
            tally.handed_over = tally.handed_over.checked_add(1)?;
            tally.handed_over_late = tally.handed_over_late.checked_add(i64::from(self.late))?;
            Some(())
        })
        .await
    }
}

/// What is ready was given to the post to be carried home: news for whoever runs the post. Its handover stands in the
/// same entry, so nothing is to be written here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CaseGivenToPost {
    /// The case's number.
    pub number: String,
    /// The service's code.
    pub service: String,
    /// Name, telephone and address, sealed.
    pub address: Sealed,
}

impl Event for CaseGivenToPost {
    const KIND: &'static str = "counter.case_given_to_post";
    const VERSION: u32 = 1;

    async fn apply(&self, _: &EntryHead, _: &mut db::Tx<'_>) -> Result<(), Fault> {
        Ok(())
    }
}

/// A picture was added to a case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PictureAttached {
    /// The case's number.
    pub number: String,
    /// Which picture of the case, from 1.
    pub attachment: i64,
    /// What it shows.
    pub kind: AttachmentKind,
    /// The picture as it was made anew, sealed.
    pub picture: Sealed,
    /// The same, small.
    pub thumb: Sealed,
    /// SHA-256 of the picture before it was sealed, in hexadecimal.
    pub sha256: String,
    /// Its size.
    pub size_bytes: i64,
    /// The centre at whose counter it was done, when the applications of this book are served elsewhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Option<String>,
}

impl Event for PictureAttached {
    const KIND: &'static str = "counter.picture_attached";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        change(tx, at, &self.number, |case| case.attachments = self.attachment).await?;
        let key = vec![Value::from(&at.book), Value::from(&self.number), self.attachment.into()];
        let rest = vec![
            self.kind.name().into(),
            Value::from(&self.picture.seal),
            Value::from(&self.thumb.seal),
            Value::from(&self.sha256),
            self.size_bytes.into(),
            at.at.into(),
            Value::from(&at.by),
        ];
        tx.add(&ATTACHMENTS, key, rest);
        was_here(at, tx, self.at.as_deref()).await
    }
}
