//! The front end's files, embedded when the crate is built, under addresses that change with their content.

use crate::trouble::{Answer, Trouble};
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

/// One embedded file.
pub(crate) struct Asset {
    pub(crate) name: &'static str,
    pub(crate) hash: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) bytes: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The address of an embedded file, such as `/assets/3f2a…/haat.css`. An unknown name is logged and leads nowhere.
#[must_use]
pub fn asset(name: &str) -> String {
    let Some(found) = find(name) else {
        tracing::error!(name, "an asset is missing");
        return format!("/assets/missing/{name}");
    };
    format!("/assets/{}/{name}", found.hash)
}

/// `GET /assets/{hash}/{name}`. Kept for ever when the hash is right; a page left open over an update asks by an old
/// hash and gets today's file, which it must not keep.
pub(crate) async fn show(Path((hash, name)): Path<(String, String)>) -> Answer {
    let found = find(&name).ok_or(Trouble::NotFound)?;
    let keep = if found.hash == hash { "public, max-age=31536000, immutable" } else { "no-cache" };
    Ok(([(CONTENT_TYPE, found.kind), (CACHE_CONTROL, keep)], found.bytes).into_response())
}

fn find(name: &str) -> Option<&'static Asset> {
    EMBEDDED.iter().find(|asset| asset.name == name)
}
