//! A house with the counter in it, and the people who come to its pages: Rahima and Karim at two counters, an upazila
//! officer, an officer of another district, somebody from the street.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use base::Paisa;
use counter::{Catalogue, SetTariff, Tariff, stock_catalogue};
use journal::{Deed, Envelope, Journal, Register};
use ledger::TopUpFloat;
use network::deeds::{LoadPlaces, OpenCentre};
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt;
use trial::Trial;
use web::{
    Doorkeeper, Held, Hosts, House, Knock, KnockKind, NavEntry, Needs, Room, SeatHeld, Setting, StatusBar, Things,
    Visitor, Words,
};

/// Rahima's centre and Karim's, in two unions of Savar.
pub const HERS: &str = "3026001";
pub const HIS: &str = "3026002";
const HER_PATH: &str = "/30/3026/302672/30267250/";
const HIS_PATH: &str = "/30/3026/302672/30267215/";
/// What an entrepreneur may do, as the network's table has it.
const ENTREPRENEUR: &[&str] =
    &["book.view", "case.handle", "catalogue.view", "receipt.view", "sale.create", "sale.reverse"];
/// The same with the reports of the own centre: whoever keeps the registers.
const REGISTRAR: &[&str] =
    &["book.view", "case.handle", "catalogue.view", "receipt.view", "report.view", "sale.create", "sale.reverse"];
/// May do all that an entrepreneur may, but see no book.
const COUNTER_ONLY: &[&str] = &["case.handle", "catalogue.view", "receipt.view", "sale.create", "sale.reverse"];
const CHAIRMAN: &[&str] = &["case.approve", "catalogue.view", "receipt.view"];
const OFFICER: &[&str] = &["catalogue.view", "receipt.view"];
const KEEPER: &[&str] = &["catalogue.edit", "catalogue.view", "tariff.propose"];
const ADMIN: &[&str] = &[
    "catalogue.view",
    "limit.set",
    "people.manage",
    "receipt.view",
    "statement.reconcile",
    "statement.view",
    "tariff.approve",
];
/// Reads statements and settles nothing.
const AUDITOR: &[&str] = &["receipt.view", "statement.view"];
/// What an upazila supervisor may do, as far as the counter asks.
const SUPERVISOR: &[&str] = &["book.view", "complaint.handle", "inspection.record", "receipt.view", "report.view"];
/// The first phrase of a fault page's code: shown when something broke.
pub const ADDRESS: &str = "http://localhost:8080";

pub fn rooms() -> Vec<Room> {
    vec![ledger::room(), network::room(), counter::room()]
}

pub fn register() -> Register {
    web::register(&rooms())
}

pub async fn does<D: Deed>(journal: &Journal, deed: D) -> D::Done {
    match journal.write(Envelope::system(), deed).await {
        Ok(written) => written.done,
        Err(stop) => panic!("{}: {stop:?}", D::NAME),
    }
}

/// Two centres with a float and the catalogue.
pub async fn furnish(journal: &Journal) {
    does(journal, LoadPlaces { only: vec!["bd".to_owned(), "30".to_owned()] }).await;
    for (code, place) in [(HERS, "30267250"), (HIS, "30267215")] {
        let code = Some(code.to_owned());
        does(journal, OpenCentre { code, place: place.to_owned(), name_bn: None, name_en: None }).await;
    }
    let float = Paisa::from_taka(20_000).unwrap();
    for book in [HERS, HIS] {
        does(journal, TopUpFloat { book: book.to_owned(), poisha: float, proof: "SLIP-9".to_owned() }).await;
    }
    stock_catalogue(journal, "first").await.unwrap();
}

/// Sets a tariff for the photocopy from today on.
pub async fn copy_costs(journal: &Journal, path: &str, taka: i64) {
    let shop = Paisa::from_taka(taka).unwrap();
    let tariff = Tariff::new(path, journal.now().day(), [Paisa::ZERO, shop, Paisa::ZERO]);
    does(journal, SetTariff { service: "C010".to_owned(), tariff }).await;
}

