//! The room under trial: a stall with one route for each thing that the kit promises, and two people.

use askama::Template;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::IntoResponse;
use base::{Lang, Refusal};
use db::Engine;
use journal::Register;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tower::ServiceExt;
use trial::Trial;
use web::{
    Answer, Doorkeeper, Fault, Form, Frame, Held, Hosts, House, Json, Knock, KnockKind, NavEntry, Needs, RawForm,
    Reader, Room, Route, Setting, StatusBar, Things, Trouble, Upload, Visitor, Wording, Words, limiter,
};

/// What the stall refuses.
#[derive(Debug)]
pub enum NoSale {
    FeeChanged,
    Unworded,
}

impl Refusal for NoSale {
    fn code(&self) -> &'static str {
        match self {
            NoSale::FeeChanged => "stall.take.fee_changed",
            NoSale::Unworded => "stall.take.unworded",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        vec![("fee", "৳1,00,000".to_owned()), ("number", "EE876543216CA".to_owned())]
    }

    fn field(&self) -> Option<String> {
        Some("fee".to_owned())
    }
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout.html" %}{% block main %}<h1>{{ frame.title }}</h1><p>{{ said }}</p>{% endblock %}"#
)]
pub struct StallPage {
    pub frame: Frame,
    pub said: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sale {
    pub amount: i64,
    pub note: String,
}

async fn open(frame: Frame) -> Answer {
    web::page(&StallPage { frame: frame.titled("stall-title"), said: "<b>চা</b>".to_owned() })
}

async fn long(frame: Frame) -> Answer {
    web::page(&StallPage { frame, said: "চা ".repeat(4000) })
}

async fn sell(visitor: Visitor, Form(sale): Form<Sale>) -> String {
    format!("{} {} {}", visitor.person, sale.amount, sale.note)
}

async fn echo(RawForm(pairs): RawForm) -> String {
    format!("{pairs:?}")
}

/// Says what came with a form that may carry files.
async fn attach(upload: Upload) -> String {
    let files = upload.files.iter().map(|file| (&file.field, &file.name, &file.kind, file.bytes.len()));
    format!("{:?} {:?}", upload.fields, files.collect::<Vec<_>>())
}

/// A form shown again with its faults, made of the parts that every room uses.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout.html" %}{% import "parts.html" as parts %}{% block main %}{{ parts::error_summary(frame, faults) }}{{ parts::field(frame, faults, "fee", frame.say("stall-title"), value, "text", frame.say("stall-title")) }}{% endblock %}"#
)]
pub struct MendPage {
    pub frame: Frame,
    pub faults: Vec<(String, String)>,
    pub value: String,
}

async fn mended(frame: Frame) -> Answer {
    let faults = vec![("fee".to_owned(), "mend it".to_owned())];
    web::page_refused(&MendPage { frame, faults, value: "\"><script>".to_owned() }, &NoSale::FeeChanged)
}

/// Waits until the trial lets it go.
async fn wait(State(house): State<House>) -> Answer {
    if let Some(gate) = house.things.get::<Arc<Semaphore>>() {
        drop(gate.acquire().await.unwrap());
    }
    Ok("went".into_response())
}

async fn take(visitor: Visitor, Json(sale): Json<Sale>) -> Answer {
    assert!(visitor.by_token);
    web::json(201, &sale)
}

async fn refuse(Path(what): Path<String>) -> Answer {
    match what.as_str() {
        "fee" => web::refused(NoSale::FeeChanged),
        "unworded" => Err(Trouble::refused(NoSale::Unworded)),
        "gone" => Err(Trouble::NotFound),
        "closed" => Err(Trouble::Forbidden),
        "race" => Err(Trouble::Conflict),
        "reused" => Err(Trouble::from(journal::Stop::<NoSale>::KeyReused)),
        "full" => Err(Fault::Full("no space left on /var/secret".to_owned()).into()),
        "unsound" => Err(Fault::Unsound("row 7 of secret_table".to_owned()).into()),
        _ => panic!("the stall fell over: secret_table"),
    }
}

#[derive(Deserialize)]
struct Page {
    page: u32,
}

async fn paged(Query(page): Query<Page>) -> String {
    page.page.to_string()
}

async fn speaks(reader: Reader, visitor: Option<Visitor>) -> String {
    format!("{} {}", reader.lang.code(), visitor.map_or("nobody".to_owned(), |visitor| visitor.name))
}

async fn drawn() -> impl IntoResponse {
    ([("cache-control", "private, max-age=60")], "drawn")
}

/// The stall as a room of the house.
pub fn room() -> Room {
    let may = Needs::Permission("stall.use");
    Room {
        routes: vec![
            Route::get("/", Needs::Anyone, open),
            Route::get("/long", Needs::Anyone, long),
            Route::get("/till", may, open),
            Route::post("/till", may, sell),
            Route::get("/mine", Needs::SignedIn, speaks),
            Route::post("/echo", Needs::SignedIn, echo),
            Route::post("/attach", may, attach).taking_files(),
            Route::post("/attached", may, wait).taking_files(),
            Route::post("/mended", Needs::Anyone, mended),
            Route::post("/sign-in", Needs::Anyone, echo),
            Route::get("/refuse/{what}", Needs::Anyone, refuse),
            Route::get("/paged", Needs::Anyone, paged),
            Route::get("/wait", Needs::Anyone, wait),
            Route::get("/drawn", Needs::Anyone, drawn),
            Route::get("/check", Needs::Anyone, speaks).limited(&limiter::RECEIPT_CHECK),
            Route::post("/api/v1/sales", may, take),
            Route::get("/api/v1/refuse/{what}", Needs::Anyone, refuse),
            Route::get("/api/v1/mine", Needs::SignedIn, speaks),
        ],
        permissions: &["stall.use"],
        refusals: &["stall.take.fee_changed"],
        words: Wording { bn: BN, en: EN },
        ..Room::named("stall")
    }
}

