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

use super::{CentreSeen, centre_for, centre_of};
use crate::case::{Case, CaseOwner, CaseState};
use crate::cases::read::{self, CaseSeen};
use crate::cases::served::served_by;
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

/// A case as a visitor came to it.
struct Reached {
    centre: CentreSeen,
    seen: CaseSeen,
    /// The visitor's own centre, when the application is served there and not at its own.
    at: Option<String>,
}

impl Reached {
    /// May the visitor do this with it: at its centre, or at their own counter while it is served there?
    fn may(&self, visitor: &Visitor, permission: &str) -> bool {
        match &self.at {
            Some(_) => {
                let seat = visitor.seat.as_ref();
                permission == "case.handle" && seat.is_some_and(|seat| visitor.may_at(permission, &seat.path))
            }
            None => visitor.may_at(permission, &self.centre.path),
        }
    }

    /// True for who may see names, answers and pictures: the centre's own people, those who serve it meanwhile, those who
    /// may reveal personal data, and whoever has to decide about it.
    fn may_reveal(&self, visitor: &Visitor) -> bool {
        let case = &self.seen.case;
        let own = visitor.seat.as_ref().is_some_and(|seat| seat.book == self.centre.book);
        let serves = self.at.is_some() && case.state.is_pending();
        let decides = case.approver == Approver::Chairman && visitor.may_at("case.approve", &self.centre.path);
        own || serves || decides || visitor.may_at("pii.reveal", &self.centre.path)
    }
}

/// A centre whose cases the visitor comes to, and their own one when it serves them meanwhile.
async fn centre_reached(
    house: &House,
    visitor: &Visitor,
    permission: &str,
    book: &str,
) -> Result<(CentreSeen, Option<String>), Trouble> {
    if let Some(at) = served_by(house, visitor, permission, book).await? {
        return Ok((centre_of(house, book).await?.ok_or(Trouble::NotFound)?, Some(at)));
    }
    Ok((centre_for(house, visitor, permission, book).await?, None))
}

/// A case and its centre, if the visitor may do this there: else 404, as for a number that nobody gave. What is not paid
/// goes to no other centre: it can only be begun anew there.
async fn case_for(house: &House, visitor: &Visitor, permission: &str, number: &str) -> Result<Reached, Trouble> {
    let number = typed(number);
    let book = book_of_case(&number).ok_or(Trouble::NotFound)?.to_owned();
    let (centre, at) = centre_reached(house, visitor, permission, &book).await?;
    let found =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { read::one(tx, &book, &number).await })).await?;
    let unpaid = |state| matches!(state, CaseState::Draft | CaseState::Submitted);
    let found = found.filter(|seen| at.is_none() || !unpaid(seen.case.state));
    Ok(Reached { centre, seen: found.ok_or(Trouble::NotFound)?, at })
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
