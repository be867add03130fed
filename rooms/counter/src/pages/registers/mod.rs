//! The four registers of a centre (facts.md 3.6), and the statement of partners' commission: pages, tables for a
//! spreadsheet, and paper in the shape that offices know. The entrepreneur sees the own centre's, an officer those of the
//! centres below (`?centre=`); what lies elsewhere is not there (404).

mod attendance;
mod commission;
mod index;
mod inspections;
mod samples;
mod stock;
mod stock_entry;

pub(in crate::pages) use commission::partner_name;
pub(crate) use samples::samples;

use super::{CentreSeen, centre_for, today};
use crate::supervise::standing::Month;
use base::Lang;
use base::calendar::BusinessDay;
use journal::Fault;
use network::place::codes_of;
use print::ruled::Ruled;
use serde::Deserialize;
use web::sheet::Cell;
use web::{Answer, Frame, House, Needs, Route, Trouble, Visitor};

/// What a reader of registers holds.
const SEE: &str = "report.view";
/// What a reader of the commission statement holds.
const BOOK: &str = "book.view";
/// What whoever keeps the registers holds, at the own counter.
const KEEP: &str = "sale.create";

/// The ways to the registers.
pub(crate) fn routes() -> Vec<Route> {
    let [see, book, keep] = [SEE, BOOK, KEEP].map(Needs::Permission);
    vec![
        Route::get("/counter/registers", see, index::show),
        Route::get("/counter/registers/attendance", see, attendance::show),
        Route::post("/counter/registers/attendance", keep, attendance::enter),
        Route::get("/counter/registers/inspections", see, inspections::show),
        Route::get("/counter/registers/stock", see, stock::show),
        Route::post("/counter/registers/stock", keep, stock_entry::enter),
        Route::get("/income/partners", book, commission::show),
    ]
}

/// What is asked of a register.
#[derive(Debug, Deserialize, Default)]
struct Asked {
    /// Another centre than one's own, by its code.
    #[serde(default)]
    centre: String,
    /// `2026-11`; the running month where it is empty or no month.
    #[serde(default)]
    month: String,
    /// `csv` or `pdf` for a file.
    #[serde(default)]
    format: String,
    /// Which form of the stock register is open.
    #[serde(default, rename = "do")]
    form: String,
    /// One partner of the commission statement.
    #[serde(default)]
    partner: String,
}

/// Which register of which centre and month is open.
struct Open {
    centre: CentreSeen,
    /// The centre's code, when it is another than the reader's own.
    other: Option<String>,
    month: Month,
    today: BusinessDay,
    /// True when the reader keeps the registers here.
    keeps: bool,
    /// True when the reader may see who the people are.
    names: bool,
}

impl Open {
    async fn of(house: &House, visitor: &Visitor, permission: &str, asked: &Asked) -> Result<Open, Trouble> {
        let own = visitor.seat.as_ref().map(|seat| seat.book.as_str());
        let book = if asked.centre.is_empty() { own.ok_or(Trouble::NotFound)? } else { asked.centre.as_str() };
        let centre = centre_for(house, visitor, permission, book).await?;
        let (today, is_own) = (today(house), own == Some(book));
        let month = Month::named(&asked.month).unwrap_or(Month::of(today));
        Ok(Open {
            other: (!is_own).then(|| book.to_owned()),
            keeps: is_own && visitor.may_at(KEEP, &centre.path),
            names: is_own || visitor.may_at("people.view", &centre.path),
            month,
            today,
            centre,
        })
    }

    fn centre_part(&self) -> String {
        self.other.as_deref().map_or_else(String::new, |code| format!("&centre={code}"))
    }

    /// The address of a register in this month.
    fn href(&self, path: &str) -> String {
        format!("{path}?month={}{}", self.month.name(), self.centre_part())
    }

    /// True in the running month.
    fn is_now(&self) -> bool {
        self.month == Month::of(self.today)
    }

    /// The name of a file.
    fn file(&self, what: &str) -> String {
        format!("{what}-{}-{}", self.centre.book, self.month.name())
    }

    /// What stands at the head of a register's page.
    fn top(&self, frame: &Frame, path: &str) -> Top {
        let at = |month: Month| format!("{path}?month={}{}", month.name(), self.centre_part());
        let file = |format: &str| format!("{}&format={format}", self.href(path));
        Top {
            centre_name: self.centre.name(frame.lang).to_owned(),
            centre: self.other.clone(),
            path: path.to_owned(),
            month: self.month.name(),
            month_words: month_words(frame, self.month),
            before: at(self.month.before()),
            after: (!self.is_now()).then(|| at(self.month.after())),
            csv: file("csv"),
            pdf: file("pdf"),
            back: self.href("/counter/registers"),
        }
    }
}

/// The head of a register's page: where it is, the month, and the ways to its files.
struct Top {
    centre_name: String,
    centre: Option<String>,
    path: String,
    month: String,
    month_words: String,
    before: String,
    after: Option<String>,
    csv: String,
    pdf: String,
    back: String,
}

/// A register as a file: headings and rows of a table, and the paper.
type Table = (Vec<String>, Vec<Vec<Cell>>);

/// `নভেম্বর ২০২৬`.
pub(super) fn month_words(frame: &Frame, month: Month) -> String {
    let day = frame.day(month.first());
    day.split_once(' ').map(|(_, month)| month.to_owned()).unwrap_or_default()
}

/// The names of the places above a centre, the nearest first.
pub(super) async fn places_of(house: &House, path: &str, lang: Lang) -> Result<String, Fault> {
    let codes: Vec<String> = codes_of(path).into_iter().map(str::to_owned).collect();
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let mut names = Vec::new();
            for code in codes.iter().rev() {
                if let Some(place) = network::place(tx, code).await? {
                    names.push(match lang {
                        Lang::Bn => place.name_bn,
                        Lang::En => place.name_en,
                    });
                }
            }
            Ok(names.join(", "))
        })
    });
    read.await
}

/// An empty paper of this register about a period, with whose it is.
async fn paper(house: &House, frame: &Frame, open: &Open, (title, period): (&str, String)) -> Result<Ruled, Trouble> {
    let place = places_of(house, &open.centre.path, frame.lang).await?;
    let page = Ruled::new(frame.lang.code(), frame.say(title), period);
    Ok(page.of(open.centre.name(frame.lang), place))
}

/// The paper with the lines for signatures.
fn signed(frame: &Frame, page: Ruled) -> Ruled {
    page.signed_by(frame.say("register-signed-woman"))
        .signed_by(frame.say("register-signed-man"))
        .signed_by(frame.say("register-signed-chairman"))
}

/// The paper as an answer.
async fn printed(name: &str, page: Ruled) -> Answer {
    web::pdf(name, move || page.pdf()).await
}

/// A person's name where the reader may know it.
async fn name_of(tx: &mut journal::Tx<'_, '_>, names: bool, person: &str) -> Result<String, Fault> {
    if names { network::person_name(tx, person).await } else { Ok(String::new()) }
}
