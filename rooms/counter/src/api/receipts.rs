//! Receipts as programs give, read, reverse and check them.

use super::{Open, open};
use crate::deeds::customer::CustomerData;
use crate::deeds::reverse::ReverseReceipt;
use crate::deeds::take::{CustomerGiven, Given, LineGiven, NotTaken, TILL, TakeServices};
use crate::number::{book_of, code_holds, typed};
use crate::reading;
use crate::receipt::{REASONS, Receipt, Standing, state_word};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use base::calendar::Moment;
use base::mobile::Mobile;
use base::{Lang, Paisa};
use journal::{Envelope, Fault};
use network::person::Sex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use web::{Answer, House, IdempotencyKey, Json, Problem, Trouble, Visitor, json};

/// What is sold to whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sale {
    /// The centre's code.
    centre: String,
    /// Who pays; null when nobody needs to be known.
    customer: Option<SaleCustomer>,
    /// What is taken, 1 to 20 lines.
    #[schema(min_items = 1, max_items = 20)]
    lines: Vec<SaleLine>,
    /// What was handed over, in poisha; the exact sum when left out.
    tendered: Option<i64>,
}

/// A customer as given. Known again by the mobile number.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaleCustomer {
    /// The mobile number, as people write it.
    mobile: Option<String>,
    /// The name.
    name: Option<String>,
    /// `woman` or `man`, for the count of women served.
    #[schema(value_type = Option<String>)]
    sex: Option<Sex>,
    /// True when they live outside the area: some services then cost only the official fee.
    #[serde(default)]
    outside: bool,
    /// True when they agreed to be texted about the receipt.
    #[serde(default)]
    texts: bool,
}

/// A service that is taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaleLine {
    /// The service's code.
    service: String,
    /// How many units.
    #[schema(minimum = 1, maximum = 10_000)]
    quantity: i64,
    /// The answers of its form by field: texts, numbers, booleans; an array for a multiple select.
    #[schema(value_type = Option<Object>)]
    answers: Option<serde_json::Value>,
    /// What the customer was shown, in poisha, for a unit or for the line. If it is no longer so the sale is refused.
    fee_shown: Option<i64>,
    /// The number of the draft that this finishes; null for an application that begins now.
    draft: Option<String>,
}

/// A receipt as it was given.
#[derive(Debug, Serialize, ToSchema)]
struct ReceiptGiven {
    /// Its number.
    number: String,
    /// Its check code.
    check: String,
    /// What was paid, in poisha.
    #[schema(value_type = i64)]
    total: Paisa,
    /// What was given back, in poisha.
    #[schema(value_type = i64)]
    change: Paisa,
    /// Its lines.
    lines: Vec<ReceiptLine>,
    /// `pending`, `final` or `reversed`.
    state: &'static str,
    /// The book that it stands in.
    book: String,
    /// The number of its entry in book and session.
    seq: i64,
}

/// A line of a receipt. Its amounts are for the whole quantity.
#[derive(Debug, Serialize, ToSchema)]
struct ReceiptLine {
    /// The service's code.
    service: String,
    /// How many units.
    quantity: i64,
    /// The official fee of the whole line, in poisha.
    #[schema(value_type = i64)]
    official_fee: Paisa,
    /// The service charge of the whole line, in poisha.
    #[schema(value_type = i64)]
    service_charge: Paisa,
    /// What was paid for the whole line, in poisha.
    #[schema(value_type = i64)]
    total: Paisa,
    /// The version of the tariff that it was priced by; 0 for those that came with the program.
    tariff_version: i64,
}

/// A receipt as it stands now.
#[derive(Debug, Serialize, ToSchema)]
struct ReceiptStanding {
    #[serde(flatten)]
    receipt: ReceiptGiven,
    /// The business day, `yyyy-mm-dd`.
    day: String,
    /// When it was given, in RFC 3339, UTC.
    at: String,
    /// What the customer handed over, in poisha.
    #[schema(value_type = i64)]
    tendered: Paisa,
    /// How it was reversed; null when it was not.
    reversal: Option<ReversalShown>,
    /// Who paid; null when nobody is known, or no longer.
    customer: Option<CustomerShown>,
}

