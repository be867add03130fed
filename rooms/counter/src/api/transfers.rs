//! Transfers as programs ask for, request and look them up.

use super::{Open, open};
use crate::catalogue::Catalogue;
use crate::deeds::request_transfer::{NotRequested, RequestTransfer};
use crate::deeds::take::{CustomerGiven, NotTaken, TILL};
use crate::service::{Direction, Offer};
use crate::transfer::limit::LimitKind;
use crate::transfer::quote::{Asker, ask_for, left_of, pays_in, quote};
use crate::transfer::{TransferStanding, reading};
use axum::extract::{Path, Query, State};
use base::Paisa;
use base::calendar::BusinessDay;
use journal::{Envelope, Fault};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use web::{Answer, House, IdempotencyKey, Json, Problem, Trouble, Visitor, json};

/// What is to be moved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteAsked {
    /// The centre's code.
    centre: String,
    /// The code of a service whose amount is entered.
    service: String,
    /// The amount, in poisha, without fee and charge.
    #[schema(minimum = 1)]
    amount: i64,
    /// True when the customer lives outside the area.
    #[serde(default)]
    outside: bool,
}

/// What it would cost.
#[derive(Debug, Serialize, ToSchema)]
struct QuoteGiven {
    /// Who carries it out.
    provider: String,
    /// `in` when the customer pays, `out` when they are paid.
    direction: Direction,
    /// The amount, in poisha.
    #[schema(value_type = i64)]
    principal: Paisa,
    /// The official fee, in poisha.
    #[schema(value_type = i64)]
    official_fee: Paisa,
    /// The service charge, in poisha.
    #[schema(value_type = i64)]
    service_charge: Paisa,
    /// What the customer pays, in poisha; 0 when they are paid.
    #[schema(value_type = i64)]
    to_pay: Paisa,
    /// What the customer is paid out, in poisha; 0 when they pay.
    #[schema(value_type = i64)]
    to_pay_out: Paisa,
    /// What may still be moved here today under each limit, in poisha: `each`, `centre`, `person`, as far as one is set.
    #[schema(value_type = BTreeMap<String, i64>)]
    left: BTreeMap<&'static str, Paisa>,
}

/// A transfer that is requested.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TransferAsked {
    /// The centre's code.
    centre: String,
    /// The code of a service whose amount is entered.
    service: String,
    /// The amount, in poisha, without fee and charge.
    #[schema(minimum = 1)]
    amount: i64,
    /// The answers of its form by field.
    #[schema(value_type = Option<Object>)]
    answers: Option<serde_json::Value>,
    /// The customer's mobile number; null when nobody needs to be known.
    mobile: Option<String>,
    /// The customer's name.
    name: Option<String>,
    /// True when the customer lives outside the area.
    #[serde(default)]
    outside: bool,
    /// True when the customer agreed to be texted about the receipt.
    #[serde(default)]
    texts: bool,
    /// Fee and charge together as the customer was shown them, in poisha. If it is no longer so the request is refused.
    fee_shown: Option<i64>,
    /// What was handed over when paying in, in poisha; the exact sum when left out.
    tendered: Option<i64>,
}

/// A transfer as it stands.
#[derive(Debug, Serialize, ToSchema)]
struct TransferShown {
    /// Its id.
    id: String,
    /// The centre's code.
    centre: String,
    /// The service's code.
    service: String,
    /// Who carries it out.
    provider: String,
    /// `in` or `out`.
    direction: Direction,
    /// `requested`, `unknown`, `done`, `failed` or `reversed`.
    state: &'static str,
    /// The amount, in poisha.
    #[schema(value_type = i64)]
    principal: Paisa,
    /// The official fee, in poisha.
    #[schema(value_type = i64)]
    official_fee: Paisa,
    /// The service charge, in poisha.
    #[schema(value_type = i64)]
    service_charge: Paisa,
    /// The receipt: at once when paid in, when done if paid out; null until then.
    receipt: Option<String>,
    /// The provider's reference; empty while it gave none.
    reference: String,
    /// The provider's code of a failure; empty when there is none.
    code: String,
    /// What the provider said later against the state; empty when nothing.
    contradicted: String,
    /// The business day on which it was requested, `yyyy-mm-dd`.
    day: String,
}

