//! A house with the ledger in it: its router called without a socket, and six people who knock.

use crate::shop::BOOK;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use base::Refusal;
use db::Engine;
use journal::{Deed, Envelope, Journal, NATION, Register, Stop, Tx, happened};
use network::centre::CentreKind;
use network::events::CentreOpened;
use serde::Serialize;
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt;
use trial::Trial;
use web::{Doorkeeper, Held, Hosts, House, Knock, KnockKind, Room, SeatHeld, Setting, Things, Visitor, Wording, Words};

/// Where the centre of [`BOOK`] stands, and another of the same district.
pub const PATH: &str = "/30/3026/302614/30261447/";
pub const OTHER: &str = "3026002";
pub const OTHER_PATH: &str = "/30/3026/302618/30261801/";

/// The word that a room above gives to an agency whose fees it takes.
const AGENCY: Wording = Wording {
    bn: "agency-dip = পাসপোর্ট অধিদপ্তর", en: "agency-dip = Passport office"
};

fn rooms() -> [Room; 2] {
    [network::room(), ledger::room()]
}

pub fn register() -> Register {
    web::register(&rooms())
}

#[derive(Debug)]
struct Never;

impl Refusal for Never {
    fn code(&self) -> &'static str {
        "shop.never"
    }
}

/// A centre stands there, however it came.
#[derive(Serialize)]
struct Stand {
    code: String,
    path: String,
}

impl Deed for Stand {
    const NAME: &'static str = "shop.stand";
    type Done = ();
    type Refusal = Never;

    fn book(&self) -> &'static str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<Never>> {
        let opened = CentreOpened {
            code: self.code.clone(),
            place: self.path.trim_end_matches('/').rsplit('/').next().unwrap().to_owned(),
            kind: CentreKind::Union,
            path: self.path.clone(),
            name_bn: format!("সোনাপুর {}", self.code),
            name_en: format!("Sonapur {}", self.code),
            day: tx.now().day(),
        };
        tx.enter(NATION, vec![happened(opened)]).await?;
        Ok(())
    }
}

/// A centre of this code stands at this path.
pub async fn stand(journal: &Journal, code: &str, path: &str) {
    let deed = Stand { code: code.to_owned(), path: path.to_owned() };
    journal.write(Envelope::system(), deed).await.unwrap();
}

/// Rahima sits at [`BOOK`] and may ask for its float; Karim watches over its upazila and may approve top-ups; Selim over
/// another district; Amina over the whole country, and pays commission; Nasrin may look here and approve elsewhere; Jamal
/// may nothing.
fn doorkeeper() -> Doorkeeper {
    Arc::new(|Knock { token, kind }| {
        Box::pin(async move {
            const OFFICER: &[&str] = &["book.view", "float.topup"];
            let held = |permissions, path: &str| Held { role: "role".to_owned(), permissions, path: path.to_owned() };
            let held = match token.as_str() {
                "rahima" => vec![held(&["book.view", "float.ask"], PATH)],
                "karim" => vec![held(OFFICER, "/30/3026/302614/")],
                "selim" => vec![held(OFFICER, "/10/")],
                "amina" => vec![held(OFFICER, "/"), held(&["commission.pay", "float.ask"], "/")],
                "nasrin" => vec![held(&["book.view"], "/30/"), held(OFFICER, "/10/")],
                "jamal" => Vec::new(),
                _ => return Ok(None),
            };
            let seat = SeatHeld {
                centre: BOOK.to_owned(),
                book: BOOK.to_owned(),
                path: PATH.to_owned(),
                centre_name_bn: "সোনাপুর".to_owned(),
                centre_name_en: "Sonapur".to_owned(),
            };
            Ok(Some(Visitor {
                person: token.clone(),
                name: token.clone(),
                session: format!("session-of-{token}"),
                lang: None,
                held,
                seat: (token == "rahima").then_some(seat),
                by_token: kind == KnockKind::Bearer,
                rule: None,
            }))
        })
    })
}

pub struct Kit {
    pub house: House,
    router: Router,
    pub trial: Trial,
}

pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Got {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Kit {
    /// A house with two centres, on `SQLite`: what differs between the engines lies below these doors.
    pub async fn new() -> Kit {
        let trial = Trial::on(Engine::Sqlite, register()).await;
        for (code, path) in [(BOOK, PATH), (OTHER, OTHER_PATH)] {
            stand(&trial.journal, code, path).await;
        }
        let rooms = rooms();
        let house = House::new(Setting {
            journal: trial.journal.clone(),
            words: Words::new(&[AGENCY, rooms[0].words, rooms[1].words]).unwrap(),
            doorkeeper: doorkeeper(),
            status: Arc::new(|_, _, _| Box::pin(async { None })),
            nav: Vec::new(),
            public_address: "http://localhost:8080".to_owned(),
            secure: true,
            trust_proxy: false,
            hosts: Hosts::of("127.0.0.1:8080".parse().unwrap(), "http://localhost:8080"),
            things: Things::default(),
        });
        Kit { router: web::router(house.clone(), &rooms), house, trial }
    }

    async fn send(&self, mut request: Request<Body>) -> Got {
        let peer: SocketAddr = "10.0.0.9:4711".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
        Got { status: parts.status, headers: parts.headers, body }
    }

    fn ask(who: &str, lang: &str, method: &str, path: &str) -> axum::http::request::Builder {
        let door = Request::builder().method(method).uri(path).header("host", "localhost:8080");
        if path.starts_with("/api/") {
            return door.header("authorization", format!("Bearer {who}"));
        }
        door.header("cookie", format!("haat_lang={lang}; __Host-haat={who}"))
    }

    pub async fn get(&self, who: &str, path: &str) -> Got {
        self.get_in(who, "en", path).await
    }

    pub async fn get_in(&self, who: &str, lang: &str, path: &str) -> Got {
        self.send(Kit::ask(who, lang, "GET", path).body(Body::empty()).unwrap()).await
    }

    /// Posts a form as a browser of this person would, its token included.
    pub async fn post(&self, who: &str, path: &str, form: &str) -> Got {
        let token = self.house.form_key().token(&format!("session-of-{who}"));
        let request = Kit::ask(who, "en", "POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(format!("{form}&csrf={token}")));
        self.send(request.unwrap()).await
    }

    /// Posts JSON as a program of this person would.
    pub async fn send_json(&self, who: &str, path: &str, key: &str, body: &serde_json::Value) -> Got {
        let request = Kit::ask(who, "en", "POST", path)
            .header("content-type", "application/json")
            .header("idempotency-key", key)
            .body(Body::from(body.to_string()));
        self.send(request.unwrap()).await
    }
}
