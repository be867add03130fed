//! The pages of cases: what waits, one case with its timeline, its moves, its pictures, its handover, the approvals.

mod correct;
mod draft;
mod hand_over;
mod list;
mod moving;
mod one;
mod pictures;
mod samples;

pub(crate) use hand_over::CODES;
pub(super) use list::waiting_of;
pub(super) use samples::samples;

use super::{CentreSeen, centre_for};
use crate::case::{Case, CaseOwner, CaseState};
use crate::cases::read::{self, CaseSeen};
use crate::deeds::customer::CustomerData;
use crate::number::{book_of_case, typed};
use crate::service::Approver;
use base::calendar::BusinessDay;
use journal::Fault;
use web::{Frame, House, Needs, Route, Trouble, Visitor};

const SEE: Needs = Needs::Permission("receipt.view");
const HANDLE: Needs = Needs::Permission("case.handle");
const APPROVE: Needs = Needs::Permission("case.approve");

/// The ways to them.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/counter/cases", SEE, list::show),
        Route::get("/counter/approvals", APPROVE, list::approvals),
        Route::get("/counter/cases/{number}", SEE, one::show),
        Route::get("/counter/cases/{number}/move/{to}", HANDLE, moving::ask),
        Route::post("/counter/cases/{number}/move/{to}", HANDLE, moving::post),
        Route::get("/counter/approvals/{number}/{to}", APPROVE, moving::ask_approver),
        Route::post("/counter/approvals/{number}/{to}", APPROVE, moving::post_approver),
        Route::get("/counter/cases/{number}/correct", HANDLE, correct::show),
        Route::post("/counter/cases/{number}/correct", HANDLE, correct::fill),
        Route::post("/counter/forms/{line}/draft", super::SELL, draft::keep),
        Route::post("/counter/cases/{number}/open", super::SELL, draft::open),
        Route::get("/counter/cases/{number}/pictures/{place}", SEE, pictures::show),
        Route::post("/counter/cases/{number}/pictures", HANDLE, pictures::add).taking_files(),
        Route::get("/counter/cases/{number}/hand-over", HANDLE, hand_over::ask),
        Route::post("/counter/cases/{number}/hand-over", HANDLE, hand_over::hand).taking_files(),
        Route::post("/counter/cases/{number}/code", HANDLE, hand_over::send_code),
    ]
}

/// A case and its centre, if the visitor may do this there: else 404, as for a number that nobody gave.
async fn case_for(
    house: &House,
    visitor: &Visitor,
    permission: &str,
    number: &str,
) -> Result<(CentreSeen, CaseSeen), Trouble> {
    let number = typed(number);
    let book = book_of_case(&number).ok_or(Trouble::NotFound)?.to_owned();
    let centre = centre_for(house, visitor, permission, &book).await?;
    let found =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { read::one(tx, &book, &number).await })).await?;
    Ok((centre, found.ok_or(Trouble::NotFound)?))
}

/// True for who may see names, answers and pictures: the centre's own people, those who may reveal personal data, and
/// whoever has to decide about it.
fn may_reveal(visitor: &Visitor, centre: &CentreSeen, case: &Case) -> bool {
    let own = visitor.seat.as_ref().is_some_and(|seat| seat.book == centre.book);
    let decides = case.approver == Approver::Chairman && visitor.may_at("case.approve", &centre.path);
    own || decides || visitor.may_at("pii.reveal", &centre.path)
}

/// The customer of a case; nobody when none was given, or when they were erased.
async fn customer_of(house: &House, book: &str, case: &Case) -> Result<Option<CustomerData>, Fault> {
    let Some(seal) = case.customer_seal.clone() else { return Ok(None) };
    let book = book.to_owned();
    house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { tx.unseal(&book, &seal).await })).await
}

/// A name of ours as words are keyed by it.
fn key(name: &str) -> String {
    name.replace('_', "-")
}

/// A state in a word or two.
pub(super) fn state_words(frame: &Frame, state: CaseState) -> String {
    frame.say(&format!("case-state-{}", key(state.name())))
}

/// The words of a reason.
fn reason_words(frame: &Frame, reason: &str) -> String {
    frame.say(&format!("case-reason-{}", key(reason)))
}

/// Who has to do the next thing, in words.
fn owner_words(frame: &Frame, owner: CaseOwner) -> String {
    frame.say(&format!("case-owner-{}", owner.name()))
}

/// The colour of a state: "" is well, "wait" is for us to do, "plain" is out of our hands.
fn look_of(state: CaseState) -> &'static str {
    match state {
        CaseState::Ready | CaseState::HandedOver => "",
        CaseState::Draft | CaseState::Submitted | CaseState::FeePaid | CaseState::CorrectionNeeded => "wait",
        CaseState::Rejected => "late",
        CaseState::Sent | CaseState::InProcess | CaseState::Cancelled => "plain",
    }
}

/// How many days late it is, in words; empty when it is not.
fn late_words(frame: &Frame, case: &Case, today: BusinessDay) -> String {
    match case.due.filter(|_| case.is_late(today)) {
        Some(due) => frame.say_with("case-late", &[("count", frame.number(today.days_since(due)))]),
        None => String::new(),
    }
}

/// A day in words; empty when there is none.
fn day_words(frame: &Frame, day: Option<BusinessDay>) -> String {
    day.map(|day| frame.day(day)).unwrap_or_default()
}
