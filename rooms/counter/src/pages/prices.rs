//! The price board of a centre: for its wall, and for anybody to read.

use super::catalogue::word;
use super::{CentreSeen, SELL, catalogue, centre_of, ready_in, seat, sent_elsewhere, today};
use crate::service::{Offer, tariff_at};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::Paisa;
use base::calendar::BusinessDay;
use serde_json::{Value, json};
use web::{Answer, Frame, House, Needs, Route, Trouble, Visitor};

/// How the board is set.
const BOARD: &str = include_str!("../../paper/price_board.typ");

/// The ways to the price board.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/counter/prices", SELL, own),
        Route::get("/counter/prices/{sheet}", SELL, print),
        Route::get("/prices/{centre}", Needs::Anyone, show),
    ]
}

#[derive(Template)]
#[template(path = "prices.html")]
pub(super) struct PricesPage {
    pub frame: Frame,
    pub centre: String,
    pub day: String,
    pub groups: Vec<PriceGroup>,
    /// The reader's own centre: they may print it.
    pub own: bool,
    /// Where to go while this centre does not serve; may be empty.
    pub go: String,
}

/// The services of one group with their prices.
pub(super) struct PriceGroup {
    pub name: String,
    pub rows: Vec<PriceRow>,
}

/// What one service costs here.
pub(super) struct PriceRow {
    pub name: String,
    pub documents: String,
    pub ready_in: String,
    pub official: Paisa,
    pub charge: Paisa,
    pub total: Paisa,
    pub version: String,
    pub per_thousand: bool,
    pub outsiders: bool,
}

fn row(frame: &Frame, offer: &Offer, path: &str, day: BusinessDay) -> Option<PriceRow> {
    let tariff = tariff_at(&offer.tariffs, path, day).filter(|_| !offer.is_closed_at(path))?;
    let documents: Vec<&str> = offer.service.documents.iter().map(|both| both.in_lang(frame.lang)).collect();
    Some(PriceRow {
        name: offer.service.name.in_lang(frame.lang).to_owned(),
        documents: documents.join(", "),
        ready_in: ready_in(frame, offer.service.sla_days),
        official: tariff.official,
        charge: tariff.charge()?,
        total: tariff.total()?,
        version: frame.say_with("tariff-version", &[("number", frame.number(tariff.version))]),
        per_thousand: tariff.per_thousand,
        outsiders: tariff.outsiders_official_only,
    })
}

async fn page_of(house: &House, frame: Frame, centre: &CentreSeen, own: bool) -> Result<PricesPage, Trouble> {
    let (shown, day) = (catalogue(house).await?, today(house));
    let mut groups: Vec<PriceGroup> = Vec::new();
    for offer in &shown.offers {
        let Some(row) = row(&frame, offer, &centre.path, day) else { continue };
        let name = word(&frame, "group", &offer.service.group);
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.rows.push(row),
            None => groups.push(PriceGroup { name, rows: vec![row] }),
        }
    }
    let name = centre.name(frame.lang).to_owned();
    let go = sent_elsewhere(house, &frame, &centre.book, false).await?.unwrap_or_default();
    Ok(PricesPage { centre: name, day: frame.day(day), groups, own, go, frame: frame.titled("prices-title") })
}

/// `GET /prices/{centre}`: what a centre may ask for is no secret.
async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Option<Visitor>,
    Path(centre): Path<String>,
) -> Answer {
    let centre = centre_of(&house, &centre).await?.ok_or(Trouble::NotFound)?;
    let own = visitor.and_then(|visitor| visitor.seat).is_some_and(|seat| seat.book == centre.book);
    web::page(&page_of(&house, frame, &centre, own).await?)
}

/// `GET /counter/prices`: on to the board of the own centre.
async fn own(visitor: Visitor) -> Answer {
    Ok(web::see_other(&format!("/prices/{}", seat(&visitor, "catalogue.view")?.book)))
}

/// What the board's page reads.
fn board(page: &PricesPage, sheet: &str, check_address: &str) -> Result<Value, Trouble> {
    let frame = &page.frame;
    let say = |key: &str| frame.say(key);
    let row = |row: &PriceRow| {
        let mut name = row.name.clone();
        if row.per_thousand {
            name = format!("{name} ({})", say("tariff-per-thousand"));
        }
        json!({
            "name": name, "documents": row.documents, "ready": row.ready_in, "version": row.version,
            "official": frame.money(row.official), "charge": frame.money(row.charge), "total": frame.money(row.total),
            "outsiders": row.outsiders,
        })
    };
    let groups = page.groups.iter().map(|group| {
        json!({
            "name": group.name, "rows": group.rows.iter().map(row).collect::<Vec<_>>(),
        })
    });
    let qr = print::qr_svg(check_address).map_err(|fault| Trouble::Broken(fault.to_string()))?;
    Ok(json!({
        "lang": frame.lang.code(), "paper": sheet, "centre": page.centre, "day": page.day,
        "groups": groups.collect::<Vec<_>>(), "qr_svg": qr,
        "labels": {
            "title": say("prices-title"), "service": say("service"), "official": say("official-fee"),
            "charge": say("service-charge"), "total": say("total"), "ready": say("ready-in"),
            "complaint": say("complaint-333"), "check": say("prices-check"), "outsiders": say("prices-outsiders"),
        },
    }))
}

/// `GET /counter/prices/{a4.pdf | a3.pdf}`: the board of the own centre, to be printed.
async fn print(State(house): State<House>, frame: Frame, visitor: Visitor, Path(sheet): Path<String>) -> Answer {
    let seat = seat(&visitor, "catalogue.view")?;
    let paper = match sheet.as_str() {
        "a4.pdf" => "a4",
        "a3.pdf" => "a3",
        _ => return Err(Trouble::NotFound),
    };
    let page = page_of(&house, frame, &CentreSeen::from(seat), true).await?;
    let data = board(&page, paper, &format!("{}/check", house.public_address))?;
    let bytes = tokio::task::spawn_blocking(move || print::page::pdf(BOARD, &data)).await;
    let bytes = bytes.map_err(|error| Trouble::Broken(error.to_string()))?;
    let bytes = bytes.map_err(|fault| Trouble::Broken(fault.to_string()))?;
    let name = format!("inline; filename=\"prices-{}-{paper}.pdf\"", seat.book);
    Ok(([(CONTENT_TYPE, "application/pdf"), (CONTENT_DISPOSITION, name.as_str())], bytes).into_response())
}
