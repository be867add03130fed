//! Signing in and out.

use super::show::{Faults, fault, fault_at};
use crate::authenticator::Authenticator;
use crate::deeds::{EndSession, Ending, Ticket};
use crate::doorkeeper::write;
use crate::doors;
use crate::refusals::{NotSignedIn, NotTried};
use crate::session::Channel;
use crate::sign_in::{Entered, Step, first_step, second_step};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::{HeaderValue, RETRY_AFTER};
use base::mobile::Mobile;
use journal::{Envelope, Stop};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor, cookies, safe_next, see_other, see_other_with_cookie};

#[derive(Template)]
#[template(path = "sign_in.html")]
pub(super) struct SignInPage {
    pub frame: Frame,
    pub mobile: String,
    pub next: String,
    pub pending: Option<String>,
    pub notice: String,
    pub faults: Faults,
}

#[derive(Template)]
#[template(path = "enrol.html")]
pub(super) struct EnrolPage {
    pub frame: Frame,
    pub pending: String,
    pub next: String,
    pub secret: String,
    pub address: String,
    pub faults: Faults,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    next: Option<String>,
    /// Why the person comes here: `ended` or `chosen`.
    said: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Given {
    mobile: String,
    password: String,
    next: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct GivenCode {
    pending: String,
    code: String,
    next: Option<String>,
    enrol: Option<String>,
}

fn page_of(frame: Frame, next: &str) -> SignInPage {
    let frame = frame.titled("sign-in-title");
    let (mobile, notice, faults) = (String::new(), String::new(), Vec::new());
    SignInPage { frame, mobile, next: next.to_owned(), pending: None, notice, faults }
}

/// `GET /sign-in`
pub(super) async fn show(frame: Frame, visitor: Option<Visitor>, Query(asked): Query<Asked>) -> Answer {
    let next = safe_next(asked.next.as_deref());
    if visitor.is_some() {
        return Ok(see_other(next));
    }
    let mut page = page_of(frame, next);
    page.notice = match asked.said.as_deref() {
        Some("ended") => page.frame.say("sign-in-ended"),
        Some("chosen") => page.frame.say("welcome-chosen"),
        _ => String::new(),
    };
    web::page(&page)
}

/// `POST /sign-in`
pub(super) async fn submit(
    State(house): State<House>,
    frame: Frame,
    before: Option<Visitor>,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Answer {
    let next = safe_next(given.next.as_deref()).to_owned();
    let mut page = page_of(frame, &next);
    page.mobile.clone_from(&given.mobile);
    let mobile = match Mobile::parse(&given.mobile) {
        Ok(mobile) => mobile,
        Err(refusal) => {
            page.faults = fault_at(&page.frame, &refusal, "mobile");
            return web::page_refused(&page, &refusal);
        }
    };
    let device = crate::device::of(&headers);
    match first_step(&house.journal, &mobile, &given.password, Channel::Browser, &device).await {
        Ok(Step::In(entered)) => come_in(&house, before, &entered, &next).await,
        Ok(Step::Code(ticket)) => {
            page.pending = Some(ticket);
            web::page(&page)
        }
        Ok(Step::Enrol(ticket)) => {
            let page = enrolment(&house, page.frame, ticket, &next).await?;
            web::page(&page)
        }
        Err(Stop::Refused(refusal)) => {
            page.faults = fault(&page.frame, &refusal);
            refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// `POST /sign-in/code`
pub(super) async fn submit_code(
    State(house): State<House>,
    frame: Frame,
    before: Option<Visitor>,
    headers: HeaderMap,
    Form(given): Form<GivenCode>,
) -> Answer {
    let next = safe_next(given.next.as_deref()).to_owned();
    let device = crate::device::of(&headers);
    let refusal = match second_step(&house.journal, &given.pending, &given.code, Channel::Browser, &device).await {
        Ok(entered) => return come_in(&house, before, &entered, &next).await,
        Err(Stop::Refused(refusal)) => refusal,
        Err(stop) => return Err(stop.into()),
    };
    let mut page = page_of(frame, &next);
    page.faults = fault(&page.frame, &refusal);
    if matches!(refusal, NotTried::No(NotSignedIn::Late | NotSignedIn::Suspended)) {
        return refused(&page, &refusal); // back to the beginning
    }
    if given.enrol.is_some() {
        let faults = page.faults;
        let page = EnrolPage { faults, ..enrolment(&house, page.frame, given.pending, &next).await? };
        return refused(&page, &refusal);
    }
    page.pending = Some(given.pending);
    refused(&page, &refusal)
}

/// The session before this one ends: a token is never carried over a sign-in.
async fn come_in(house: &House, before: Option<Visitor>, entered: &Entered, next: &str) -> Answer {
    if let Some(before) = before {
        end(house, &before).await?;
    }
    Ok(see_other_with_cookie(next, &cookies::session_cookie(house, &entered.token)))
}

/// The page again, with the seconds to wait where there are any.
fn refused(page: &impl Template, refusal: &NotTried) -> Answer {
    let mut answer = web::page_refused(page, refusal)?;
    if let NotTried::Wait(wait) = refusal {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.seconds));
    }
    Ok(answer)
}

/// The page on which an authenticator is enrolled, for a ticket of ours only.
pub(super) async fn enrolment(house: &House, frame: Frame, pending: String, next: &str) -> Result<EnrolPage, Trouble> {
    let late = || Trouble::refused(NotSignedIn::Late);
    let (ticket, signature) = Ticket::read(&pending).ok_or_else(late)?;
    let id = ticket.person.clone();
    let found = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let Some(person) = doors::person(tx, &id).await? else { return Ok(None) };
                let identity = doors::identity(tx, &person).await?;
                Ok::<_, Trouble>(identity.map(|identity| (person, identity.mobile)))
            })
        })
        .await?;
    let (person, mobile) = found.ok_or_else(late)?;
    if !ticket.holds(house.journal.keys(), &person, signature, house.now()) {
        return Err(late());
    }
    let offered = Authenticator::offered(house.journal.keys(), &pending, &mobile)?;
    let letters: Vec<char> = offered.secret().chars().collect();
    let secret = letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    let frame = frame.titled("enrol-title");
    Ok(EnrolPage { frame, next: next.to_owned(), secret, address: offered.address()?, faults: Vec::new(), pending })
}

/// `POST /sign-out`
pub(super) async fn sign_out(State(house): State<House>, visitor: Visitor) -> Answer {
    end(&house, &visitor).await?;
    Ok(see_other_with_cookie("/sign-in", &cookies::session_end(&house)))
}

async fn end(house: &House, visitor: &Visitor) -> Result<(), Trouble> {
    let envelope = Envelope::keyless(&visitor.person);
    write(&house.journal, envelope, EndSession { which: Ending::One(visitor.session.clone()) }).await?;
    Ok(())
}