/// Transfers of a day, those that wait first.
#[derive(Debug, Serialize, ToSchema)]
struct TransferList {
    /// The transfers, at most 200.
    items: Vec<TransferShown>,
}

/// Which transfers to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// The centre's code.
    centre: String,
    /// The business day, `yyyy-mm-dd`; today when left out. What waits is always there.
    day: Option<String>,
}

fn shown(seen: TransferStanding) -> TransferShown {
    let TransferStanding { book, transfer, state, receipt, outcome } = seen;
    TransferShown {
        principal: transfer.amount(),
        official_fee: transfer.line.official,
        service_charge: transfer.line.charge(),
        id: transfer.id,
        centre: book,
        service: transfer.line.service,
        provider: transfer.provider,
        direction: transfer.direction,
        state: state.name(),
        receipt,
        reference: outcome.reference,
        code: outcome.code,
        contradicted: outcome.contradicted,
        day: transfer.day.to_string(),
    }
}

async fn offer_of(house: &House, code: &str) -> Result<Offer, Trouble> {
    let kept = house.things.get::<Catalogue>();
    let kept = kept.ok_or_else(|| Trouble::Broken("no catalogue was put into the house".to_owned()))?;
    let unknown = || Trouble::refused(NotTaken::UnknownService(0, code.chars().take(20).collect()));
    kept.now(&house.journal).await?.offer(code).cloned().ok_or_else(unknown)
}

/// What a transfer would cost here now, and whether it may be asked for. Nothing is entered.
#[utoipa::path(
    post,
    path = "/api/v1/transfers/quote",
    request_body = QuoteAsked,
    responses(
        (status = 200, body = QuoteGiven, description = "What it would cost"),
        (status = 400, body = Problem, description = "The body is no JSON"),
        (status = 401, body = Problem, description = "No token, or one that ended"),
        (status = 403, body = Problem, description = "Services are not yours to give"),
        (status = 404, body = Problem, description = "No such centre, or none at which you may sell"),
        (status = 413, body = Problem, description = "The body is too large"),
        (status = 415, body = Problem, description = "The body is not declared as JSON"),
        (status = 422, body = Problem, description = "Another amount, over a limit, or the partner is not connected")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn price(State(house): State<House>, visitor: Visitor, Json(asked): Json<QuoteAsked>) -> Answer {
    let Open { book, path } = open(&house, &visitor, "sale.create", &asked.centre).await?;
    let offer = offer_of(&house, &asked.service).await?;
    let by = Asker { book, path, person: visitor.person.clone() };
    let quoted = quote(&house, &offer, (Paisa::new(asked.amount), asked.outside), &by).await?;
    let kind = |kind| match kind {
        LimitKind::Each => "each",
        LimitKind::Centre => "centre",
        LimitKind::Person => "person",
    };
    let given = QuoteGiven {
        direction: quoted.rule.direction,
        principal: Paisa::new(asked.amount),
        official_fee: quoted.line.official,
        service_charge: quoted.line.charge(),
        to_pay: if pays_in(&quoted.rule) { quoted.to_pay() } else { Paisa::ZERO },
        to_pay_out: quoted.to_pay_out(),
        left: left_of(&quoted.limits).into_iter().map(|(one, left)| (kind(one), left)).collect(),
        provider: quoted.rule.provider,
    };
    json(200, &given)
}

/// Requests a transfer and carries it to its provider. The answer comes when the provider has answered, or after a short
/// wait; ask again for its state while it is `requested` or `unknown`.
#[utoipa::path(
    post,
    path = "/api/v1/transfers",
    params(("Idempotency-Key" = String, Header, description = "At most 200 characters, made anew for each transfer: sent \
        again with the same body, it is the same transfer")),
    request_body = TransferAsked,
    responses(
        (status = 201, body = TransferShown, description = "The transfer as it now stands"),
        (status = 400, body = Problem, description = "No idempotency key, or a body that is no JSON"),
        (status = 401, body = Problem, description = "No token, or one that ended"),
        (status = 403, body = Problem, description = "Services are not yours to give"),
        (status = 404, body = Problem, description = "No such centre, or none at which you may sell"),
        (status = 409, body = Problem, description = "The key was used before with another body"),
        (status = 413, body = Problem, description = "The body is too large"),
        (status = 415, body = Problem, description = "The body is not declared as JSON"),
        (status = 422, body = Problem, description = "Another amount, over a limit, or the partner is not connected")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn request(
    State(house): State<House>,
    visitor: Visitor,
    IdempotencyKey(key): IdempotencyKey,
    Json(asked): Json<TransferAsked>,
) -> Answer {
    let Open { book, path } = open(&house, &visitor, "sale.create", &asked.centre).await?;
    let offer = offer_of(&house, &asked.service).await?;
    let Some(rule) = offer.service.amount else { return Err(Trouble::refused(NotRequested::NoAmount)) };
    let answers = match &asked.answers {
        None => None,
        Some(body) => {
            let read = forms::Answers::from_json(body)
                .map_err(|fault| Trouble::refused(NotTaken::Answer { line: 0, fault: Box::new(fault) }))?;
            Some(read.iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect())
        }
    };
    let known = asked.mobile.is_some() || asked.name.is_some() || asked.outside;
    let customer =
        CustomerGiven { mobile: asked.mobile, name: asked.name, sex: None, outside: asked.outside, texts: asked.texts };
    let deed = RequestTransfer {
        book: book.clone(),
        path,
        till: TILL.to_owned(),
        service: asked.service,
        amount: Paisa::new(asked.amount),
        answers,
        customer: known.then_some(customer),
        fee_shown: asked.fee_shown.map(Paisa::new),
        tendered: asked.tendered.map(Paisa::new),
    };
    let requested = ask_for(&house, Envelope::new(&visitor.person, &key), Some(&rule), deed).await?;
    let id = requested.id;
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::one(tx, &book, &id).await }));
    json(201, &shown(read.await?.ok_or(Trouble::NotFound)?))
}

