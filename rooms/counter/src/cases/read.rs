//! What is read of cases.

use crate::case::{Case, CaseOwner, CaseState};
use crate::cases::store::{
    APPROVALS, ATTACHMENTS, CASE_ATTACHMENTS, CASE_MOVES, CASES_OF, LATE_CASES, ONE_CASE, OPEN_CASES_AFTER,
    WAITING_COUNTS,
};
use crate::service::Service;
use crate::store::{CASES, SERVICES, case_on_shelf, from_text};
use base::calendar::{BusinessDay, Moment};
use db::{Fault, Row, Value};
use journal::NATION;

/// A case with what stands beside it in its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSeen {
    /// The book of its centre, which is the centre's code.
    pub book: String,
    /// The place path of its centre.
    pub path: String,
    /// When something last happened to it.
    pub changed: Moment,
    /// The case as it now is.
    pub case: Case,
}

/// How many cases of a centre wait, and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    /// All that have not ended.
    pub pending: i64,
    /// Of them, past their due day.
    pub late: i64,
    /// Of them, here to be handed over.
    pub ready: i64,
    /// Of them, for the centre to go on with.
    pub centre: i64,
    /// Of them, drafts that were not paid.
    pub drafts: i64,
}

impl Waiting {
    /// Of them, those that are paid: what goes to another centre while the own one is closed.
    #[must_use]
    pub fn paid(&self) -> i64 {
        self.pending.saturating_sub(self.drafts)
    }
}

/// Which cases are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sought {
    /// A state's name, `all`, or empty for what has not ended.
    pub state: String,
    /// An owner's name, or empty.
    pub owner: String,
    /// What the number begins with, as [`crate::typed`] leaves it, or empty.
    pub number: String,
    /// Only what was paid: drafts are their own centre's alone.
    pub paid_only: bool,
}

/// One step of a case's timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Move {
    /// The state that it came to; none when its answers were filled in anew.
    pub state: Option<CaseState>,
    pub at: Moment,
    pub by: String,
    pub reason: Option<String>,
    /// The seal of its note.
    pub note: Option<String>,
    pub due: Option<BusinessDay>,
    pub fields: Vec<String>,
    /// The centre at whose counter it was done, when not at its own.
    pub at_centre: Option<String>,
}

/// A picture of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attachment {
    pub place: i64,
    pub kind: String,
    pub picture: String,
    pub thumb: String,
    pub size_bytes: i64,
    pub at: Moment,
}

fn seen(row: &Row) -> Result<CaseSeen, Fault> {
    Ok(CaseSeen {
        book: row.get("book")?,
        path: row.get("path")?,
        changed: row.get("changed_ms")?,
        case: from_text(&row.get::<String>("body")?)?,
    })
}

/// What a `like` asks for to find everything that begins so. Numbers and paths hold letters, digits, hyphens, dots and
/// slashes only.
fn begins(text: &str) -> Value {
    format!("{text}%").into()
}

/// One case.
pub(crate) async fn one(tx: &mut db::Tx<'_>, book: &str, number: &str) -> Result<Option<CaseSeen>, Fault> {
    tx.optional(&ONE_CASE, &[book.into(), number.into()]).await?.as_ref().map(seen).transpose()
}

/// One case for a deed that means to change it.
pub(crate) async fn held(tx: &mut db::Tx<'_>, book: &str, number: &str) -> Result<Option<Case>, Fault> {
    let row = tx.fetch(&CASES, vec![book.into(), number.into()]).await?;
    Ok(row.as_deref().map(case_on_shelf).transpose()?.map(|(case, _)| case))
}

/// A picture of a case, for a deed that names it: its kind.
pub(crate) async fn kind_of(
    tx: &mut db::Tx<'_>,
    book: &str,
    number: &str,
    place: i64,
) -> Result<Option<String>, Fault> {
    let row = tx.fetch(&ATTACHMENTS, vec![book.into(), number.into(), place.into()]).await?;
    Ok(match row.as_deref() {
        Some([Value::Text(kind), ..]) => Some(kind.clone()),
        _ => None,
    })
}

/// The service in the version that a case was taken under.
pub(crate) async fn service_of(tx: &mut db::Tx<'_>, case: &Case) -> Result<Service, Fault> {
    let key = vec![NATION.into(), Value::from(&case.service), case.version.into()];
    match tx.fetch(&SERVICES, key).await?.as_deref() {
        Some([Value::Text(body), ..]) => from_text(body),
        _ => Err(Fault::Unsound(format!("no service {} in version {}", case.service, case.version))),
    }
}

/// Cases of a centre, what is late first; so many after the first `after`.
pub(crate) async fn list(
    tx: &mut db::Tx<'_>,
    book: &str,
    sought: &Sought,
    today: BusinessDay,
    (after, limit): (i64, i64),
) -> Result<Vec<CaseSeen>, Fault> {
    let values = [
        book.into(),
        Value::from(&sought.state),
        Value::from(&sought.owner),
        begins(&sought.number),
        today.into(),
        limit.into(),
        after.into(),
        sought.paid_only.into(),
    ];
    tx.all(&CASES_OF, &values).await?.iter().map(seen).collect()
}

