//! Asking where strangers point: the endpoints of webhooks.
//!
//! An address that a stranger chose must not lead into the house or its network (SSRF). So names are looked up here, and only
//! addresses of the public network are connected to: what is checked is what is connected to, and a name that changes its
//! mind in between gains nothing. https only, with the roots that come with the program; no redirect is followed, nothing is
//! sent twice, and of the answer only the status is read. On a house that is open to its own machine alone, plain http to
//! that machine is allowed: to try things out.

use crate::client::{NotAnswered, built, with_causes};
use axum::body::Body;
use axum::http::{Method, Request, Uri};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::rt::TokioExecutor;
use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// The longest address of an endpoint, in characters.
pub const ENDPOINT_CHARS_MAX: usize = 300;

/// Posts to addresses that strangers chose. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Outward {
    inner: legacy::Client<HttpsConnector<HttpConnector<PublicNames>>, Body>,
    time_max: Duration,
    loopback: bool,
}

impl Outward {
    /// A client that waits so long for an answer; with `loopback` it speaks plain http to this machine too.
    #[must_use]
    pub fn new(time_max: Duration, loopback: bool) -> Outward {
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_webpki_roots()
            .https_or_http()
            .enable_http1()
            .wrap_connector(way_out(time_max, loopback));
        let inner = legacy::Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .retry_canceled_requests(false)
            .build(connector);
        Outward { inner, time_max, loopback }
    }

    /// True when this machine may be asked in plain http.
    #[must_use]
    pub fn loopback(&self) -> bool {
        self.loopback
    }

    /// Posts a body once; answers the status.
    ///
    /// # Errors
    /// [`NotAnswered`]; an answer with an error's status is an answer.
    pub async fn post(&self, url: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Result<u16, NotAnswered> {
        let uri = endpoint_of(url, self.loopback)
            .ok_or_else(|| NotAnswered::Malformed(format!("{url}: not an address that may be asked")))?;
        let request = built(Method::POST, uri, headers, body)?;
        tokio::time::timeout(self.time_max, self.ask(request)).await.unwrap_or(Err(NotAnswered::TimedOut))
    }

    async fn ask(&self, request: Request<Body>) -> Result<u16, NotAnswered> {
        let answer = self.inner.request(request).await.map_err(|error| {
            let why = with_causes(&error);
            if error.is_connect() { NotAnswered::Unreachable(why) } else { NotAnswered::Lost(why) }
        })?;
        Ok(answer.status().as_u16())
    }
}

/// What connects: by names as [`PublicNames`] looks them up.
fn way_out(time_max: Duration, loopback: bool) -> HttpConnector<PublicNames> {
    let mut connector = HttpConnector::new_with_resolver(PublicNames { loopback });
    connector.set_connect_timeout(Some(time_max / 2));
    connector.set_nodelay(true);
    connector.enforce_http(false);
    connector
}

/// The address of an endpoint, if it may be one: `https://` and a public host; with `loopback` also `http://` and this
/// machine. Where a name leads is looked at when it is asked.
#[must_use]
pub fn endpoint_of(url: &str, loopback: bool) -> Option<Uri> {
    let plain = url.len() <= ENDPOINT_CHARS_MAX && url.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
    let uri: Uri = url.parse().ok().filter(|_| plain)?;
    let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
    let host = authority.host().trim_matches(['[', ']']);
    let address: Option<IpAddr> = host.parse().ok();
    let here = host == "localhost" || address.is_some_and(|address| address.is_loopback());
    let may = match (uri.scheme_str(), here) {
        (Some("http"), true) => loopback,
        (Some("https"), false) => address.is_none_or(is_public) && (address.is_some() || host.contains('.')),
        _ => false,
    };
    may.then_some(uri)
}

/// True for an address of the public network.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or_else(|| is_public_v6(v6), is_public_v4),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let kept = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b)) // behind a provider's own translation
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b)); // measuring
    !kept
}

/// Global unicast, without what leads to an address of the fourth version or stands in books only.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    (0x2000..0x4000).contains(&a) && a != 0x2002 && !(a == 0x2001 && (b == 0 || b == 0x0db8))
}

/// Looks names up and hands on only what may be connected to.
#[derive(Clone, Debug)]
struct PublicNames {
    loopback: bool,
}

type Found = std::vec::IntoIter<SocketAddr>;

impl tower::Service<Name> for PublicNames {
    type Response = Found;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Found>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let loopback = self.loopback && name.as_str() == "localhost";
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let may = |at: &SocketAddr| is_public(at.ip()) || (loopback && at.ip().is_loopback());
            let found: Vec<SocketAddr> = found.filter(may).collect();
            let inside =
                || io::Error::new(io::ErrorKind::PermissionDenied, "leads to no address of the public network");
            if found.is_empty() { Err(inside()) } else { Ok(found.into_iter()) }
        })
    }
}

#[cfg(test)]
#[path = "tests/outward.rs"]
mod tests;