/// The transfers of a centre's day, and all of it that still wait.
#[utoipa::path(
    get,
    path = "/api/v1/transfers",
    params(Which),
    responses(
        (status = 200, body = TransferList, description = "The transfers, those that wait first"),
        (status = 400, body = Problem, description = "The query cannot be understood"),
        (status = 401, body = Problem, description = "No token, or one that ended"),
        (status = 403, body = Problem, description = "Receipts are not yours to see"),
        (status = 404, body = Problem, description = "No such centre, or none that you may see"),
        (status = 422, body = Problem, description = "No such day")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn list(State(house): State<House>, visitor: Visitor, Query(which): Query<Which>) -> Answer {
    let Open { book, .. } = open(&house, &visitor, "receipt.view", &which.centre).await?;
    let day = match which.day.as_deref() {
        None => house.now().day(),
        Some(text) => BusinessDay::parse(text).map_err(Trouble::refused)?,
    };
    let read =
        house.journal.read::<_, Fault, _>(move |tx| Box::pin(async move { reading::of_day(tx, &book, day).await }));
    json(200, &TransferList { items: read.await?.into_iter().map(shown).collect() })
}

/// One transfer, as it stands now. No name and no answer is shown.
#[utoipa::path(
    get,
    path = "/api/v1/transfers/{centre}/{id}",
    params(
        ("centre" = String, Path, description = "The centre's code"),
        ("id" = String, Path, description = "The transfer's id")
    ),
    responses(
        (status = 200, body = TransferShown, description = "The transfer as it stands"),
        (status = 401, body = Problem, description = "No token, or one that ended"),
        (status = 403, body = Problem, description = "Receipts are not yours to see"),
        (status = 404, body = Problem, description = "No such transfer, or none that you may see")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn one(
    State(house): State<House>,
    visitor: Visitor,
    Path((centre, id)): Path<(String, String)>,
) -> Answer {
    let Open { book, .. } = open(&house, &visitor, "receipt.view", &centre).await?;
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::one(tx, &book, &id).await }));
    json(200, &shown(read.await?.ok_or(Trouble::NotFound)?))
}
