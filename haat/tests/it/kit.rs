//! The whole house without a socket: every room, on `SQLite`, with a person of every role at the door.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use base::Lang;
use db::Engine;
use network::role::ROLES;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use tower::ServiceExt;
use trial::Trial;
use web::{Doorkeeper, Held, Hosts, House, Knock, KnockKind, SeatHeld, Setting, Things, Visitor, Words};

/// A centre's code, book and path, as good as any.
pub const CENTRE: &str = "3026001";
pub const PATH: &str = "/30/3026/302614/30261447/";

/// The token of a seller's program, whose key opens everything that a key can.
pub const PARTNER: &str = "partner";

/// A seller's program, as its key makes it known.
fn partner(by_token: bool) -> Visitor {
    let held = |scope: market::Scope| Held {
        role: PARTNER.to_owned(),
        permissions: scope.permissions(),
        path: "/".to_owned(),
    };
    Visitor {
        person: "S000001/key/1".to_owned(),
        name: PARTNER.to_owned(),
        session: "session-of-partner".to_owned(),
        lang: None,
        held: market::Scope::ALL.map(held).to_vec(),
        seat: None,
        by_token,
        rule: None,
    }
}

/// The person of this role, who holds it over the whole country.
pub fn visitor(role: &str, by_token: bool) -> Option<Visitor> {
    if role == PARTNER {
        return Some(partner(by_token));
    }
    let row = ROLES.iter().find(|row| row.name == role)?;
    let seat = SeatHeld {
        centre: CENTRE.to_owned(),
        book: CENTRE.to_owned(),
        path: PATH.to_owned(),
        centre_name_bn: "সোনাপুর".to_owned(),
        centre_name_en: "Sonapur".to_owned(),
    };
    Some(Visitor {
        person: role.to_owned(),
        name: role.to_owned(),
        session: format!("session-of-{role}"),
        lang: None,
        held: vec![Held { role: role.to_owned(), permissions: row.permissions, path: "/".to_owned() }],
        seat: row.permissions.contains(&"sale.create").then_some(seat),
        by_token,
        rule: None,
    })
}

fn doorkeeper() -> Doorkeeper {
    Arc::new(|Knock { token, kind }| Box::pin(async move { Ok(visitor(&token, kind == KnockKind::Bearer)) }))
}

/// Every word of the house.
pub fn all_words() -> Words {
    let wordings: Vec<_> = haat::rooms().iter().map(|room| room.words).collect();
    Words::new(&wordings).unwrap_or_else(|broken| panic!("{broken}"))
}

/// A request to this door, with the token shown as that door takes it.
pub fn ask(method: &str, path: &str, token: Option<&str>) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path).header("host", "localhost:8480");
    match token {
        None => request,
        Some(token) if path.starts_with("/api/") => request.header("authorization", format!("Bearer {token}")),
        Some(token) => request.header("cookie", format!("haat_lang=en; __Host-haat={token}")),
    }
}

/// The same as our own pages and programs post.
pub fn posting(request: axum::http::request::Builder, path: &str) -> axum::http::request::Builder {
    let api = path.starts_with("/api/");
    let kind = if api { "application/json" } else { "application/x-www-form-urlencoded" };
    request.header("content-type", kind).header("sec-fetch-site", "same-origin").header("idempotency-key", "knock")
}

/// A role that may go this way.
pub fn opener(needs: web::Needs) -> &'static str {
    let web::Needs::Permission(permission) = needs else { return "entrepreneur" };
    if permission.starts_with("partner.") {
        return PARTNER;
    }
    // Whoever sits at a counter comes first: most pages are theirs.
    let roles = ["entrepreneur"].into_iter().chain(ROLES.iter().map(|row| row.name));
    let mut able = roles.filter(|name| visitor(name, false).unwrap().may(permission));
    able.next().unwrap_or_else(|| panic!("nobody holds {permission}"))
}

/// The house under trial.
pub struct Kit {
    pub house: House,
    router: Router,
    peers: AtomicU16,
    pub trial: Trial,
}

/// An answer, read to its end.
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Got {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Kit {
    /// With a doorkeeper who knows everybody by the name of their role.
    pub async fn new() -> Kit {
        Kit::with(|_| doorkeeper()).await
    }

    /// With the doorkeeper of the network, who believes the store only.
    pub async fn with_real_door() -> Kit {
        Kit::with(|trial| network::doorkeeper(trial.journal.clone())).await
    }

    async fn with(door: impl FnOnce(&Trial) -> Doorkeeper) -> Kit {
        let rooms = haat::rooms();
        let trial = Trial::on(Engine::Sqlite, web::register(&rooms)).await;
        let setting = Setting {
            journal: trial.journal.clone(),
            words: all_words(),
            doorkeeper: door(&trial),
            status: Arc::new(|_, _, _| Box::pin(async { None })),
            nav: Vec::new(),
            public_address: "http://localhost:8480".to_owned(),
            secure: true,
            trust_proxy: false,
            hosts: Hosts::of("127.0.0.1:8480".parse().unwrap(), "http://localhost:8480"),
            things: Things::default()
                .with(counter::Catalogue::default())
                .with(market::Showcase::default())
                .with(market::HiredCarrier(Arc::new(market::ByRoad))),
        };
        let house = House::new(setting);
        Kit { router: web::router(house.clone(), &rooms), house, peers: AtomicU16::new(0), trial }
    }

    /// Sends a request from an address of its own, so that no limit of tries stands in the way.
    pub async fn send(&self, mut request: Request<Body>) -> Got {
        let [high, low] = self.peers.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 1, high, low], 4711))));
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
        Got { status: parts.status, headers: parts.headers, body }
    }

    /// Knocks at a route as a browser or a program of this person would: a page with its cookie and form token, the
    /// API with a bearer and an empty object.
    pub async fn knock(&self, method: &str, path: &str, who: Option<(&str, &str)>) -> Got {
        let request = ask(method, path, who.map(|(token, _)| token));
        if method != "POST" {
            return self.send(request.body(Body::empty()).unwrap()).await;
        }
        let session = who.map_or("", |(_, session)| session);
        let body = if path.starts_with("/api/") {
            "{}".to_owned()
        } else {
            format!("csrf={}", self.house.form_key().token(session))
        };
        self.send(posting(request, path).body(Body::from(body)).unwrap()).await
    }

    /// A frame for a page sample.
    pub fn frame(&self, lang: Lang) -> web::Frame {
        let visitor = visitor("entrepreneur", false).map(Arc::new);
        let mut frame = web::Frame::bare(&self.house, visitor, lang, &"/counter".parse().unwrap());
        frame.status =
            Some(web::StatusBar { who: "রহিমা খাতুন".to_owned(), ..web::StatusBar::default() });
        frame
    }
}
