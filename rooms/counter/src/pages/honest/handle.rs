//! A complaint is moved on: the centre answers, an officer looks into it or ends it.

use super::complaints::{button_look, do_words, reason_words, side_of};
use super::{complaint_for, kind_words, state_words};
use crate::complaints::read::ComplaintSeen;
use crate::complaints::{ComplaintState, Side};
use crate::deeds::complaints::handle::{HandleComplaint, NotHandled};
use crate::pages::{CentreSeen, Faults, told};
use askama::Template;
use axum::extract::{Path, State};
use base::{Paisa, Refusal};
use journal::{Envelope, Stop};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

#[derive(Template)]
#[template(path = "complaint_move.html")]
pub(super) struct MovePage {
    pub frame: Frame,
    pub number: String,
    pub to: String,
    pub expects: String,
    /// When something last happened to it, as this page knows.
    pub seen: i64,
    pub kind: String,
    pub state: String,
    pub total: Paisa,
    pub paid: Option<Paisa>,
    /// (code, words).
    pub reasons: Vec<(String, String)>,
    pub chosen: String,
    pub note: String,
    /// What the note is called: the centre tells its side, an officer remembers something.
    pub note_label: String,
    pub look: &'static str,
    pub faults: Faults,
}

#[derive(Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    expects: String,
    #[serde(default)]
    seen: i64,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    note: String,
}

pub(super) fn note_label(frame: &Frame, to: ComplaintState) -> String {
    frame.say(if to == ComplaintState::Answered { "complaint-side" } else { "complaint-note" })
}

fn page_of(frame: Frame, seen: &ComplaintSeen, to: ComplaintState) -> MovePage {
    let one = &seen.complaint;
    let title = do_words(&frame, to);
    MovePage {
        number: one.number.clone(),
        to: to.name().to_owned(),
        expects: one.state.name().to_owned(),
        seen: seen.changed.get(),
        kind: kind_words(&frame, one.kind),
        state: state_words(&frame, one.state),
        total: one.total,
        paid: one.paid,
        reasons: to.reasons().iter().map(|code| ((*code).to_owned(), reason_words(&frame, code))).collect(),
        chosen: String::new(),
        note: String::new(),
        note_label: note_label(&frame, to),
        look: button_look(to),
        faults: Faults::new(),
        frame: frame.titled_as(title),
    }
}

/// The complaint, the side from which the visitor acts, and where it may go from there.
async fn begun(
    house: &House,
    visitor: &Visitor,
    (number, to): (String, String),
) -> Result<(CentreSeen, ComplaintSeen, Side, ComplaintState), Trouble> {
    let (centre, seen) = complaint_for(house, visitor, &number).await?;
    let side = side_of(visitor, &centre).ok_or(Trouble::Forbidden)?;
    let to = ComplaintState::of_name(&to).ok_or(Trouble::NotFound)?;
    Ok((centre, seen, side, to))
}

/// `GET /complaints/{number}/{to}`.
pub(super) async fn ask(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(place): Path<(String, String)>,
) -> Answer {
    let (_, seen, side, to) = begun(&house, &visitor, place).await?;
    if !seen.complaint.state.moves(side).contains(&to) {
        return Err(Trouble::refused(NotHandled::Move));
    }
    web::page(&page_of(frame, &seen, to))
}

/// `POST /complaints/{number}/{to}`.
pub(super) async fn post(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(place): Path<(String, String)>,
    Form(said): Form<Said>,
) -> Answer {
    let (centre, seen, side, to) = begun(&house, &visitor, place).await?;
    let expects = ComplaintState::of_name(&said.expects).ok_or(Trouble::NotFound)?;
    let number = seen.complaint.number.clone();
    let deed = HandleComplaint {
        book: centre.book,
        number: number.clone(),
        to,
        reason: said.reason.clone(),
        note: said.note.clone(),
        expects,
        side,
    };
    // A complaint may be looked into again after an answer: the time of what the page showed tells the two apart.
    let key = format!("complaint:{number}:{}:{}:{}", said.expects, to.name(), said.seen);
    match house.journal.write(Envelope::new(&visitor.person, &key), deed).await {
        Ok(_) => Ok(web::see_other(&format!("/complaints/{number}"))),
        Err(Stop::Refused(refusal @ (NotHandled::Reason | NotHandled::Note | NotHandled::Own))) => {
            let mut page = page_of(frame, &seen, to);
            page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, &refusal))];
            (page.chosen, page.note) = (said.reason, said.note);
            (page.expects, page.seen) = (said.expects, said.seen);
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
