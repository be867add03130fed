//! The inspection register of a year: who came, what was found, what is to be better by when.

use super::{Asked, Open, SEE, Table, Top, name_of, paper, printed};
use crate::supervise::inspection::Inspection;
use crate::supervise::read::note_of;
use crate::supervise::registers::visits;
use askama::Template;
use axum::extract::{Query, State};
use base::calendar::BusinessDay;
use journal::Fault;
use print::ruled::{Column, Ruled, Stands};
use web::sheet::{self, Cell};
use web::{Answer, Frame, House, Visitor};

/// Where it is.
pub(super) const PATH: &str = "/counter/registers/inspections";

#[derive(Template)]
#[template(path = "register_inspections.html")]
pub(super) struct InspectionsPage {
    pub frame: Frame,
    pub top: Top,
    pub rows: Vec<VisitRow>,
}

#[derive(Clone)]
pub(super) struct VisitRow {
    pub day: String,
    pub kind: String,
    pub by: String,
    pub grade: &'static str,
    pub look: &'static str,
    pub wrong: String,
    pub note: String,
    pub follow_up: String,
}

/// A visit, its note where the reader may read it, and whoever came.
pub(super) type Visited = (Inspection, String, String);

/// The year in which the month lies: visits are rare.
fn year_of(open: &Open) -> (BusinessDay, BusinessDay) {
    let first = open.month.first();
    let year = first.date().year();
    let on = |month, day| BusinessDay::new(year, month, day).unwrap_or(first);
    (on(1, 1), on(12, 31))
}

/// `২০২৬`.
fn year_words(frame: &Frame, open: &Open) -> String {
    frame.day(year_of(open).0).rsplit(' ').next().unwrap_or_default().to_owned()
}

/// `GET /counter/registers/inspections?month=&centre=&format=`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let open = Open::of(&house, &visitor, SEE, &asked).await?;
    let (book, (from, to)) = (open.centre.book.clone(), year_of(&open));
    // As on the centre's page of supervision: what a visitor wrote is for those who visit.
    let notes = visitor.may_at("inspection.record", &open.centre.path);
    let visits = house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let mut all: Vec<Visited> = Vec::new();
                for visit in visits(tx, &book, from, to).await? {
                    let note = if notes { note_of(tx, &book, &visit).await? } else { String::new() };
                    let by = name_of(tx, true, &visit.by).await?;
                    all.push((visit, note, by));
                }
                Ok(all)
            })
        })
        .await?;
    match asked.format.as_str() {
        "csv" => {
            let (heads, rows) = table(&frame, &visits);
            sheet::answer(&open.file("inspections"), &heads, &rows)
        }
        "pdf" => {
            let page = paper(&house, &frame, &open, ("inspections-title", year_words(&frame, &open))).await?;
            printed(&open.file("inspections"), ruled(&frame, page, &visits)).await
        }
        _ => web::page(&page_of(frame, &open, &visits)),
    }
}

fn row(frame: &Frame, (visit, note, by): &Visited) -> VisitRow {
    let wrong: Vec<String> = visit.wrong().map(|looked| frame.say(looked.key())).collect();
    VisitRow {
        day: frame.day(visit.day),
        kind: frame.say(visit.kind.key()),
        by: by.clone(),
        grade: visit.grade.name(),
        look: crate::pages::supervise::letter_look(Some(visit.grade)),
        wrong: if wrong.is_empty() { frame.say("inspection-all-right") } else { wrong.join("; ") },
        note: note.clone(),
        follow_up: visit.follow_up.map(|day| frame.day(day)).unwrap_or_default(),
    }
}

fn page_of(frame: Frame, open: &Open, visits: &[Visited]) -> InspectionsPage {
    let frame = frame.titled("inspections-title");
    let mut top = open.top(&frame, PATH);
    top.month_words = year_words(&frame, open);
    InspectionsPage { rows: visits.iter().rev().map(|visit| row(&frame, visit)).collect(), top, frame }
}

const HEADS: [&str; 7] = [
    "day",
    "inspections-kind",
    "inspections-by",
    "supervise-grade",
    "inspection-wrong",
    "inspections-note",
    "inspection-follow-up",
];

fn table(frame: &Frame, visits: &[Visited]) -> Table {
    let row = |visited: &Visited| {
        let (visit, seen) = (&visited.0, row(frame, visited));
        let again = visit.follow_up.map(|day| day.to_string()).unwrap_or_default();
        let cells: [Cell; 7] = [
            visit.day.to_string().into(),
            seen.kind.into(),
            seen.by.into(),
            seen.grade.into(),
            seen.wrong.into(),
            seen.note.into(),
            again.into(),
        ];
        cells.to_vec()
    };
    (HEADS.map(|key| frame.say(key)).to_vec(), visits.iter().map(row).collect())
}

fn ruled(frame: &Frame, page: Ruled, visits: &[Visited]) -> Ruled {
    let wide = [0, 2, 3, 0, 6, 6, 0];
    let columns = HEADS.iter().zip(wide).map(|(key, part)| Column::new(frame.say(key), Stands::Left).wide(part));
    let signature = Column::new(frame.say("inspections-signature"), Stands::Left).wide(3);
    let page = page.across().columns(columns.chain([signature]));
    let page = visits.iter().fold(page, |page, visited| {
        let seen = row(frame, visited);
        page.row(vec![seen.day, seen.kind, seen.by, seen.grade.to_owned(), seen.wrong, seen.note, seen.follow_up])
    });
    if visits.is_empty() { page.note(frame.say("inspection-none")) } else { page }
}

/// The page with plausible content.
pub(super) fn sample(frame: Frame, open: &Open) -> askama::Result<String> {
    page_of(frame, open, &super::samples::visited()).render()
}
