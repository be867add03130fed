//! What a browser tells of itself, in two words that its owner recognises in the list of sessions.

use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;

/// Browsers by the mark in their name; those that carry the marks of others come first.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("curl", "curl"),
    ("python", "Python"),
];

/// Systems by their mark.
const SYSTEMS: [(&str, &str); 6] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
];

/// `Chrome · Windows`; empty when the browser tells nothing that we know.
#[must_use]
pub fn of(headers: &HeaderMap) -> String {
    let told = headers.get(USER_AGENT).and_then(|told| told.to_str().ok()).unwrap_or("");
    let first =
        |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| told.contains(mark)).map(|(_, name)| *name);
    [first(&BROWSERS), first(&SYSTEMS)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
