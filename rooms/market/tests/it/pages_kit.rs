//! A house with the market in it, and who comes: Rahima and Karim at two counters, Salma of a firm, an officer of the
//! association, one of another division, somebody from the street.

use crate::kit::{HER_PATH, HERS, HIS, HIS_PATH, furnish, rooms};
use crate::orders_kit::{Stalls, stalls};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use market::{ByRoad, HiredCarrier, PartnersTold, Showcase};
use print::Printer;
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt;
use trial::Trial;
use web::{Doorkeeper, Held, Hosts, House, Knock, KnockKind, SeatHeld, Setting, Things, Visitor, Words};

pub const ADDRESS: &str = "http://localhost:8080";
const SELLS: &[&str] = &["market.sell"];
const PAYS: &[&str] = &["commission.pay"];
const STATEMENTS: &[&str] = &["statement.view"];
const VETS: &[&str] = &["market.vet"];
const REPORTS: &[&str] = &["report.view"];
const HANDLES: &[&str] = &["complaint.handle"];

fn visitor(name: &str, held: (&'static [&'static str], &str), seat: Option<(&str, &str)>, kind: KnockKind) -> Visitor {
    Visitor {
        person: format!("p-{name}"),
        name: name.to_owned(),
        session: format!("session-of-{name}"),
        lang: None,
        held: vec![Held { role: "r".to_owned(), permissions: held.0, path: held.1.to_owned() }],
        seat: seat.map(|(book, path)| SeatHeld {
            centre: book.to_owned(),
            book: book.to_owned(),
            path: path.to_owned(),
            centre_name_bn: "নমুনা সেন্টার".to_owned(),
            centre_name_en: "Namuna Centre".to_owned(),
        }),
        by_token: kind == KnockKind::Bearer,
        rule: None,
    }
}

fn doorkeeper() -> Doorkeeper {
    Arc::new(|Knock { token, kind }| {
        Box::pin(async move {
            Ok(match token.as_str() {
                "rahima" | "rashed" => Some(visitor(&token, (SELLS, HER_PATH), Some((HERS, HER_PATH)), kind)),
                "karim" => Some(visitor("karim", (SELLS, HIS_PATH), Some((HIS, HIS_PATH)), kind)),
                "salma" => Some(visitor("salma", (SELLS, "/30/3026/"), None, kind)),
                "ecab" => Some(visitor("ecab", (VETS, "/"), None, kind)),
                "cashier" | "chief" => Some(visitor(&token, (PAYS, "/"), None, kind)),
                "keeper" => Some(visitor("keeper", (STATEMENTS, "/"), None, kind)),
                "uno" => Some(visitor("uno", (HANDLES, "/30/3026/302672/"), None, kind)),
                "uno2" => Some(visitor("uno2", (HANDLES, "/30/3026/302614/"), None, kind)),
                "dc" => Some(visitor("dc", (HANDLES, "/30/3026/"), None, kind)),
                "a2i" => Some(visitor("a2i", (REPORTS, "/"), None, kind)),
                "dc-report" => Some(visitor("dc-report", (REPORTS, "/30/3026/"), None, kind)),
                "far" => Some(visitor("far", (VETS, "/10/"), None, kind)),
                _ => None,
            })
        })
    })
}

/// The way to sellers' endpoints, those on this machine too.
pub fn told() -> PartnersTold {
    PartnersTold(web::Outward::new(std::time::Duration::from_secs(5), true))
}

pub struct Kit {
    pub house: House,
    router: Router,
}

/// An answer, read to its end.
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    pub body: String,
}

impl Got {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where it leads; it must be a 303.
    pub fn place(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.body);
        self.header("location")
    }

    /// The value of the first input of this name.
    pub fn value(&self, name: &str) -> String {
        let input = self.body.split(&format!("name=\"{name}\"")).nth(1).unwrap_or_else(|| panic!("no input {name}"));
        input.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }
}

impl Kit {
    pub async fn of(trial: &Trial) -> Kit {
        furnish(&trial.journal).await;
        Kit::furnished(trial)
    }

    /// The same with two stalls whose goods can be bought; the lamp's keeper is somebody else than Rahima and Karim.
    pub async fn with_stalls(trial: &Trial) -> (Kit, Stalls) {
        let stalls = stalls(&trial.journal).await;
        (Kit::furnished(trial), stalls)
    }

    /// A house with a printer, over what stands in the trial's journal.
    pub fn with_printer(trial: &Trial, printer: Printer) -> Kit {
        Kit::with_things(trial, |things| things.with(printer))
    }

    /// A furnished house with these providers and this Bangla QR.
    pub fn connected(trial: &Trial, providers: ledger::Providers, qr: &str) -> Kit {
        let merchant: market::QrMerchant = qr.parse().unwrap();
        Kit::with_things(trial, |things| things.with(providers).with(merchant))
    }

