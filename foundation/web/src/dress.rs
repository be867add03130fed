//! Dresses a bare trouble: a calm page, a part of one for htmx, or problem details (RFC 9457) for the API, in the
//! reader's language. The only place where errors get their looks, their incident numbers and their figures.

use crate::answers::ToldByRoom;
use crate::frame::Frame;
use crate::gate::Here;
use crate::house::House;
use crate::limits::RETRY_AFTER_S;
use crate::refusals::KitRefusal;
use crate::trouble::{Bare, Trouble};
use crate::visitor::Seen;
use crate::words::Told;
use askama::Template;
use axum::Json;
use axum::http::header::{ALLOW, CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use base::Refusal;
use serde::Serialize;
use std::sync::Arc;

/// Problem details of RFC 9457, with the stable `code` of the refusal.
#[derive(Clone, Debug, Serialize, PartialEq, Eq, utoipa::ToSchema)]
pub struct Problem {
    /// Names the kind of problem: `urn:haat:` and the code. It is a name, not a page to fetch.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short sentence in the reader's language.
    pub title: String,
    /// The HTTP status again.
    pub status: u16,
    /// What happened, whether the money is safe, what to do now.
    pub detail: String,
    /// The stable code: programs decide by this and nothing else.
    pub code: &'static str,
    /// The field it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The number under which our log tells more, for faults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    frame: Frame,
    incident: String,
    away: bool,
}

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage {
    frame: Frame,
    what: String,
    money: String,
    todo: String,
    code: &'static str,
}

/// The same in a few lines, where htmx asked for a part of a page.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<div class="notice care" role="alert"><p><b>{{ told.sentence }}</b></p><p>{{ told.money }} {{ told.act }}</p><p class="mute">{{ code }}</p></div>"#
)]
struct RefusedPart {
    told: Told,
    code: String,
}

/// Dresses the answer when it is bare; every other answer passes untouched.
pub(crate) fn dress(house: &House, seen: &Seen, here: &Here, mut response: Response) -> Response {
    if let Some(ToldByRoom(code)) = response.extensions_mut().remove() {
        house.metrics().refused(code);
    }
    let trouble = match response.extensions_mut().remove::<Bare>() {
        Some(Bare(trouble)) => trouble,
        None if is_undressed(&response) => Arc::new(KitRefusal::of_status(response.status().as_u16()).into()),
        None => return response,
    };
    let refusal = trouble.refusal();
    house.metrics().refused(refusal.code());
    let incident = trouble.cause().map(|cause| {
        let incident = incident_number();
        tracing::error!(incident, cause, path = here.uri.path(), "a fault");
        incident
    });
    let told = house.words.tell(seen.lang, refusal);
    let mut dressed =
        if here.api { problem(refusal, told, incident) } else { shown(house, seen, here, &trouble, told, incident) };
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    *dressed.status_mut() = status;
    add_headers(&mut dressed, &response, seen, refusal);
    dressed
}

/// An error that nobody worded: axum's own for a path without a route, a wrong method, a query that does not parse.
fn is_undressed(response: &Response) -> bool {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    (status.is_client_error() || status.is_server_error()) && (kind.is_empty() || kind.starts_with(b"text/plain"))
}

fn problem(refusal: &dyn Refusal, told: Told, incident: Option<String>) -> Response {
    let detail =
        [told.what, told.money, told.act].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let problem = Problem {
        kind: format!("urn:haat:{}", refusal.code()),
        detail: if detail.is_empty() { told.sentence.clone() } else { detail },
        title: told.sentence,
        status: refusal.status(),
        code: refusal.code(),
        field: refusal.field(),
        incident,
    };
    let mut response = Json(problem).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

fn shown(house: &House, seen: &Seen, here: &Here, trouble: &Trouble, told: Told, incident: Option<String>) -> Response {
    let refusal = trouble.refusal();
    let code = refusal.code();
    let rendered = if here.part {
        RefusedPart { told, code: incident.unwrap_or_else(|| code.to_owned()) }.render()
    } else {
        let mut frame = Frame::bare(house, seen.visitor.clone(), seen.lang, &here.uri);
        frame.title.clone_from(&told.sentence);
        let away = refusal.status() == 503;
        if let Some(incident) = incident {
            FaultPage { frame, incident, away }.render()
        } else {
            let what = if told.what.is_empty() { told.sentence } else { told.what };
            RefusedPage { frame, what, money: told.money, todo: told.act, code }.render()
        }
    };
    match rendered {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page itself does not render");
            Html(String::new()).into_response()
        }
    }
}

fn add_headers(dressed: &mut Response, bare: &Response, seen: &Seen, refusal: &dyn Refusal) {
    for name in [ALLOW, HeaderName::from_static("hx-redirect")] {
        if let Some(value) = bare.headers().get(&name) {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    let headers = dressed.headers_mut();
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(seen.lang.code()));
    if refusal.status() == 401 {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if matches!(refusal.status(), 429 | 503) {
        let told =
            refusal.values().into_iter().find(|(name, _)| *name == "wait_s").and_then(|(_, wait)| wait.parse().ok());
        headers.insert(RETRY_AFTER, HeaderValue::from(told.unwrap_or(RETRY_AFTER_S)));
    }
}

/// A number that a person can read out over the telephone and that our log is searched for: 40 random bits.
fn incident_number() -> String {
    let mut bytes = [0; 5];
    if getrandom::fill(&mut bytes).is_err() {
        return "H-0".to_owned();
    }
    format!("H-{}", base::text::hex(&bytes))
}
