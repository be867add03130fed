//! One centre as its supervisor sees it: grade and reasons, six months, seats, late cases, visits, and the way to its rows.

use super::area::{FigureRow, figure_rows};
use super::centres::closed_words;
use super::suspend::{SUSPEND, StopShown, stop_shown};
use super::{Asked, centre_under, letter_look, letter_words, month_words, name_in, reasons_of, trail};
use crate::supervise::inspection::Inspection;
use crate::supervise::read::{INSPECTIONS_MAX, inspections, note_of, one};
use crate::supervise::standing::{Graded, Month, Standing};
use crate::tally::Tally;
use askama::Template;
use axum::extract::{Path, Query, State};
use base::calendar::BusinessDay;
use journal::{Fault, Tx};
use network::seat::{Seat, SeatKind};
use web::sheet::{self, Cell};
use web::{Answer, Frame, House, Trouble, Visitor};

/// The height of the highest bar.
const HEIGHT_MAX: i64 = 60;

#[derive(Template)]
#[template(path = "supervise_centre.html")]
pub(super) struct CentrePage {
    pub frame: Frame,
    pub trail: Vec<(String, String)>,
    pub name: String,
    pub code: String,
    pub opened: String,
    pub graded: String,
    pub letter: String,
    pub look: &'static str,
    pub reasons: Vec<String>,
    pub month: String,
    pub before: String,
    pub figures: Vec<FigureRow>,
    pub months: Vec<MonthBar>,
    pub last_closed: String,
    pub inactive: bool,
    pub late: i64,
    pub late_href: String,
    pub seats: Vec<SeatLine>,
    pub visits: Vec<Visit>,
    pub inspect_href: Option<String>,
    /// Only for who may suspend.
    pub suspend_href: Option<String>,
    pub stop: Option<StopShown>,
    /// (href, words) of what the reader may open further down.
    pub links: Vec<(String, String)>,
}

pub(super) struct MonthBar {
    pub month: String,
    pub receipts: i64,
    pub income: String,
    pub height: i64,
}

pub(super) struct SeatLine {
    pub woman: bool,
    pub filled: bool,
    pub since: String,
}

pub(super) struct Visit {
    pub day: String,
    pub kind: String,
    pub letter: &'static str,
    pub look: &'static str,
    /// What was not right, in words.
    pub wrong: Vec<String>,
    /// Only for those who inspect.
    pub note: String,
    pub by: String,
    pub follow_up: String,
}

/// What is read for the page.
struct Read {
    standing: Standing,
    months: Vec<(Month, Tally)>,
    seats: Vec<Seat>,
    /// Each visit with its note and whoever came.
    visits: Vec<(Inspection, String, String)>,
    trail: Vec<(String, String)>,
    stop: Option<StopShown>,
}

async fn visits(tx: &mut Tx<'_, '_>, book: &str, notes: bool) -> Result<Vec<(Inspection, String, String)>, Fault> {
    let mut visits = Vec::new();
    for inspection in inspections(tx, book, INSPECTIONS_MAX).await? {
        let note = if notes { note_of(tx, book, &inspection).await? } else { String::new() };
        let by = network::person_name(tx, &inspection.by).await?;
        visits.push((inspection, note, by));
    }
    Ok(visits)
}

/// `GET /supervise/centres/{centre}`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (lang, today, who, words) = (frame.lang, house.now().day(), visitor.clone(), frame.clone());
    let read = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let centre = centre_under(tx, &who, super::REPORT, &code).await?;
                let notes = who.may_at("inspection.record", &centre.path);
                let visits = visits(tx, &centre.book, notes).await?;
                let seats = network::seats(tx, &centre.code).await?;
                let trail = trail(tx, &who, &centre.path, lang).await?;
                let stop = stop_shown(tx, &words, &who, &centre).await?;
                let (standing, months) = one(tx, centre, today).await?;
                Ok::<_, Trouble>(Read { standing, months, seats, visits, trail, stop })
            })
        })
        .await?;
    if asked.csv() {
        return table(&frame, &read);
    }
    web::page(&page_of(frame, &visitor, read, today))
}

