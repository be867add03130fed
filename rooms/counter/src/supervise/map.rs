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
