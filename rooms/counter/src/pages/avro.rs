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
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], in_bangla(&text)).into_response()
}

/// Turns the Latin letters and leaves what is Bangla already: the rules know ASCII alone and fall over anything else.
fn in_bangla(text: &str) -> String {
    let mut written = String::with_capacity(text.len().saturating_mul(3));
    let mut rest = text;
    while !rest.is_empty() {
        let (latin, after) = rest.split_at(rest.find(|c: char| !c.is_ascii()).unwrap_or(rest.len()));
        let (other, after) = after.split_at(after.find(|c: char| c.is_ascii()).unwrap_or(after.len()));
        if !latin.is_empty() {
            written.push_str(&AVRO.convert(latin));
        }
        written.push_str(other);
        rest = after;
    }
    written
}
