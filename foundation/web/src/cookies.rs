//! The two cookies of the house: the session (secret, for signed-in people) and the language (anybody's).

use crate::house::House;
use crate::limits::LANGUAGE_COOKIE_S;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use base::Lang;

/// The language cookie's name.
pub const LANGUAGE: &str = "haat_lang";

/// The session cookie's name. `__Host-` makes browsers refuse it from a subdomain, without `Secure` or with a path
/// (security 3.3); it cannot be used where the house is served without a secure origin.
#[must_use]
pub fn session_name(secure: bool) -> &'static str {
    if secure { "__Host-haat" } else { "haat" }
}

/// The `Set-Cookie` value that signs a browser in. It ends with the browser; the session's own limits end it earlier.
#[must_use]
pub fn session_cookie(house: &House, token: &str) -> String {
    format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{}", session_name(house.secure), secure_mark(house.secure))
}

/// The `Set-Cookie` value that signs a browser out.
#[must_use]
pub fn session_end(house: &House) -> String {
    let mark = secure_mark(house.secure);
    format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{mark}", session_name(house.secure))
}

pub(crate) fn language_cookie(secure: bool, lang: Lang) -> String {
    let mark = secure_mark(secure);
    format!("{LANGUAGE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={LANGUAGE_COOKIE_S}{mark}", lang.code())
}

/// The value of a cookie of this name. The first one counts: browsers send the more specific first.
#[must_use]
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name && !value.is_empty()).then_some(value))
}

fn secure_mark(secure: bool) -> &'static str {
    if secure { "; Secure" } else { "" }
}
