//! The receipts of a day with their sums.

use super::days::{Asked, DayStands, Found, found, read_day, stands};
use super::{catalogue, services_of, today};
use crate::catalogue::Shown;
use crate::reading;
use crate::receipt::Standing;
use askama::Template;
use axum::extract::{Query, State};
use base::Paisa;
use base::calendar::{BanglaDate, BusinessDay};
use journal::Fault;
use web::{Answer, Frame, House, Visitor};

#[derive(Template)]
#[template(path = "day.html")]
pub(super) struct DayPage {
    pub frame: Frame,
    /// The centre's code, kept in links when it is not the reader's own.
    pub centre: Option<String>,
    pub centre_name: String,
    pub day: String,
    pub day_words: String,
    pub bangla_day: String,
    pub previous_href: String,
    pub next_href: Option<String>,
    pub rows: Vec<DayRow>,
    pub services: Vec<ServiceSum>,
    pub official: Paisa,
    pub charge: Paisa,
    pub total: Paisa,
    pub count: i64,
    pub stands: DayStands,
}

pub(super) struct DayRow {
    pub number: String,
    pub clock: String,
    pub services: String,
    pub official: Paisa,
    pub charge: Paisa,
    pub total: Paisa,
    pub reversed: bool,
}

pub(super) struct ServiceSum {
    pub name: String,
    pub quantity: i64,
    pub total: Paisa,
}

/// What is read of a day.
struct DayRead {
    receipts: Vec<Standing>,
    services: Vec<(String, i64, Paisa)>,
    standing: (i64, Paisa, Paisa),
}

async fn read(house: &House, book: &str, day: BusinessDay) -> Result<DayRead, Fault> {
    let book = book.to_owned();
    house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                Ok(DayRead {
                    receipts: reading::receipts_of(tx, &book, day).await?,
                    services: reading::services_of(tx, &book, day).await?,
                    standing: reading::standing_of(tx, &book, day).await?,
                })
            })
        })
        .await
}

fn row(frame: &Frame, shown: &Shown, standing: &Standing) -> DayRow {
    let receipt = &standing.receipt;
    let clock = if receipt.at.day() == receipt.day { receipt.at.clock(frame.lang) } else { frame.say("from-register") };
    DayRow {
        number: receipt.number.clone(),
        clock,
        services: services_of(standing, shown, frame.lang),
        official: receipt.official(),
        charge: receipt.charge(),
        total: receipt.total(),
        reversed: standing.reversal.is_some(),
    }
}

fn page_of(frame: Frame, shown: &Shown, found: &Found, read: &DayRead, stands: DayStands) -> DayPage {
    let (lang, day) = (frame.lang, found.day);
    let href = |day: BusinessDay| match &found.other {
        Some(code) => format!("/counter/day?day={day}&centre={code}"),
        None => format!("/counter/day?day={day}"),
    };
    let (count, official, charge) = read.standing;
    let services = read.services.iter().map(|(code, quantity, total)| ServiceSum {
        name: shown.name(code, lang),
        quantity: *quantity,
        total: *total,
    });
    DayPage {
        centre: found.other.clone(),
        centre_name: found.centre.name(lang).to_owned(),
        day: day.to_string(),
        day_words: day.show(lang),
        bangla_day: BanglaDate::of(day).show(lang),
        previous_href: href(day.add_days(-1)),
        next_href: (day < today(frame.house())).then(|| href(day.add_days(1))),
        rows: read.receipts.iter().map(|standing| row(&frame, shown, standing)).collect(),
        services: services.collect(),
        official,
        charge,
        total: official.checked_add(charge).unwrap_or_default(),
        count,
        stands,
        frame: frame.titled("day-title"),
    }
}

/// `GET /counter/day?day=yyyy-mm-dd&centre=CODE`. Who has no counter and names no centre is sent to the first page, where
/// one can be named.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let Some(found) = found(&house, &visitor, &asked).await? else { return Ok(web::see_other("/today")) };
    let read = read(&house, &found.centre.book, found.day).await?;
    let all = read_day(&house, &visitor, &found.centre, found.day).await?;
    let shown = catalogue(&house).await?;
    let stands = stands(&frame, &shown, &found, &all, visitor.may_at("sale.create", &found.centre.path));
    web::page(&page_of(frame, &shown, &found, &read, stands))
}