pub fn visitor(
    name: &str,
    held: (&'static [&'static str], &str),
    seat: Option<(&str, &str)>,
    kind: KnockKind,
) -> Visitor {
    Visitor {
        person: format!("p-{name}"),
        name: format!("{name} <খাতুন>"),
        session: format!("session-of-{name}"),
        lang: None,
        held: vec![Held { role: "r".to_owned(), permissions: held.0, path: held.1.to_owned() }],
        seat: seat.map(|(book, path)| SeatHeld {
            centre: book.to_owned(),
            book: book.to_owned(),
            path: path.to_owned(),
            centre_name_bn: "নমুনা ডিজিটাল সেন্টার".to_owned(),
            centre_name_en: "Namuna Digital Centre".to_owned(),
        }),
        by_token: kind == KnockKind::Bearer,
        rule: None,
    }
}

fn doorkeeper() -> Doorkeeper {
    Arc::new(|Knock { token, kind }| {
        Box::pin(async move {
            Ok(match token.as_str() {
                "rahima" => Some(visitor("rahima", (ENTREPRENEUR, HER_PATH), Some((HERS, HER_PATH)), kind)),
                "karim" => Some(visitor("karim", (COUNTER_ONLY, HIS_PATH), Some((HIS, HIS_PATH)), kind)),
                "uno" => Some(visitor("uno", (OFFICER, "/30/3026/302672/"), None, kind)),
                "supervisor" => Some(visitor("supervisor", (SUPERVISOR, "/30/3026/302672/"), None, kind)),
                "elsewhere" => Some(visitor("elsewhere", (SUPERVISOR, "/30/3026/302614/"), None, kind)),
                "chairman" => Some(visitor("chairman", (CHAIRMAN, HER_PATH), None, kind)),
                "far-chairman" => Some(visitor("far-chairman", (CHAIRMAN, HIS_PATH), None, kind)),
                "country" => Some(visitor("country", (SUPERVISOR, "/"), None, kind)),
                "two-chairs" => {
                    let mut secretary = visitor("two-chairs", (CHAIRMAN, HER_PATH), None, kind);
                    let second = Held { path: HIS_PATH.to_owned(), ..secretary.held[0].clone() };
                    secretary.held.push(second);
                    Some(secretary)
                }
                "far" => Some(visitor("far", (OFFICER, "/10/"), None, kind)),
                // The registers.
                "salma" => Some(visitor("salma", (REGISTRAR, HER_PATH), Some((HERS, HER_PATH)), kind)),
                "jamal" => Some(visitor("jamal", (REGISTRAR, HIS_PATH), Some((HIS, HIS_PATH)), kind)),
                // Tariffs and catalogue.
                "keeper" => Some(visitor("keeper", (KEEPER, "/"), None, kind)),
                "admin" => Some(visitor("admin", (ADMIN, "/"), None, kind)),
                "auditor" => Some(visitor("auditor", (AUDITOR, "/"), None, kind)),
                "district-auditor" => Some(visitor("district-auditor", (AUDITOR, "/30/3026/"), None, kind)),
                "nobody" => Some(visitor("nobody", (&[], "/"), None, kind)),
                _ => None,
            })
        })
    })
}

/// A house with the counter in it.
pub struct Kit {
    pub house: House,
    pub router: Router,
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

    /// The value of the first button of this name.
    pub fn value_of_button(&self, name: &str) -> String {
        let button = self.body.split(&format!("name=\"{name}\" value=\"")).nth(1);
        button.unwrap_or_else(|| panic!("no button {name}")).split('"').next().unwrap().to_owned()
    }

    /// The value of the first input of this name.
    pub fn value(&self, name: &str) -> String {
        let input = self.body.split(&format!("name=\"{name}\"")).nth(1).unwrap_or_else(|| panic!("no input {name}"));
        let value = input.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
        value.to_owned()
    }
}

impl Kit {
    pub async fn of(trial: &Trial) -> Kit {
        furnish(&trial.journal).await;
        Kit::over(trial.journal.clone(), |things| things)
    }

