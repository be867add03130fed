//! The districts' shapes are all there, and a district is coloured by its centres.

use crate::supervise::map::{NOTHING, SHADES, SIZE, good_percent, shade, shapes};
use crate::supervise::standing::Figures;
use std::collections::HashSet;

#[test]
fn every_district_has_one_shape_inside_the_frame() {
    let codes: HashSet<&str> = shapes().iter().map(|shape| shape.code).collect();
    assert_eq!((shapes().len(), codes.len()), (64, 64));
    for shape in shapes() {
        assert!(shape.path.starts_with('M') && shape.path.ends_with('z'), "{}", shape.code);
        assert!(shape.path.chars().all(|c| c.is_ascii_digit() || "Mlz- ".contains(c)), "{}", shape.code);
        for start in shape.path.split('M').skip(1) {
            let mut numbers = start.split(['l', ' ']).map(|number| number.parse::<i64>().unwrap());
            let (x, y) = (numbers.next().unwrap(), numbers.next().unwrap());
            assert!((0..=SIZE.0).contains(&x) && (0..=SIZE.1).contains(&y), "{}", shape.code);
        }
    }
}

#[test]
fn the_shapes_are_of_the_districts_that_the_places_name() {
    let places = include_str!("../../../../../reference/places.csv");
    let districts: HashSet<&str> =
        places.lines().filter(|line| line.contains(",district,")).filter_map(|line| line.split(',').next()).collect();
    let codes: HashSet<&str> = shapes().iter().map(|shape| shape.code).collect();
    assert_eq!(codes, districts);
}

#[test]
fn a_district_is_the_greener_the_more_of_its_centres_do_well() {
    let of = |grades| good_percent(&Figures { grades, ..Figures::default() });
    assert_eq!(of([0, 0, 0, 0]), None);
    assert_eq!(of([1, 1, 1, 1]), Some(50));
    assert_eq!(of([0, 0, 3, 9]), Some(0));
    assert_eq!(of([2, 7, 0, 0]), Some(100));
    let shades: Vec<&str> = [0, 19, 20, 40, 60, 80, 100].map(|percent| shade(Some(percent))).to_vec();
    assert_eq!(shades, [SHADES[0], SHADES[0], SHADES[1], SHADES[2], SHADES[3], SHADES[4], SHADES[4]]);
    assert_eq!(shade(None), NOTHING);
}