const BN: &str = "stall-title = চায়ের দোকান
stall-hello = এসো { $name }, বসো
    .hint = দাম { $fee }
stall-take-fee_changed = দাম বদলে { $fee } হয়েছে ({ $number })।
    .what = আপনি পাতাটি খোলার পর দাম বদলেছে।
    .money = টাকা নেওয়া হয়নি।
    .do = নতুন দামে আবার দিন।
";
const EN: &str = "stall-title = Tea stall
stall-hello = Come { $name }, sit
    .hint = Price { $fee }
stall-take-fee_changed = The fee is now { $fee } ({ $number }).
    .what = The fee changed after you opened the page.
    .money = No money was taken.
    .do = Send it again with the new fee.
";

/// Karim may use the till in his division; Rahima is signed in and may nothing; a knock with `broken` finds the store away.
fn doorkeeper() -> Doorkeeper {
    Arc::new(|Knock { token, kind }| {
        Box::pin(async move {
            let person = |name: &str, lang, held| Visitor {
                person: name.to_lowercase(),
                name: name.to_owned(),
                session: format!("session-of-{name}"),
                lang,
                held,
                seat: None,
                by_token: kind == KnockKind::Bearer,
                rule: None,
            };
            let seat = Held { role: "operator".to_owned(), permissions: &["stall.use"], path: "/30/3026/".to_owned() };
            match token.as_str() {
                "karim" => Ok(Some(person("Karim", None, vec![seat]))),
                "rahima" => Ok(Some(person("Rahima", Some(Lang::En), Vec::new()))),
                "broken" => Err(Fault::Away("no line to 10.1.2.3".to_owned())),
                _ => Ok(None),
            }
        })
    })
}

/// A house with the stall in it.
pub struct Kit {
    pub house: House,
    pub router: Router,
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

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Kit {
    pub async fn new() -> Kit {
        Kit::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Setting)) -> Kit {
        let trial = Trial::on(Engine::Sqlite, Register::default()).await;
        let rooms = [room()];
        let mut setting = Setting {
            journal: trial.journal.clone(),
            words: Words::new(&[rooms[0].words]).unwrap(),
            doorkeeper: doorkeeper(),
            status: Arc::new(|_, visitor, _| {
                Box::pin(async move { Some(StatusBar { who: visitor.name.clone(), ..StatusBar::default() }) })
            }),
            nav: vec![
                NavEntry { href: "/", icon: "today", word: "stall-title", needs: Needs::Anyone },
                NavEntry { href: "/till", icon: "cash", word: "stall-title", needs: Needs::Permission("stall.use") },
            ],
            public_address: "http://localhost:8080".to_owned(),
            secure: true,
            trust_proxy: false,
            hosts: Hosts::of("127.0.0.1:8080".parse().unwrap(), "http://localhost:8080"),
            things: Things::default(),
        };
        change(&mut setting);
        let house = House::new(setting);
        Kit { router: web::router(house.clone(), &rooms), house, trial }
    }

    pub async fn send(&self, mut request: Request<Body>) -> Got {
        let peer: SocketAddr = "10.0.0.9:4711".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
        Got { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Got {
        self.send(ask("GET", path).body(Body::empty()).unwrap()).await
    }

    pub async fn get_as(&self, who: &str, path: &str) -> Got {
        self.send(ask("GET", path).header("cookie", cookie(who)).body(Body::empty()).unwrap()).await
    }

    /// Posts a form as a browser of this person would, its token included.
    pub async fn post_as(&self, who: &str, path: &str, form: &str) -> Got {
        let body = format!("{form}&csrf={}", self.token(who));
        self.send(posting(who, path).header("sec-fetch-site", "same-origin").body(body.into()).unwrap()).await
    }

    pub fn token(&self, who: &str) -> String {
        let name = match who {
            "karim" => "session-of-Karim",
            "rahima" => "session-of-Rahima",
            _ => "",
        };
        self.house.form_key().token(name)
    }

    pub async fn post_json(&self, who: &str, path: &str, body: impl Into<Body>) -> Got {
        let request = ask("POST", path)
            .header("authorization", format!("Bearer {who}"))
            .header("content-type", "application/json")
            .body(body.into());
        self.send(request.unwrap()).await
    }
}

pub fn ask(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path).header("host", "localhost:8080")
}

pub fn cookie(who: &str) -> String {
    format!("haat_lang=en; __Host-haat={who}")
}

/// A form on its way, still without a sign of where it comes from.
pub fn posting(who: &str, path: &str) -> axum::http::request::Builder {
    ask("POST", path).header("cookie", cookie(who)).header("content-type", "application/x-www-form-urlencoded")
}
