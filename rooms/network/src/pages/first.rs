//! The first administrator, and everybody's first password.

use super::show::{Faults, fault, fault_at};
use super::sign_in::enrolment;
use crate::deeds::{ChoosePassword, SetUp};
use crate::doorkeeper::write;
use crate::doors;
use crate::refusals::NotChosen;
use crate::secrets::{check_password, fingerprint, hash_password, plain_code};
use askama::Template;
use axum::extract::State;
use base::Refusal;
use base::mobile::Mobile;
use journal::{Envelope, Stop};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble};

#[derive(Template)]
#[template(path = "setup.html")]
pub(super) struct SetupPage {
    pub frame: Frame,
    pub name: String,
    pub mobile: String,
    pub faults: Faults,
}

#[derive(Template)]
#[template(path = "welcome.html")]
pub(super) struct WelcomePage {
    pub frame: Frame,
    pub code: String,
    pub faults: Faults,
}

#[derive(Deserialize)]
pub(super) struct GivenSetup {
    code: String,
    name: String,
    mobile: String,
    password: String,
}

#[derive(Deserialize)]
pub(super) struct GivenWelcome {
    code: String,
    password: String,
}

/// `GET /setup`: there only until it was done.
pub(super) async fn show_setup(State(house): State<House>, frame: Frame) -> Answer {
    open_for_setup(&house).await?;
    let frame = frame.titled("setup-title");
    web::page(&SetupPage { frame, name: String::new(), mobile: String::new(), faults: Vec::new() })
}

async fn open_for_setup(house: &House) -> Result<(), Trouble> {
    let done = house.journal.read(move |tx| Box::pin(async move { doors::is_set_up(tx).await })).await?;
    if done { Err(Trouble::NotFound) } else { Ok(()) }
}

/// `POST /setup`
pub(super) async fn setup(State(house): State<House>, frame: Frame, Form(given): Form<GivenSetup>) -> Answer {
    open_for_setup(&house).await?;
    let frame = frame.titled("setup-title");
    let mut page = SetupPage { frame, name: given.name.clone(), mobile: given.mobile.clone(), faults: Vec::new() };
    let mobile = match Mobile::parse(&given.mobile) {
        Ok(mobile) => mobile,
        Err(refusal) => {
            page.faults = fault_at(&page.frame, &refusal, "mobile");
            return web::page_refused(&page, &refusal);
        }
    };
    if let Err(refusal) = check_password(&given.password, &mobile) {
        return refused_setup(page, &refusal);
    }
    let deed = SetUp {
        code_hash: fingerprint(&plain_code(&given.code)),
        name: given.name,
        mobile,
        lang: page.frame.lang,
        hash: hash_password(&given.password).await?,
    };
    let person = match write(&house.journal, Envelope::system(), deed).await {
        Ok(written) => written.done,
        Err(Stop::Refused(refusal)) => return refused_setup(page, &refusal),
        Err(stop) => return Err(stop.into()),
    };
    // The password was just chosen, so the second step follows at once.
    let person = house.journal.read(move |tx| Box::pin(async move { doors::person(tx, &person).await })).await?;
    let ticket = crate::sign_in::ticket(&house.journal, &person.ok_or(Trouble::NotFound)?)?;
    web::page(&enrolment(&house, page.frame, ticket, "/").await?)
}

fn refused_setup(mut page: SetupPage, refusal: &dyn Refusal) -> Answer {
    page.faults = fault(&page.frame, refusal);
    web::page_refused(&page, refusal)
}

/// `GET /welcome`
pub(super) async fn show_welcome(frame: Frame) -> Answer {
    web::page(&WelcomePage { frame: frame.titled("welcome-title"), code: String::new(), faults: Vec::new() })
}

/// `POST /welcome`
pub(super) async fn welcome(State(house): State<House>, frame: Frame, Form(given): Form<GivenWelcome>) -> Answer {
    match choose(&house, &given).await {
        Ok(()) => Ok(web::see_other("/sign-in?said=chosen")),
        Err(Stop::Refused(refusal)) => {
            let faults = fault(&frame, &refusal);
            // A used or wrong code is not shown again; a right one is, beside the fault of the password.
            let code = if refusal == NotChosen::CodeWrong { String::new() } else { given.code };
            web::page_refused(&WelcomePage { frame: frame.titled("welcome-title"), code, faults }, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// The code is looked at first, so that nobody without one makes us hash.
async fn choose(house: &House, given: &GivenWelcome) -> Result<(), Stop<NotChosen>> {
    let code_hash = fingerprint(&plain_code(&given.code));
    let mobile = house.journal.read(move |tx| Box::pin(doors::mobile_of_code(tx, code_hash))).await?;
    let mobile = mobile.ok_or(Stop::Refused(NotChosen::CodeWrong))?;
    check_password(&given.password, &mobile).map_err(Stop::Refused)?;
    let hash = hash_password(&given.password).await?;
    write(&house.journal, Envelope::system(), ChoosePassword { code_hash, hash }).await?;
    Ok(())
}
