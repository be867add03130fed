//! The counter's part of the API: services, receipts, reversals, the public check.
//!
//! Every amount is in poisha. A bearer token opens it, the public check apart; what another centre keeps is not found.

mod answers;
mod callback;
mod cases;
mod days;
mod receipts;
mod services;
mod supervise;
mod transfers;
mod unlike;

use journal::Fault;
use utoipa::OpenApi;
use web::limiter::RECEIPT_CHECK;
use web::{House, Needs, Route, Trouble, Visitor};

#[derive(OpenApi)]
#[openapi(paths(
    services::list,
    services::one,
    receipts::take,
    receipts::show,
    receipts::reverse,
    receipts::check,
    supervise::area,
    cases::list,
    cases::one,
    callback::hear,
    answers::hear,
    unlike::list,
    days::begin,
    days::cash,
    days::shift,
    days::count,
    days::close,
    days::x,
    days::z,
    transfers::price,
    transfers::request,
    transfers::list,
    transfers::one
))]
struct Described;

/// The room's part of the description.
pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Described::openapi()
}

/// The room's ways in under `/api/v1`.
pub(crate) fn routes() -> Vec<Route> {
    let catalogue = Needs::Permission("catalogue.view");
    vec![
        Route::get("/api/v1/services", catalogue, services::list),
        Route::get("/api/v1/services/{code}", catalogue, services::one),
        Route::post("/api/v1/receipts", Needs::Permission("sale.create"), receipts::take),
        Route::get("/api/v1/receipts/{number}", Needs::Permission("receipt.view"), receipts::show),
        Route::post("/api/v1/receipts/{number}/reversal", Needs::Permission("sale.reverse"), receipts::reverse),
        Route::get("/api/v1/receipts/{number}/check", Needs::Anyone, receipts::check).limited(&RECEIPT_CHECK),
        Route::get("/api/v1/supervise/{place}", Needs::Permission("report.view"), supervise::area),
        Route::get("/api/v1/cases", Needs::Permission("receipt.view"), cases::list),
        Route::get("/api/v1/cases/{number}", Needs::Permission("receipt.view"), cases::one),
        Route::post("/api/v1/providers/{provider}/callback", Needs::Anyone, callback::hear),
        Route::get("/api/v1/supervise/{place}/unlike", Needs::Permission("report.view"), unlike::list),
        Route::post("/api/v1/texts/callback", Needs::Anyone, answers::hear),
        Route::post("/api/v1/days/opening", Needs::Permission("sale.create"), days::begin),
        Route::post("/api/v1/days/cash", Needs::Permission("sale.create"), days::cash),
        Route::post("/api/v1/days/shift", Needs::Permission("sale.create"), days::shift),
        Route::post("/api/v1/days/counts", Needs::Permission("sale.create"), days::count),
        Route::post("/api/v1/days/close", Needs::Permission("sale.create"), days::close),
        Route::get("/api/v1/days/x", Needs::Permission("receipt.view"), days::x),
        Route::get("/api/v1/days/z", Needs::Permission("receipt.view"), days::z),
        Route::post("/api/v1/transfers/quote", Needs::Permission("sale.create"), transfers::price),
        Route::post("/api/v1/transfers", Needs::Permission("sale.create"), transfers::request),
        Route::get("/api/v1/transfers", Needs::Permission("receipt.view"), transfers::list),
        Route::get("/api/v1/transfers/{centre}/{id}", Needs::Permission("receipt.view"), transfers::one),
    ]
}

/// A centre at which the visitor may do this.
struct Open {
    book: String,
    path: String,
}

/// The centre of this code, when the visitor holds this permission at its place.
///
/// # Errors
/// [`Trouble::NotFound`] for a centre that is not there and for another's: the two look alike.
async fn open(house: &House, visitor: &Visitor, permission: &str, code: &str) -> Result<Open, Trouble> {
    let found = match visitor.seat.as_ref().filter(|seat| seat.centre == code) {
        // One's own centre, which is asked for most, needs no look-up.
        Some(seat) => Some(Open { book: seat.book.clone(), path: seat.path.clone() }),
        None => look_up(house, code).await?,
    };
    found.filter(|centre| visitor.may_at(permission, &centre.path)).ok_or(Trouble::NotFound)
}

async fn look_up(house: &House, code: &str) -> Result<Option<Open>, Fault> {
    let code = code.to_owned();
    let centre = house.journal.read(|tx| Box::pin(async move { network::centre(tx, &code).await })).await?;
    Ok(centre.map(|centre| Open { book: centre.book, path: centre.path }))
}