/// What waits for the chairman or the secretary at or below a place, the first due first.
pub(crate) async fn approvals(
    tx: &mut db::Tx<'_>,
    paths: &[String],
    (after, limit): (i64, i64),
) -> Result<Vec<CaseSeen>, Fault> {
    if let [path] = paths {
        return tx
            .all(&APPROVALS, &[true.into(), begins(path), limit.into(), after.into()])
            .await?
            .iter()
            .map(seen)
            .collect();
    }
    // A secretary may serve two unions: what waits in each, laid together.
    let mut all: Vec<CaseSeen> = Vec::new();
    for path in paths {
        let most = after.saturating_add(limit);
        for row in tx.all(&APPROVALS, &[true.into(), begins(path), most.into(), 0_i64.into()]).await? {
            all.push(seen(&row)?);
        }
    }
    let place = |seen: &CaseSeen| (seen.case.due.is_none(), seen.case.due, seen.book.clone(), seen.case.number.clone());
    all.sort_by_key(place);
    all.dedup_by_key(|seen| place(seen));
    let count = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    Ok(all.into_iter().skip(count(after)).take(count(limit)).collect())
}

/// Cases at or below a place that should have been ready before this day and are not, the latest first; at most so many.
///
/// # Errors
/// What the database says.
pub async fn late(tx: &mut db::Tx<'_>, path: &str, day: BusinessDay, limit: i64) -> Result<Vec<CaseSeen>, Fault> {
    tx.all(&LATE_CASES, &[true.into(), begins(path), day.into(), limit.into()]).await?.iter().map(seen).collect()
}

/// The paid cases of a centre that have not ended, by number, after this one; at most so many.
pub(crate) async fn open_after(tx: &mut db::Tx<'_>, book: &str, after: &str, limit: i64) -> Result<Vec<Case>, Fault> {
    let rows = tx.all(&OPEN_CASES_AFTER, &[book.into(), after.into(), limit.into()]).await?;
    rows.iter().map(|row| from_text(&row.get::<String>("body")?)).collect()
}

/// How many cases of a centre wait today, and for whom.
///
/// # Errors
/// What the database says.
pub async fn waiting_counts(tx: &mut db::Tx<'_>, book: &str) -> Result<Waiting, Fault> {
    let today = tx.now().day();
    let mut waiting = Waiting::default();
    for row in tx.all(&WAITING_COUNTS, &[book.into(), today.into()]).await? {
        let (cases, owner, state): (i64, String, String) = (row.get("cases")?, row.get("owner")?, row.get("state")?);
        let add = |sum: &mut i64, when: bool| *sum = sum.saturating_add(if when { cases } else { 0 });
        add(&mut waiting.pending, true);
        add(&mut waiting.ready, state == CaseState::Ready.name());
        add(&mut waiting.drafts, state == CaseState::Draft.name());
        add(&mut waiting.centre, owner == CaseOwner::Centre.name());
        waiting.late = waiting.late.saturating_add(row.get("late")?);
    }
    Ok(waiting)
}

/// The timeline of a case, the oldest first.
pub(crate) async fn moves(tx: &mut db::Tx<'_>, book: &str, number: &str) -> Result<Vec<Move>, Fault> {
    let mut moves = Vec::new();
    for row in tx.all(&CASE_MOVES, &[book.into(), number.into()]).await? {
        let due: Option<String> = row.get("due")?;
        let step = Move {
            state: CaseState::of_name(&row.get::<String>("what")?),
            at: row.get("at_ms")?,
            by: row.get("by_whom")?,
            reason: row.get("reason")?,
            note: row.get("note")?,
            due: due.and_then(|due| BusinessDay::parse(&due).ok()),
            fields: from_text(&row.get::<String>("fields")?)?,
            at_centre: row.get("at_centre")?,
        };
        moves.push((row.get::<i64>("folio")?, step));
    }
    // Steps of one entry in the order of a life; new answers come before the state that they led to.
    let place = |step: &Move| CaseState::ALL.iter().position(|state| Some(*state) == step.state);
    moves.sort_by_key(|(folio, step)| (*folio, place(step)));
    Ok(moves.into_iter().map(|(_, step)| step).collect())
}

/// The pictures of a case, in their order.
pub(crate) async fn attachments(tx: &mut db::Tx<'_>, book: &str, number: &str) -> Result<Vec<Attachment>, Fault> {
    let rows = tx.all(&CASE_ATTACHMENTS, &[book.into(), number.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Attachment {
                place: row.get("place")?,
                kind: row.get("kind")?,
                picture: row.get("picture")?,
                thumb: row.get("thumb")?,
                size_bytes: row.get("size_bytes")?,
                at: row.get("at_ms")?,
            })
        })
        .collect()
}
