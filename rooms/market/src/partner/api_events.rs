//! What happened, as a seller's own program pulls it: the same messages that its endpoint is sent, in order, with their ids.

use super::message::message_id;
use super::store::messages_after;
use super::{EVENTS_PAGE_MAX, seller_of_key};
use axum::extract::{Query, State};
use journal::Fault;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use web::{Answer, House, Problem, Trouble, Visitor, json};

/// What is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventsAsked {
    /// The number of the last message that was heard; 0 or left out for all that are kept.
    #[serde(default)]
    #[param(minimum = 0)]
    after: i64,
    /// How many, at most 100; else 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
struct EventShown {
    /// Its number, counted within the seller.
    number: i64,
    /// The id under which it is sent: `webhook-id`.
    id: String,
    /// Its kind: `order.placed`, `order.moved`, `order.collected`, `order.released`, `product.moved`, `payout.sent`,
    /// `payout.paid`, `payout.failed`.
    kind: String,
    /// The message, as it is posted: `type`, `timestamp` and `data`. Of an order: `order` and what became of it. Of a listing:
    /// `product`, `state`, `reason`. Of a payout: `payout` (its id, which stands on the transfer), `run`, `poisha`, `currency`
    /// (`BDT`), `account` (the last four digits of where it goes; null when that is not known any more), `day`
    /// (`yyyy-mm-dd`), and `reason`, for one that failed: the code of ISO 20022 that the bank gives (`AC04`: the account is
    /// closed), null when it gives none. What failed is owed again and goes with a later run under another id.
    #[schema(value_type = Object)]
    message: Box<RawValue>,
}

/// Messages.
#[derive(Debug, Serialize, ToSchema)]
struct EventsShown {
    /// In order.
    events: Vec<EventShown>,
    /// The number after which the next ones come.
    next: i64,
    /// True when more are there already.
    more: bool,
}

/// What happened after a message: the same messages that the endpoint is sent. They are kept for 90 days.
#[utoipa::path(
    get,
    path = "/api/v1/partner/events",
    operation_id = "partner_events",
    params(EventsAsked),
    responses(
        (status = 200, body = EventsShown, description = "The messages"),
        (status = 400, body = Problem, description = "No number"),
        (status = 401, body = Problem, description = "No key of a seller, or one that was taken back"),
        (status = 403, body = Problem, description = "The key does not open this"),
        (status = 429, body = Problem, description = "More than 600 requests in a minute under this key")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn events(State(house): State<House>, visitor: Visitor, Query(asked): Query<EventsAsked>) -> Answer {
    let seller = seller_of_key(&visitor)?.to_owned();
    let limit = asked.limit.unwrap_or(EVENTS_PAGE_MAX).clamp(1, EVENTS_PAGE_MAX);
    let (book, after) = (seller.clone(), asked.after);
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { messages_after(tx, &book, after, limit.saturating_add(1)).await })
    });
    let mut messages = read.await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = messages.len() > most;
    messages.truncate(most);
    let next = messages.last().map_or(after, |message| message.number);
    let broken = |error: serde_json::Error| Trouble::Broken(format!("a message that is no JSON: {error}"));
    let mut events = Vec::with_capacity(messages.len());
    for message in messages {
        events.push(EventShown {
            number: message.number,
            id: message_id(&seller, message.number),
            kind: message.kind,
            message: RawValue::from_string(message.body).map_err(broken)?,
        });
    }
    json(200, &EventsShown { events, next, more })
}
