//! The country by its districts: a map that is greener where more centres do well, and the table under it.

use super::{area_of, month_words, name_in, trail};
use crate::supervise::map::{SHADES, SIZE, good_percent, shade, shapes};
use crate::supervise::standing::{Figures, Graded, Standing, standings};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use base::Lang;
use network::place::{Place, PlaceKind};
use std::collections::HashMap;
use web::{Answer, Frame, House, Trouble, Visitor};

/// Where a district's code stands in a path: below the country and its division.
const DISTRICT_STEP: usize = 2;

#[derive(Template)]
#[template(path = "supervise_map.html")]
pub(super) struct MapPage {
    pub frame: Frame,
    pub trail: Vec<(String, String)>,
    pub name: String,
    pub code: String,
    pub graded: String,
    pub map: Drawing,
    pub scale: Vec<ScaleStep>,
    pub rows: Vec<DistrictRow>,
}

/// The map itself: in the page, and as a picture of its own.
#[derive(Template)]
#[template(path = "supervise_map.svg")]
pub(super) struct Drawing {
    pub size: (i64, i64),
    pub districts: Vec<District>,
    pub label: String,
}

pub(super) struct District {
    pub path: &'static str,
    pub fill: &'static str,
    /// Where it leads; nowhere without a centre of the reader's.
    pub href: String,
    pub title: String,
}

pub(super) struct ScaleStep {
    pub fill: &'static str,
    pub words: String,
}

pub(super) struct DistrictRow {
    pub name: String,
    pub href: String,
    pub centres: i64,
    pub good: String,
    pub inactive: i64,
    pub late: i64,
}

/// What is read: the area, and its districts with their figures.
struct MapRead {
    place: Place,
    districts: Vec<(Place, Figures)>,
    trail: Vec<(String, String)>,
}

fn by_district(standings: &[Standing]) -> HashMap<&str, Vec<&Standing>> {
    let mut districts: HashMap<&str, Vec<&Standing>> = HashMap::new();
    for one in standings {
        if let Some(code) = network::place::codes_of(&one.centre.path).get(DISTRICT_STEP) {
            districts.entry(code).or_default().push(one);
        }
    }
    districts
}

async fn read(house: &House, visitor: Visitor, code: String, lang: Lang) -> Result<MapRead, Trouble> {
    let today = house.now().day();
    house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let place = area_of(tx, &visitor, &code).await?;
                if !matches!(place.kind, PlaceKind::Country | PlaceKind::Division) {
                    return Err(Trouble::NotFound);
                }
                let all = standings(tx, &place.path, today).await?;
                let mut districts = Vec::new();
                for (code, centres) in by_district(&all) {
                    if let Some(district) = network::place(tx, code).await? {
                        districts.push((district, Figures::of(centres)?));
                    }
                }
                districts.sort_by(|(a, _), (b, _)| a.code.cmp(&b.code));
                let trail = trail(tx, &visitor, &place.path, lang).await?;
                Ok(MapRead { place, districts, trail })
            })
        })
        .await
}

fn percent_words(frame: &Frame, figures: &Figures) -> String {
    good_percent(figures).map_or_else(|| "–".to_owned(), |percent| format!("{}%", frame.number(percent)))
}

fn drawing(frame: &Frame, read: &MapRead) -> Drawing {
    let of: HashMap<&str, &(Place, Figures)> = read.districts.iter().map(|one| (one.0.code.as_str(), one)).collect();
    let district = |shape: &crate::supervise::map::Shape| match of.get(shape.code) {
        Some((place, figures)) => District {
            path: shape.path,
            fill: shade(good_percent(figures)),
            href: format!("/supervise/{}", place.code),
            title: format!("{} {}", name_in(frame.lang, &place.name_bn, &place.name_en), percent_words(frame, figures)),
        },
        None => District { path: shape.path, fill: shade(None), href: String::new(), title: String::new() },
    };
    Drawing { size: SIZE, districts: shapes().iter().map(district).collect(), label: frame.say("supervise-map-label") }
}

/// The five steps of the scale, in words.
fn scale(frame: &Frame) -> Vec<ScaleStep> {
    let step = |(number, fill): (i64, &'static str)| {
        let (low, high) = (number.saturating_mul(20), number.saturating_add(1).saturating_mul(20));
        ScaleStep { fill, words: format!("{}–{}%", frame.number(low), frame.number(high)) }
    };
    (0_i64..).zip(SHADES).map(step).collect()
}

fn page_of(frame: Frame, read: MapRead, graded: String) -> MapPage {
    let map = drawing(&frame, &read);
    let row = |(place, figures): &(Place, Figures)| DistrictRow {
        name: name_in(frame.lang, &place.name_bn, &place.name_en),
        href: format!("/supervise/{}", place.code),
        centres: figures.centres,
        good: percent_words(&frame, figures),
        inactive: figures.inactive,
        late: figures.late,
    };
    MapPage {
        rows: read.districts.iter().map(row).collect(),
        trail: read.trail,
        name: name_in(frame.lang, &read.place.name_bn, &read.place.name_en),
        code: read.place.code,
        graded,
        map,
        scale: scale(&frame),
        frame: frame.titled("supervise-map"),
    }
}

/// `GET /supervise/{place}/map`: of the country and of a division.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Answer {
    let read = read(&house, visitor, code, frame.lang).await?;
    let graded = month_words(&frame, Graded::on(house.now().day()).month);
    web::page(&page_of(frame, read, graded))
}

/// `GET /supervise/{place}/map.svg`: the map by itself, which the area's page shows small.
pub(super) async fn picture(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Answer {
    let read = read(&house, visitor, code, frame.lang).await?;
    let drawn = drawing(&frame, &read).render().map_err(|error| Trouble::Broken(error.to_string()))?;
    Ok(([(CONTENT_TYPE, "image/svg+xml")], drawn).into_response())
}

/// The sample of the page.
pub(super) fn sample(frame: Frame, trail: Vec<(String, String)>) -> MapPage {
    let place = |code: &str, bn: &str, en: &str| Place {
        code: code.to_owned(),
        kind: PlaceKind::District,
        parent: String::new(),
        path: format!("/30/{code}/"),
        name_bn: bn.to_owned(),
        name_en: en.to_owned(),
        lat_micro: None,
        lon_micro: None,
    };
    let figures = |grades, late| Figures { centres: 40, grades, late, inactive: 2, ..Figures::default() };
    let read = MapRead {
        place: Place { kind: PlaceKind::Country, ..place("bd", "বাংলাদেশ", "Bangladesh") },
        districts: vec![
            (place("3026", "ঢাকা", "Dhaka"), figures([12, 20, 6, 2], 31)),
            (place("3029", "ফরিদপুর", "Faridpur"), figures([2, 6, 20, 12], 55)),
        ],
        trail,
    };
    let graded = frame.either("নভেম্বর ২০২৬", "November 2026").to_owned();
    page_of(frame, read, graded)
}
