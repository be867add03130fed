//! Forms and JSON bodies, parsed at the edge into types.
//!
//! The gate has already taken and checked the form token and limited the body of every posted page, so these two form
//! extractors cannot be used without it; JSON is limited here.

use crate::house::House;
use crate::limits::{JSON_BYTES_MAX, LONG_JSON_BYTES_MAX};
use crate::nul;
use crate::refusals::KitRefusal;
use crate::trouble::Trouble;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::rejection::{FormRejection, JsonRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use journal::KEY_CHARS_MAX;
use serde::de::DeserializeOwned;
use std::future::poll_fn;
use std::pin::Pin;

/// A posted form as a type. Whether unknown fields are denied is the type's own choice; `csrf` is never among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form<T>(pub T);

/// A posted form as its pairs, in order: for the forms of services, whose fields are data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawForm(pub Vec<(String, String)>);

/// A JSON body as a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json<T>(pub T);

/// A JSON body as a type, at a door that takes batches: longer than [`Json`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongJson<T>(pub T);

impl<T: DeserializeOwned> FromRequest<House> for Form<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, house: &House) -> Result<Form<T>, Trouble> {
        match axum::Form::<T>::from_request(request, house).await {
            Ok(axum::Form(value)) => Ok(Form(value)),
            Err(FormRejection::InvalidFormContentType(_)) => Err(KitRefusal::BodyKind.into()),
            Err(rejection) => Err(KitRefusal::BodyMalformed { reason: rejection.body_text() }.into()),
        }
    }
}

impl FromRequest<House> for RawForm {
    type Rejection = Trouble;

    async fn from_request(request: Request, house: &House) -> Result<RawForm, Trouble> {
        let Form(pairs) = Form::from_request(request, house).await?;
        Ok(RawForm(pairs))
    }
}

impl<T: DeserializeOwned> FromRequest<House> for Json<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, _house: &House) -> Result<Json<T>, Trouble> {
        json_of(request, JSON_BYTES_MAX).await.map(Json)
    }
}

impl<T: DeserializeOwned> FromRequest<House> for LongJson<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, _house: &House) -> Result<LongJson<T>, Trouble> {
        json_of(request, LONG_JSON_BYTES_MAX).await.map(LongJson)
    }
}

/// A JSON body of at most so many bytes.
async fn json_of<T: DeserializeOwned>(request: Request, max: usize) -> Result<T, Trouble> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    if !kind.to_ascii_lowercase().starts_with("application/json") {
        return Err(KitRefusal::BodyKind.into());
    }
    let bytes = read_body(request, max).await?;
    if nul::in_json(&bytes) {
        return Err(KitRefusal::BodyMalformed { reason: "a text holds the sign U+0000".to_owned() }.into());
    }
    match axum::Json::<T>::from_bytes(&bytes) {
        Ok(axum::Json(value)) => Ok(value),
        Err(JsonRejection::JsonDataError(error)) => Err(KitRefusal::BodyShape { reason: error.body_text() }.into()),
        Err(error) => Err(KitRefusal::BodyMalformed { reason: error.body_text() }.into()),
    }
}

/// The whole body, at most so many bytes; a longer one is refused before it is read when its length is announced.
pub(crate) async fn read_body(request: Request, max: usize) -> Result<Bytes, KitRefusal> {
    let too_large = || KitRefusal::BodyTooLarge { max_kib: max.checked_div(1024).unwrap_or(max) };
    if announced(request.headers()).is_some_and(|length| length > max) {
        return Err(too_large());
    }
    to_bytes(request.into_body(), max).await.map_err(|_| too_large())
}

/// The next bytes of a body.
pub(crate) async fn next_chunk(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    loop {
        match poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await? {
            Ok(frame) => {
                if let Ok(data) = frame.into_data() {
                    return Some(Ok(data));
                } // else trailers, which nobody here reads
            }
            Err(error) => return Some(Err(error)),
        }
    }
}

/// The length that the sender announces.
pub(crate) fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The idempotency key under which a program gives a deed: the header `Idempotency-Key`. The same key and body get the
/// first answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(pub String);

impl FromRequestParts<House> for IdempotencyKey {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _house: &House) -> Result<IdempotencyKey, Trouble> {
        IdempotencyKey::of(&parts.headers)
    }
}

impl IdempotencyKey {
    /// The key of a request, when it gives one.
    ///
    /// # Errors
    /// As [`IdempotencyKey::of`], for a header that is there.
    pub fn if_given(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, Trouble> {
        headers.contains_key("idempotency-key").then(|| IdempotencyKey::of(headers)).transpose()
    }

    /// The key of a request.
    ///
    /// # Errors
    /// A refusal (400) when the header is not there or holds no key.
    pub fn of(headers: &HeaderMap) -> Result<IdempotencyKey, Trouble> {
        let header = headers.get("idempotency-key").and_then(|header| header.to_str().ok()).map(str::trim);
        let key = header.filter(|key| !key.is_empty() && key.len() <= KEY_CHARS_MAX);
        key.map(|key| IdempotencyKey(key.to_owned())).ok_or_else(|| KitRefusal::KeyMissing.into())
    }
}