/// How a receipt was reversed.
#[derive(Debug, Serialize, ToSchema)]
struct ReversalShown {
    /// Why.
    reason: String,
    /// The day of the reversal, `yyyy-mm-dd`.
    day: String,
    /// When, in RFC 3339, UTC.
    at: String,
}

/// A customer, with too little to call them.
#[derive(Debug, Serialize, ToSchema)]
struct CustomerShown {
    /// The mobile number, masked; null when none was given.
    mobile: Option<String>,
}

/// Why a receipt is reversed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reversing {
    /// `wrong_service`, `wrong_amount`, `customer_left`, `duplicate`, `printer_failed`, `test`, or `other` with a note.
    /// Any other text counts as `other` and is kept as the note.
    reason: String,
    /// What is to be remembered of it, at most 300 characters. Kept sealed.
    note: Option<String>,
}

/// What the public is told of a receipt.
#[derive(Debug, Serialize, ToSchema)]
struct CheckShown {
    /// Its number.
    number: String,
    /// The centre's code.
    centre: String,
    /// The business day, `yyyy-mm-dd`.
    day: String,
    /// The official fees, in poisha.
    #[schema(value_type = i64)]
    official_fee: Paisa,
    /// The service charges, in poisha.
    #[schema(value_type = i64)]
    service_charge: Paisa,
    /// What was paid, in poisha.
    #[schema(value_type = i64)]
    total: Paisa,
    /// `pending`, `final` or `reversed`.
    state: &'static str,
}

/// The code on the paper.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Code {
    /// The check code of the receipt, six characters.
    code: Option<String>,
}

