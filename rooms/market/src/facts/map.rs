//! The country's districts as shapes, and how a district is coloured: as the map of supervision has them (the second use;
//! the third shares them).

use std::sync::LazyLock;

/// Width and height of the country in the units of its shapes.
pub(crate) const SIZE: (i64, i64) = (304, 420);
/// The borders of the 64 districts (reference data, see NOTICE).
const SHAPES: &str = include_str!("../../../../reference/district_shapes.csv");
/// From the palest to the fullest green: less to more.
const SHADES: [&str; 5] = ["#e7efe9", "#c5dccd", "#93bfa4", "#4e9270", "#0b5d3b"];
/// Where nothing was sold.
const NOTHING: &str = "#eeebe2";

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

/// The colour of so many in a hundred.
pub(crate) fn shade(percent: Option<i64>) -> &'static str {
    let step = |percent: i64| usize::try_from(percent.clamp(0, 99) / 20).unwrap_or(0);
    percent.and_then(|percent| SHADES.get(step(percent)).copied()).unwrap_or(NOTHING)
}
