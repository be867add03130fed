//! The monthly table that an upazila sends to the district (facts.md 3.6): union, month, number of service receivers, total
//! income, remarks. Nobody fills it in: it is what the counters entered.

use super::{area_of, month_words, name_in, trail};
use crate::pages::registers::places_of;
use crate::supervise::registers::{CentreMonth, MONTHLY_CENTRES_MAX, monthly, sum};
use crate::supervise::standing::{CENTRES_MAX, Month, count};
use crate::tally::Tally;
use askama::Template;
use axum::extract::{Path, Query, State};
use network::place::Place;
use print::ruled::{Column, Ruled, Stands};
use serde::Deserialize;
use web::sheet::{self, Cell};
use web::{Answer, Frame, House, Trouble, Visitor};

/// Seats of a centre.
const SEATS: i64 = 2;

#[derive(Template)]
#[template(path = "supervise_monthly.html")]
pub(super) struct MonthlyPage {
    pub frame: Frame,
    pub trail: Vec<(String, String)>,
    pub name: String,
    pub code: String,
    pub month: String,
    pub month_words: String,
    pub before: String,
    pub after: Option<String>,
    pub csv: String,
    pub pdf: String,
    pub rows: Vec<MonthRow>,
    pub receivers: String,
    pub women: String,
    pub income: String,
    /// What is said when the area has more centres than one table takes.
    pub more: Option<String>,
}

#[derive(Clone)]
pub(super) struct MonthRow {
    pub number: String,
    pub name: String,
    pub code: String,
    pub href: String,
    pub receivers: String,
    pub women: String,
    pub income: String,
    pub remarks: String,
}

/// What is asked of the table.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    month: String,
    #[serde(default)]
    format: String,
}

/// What is read for the table.
pub(super) struct Read {
    pub place: Place,
    pub trail: Vec<(String, String)>,
    pub centres: Vec<CentreMonth>,
    pub more: bool,
    pub sum: Tally,
}

/// `GET /supervise/{place}/monthly?month=&format=`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (lang, now) = (frame.lang, Month::of(house.now().day()));
    let month = Month::named(&asked.month).unwrap_or(now);
    let limit = if asked.format == "csv" { CENTRES_MAX } else { MONTHLY_CENTRES_MAX };
    let read = house.journal.read::<_, Trouble, _>(move |tx| {
        Box::pin(async move {
            let place = area_of(tx, &visitor, &code).await?;
            let (centres, more) = monthly(tx, &place.path, month, limit).await?;
            let trail = trail(tx, &visitor, &place.path, lang).await?;
            let sum = sum(&centres)?;
            Ok(Read { place, trail, centres, more, sum })
        })
    });
    let read = read.await?;
    let file = format!("monthly-{}-{}", read.place.code, month.name());
    match asked.format.as_str() {
        "csv" => {
            let (heads, rows) = table(&frame, month, &read);
            sheet::answer(&file, &heads, &rows)
        }
        "pdf" => {
            let above = places_of(&house, &read.place.path, lang).await?;
            let page = ruled(&frame, month, &read, &above);
            web::pdf(&file, move || page.pdf()).await
        }
        _ => web::page(&page_of(frame, month, now, read)),
    }
}

/// What is said where an area has more centres than page and paper take.
fn more_words(frame: &Frame) -> String {
    frame.say_with("monthly-more", &[("count", frame.number(MONTHLY_CENTRES_MAX))])
}

/// What is to be said of a centre's month, in words.
fn remarks(frame: &Frame, one: &CentreMonth) -> String {
    let mut all = Vec::new();
    if one.tally.receipts == 0 {
        all.push(frame.say("monthly-no-service"));
    }
    let vacant = SEATS.saturating_sub(one.seats_filled);
    if vacant > 0 {
        all.push(frame.say_with("monthly-vacant", &[("count", frame.number(vacant))]));
    }
    if one.tally.complaints > 0 {
        all.push(frame.say_with("monthly-complaints", &[("count", frame.number(one.tally.complaints))]));
    }
    all.join("; ")
}

