//! The goods of the demo: many, named in both languages, each from somewhere and each with a picture of its own.

use crate::sources::read;
use haat::demo::Picture;
use market::ROAD_WEIGHT_G_MAX;
use std::collections::{BTreeMap, BTreeSet};

/// A row of the demo's goods by its headings.
type Row = BTreeMap<String, String>;

fn table(path: &str, between: u8) -> Vec<Row> {
    let text = read(path);
    let mut reader = csv::ReaderBuilder::new().delimiter(between).from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.unwrap_or_else(|error| panic!("{path}: {error}"))).collect()
}

fn goods() -> Vec<Row> {
    table("haat/src/demo/goods.csv", b'|')
}

/// Fails with every row that does not hold.
fn each(rule: &str, holds: impl Fn(&Row) -> bool) {
    let found: Vec<_> = goods().into_iter().filter(|row| !holds(row)).map(|row| row["name_en"].clone()).collect();
    assert!(found.is_empty(), "{rule}: {found:?}");
}

fn number(row: &Row, heading: &str) -> i64 {
    row[heading].parse().unwrap_or_else(|error| panic!("{}: {heading}: {error}", row["name_en"]))
}

fn picture(row: &Row) -> Picture {
    Picture { shape: row["shape"].clone(), first: row["first"].clone(), second: row["second"].clone() }
}

#[test]
fn there_are_enough_goods_for_a_market_and_of_every_kind() {
    let (goods, categories) = (goods(), table("rooms/market/data/categories.csv", b','));
    assert!(goods.len() >= 300, "{} goods", goods.len());
    for category in categories.iter().filter(|one| one["banned"].is_empty() && one["code"].contains('.')) {
        let of_it = goods.iter().filter(|row| row["category"] == category["code"]).count();
        assert!(of_it >= 5, "{}: {of_it} goods", category["code"]);
    }
}

#[test]
fn every_good_stands_in_a_category_in_which_selling_is_allowed() {
    let categories = table("rooms/market/data/categories.csv", b',');
    let allowed: BTreeSet<_> =
        categories.iter().filter(|one| one["banned"].is_empty()).map(|one| &one["code"]).collect();
    each("a known category", |row| allowed.contains(&row["category"]));
}

#[test]
fn no_two_goods_are_called_the_same_in_either_language() {
    for heading in ["name_bn", "name_en"] {
        let mut seen = BTreeSet::new();
        let twice: Vec<_> = goods().into_iter().filter(|row| !seen.insert(row[heading].to_lowercase())).collect();
        assert!(twice.is_empty(), "{heading}: {twice:?}");
    }
}

#[test]
fn what_is_said_in_bangla_is_written_in_bangla_and_the_english_in_english() {
    let bangla = |text: &str| {
        text.chars().all(|c| ('\u{980}'..='\u{9ff}').contains(&c) || " ,-".contains(c)) && text.chars().count() >= 2
    };
    each("Bangla letters", |row| bangla(&row["name_bn"]) && bangla(&row["made_bn"]));
    each("English letters", |row| row["name_en"].is_ascii() && row["name_en"].chars().count() >= 3);
    // A letter with a dot below is written as Unicode's normal form has it: the letter, then the dot.
    each("one way of writing", |row| !row.values().any(|text| text.contains(['\u{9dc}', '\u{9dd}', '\u{9df}'])));
}

#[test]
fn prices_weights_and_days_are_those_of_a_village_market() {
    each("a fair price", |row| (20..=20_000).contains(&number(row, "taka")));
    each("a weight that a van carries", |row| (20..=ROAD_WEIGHT_G_MAX / 3).contains(&number(row, "grams")));
    each("a time to make it", |row| (0..=60).contains(&number(row, "lead_days")));
    each("a time to give it back", |row| [0, 3, 7].contains(&number(row, "return_days")));
    // What is eaten is looked at when the box is opened, and not sent back days later.
    each("no return of food", |row| !row["category"].starts_with("food.") || number(row, "return_days") == 0);
}

#[test]
fn every_good_comes_from_a_district_of_bangladesh() {
    let places = table("reference/places.csv", b',');
    let districts: BTreeSet<_> =
        places.iter().filter(|one| one["level"] == "district").map(|one| &one["code"]).collect();
    each("a district", |row| districts.contains(&row["district"]));
    let used: BTreeSet<_> = goods().into_iter().map(|row| row["district"].clone()).collect();
    assert!(used.len() >= 20, "only {} districts", used.len());
}

#[test]
fn every_kind_has_both_names_and_what_it_costs_more() {
    each("kinds", |row| {
        row["kinds"].split(';').filter(|kind| !kind.is_empty()).all(|kind| {
            let parts: Vec<&str> = kind.split('/').collect();
            let [bn, en, more] = parts.as_slice() else { return false };
            !bn.is_empty() && en.is_ascii() && more.parse::<i64>().is_ok_and(|more| (0..=5_000).contains(&more))
        })
    });
}

#[test]
fn every_good_has_a_picture_that_is_drawn_by_us_and_is_like_no_other() {
    let mut drawn = BTreeMap::new();
    for row in goods() {
        let png = picture(&row).png(48).unwrap_or_else(|error| panic!("{}: {error}", row["name_en"]));
        assert!(png.starts_with(b"\x89PNG"), "{}", row["name_en"]);
        if let Some(other) = drawn.insert(png, row["name_en"].clone()) {
            panic!("{} looks like {other}", row["name_en"]);
        }
    }
}

#[test]
fn what_cannot_be_drawn_is_said_and_not_left_white() {
    let row = goods().remove(0);
    for (heading, wrong) in [("shape", "submarine"), ("shape", "sari:tartan"), ("first", "red"), ("second", "")] {
        let mut wrong_row = row.clone();
        wrong_row.insert(heading.to_owned(), wrong.to_owned());
        assert!(picture(&wrong_row).png(48).is_err(), "{heading}: {wrong}");
    }
}
