//! Supervision: the pages of those who look after an area. Everything is theirs only within their own places; what lies
//! outside is not there (404). Each list is a CSV file too (`?format=csv`).

pub(crate) mod area;
mod centre;
mod centres;
mod inspect;
mod lists;
mod map;
mod monthly;
mod samples;
mod suspend;
mod suspended;

pub(crate) use samples::samples;

use crate::supervise::grade::{Letter, Reason, Why};
use crate::supervise::standing::{Month, Standing, women_percent};
use crate::tally::Tally;
use base::{Lang, Paisa};
use db::Fault;
use network::Centre;
use network::place::{Place, codes_of};
use serde::Deserialize;
use web::{Frame, Needs, Route, Trouble, Visitor};

/// What a supervisor must hold.
pub(crate) const REPORT: &str = "report.view";
const SEE: Needs = Needs::Permission(REPORT);
const SUSPEND: Needs = Needs::Permission(suspend::SUSPEND);
const INSPECT: Needs = Needs::Permission("inspection.record");

/// The ways to the pages of supervision.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/supervise", SEE, area::own),
        Route::get("/supervise/{place}", SEE, area::show),
        Route::get("/supervise/{place}/centres", SEE, centres::show),
        Route::get("/supervise/{place}/late", SEE, lists::late),
        Route::get("/supervise/{place}/seats", SEE, lists::seats),
        Route::get("/supervise/{place}/suspended", SEE, suspended::show),
        Route::get("/supervise/{place}/map", SEE, map::show),
        Route::get("/supervise/{place}/map.svg", SEE, map::picture),
        Route::get("/supervise/{place}/monthly", SEE, monthly::show),
        Route::get("/supervise/centres/{centre}", SEE, centre::show),
        Route::get("/supervise/centres/{centre}/inspect", INSPECT, inspect::ask),
        Route::post("/supervise/centres/{centre}/inspect", INSPECT, inspect::record),
        Route::get("/supervise/centres/{centre}/suspend", SUSPEND, suspend::ask),
        Route::post("/supervise/centres/{centre}/suspend", SUSPEND, suspend::suspend),
        Route::post("/supervise/centres/{centre}/reinstate", SUSPEND, suspend::reinstate),
        Route::post("/supervise/centres/{centre}/queue", SUSPEND, suspend::reroute),
    ]
}

/// What is asked of a list.
#[derive(Deserialize, Default)]
struct Asked {
    /// `csv` for a file.
    #[serde(default)]
    format: String,
    /// A letter: centres of this grade only.
    #[serde(default)]
    grade: String,
    /// `inactive`: centres without a close only.
    #[serde(default)]
    only: String,
    /// The code after which the page begins.
    #[serde(default)]
    after: String,
}

impl Asked {
    fn csv(&self) -> bool {
        self.format == "csv"
    }
}

/// The place asked for, or the topmost one where the visitor may see reports. What lies outside is not there.
pub(crate) async fn area_of(tx: &mut db::Tx<'_>, visitor: &Visitor, asked: &str) -> Result<Place, Trouble> {
    let held = visitor.held.iter().filter(|held| held.permissions.contains(&REPORT)).map(|held| held.path.as_str());
    let own = held.min_by_key(|path| path.len()).and_then(|path| codes_of(path).pop()).unwrap_or("");
    let code = if asked.is_empty() { own } else { asked };
    let place = network::place(tx, code).await?;
    place.filter(|place| visitor.may_at(REPORT, &place.path)).ok_or(Trouble::NotFound)
}

/// The centre of this code, within the visitor's own places.
pub(crate) async fn centre_under(
    tx: &mut db::Tx<'_>,
    visitor: &Visitor,
    permission: &str,
    code: &str,
) -> Result<Centre, Trouble> {
    let centre = network::centre(tx, code).await?;
    centre.filter(|centre| visitor.may_at(permission, &centre.path)).ok_or(Trouble::NotFound)
}

/// The way down to a place as far as the visitor may go up: (href, name).
pub(crate) async fn trail(
    tx: &mut db::Tx<'_>,
    visitor: &Visitor,
    path: &str,
    lang: Lang,
) -> Result<Vec<(String, String)>, Fault> {
    let mut trail = Vec::new();
    for code in codes_of(path) {
        if let Some(above) = network::place(tx, code).await?
            && visitor.may_at(REPORT, &above.path)
        {
            trail.push((format!("/supervise/{code}"), name_in(lang, &above.name_bn, &above.name_en)));
        }
    }
    Ok(trail)
}

/// One of two names, by the reader's language.
pub(crate) fn name_in(lang: Lang, bn: &str, en: &str) -> String {
    match lang {
        Lang::Bn => bn.to_owned(),
        Lang::En => en.to_owned(),
    }
}

/// `নভেম্বর ২০২৬`.
fn month_words(frame: &Frame, month: Month) -> String {
    let day = frame.day(month.first());
    day.split_once(' ').map(|(_, month)| month.to_owned()).unwrap_or_default()
}

/// `৪৮%`; a dash while nobody's sex is known.
fn women_words(frame: &Frame, tally: &Tally) -> String {
    women_percent(tally).map_or_else(|| "–".to_owned(), |percent| format!("{}%", frame.number(percent)))
}

/// A reason in words: what falls short, beside its line.
fn reason_words(frame: &Frame, reason: &Reason) -> String {
    let number = |number: i64| frame.number(number);
    let money = |poisha: i64| frame.money(Paisa::new(poisha));
    let (key, show): (&str, &dyn Fn(i64) -> String) = match reason.why {
        Why::Closes => ("reason-closes", &number),
        Why::Receipts => ("reason-receipts", &number),
        Why::Women => ("reason-women", &number),
        Why::Cash => ("reason-cash", &money),
        Why::Reversals => ("reason-reversals", &number),
        Why::Complaints => ("reason-complaints", &number),
        Why::Late => ("reason-late", &number),
        Why::Seats => ("reason-seats", &number),
        Why::Income => ("reason-income", &money),
    };
    frame.say_with(key, &[("is", show(reason.is)), ("of", show(reason.of))])
}

/// Why a centre has no better grade, in words.
fn reasons_of(frame: &Frame, standing: &Standing) -> Vec<String> {
    let reasons = standing.grade.iter().flat_map(|grade| &grade.reasons);
    reasons.map(|reason| reason_words(frame, reason)).collect()
}

/// The colour of a letter's tag.
pub(super) fn letter_look(letter: Option<Letter>) -> &'static str {
    match letter {
        Some(Letter::A | Letter::B) => "",
        Some(Letter::C) => "wait",
        Some(Letter::D) => "late",
        None => "plain",
    }
}

/// A letter, or that the centre is too new for one.
fn letter_words(frame: &Frame, letter: Option<Letter>) -> String {
    letter.map_or_else(|| frame.say("grade-none"), |letter| letter.name().to_owned())
}
