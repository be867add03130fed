//! Whose day at the counter is unlike their others: the worst first, each opened down to its receipts.

use crate::honest::persons::{self, DaySeen};
use crate::honest::rules::Unlike;
use crate::pages::supervise::{area_of, centre_under, name_in, trail};
use crate::pages::{catalogue, services_of};
use crate::reading;
use askama::Template;
use axum::extract::{Path, Query, State};
use base::Paisa;
use base::calendar::BusinessDay;
use network::place::Place;
use serde::Deserialize;
use web::sheet::{self, Cell};
use web::{Answer, Frame, House, Trouble, Visitor};

/// Days back that the list looks.
pub(crate) const UNLIKE_DAYS_BACK: i64 = 7;
/// Rows on a page; the file has more.
const ROWS_MAX: usize = 100;
/// Rows that are read, of which the worst are shown.
pub(crate) const READ_ROWS_MAX: i64 = 5_000;

#[derive(Template)]
#[template(path = "unlike.html")]
pub(super) struct UnlikePage {
    pub frame: Frame,
    pub trail: Vec<(String, String)>,
    pub name: String,
    pub code: String,
    pub days: i64,
    pub more: bool,
    pub rows: Vec<UnlikeRow>,
}

pub(super) struct UnlikeRow {
    pub person: String,
    pub href: String,
    pub centre: String,
    pub day: String,
    pub receipts: i64,
    pub usual: String,
    /// (words, look).
    pub why: Vec<(String, &'static str)>,
}

#[derive(Template)]
#[template(path = "unlike_day.html")]
pub(super) struct UnlikeDayPage {
    pub frame: Frame,
    pub code: String,
    pub centre: String,
    pub person: String,
    pub day: String,
    /// (what, how many).
    pub facts: Vec<(String, String)>,
    pub why: Vec<(String, &'static str)>,
    pub rows: Vec<DayReceipt>,
}

pub(super) struct DayReceipt {
    pub number: String,
    pub services: String,
    pub total: Paisa,
    pub reversed: bool,
    pub outside: bool,
}

#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    format: String,
}

/// A day with the names of its person and its centre, in both languages.
pub(crate) struct Named {
    pub seen: DaySeen,
    pub person: String,
    pub centre: (String, String),
}

/// What is unlike the others in an area that the visitor may see.
pub(crate) async fn read(
    tx: &mut journal::Tx<'_, '_>,
    visitor: &Visitor,
    code: &str,
    today: BusinessDay,
) -> Result<(Place, Vec<Named>), Trouble> {
    let place = area_of(tx, visitor, code).await?;
    let since = today.add_days(1_i64.saturating_sub(UNLIKE_DAYS_BACK));
    let mut named = Vec::new();
    for seen in persons::unlike(tx, &place.path, since, READ_ROWS_MAX).await? {
        let centre = network::centre(tx, &seen.book).await?;
        let centre = centre.map_or_else(|| (seen.book.clone(), seen.book.clone()), |one| (one.name_bn, one.name_en));
        let person = network::person_name(tx, &seen.person).await?;
        named.push(Named { seen, person, centre });
    }
    Ok((place, named))
}

/// Why, in words, with the colour of its tag.
pub(super) fn why_words(frame: &Frame, why: Unlike) -> (String, &'static str) {
    let look = if why == Unlike::Outside { "wait" } else { "late" };
    (frame.say(&format!("unlike-{}", why.name())), look)
}

fn usual_words(frame: &Frame, usual: i64) -> String {
    if usual < 0 { "–".to_owned() } else { frame.number(usual) }
}

/// `GET /supervise/{place}/unlike`.
pub(super) async fn list(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (lang, today) = (frame.lang, house.now().day());
    let (place, named, trail) = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let (place, named) = read(tx, &visitor, &code, today).await?;
                let trail = trail(tx, &visitor, &place.path, lang).await?;
                Ok::<_, Trouble>((place, named, trail))
            })
        })
        .await?;
    if asked.format == "csv" {
        return table(&frame, &place.code, &named);
    }
    let row = |one: &Named| UnlikeRow {
        person: one.person.clone(),
        href: format!("/supervise/centres/{}/people/{}/{}", one.seen.book, one.seen.person, one.seen.day),
        centre: name_in(lang, &one.centre.0, &one.centre.1),
        day: frame.day(one.seen.day),
        receipts: one.seen.counts.receipts,
        usual: usual_words(&frame, one.seen.counts.usual),
        why: one.seen.counts.unlike().into_iter().map(|why| why_words(&frame, why)).collect(),
    };
    web::page(&UnlikePage {
        trail,
        name: name_in(lang, &place.name_bn, &place.name_en),
        code: place.code,
        days: UNLIKE_DAYS_BACK,
        more: named.len() > ROWS_MAX,
        rows: named.iter().take(ROWS_MAX).map(row).collect(),
        frame: frame.titled("unlike-title"),
    })
}

