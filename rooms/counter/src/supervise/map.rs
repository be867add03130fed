//! The country's districts as shapes, and how a district is coloured: pure.

use super::standing::Figures;
use std::sync::LazyLock;

/// Width and height of the country in the units of its shapes.
pub(crate) const SIZE: (i64, i64) = (304, 420);
/// The borders of the 64 districts, simplified so far that one still knows them (reference data, see NOTICE).
const SHAPES: &str = include_str!("../../../../reference/district_shapes.csv");

/// From the palest to the fullest green: fewer to more centres with a good grade.
pub(crate) const SHADES: [&str; 5] = ["#e7efe9", "#c5dccd", "#93bfa4", "#4e9270", "#0b5d3b"];
/// Where no centre was graded.
pub(crate) const NOTHING: &str = "#eeebe2";

/// A district's shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The district's code.
    pub code: &'static str,
    /// Its border as an SVG path.
    pub path: &'static str,
}

static PARSED: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let lines = SHAPES.lines().skip(1).filter_map(|line| line.split_once(','));
    lines.map(|(code, path)| Shape { code, path }).collect()
});

/// All districts, by code.
pub(crate) fn shapes() -> &'static [Shape] {
    &PARSED
}

/// Of a hundred graded centres, how many have an A or a B; none while no centre is graded.
pub(crate) fn good_percent(figures: &Figures) -> Option<i64> {
    let [a, b, c, d] = figures.grades;
    let graded = [a, b, c, d].iter().fold(0_i64, |sum, some| sum.saturating_add(*some));
    a.saturating_add(b).saturating_mul(100).checked_div(graded)
}

/// The colour of so many in a hundred.
pub(crate) fn shade(percent: Option<i64>) -> &'static str {
    let step = |percent: i64| usize::try_from(percent.clamp(0, 99) / 20).unwrap_or(0);
    percent.and_then(|percent| SHADES.get(step(percent)).copied()).unwrap_or(NOTHING)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
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
        let places = include_str!("../../../../reference/places.csv");
        let districts: HashSet<&str> = places
            .lines()
            .filter(|line| line.contains(",district,"))
            .filter_map(|line| line.split(',').next())
            .collect();
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
}
