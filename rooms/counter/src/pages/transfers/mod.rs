//! The pages of transfers: asking for one in two steps, its state, the list, the limits.

mod confirm;
mod limits;
mod list;
mod new;
mod samples;
mod state;

pub(super) use list::waiting_of;
pub(super) use samples::samples;

use super::{CentreSeen, centre_for};
use crate::transfer::{TransferStanding, TransferState, reading};
use base::Lang;
use journal::Fault;
use web::{Frame, House, Needs, Route, Trouble, Visitor};

/// What a person must hold who sets limits.
const LIMIT: &str = "limit.set";

/// The ways to them.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/counter/transfers", super::SEE, list::show),
        Route::get("/counter/transfers/new/{code}", super::SELL, new::show),
        Route::post("/counter/transfers/new/{code}", super::SELL, new::check),
        Route::post("/counter/transfers", super::SELL, confirm::request),
        Route::get("/counter/transfers/{centre}/{id}", super::SEE, state::show),
        Route::post("/counter/transfers/{centre}/{id}/ask", super::SELL, state::ask),
        Route::post("/counter/transfers/{centre}/{id}/take-back", super::UNDO, state::take_back),
        Route::get("/counter/limits", Needs::Permission(LIMIT), limits::show),
        Route::post("/counter/limits", Needs::Permission(LIMIT), limits::set),
    ]
}

/// A transfer and its centre, if the visitor may do this there: else 404, as for one that nobody asked for.
async fn transfer_for(
    house: &House,
    visitor: &Visitor,
    permission: &str,
    (centre, id): (&str, &str),
) -> Result<(CentreSeen, TransferStanding), Trouble> {
    let centre = centre_for(house, visitor, permission, &base::number::to_latin_digits(centre)).await?;
    let (book, id) = (centre.book.clone(), id.to_owned());
    let found =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::one(tx, &book, &id).await })).await?;
    Ok((centre, found.ok_or(Trouble::NotFound)?))
}

/// Where the state of a transfer stands.
fn href_of(book: &str, id: &str) -> String {
    format!("/counter/transfers/{book}/{id}")
}

/// A state in a word or two.
fn state_words(frame: &Frame, state: TransferState) -> String {
    frame.say(&format!("transfer-state-{}", state.name()))
}

/// The colour of a state.
fn look_of(state: TransferState) -> &'static str {
    match state {
        TransferState::Done => "",
        TransferState::Requested | TransferState::Unknown => "wait",
        TransferState::Failed | TransferState::Reversed => "late",
    }
}

/// The name of a provider: in words when it is one of the stock catalogue's, else as it is written.
pub(super) fn provider_words(frame: &Frame, provider: &str) -> String {
    let key = format!("provider-{provider}");
    if frame.house().words.has(Lang::En, &key) { frame.say(&key) } else { provider.to_owned() }
}
