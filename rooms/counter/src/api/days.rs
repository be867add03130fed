//! The day as programs open, move, count, close and read it.

use super::{Open, open};
use crate::deeds::close_day::CloseDay;
use crate::deeds::count_drawer::CountDrawer;
use crate::deeds::move_cash::MoveCash;
use crate::deeds::open_day::OpenDay;
use crate::deeds::pass_shift::PassShift;
use crate::drawer::{Closing, Count, OperatorTotal, Totals, read};
use axum::extract::{Query, State};
use base::Paisa;
use base::calendar::BusinessDay;
use journal::{Deed, Envelope, Fault, Stop, Written};
use ledger::{CashMove, ExpenseKind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Answer, House, IdempotencyKey, Json, Problem, Trouble, Visitor, json};

/// The drawer as it was counted in the morning.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Opening {
    /// The centre's code.
    centre: String,
    /// Pieces by denomination in taka: `{"500": 3, "20": 12}`.
    #[schema(value_type = BTreeMap<String, i64>)]
    count: Count,
}

/// Cash that moves without a customer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CashMoving {
    /// The centre's code.
    centre: String,
    /// `paid_in`, `paid_out` or `drawn`.
    kind: String,
    /// The kind of an expense (`rent`, `electricity`, `internet`, `paper`, `toner`, `wages`, `travel`, `repair`, `other`);
    /// null for the others.
    expense: Option<String>,
    /// How much, in poisha.
    #[schema(value_type = i64)]
    amount: Paisa,
    /// What for; needed for an expense.
    #[serde(default)]
    memo: String,
}

/// The drawer passes on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShiftPassing {
    /// The centre's code.
    centre: String,
    /// The id of the entrepreneur who has the drawer from now on.
    to: String,
    /// Pieces by denomination in taka; null when it was not counted.
    #[schema(value_type = Option<BTreeMap<String, i64>>)]
    count: Option<Count>,
}

/// The drawer as it was counted for the close.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counting {
    /// The centre's code.
    centre: String,
    /// The day that is to be closed.
    #[schema(value_type = String, format = Date)]
    day: BusinessDay,
    /// Pieces by denomination in taka.
    #[schema(value_type = BTreeMap<String, i64>)]
    count: Count,
}

/// A day that is to be closed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DayClosing {
    /// The centre's code.
    centre: String,
    /// The day.
    #[schema(value_type = String, format = Date)]
    day: BusinessDay,
    /// Why the count differs, when it does by more than Tk 20 or 0.5 %: `wrong_change`, `not_written`,
    /// `expense_not_written`, `bad_note`, `lost`, `not_found` or `other`.
    #[serde(default)]
    reason: String,
    /// What is to be said of it; needed for `other`.
    #[serde(default)]
    note: String,
}

/// What was entered stands in the book.
#[derive(Debug, Serialize, ToSchema)]
struct DayEntered {
    /// The book.
    book: String,
    /// The number of the entry in the book.
    folio: i64,
}

/// What one person took and gave back.
#[derive(Debug, Serialize, ToSchema)]
struct PersonSums {
    /// The person's id; `system` for what the house did by itself.
    person: String,
    /// Receipts given.
    receipts: i64,
    /// Receipts reversed.
    reversed: i64,
    /// Cash that customers paid, in poisha.
    #[schema(value_type = i64)]
    cash_in: Paisa,
    /// Cash that customers were paid out, in poisha.
    #[schema(value_type = i64)]
    cash_out: Paisa,
    /// Cash given back for reversals, in poisha.
    #[schema(value_type = i64)]
    back: Paisa,
}

/// What one service brought.
#[derive(Debug, Serialize, ToSchema)]
struct ServiceSums {
    /// The service's code.
    service: String,
    /// How many units.
    quantity: i64,
    /// What was paid for them, in poisha.
    #[schema(value_type = i64)]
    total: Paisa,
}