    /// The doors alone: what is behind them is made by the test.
    pub fn of_market(trial: &Trial) -> Kit {
        Kit::furnished(trial)
    }

    fn furnished(trial: &Trial) -> Kit {
        Kit::with_things(trial, |things| things)
    }

    pub fn with_things(trial: &Trial, more: impl FnOnce(Things) -> Things) -> Kit {
        let rooms = rooms();
        let words: Vec<_> = rooms.iter().map(|room| room.words).collect();
        let house = House::new(Setting {
            journal: trial.journal.clone(),
            words: Words::new(&words).unwrap(),
            doorkeeper: market::key_doorkeeper(trial.journal.clone(), doorkeeper()),
            status: Arc::new(|_, _, _| Box::pin(async { None })),
            nav: Vec::new(),
            public_address: ADDRESS.to_owned(),
            secure: true,
            trust_proxy: false,
            hosts: Hosts::of("127.0.0.1:8080".parse().unwrap(), ADDRESS),
            things: more(
                Things::default()
                    .with(Showcase::default())
                    .with(HiredCarrier(Arc::new(ByRoad)))
                    .with(told())
                    .with("010261334:DEMO0001".parse::<market::ProgrammeAccount>().unwrap()),
            ),
        });
        Kit { router: web::router(house.clone(), &rooms), house }
    }

    async fn send(&self, mut request: Request<Body>) -> Got {
        let peer: SocketAddr = "10.0.0.9:4711".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Got { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned(), bytes }
    }

    fn ask(method: &str, path: &str, who: &str) -> axum::http::request::Builder {
        let cookie = format!("haat_lang=en; __Host-haat={who}");
        let request = Request::builder().method(method).uri(path).header("host", "localhost:8080");
        request.header("cookie", cookie).header("sec-fetch-site", "same-origin")
    }

    /// A page in English, as a browser of this person asks for it.
    pub async fn get(&self, who: &str, path: &str) -> Got {
        self.send(Kit::ask("GET", path, who).body(Body::empty()).unwrap()).await
    }

    /// A form, posted as a browser of this person posts it, its token included.
    pub async fn post(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Got {
        // Who is not signed in has a form of the empty session.
        let session = if who == "nobody" { String::new() } else { format!("session-of-{who}") };
        let token = self.house.form_key().token(&session);
        let all = fields.iter().copied().chain([("csrf", token.as_str())]);
        let body: Vec<String> =
            all.map(|(name, value)| format!("{}={}", web::in_query(name), web::in_query(value))).collect();
        let request = Kit::ask("POST", path, who).header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(body.join("&").into()).unwrap()).await
    }

    fn ask_bearer(method: &str, path: &str, who: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path).header("host", "localhost:8080");
        request.header("authorization", format!("Bearer {who}"))
    }

    /// What a program of this person is answered.
    pub async fn get_bearer(&self, who: &str, path: &str) -> Got {
        self.send(Kit::ask_bearer("GET", path, who).body(Body::empty()).unwrap()).await
    }

    /// What a program of this person sends under this key.
    pub async fn send_json(&self, who: &str, path: &str, key: Option<&str>, body: &serde_json::Value) -> Got {
        let mut request = Kit::ask_bearer("POST", path, who).header("content-type", "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.send(request.body(body.to_string().into()).unwrap()).await
    }

    /// What a provider tells under its signature.
    pub async fn callback(&self, path: String, signature: web::Signature, body: String) -> Got {
        let mut request = Request::builder().method("POST").uri(path).header("host", "localhost:8080");
        for (name, value) in signature.headers() {
            request = request.header(name, value);
        }
        self.send(request.header("content-type", "application/json").body(body.into()).unwrap()).await
    }

    /// A form with fields and, if there is one, a file: (field, (name, kind), bytes).
    pub async fn send_form(
        &self,
        who: &str,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<(&str, (&str, &str), &[u8])>,
    ) -> Got {
        let token = self.house.form_key().token(&format!("session-of-{who}"));
        let mut body = Vec::new();
        for (name, value) in fields.iter().copied().chain([("csrf", token.as_str())]) {
            body.extend(format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        if let Some((field, (name, kind), bytes)) = file {
            let head = format!("form-data; name=\"{field}\"; filename=\"{name}\"\r\ncontent-type: {kind}");
            body.extend(format!("--b\r\ncontent-disposition: {head}\r\n\r\n").bytes());
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--b--\r\n");
        let request = Kit::ask("POST", path, who).header("content-type", "multipart/form-data; boundary=b");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// A form with one photo.
    pub async fn send_file(&self, who: &str, path: &str, (name, kind): (&str, &str), bytes: &[u8]) -> Got {
        self.send_form(who, path, &[], Some(("photo", (name, kind), bytes))).await
    }
}