/// Takes services at a centre, paid in cash, and gives the receipt. The same key with the same body gives the first
/// receipt again (200). All amounts in and out are in poisha; those of a line are for its whole quantity.
#[utoipa::path(
    post,
    path = "/api/v1/receipts",
    params(("Idempotency-Key" = String, Header, min_length = 1, max_length = 200,
        description = "Chosen by the caller, new for each sale and the same for each try of it")),
    request_body = Sale,
    responses(
        (status = 201, body = ReceiptGiven, description = "The receipt was given"),
        (status = 200, body = ReceiptGiven, description = "It had been given before under this key"),
        (status = 400, body = Problem, description = "No idempotency key, or no JSON"),
        (status = 401, body = Problem, description = "No token, or one that ended"),
        (status = 403, body = Problem, description = "Selling is not yours to do"),
        (status = 404, body = Problem, description = "No such centre, or not yours"),
        (status = 409, body = Problem, description = "The key was used before with another body"),
        (status = 422, body = Problem, description = "A rule of the counter says no: `code` and `field` tell which"),
        (status = 503, body = Problem, description = "The store is away or full; nothing was done")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn take(
    State(house): State<House>,
    visitor: Visitor,
    IdempotencyKey(key): IdempotencyKey,
    Json(sale): Json<Sale>,
) -> Answer {
    let centre = open(&house, &visitor, "sale.create", &sale.centre).await?;
    let deed = deed_of(sale, centre).map_err(Trouble::refused)?;
    let book = deed.book.clone();
    let written = house.journal.write(Envelope::new(&visitor.person, &key), deed).await?;
    let Given { receipt, seq } = written.done;
    json(if written.again { 200 } else { 201 }, &given(&receipt, state_word(false), &book, seq))
}

fn deed_of(sale: Sale, centre: Open) -> Result<TakeServices, NotTaken> {
    let mut lines = Vec::with_capacity(sale.lines.len());
    for (place, line) in sale.lines.into_iter().enumerate() {
        let answers = line.answers.as_ref().map(|json| answers_of(place, json)).transpose()?;
        let fee_shown = line.fee_shown.map(Paisa::new);
        lines.push(LineGiven { service: line.service, quantity: line.quantity, answers, fee_shown, draft: line.draft });
    }
    Ok(TakeServices {
        book: centre.book,
        path: centre.path,
        till: TILL.to_owned(),
        customer: sale.customer.map(|customer| CustomerGiven {
            mobile: customer.mobile,
            name: customer.name,
            sex: customer.sex,
            outside: customer.outside,
            texts: customer.texts,
        }),
        lines,
        tendered: sale.tendered.map(Paisa::new),
        register_day: None,
    })
}

fn answers_of(line: usize, json: &serde_json::Value) -> Result<BTreeMap<String, String>, NotTaken> {
    let answers = forms::Answers::from_json(json).map_err(|fault| NotTaken::Answer { line, fault: Box::new(fault) })?;
    Ok(answers.iter().map(|(field, text)| (field.to_owned(), text.to_owned())).collect())
}

fn given(receipt: &Receipt, state: &'static str, book: &str, seq: i64) -> ReceiptGiven {
    let lines = receipt.lines.iter().map(|line| ReceiptLine {
        service: line.service.clone(),
        quantity: line.quantity,
        official_fee: line.official,
        service_charge: line.charge(),
        total: line.total(),
        tariff_version: line.tariff_version,
    });
    ReceiptGiven {
        number: receipt.number.clone(),
        check: receipt.check.clone(),
        total: receipt.total(),
        change: receipt.change(),
        lines: lines.collect(),
        state,
        book: book.to_owned(),
        seq,
    }
}

/// One receipt, as it stands now. No name is shown, and of the mobile number only its ends.
#[utoipa::path(
    get,
    path = "/api/v1/receipts/{number}",
    params(("number" = String, Path, description = "The receipt's number")),
    responses(
        (status = 200, body = ReceiptStanding, description = "The receipt as it stands"),
        (status = 401, body = Problem, description = "No token, or one that ended"),
        (status = 403, body = Problem, description = "Receipts are not yours to see"),
        (status = 404, body = Problem, description = "No such receipt, or none that you may see")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn show(State(house): State<House>, visitor: Visitor, Path(number): Path<String>) -> Answer {
    let (centre, number) = keeper(&house, &visitor, &number).await?;
    json(200, &standing(&house, &centre.book, &number).await?)
}

/// The centre that keeps this receipt, when the visitor may see its receipts, and the number as it is stored.
async fn keeper(house: &House, visitor: &Visitor, number: &str) -> Result<(Open, String), Trouble> {
    let number = typed(number);
    let book = book_of(&number).ok_or(Trouble::NotFound)?;
    Ok((open(house, visitor, "receipt.view", book).await?, number))
}

/// A receipt with its state, its entry's number, and the ends of the customer's mobile number.
async fn standing(house: &House, book: &str, number: &str) -> Result<ReceiptStanding, Trouble> {
    let (asked, number) = (book.to_owned(), number.to_owned());
    let found = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let Some(standing) = reading::receipt(tx, &asked, &number).await? else { return Ok(None) };
            let customer = match &standing.receipt.customer_seal {
                Some(seal) => tx.unseal::<CustomerData>(&asked, seal).await?,
                None => None,
            };
            Ok(Some((standing, customer)))
        })
    });
    let (standing, customer) = found.await?.ok_or(Trouble::NotFound)?;
    let state = standing.state();
    let Standing { receipt, folio, reversal, .. } = standing;
    let entries = house.journal.entries(book, folio.saturating_sub(1), 1).await?;
    let seq = entries.first().map(|entry| entry.head.seq);
    let reversed = reversal.map(|reversal| {
        Ok(ReversalShown { reason: reversal.reason, day: reversal.day.to_string(), at: rfc3339(reversal.at)? })
    });
    let reversal = reversed.transpose().map_err(Trouble::Fault)?;
    let seq = seq.ok_or_else(|| Trouble::Broken(format!("receipt {} has no entry", receipt.number)))?;
    Ok(ReceiptStanding {
        receipt: given(&receipt, state, book, seq),
        day: receipt.day.to_string(),
        at: rfc3339(receipt.at)?,
        tendered: receipt.tendered,
        reversal,
        customer: customer.map(|data| CustomerShown { mobile: masked(&data.mobile) }),
    })
}

fn masked(mobile: &str) -> Option<String> {
    Mobile::parse(mobile).ok().map(|mobile| mobile.masked(Lang::En))
}

