//! Pages about the honesty of the counter: a citizen complains, officers see what waits and whose day is unlike others.

mod complain;
mod complaints;
mod handle;
mod samples;
pub(crate) mod unlike;

pub(super) use samples::samples;

use super::{SEE, centre_for};
use crate::complaints::read::{self, ComplaintSeen};
use crate::complaints::{Complaint, ComplaintKind, ComplaintState};
use crate::number::{book_of, typed};
use crate::pages::CentreSeen;
use base::calendar::Moment;
use journal::Fault;
use web::limiter::{RECEIPT_CHECK, Rule};
use web::{Frame, House, Needs, Route, Trouble, Visitor};

/// Complaints from one address: enough for a village behind one line, too few for a robot.
static COMPLAINTS: Rule = Rule { surface: "complain", at_most: 6, per_s: 600 };

/// The ways to them.
pub(super) fn routes() -> Vec<Route> {
    let report = Needs::Permission("report.view");
    vec![
        Route::get("/complain", Needs::Anyone, complain::show).limited(&RECEIPT_CHECK),
        Route::post("/complain", Needs::Anyone, complain::make).limited(&COMPLAINTS),
        Route::get("/complaint", Needs::Anyone, complain::state).limited(&RECEIPT_CHECK),
        Route::get("/counter/complaints", SEE, complaints::own),
        Route::get("/complaints/{number}", SEE, complaints::one),
        Route::get("/complaints/{number}/{to}", SEE, handle::ask),
        Route::post("/complaints/{number}/{to}", SEE, handle::post),
        Route::get("/supervise/{place}/complaints", report, complaints::of_area),
        Route::get("/supervise/{place}/unlike", report, unlike::list),
        Route::get("/supervise/centres/{centre}/people/{person}/{day}", report, unlike::day),
    ]
}

/// A name of ours as words are keyed by it.
fn key(name: &str) -> String {
    name.replace('_', "-")
}

/// What was not right, in words.
fn kind_words(frame: &Frame, kind: ComplaintKind) -> String {
    frame.say(&format!("complaint-kind-{}", key(kind.name())))
}

/// A state in a word or two.
fn state_words(frame: &Frame, state: ComplaintState) -> String {
    frame.say(&format!("complaint-state-{}", key(state.name())))
}

/// The colour of a state.
fn look_of(complaint: &Complaint, now: Moment) -> &'static str {
    match complaint.state {
        _ if complaint.is_late(now) => "late",
        ComplaintState::Made | ComplaintState::Answered => "wait",
        ComplaintState::LookedInto | ComplaintState::Rejected => "plain",
        ComplaintState::Settled => "",
    }
}

/// A complaint and its centre, if the visitor may see receipts there: else 404, as for a number that nobody gave.
async fn complaint_for(house: &House, visitor: &Visitor, number: &str) -> Result<(CentreSeen, ComplaintSeen), Trouble> {
    let number = typed(number);
    let book = book_of(&number).ok_or(Trouble::NotFound)?.to_owned();
    let centre = centre_for(house, visitor, "receipt.view", &book).await?;
    let found =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { read::one(tx, &book, &number).await })).await?;
    Ok((centre, found.ok_or(Trouble::NotFound)?))
}

/// The text of a seal; nothing when there is none, or when it was erased.
async fn opened(house: &House, book: &str, seal: Option<String>) -> Result<String, Fault> {
    let Some(seal) = seal else { return Ok(String::new()) };
    let book = book.to_owned();
    let text = house
        .journal
        .read::<Option<String>, Fault, _>(|tx| Box::pin(async move { tx.unseal(&book, &seal).await }))
        .await?;
    Ok(text.unwrap_or_default())
}
