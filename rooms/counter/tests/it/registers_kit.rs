//! What the trials of the registers share: people in seats, deeds done by them, and files read back.

use crate::pages_kit::{Got, HERS, Kit, does};
use axum::body::Body;
use axum::http::Request;
use base::Lang;
use base::calendar::BusinessDay;
use base::mobile::Mobile;
use counter::{LineGiven, TILL, TakeServices};
use db::Target;
use journal::{Deed, Envelope, Journal, Stop};
use network::deeds::{RegisterPerson, SeatPerson};
use network::person::Sex;
use network::seat::{SeatKind, Terms};
use trial::Trial;

pub const HER_PATH: &str = "/30/3026/302672/30267250/";

pub fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap()
}

/// Seats a new person; answers the person's id.
pub async fn sits(journal: &Journal, seat: SeatKind, name: &str) -> String {
    let woman = seat == SeatKind::Woman;
    let person = RegisterPerson {
        name: name.to_owned(),
        mobile: Mobile::parse(if woman { "01712345601" } else { "01712345602" }).unwrap(),
        nid: None,
        sex: Some(if woman { Sex::Woman } else { Sex::Man }),
        lang: Lang::Bn,
        place: "30267250".to_owned(),
        code_hash: None,
    };
    let person = does(journal, person).await;
    let today = journal.now().day();
    let terms = Terms { from: today, until: today.add_days(1_000), stamp: format!("ST-{name}") };
    does(journal, SeatPerson { centre: HERS.to_owned(), seat, person: person.clone(), terms }).await;
    person
}

/// Does a deed as this person.
pub async fn by<D: Deed>(journal: &Journal, person: &str, deed: D) -> D::Done {
    match journal.write(Envelope::keyless(person), deed).await {
        Ok(written) => written.done,
        Err(stop) => panic!("{}: {stop:?}", D::NAME),
    }
}

/// Why a deed is refused.
pub async fn refused<D: Deed>(journal: &Journal, deed: D) -> D::Refusal
where
    D::Done: std::fmt::Debug,
{
    match journal.write(Envelope::system(), deed).await {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("{}: {other:?}", D::NAME),
    }
}

/// Photocopies taken at Rahima's centre.
pub fn copies(quantity: i64) -> TakeServices {
    let line = LineGiven { service: "C010".into(), quantity, answers: None, fee_shown: None, draft: None };
    TakeServices {
        book: HERS.into(),
        path: HER_PATH.into(),
        till: TILL.into(),
        customer: None,
        lines: vec![line],
        tendered: None,
        register_day: None,
    }
}

/// The rows of a CSV answer, its headings first.
pub fn rows(got: &Got) -> Vec<Vec<String>> {
    assert_eq!(got.status, 200, "{}", got.body);
    assert_eq!(got.header("content-type"), "text/csv; charset=utf-8");
    let text = got.body.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Asserts that this address gives a PDF in both languages.
pub async fn is_pdf(kit: &Kit, who: &str, path: &str) {
    for lang in ["bn", "en"] {
        let request = Request::get(path).header("host", "localhost:8080");
        let request = request.header("cookie", format!("haat_lang={lang}; __Host-haat={who}")).body(Body::empty());
        is_a_pdf(&kit.send(request.unwrap()).await);
    }
}

fn is_a_pdf(got: &Got) {
    assert_eq!((got.status.as_u16(), got.header("content-type")), (200, "application/pdf"), "{}", got.body);
    assert!(got.bytes.starts_with(b"%PDF"));
}

/// Runs SQL past all doors.
pub async fn behind_the_back(trial: &Trial, sql: &str) {
    match &trial.target {
        Target::Sqlite(path) => rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap(),
        Target::Postgres(address) => {
            let (client, line) = tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(line);
            client.batch_execute(sql).await.unwrap();
        }
    }
}
