//! Cases as a centre's own programs see them: where each stands, never who applied.

use super::open;
use crate::case::{Case, CaseOwner, CaseState};
use crate::cases::read::{self, CaseSeen, Sought};
use crate::cases::served::served_by;
use crate::number::{book_of_case, typed};
use axum::extract::{Path, Query, State};
use base::calendar::BusinessDay;
use journal::Fault;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Answer, House, Problem, Trouble, Visitor, json};

/// Cases of one answer.
const CASES_MAX: i64 = 100;

/// A case as it stands.
#[derive(Debug, Serialize, ToSchema)]
struct CaseStanding {
    /// Its number.
    number: String,
    /// The centre's code.
    centre: String,
    /// The receipt by which it was paid; null for a draft.
    receipt: Option<String>,
    /// The service's code.
    service: String,
    /// Where it stands.
    state: CaseState,
    /// Who has to do the next thing.
    owner: CaseOwner,
    /// The working day by which it must be ready, `yyyy-mm-dd`; null when none was promised.
    due: Option<String>,
    /// True when it should have been ready before today and is not.
    late: bool,
    /// The centre that serves it for now, when not its own; null otherwise.
    served_at: Option<String>,
    /// When it was opened, in RFC 3339, UTC.
    opened: String,
    /// When something last happened to it, in RFC 3339, UTC.
    changed: String,
}

/// Cases of a centre.
#[derive(Debug, Serialize, ToSchema)]
struct CaseList {
    /// What is late first, then by due day.
    cases: Vec<CaseStanding>,
    /// The `after` that reads on; null at the end.
    next: Option<i64>,
}

/// Which cases.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The centre's code.
    centre: String,
    /// A state, or `all`; those that wait when left out.
    #[serde(default)]
    state: String,
    /// How many to pass over, from the `next` of the answer before.
    #[serde(default)]
    after: i64,
}

fn shown(
    CaseSeen { book, changed, case, .. }: CaseSeen,
    at: Option<&String>,
    today: BusinessDay,
) -> Result<CaseStanding, Fault> {
    let (owner, late) = (case.owner(), case.is_late(today));
    let goes = case.state.is_pending() && case.receipt.is_some();
    let served_at = at.filter(|_| goes).cloned();
    let Case { number, receipt, service, state, due, opened, .. } = case;
    let (opened, changed) = (super::receipts::rfc3339(opened)?, super::receipts::rfc3339(changed)?);
    let due = due.map(|due| due.to_string());
    Ok(CaseStanding { number, centre: book, receipt, service, state, owner, due, late, served_at, opened, changed })
}

/// The book of a centre whose cases may be seen: one's own, or one that is served at one's own (then it is true, too).
async fn reached(house: &House, visitor: &Visitor, code: &str) -> Result<(String, bool), Trouble> {
    if served_by(house, visitor, "receipt.view", code).await?.is_some() {
        return Ok((code.to_owned(), true));
    }
    Ok((open(house, visitor, "receipt.view", code).await?.book, false))
}

/// The cases of a centre, what is late first; at most 100 an answer.
#[utoipa::path(
    get,
    path = "/api/v1/cases",
    params(Asked),
    responses(
        (status = 200, body = CaseList, description = "The cases"),
        (status = 401, body = Problem, description = "No token, or one that ended"),
        (status = 403, body = Problem, description = "Cases are not yours to see"),
        (status = 404, body = Problem, description = "No such centre, or not yours")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn list(State(house): State<House>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (book, routed) = reached(&house, &visitor, &asked.centre).await?;
    let (today, after) = (house.now().day(), asked.after.max(0));
    let sought = Sought { state: asked.state, paid_only: routed, ..Sought::default() };
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let at = network::served_at(tx, &book).await?;
            Ok((read::list(tx, &book, &sought, today, (after, CASES_MAX)).await?, at))
        })
    });
    let (seen, at) = read.await?;
    let full = i64::try_from(seen.len()).is_ok_and(|found| found == CASES_MAX);
    let cases = seen.into_iter().map(|seen| shown(seen, at.as_ref(), today)).collect::<Result<_, _>>()?;
    json(200, &CaseList { cases, next: full.then(|| after.saturating_add(CASES_MAX)) })
}

/// One case, as it stands now. No name and no answer is shown.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{number}",
    params(("number" = String, Path, description = "The case's number")),
    responses(
        (status = 200, body = CaseStanding, description = "The case as it stands"),
        (status = 401, body = Problem, description = "No token, or one that ended"),
        (status = 403, body = Problem, description = "Cases are not yours to see"),
        (status = 404, body = Problem, description = "No such case, or none that you may see")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn one(State(house): State<House>, visitor: Visitor, Path(number): Path<String>) -> Answer {
    let number = typed(&number);
    let code = book_of_case(&number).ok_or(Trouble::NotFound)?.to_owned();
    let (book, routed) = reached(&house, &visitor, &code).await?;
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { Ok((read::one(tx, &book, &number).await?, network::served_at(tx, &book).await?)) })
    });
    let (seen, at) = read.await?;
    let seen = seen.filter(|seen| !routed || seen.case.receipt.is_some()).ok_or(Trouble::NotFound)?;
    json(200, &shown(seen, at.as_ref(), house.now().day())?)
}
