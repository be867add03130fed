//! The gate before every route: who knocks, may they, how often, and does a posted form come from us.

use crate::answers::{in_query, see_other};
use crate::cookies::{LANGUAGE, cookie, session_name};
use crate::csrf;
use crate::dress::dress;
use crate::form::read_body;
use crate::house::House;
use crate::limiter::{Rule, address_key};
use crate::limits::FORM_BYTES_MAX;
use crate::nul;
use crate::refusals::KitRefusal;
use crate::route::Needs;
use crate::trouble::Trouble;
use crate::upload::{Uploads, is_upload};
use crate::visitor::{Knock, KnockKind, Seen, Visitor};
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{Extensions, HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base::Lang;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

/// What the gate of one route knows.
#[derive(Clone)]
pub(crate) struct Gate {
    pub(crate) house: House,
    pub(crate) needs: Needs,
    pub(crate) rule: Option<&'static Rule>,
    /// The room for forms with files, for a route that takes them.
    pub(crate) uploads: Option<Uploads>,
}

pub(crate) async fn pass(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let here = Here::of(&request);
    let mut seen = Seen { visitor: None, lang: here.lang(request.headers(), None) };
    let visitor = match look_up(&gate, &here, &request) {
        Ok(Some(visiting)) => visiting.await.map_err(Trouble::from).and_then(|visitor| not_too_often(&gate, visitor)),
        Ok(None) => Ok(None),
        Err(trouble) => Err(trouble),
    };
    match visitor {
        Ok(visitor) => {
            seen.lang = here.lang(request.headers(), visitor.as_ref());
            seen.visitor = visitor.map(Arc::new);
        }
        Err(trouble) => return dress(&gate.house, &seen, &here, trouble.into_response()),
    }
    if let Some(closed) = closed_door(&gate, &here, &seen) {
        return dress(&gate.house, &seen, &here, closed);
    }
    if let Some(trouble) = unheard_of(&here.uri) {
        return dress(&gate.house, &seen, &here, trouble.into_response());
    }
    let mut _held = None;
    if here.unsafe_page() {
        (request, _held) = match checked_form(&gate, &seen, request).await {
            Ok(checked) => checked,
            Err(refusal) => return dress(&gate.house, &seen, &here, Trouble::from(refusal).into_response()),
        };
    }
    request.extensions_mut().insert(seen.clone());
    let mut response = dress(&gate.house, &seen, &here, next.run(request).await);
    // Pages hold people's papers and form tokens: no cache keeps them unless the handler says otherwise.
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Limits the address, then asks the doorkeeper when a token is shown.
fn look_up(gate: &Gate, here: &Here, request: &Request) -> Result<Option<Visiting>, Trouble> {
    if let Some(rule) = gate.rule {
        let who = address_key(client(&gate.house, request.headers(), request.extensions()));
        limited(gate, rule, &who)?;
    }
    Ok(knock(&gate.house, here, request.headers()).map(|knock| (gate.house.doorkeeper)(knock)))
}

/// A visitor who is counted, and not yet here too often.
fn not_too_often(gate: &Gate, visitor: Option<Visitor>) -> Result<Option<Visitor>, Trouble> {
    let counted = visitor.as_ref().and_then(|visitor| visitor.rule.map(|rule| (rule, &visitor.session)));
    if let Some((rule, session)) = counted {
        limited(gate, rule, session)?;
    }
    Ok(visitor)
}

fn limited(gate: &Gate, rule: &Rule, who: &str) -> Result<(), Trouble> {
    gate.house.limiter().take(rule, who, gate.house.now()).map_err(|wait| {
        tracing::warn!(surface = rule.surface, "too many tries of one caller");
        Trouble::from(KitRefusal::TooMany { wait_s: wait.seconds })
    })
}

/// A look-up on its way.
type Visiting = db::Boxed<'static, Result<Option<Visitor>, crate::Fault>>;

/// What an address asks for that no room can know of: nothing is called by the sign U+0000, and nothing is found by it.
fn unheard_of(uri: &axum::http::Uri) -> Option<Trouble> {
    if nul::in_encoded(uri.path().as_bytes()) {
        return Some(Trouble::NotFound);
    }
    uri.query().is_some_and(|query| nul::in_encoded(query.as_bytes())).then(|| KitRefusal::Malformed.into())
}

/// What those find who may not enter; a browser that is not signed in is sent to the sign-in page and back.
fn closed_door(gate: &Gate, here: &Here, seen: &Seen) -> Option<Response> {
    match (gate.needs, &seen.visitor) {
        (Needs::Anyone, _) | (Needs::SignedIn, Some(_)) => None,
        (Needs::Permission(permission), Some(visitor)) if visitor.may(permission) => None,
        (Needs::Permission(permission), Some(visitor)) => {
            tracing::warn!(permission, person = visitor.person, "a person without the permission knocked");
            Some(Trouble::Forbidden.into_response())
        }
        (_, None) if here.api => Some(Trouble::from(KitRefusal::NotSignedIn).into_response()),
        (_, None) if here.method == Method::GET && !here.part => {
            Some(see_other(&format!("/sign-in?next={}", in_query(&here.address))))
        }
        (_, None) if here.part => {
            // A part of a page cannot hold the sign-in page: htmx is told to load it whole.
            let mut response = Trouble::from(KitRefusal::NotSignedIn).into_response();
            response.headers_mut().insert("hx-redirect", HeaderValue::from_static("/sign-in"));
            Some(response)
        }
        (_, None) => Some(see_other("/sign-in")),
    }
}

/// A request whose form was checked, and the permit for the memory of its files.
type Checked = (Request, Option<OwnedSemaphorePermit>);

/// Both fences of security 4.4, then the body again without its token.
async fn checked_form(gate: &Gate, seen: &Seen, request: Request) -> Result<Checked, KitRefusal> {
    if !csrf::comes_from_us(request.headers(), gate.house.scheme()) {
        return Err(KitRefusal::Forged);
    }
    let (mut parts, body) = request.into_parts();
    let in_header = parts.headers.get(csrf::HEADER).and_then(|token| token.to_str().ok()).map(str::to_owned);
    if let Some(uploads) = gate.uploads.as_ref().filter(|_| is_upload(&parts.headers)) {
        let (mut upload, permit) = uploads.read(&parts.headers, body).await?;
        let in_body = upload.take(csrf::FIELD);
        is_ours(gate, seen, in_header.or(in_body))?;
        parts.extensions.insert(upload);
        return Ok((Request::from_parts(parts, Body::empty()), Some(permit)));
    }
    let kind = parts.headers.get(CONTENT_TYPE).map(|kind| kind.as_bytes().to_ascii_lowercase());
    let is_form = kind.as_ref().is_some_and(|kind| kind.starts_with(b"application/x-www-form-urlencoded"));
    let mut whole = Request::new(body);
    *whole.headers_mut() = parts.headers.clone();
    let bytes = read_body(whole, FORM_BYTES_MAX).await?;
    if !is_form && !bytes.is_empty() {
        return Err(KitRefusal::BodyKind);
    }
    if nul::in_encoded(&bytes) {
        return Err(KitRefusal::Malformed);
    }
    let (in_body, rest) = csrf::take_from(&bytes);
    is_ours(gate, seen, in_header.or(in_body))?;
    parts.headers.remove(CONTENT_LENGTH);
    Ok((Request::from_parts(parts, Body::from(rest)), None))
}

/// The form token is one that we gave to this session.
fn is_ours(gate: &Gate, seen: &Seen, token: Option<String>) -> Result<(), KitRefusal> {
    let session = seen.visitor.as_ref().map_or("", |visitor| visitor.session.as_str());
    let holds = token.is_some_and(|token| gate.house.form_key().holds(session, &token));
    if holds { Ok(()) } else { Err(KitRefusal::Forged) }
}

/// Where a request goes, as the gate and the shell need to know it after its body is gone.
#[derive(Clone, Debug)]
pub(crate) struct Here {
    pub(crate) method: Method,
    pub(crate) uri: axum::http::Uri,
    pub(crate) address: String,
    /// Under `/api/`: bearers only, problem details, no form tokens.
    pub(crate) api: bool,
    /// Asked for by htmx: the answer is a part of a page.
    pub(crate) part: bool,
}

impl Here {
    pub(crate) fn of(request: &Request) -> Here {
        let uri = request.uri().clone();
        let htmx = |name: &str, wanted: &str| request.headers().get(name).is_some_and(|value| value == wanted);
        Here {
            method: request.method().clone(),
            address: uri.path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str).to_owned(),
            api: uri.path().starts_with("/api/"),
            part: htmx("hx-request", "true") && !htmx("hx-request-type", "full"),
            uri,
        }
    }

    /// A request that may change something and that a cookie could ride on.
    fn unsafe_page(&self) -> bool {
        !self.api && !matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS)
    }

    /// Pages: the chosen cookie, then the account's language. API: `lang` in the query, then `Accept-Language`. Else Bangla.
    pub(crate) fn lang(&self, headers: &HeaderMap, visitor: Option<&Visitor>) -> Lang {
        let chosen = if self.api {
            crate::shell::lang_in(self.uri.query()).or_else(|| accepted(headers))
        } else {
            cookie(headers, LANGUAGE).and_then(|code| code.parse().ok())
        };
        chosen.or_else(|| visitor.and_then(|visitor| visitor.lang)).unwrap_or(Lang::Bn)
    }
}

/// The first language of `Accept-Language` that we speak; clients list them best first.
fn accepted(headers: &HeaderMap) -> Option<Lang> {
    let list = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    list.split(',').find_map(|item| item.trim().get(..2)?.to_ascii_lowercase().parse().ok())
}

/// The token shown, by the one way that this surface takes.
fn knock(house: &House, here: &Here, headers: &HeaderMap) -> Option<Knock> {
    if here.api {
        let line = headers.get(AUTHORIZATION)?.to_str().ok()?;
        let (scheme, token) = line.split_once(' ')?;
        return scheme
            .eq_ignore_ascii_case("bearer")
            .then(|| Knock { token: token.trim().to_owned(), kind: KnockKind::Bearer });
    }
    let token = cookie(headers, session_name(house.secure))?;
    Some(Knock { token: token.to_owned(), kind: KnockKind::Cookie })
}

/// The client's address: the peer's, or what our own proxy says it is. A client's own word is not believed, so only the
/// last entry counts.
pub(crate) fn client(house: &House, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let told = || {
        headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let proxied: Option<IpAddr> = if house.trust_proxy { told() } else { None };
    proxied.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}
