//! Typing help: romanised Bangla becomes Bangla by the rules of Avro.

use axum::extract::Query;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use okkhor::parser::Parser;
use serde::Deserialize;
use std::sync::LazyLock;

/// Letters turned at once, at most: a line of a form.
const LETTERS_MAX: usize = 300;

static AVRO: LazyLock<Parser> = LazyLock::new(Parser::new_phonetic);

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
}

/// `GET /counter/avro?q=`: what was typed, in Bangla; it keeps nothing.
pub(super) async fn convert(Query(typed): Query<Typed>) -> Response {
    let text: String = typed.q.chars().take(LETTERS_MAX).collect();
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], AVRO.convert(&text)).into_response()
}
