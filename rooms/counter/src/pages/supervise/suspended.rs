//! The centres of an area that do not serve as they should: suspended, or with their applications elsewhere.

use super::suspend::seat_words;
use super::{Asked, area_of, name_in, trail};
use crate::supervise::standing::{CENTRES_MAX, count};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::calendar::BusinessDay;
use network::Stopped;
use web::sheet::{self, Cell};
use web::{Answer, Frame, House, Trouble, Visitor};

/// Rows on a page; the file has all.
const ROWS_MAX: i64 = 100;

#[derive(Template)]
#[template(path = "supervise_suspended.html")]
pub(super) struct SuspendedPage {
    pub frame: Frame,
    pub trail: Vec<(String, String)>,
    pub name: String,
    pub code: String,
    pub more: bool,
    pub rows: Vec<SuspendedRow>,
}

pub(super) struct SuspendedRow {
    pub centre: String,
    pub href: String,
    /// What is suspended; empty when nothing is and only the applications are elsewhere.
    pub what: String,
    pub since: String,
    /// The name of the centre that serves its applications; empty when none does.
    pub served_at: String,
    /// Nobody may serve there either.
    pub stuck: bool,
    pub serving: bool,
}

fn first_day(stopped: &Stopped) -> Option<BusinessDay> {
    stopped.suspensions.iter().map(|one| one.since).min()
}

fn row(frame: &Frame, stopped: &Stopped) -> SuspendedRow {
    let name = |centre: &network::Centre| name_in(frame.lang, &centre.name_bn, &centre.name_en);
    let what: Vec<String> = stopped.suspensions.iter().map(|one| seat_words(frame, one.seat)).collect();
    SuspendedRow {
        centre: name(&stopped.centre),
        href: format!("/supervise/centres/{}", stopped.centre.code),
        what: what.join(", "),
        since: first_day(stopped).map(|day| frame.day(day)).unwrap_or_default(),
        served_at: stopped.served_at.as_ref().map(name).unwrap_or_default(),
        stuck: stopped.stuck,
        serving: stopped.serving,
    }
}

/// `GET /supervise/{place}/suspended`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = frame.lang;
    let limit = if asked.csv() { CENTRES_MAX } else { ROWS_MAX.saturating_add(1) };
    let (place, mut all, trail) = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let place = area_of(tx, &visitor, &code).await?;
                let all = network::stopped_under(tx, &place.path, limit).await?;
                let trail = trail(tx, &visitor, &place.path, lang).await?;
                Ok::<_, Trouble>((place, all, trail))
            })
        })
        .await?;
    if asked.csv() {
        return table(&frame, &place.code, &all);
    }
    let more = count(all.len()) > ROWS_MAX;
    all.truncate(usize::try_from(ROWS_MAX).unwrap_or(usize::MAX));
    web::page(&SuspendedPage {
        trail,
        name: name_in(lang, &place.name_bn, &place.name_en),
        code: place.code,
        more,
        rows: all.iter().map(|stopped| row(&frame, stopped)).collect(),
        frame: frame.titled("suspended-title"),
    })
}

fn table(frame: &Frame, code: &str, all: &[Stopped]) -> Answer {
    let headings = ["centre-code", "centre", "suspended", "since", "suspend-to"].map(|word| frame.say(word));
    let line = |stopped: &Stopped| -> Vec<Cell> {
        let row = row(frame, stopped);
        let since = first_day(stopped).map(|day| day.to_string()).unwrap_or_default();
        let at = stopped.served_at.as_ref().map(|at| at.code.clone()).unwrap_or_default();
        vec![stopped.centre.code.as_str().into(), row.centre.into(), row.what.into(), since.into(), at.into()]
    };
    let lines: Vec<Vec<Cell>> = all.iter().map(line).collect();
    sheet::answer(&format!("suspended-{code}"), &headings, &lines)
}
