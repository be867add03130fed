//! A house with the counter in it, called without a socket, and the people who knock.

use crate::deeds_desk::{BOOK, PATH, register, stocked};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::Request;
use counter::Catalogue;
use db::Engine;
use journal::{Deed, Envelope, Journal, NATION, Stop, Tx, happened};
use network::centre::CentreKind;
use network::events::CentreOpened;
use network::role::Role;
use serde::Serialize;
use serde_json::Value;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt;
use trial::{Trial, run};
use web::{Doorkeeper, Held, Hosts, House, Knock, KnockKind, SeatHeld, Setting, Things, Visitor, Words};

/// Another centre, in another district.
pub const OTHER_BOOK: &str = "3027001";
pub const OTHER_PATH: &str = "/30/3027/302701/30270111/";

/// Opens a centre at a place that the trial needs no map of.
#[derive(Serialize)]
struct Open(&'static str, &'static str);

impl Deed for Open {
    const NAME: &'static str = "trial.open";
    type Done = ();
    type Refusal = network::NotOpened;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<network::NotOpened>> {
        let opened = CentreOpened {
            code: self.0.into(),
            place: format!("p{}", self.0),
            kind: CentreKind::Union,
            path: self.1.into(),
            name_bn: "নমুনা".into(),
            name_en: "Sample".into(),
            day: tx.now().day(),
        };
        tx.enter(NATION, vec![happened(opened)]).await?;
        Ok(())
    }
}

/// Rahima and Karim sit at two centres; the UNO looks after Rahima's, the auditor after the country; Jamila sells at every
/// counter of her division without a seat of her own; a merchant sees the catalogue.
fn person(token: &str) -> Option<Visitor> {
    let (role, path, seat) = match token {
        "rahima" => (Role::Entrepreneur, PATH, Some(BOOK)),
        "karim" => (Role::Entrepreneur, OTHER_PATH, Some(OTHER_BOOK)),
        "uno" => (Role::UpazilaSupervisor, "/30/3026/302614/", None),
        "auditor" => (Role::Auditor, "/", None),
        "jamila" => (Role::Entrepreneur, "/30/", None),
        "merchant" => (Role::MerchantStaff, "/30/", None),
        _ => return None,
    };
    Some(Visitor {
        person: token.to_owned(),
        name: token.to_owned(),
        session: format!("session-of-{token}"),
        lang: None,
        held: vec![Held { role: role.name().to_owned(), permissions: role.permissions(), path: path.to_owned() }],
        seat: seat.map(|centre| SeatHeld {
            centre: centre.to_owned(),
            book: centre.to_owned(),
            path: path.to_owned(),
            centre_name_bn: "নমুনা".to_owned(),
            centre_name_en: "Sample".to_owned(),
        }),
        by_token: true,
        rule: None,
    })
}

fn doorkeeper() -> Doorkeeper {
    Arc::new(|Knock { token, kind }| Box::pin(async move { Ok(person(&token).filter(|_| kind == KnockKind::Bearer)) }))
}

pub struct Kit {
    pub router: Router,
    pub trial: Trial,
}

/// An answer, read to its end.
pub struct Got {
    pub status: u16,
    pub kind: String,
    pub body: String,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Status and code: what a client decides by.
    pub fn told(&self) -> (u16, String) {
        (self.status, self.json()["code"].as_str().unwrap_or("").to_owned())
    }
}

impl Kit {
    pub async fn on(engine: Engine) -> Kit {
        let trial = Trial::on(engine, register()).await;
        stocked(&trial.journal).await;
        for (code, path) in [(BOOK, PATH), (OTHER_BOOK, OTHER_PATH)] {
            trial.journal.write(Envelope::system(), Open(code, path)).await.unwrap();
        }
        let rooms = [network::room(), ledger::room(), counter::room()];
        let setting = Setting {
            journal: trial.journal.clone(),
            words: Words::new(&rooms.iter().map(|room| room.words).collect::<Vec<_>>()).unwrap(),
            doorkeeper: doorkeeper(),
            status: Arc::new(|_, _, _| Box::pin(async move { None })),
            nav: Vec::new(),
            public_address: "http://localhost:8080".to_owned(),
            secure: true,
            trust_proxy: false,
            hosts: Hosts::of("127.0.0.1:8080".parse().unwrap(), "http://localhost:8080"),
            things: Things::default().with(Catalogue::default()).with(counter::Carrier::of(
                ledger::Providers::default().with("wallet", "secret", Arc::new(crate::transfer_api::Always)),
            )),
        };
        Kit { router: web::router(House::new(setting), &rooms), trial }
    }

    pub fn journal(&self) -> &Journal {
        &self.trial.journal
    }

    pub async fn send(&self, request: axum::http::request::Builder, body: Body) -> Got {
        let mut request = request.header("host", "localhost:8080").body(body).unwrap();
        let peer: SocketAddr = "10.0.0.9:4711".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        let kind = parts.headers.get("content-type").map_or("", |kind| kind.to_str().unwrap()).to_owned();
        Got { status: parts.status.as_u16(), kind, body }
    }

    /// Asks as this person; as nobody when the name is empty.
    pub async fn get(&self, who: &str, path: &str) -> Got {
        self.send(knocking("GET", who, path), Body::empty()).await
    }

    pub async fn post(&self, who: &str, path: &str, key: &str, body: &Value) -> Got {
        self.post_text(who, path, key, body.to_string()).await
    }

    pub async fn post_text(&self, who: &str, path: &str, key: &str, body: String) -> Got {
        let mut request = knocking("POST", who, path).header("content-type", "application/json");
        if !key.is_empty() {
            request = request.header("idempotency-key", key);
        }
        self.send(request, body.into()).await
    }
}

fn knocking(method: &str, who: &str, path: &str) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path).header("accept-language", "en");
    if who.is_empty() { request } else { request.header("authorization", format!("Bearer {who}")) }
}

/// Runs a trial of the house on both engines.
pub fn house<F, Fut>(test: F)
where
    F: Fn(Kit) -> Fut,
    Fut: Future<Output = ()>,
{
    run(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            test(Kit::on(engine).await).await;
        }
    });
}
