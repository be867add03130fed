//! What every door of the house does, whichever room is behind it: headers, forgeries, sizes, methods, and what
//! strangers write.

use crate::html::{Piece, pieces};
use crate::kit::{Got, Kit, ask, opener, posting};
use crate::routes::{Way, ways};
use axum::body::Body;
use base::Lang;
use std::collections::BTreeMap;

/// What an attacker would like to see in a page as it is.
const PAYLOAD: &str = "\"><script>alert(1)</script><b a='";
/// How it may stand in a page, at the most: as text.
const RAW: [&str; 2] = ["<script>alert", "<b a="];

/// As it is written in an address or a form.
fn encoded() -> String {
    PAYLOAD.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02X}"))
}

fn is_api(way: &Way) -> bool {
    way.path.starts_with("/api/")
}

/// Posts a body to a page as its own person would, with a good token.
async fn post(kit: &Kit, path: &str, role: &str, fields: &str) -> Got {
    let token = kit.house.form_key().token(&format!("session-of-{role}"));
    let body = format!("csrf={token}&{fields}");
    kit.send(posting(ask("POST", path, Some(role)), path).body(Body::from(body)).unwrap()).await
}

#[test]
fn every_answer_carries_every_fence() {
    trial::run(async {
        let kit = Kit::new().await;
        for way in ways() {
            let role = opener(way.needs);
            for who in [None, Some((role, format!("session-of-{role}")))] {
                let got = kit
                    .knock(way.method, &way.path, who.as_ref().map(|(role, session)| (*role, session.as_str())))
                    .await;
                let place = format!("{} {} {:?}: {}", way.method, way.path, who, got.status);
                assert_eq!(got.header("content-security-policy"), web::CONTENT_POLICY, "{place}");
                assert_eq!(got.header("x-content-type-options"), "nosniff", "{place}");
                assert!(!got.header("referrer-policy").is_empty(), "{place}");
                assert!(!got.header("cache-control").contains("public"), "{place}: {}", got.header("cache-control"));
                assert!(got.header("server").is_empty() && got.header("x-powered-by").is_empty(), "{place}");
                for cookie in got.headers.get_all("set-cookie") {
                    let cookie = cookie.to_str().unwrap();
                    assert!(
                        cookie.contains("; HttpOnly") && cookie.contains("; SameSite=") && cookie.contains("; Secure"),
                        "{cookie}"
                    );
                }
            }
        }
    });
}

#[test]
fn no_page_takes_a_form_that_is_not_our_own() {
    trial::run(async {
        let kit = Kit::new().await;
        let mut tried = 0;
        for way in ways().iter().filter(|way| way.method == "POST" && !is_api(way)) {
            let role = opener(way.needs);
            let good = kit.house.form_key().token(&format!("session-of-{role}"));
            let others = kit.house.form_key().token("session-of-somebody-else");
            for (token, site) in [
                ("", "same-origin"),
                (&others, "same-origin"),
                (&good, "cross-site"),
                (&good, "same-site"),
                ("00.00", "none"),
            ] {
                let request = ask("POST", &way.path, Some(role))
                    .header("content-type", "application/x-www-form-urlencoded")
                    .header("sec-fetch-site", site);
                let got = kit.send(request.body(Body::from(format!("csrf={token}"))).unwrap()).await;
                assert_eq!(got.status, 403, "{} from {site} with {token:?}: {}", way.path, got.body);
                assert!(got.body.contains("web.forged"), "{}: {}", way.path, got.body);
                tried += 1;
            }
        }
        assert!(tried > 60, "{tried}");
    });
}

#[test]
fn a_body_larger_than_its_limit_is_refused_at_every_door() {
    trial::run(async {
        let kit = Kit::new().await;
        for way in ways().iter().filter(|way| way.method == "POST") {
            let role = opener(way.needs);
            let got = if is_api(way) {
                let batch = ["products", "photos", "stock", "prices"]
                    .iter()
                    .any(|name| way.path.ends_with(&format!("partner/{name}")));
                let max = if batch { web::limits::LONG_JSON_BYTES_MAX } else { web::limits::JSON_BYTES_MAX };
                let body = format!("{{\"a\":\"{}\"}}", "x".repeat(max));
                kit.send(posting(ask("POST", &way.path, Some(role)), &way.path).body(Body::from(body)).unwrap()).await
            } else {
                post(&kit, &way.path, role, &format!("a={}", "x".repeat(web::limits::FORM_BYTES_MAX))).await
            };
            assert_eq!(got.status, 413, "{}: {}", way.path, got.body);
            assert!(got.body.contains("web.body.too_large"), "{}: {}", way.path, got.body);
        }
    });
}

