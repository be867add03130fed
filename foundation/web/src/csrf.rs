//! Nobody but our own pages may post (security 4.4).
//!
//! Two fences for every request that a cookie could ride on: where it comes from (`Sec-Fetch-Site`, or the exact
//! `Origin` for browsers that do not send it), and a form token bound to the session. A token is
//! `random.HMAC(key, session | random)`: new in every page, so compressing pages gives nothing away.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use base::text::hex;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The name of the form field that carries the token.
pub const FIELD: &str = "csrf";

/// The header that carries it for htmx.
pub const HEADER: &str = "x-csrf";

/// Random bytes in a token.
const RANDOM_BYTES: usize = 16;

/// A key of exactly one block of SHA-256 needs no other preparation and so cannot be refused.
const HMAC_BLOCK: usize = 64;

/// The key that signs form tokens, derived from the house's own secret, so that a form left open over a restart, or
/// sent to another process behind the same address, is still ours.
#[derive(Clone)]
pub struct FormKey([u8; HMAC_BLOCK]);

impl FormKey {
    /// The key of this house.
    #[must_use]
    pub fn of(keys: &journal::Keys) -> FormKey {
        let mut block = [0; HMAC_BLOCK];
        for (to, from) in block.iter_mut().zip(keys.derive("form-token")) {
            *to = from;
        }
        FormKey(block)
    }

    /// A new token for this session; the empty session is that of visitors who are not signed in.
    #[must_use]
    pub fn token(&self, session: &str) -> String {
        let mut random = [0; RANDOM_BYTES];
        if getrandom::fill(&mut random).is_err() {
            tracing::error!("no randomness: forms cannot be posted");
            return String::new();
        }
        format!("{}.{}", hex(&random), hex(&self.seal(session, &random).finalize().into_bytes()))
    }

    /// True when this house made the token for this session. Compared in constant time.
    #[must_use]
    pub fn holds(&self, session: &str, token: &str) -> bool {
        let Some((random, seal)) = token.split_once('.') else { return false };
        match (unhex(random), unhex(seal)) {
            (Some(random), Some(seal)) if random.len() == RANDOM_BYTES => {
                self.seal(session, &random).verify_slice(&seal).is_ok()
            }
            _ => false,
        }
    }

    fn seal(&self, session: &str, random: &[u8]) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&self.0.into());
        mac.update(session.as_bytes());
        mac.update(b"|");
        mac.update(random);
        mac
    }
}

/// True when the browser says that one of our own pages sent this. A request that says nothing is not believed.
#[must_use]
pub fn comes_from_us(headers: &HeaderMap, scheme: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    match headers.get("sec-fetch-site").map(axum::http::HeaderValue::as_bytes) {
        Some(site) => site == b"same-origin" || site == b"none",
        None => match (text(ORIGIN), text(HOST)) {
            (Some(origin), Some(host)) => {
                origin.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("://")).is_some_and(|from| from == host)
            }
            _ => false,
        },
    }
}

/// Takes the token out of a form: what is left is what the room's own type describes, so that it may deny unknown fields.
#[must_use]
pub(crate) fn take_from(body: &[u8]) -> (Option<String>, Vec<u8>) {
    let mut token = None;
    let mut rest = Vec::with_capacity(body.len());
    for part in body.split(|byte| *byte == b'&') {
        let value = part.strip_prefix(FIELD.as_bytes()).and_then(|part| part.strip_prefix(b"="));
        if let Some(value) = value {
            token = Some(String::from_utf8_lossy(value).into_owned());
            continue;
        }
        if !rest.is_empty() {
            rest.push(b'&');
        }
        rest.extend_from_slice(part);
    }
    (token, rest)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    digits?
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some((high << 4) | low),
            _ => None,
        })
        .collect()
}
