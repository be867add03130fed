//! What the API refuses before a deed is tried.

use axum::http::HeaderMap;
use base::Refusal;
use journal::KEY_CHARS_MAX;

/// The header under which a caller gives a deed its key.
pub(super) const KEY_HEADER: &str = "idempotency-key";

/// The idempotency key is missing where it is needed, empty, or longer than 200 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KeyMissing;

impl Refusal for KeyMissing {
    fn code(&self) -> &'static str {
        "counter.api.key_missing"
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        vec![("max", KEY_CHARS_MAX.to_string())]
    }

    /// The request itself is incomplete; no rule of the counter was asked.
    fn status(&self) -> u16 {
        400
    }

    fn field(&self) -> Option<String> {
        Some("Idempotency-Key".to_owned())
    }
}

/// The codes that are the API's own.
pub(crate) const CODES: &[&str] = &["counter.api.key_missing"];

/// The idempotency key of a request; nothing when the header is not there.
///
/// # Errors
/// [`KeyMissing`] for a header that holds no key: empty, too long, or not plain letters.
pub(super) fn key_of(headers: &HeaderMap) -> Result<Option<String>, KeyMissing> {
    let Some(header) = headers.get(KEY_HEADER) else { return Ok(None) };
    let key = header.to_str().map_err(|_| KeyMissing)?.trim();
    if key.is_empty() || key.len() > KEY_CHARS_MAX { Err(KeyMissing) } else { Ok(Some(key.to_owned())) }
}
