//! The key under which a program gives a deed: the same key and body get the first answer.

use axum::http::HeaderMap;
use base::Refusal;
use journal::KEY_CHARS_MAX;
use web::Trouble;

/// The idempotency key is missing, empty, or longer than 200 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct KeyMissing;

impl Refusal for KeyMissing {
    fn code(&self) -> &'static str {
        "ledger.api.key_missing"
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        vec![("max", KEY_CHARS_MAX.to_string())]
    }

    /// The request itself is incomplete; no rule of the ledger was asked.
    fn status(&self) -> u16 {
        400
    }

    fn field(&self) -> Option<String> {
        Some("Idempotency-Key".to_owned())
    }
}

/// The idempotency key of a request.
///
/// # Errors
/// A refusal (400) when the header is not there or holds no key.
pub(super) fn key_of(headers: &HeaderMap) -> Result<String, Trouble> {
    let header = headers.get("idempotency-key").and_then(|header| header.to_str().ok()).map(str::trim);
    let key = header.filter(|key| !key.is_empty() && key.len() <= KEY_CHARS_MAX);
    key.map(str::to_owned).ok_or_else(|| Trouble::refused(KeyMissing))
}