    /// A house over a journal that is furnished already.
    pub fn over(journal: Journal, things: impl FnOnce(Things) -> Things) -> Kit {
        Kit::kept_by(journal, doorkeeper(), things)
    }

    /// The same with another at the door: for people whom the network knows.
    pub fn kept_by(journal: Journal, doorkeeper: Doorkeeper, things: impl FnOnce(Things) -> Things) -> Kit {
        let rooms = rooms();
        let words: Vec<_> = rooms.iter().map(|room| room.words).collect();
        let nav = |href, word| NavEntry { href, icon: "service", word, needs: Needs::SignedIn };
        let house = House::new(Setting {
            journal,
            words: Words::new(&words).unwrap(),
            doorkeeper,
            status: Arc::new(|_, visitor, _| {
                Box::pin(async move { Some(StatusBar { who: visitor.name.clone(), ..StatusBar::default() }) })
            }),
            nav: vec![nav("/", "nav-today"), nav("/counter", "nav-counter"), nav("/counter/day", "nav-day")],
            public_address: ADDRESS.to_owned(),
            secure: true,
            trust_proxy: false,
            hosts: Hosts::of("127.0.0.1:8080".parse().unwrap(), ADDRESS),
            things: things(Things::default().with(Catalogue::default())),
        });
        Kit { router: web::router(house.clone(), &rooms), house }
    }

    pub async fn send(&self, mut request: Request<Body>) -> Got {
        let peer: SocketAddr = "10.0.0.9:4711".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Got { status: parts.status, headers: parts.headers, bytes, body }
    }

    /// A page in English, as a browser of this person asks for it.
    pub async fn get(&self, who: &str, path: &str) -> Got {
        self.send(ask("GET", path, who).body(Body::empty()).unwrap()).await
    }

    /// A form, posted as a browser of this person posts it, its token included.
    pub async fn post(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Got {
        let token = self.house.form_key().token(&format!("session-of-{who}"));
        let mut all = fields.to_vec();
        all.push(("csrf", &token));
        let request = posting(who, path).header("sec-fetch-site", "same-origin").body(written(&all).into());
        self.send(request.unwrap()).await
    }

    /// Puts photocopies into the cart of this person.
    pub async fn copies(&self, who: &str, quantity: &str) {
        let got = self.post(who, "/counter/cart", &[("service", "C010"), ("quantity", quantity)]).await;
        assert_eq!(got.place(), "/counter");
    }

    /// Pays what is in the cart; answers the receipt's number.
    pub async fn pay(&self, who: &str, tendered: &str) -> String {
        let form_id = self.get(who, "/counter").await.value("form_id");
        let got = self.post(who, "/counter/pay", &[("form_id", &form_id), ("tendered", tendered)]).await;
        number_in(got.place())
    }

    /// Sells so many photocopies; answers the receipt's number.
    pub async fn sell_copies(&self, who: &str, quantity: &str) -> String {
        self.copies(who, quantity).await;
        self.pay(who, "").await
    }
}

/// The receipt's number in the address of its page.
pub fn number_in(place: &str) -> String {
    let rest = place.strip_prefix("/counter/receipts/").unwrap_or_else(|| panic!("no receipt: {place}"));
    rest.split('?').next().unwrap().to_owned()
}

pub fn ask(method: &str, path: &str, who: &str) -> axum::http::request::Builder {
    let cookie = format!("haat_lang=en; __Host-haat={who}");
    Request::builder().method(method).uri(path).header("host", "localhost:8080").header("cookie", cookie)
}

pub fn posting(who: &str, path: &str) -> axum::http::request::Builder {
    ask("POST", path, who).header("content-type", "application/x-www-form-urlencoded")
}

/// A form's fields as a browser writes them.
pub fn written(fields: &[(&str, &str)]) -> String {
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", web::in_query(name), web::in_query(value)));
    pairs.collect::<Vec<_>>().join("&")
}
