//! The float as programs read it, ask for top-ups and decide them.

use super::rfc3339;
use crate::access::{SeenBook, open};
use crate::deeds::approve_top_up::ApproveTopUp;
use crate::deeds::ask_top_up::AskTopUp;
use crate::deeds::decline_top_up::DeclineTopUp;
use crate::deeds::set_float_warning::SetFloatWarning;
use crate::float::{FloatStanding, float_standing, top_ups, top_ups_waiting};
use crate::pages::decide::paths_of;
use crate::top_up::{TopUp, TopUpState};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use base::Paisa;
use base::calendar::BusinessDay;
use journal::{Deed, Envelope, Fault, Stop};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Answer, House, IdempotencyKey, Json, Problem, Trouble, Visitor, json};

/// Top-ups that one answer carries, at most.
const TOP_UPS_SHOWN: i64 = 100;

/// How a float stands.
#[derive(Debug, Serialize, ToSchema)]
struct FloatShown {
    /// What may still be taken from it, in poisha.
    #[schema(value_type = i64)]
    free: Paisa,
    /// Below how much it is called low, in poisha.
    #[schema(value_type = i64)]
    below: Paisa,
    /// True when it is.
    low: bool,
    /// The newest top-ups that were asked for, at most 100.
    asks: Vec<TopUpItem>,
}

/// A top-up that was asked for.
#[derive(Debug, Serialize, ToSchema)]
struct TopUpItem {
    /// Its id.
    ask: String,
    /// The centre's book.
    book: String,
    /// How much, in poisha.
    #[schema(value_type = i64)]
    amount: Paisa,
    /// The number of the slip or transfer.
    proof: String,
    /// The routing number of the bank's branch, or the name of a wallet.
    paid_into: String,
    /// The day on which it was paid in, `yyyy-mm-dd`.
    paid_on: String,
    /// The person who asked (an id).
    asked_by: String,
    /// When, in RFC 3339, UTC.
    asked_at: String,
    /// `waiting`, `approved` or `declined`.
    state: &'static str,
    /// Why it was declined; null when it was not.
    reason: Option<String>,
    /// When it was decided, in RFC 3339, UTC; null while it waits.
    decided_at: Option<String>,
}

/// Top-ups that wait.
#[derive(Debug, Serialize, ToSchema)]
struct WaitingTopUps {
    /// The one that waits longest first, at most 100.
    items: Vec<TopUpItem>,
}

fn item(top_up: TopUp) -> Result<TopUpItem, Fault> {
    let state = top_up.state.name();
    let (reason, decided_at) = match top_up.state {
        TopUpState::Waiting => (None, None),
        TopUpState::Approved { at, .. } => (None, Some(at)),
        TopUpState::Declined { at, reason, .. } => (Some(reason), Some(at)),
    };
    Ok(TopUpItem {
        ask: top_up.ask,
        book: top_up.book,
        amount: top_up.poisha,
        proof: top_up.proof,
        paid_into: top_up.paid_into.to_string(),
        paid_on: top_up.paid_on.to_string(),
        asked_by: top_up.asked_by,
        asked_at: rfc3339(top_up.asked_at)?,
        state,
        reason,
        decided_at: decided_at.map(rfc3339).transpose()?,
    })
}

/// The book of a centre, when the visitor holds this permission at its place.
pub(super) async fn centre(
    house: &House,
    visitor: &Visitor,
    permission: &str,
    book: &str,
) -> Result<SeenBook, Trouble> {
    let seen = open(house, visitor, permission, book).await?;
    if seen.names.is_some() { Ok(seen) } else { Err(Trouble::NotFound) }
}

/// Does a deed under the caller's key: its answer, and whether it was given before.
pub(super) async fn write<D: Deed>(
    house: &House,
    visitor: &Visitor,
    headers: &HeaderMap,
    deed: D,
) -> Result<(D::Done, bool), Trouble> {
    let IdempotencyKey(key) = IdempotencyKey::of(headers)?;
    let written = house.journal.write(Envelope::new(&visitor.person, &key), deed).await;
    let written = written.map_err(|stop: Stop<D::Refusal>| Trouble::from(stop))?;
    Ok((written.done, written.again))
}

/// How the float of a centre stands, with the top-ups that were asked for.
#[utoipa::path(
    get,
    path = "/api/v1/books/{book}/float",
    operation_id = "float_show",
    params(("book" = String, Path, description = "A centre's code")),
    responses(
        (status = 200, body = FloatShown, description = "The float"),
        (status = 404, body = Problem, description = "No such centre, or none that you may see")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn show(State(house): State<House>, visitor: Visitor, Path(book): Path<String>) -> Answer {
    let book = centre(&house, &visitor, "book.view", &book).await?.book;
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { Ok((float_standing(tx, &book).await?, top_ups(tx, &book, TOP_UPS_SHOWN).await?)) })
    });
    let (FloatStanding { free, below, low }, asks) = read.await?;
    let asks = asks.into_iter().map(item).collect::<Result<_, _>>()?;
    json(200, &FloatShown { free, below, low, asks })
}

/// A top-up to be asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopUpAsking {
    /// What was paid in, in poisha.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    amount: i64,
    /// The number of the slip or transfer.
    #[schema(min_length = 1, max_length = 60)]
    proof: String,
    /// The routing number of the bank's branch, or `bkash`, `nagad`, `rocket`, `upay`.
    paid_into: String,
    /// The day on which it was paid in, `yyyy-mm-dd`.
    #[schema(value_type = String)]
    paid_on: BusinessDay,
}

/// What was asked for.
#[derive(Debug, Serialize, ToSchema)]
struct TopUpWaits {
    /// Its id.
    ask: String,
}

