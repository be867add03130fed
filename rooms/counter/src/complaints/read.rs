//! What is read of complaints.

use super::store::{
    ABOUT_RECEIPT, COMPLAINT_STEPS, COMPLAINTS, COMPLAINTS_LATE, COMPLAINTS_OF, COMPLAINTS_UNDER, ENDED_UNDER,
    ONE_COMPLAINT, complaint_on_shelf,
};
use super::{Complaint, ComplaintState};
use crate::store::from_text;
use crate::supervise::standing::under;
use base::calendar::Moment;
use db::{Fault, Row};

/// A complaint with what stands beside it in its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ComplaintSeen {
    pub book: String,
    pub path: String,
    /// When something last happened to it.
    pub changed: Moment,
    pub complaint: Complaint,
}

/// One step of a complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ComplaintStep {
    pub state: Option<ComplaintState>,
    pub at: Moment,
    pub by: String,
    pub reason: Option<String>,
    /// The seal of what was written.
    pub note: Option<String>,
}

fn seen(row: &Row) -> Result<ComplaintSeen, Fault> {
    let complaint = from_text(&row.get::<String>("body")?)?;
    let changed = row.get("changed_ms")?;
    Ok(ComplaintSeen { book: row.get("book")?, path: row.get("path")?, changed, complaint })
}

/// One complaint.
pub(crate) async fn one(tx: &mut db::Tx<'_>, book: &str, number: &str) -> Result<Option<ComplaintSeen>, Fault> {
    tx.optional(&ONE_COMPLAINT, &[book.into(), number.into()]).await?.as_ref().map(seen).transpose()
}

/// One complaint for a deed that means to move it.
pub(crate) async fn held(tx: &mut db::Tx<'_>, book: &str, number: &str) -> Result<Option<Complaint>, Fault> {
    let row = tx.fetch(&COMPLAINTS, vec![book.into(), number.into()]).await?;
    Ok(row.as_deref().map(complaint_on_shelf).transpose()?.map(|(complaint, _)| complaint))
}

/// What waits at or below a path, the longest due first; or what has ended, the newest first.
pub(crate) async fn under_path(
    tx: &mut db::Tx<'_>,
    path: &str,
    pending: bool,
    limit: i64,
) -> Result<Vec<ComplaintSeen>, Fault> {
    let statement = if pending { &COMPLAINTS_UNDER } else { &ENDED_UNDER };
    tx.all(statement, &[under(path).into(), pending.into(), limit.into()]).await?.iter().map(seen).collect()
}

/// The complaints about a centre, what waits first.
pub(crate) async fn of_book(tx: &mut db::Tx<'_>, book: &str, limit: i64) -> Result<Vec<ComplaintSeen>, Fault> {
    tx.all(&COMPLAINTS_OF, &[book.into(), limit.into()]).await?.iter().map(seen).collect()
}

/// How many should have ended before now at or below a path.
pub(crate) async fn late_count(tx: &mut db::Tx<'_>, path: &str, now: Moment) -> Result<i64, Fault> {
    tx.one(&COMPLAINTS_LATE, &[true.into(), now.into(), under(path).into()]).await?.get("late")
}

/// How many there are about a receipt: ever, and not ended.
pub(crate) async fn about_receipt(tx: &mut db::Tx<'_>, book: &str, receipt: &str) -> Result<(i64, i64), Fault> {
    let row = tx.one(&ABOUT_RECEIPT, &[book.into(), receipt.into()]).await?;
    Ok((row.get("ever")?, row.get("pending")?))
}

/// The steps of a complaint, the oldest first.
pub(crate) async fn steps(tx: &mut db::Tx<'_>, book: &str, number: &str) -> Result<Vec<ComplaintStep>, Fault> {
    let rows = tx.all(&COMPLAINT_STEPS, &[book.into(), number.into()]).await?;
    let step = |row: &Row| {
        Ok(ComplaintStep {
            state: ComplaintState::of_name(&row.get::<String>("what")?),
            at: row.get("at_ms")?,
            by: row.get("by_whom")?,
            reason: row.get("reason")?,
            note: row.get("note")?,
        })
    };
    rows.iter().map(step).collect()
}