fn page_of(frame: Frame, visitor: &Visitor, read: Read, today: BusinessDay) -> CentrePage {
    let (standing, month) = (&read.standing, Month::of(today));
    let centre = &standing.centre;
    let name = name_in(frame.lang, &centre.name_bn, &centre.name_en);
    let suspends = visitor.may_at(SUSPEND, &centre.path);
    let inspects = visitor.may_at("inspection.record", &centre.path);
    CentrePage {
        trail: read.trail,
        code: centre.code.clone(),
        opened: frame.say_with("since-day", &[("day", frame.day(centre.opened_on))]),
        graded: month_words(&frame, Graded::on(today).month),
        letter: letter_words(&frame, standing.letter()),
        look: letter_look(standing.letter()),
        reasons: reasons_of(&frame, standing),
        month: month_words(&frame, month),
        before: month_words(&frame, month.before()),
        figures: figure_rows(&frame, &standing.now, &standing.before),
        months: bars(&frame, &read.months),
        last_closed: closed_words(&frame, standing.last_closed),
        inactive: standing.inactive,
        late: standing.late,
        late_href: format!("/supervise/{}/late", centre.place),
        seats: read.seats.iter().map(|seat| seat_line(&frame, seat)).collect(),
        visits: read.visits.iter().map(|(visit, note, by)| visit_shown(&frame, visit, note, by)).collect(),
        suspend_href: suspends.then(|| format!("/supervise/centres/{}/suspend", centre.code)),
        stop: read.stop,
        inspect_href: inspects.then(|| format!("/supervise/centres/{}/inspect", centre.code)),
        links: links(&frame, visitor, standing),
        frame: frame.titled_as(name.as_str()),
        name,
    }
}

/// The ways down to the rows, as far as the reader may go.
fn links(frame: &Frame, visitor: &Visitor, standing: &Standing) -> Vec<(String, String)> {
    let centre = &standing.centre;
    [
        ("receipt.view", format!("/counter/day?centre={}", centre.code), "supervise-see-receipts"),
        ("book.view", format!("/books/{}", centre.book), "supervise-see-book"),
        ("book.view", format!("/income?centre={}", centre.code), "income-title"),
        ("receipt.view", format!("/counter/cases?centre={}", centre.code), "cases-title"),
        ("people.view", format!("/centres/{}", centre.code), "supervise-see-people"),
        ("report.view", format!("/counter/registers?centre={}", centre.code), "registers-title"),
        ("report.view", format!("/supervise/{}/complaints", centre.place), "complaints-title"),
    ]
    .into_iter()
    .filter(|(permission, _, _)| visitor.may_at(permission, &centre.path))
    .map(|(_, href, key)| (href, frame.say(key)))
    .collect()
}

fn bars(frame: &Frame, months: &[(Month, Tally)]) -> Vec<MonthBar> {
    let highest = months.iter().map(|(_, tally)| tally.income().get()).max().unwrap_or(0).max(1);
    let bar = |(month, tally): &(Month, Tally)| {
        let height = tally.income().get().max(0).saturating_mul(HEIGHT_MAX).checked_div(highest).unwrap_or(0);
        MonthBar {
            month: month_words(frame, *month),
            receipts: tally.receipts,
            income: frame.money(tally.income()),
            height,
        }
    };
    months.iter().map(bar).collect()
}

fn seat_line(frame: &Frame, seat: &Seat) -> SeatLine {
    SeatLine { woman: seat.kind == SeatKind::Woman, filled: seat.person.is_some(), since: frame.day(seat.since) }
}

fn visit_shown(frame: &Frame, visit: &Inspection, note: &str, by: &str) -> Visit {
    Visit {
        day: frame.day(visit.day),
        kind: frame.say(visit.kind.key()),
        letter: visit.grade.name(),
        look: letter_look(Some(visit.grade)),
        wrong: visit.wrong().map(|looked| frame.say(looked.key())).collect(),
        note: note.to_owned(),
        by: by.to_owned(),
        follow_up: visit.follow_up.map(|day| frame.day(day)).unwrap_or_default(),
    }
}

/// The months of the centre, one a row.
fn table(frame: &Frame, read: &Read) -> Answer {
    let headings = [
        frame.say("supervise-month"),
        frame.say("receipts"),
        frame.say("supervise-known-women"),
        frame.say("supervise-known-men"),
        frame.say("official-fee"),
        frame.say("supervise-charges"),
        frame.say("supervise-trade"),
        frame.say("supervise-commission"),
        frame.say("supervise-reversed"),
        frame.say("supervise-complaints"),
        frame.say("supervise-closes"),
        frame.say("supervise-cash-off"),
    ];
    let row = |(month, tally): &(Month, Tally)| -> Vec<Cell> {
        vec![
            month.name().into(),
            tally.receipts.into(),
            tally.women.into(),
            tally.men.into(),
            tally.official.into(),
            tally.charges.into(),
            tally.trade.into(),
            tally.commission.into(),
            tally.reversed.into(),
            tally.complaints.into(),
            tally.closes.into(),
            tally.over_short.into(),
        ]
    };
    let rows: Vec<Vec<Cell>> = read.months.iter().map(row).collect();
    sheet::answer(&format!("centre-{}", read.standing.centre.code), &headings, &rows)
}
