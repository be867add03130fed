//! A small HTTP client: for payment providers, gateways and webhooks.
//!
//! When money is asked for, "no answer" is two things. If surely nothing was sent, the deed did not happen and may be
//! tried again. If something was sent and the answer got lost, nobody knows: the payment's state is unknown until the
//! provider is asked. [`NotAnswered::surely_not_sent`] tells which. So nothing is ever sent twice here: no connection is
//! used again, nothing is tried again, no redirect is followed.
//!
//! It speaks plain HTTP: to a program beside it, or through a proxy of the operator that adds https. The addresses are
//! the operator's; one that a stranger chose is asked by [`Outward`](crate::Outward).

use crate::form::next_chunk;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::fmt;
use std::time::Duration;

/// The longest answer that is read, in bytes.
pub const REPLY_BYTES_MAX: usize = 1024 * 1024;

/// Asks other programs over HTTP. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    inner: legacy::Client<HttpConnector, Body>,
    time_max: Duration,
}

/// What the other side answered, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status, such as 200.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Vec<u8>,
}

/// Why there is no answer. The texts are for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAnswered {
    /// The address is no `http://` address, or a header cannot be written. Nothing was sent.
    Malformed(String),
    /// No connection: nobody listens, no such name, no way there. Nothing was sent.
    Unreachable(String),
    /// The connection broke before the whole answer was here. The other side may have done what was asked.
    Lost(String),
    /// The answer did not come in time. The other side may have done what was asked.
    TimedOut,
    /// The answer is longer than `REPLY_BYTES_MAX`. The other side has answered, but we do not know what.
    TooLong,
}

impl NotAnswered {
    /// True when the other side cannot have heard of the request: it may be sent again without harm.
    #[must_use]
    pub fn surely_not_sent(&self) -> bool {
        matches!(self, NotAnswered::Malformed(_) | NotAnswered::Unreachable(_))
    }
}

impl fmt::Display for NotAnswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotAnswered::Malformed(what) => write!(f, "cannot be asked: {what}"),
            NotAnswered::Unreachable(why) => write!(f, "cannot be reached: {why}"),
            NotAnswered::Lost(why) => write!(f, "the connection was lost: {why}"),
            NotAnswered::TimedOut => f.write_str("no answer in time"),
            NotAnswered::TooLong => write!(f, "the answer is longer than {REPLY_BYTES_MAX} bytes"),
        }
    }
}

impl std::error::Error for NotAnswered {}

impl Client {
    /// A client that waits so long for a whole answer, of that at most half for the connection.
    #[must_use]
    pub fn new(time_max: Duration) -> Client {
        let mut connector = HttpConnector::new();
        // A host that swallows packets is then unreachable, and not a payment in doubt.
        connector.set_connect_timeout(Some(time_max / 2));
        connector.set_nodelay(true);
        let inner = legacy::Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .retry_canceled_requests(false)
            .build(connector);
        Client { inner, time_max }
    }

    /// Sends a request once and waits for the whole answer.
    ///
    /// # Errors
    /// [`NotAnswered`]; an answer with an error's status is an answer.
    pub async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Reply, NotAnswered> {
        let request = request(method, url, headers, body)?;
        tokio::time::timeout(self.time_max, self.ask(request)).await.unwrap_or(Err(NotAnswered::TimedOut))
    }

    async fn ask(&self, request: Request<Body>) -> Result<Reply, NotAnswered> {
        let answer = self.inner.request(request).await.map_err(|error| {
            let why = with_causes(&error);
            if error.is_connect() { NotAnswered::Unreachable(why) } else { NotAnswered::Lost(why) }
        })?;
        let (parts, body) = answer.into_parts();
        let (mut coming, mut body) = (Body::new(body), Vec::new());
        while let Some(chunk) = next_chunk(&mut coming).await {
            body.extend_from_slice(&chunk.map_err(|error| NotAnswered::Lost(with_causes(&error)))?);
            if body.len() > REPLY_BYTES_MAX {
                return Err(NotAnswered::TooLong);
            }
        }
        Ok(Reply { status: parts.status.as_u16(), headers: parts.headers, body })
    }
}

fn request(method: Method, url: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Result<Request<Body>, NotAnswered> {
    let uri: Uri = url.parse().map_err(|error| NotAnswered::Malformed(format!("{url}: {error}")))?;
    if uri.scheme_str() != Some("http") || uri.host().is_none_or(str::is_empty) {
        return Err(NotAnswered::Malformed(format!("{url}: not an address of the form http://host/path")));
    }
    built(method, uri, headers, body)
}

/// A request to an address that was looked at.
pub(crate) fn built(
    method: Method,
    uri: Uri,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> Result<Request<Body>, NotAnswered> {
    let mut request = Request::new(Body::from(body));
    (*request.method_mut(), *request.uri_mut()) = (method, uri);
    for (name, value) in headers {
        let malformed = || NotAnswered::Malformed(format!("the header {name}")); // its value may be a secret
        let name = HeaderName::try_from(*name).map_err(|_| malformed())?;
        request.headers_mut().append(name, HeaderValue::try_from(*value).map_err(|_| malformed())?);
    }
    Ok(request)
}

/// An error with what lies under it: the outermost says only that something failed.
pub(crate) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(under) = cause {
        text = format!("{text}: {under}");
        cause = under.source();
    }
    text
}
