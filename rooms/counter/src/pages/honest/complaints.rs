//! Complaints as officers and centres see them: what waits, late first; one, beside what the receipt truly says.

use super::{complaint_for, kind_words, look_of, opened, state_words};
use crate::complaints::read::{self, ComplaintSeen, ComplaintStep};
use crate::complaints::{ComplaintState, Side};
use crate::pages::supervise::{area_of, name_in, trail};
use crate::pages::{CentreSeen, seat};
use crate::reading;
use crate::supervise::standing::count;
use askama::Template;
use axum::extract::{Path, Query, State};
use base::Paisa;
use journal::Fault;
use serde::Deserialize;
use std::collections::HashMap;
use web::sheet::{self, Cell};
use web::{Answer, Frame, House, Trouble, Visitor};

/// Rows on a page; the file has more.
const ROWS_MAX: i64 = 100;
/// Rows of a file.
const FILE_ROWS_MAX: i64 = 20_000;

#[derive(Template)]
#[template(path = "complaints.html")]
pub(super) struct ComplaintsPage {
    pub frame: Frame,
    pub trail: Vec<(String, String)>,
    pub name: String,
    /// The place's code; none for the centre's own list.
    pub code: Option<String>,
    /// What has ended is shown instead of what waits.
    pub ended: bool,
    pub more: bool,
    pub rows: Vec<ComplaintRow>,
}

pub(super) struct ComplaintRow {
    pub number: String,
    pub kind: String,
    pub centre: String,
    pub total: Paisa,
    pub paid: Option<Paisa>,
    pub state: String,
    pub look: &'static str,
    pub due: String,
    pub late: bool,
}

#[derive(Template)]
#[template(path = "complaint.html")]
pub(super) struct ComplaintPage {
    pub frame: Frame,
    pub back_href: String,
    pub number: String,
    pub kind: String,
    pub centre: String,
    pub receipt: String,
    pub reversed: bool,
    pub official: Paisa,
    pub charge: Paisa,
    pub total: Paisa,
    pub paid: Option<Paisa>,
    pub state: String,
    pub look: &'static str,
    pub due: String,
    pub late: bool,
    pub words: String,
    /// Only for whoever ends complaints.
    pub mobile: String,
    pub timeline: Vec<StepRow>,
    /// (where to, what the button says, its look).
    pub moves: Vec<(String, String, &'static str)>,
}

pub(super) struct StepRow {
    pub what: String,
    pub when: String,
    pub by: String,
    pub reason: String,
    pub note: String,
}

#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    format: String,
    #[serde(default)]
    state: String,
}

/// From which side this visitor acts on complaints about a centre; none for who only sees them.
pub(super) fn side_of(visitor: &Visitor, centre: &CentreSeen) -> Option<Side> {
    if visitor.seat.as_ref().is_some_and(|seat| seat.book == centre.book) {
        return Some(Side::Centre);
    }
    visitor.may_at("complaint.handle", &centre.path).then_some(Side::Officer)
}

/// What the button of a move says.
pub(super) fn do_words(frame: &Frame, to: ComplaintState) -> String {
    frame.say(&format!("complaint-do-{}", super::key(to.name())))
}

/// The colour of a move's button.
pub(super) fn button_look(to: ComplaintState) -> &'static str {
    match to {
        ComplaintState::Rejected => "grave",
        ComplaintState::LookedInto => "quiet",
        _ => "",
    }
}

fn row(frame: &Frame, house: &House, seen: &ComplaintSeen, centre: String) -> ComplaintRow {
    let (one, now) = (&seen.complaint, house.now());
    ComplaintRow {
        number: one.number.clone(),
        kind: kind_words(frame, one.kind),
        centre,
        total: one.total,
        paid: one.paid,
        state: state_words(frame, one.state),
        look: look_of(one, now),
        due: one.due.show(frame.lang),
        late: one.is_late(now),
    }
}

/// The names of centres in both languages, by book.
type Names = HashMap<String, (String, String)>;

async fn names(tx: &mut db::Tx<'_>, all: &[ComplaintSeen]) -> Result<Names, Fault> {
    let mut names = Names::new();
    for seen in all {
        if !names.contains_key(&seen.book)
            && let Some(centre) = network::centre(tx, &seen.book).await?
        {
            names.insert(seen.book.clone(), (centre.name_bn, centre.name_en));
        }
    }
    Ok(names)
}

/// `GET /supervise/{place}/complaints`.
pub(super) async fn of_area(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (lang, ended, csv) = (frame.lang, asked.state == "ended", asked.format == "csv");
    let limit = if csv { FILE_ROWS_MAX } else { ROWS_MAX.saturating_add(1) };
    let (place, mut all, names, trail) = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let place = area_of(tx, &visitor, &code).await?;
                let all = read::under_path(tx, &place.path, !ended, limit).await?;
                let names = names(tx, &all).await?;
                let trail = trail(tx, &visitor, &place.path, lang).await?;
                Ok::<_, Trouble>((place, all, names, trail))
            })
        })
        .await?;
    let name = |book: &str| names.get(book).map_or_else(|| book.to_owned(), |(bn, en)| name_in(lang, bn, en));
    if csv {
        let rows: Vec<ComplaintRow> = all.iter().map(|seen| row(&frame, &house, seen, name(&seen.book))).collect();
        return table(&frame, &place.code, &all, &rows);
    }
    let more = count(all.len()) > ROWS_MAX;
    all.truncate(usize::try_from(ROWS_MAX).unwrap_or(usize::MAX));
    web::page(&ComplaintsPage {
        trail,
        name: name_in(lang, &place.name_bn, &place.name_en),
        code: Some(place.code),
        ended,
        more,
        rows: all.iter().map(|seen| row(&frame, &house, seen, name(&seen.book))).collect(),
        frame: frame.titled("complaints-title"),
    })
}

