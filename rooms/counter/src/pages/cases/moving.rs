//! One move of a case, asked for and done: by the centre, or by the chairman and the secretary.

use super::{Reached, case_for, day_words, key, reason_words, state_words};
use crate::case::CaseState;
use crate::cases::read::CaseSeen;
use crate::cases::rules::{Hand, allowed, reasons_for};
use crate::deeds::cases::move_case::{MoveCase, NotMoved};
use crate::pages::{Faults, catalogue, told};
use askama::Template;
use axum::extract::{Path, State};
use base::Refusal;
use journal::{Envelope, Stop};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

#[derive(Template)]
#[template(path = "case_move.html")]
pub(super) struct MovePage {
    pub frame: Frame,
    pub number: String,
    pub service: String,
    pub state: String,
    pub due: String,
    pub hint: String,
    pub action: String,
    /// The state that this page shows: if it is another when it is sent, somebody was quicker.
    pub expects: String,
    /// When the case last changed, in milliseconds: part of the deed's key, so that a second press is the first.
    pub seen: i64,
    pub reasons: Vec<(String, String)>,
    pub chosen: String,
    pub note: String,
    pub look: &'static str,
    pub faults: Faults,
}

#[derive(Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    note: String,
    expects: String,
    seen: i64,
}

/// The words of a move, as a button says them.
pub(super) fn do_words(frame: &Frame, hand: Hand, to: CaseState) -> String {
    match (hand, to) {
        (Hand::Approver, CaseState::Ready) => frame.say("case-do-approve"),
        _ => frame.say(&format!("case-do-{}", key(to.name()))),
    }
}

/// Where a move is asked for.
pub(super) fn href_of(hand: Hand, number: &str, to: CaseState) -> String {
    match hand {
        Hand::Centre => format!("/counter/cases/{number}/move/{}", to.name()),
        Hand::Approver => format!("/counter/approvals/{number}/{}", to.name()),
    }
}

/// The colour of a move's button.
pub(super) fn look_of(to: CaseState) -> &'static str {
    match to {
        CaseState::Cancelled | CaseState::Rejected => "grave",
        CaseState::CorrectionNeeded => "quiet",
        _ => "",
    }
}

fn permission(hand: Hand) -> &'static str {
    match hand {
        Hand::Centre => "case.handle",
        Hand::Approver => "case.approve",
    }
}

async fn page_of(
    house: &House,
    frame: Frame,
    hand: Hand,
    CaseSeen { case, changed, .. }: &CaseSeen,
    to: CaseState,
) -> Result<MovePage, Trouble> {
    let title = do_words(&frame, hand, to);
    Ok(MovePage {
        number: case.number.clone(),
        service: catalogue(house).await?.name(&case.service, frame.lang),
        state: state_words(&frame, case.state),
        due: day_words(&frame, case.due),
        hint: frame.say(if to == CaseState::Cancelled { "case-cancel-hint" } else { "case-move-hint" }),
        action: href_of(hand, &case.number, to),
        expects: case.state.name().to_owned(),
        seen: changed.get(),
        reasons: reasons_for(to).iter().map(|code| ((*code).to_owned(), reason_words(&frame, code))).collect(),
        chosen: String::new(),
        note: String::new(),
        look: look_of(to),
        faults: Faults::new(),
        frame: frame.titled_as(title),
    })
}

async fn asked(house: House, frame: Frame, visitor: Visitor, (number, to): (String, String), hand: Hand) -> Answer {
    let Reached { seen, .. } = case_for(&house, &visitor, permission(hand), &number).await?;
    let to = CaseState::of_name(&to).ok_or(Trouble::NotFound)?;
    let may = allowed(&seen.case, hand);
    if !may.contains(&to) {
        return Err(Trouble::refused(NotMoved::Move { from: seen.case.state, to, allowed: may }));
    }
    web::page(&page_of(&house, frame, hand, &seen, to).await?)
}

async fn moved(
    house: House,
    frame: Frame,
    visitor: Visitor,
    (number, to): (String, String),
    said: Said,
    hand: Hand,
) -> Answer {
    let Reached { centre, seen, at } = case_for(&house, &visitor, permission(hand), &number).await?;
    let to = CaseState::of_name(&to).ok_or(Trouble::NotFound)?;
    let expects = CaseState::of_name(&said.expects).ok_or(Trouble::NotFound)?;
    let number = seen.case.number.clone();
    let deed = MoveCase {
        book: centre.book,
        number: number.clone(),
        to,
        reason: said.reason.clone(),
        note: said.note.clone(),
        expects,
        at,
        hand,
    };
    let by = Envelope::new(&visitor.person, &format!("move:{number}:{}:{}:{}", said.expects, to.name(), said.seen));
    match house.journal.write(by, deed).await {
        Ok(_) => Ok(web::see_other(&match hand {
            Hand::Centre => format!("/counter/cases/{number}"),
            Hand::Approver => "/counter/approvals".to_owned(),
        })),
        Err(Stop::Refused(refusal @ (NotMoved::Reason | NotMoved::Note | NotMoved::Own | NotMoved::Hindered(_)))) => {
            let mut page = page_of(&house, frame, hand, &seen, to).await?;
            page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, &refusal))];
            (page.chosen, page.note) = (said.reason, said.note);
            (page.expects, page.seen) = (said.expects, said.seen);
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// `GET /counter/cases/{number}/move/{to}`.
pub(super) async fn ask(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(place): Path<(String, String)>,
) -> Answer {
    asked(house, frame, visitor, place, Hand::Centre).await
}

/// `POST /counter/cases/{number}/move/{to}`.
pub(super) async fn post(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(place): Path<(String, String)>,
    Form(said): Form<Said>,
) -> Answer {
    moved(house, frame, visitor, place, said, Hand::Centre).await
}

/// `GET /counter/approvals/{number}/{to}`.
pub(super) async fn ask_approver(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(place): Path<(String, String)>,
) -> Answer {
    asked(house, frame, visitor, place, Hand::Approver).await
}

/// `POST /counter/approvals/{number}/{to}`.
pub(super) async fn post_approver(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(place): Path<(String, String)>,
    Form(said): Form<Said>,
) -> Answer {
    moved(house, frame, visitor, place, said, Hand::Approver).await
}
