//! The text gateway brings what customers wrote back.

use crate::honest::questions::{AnswerHeard, HeardAnswer, TextGateway, hear_answer};
use axum::extract::State;
use axum::http::HeaderMap;
use base::mobile::Mobile;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use web::{Answer, House, Json, Problem, Signature, json, signed_json};

/// A text that a customer wrote.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextIn {
    /// The number that it came from.
    from: String,
    /// What stands in it.
    text: String,
}

/// What became of it. Nothing of the answer is told: the gateway need not know.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TextHeard {
    /// `heard`; `unclear` when no sum was found in it; `not_asked` when this number was asked nothing.
    state: &'static str,
}

/// Brings a text that a customer wrote: the answer to "how much did you pay?". Signed as Standard Webhooks are, with the
/// gateway's secret; brought twice under one `webhook-id`, it counts once.
#[utoipa::path(
    post,
    path = "/api/v1/texts/callback",
    request_body = TextIn,
    responses(
        (status = 200, body = TextHeard, description = "Heard, or nothing that was asked for"),
        (status = 400, body = Problem, description = "The body is no JSON"),
        (status = 403, body = Problem, description = "Not signed by the gateway, or too long ago"),
        (status = 413, body = Problem, description = "The body is too large"),
        (status = 415, body = Problem, description = "The body is not declared as JSON"),
        (status = 422, body = Problem, description = "The body has another shape")
    )
)]
pub(crate) async fn hear(State(house): State<House>, headers: HeaderMap, Json(body): Json<Box<RawValue>>) -> Answer {
    let gateway = house.things.get::<TextGateway>();
    let secret = gateway.map_or("", |gateway| gateway.secret.as_str());
    let text: TextIn = signed_json(&house, secret, &headers, &body)?;
    // Banks and shops write from names; that is no customer.
    let Ok(from) = Mobile::parse(&text.from) else { return json(200, &TextHeard { state: "not_asked" }) };
    let id: String = Signature::of(&headers).id.chars().take(100).collect();
    let heard = hear_answer(&house.journal, &HeardAnswer { from, text: text.text, id }).await?;
    let state = match heard {
        AnswerHeard::NotAsked => "not_asked",
        AnswerHeard::Unclear => "unclear",
        AnswerHeard::AsReceipt | AnswerHeard::Otherwise => "heard",
    };
    json(200, &TextHeard { state })
}
