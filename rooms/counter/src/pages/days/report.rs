//! The X report of a running day and the Z report of a closed one, on the page and on paper.

use super::super::catalogue;
use super::super::paper::{broken, drawn, place_names};
use super::{Asked, DayRead, Found, found, read_day};
use crate::day_paper::{DayPaper, Section};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use print::slip::Width;
use web::{Answer, Frame, House, Trouble, Visitor};

#[derive(Template)]
#[template(path = "day_report.html")]
pub(crate) struct ReportPage {
    pub frame: Frame,
    pub title: String,
    pub day: String,
    pub when: String,
    pub hint: String,
    pub sections: Vec<Section>,
    /// `day=…&centre=…`.
    pub query: String,
    /// `x` or `z`.
    pub letter: &'static str,
    /// True when the day was closed before closings were counted: there is nothing to show.
    pub uncounted: bool,
}

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Report {
    X,
    Z,
}

impl Report {
    fn letter(self) -> &'static str {
        if self == Report::X { "x" } else { "z" }
    }
}

/// The report in words; none for the Z of a day that is not closed.
async fn made(
    house: &House,
    frame: &Frame,
    found: &Found,
    all: &DayRead,
    report: Report,
) -> Result<Option<DayPaper>, Trouble> {
    let shown = catalogue(house).await?;
    let told = all.told(frame, &shown);
    let (sections, when) = match (report, &all.closed) {
        (Report::X, _) => {
            let now = house.now().show(frame.lang);
            (told.x(&all.totals, &all.entries), frame.say_with("day-x-when", &[("when", now)]))
        }
        (Report::Z, None) => return Ok(None),
        (Report::Z, Some(closed)) => {
            let sections = closed.closing.as_ref().map(|closing| told.z(closing, &all.entries)).unwrap_or_default();
            let (when, name) = (closed.at.show(frame.lang), told.name(&closed.by));
            (sections, frame.say_with("day-closed-by", &[("when", when), ("name", name)]))
        }
    };
    let is_z = report == Report::Z;
    Ok(Some(DayPaper {
        lang: frame.lang,
        centre: found.centre.name(frame.lang).to_owned(),
        place: place_names(house, &found.centre.path, frame.lang).await?,
        title: frame.say(if is_z { "day-z-title" } else { "day-x-title" }),
        day: told.day(found.day),
        when,
        sections,
        hint: frame.say(if is_z { "day-z-hint" } else { "day-x-hint" }),
        signs: if is_z {
            vec![frame.say("day-sign-entrepreneur"), frame.say("day-sign-secretary")]
        } else {
            Vec::new()
        },
    }))
}

async fn page(house: House, frame: Frame, visitor: Visitor, asked: Asked, report: Report) -> Answer {
    let Some(found) = found(&house, &visitor, &asked).await? else { return Ok(web::see_other("/today")) };
    let all = read_day(&house, &visitor, &found.centre, found.day).await?;
    let query = match &found.other {
        Some(code) => format!("day={}&centre={code}", found.day),
        None => format!("day={}", found.day),
    };
    let Some(paper) = made(&house, &frame, &found, &all, report).await? else {
        return Ok(web::see_other(&format!("/counter/day?{query}")));
    };
    web::page(&ReportPage {
        day: match &found.other {
            Some(_) => format!("{} · {}", paper.centre, paper.day),
            None => paper.day,
        },
        uncounted: report == Report::Z && all.closing().is_none(),
        when: paper.when,
        hint: paper.hint,
        sections: paper.sections,
        query,
        letter: report.letter(),
        frame: frame.titled_as(paper.title.clone()),
        title: paper.title,
    })
}

/// The width of a slip, by the last part of its address.
pub(super) fn width(name: &str) -> Option<Width> {
    match name {
        "slip58.png" => Some(Width::Mm58),
        "slip80.png" => Some(Width::Mm80),
        _ => None,
    }
}

/// A file that is looked at in the browser.
pub(super) fn sent(name: &str, kind: &str, bytes: Vec<u8>) -> Response {
    let file = format!("inline; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, file.as_str())], bytes).into_response()
}

async fn paper(house: House, frame: Frame, visitor: Visitor, (asked, name): (Asked, String), report: Report) -> Answer {
    let found = found(&house, &visitor, &asked).await?.ok_or(Trouble::NotFound)?;
    let all = read_day(&house, &visitor, &found.centre, found.day).await?;
    let paper = made(&house, &frame, &found, &all, report).await?.ok_or(Trouble::NotFound)?;
    let file = format!("{}-{}-{}-{name}", report.letter(), found.centre.book, found.day);
    if name == "a4.pdf" {
        let bytes = drawn(move || paper.pdf()).await?.map_err(|fault| broken(&fault))?;
        return Ok(sent(&file, "application/pdf", bytes));
    }
    let width = width(&name).ok_or(Trouble::NotFound)?;
    let bytes = drawn(move || paper.slip().picture(width)).await?.map_err(|fault| broken(&fault))?;
    Ok(sent(&file, "image/png", bytes))
}

/// `GET /counter/day/x?day=yyyy-mm-dd&centre=CODE`.
pub(super) async fn x(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    page(house, frame, visitor, asked, Report::X).await
}

/// `GET /counter/day/z?day=yyyy-mm-dd&centre=CODE`. A day that is not closed has none, and its own page is shown.
pub(super) async fn z(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    page(house, frame, visitor, asked, Report::Z).await
}

/// `GET /counter/day/x/{a4.pdf | slip58.png | slip80.png}`.
pub(super) async fn x_paper(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    paper(house, frame, visitor, (asked, name), Report::X).await
}

/// `GET /counter/day/z/{a4.pdf | slip58.png | slip80.png}`.
pub(super) async fn z_paper(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    paper(house, frame, visitor, (asked, name), Report::Z).await
}
