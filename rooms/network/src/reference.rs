//! The places that the program carries with it (`reference/`), read once, and found by any spelling.

use crate::place::{COUNTRY, COUNTRY_PATH, Place, PlaceKind};
use base::text::Finder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

const PLACES: &str = include_str!("../../../reference/places.csv");
const SPELLINGS: &str = include_str!("../../../reference/places_alt.csv");

/// Another or former spelling of a place's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spelling {
    /// The place.
    pub code: String,
    /// `bn` or `en`.
    pub lang: String,
    /// The spelling.
    pub name: String,
    /// Where it was found (see NOTICE).
    pub source: String,
}

/// The places that are entered together: the country with its divisions' names, or one division with all below it.
#[derive(Debug, Clone)]
pub struct Part {
    /// The code of its topmost place.
    pub code: String,
    /// Its places, parents before children.
    pub places: Vec<Place>,
    /// Their other spellings.
    pub spellings: Vec<Spelling>,
}

#[derive(Deserialize)]
struct Line {
    code: String,
    level: String,
    parent_code: String,
    name_en: String,
    name_bn: String,
    lat: String,
    lon: String,
}

/// SHA-256 of the reference data: tells whether it changed since it was entered.
#[must_use]
pub fn hash() -> String {
    let hash = Sha256::new().chain_update(PLACES).chain_update(SPELLINGS).finalize();
    base::text::hex(&hash)
}

/// The reference data in parts, in the order of their codes, the country first.
///
/// # Errors
/// The line that cannot be read: found by every test, since the data is embedded.
pub fn parts() -> Result<Vec<Part>, String> {
    let mut by_part: BTreeMap<String, Part> = BTreeMap::new();
    for place in places()? {
        let part = part_of(&place.path);
        by_part.entry(part.clone()).or_insert_with(|| empty(part)).places.push(place);
    }
    let home: HashMap<String, String> = by_part
        .iter()
        .flat_map(|(part, held)| held.places.iter().map(|place| (place.code.clone(), part.clone())))
        .collect();
    for spelling in spellings()? {
        let part = home.get(&spelling.code).and_then(|part| by_part.get_mut(part));
        part.ok_or_else(|| format!("a spelling of no place: {}", spelling.code))?.spellings.push(spelling);
    }
    let mut parts: Vec<Part> = by_part.into_values().collect();
    parts.sort_by(|a, b| (a.code != COUNTRY, &a.code).cmp(&(b.code != COUNTRY, &b.code)));
    Ok(parts)
}

fn empty(code: String) -> Part {
    Part { code, places: Vec::new(), spellings: Vec::new() }
}

/// The division of a path, or the country.
fn part_of(path: &str) -> String {
    path.split('/').nth(1).filter(|code| !code.is_empty()).unwrap_or(COUNTRY).to_owned()
}

fn places() -> Result<Vec<Place>, String> {
    let mut lines: Vec<(PlaceKind, Line)> = Vec::new();
    for line in csv::Reader::from_reader(PLACES.as_bytes()).deserialize() {
        let line: Line = line.map_err(|error| error.to_string())?;
        let kind = PlaceKind::of_name(&line.level).ok_or_else(|| format!("no such kind of place: {}", line.level))?;
        lines.push((kind, line));
    }
    lines.sort_by(|a, b| (a.0, &a.1.code).cmp(&(b.0, &b.1.code))); // parents before children
    let mut paths: HashMap<String, String> = HashMap::from([(String::new(), COUNTRY_PATH.to_owned())]);
    let mut places = vec![country()];
    for (kind, line) in lines {
        let above = paths.get(&line.parent_code).ok_or_else(|| format!("a place above {} is missing", line.code))?;
        let path = format!("{above}{}/", line.code);
        paths.insert(line.code.clone(), path.clone());
        let parent = if line.parent_code.is_empty() { COUNTRY.to_owned() } else { line.parent_code };
        places.push(Place {
            lat_micro: micro(&line.lat)?,
            lon_micro: micro(&line.lon)?,
            name_bn: base::text::clean(&line.name_bn),
            name_en: base::text::clean(&line.name_en),
            code: line.code,
            kind,
            parent,
            path,
        });
    }
    Ok(places)
}

fn country() -> Place {
    Place {
        code: COUNTRY.to_owned(),
        kind: PlaceKind::Country,
        parent: String::new(),
        path: COUNTRY_PATH.to_owned(),
        name_bn: "বাংলাদেশ".to_owned(),
        name_en: "Bangladesh".to_owned(),
        lat_micro: None,
        lon_micro: None,
    }
}

fn spellings() -> Result<Vec<Spelling>, String> {
    csv::Reader::from_reader(SPELLINGS.as_bytes())
        .deserialize()
        .map(|line| line.map_err(|error| error.to_string()))
        .map(|line| line.map(|spelling: Spelling| Spelling { name: base::text::clean(&spelling.name), ..spelling }))
        .collect()
}

/// `22.3928` degrees as 22,392,800 millionths, read digit by digit: no fraction is ever a float here.
fn micro(text: &str) -> Result<Option<i64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || format!("not a number of degrees: {text}");
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = part.get(..6).unwrap_or(part);
    format!("{whole}{part:0<6}").parse().map(Some).map_err(|_| wrong())
}

/// Codes of the places that answer a query best, best first: Bangla, English, former spellings, romanised Bangla.
/// Between places that answer equally well the higher one comes first: `Dhaka` is the division, then the district.
#[must_use]
pub fn find_places(query: &str, limit: usize) -> Vec<&'static str> {
    static INDEX: OnceLock<(Finder, Vec<String>)> = OnceLock::new();
    let (finder, codes) = INDEX.get_or_init(index);
    finder.find(query, limit).into_iter().filter_map(|id| codes.get(id).map(String::as_str)).collect()
}

fn index() -> (Finder, Vec<String>) {
    let mut also: HashMap<String, Vec<String>> = HashMap::new();
    for spelling in spellings().unwrap_or_default() {
        also.entry(spelling.code).or_default().push(spelling.name);
    }
    let places = places().unwrap_or_default();
    let weight = |kind| match kind {
        PlaceKind::Country => 6,
        PlaceKind::Division => 5,
        PlaceKind::District => 4,
        PlaceKind::Upazila | PlaceKind::CityCorporation => 3,
        PlaceKind::Pourashava => 2,
        PlaceKind::Union => 1,
        PlaceKind::Ward => 0,
    };
    let things = places.iter().enumerate().map(|(id, place)| {
        let mut names = vec![place.name_bn.clone(), place.name_en.clone(), place.code.clone()];
        names.extend(also.remove(&place.code).unwrap_or_default());
        (id, weight(place.kind), names)
    });
    let finder = Finder::new(things.collect());
    (finder, places.into_iter().map(|place| place.code).collect())
}
