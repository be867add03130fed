//! The few answers that pages give.

use crate::trouble::{Answer, Trouble};
use askama::Template;
use axum::Json;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use base::Refusal;
use serde::Serialize;
use std::fmt::Display;

/// The code of a refusal that a room told on its own page, for the metrics.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ToldByRoom(pub(crate) &'static str);

/// A page (200).
///
/// # Errors
/// [`Trouble::Broken`] when the template does not render.
pub fn page(template: &impl Template) -> Answer {
    Ok(Html(template.render()?).into_response())
}

/// The same form once more with the reason on it, under the refusal's own status (422 unless it says otherwise).
///
/// # Errors
/// [`Trouble::Broken`] when the template does not render.
pub fn page_refused(template: &impl Template, refusal: &dyn Refusal) -> Answer {
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let mut response = (status, Html(template.render()?)).into_response();
    response.extensions_mut().insert(ToldByRoom(refusal.code()));
    Ok(response)
}

/// Tells a refusal on a page of its own, or as problem details when the API was asked.
///
/// # Errors
/// Always: a refusal is the answer.
pub fn refused(refusal: impl Refusal + 'static) -> Answer {
    Err(Trouble::refused(refusal))
}

/// A paper that the browser shows, drawn off the async threads: shaping Bangla takes milliseconds. The name holds Latin
/// letters, digits and hyphens.
///
/// # Errors
/// [`Trouble::Broken`] when the paper cannot be drawn.
pub async fn pdf<E: Display + Send + 'static>(
    name: &str,
    draw: impl FnOnce() -> Result<Vec<u8>, E> + Send + 'static,
) -> Answer {
    let broken = |why: String| Trouble::Broken(why);
    let drawn = tokio::task::spawn_blocking(draw).await.map_err(|error| broken(error.to_string()))?;
    let bytes = drawn.map_err(|fault| broken(fault.to_string()))?;
    let shown = (CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\""));
    Ok(([(CONTENT_TYPE, "application/pdf".to_owned()), shown], bytes).into_response())
}

/// To another page of ours, by GET: what every accepted form answers, so that a reload posts nothing twice.
#[must_use]
pub fn see_other(path: &str) -> Response {
    let Ok(place) = HeaderValue::from_str(path) else {
        return Trouble::Broken(format!("no address: {path:?}")).into_response();
    };
    (StatusCode::SEE_OTHER, [(LOCATION, place)]).into_response()
}

/// The same with a cookie set: signing in and out.
#[must_use]
pub fn see_other_with_cookie(path: &str, cookie: &str) -> Response {
    let mut response = see_other(path);
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// JSON of the API with its status (200, or 201 for what was made).
///
/// # Errors
/// [`Trouble::Broken`] for a number that is no HTTP status.
pub fn json(status: u16, value: &impl Serialize) -> Answer {
    let status = StatusCode::from_u16(status).map_err(|error| Trouble::Broken(error.to_string()))?;
    Ok((status, Json(value)).into_response())
}

/// Where to go after signing in: the path asked for when it is one of ours, else the first page. An address of
/// another site (`//evil`, `/\evil`, `https:…`) is not ours.
#[must_use]
pub fn safe_next(next: Option<&str>) -> &str {
    let ours = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.starts_with("/\\")
            && path.bytes().all(|byte| byte.is_ascii_graphic())
    };
    next.filter(ours).unwrap_or("/")
}

/// Writes text so that it may stand as a value in a query.
#[must_use]
pub fn in_query(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut written, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            written.push(char::from(byte));
        } else {
            written.push('%');
            written.push_str(&base::text::hex(&[byte]).to_ascii_uppercase());
        }
        written
    })
}
