//! The shapes of which the demo's goods are drawn, each as it looks from far away: `a` where its first colour stands, `b` its
//! second, `m` a mixture, `o` another, `.` paper, table and shadow. Whoever changes a drawing sees here what of it changed.

mod first;
mod second;
mod third;

use haat::demo::{Picture, shapes};
use image::Rgb;

/// Paper, table, and the shadow on it.
const GROUND: [[u8; 3]; 3] = [[251, 249, 243], [236, 229, 212], [210, 204, 189]];
/// Dots of a picture from far away.
const DOTS: u32 = 20;

fn known() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    [first::SHAPES, second::SHAPES, third::SHAPES].into_iter().flatten()
}

fn picture(shape: &str, first: &str, second: &str) -> Picture {
    Picture { shape: shape.to_owned(), first: first.to_owned(), second: second.to_owned() }
}

/// Which of the two colours, red and blue, stands at a dot: light and shade leave it what it is.
fn letter(Rgb(dot): Rgb<u8>) -> char {
    if GROUND.contains(&dot) {
        return '.';
    }
    let [red, green, blue] = dot.map(u32::from);
    let over = |one: u32, other: u32| one * 2 > other * 3;
    match (over(red, green), over(blue, green)) {
        (true, _) if over(red, blue) => 'a',
        (_, true) if over(blue, red) => 'b',
        (true, true) => 'm',
        _ => 'o',
    }
}

fn seen(shape: &str) -> String {
    let png = picture(shape, "ff0000", "0000ff").png(DOTS).unwrap();
    let dots = image::load_from_memory(&png).unwrap().to_rgb8();
    let rows = dots.rows().map(|row| row.map(|dot| letter(*dot)).chain(['\n']).collect::<String>());
    format!("\n{}", rows.collect::<String>())
}

#[test]
fn every_shape_looks_as_it_was_drawn() {
    for (shape, looks) in known() {
        let seen = seen(shape);
        assert_eq!(&seen, looks, "{shape} looks otherwise:{seen}");
    }
    let known: Vec<_> = known().map(|(shape, _)| *shape).collect();
    assert_eq!(known, shapes().collect::<Vec<_>>(), "every shape is kept here");
}

#[test]
fn every_thing_stands_in_its_picture_and_leaves_a_margin() {
    for (shape, looks) in known() {
        let rows: Vec<&str> = looks.trim().lines().collect();
        let ink = |row: &str| row.chars().filter(|dot| *dot != '.').count();
        let drawn: usize = rows.iter().map(|row| ink(row)).sum();
        assert!((20..=220).contains(&drawn), "{shape}: {drawn} of 300 dots");
        assert!(rows.iter().all(|row| row.starts_with('.') && row.ends_with('.')), "{shape} touches the side");
        assert_eq!(ink(rows[rows.len() - 1]), 0, "{shape} falls off the table");
    }
}

#[test]
fn each_pattern_makes_another_stuff_of_the_same_thing() {
    let patterns = ["plain", "stripes", "bands", "checks", "dots", "diamonds", "flowers", "waves"];
    for shape in ["sari", "folded", "shawl", "cushion", "shirt", "frock", "bird", "cup", "book", "notebook", "pouch"] {
        let drawn =
            patterns.map(|pattern| picture(&format!("{shape}:{pattern}"), "b3261e", "f2a900").png(160).unwrap());
        for (at, one) in drawn.iter().enumerate() {
            assert!(!drawn[..at].contains(one), "{shape}: {} is like another pattern", patterns[at]);
        }
        assert_eq!(drawn[0], picture(shape, "b3261e", "f2a900").png(160).unwrap(), "{shape} is plain by itself");
    }
}

#[test]
fn a_picture_is_four_by_three_and_the_same_at_every_drawing() {
    for width in [40_u32, 240, 720] {
        let png = picture("sari:dots", "0b5d3b", "f2a900").png(width).unwrap();
        assert_eq!(png, picture("sari:dots", "0b5d3b", "f2a900").png(width).unwrap());
        let drawn = image::load_from_memory(&png).unwrap();
        assert_eq!((drawn.width(), drawn.height()), (width, width * 3 / 4));
    }
}
