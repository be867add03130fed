//! The shell around everything: host names, limits, the language switch, the security headers, the figures.
//!
//! It also surrounds what has no route, so a 404, a panic and a file of the front end carry the same headers as a page.

use crate::answers::{safe_next, see_other_with_cookie};
use crate::cookies::language_cookie;
use crate::dress::dress;
use crate::gate::Here;
use crate::house::House;
use crate::limits::{REQUEST_TIME_MAX, UPLOAD_TIME_MAX};
use crate::refusals::KitRefusal;
use crate::trouble::Trouble;
use crate::visitor::Seen;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base::Lang;
use base::calendar::Moment;
use std::any::Any;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What the browser may load and do on our pages (security 3.4.1): only what comes from us, nothing inline.
pub const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The headers of every answer. The referrer stays among our own pages: with `no-referrer` browsers would also hide the
/// `Origin` of our forms, which the second fence of `csrf.rs` reads.
const HEADERS: [(HeaderName, &str); 6] = [
    (CONTENT_SECURITY_POLICY, CONTENT_POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()"),
];

/// What the shell shares between requests.
#[derive(Clone)]
pub(crate) struct Shell {
    pub(crate) house: House,
    pub(crate) at_once: Arc<Semaphore>,
    /// The paths of the routes that take files, which have longer to come.
    pub(crate) patient: Arc<BTreeSet<&'static str>>,
}

pub(crate) async fn surround(State(shell): State<Shell>, request: Request, next: Next) -> Response {
    let house = &shell.house;
    let Moment(begun_ms) = house.now();
    let here = Here::of(&request);
    let route = request.extensions().get::<MatchedPath>().cloned();
    let seen = Seen { visitor: None, lang: here.lang(request.headers(), None) };
    let answer = match before(house, &here, &request) {
        Some(answer) => answer,
        None => answer_in_time(&shell, route.as_ref(), request, next).await,
    };
    let mut answer = dress(house, &seen, &here, answer);
    add_headers(house, answer.headers_mut());
    let Moment(ended_ms) = house.now();
    let (took_ms, status) = (ended_ms.saturating_sub(begun_ms), answer.status().as_u16());
    let route = route.as_ref().map_or("unmatched", MatchedPath::as_str);
    house.metrics().answered(method_label(&here.method), route, status, took_ms);
    tracing::debug!(route, status, took_ms, "answered");
    answer
}

/// What is answered before any route: a wrong host, the language switch.
fn before(house: &House, here: &Here, request: &Request) -> Option<Response> {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str));
    if !house.hosts.hold(host.unwrap_or("")) {
        return Some(Trouble::from(KitRefusal::WrongHost).into_response());
    }
    let lang = lang_in(here.uri.query()).filter(|_| here.method == Method::GET && !here.api)?;
    let kept = without_lang(here.uri.query().unwrap_or(""));
    let mark = if kept.is_empty() { "" } else { "?" };
    let place = format!("{}{mark}{kept}", safe_next(Some(here.uri.path())));
    Some(see_other_with_cookie(&place, &language_cookie(house.secure, lang)))
}

/// Runs the route within the limits of number and time.
async fn answer_in_time(shell: &Shell, route: Option<&MatchedPath>, request: Request, next: Next) -> Response {
    let Ok(_permit) = shell.at_once.try_acquire() else {
        return Trouble::from(KitRefusal::Overrun).into_response();
    };
    let patient = route.is_some_and(|route| shell.patient.contains(route.as_str()));
    let time_max = if patient { UPLOAD_TIME_MAX } else { REQUEST_TIME_MAX };
    match tokio::time::timeout(time_max, next.run(request)).await {
        Ok(response) => response,
        Err(_late) => Trouble::from(KitRefusal::TooSlow).into_response(),
    }
}

/// A panic is a fault like any other: logged under a number, shown as a calm page.
#[allow(clippy::needless_pass_by_value)] // the layer hands the box over
pub(crate) fn after_panic(panic: Box<dyn Any + Send>) -> Response {
    let what =
        panic.downcast_ref::<&str>().map(|text| (*text).to_owned()).or_else(|| panic.downcast_ref::<String>().cloned());
    Trouble::Broken(format!("a handler panicked: {}", what.unwrap_or_default())).into_response()
}

fn add_headers(house: &House, headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if house.scheme() == "https" {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// The language asked for in a query (`lang=bn`), if we speak it.
pub(crate) fn lang_in(query: Option<&str>) -> Option<Lang> {
    query?.split('&').find_map(|pair| pair.strip_prefix("lang=")?.parse().ok())
}

/// The query without its language.
pub(crate) fn without_lang(query: &str) -> String {
    query.split('&').filter(|pair| !pair.starts_with("lang=") && !pair.is_empty()).collect::<Vec<_>>().join("&")
}

/// A label of ours, so that a client cannot fill the metrics with methods of its own making.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}