#[test]
fn a_body_of_another_kind_is_refused_at_every_door_of_the_api() {
    trial::run(async {
        let kit = Kit::new().await;
        for way in ways().iter().filter(|way| way.method == "POST" && is_api(way)) {
            // A provider's message is known by its signature before anybody looks into it.
            if way.path.ends_with("/callback") {
                continue;
            }
            for (kind, body, statuses) in [
                ("text/plain", "{}", [415, 415]),
                ("application/json", "{", [400, 400]),
                ("application/json", "\u{fffd}", [400, 400]),
                ("application/json", "[]", [422, 422]),
                ("application/json", r#"{"nobody asked":1}"#, [422, 422]),
                ("application/json", &"[".repeat(10_000), [400, 422]),
            ] {
                let request = ask("POST", &way.path, Some(opener(way.needs)))
                    .header("content-type", kind)
                    .header("idempotency-key", "k");
                let got = kit.send(request.body(Body::from(body.to_owned())).unwrap()).await;
                assert!(
                    statuses.contains(&got.status.as_u16()),
                    "{} {kind} {body:.20}: {} {}",
                    way.path,
                    got.status,
                    got.body
                );
                assert_eq!(got.header("content-type"), "application/problem+json", "{}", way.path);
            }
        }
    });
}

#[test]
fn reading_changes_nothing() {
    trial::run(async {
        let kit = Kit::new().await;
        let db::Target::Sqlite(path) = &kit.trial.target else { panic!("not a file") };
        let store = rusqlite::Connection::open(path).unwrap();
        let rows = || -> BTreeMap<String, i64> {
            let mut tables = store.prepare("select name from sqlite_master where type = 'table'").unwrap();
            let names: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
            let count =
                |name: &str| store.query_row(&format!("select count(*) from {name}"), [], |row| row.get(0)).unwrap();
            names.into_iter().map(|name| (name.clone(), count(&name))).collect()
        };
        let before = rows();
        for way in ways().iter().filter(|way| way.method == "GET") {
            let role = opener(way.needs);
            kit.knock("GET", &way.path, Some((role, &format!("session-of-{role}")))).await;
            kit.knock("GET", &format!("{}?q=a&n=1&c=2&day=2026-11-23", way.path), Some((role, ""))).await;
        }
        assert_eq!(rows(), before);
    });
}

#[test]
fn a_method_that_a_path_does_not_have_is_said_so() {
    trial::run(async {
        let kit = Kit::new().await;
        let all = ways();
        for way in &all {
            for method in ["PUT", "DELETE", "PATCH"] {
                let role = opener(way.needs);
                let request = ask(method, &way.path, Some(role)).header("sec-fetch-site", "same-origin");
                let got = kit.send(request.body(Body::empty()).unwrap()).await;
                assert_eq!(got.status, 405, "{method} {}: {}", way.path, got.body);
                let told = got.header("allow");
                assert!(told.contains(way.method), "{} allows {told}", way.path);
            }
        }
    });
}

fn shows_it_raw(got: &Got) -> bool {
    let is_page = got.header("content-type").starts_with("text/html");
    is_page && RAW.iter().any(|raw| got.body.contains(raw))
}

#[test]
fn what_stands_in_an_address_is_shown_as_text() {
    trial::run(async {
        let kit = Kit::new().await;
        let payload = encoded();
        for way in ways().iter().filter(|way| way.method == "GET") {
            let role = opener(way.needs);
            let session = format!("session-of-{role}");
            let query: String = [
                "q", "n", "c", "number", "code", "day", "centre", "place", "next", "from", "until", "after", "lang",
                "fresh",
            ]
            .map(|name| format!("{name}={payload}"))
            .join("&");
            let got = kit.knock("GET", &format!("{}?{query}", way.path), Some((role, &session))).await;
            assert!(
                !shows_it_raw(&got) && !got.status.is_server_error(),
                "{} ? {}: {}",
                way.path,
                got.status,
                got.body
            );
            assert!(!got.header("location").contains("<script"), "{}", got.header("location"));
            // Each part of the path in its turn.
            let parts: Vec<&str> = way.path.split('/').collect();
            for place in 1..parts.len() {
                let mut parts = parts.clone();
                parts[place] = &payload;
                let got = kit.knock("GET", &parts.join("/"), Some((role, &session))).await;
                assert!(!shows_it_raw(&got) && !got.status.is_server_error(), "{}: {}", parts.join("/"), got.body);
            }
        }
    });
}

/// Every form of every page sample: where it posts to, and the names of its fields.
fn forms(kit: &Kit) -> Vec<(String, Vec<String>)> {
    let mut forms = Vec::new();
    for sample in haat::rooms().iter().flat_map(|room| &room.samples) {
        let mut open: Option<(String, Vec<String>)> = None;
        for piece in pieces(&(sample.render)(kit.frame(Lang::En)).unwrap()) {
            if piece.is("form") {
                open = piece.attribute("action").map(|action| (action.to_owned(), Vec::new()));
            } else if let (Some((_, names)), Some(name)) = (&mut open, piece.attribute("name")) {
                names.push(name.to_owned());
            } else if piece.is("/form") {
                forms.extend(open.take());
            }
        }
    }
    forms.retain(|(action, names)| action.starts_with('/') && !names.is_empty());
    forms.sort();
    forms.dedup();
    forms
}

#[test]
fn what_is_written_into_any_field_of_any_form_is_shown_as_text() {
    trial::run(async {
        let kit = Kit::new().await;
        let forms = forms(&kit);
        assert!(forms.len() > 15, "the samples hold the forms of the house: {forms:#?}");
        let payload = encoded();
        for (action, names) in &forms {
            for role in ["entrepreneur", "administrator", "district_supervisor"] {
                for wrong in names.iter().filter(|name| *name != "csrf") {
                    let fields = names.iter().filter(|name| *name != "csrf").map(|name| {
                        let value = if name == wrong { payload.as_str() } else { "1" };
                        format!("{}={value}", web::in_query(name))
                    });
                    let got = post(&kit, action, role, &fields.collect::<Vec<_>>().join("&")).await;
                    let place = format!("{action} as {role} with a payload in {wrong}: {}", got.status);
                    assert!(!shows_it_raw(&got) && !got.status.is_server_error(), "{place}: {}", got.body);
                }
            }
        }
    });
}

#[test]
fn a_form_of_a_page_posts_to_a_door_that_is_there() {
    trial::run(async {
        let kit = Kit::new().await;
        for room in haat::rooms() {
            for sample in &room.samples {
                for piece in pieces(&(sample.render)(kit.frame(Lang::Bn)).unwrap()) {
                    let (method, address) = match &piece {
                        Piece::Tag(name, _) if name == "form" => {
                            (piece.attribute("method").unwrap_or("get").to_uppercase(), piece.attribute("action"))
                        }
                        Piece::Tag(name, _) if name == "a" => ("GET".to_owned(), piece.attribute("href")),
                        _ => continue,
                    };
                    let Some(address) = address.filter(|address| address.starts_with('/')) else { continue };
                    let path = address.split(['?', '#']).next().unwrap().replace("&amp;", "&");
                    let mut statuses = Vec::new();
                    for role in ["entrepreneur", "administrator"] {
                        let got = kit.knock(&method, &path, Some((role, &format!("session-of-{role}")))).await;
                        statuses.push((got.status.as_u16(), got.body.contains("web.not_found")));
                    }
                    // A door that is there says something of its own: 404 for what it does not hold, never for itself.
                    let exists = statuses.iter().any(|(status, _)| *status != 405) && is_routed(&method, &path);
                    assert!(exists, "{} leads to {method} {path}, which no room opens: {statuses:?}", sample.name);
                }
            }
        }
    });
}

/// True when some room, or the kit, has a route for this path.
fn is_routed(method: &str, path: &str) -> bool {
    let asked: Vec<&str> = path.split('/').collect();
    web::routes_table(&haat::rooms()).lines().any(|line| {
        let (verb, rest) = line.split_once(' ').unwrap();
        let parts: Vec<&str> = rest.split(' ').next().unwrap().split('/').collect();
        let same = |(part, one): (&&str, &&str)| part.starts_with('{') || part == one;
        verb == method && parts.len() == asked.len() && parts.iter().zip(&asked).all(same)
    })
}
