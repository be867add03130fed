//! Complaints: made, and moved on.

use crate::complaints::store::{COMPLAINTS, STEPS, complaint_on_shelf, complaint_row};
use crate::complaints::{Complaint, ComplaintKind, ComplaintState};
use crate::honest::persons;
use crate::service::is_default;
use crate::store::CENTRES;
use crate::tally;
use db::{Fault, Kind, Value};
use journal::{EntryHead, Event, Sealed};
use serde::{Deserialize, Serialize};

/// A step of its life.
fn step(tx: &mut db::Tx<'_>, at: &EntryHead, number: &str, what: ComplaintState, why: (Option<&str>, Option<&Sealed>)) {
    let key = vec![Value::from(&at.book), Value::from(number), at.folio.into()];
    let text = |text: Option<&str>| text.map_or(Value::Null(Kind::Text), Value::from);
    let (reason, note) = why;
    let rest = vec![
        what.name().into(),
        at.at.into(),
        Value::from(&at.by),
        text(reason),
        text(note.map(|note| note.seal.as_str())),
    ];
    tx.add(&STEPS, key, rest);
}

/// Counts it for the centre's grade and for the person who gave the receipt, or takes it out again (`by` is 1 or -1).
async fn count(tx: &mut db::Tx<'_>, at: &EntryHead, complaint: &Complaint, by: i64) -> Result<(), Fault> {
    tally::count(tx, &at.book, complaint.at.day(), |tally| {
        tally.complaints = tally.complaints.checked_add(by)?;
        Some(())
    })
    .await?;
    if !matches!(complaint.kind, ComplaintKind::Overcharged | ComplaintKind::AnsweredOtherwise) {
        return Ok(());
    }
    persons::count(tx, &at.book, &complaint.about, complaint.receipt_day, |day| {
        day.overcharged = day.overcharged.saturating_add(by);
    })
    .await
}

/// A citizen complained about a receipt.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ComplaintMade {
    /// The complaint.
    pub complaint: Complaint,
}

impl Event for ComplaintMade {
    const KIND: &'static str = "counter.complaint_made";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let one = &self.complaint;
        let path = match tx.fetch(&CENTRES, vec![Value::from(&at.book)]).await?.as_deref() {
            Some([Value::Text(path), ..]) => path.clone(),
            _ => String::new(),
        };
        let key = vec![Value::from(&at.book), Value::from(&one.number)];
        tx.put(&COMPLAINTS, key, complaint_row(one, &path, at.at)?);
        step(tx, at, &one.number, one.state, (None, None));
        count(tx, at, one, 1).await
    }
}

/// A complaint came to another state.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ComplaintMoved {
    /// Its number.
    pub number: String,
    /// Where it stood.
    pub from: ComplaintState,
    /// Where it stands now.
    pub to: ComplaintState,
    /// Why: a code of [`ComplaintState::reasons`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: Option<String>,
    /// What was written to it, sealed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: Option<Sealed>,
}

impl Event for ComplaintMoved {
    const KIND: &'static str = "counter.complaint_moved";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.number)];
        let Some(rest) = tx.fetch(&COMPLAINTS, key.clone()).await? else {
            return Err(Fault::Unsound(format!("no complaint {}", self.number)));
        };
        let (mut one, path) = complaint_on_shelf(&rest)?;
        one.state = self.to;
        tx.put(&COMPLAINTS, key, complaint_row(&one, &path, at.at)?);
        step(tx, at, &self.number, self.to, (self.reason.as_deref(), self.note.as_ref()));
        // What was not found to be so counts against nobody.
        if self.to == ComplaintState::Rejected { count(tx, at, &one, -1).await } else { Ok(()) }
    }
}