/// Asks that a centre's float grow by what it paid in. Another person decides.
#[utoipa::path(
    post,
    path = "/api/v1/books/{book}/float/asks",
    operation_id = "float_ask",
    params(
        ("book" = String, Path, description = "A centre's code"),
        ("Idempotency-Key" = String, Header, min_length = 1, max_length = 200, description = "New for each ask")
    ),
    request_body = TopUpAsking,
    responses(
        (status = 201, body = TopUpWaits, description = "It waits"),
        (status = 200, body = TopUpWaits, description = "It was asked before under this key"),
        (status = 400, body = Problem, description = "No idempotency key, or no JSON"),
        (status = 404, body = Problem, description = "No such centre, or not yours"),
        (status = 409, body = Problem, description = "The key was used before with another body"),
        (status = 422, body = Problem, description = "A rule says no: `code` and `field` tell which")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn ask(
    State(house): State<House>,
    visitor: Visitor,
    Path(book): Path<String>,
    headers: HeaderMap,
    Json(asking): Json<TopUpAsking>,
) -> Answer {
    let book = centre(&house, &visitor, "float.ask", &book).await?.book;
    let TopUpAsking { amount, proof, paid_into, paid_on } = asking;
    let deed = AskTopUp { book, poisha: Paisa::new(amount), proof, bank: paid_into, paid_on };
    let (ask, again) = write(&house, &visitor, &headers, deed).await?;
    json(if again { 200 } else { 201 }, &TopUpWaits { ask })
}

/// How a top-up is decided.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum TopUpVerdict {
    Approve,
    Decline,
}

/// What was decided of a top-up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopUpDeciding {
    verdict: TopUpVerdict,
    /// Why it is declined: `not_received`, `amount_differs`, `slip_wrong`, `used_before`, `ask_office`.
    reason: Option<String>,
}

/// The entry that was made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntryMade {
    /// Its number in the book over all sessions.
    pub folio: i64,
}

/// Decides a top-up, once; never one's own. Approved, both sides of the float grow by it.
#[utoipa::path(
    post,
    path = "/api/v1/books/{book}/float/asks/{ask}/decision",
    operation_id = "float_decide",
    params(
        ("book" = String, Path, description = "A centre's code"),
        ("ask" = String, Path, description = "The id of what was asked for"),
        ("Idempotency-Key" = String, Header, min_length = 1, max_length = 200, description = "New for each decision")
    ),
    request_body = TopUpDeciding,
    responses(
        (status = 201, body = EntryMade, description = "It is decided"),
        (status = 200, body = EntryMade, description = "It was decided before under this key"),
        (status = 400, body = Problem, description = "No idempotency key, or no JSON"),
        (status = 404, body = Problem, description = "No such top-up, or none that you may decide"),
        (status = 409, body = Problem, description = "Somebody decided before, or the key was used with another body"),
        (status = 422, body = Problem, description = "One's own, or no reason")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn decide(
    State(house): State<House>,
    visitor: Visitor,
    Path((book, ask)): Path<(String, String)>,
    headers: HeaderMap,
    Json(deciding): Json<TopUpDeciding>,
) -> Answer {
    let book = centre(&house, &visitor, "float.topup", &book).await?.book;
    let (entered, again) = match deciding.verdict {
        TopUpVerdict::Approve => write(&house, &visitor, &headers, ApproveTopUp { book, ask }).await?,
        TopUpVerdict::Decline => {
            let reason = deciding.reason.unwrap_or_default();
            write(&house, &visitor, &headers, DeclineTopUp { book, ask, reason }).await?
        }
    };
    json(if again { 200 } else { 201 }, &EntryMade { folio: entered.folio })
}

/// The top-ups that wait at and below the places where you may decide.
#[utoipa::path(
    get,
    path = "/api/v1/float/asks",
    operation_id = "float_waiting",
    responses((status = 200, body = WaitingTopUps, description = "What waits")),
    security(("bearer" = []))
)]
pub(crate) async fn waiting(State(house): State<House>, visitor: Visitor) -> Answer {
    let paths = paths_of(&visitor);
    let read = house
        .journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { top_ups_waiting(tx, &paths, TOP_UPS_SHOWN).await }));
    let items = read.await?.into_iter().map(item).collect::<Result<_, _>>()?;
    json(200, &WaitingTopUps { items })
}

/// Below how much a centre wants to be warned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FloatWarning {
    /// In poisha; 0 switches the warning off.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    below: i64,
}

/// Sets below how much the float of a centre is called low.
#[utoipa::path(
    post,
    path = "/api/v1/books/{book}/float/warning",
    operation_id = "float_warn",
    params(
        ("book" = String, Path, description = "A centre's code"),
        ("Idempotency-Key" = String, Header, min_length = 1, max_length = 200, description = "New for each setting")
    ),
    request_body = FloatWarning,
    responses(
        (status = 201, body = EntryMade, description = "It is set"),
        (status = 200, body = EntryMade, description = "It was set before under this key"),
        (status = 400, body = Problem, description = "No idempotency key, or no JSON"),
        (status = 404, body = Problem, description = "No such centre, or not yours"),
        (status = 409, body = Problem, description = "The key was used before with another body"),
        (status = 422, body = Problem, description = "Less than nothing, or more than one crore taka")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn warn(
    State(house): State<House>,
    visitor: Visitor,
    Path(book): Path<String>,
    headers: HeaderMap,
    Json(warning): Json<FloatWarning>,
) -> Answer {
    let book = centre(&house, &visitor, "float.ask", &book).await?.book;
    let deed = SetFloatWarning { book, below: Paisa::new(warning.below) };
    let (entered, again) = write(&house, &visitor, &headers, deed).await?;
    json(if again { 200 } else { 201 }, &EntryMade { folio: entered.folio })
}