fn table(frame: &Frame, code: &str, named: &[Named]) -> Answer {
    let headings = [
        "unlike-person",
        "centre-code",
        "centre",
        "day",
        "receipts",
        "unlike-usual",
        "unlike-outside-count",
        "unlike-reversed-count",
        "unlike-overcharged-count",
        "unlike-why",
    ]
    .map(|word| frame.say(word));
    let line = |one: &Named| -> Vec<Cell> {
        let counts = &one.seen.counts;
        let why: Vec<String> = counts.unlike().into_iter().map(|why| why_words(frame, why).0).collect();
        vec![
            one.person.as_str().into(),
            one.seen.book.as_str().into(),
            name_in(frame.lang, &one.centre.0, &one.centre.1).into(),
            one.seen.day.to_string().into(),
            counts.receipts.into(),
            counts.usual.into(),
            counts.outside.into(),
            counts.reversed.into(),
            counts.overcharged.into(),
            why.join("; ").into(),
        ]
    };
    let lines: Vec<Vec<Cell>> = named.iter().map(line).collect();
    sheet::answer(&format!("unlike-{code}"), &headings, &lines)
}

/// `GET /supervise/centres/{centre}/people/{person}/{day}`.
pub(super) async fn day(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((code, person, day)): Path<(String, String, String)>,
) -> Answer {
    let day = BusinessDay::parse(&day).map_err(|_| Trouble::NotFound)?;
    let shown = catalogue(&house).await?;
    let (centre, seen, name, receipts) = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let centre = centre_under(tx, &visitor, "report.view", &code).await?;
                let seen = persons::one(tx, &centre.book, &person, day).await?.ok_or(Trouble::NotFound)?;
                let name = network::person_name(tx, &person).await?;
                let mut receipts = reading::receipts_of(tx, &centre.book, day).await?;
                receipts.retain(|standing| standing.receipt.by == person);
                Ok::<_, Trouble>((centre, seen, name, receipts))
            })
        })
        .await?;
    let counts = seen.counts;
    let fact = |word: &str, number: i64| (frame.say(word), frame.number(number));
    let row = |standing: &crate::Standing| DayReceipt {
        number: standing.receipt.number.clone(),
        services: services_of(standing, &shown, frame.lang),
        total: standing.receipt.total(),
        reversed: standing.reversal.is_some(),
        outside: standing.receipt.outside,
    };
    web::page(&UnlikeDayPage {
        centre: name_in(frame.lang, &centre.name_bn, &centre.name_en),
        code: centre.code,
        person: name,
        day: frame.day(day),
        facts: vec![
            fact("receipts", counts.receipts),
            (frame.say("unlike-usual"), usual_words(&frame, counts.usual)),
            fact("unlike-outside-count", counts.outside),
            fact("unlike-reversed-count", counts.reversed),
            fact("unlike-overcharged-count", counts.overcharged),
        ],
        why: counts.unlike().into_iter().map(|why| why_words(&frame, why)).collect(),
        rows: receipts.iter().map(row).collect(),
        frame: frame.titled("unlike-title"),
    })
}
