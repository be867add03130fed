//! Commission and the income-expenditure register as programs read and settle them.

use super::float::{EntryMade, centre, write};
use crate::days::Days;
use crate::deeds::pay_commission::PayCommission;
use crate::deeds::receive_commission::ReceiveCommission;
use crate::float::{partner_due, partner_owes};
use crate::registers::income_expenditure;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use base::Paisa;
use journal::Fault;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Answer, House, Json, Problem, Trouble, Visitor, json};

/// Partners' commission that is open.
#[derive(Debug, Serialize, ToSchema)]
struct CommissionShown {
    /// What the programme owes the shop, by provider.
    due: Vec<ProviderSum>,
    /// What providers owe the programme.
    owed: Vec<ProviderSum>,
}

/// A sum that is open with a provider.
#[derive(Debug, Serialize, ToSchema)]
struct ProviderSum {
    /// The provider.
    provider: String,
    /// In poisha.
    #[schema(value_type = i64)]
    amount: Paisa,
}

/// Partners' commission of a centre: accrued and not yet paid.
#[utoipa::path(
    get,
    path = "/api/v1/books/{book}/commission",
    params(("book" = String, Path, description = "A centre's code")),
    responses(
        (status = 200, body = CommissionShown, description = "What is open"),
        (status = 404, body = Problem, description = "No such centre, or none that you may see")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn commission(State(house): State<House>, visitor: Visitor, Path(book): Path<String>) -> Answer {
    let book = centre(&house, &visitor, "book.view", &book).await?.book;
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { Ok((partner_due(tx, &book).await?, partner_owes(tx, &book).await?)) })
    });
    let (due, owed) = read.await?;
    let sums = |list: Vec<(String, Paisa)>| {
        list.into_iter().map(|(provider, amount)| ProviderSum { provider, amount }).collect()
    };
    json(200, &CommissionShown { due: sums(due), owed: sums(owed) })
}

/// In which way commission is settled.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum CommissionWay {
    /// The programme pays the shop.
    Pay,
    /// The provider paid the programme.
    Received,
}

/// Commission to be settled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommissionSettling {
    way: CommissionWay,
    /// The provider.
    provider: String,
    /// In poisha.
    #[schema(minimum = 1)]
    amount: i64,
    /// The number of the settlement, at most 60 characters.
    #[schema(min_length = 1, max_length = 60)]
    reference: String,
}

/// Settles partners' commission: at most what is open.
#[utoipa::path(
    post,
    path = "/api/v1/books/{book}/commission",
    operation_id = "commission_settle",
    params(
        ("book" = String, Path, description = "A centre's code"),
        ("Idempotency-Key" = String, Header, min_length = 1, max_length = 200, description = "New for each settlement")
    ),
    request_body = CommissionSettling,
    responses(
        (status = 201, body = EntryMade, description = "It is settled"),
        (status = 200, body = EntryMade, description = "It was settled before under this key"),
        (status = 400, body = Problem, description = "No idempotency key, or no JSON"),
        (status = 404, body = Problem, description = "No such centre, or none where you may pay"),
        (status = 409, body = Problem, description = "The key was used before with another body"),
        (status = 422, body = Problem, description = "More than is open, or no reference")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn settle(
    State(house): State<House>,
    visitor: Visitor,
    Path(book): Path<String>,
    headers: HeaderMap,
    Json(settling): Json<CommissionSettling>,
) -> Answer {
    let book = centre(&house, &visitor, "commission.pay", &book).await?.book;
    let CommissionSettling { way, provider, amount, reference } = settling;
    let poisha = Paisa::new(amount);
    let (entered, again) = match way {
        CommissionWay::Pay => {
            write(&house, &visitor, &headers, PayCommission { book, provider, poisha, reference }).await?
        }
        CommissionWay::Received => {
            write(&house, &visitor, &headers, ReceiveCommission { book, provider, poisha, reference }).await?
        }
    };
    json(if again { 200 } else { 201 }, &EntryMade { folio: entered.folio })
}

/// The income-expenditure register of a month.
#[derive(Debug, Serialize, ToSchema)]
struct RegisterShown {
    /// The first day.
    from: String,
    /// The last day.
    to: String,
    /// The balance brought forward, in poisha.
    #[schema(value_type = i64)]
    before: Paisa,
    /// The lines, by day.
    lines: Vec<RegisterItem>,
    /// All income, in poisha.
    #[schema(value_type = i64)]
    income: Paisa,
    /// All expense, in poisha.
    #[schema(value_type = i64)]
    expense: Paisa,
    /// The balance carried, in poisha.
    #[schema(value_type = i64)]
    after: Paisa,
}

/// One account on one day.
#[derive(Debug, Serialize, ToSchema)]
struct RegisterItem {
    /// The business day.
    day: String,
    /// The account.
    account: String,
    /// In poisha.
    #[schema(value_type = i64)]
    income: Paisa,
    /// In poisha.
    #[schema(value_type = i64)]
    expense: Paisa,
    /// What was earned less what was spent since the book began, in poisha.
    #[schema(value_type = i64)]
    balance: Paisa,
}

/// Which month.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Month {
    /// `yyyy-mm`; else this month.
    month: Option<String>,
}

/// What the shop earned and spent in a month, day by day, with the balance carried.
#[utoipa::path(
    get,
    path = "/api/v1/books/{book}/income-expenditure",
    operation_id = "income_expenditure",
    params(("book" = String, Path, description = "A centre's code"), Month),
    responses(
        (status = 200, body = RegisterShown, description = "The register"),
        (status = 404, body = Problem, description = "No such centre, or none that you may see"),
        (status = 422, body = Problem, description = "This is no month")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn register(
    State(house): State<House>,
    visitor: Visitor,
    Path(book): Path<String>,
    Query(asked): Query<Month>,
) -> Answer {
    let book = centre(&house, &visitor, "book.view", &book).await?.book;
    let days = Days::of_month(asked.month.as_deref(), house.now().day()).map_err(Trouble::refused)?;
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { income_expenditure(tx, &book, days.from, days.to).await })
    });
    let register = read.await?;
    let lines = register.lines.into_iter().map(|line| RegisterItem {
        day: line.day.to_string(),
        account: line.account.code().to_owned(),
        income: line.income,
        expense: line.expense,
        balance: line.balance,
    });
    let shown = RegisterShown {
        from: days.from.to_string(),
        to: days.to.to_string(),
        before: register.before,
        lines: lines.collect(),
        income: register.income,
        expense: register.expense,
        after: register.after,
    };
    json(200, &shown)
}