fn row(frame: &Frame, place: usize, one: &CentreMonth) -> MonthRow {
    MonthRow {
        number: frame.number(count(place.saturating_add(1))),
        name: name_in(frame.lang, &one.centre.name_bn, &one.centre.name_en),
        code: one.centre.code.clone(),
        href: format!("/supervise/centres/{}", one.centre.code),
        receivers: frame.number(one.tally.receipts),
        women: frame.number(one.tally.women),
        income: frame.money(one.tally.income()),
        remarks: remarks(frame, one),
    }
}

pub(super) fn page_of(frame: Frame, month: Month, now: Month, read: Read) -> MonthlyPage {
    let frame = frame.titled("monthly-title");
    let here = format!("/supervise/{}/monthly?month=", read.place.code);
    let at = |month: Month| format!("{here}{}", month.name());
    MonthlyPage {
        trail: read.trail,
        name: name_in(frame.lang, &read.place.name_bn, &read.place.name_en),
        month: month.name(),
        month_words: month_words(&frame, month),
        before: at(month.before()),
        after: (month != now).then(|| at(month.after())),
        csv: format!("{}&format=csv", at(month)),
        pdf: format!("{}&format=pdf", at(month)),
        rows: read.centres.iter().enumerate().map(|(place, one)| row(&frame, place, one)).collect(),
        receivers: frame.number(read.sum.receipts),
        women: frame.number(read.sum.women),
        income: frame.money(read.sum.income()),
        more: read.more.then(|| more_words(&frame)),
        code: read.place.code,
        frame,
    }
}

const HEADS: [&str; 5] = ["monthly-centre", "monthly-receivers", "monthly-women", "monthly-income", "monthly-remarks"];

fn table(frame: &Frame, month: Month, read: &Read) -> (Vec<String>, Vec<Vec<Cell>>) {
    let heads = [frame.say("monthly-code")].into_iter().chain(HEADS.map(|key| frame.say(key)));
    let heads: Vec<String> = heads.chain([frame.say("supervise-month")]).collect();
    let line = |one: &CentreMonth| -> Vec<Cell> {
        vec![
            one.centre.code.clone().into(),
            name_in(frame.lang, &one.centre.name_bn, &one.centre.name_en).into(),
            one.tally.receipts.into(),
            one.tally.women.into(),
            one.tally.income().into(),
            remarks(frame, one).into(),
            month.name().into(),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = read.centres.iter().map(line).collect();
    rows.push(vec![
        "".into(),
        frame.say("total").into(),
        read.sum.receipts.into(),
        read.sum.women.into(),
        read.sum.income().into(),
        "".into(),
        month.name().into(),
    ]);
    (heads, rows)
}

fn ruled(frame: &Frame, month: Month, read: &Read, above: &str) -> Ruled {
    let [centre, receivers, women, income, remarks] = HEADS.map(|key| frame.say(key));
    let columns = [
        Column::new(frame.say("monthly-number"), Stands::Right),
        Column::new(centre, Stands::Left).wide(3),
        Column::new(receivers, Stands::Right),
        Column::new(women, Stands::Right),
        Column::new(income, Stands::Right),
        Column::new(remarks, Stands::Left).wide(2),
    ];
    let name = name_in(frame.lang, &read.place.name_bn, &read.place.name_en);
    let page = Ruled::new(frame.lang.code(), frame.say("monthly-title"), month_words(frame, month));
    let mut page = page.of(name, above).columns(columns);
    for (place, one) in read.centres.iter().enumerate() {
        let seen = row(frame, place, one);
        page = page.row(vec![seen.number, seen.name, seen.receivers, seen.women, seen.income, seen.remarks]);
    }
    let sum = [frame.number(read.sum.receipts), frame.number(read.sum.women), frame.money(read.sum.income())];
    page = page.strong([vec![String::new(), frame.say("total")], sum.to_vec()].concat());
    if read.more {
        page = page.note(more_words(frame));
    }
    page.note(frame.say("monthly-hint"))
        .signed_by(frame.say("monthly-signed-made"))
        .signed_by(frame.say("monthly-signed-officer"))
}