pub(super) fn rfc3339(at: Moment) -> Result<String, Fault> {
    let at = jiff::Timestamp::from_millisecond(at.get());
    at.map(|at| at.to_string()).map_err(|error| Fault::Unsound(format!("a moment: {error}")))
}

/// Reverses a receipt: its money goes back the way it came, dated today. Once; the same key gives the answer again.
#[utoipa::path(
    post,
    path = "/api/v1/receipts/{number}/reversal",
    params(
        ("number" = String, Path, description = "The receipt's number"),
        ("Idempotency-Key" = Option<String>, Header, min_length = 1, max_length = 200,
            description = "Chosen by the caller, the same for each try")
    ),
    request_body = Reversing,
    responses(
        (status = 201, body = ReceiptStanding, description = "The receipt was reversed"),
        (status = 200, body = ReceiptStanding, description = "It had been reversed before under this key"),
        (status = 400, body = Problem, description = "A bad idempotency key, or no JSON"),
        (status = 401, body = Problem, description = "No token, or one that ended"),
        (status = 403, body = Problem, description = "You may see this receipt but not reverse it"),
        (status = 404, body = Problem, description = "No such receipt, or none that you may see"),
        (status = 409, body = Problem, description = "It was reversed before, or the key was used with another body"),
        (status = 422, body = Problem, description = "No reason, a closed day, or the money is gone"),
        (status = 503, body = Problem, description = "The store is away or full; nothing was done")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn reverse(
    State(house): State<House>,
    visitor: Visitor,
    Path(number): Path<String>,
    headers: HeaderMap,
    Json(asked): Json<Reversing>,
) -> Answer {
    let key = IdempotencyKey::if_given(&headers)?.map(|key| key.0);
    let (centre, number) = keeper(&house, &visitor, &number).await?;
    if !visitor.may_at("sale.reverse", &centre.path) {
        return Err(Trouble::Forbidden);
    }
    let (reason, note) = reason_of(asked);
    let deed = ReverseReceipt { book: centre.book.clone(), number: number.clone(), reason, note };
    let written = house.journal.write(Envelope { by: visitor.person, key, shared: false }, deed).await?;
    json(if written.again { 200 } else { 201 }, &standing(&house, &centre.book, &number).await?)
}

/// A reason of the list and the note; a text outside the list is the note of `other`.
fn reason_of(asked: Reversing) -> (String, String) {
    let note = asked.note.unwrap_or_default();
    if REASONS.contains(&asked.reason.as_str()) || asked.reason.trim().is_empty() {
        return (asked.reason, note);
    }
    let said = if note.trim().is_empty() { asked.reason } else { format!("{}: {note}", asked.reason) };
    ("other".to_owned(), said)
}

/// Tells anybody who has number and code whether the paper is true. A wrong number and a wrong code look alike.
/// At most 10 tries a minute from one address.
#[utoipa::path(
    get,
    path = "/api/v1/receipts/{number}/check",
    params(("number" = String, Path, description = "The receipt's number, as printed or typed"), Code),
    responses(
        (status = 200, body = CheckShown, description = "The receipt is ours: what it says, without a name"),
        (status = 404, body = Problem, description = "Number and code do not belong together"),
        (status = 429, body = Problem, description = "Too many tries; `Retry-After` tells how long to wait")
    )
)]
pub(crate) async fn check(State(house): State<House>, Path(number): Path<String>, Query(code): Query<Code>) -> Answer {
    let number = typed(&number);
    let book = book_of(&number).unwrap_or_default().to_owned();
    let asked = (book.clone(), number.clone());
    // It is looked up whether or not the code holds, so that the time it takes tells nothing.
    let found = house
        .journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { reading::receipt(tx, &asked.0, &asked.1).await }));
    let found = found.await?;
    let holds = code_holds(house.journal.keys(), &number, &typed(code.code.as_deref().unwrap_or("")));
    let standing = found.filter(|_| holds).ok_or(Trouble::NotFound)?;
    let (state, receipt) = (standing.state(), standing.receipt);
    json(
        200,
        &CheckShown {
            centre: book,
            day: receipt.day.to_string(),
            official_fee: receipt.official(),
            service_charge: receipt.charge(),
            total: receipt.total(),
            state,
            number: receipt.number,
        },
    )
}