/// What a day adds up to, as far as it went. What ought to be in the drawer is not among it: the count is blind.
#[derive(Debug, Serialize, ToSchema)]
struct DaySums {
    /// The day, `yyyy-mm-dd`.
    day: String,
    /// True when the drawer was counted in the morning.
    opened: bool,
    /// Receipts given.
    receipts: i64,
    /// Receipts reversed.
    reversed: i64,
    /// Official fees of the receipts given, in poisha.
    #[schema(value_type = i64)]
    official_fees: Paisa,
    /// Service charges of the receipts given, in poisha.
    #[schema(value_type = i64)]
    service_charges: Paisa,
    /// By service.
    services: Vec<ServiceSums>,
    /// By person.
    people: Vec<PersonSums>,
    /// What the owner put in, in poisha.
    #[schema(value_type = i64)]
    paid_in: Paisa,
    /// What the shop spent, in poisha.
    #[schema(value_type = i64)]
    paid_out: Paisa,
    /// What the owner took home, in poisha.
    #[schema(value_type = i64)]
    drawn: Paisa,
    /// Applications taken and not sent.
    unsent: i64,
    /// Transfers whose provider has not answered.
    transfers_waiting: i64,
    /// The centre's float, in poisha.
    #[schema(value_type = i64)]
    float: Paisa,
}

/// A day as it was closed.
#[derive(Debug, Serialize, ToSchema)]
struct DayReport {
    /// What it added up to.
    sums: DaySums,
    /// What the book said is in the drawer, in poisha.
    #[schema(value_type = i64)]
    expected: Paisa,
    /// What was counted, in poisha.
    #[schema(value_type = i64)]
    counted: Paisa,
    /// Over when positive, short when negative, in poisha.
    #[schema(value_type = i64)]
    difference: Paisa,
    /// Why; null when no reason was needed.
    reason: Option<String>,
    /// How often it was counted for the close.
    counts: usize,
    /// The hash of the entry before the close.
    head: String,
}

/// Which day of which centre.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The centre's code.
    centre: String,
    /// The day, `yyyy-mm-dd`; today when left out.
    #[serde(default)]
    day: String,
}

/// Does a deed of the day under the key of the request.
async fn does<D: Deed>(
    house: &House,
    visitor: &Visitor,
    IdempotencyKey(key): IdempotencyKey,
    deed: D,
) -> Result<Written<D::Done>, Trouble>
where
    Trouble: From<Stop<D::Refusal>>,
{
    Ok(house.journal.write(Envelope::new(&visitor.person, &key), deed).await?)
}

fn entered(book: String, folio: i64, again: bool) -> Answer {
    json(if again { 200 } else { 201 }, &DayEntered { book, folio })
}

