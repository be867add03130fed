//! One's own account: where one is signed in, in which language, with which roles.

use super::show::{either, name_and_mobile, place_name};
use crate::deeds::{ChangeLanguage, EndSession, Ending};
use crate::doorkeeper::write;
use crate::doors;
use askama::Template;
use axum::extract::{Query, State};
use base::Lang;
use journal::Envelope;
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

#[derive(Template)]
#[template(path = "account.html")]
pub(super) struct AccountPage {
    pub frame: Frame,
    pub name: String,
    pub mobile: String,
    pub roles: Vec<(String, String)>,
    pub sessions: Vec<SessionRow>,
    pub done: String,
}

pub(super) struct SessionRow {
    pub id: String,
    pub device: String,
    pub since: String,
    pub seen: String,
    pub this_one: bool,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct GivenSession {
    session: String,
}

#[derive(Deserialize)]
pub(super) struct GivenLang {
    lang: Lang,
}

/// `GET /account`
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = frame.lang;
    let (id, held) = (visitor.person.clone(), visitor.held.clone());
    let (mobile, places, sessions) = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let person = doors::person(tx, &id).await?.ok_or(Trouble::NotFound)?;
                let (_, mobile) = name_and_mobile(tx, &person, lang, true).await?;
                let mut places = Vec::new();
                for one in &held {
                    let code = crate::place::codes_of(&one.path).pop().unwrap_or_default().to_owned();
                    places.push((one.role.clone(), place_name(tx, &code, lang).await?));
                }
                Ok::<_, Trouble>((mobile, places, doors::sessions_of(tx, &id).await?))
            })
        })
        .await?;
    let device = |device: &str, bearer: bool| match (device, bearer) {
        (_, true) => frame.say("session-api"),
        ("", _) => frame.say("session-unknown"),
        (known, _) => known.to_owned(),
    };
    let rows = sessions.into_iter().map(|one| SessionRow {
        device: device(&one.device, one.bearer),
        since: one.opened_at.show(lang),
        seen: one.seen_at.show(lang),
        this_one: one.id == visitor.session,
        id: one.id,
    });
    let page = AccountPage {
        name: visitor.name.clone(),
        mobile,
        roles: places.into_iter().map(|(role, place)| (frame.say(&format!("role-{role}")), place)).collect(),
        sessions: rows.collect(),
        done: asked.done.map(|_| frame.say("session-ended")).unwrap_or_default(),
        frame: frame.titled_as(visitor.name),
    };
    web::page(&page)
}

/// `POST /account/sessions/end`
pub(super) async fn end(State(house): State<House>, visitor: Visitor, Form(given): Form<GivenSession>) -> Answer {
    ending(&house, visitor, Ending::One(given.session)).await
}

/// `POST /account/sessions/end-others`
pub(super) async fn end_others(State(house): State<House>, visitor: Visitor) -> Answer {
    let here = visitor.session.clone();
    ending(&house, visitor, Ending::Others(here)).await
}

async fn ending(house: &House, visitor: Visitor, which: Ending) -> Answer {
    write(&house.journal, Envelope::keyless(&visitor.person), EndSession { which }).await?;
    Ok(web::see_other("/account?done=yes"))
}

/// `POST /account/language`: kept with the account, and for this browser.
pub(super) async fn language(State(house): State<House>, visitor: Visitor, Form(given): Form<GivenLang>) -> Answer {
    let lang = given.lang;
    write(&house.journal, Envelope::keyless(&visitor.person), ChangeLanguage { lang }).await?;
    Ok(web::see_other(&format!("/account?lang={}", either(lang, "bn", "en"))))
}
