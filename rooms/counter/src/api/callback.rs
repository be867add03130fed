//! A provider tells how a transfer ended, by itself: signed, and as often as it likes.

use crate::carry::{Carrier, enter};
use crate::transfer::reading;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use journal::Fault;
use ledger::Notice;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use web::{Answer, House, Json, Problem, Trouble, json, signed_json};

/// Where the transfer stands now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Heard {
    /// `requested`, `unknown`, `done`, `failed` or `reversed`.
    state: &'static str,
}

/// Tells how a transfer ended. Signed as Standard Webhooks are: `webhook-id`, `webhook-timestamp` and `webhook-signature`
/// over `id.timestamp.body`. Told twice, late, or before the first answer, it ends the same.
#[utoipa::path(
    post,
    path = "/api/v1/providers/{provider}/callback",
    params(("provider" = String, Path, description = "The provider's name, as services give it")),
    request_body = Notice,
    responses(
        (status = 200, body = Heard, description = "Heard; where the transfer stands now"),
        (status = 400, body = Problem, description = "The body is no JSON"),
        (status = 403, body = Problem, description = "Not signed by this provider, or too long ago"),
        (status = 404, body = Problem, description = "No such transfer of this provider"),
        (status = 413, body = Problem, description = "The body is too large"),
        (status = 415, body = Problem, description = "The body is not declared as JSON"),
        (status = 422, body = Problem, description = "The body has another shape, or the ledger refuses")
    )
)]
pub(crate) async fn hear(
    State(house): State<House>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Box<RawValue>>,
) -> Answer {
    let secret = house.things.get::<Carrier>().and_then(|carrier| carrier.secret(&provider)).unwrap_or("");
    let notice: Notice = signed_json(&house, secret, &headers, &body)?;
    let (book, id) = (notice.centre.clone(), notice.transfer.clone());
    let found =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::one(tx, &book, &id).await })).await?;
    let standing = found.filter(|standing| standing.transfer.provider == provider).ok_or(Trouble::NotFound)?;
    let state = enter(&house.journal, &standing, notice.answer()).await?;
    json(200, &Heard { state: state.name() })
}
