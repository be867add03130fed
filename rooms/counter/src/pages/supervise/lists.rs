//! What an area has to put right: late cases with whoever has to act, and seats in which nobody sits.

use super::{Asked, area_of, name_in, trail};
use crate::catalogue::Shown;
use crate::pages::catalogue;
use crate::supervise::read::{LateCase, late_cases};
use crate::supervise::standing::{CENTRES_MAX, count};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::calendar::BusinessDay;
use network::VacantSeat;
use network::place::Place;
use network::seat::SeatKind;
use std::collections::HashMap;
use web::sheet::{self, Cell};
use web::{Answer, Frame, House, Trouble, Visitor};

/// Rows on a page, the worst first; the file has more.
const ROWS_MAX: i64 = 100;
/// Rows of a file.
const FILE_ROWS_MAX: i64 = 20_000;

#[derive(Template)]
#[template(path = "supervise_late.html")]
pub(super) struct LatePage {
    pub frame: Frame,
    pub trail: Vec<(String, String)>,
    pub name: String,
    pub code: String,
    /// True when there are more than are shown.
    pub more: bool,
    pub rows: Vec<LateRow>,
}

pub(super) struct LateRow {
    pub number: String,
    pub service: String,
    pub centre: String,
    pub centre_href: String,
    pub owner: String,
    pub due: String,
    pub days: i64,
}

#[derive(Template)]
#[template(path = "supervise_seats.html")]
pub(super) struct SeatsPage {
    pub frame: Frame,
    pub trail: Vec<(String, String)>,
    pub name: String,
    pub code: String,
    pub more: bool,
    pub rows: Vec<SeatRow>,
}

pub(super) struct SeatRow {
    pub centre: String,
    pub href: String,
    pub woman: bool,
    pub since: String,
    pub days: i64,
}

/// Whoever has to do the next thing, in words.
fn owner_words(frame: &Frame, owner: &str) -> String {
    frame.say(match owner {
        "centre" => "late-owner-centre",
        "chairman" => "late-owner-chairman",
        "agency" => "late-owner-agency",
        "applicant" => "late-owner-applicant",
        _ => "late-owner-nobody",
    })
}

/// The names of centres in both languages, by book.
type Names = HashMap<String, (String, String)>;

async fn names(tx: &mut db::Tx<'_>, cases: &[LateCase]) -> Result<Names, db::Fault> {
    let mut names = Names::new();
    for case in cases {
        if !names.contains_key(&case.book)
            && let Some(centre) = network::centre(tx, &case.book).await?
        {
            names.insert(case.book.clone(), (centre.name_bn, centre.name_en));
        }
    }
    Ok(names)
}

/// `GET /supervise/{place}/late`.
pub(super) async fn late(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (lang, today) = (frame.lang, house.now().day());
    let limit = if asked.csv() { FILE_ROWS_MAX } else { ROWS_MAX.saturating_add(1) };
    let (place, mut cases, names, trail) = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let place = area_of(tx, &visitor, &code).await?;
                let cases = late_cases(tx, &place.path, today, limit).await?;
                let names = names(tx, &cases).await?;
                let trail = trail(tx, &visitor, &place.path, lang).await?;
                Ok::<_, Trouble>((place, cases, names, trail))
            })
        })
        .await?;
    let shown = catalogue(&house).await?;
    if asked.csv() {
        return late_table(&frame, &place, &cases, &names, &shown);
    }
    let more = count(cases.len()) > ROWS_MAX;
    cases.truncate(usize::try_from(ROWS_MAX).unwrap_or(usize::MAX));
    web::page(&LatePage {
        trail,
        name: name_in(lang, &place.name_bn, &place.name_en),
        code: place.code,
        more,
        rows: cases.iter().map(|case| late_row(&frame, case, &names, &shown, today)).collect(),
        frame: frame.titled("supervise-late"),
    })
}

fn centre_name(frame: &Frame, names: &Names, book: &str) -> String {
    names.get(book).map_or_else(|| book.to_owned(), |(bn, en)| name_in(frame.lang, bn, en))
}

fn late_row(frame: &Frame, case: &LateCase, names: &Names, shown: &Shown, today: BusinessDay) -> LateRow {
    LateRow {
        number: case.number.clone(),
        service: shown.name(&case.service, frame.lang),
        centre: centre_name(frame, names, &case.book),
        centre_href: format!("/supervise/centres/{}", case.book),
        owner: owner_words(frame, &case.owner),
        due: frame.day(case.due),
        days: today.days_since(case.due),
    }
}

fn late_table(frame: &Frame, place: &Place, cases: &[LateCase], names: &Names, shown: &Shown) -> Answer {
    let headings = [
        frame.say("centre-code"),
        frame.say("centre"),
        frame.say("supervise-case"),
        frame.say("service"),
        frame.say("state"),
        frame.say("supervise-owner"),
        frame.say("supervise-due"),
    ];
    let row = |case: &LateCase| -> Vec<Cell> {
        vec![
            case.book.as_str().into(),
            centre_name(frame, names, &case.book).into(),
            case.number.as_str().into(),
            shown.name(&case.service, frame.lang).into(),
            case.state.as_str().into(),
            owner_words(frame, &case.owner).into(),
            case.due.to_string().into(),
        ]
    };
    let rows: Vec<Vec<Cell>> = cases.iter().map(row).collect();
    sheet::answer(&format!("late-{}", place.code), &headings, &rows)
}

/// `GET /supervise/{place}/seats`.
pub(super) async fn seats(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (lang, today) = (frame.lang, house.now().day());
    let limit = if asked.csv() { CENTRES_MAX.saturating_mul(2) } else { ROWS_MAX.saturating_add(1) };
    let (place, mut seats, trail) = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let place = area_of(tx, &visitor, &code).await?;
                let seats = network::vacant_seats_under(tx, &place.path, limit).await?;
                let trail = trail(tx, &visitor, &place.path, lang).await?;
                Ok::<_, Trouble>((place, seats, trail))
            })
        })
        .await?;
    if asked.csv() {
        return seats_table(&frame, &place, &seats);
    }
    let more = count(seats.len()) > ROWS_MAX;
    seats.truncate(usize::try_from(ROWS_MAX).unwrap_or(usize::MAX));
    let row = |seat: &VacantSeat| SeatRow {
        centre: name_in(lang, &seat.name_bn, &seat.name_en),
        href: format!("/supervise/centres/{}", seat.centre),
        woman: seat.kind == SeatKind::Woman,
        since: frame.day(seat.since),
        days: today.days_since(seat.since),
    };
    web::page(&SeatsPage {
        trail,
        name: name_in(lang, &place.name_bn, &place.name_en),
        code: place.code,
        more,
        rows: seats.iter().map(row).collect(),
        frame: frame.titled("supervise-vacant"),
    })
}

fn seats_table(frame: &Frame, place: &Place, seats: &[VacantSeat]) -> Answer {
    let headings = [frame.say("centre-code"), frame.say("centre"), frame.say("seat"), frame.say("since")];
    let row = |seat: &VacantSeat| -> Vec<Cell> {
        let kind = if seat.kind == SeatKind::Woman { "seat-woman" } else { "seat-man" };
        vec![
            seat.centre.as_str().into(),
            name_in(frame.lang, &seat.name_bn, &seat.name_en).into(),
            frame.say(kind).into(),
            seat.since.to_string().into(),
        ]
    };
    let rows: Vec<Vec<Cell>> = seats.iter().map(row).collect();
    sheet::answer(&format!("seats-{}", place.code), &headings, &rows)
}