fn table(frame: &Frame, code: &str, all: &[ComplaintSeen], rows: &[ComplaintRow]) -> Answer {
    let headings = [
        "complaint-number",
        "centre-code",
        "centre",
        "complaint-kind",
        "complaint-receipt-says",
        "complaint-paid",
        "state",
        "complaint-due",
    ]
    .map(|word| frame.say(word));
    let line = |(seen, row): (&ComplaintSeen, &ComplaintRow)| -> Vec<Cell> {
        vec![
            row.number.as_str().into(),
            seen.book.as_str().into(),
            row.centre.clone().into(),
            row.kind.clone().into(),
            row.total.into(),
            row.paid.map_or_else(|| "".into(), Cell::from),
            row.state.clone().into(),
            seen.complaint.due.day().to_string().into(),
        ]
    };
    let lines: Vec<Vec<Cell>> = all.iter().zip(rows).map(line).collect();
    sheet::answer(&format!("complaints-{code}"), &headings, &lines)
}

/// `GET /counter/complaints`: those about one's own centre.
pub(super) async fn own(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    let seat = seat(&visitor, "receipt.view")?;
    let book = seat.book.clone();
    let mut all = house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move { read::of_book(tx, &book, ROWS_MAX.saturating_add(1)).await })
        })
        .await?;
    let more = count(all.len()) > ROWS_MAX;
    all.truncate(usize::try_from(ROWS_MAX).unwrap_or(usize::MAX));
    let name = CentreSeen::from(seat).name(frame.lang).to_owned();
    web::page(&ComplaintsPage {
        trail: Vec::new(),
        code: None,
        ended: false,
        more,
        rows: all.iter().map(|seen| row(&frame, &house, seen, String::new())).collect(),
        name,
        frame: frame.titled("complaints-title"),
    })
}

/// The steps in words. Citizens have no name here; officers and people of the centre have theirs.
async fn timeline(house: &House, frame: &Frame, seen: &ComplaintSeen) -> Result<Vec<StepRow>, Trouble> {
    let (book, number) = (seen.book.clone(), seen.complaint.number.clone());
    let steps: Vec<(ComplaintStep, String, String)> = house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let mut told = Vec::new();
                for step in read::steps(tx, &book, &number).await? {
                    let by = match step.by.as_str() {
                        "citizen" | "system" => String::new(),
                        person => network::person_name(tx, person).await?,
                    };
                    let note = match &step.note {
                        Some(seal) => tx.unseal::<String>(&book, seal).await?.unwrap_or_default(),
                        None => String::new(),
                    };
                    told.push((step, by, note));
                }
                Ok(told)
            })
        })
        .await?;
    let row = |(step, by, note): (ComplaintStep, String, String)| StepRow {
        what: step.state.map(|state| state_words(frame, state)).unwrap_or_default(),
        when: step.at.show(frame.lang),
        by,
        reason: step.reason.map(|reason| reason_words(frame, &reason)).unwrap_or_default(),
        note,
    };
    Ok(steps.into_iter().map(row).collect())
}

/// The words of a reason.
pub(super) fn reason_words(frame: &Frame, reason: &str) -> String {
    frame.say(&format!("complaint-reason-{}", super::key(reason)))
}

/// `GET /complaints/{number}`.
pub(super) async fn one(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    let (centre, seen) = complaint_for(&house, &visitor, &number).await?;
    let (one, side) = (&seen.complaint, side_of(&visitor, &centre));
    let (book, receipt) = (seen.book.clone(), one.receipt.clone());
    let standing = house
        .journal
        .read::<_, Fault, _>(|tx| Box::pin(async move { reading::receipt(tx, &book, &receipt).await }))
        .await?
        .ok_or(Trouble::NotFound)?;
    let seal = |sealed: &Option<journal::Sealed>| sealed.as_ref().map(|sealed| sealed.seal.clone());
    let calls = seal(&one.mobile).filter(|_| side == Some(Side::Officer));
    let may = |to: &&ComplaintState| side != Some(Side::Officer) || one.about != visitor.person || to.is_pending();
    let moves = side.map_or(&[][..], |side| one.state.moves(side));
    let button = |to: &ComplaintState| (to.name().to_owned(), do_words(&frame, *to), button_look(*to));
    web::page(&ComplaintPage {
        back_href: match side {
            Some(Side::Centre) => "/counter/complaints".to_owned(),
            _ => "/supervise".to_owned(),
        },
        number: one.number.clone(),
        kind: kind_words(&frame, one.kind),
        centre: centre.name(frame.lang).to_owned(),
        receipt: one.receipt.clone(),
        reversed: standing.reversal.is_some(),
        official: standing.receipt.official(),
        charge: standing.receipt.charge(),
        total: standing.receipt.total(),
        paid: one.paid,
        state: state_words(&frame, one.state),
        look: look_of(one, house.now()),
        due: one.due.show(frame.lang),
        late: one.is_late(house.now()),
        words: opened(&house, &seen.book, seal(&one.words)).await?,
        mobile: opened(&house, &seen.book, calls).await?,
        timeline: timeline(&house, &frame, &seen).await?,
        moves: moves.iter().filter(may).map(button).collect(),
        frame: frame.titled("complaint-title"),
    })
}