/// Opens today with a count of the drawer; a difference from the book is posted as over or short.
#[utoipa::path(
    post,
    path = "/api/v1/days/opening",
    params(("Idempotency-Key" = String, Header, description = "A key of the caller's own, at most 200 characters")),
    request_body = Opening,
    responses(
        (status = 201, body = DayEntered, description = "The day is open"),
        (status = 200, body = DayEntered, description = "It had been done before under this key"),
        (status = 400, body = Problem, description = "No idempotency key, or no JSON"),
        (status = 403, body = Problem, description = "The counter is not yours"),
        (status = 404, body = Problem, description = "No such centre, or not yours"),
        (status = 409, body = Problem, description = "Opened or closed before, or the key was used with another body"),
        (status = 422, body = Problem, description = "A rule of the day says no: `code` tells which")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn begin(
    State(house): State<House>,
    visitor: Visitor,
    key: IdempotencyKey,
    Json(Opening { centre, count }): Json<Opening>,
) -> Answer {
    let Open { book, .. } = open(&house, &visitor, "sale.create", &centre).await?;
    let written = does(&house, &visitor, key, OpenDay { book: book.clone(), count }).await?;
    entered(book, written.done.folio, written.again)
}

/// Moves cash without a customer: the owner pays in, the shop spends, the owner draws.
#[utoipa::path(
    post,
    path = "/api/v1/days/cash",
    params(("Idempotency-Key" = String, Header, description = "A key of the caller's own, at most 200 characters")),
    request_body = CashMoving,
    responses(
        (status = 201, body = DayEntered, description = "It stands in the book"),
        (status = 200, body = DayEntered, description = "It had been done before under this key"),
        (status = 400, body = Problem, description = "No idempotency key, or no JSON"),
        (status = 403, body = Problem, description = "The counter is not yours"),
        (status = 404, body = Problem, description = "No such centre, or not yours"),
        (status = 409, body = Problem, description = "The day is closed, or the key was used with another body"),
        (status = 422, body = Problem, description = "A rule of the day says no: `code` and `field` tell which")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn cash(
    State(house): State<House>,
    visitor: Visitor,
    key: IdempotencyKey,
    Json(CashMoving { centre, kind, expense, amount, memo }): Json<CashMoving>,
) -> Answer {
    let Open { book, .. } = open(&house, &visitor, "sale.create", &centre).await?;
    let kind = match kind.as_str() {
        "paid_in" => Some(CashMove::PaidIn),
        "drawn" => Some(CashMove::Drawn),
        "paid_out" => expense.as_deref().and_then(ExpenseKind::of_name).map(CashMove::PaidOut),
        _ => None,
    };
    let kind = kind.unwrap_or(CashMove::OverShort); // which the deed refuses
    let written = does(&house, &visitor, key, MoveCash { book: book.clone(), kind, amount, memo }).await?;
    entered(book, written.done, written.again)
}

/// Passes the drawer to the other entrepreneur of the centre, with or without a count.
#[utoipa::path(
    post,
    path = "/api/v1/days/shift",
    params(("Idempotency-Key" = String, Header, description = "A key of the caller's own, at most 200 characters")),
    request_body = ShiftPassing,
    responses(
        (status = 201, body = DayEntered, description = "The drawer passed on"),
        (status = 200, body = DayEntered, description = "It had been done before under this key"),
        (status = 400, body = Problem, description = "No idempotency key, or no JSON"),
        (status = 403, body = Problem, description = "The counter is not yours"),
        (status = 404, body = Problem, description = "No such centre, or not yours"),
        (status = 409, body = Problem, description = "They have it, the day is closed, or the key was used before"),
        (status = 422, body = Problem, description = "A rule of the day says no: `code` and `field` tell which")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn shift(
    State(house): State<House>,
    visitor: Visitor,
    key: IdempotencyKey,
    Json(ShiftPassing { centre, to, count }): Json<ShiftPassing>,
) -> Answer {
    let Open { book, .. } = open(&house, &visitor, "sale.create", &centre).await?;
    let written = does(&house, &visitor, key, PassShift { book: book.clone(), to, count }).await?;
    entered(book, written.done.folio, written.again)
}

/// Counts the drawer for the close, before anything of the book is shown. Counting again is one more count.
#[utoipa::path(
    post,
    path = "/api/v1/days/counts",
    params(("Idempotency-Key" = String, Header, description = "A key of the caller's own, at most 200 characters")),
    request_body = Counting,
    responses(
        (status = 201, body = DayEntered, description = "The count stands in the book"),
        (status = 200, body = DayEntered, description = "It had been done before under this key"),
        (status = 400, body = Problem, description = "No idempotency key, or no JSON"),
        (status = 403, body = Problem, description = "The counter is not yours"),
        (status = 404, body = Problem, description = "No such centre, or not yours"),
        (status = 409, body = Problem, description = "The day is closed, or the key was used with another body"),
        (status = 422, body = Problem, description = "A rule of the day says no: `code` tells which")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn count(
    State(house): State<House>,
    visitor: Visitor,
    key: IdempotencyKey,
    Json(Counting { centre, day, count }): Json<Counting>,
) -> Answer {
    let Open { book, .. } = open(&house, &visitor, "sale.create", &centre).await?;
    let written = does(&house, &visitor, key, CountDrawer { book: book.clone(), day, count }).await?;
    entered(book, written.done.folio, written.again)
}

/// Closes a day for ever; its last count holds, and a difference is posted as over or short.
#[utoipa::path(
    post,
    path = "/api/v1/days/close",
    params(("Idempotency-Key" = String, Header, description = "A key of the caller's own, at most 200 characters")),
    request_body = DayClosing,
    responses(
        (status = 201, body = DayEntered, description = "The day is closed"),
        (status = 200, body = DayEntered, description = "It had been done before under this key"),
        (status = 400, body = Problem, description = "No idempotency key, or no JSON"),
        (status = 403, body = Problem, description = "The counter is not yours"),
        (status = 404, body = Problem, description = "No such centre, or not yours"),
        (status = 409, body = Problem, description = "Closed before, money moved since the count, or the key was used before"),
        (status = 422, body = Problem, description = "A rule of the day says no: `code` and `field` tell which")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn close(
    State(house): State<House>,
    visitor: Visitor,
    key: IdempotencyKey,
    Json(DayClosing { centre, day, reason, note }): Json<DayClosing>,
) -> Answer {
    let Open { book, .. } = open(&house, &visitor, "sale.create", &centre).await?;
    let written = does(&house, &visitor, key, CloseDay { book: book.clone(), day, reason, note }).await?;
    entered(book, written.done.folio, written.again)
}

fn person(one: OperatorTotal) -> PersonSums {
    let OperatorTotal { person, receipts, reversed, cash_in, cash_out, back, .. } = one;
    PersonSums { person, receipts, reversed, cash_in, cash_out, back }
}

fn sums(day: BusinessDay, totals: Totals) -> DaySums {
    let services = totals.services.iter().map(|one| ServiceSums {
        service: one.service.clone(),
        quantity: one.quantity,
        total: one.total,
    });
    DaySums {
        day: day.to_string(),
        opened: totals.opened,
        receipts: totals.receipts,
        reversed: totals.reversed,
        official_fees: totals.official(),
        service_charges: totals.charge(),
        services: services.collect(),
        paid_in: totals.moves.paid_in,
        paid_out: totals.moves.paid_out,
        drawn: totals.moves.drawn,
        unsent: totals.unsent,
        transfers_waiting: totals.transfers_waiting,
        float: totals.float,
        people: totals.operators.into_iter().map(person).collect(),
    }
}

/// The X report: what a day adds up to so far. It changes nothing.
#[utoipa::path(
    get,
    path = "/api/v1/days/x",
    params(Asked),
    responses(
        (status = 200, body = DaySums, description = "The sums"),
        (status = 403, body = Problem, description = "Receipts are not yours to see"),
        (status = 404, body = Problem, description = "No such centre, or not yours")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn x(State(house): State<House>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let Open { book, .. } = open(&house, &visitor, "receipt.view", &asked.centre).await?;
    let today = house.now().day();
    let day = BusinessDay::parse(&asked.day).map_or(today, |day| day.min(today));
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let entries = read::entries(tx, &book, day).await?;
            read::totals(tx, &book, day, &entries).await
        })
    });
    json(200, &sums(day, read.await?))
}

/// The Z report of a closed day.
#[utoipa::path(
    get,
    path = "/api/v1/days/z",
    params(Asked),
    responses(
        (status = 200, body = DayReport, description = "The report"),
        (status = 403, body = Problem, description = "Receipts are not yours to see"),
        (status = 404, body = Problem, description = "No such centre, or not yours; or the day was not closed with a count")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn z(State(house): State<House>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let Open { book, .. } = open(&house, &visitor, "receipt.view", &asked.centre).await?;
    let today = house.now().day();
    let day = BusinessDay::parse(&asked.day).map_or(today, |day| day.min(today));
    let read = house.journal.read::<_, Fault, _>(move |tx| Box::pin(async move { read::closed(tx, &book, day).await }));
    let closing = read.await?.and_then(|closed| closed.closing).ok_or(Trouble::NotFound)?;
    let Closing { totals, counts, expected, counted, difference, reason, head, .. } = closing;
    let counts = counts.len();
    json(200, &DayReport { sums: sums(day, totals), expected, counted, difference, reason, counts, head })
}
