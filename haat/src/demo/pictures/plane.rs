//! The plane on which goods are drawn: points, colours, light, and the patterns that a colour can have.

use crate::open::Trouble;

/// Red, green, blue.
pub(super) type Colour = [u8; 3];
/// A point of the plane.
pub(super) type Point = (i64, i64);

pub(super) const PAPER: Colour = [251, 249, 243];
const TABLE: Colour = [236, 229, 212];
pub(super) const INK: Colour = [27, 27, 24];
pub(super) const WHITE: Colour = [255, 255, 255];
pub(super) const LEAF: Colour = [60, 120, 50];
pub(super) const WOOD: Colour = [150, 104, 62];
pub(super) const STEEL: Colour = [150, 156, 160];

/// In what a thing is drawn.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    pub a: Colour,
    pub b: Colour,
    pub pattern: Pattern,
}

/// How the second colour lies on the first.
#[derive(Clone, Copy)]
pub(super) enum Pattern {
    Plain,
    Stripes,
    Bands,
    Checks,
    Dots,
    Diamonds,
    Flowers,
    Waves,
}

impl Pattern {
    /// # Errors
    /// A pattern that there is not.
    pub fn of(name: &str) -> Result<Pattern, Trouble> {
        Ok(match name {
            "plain" => Pattern::Plain,
            "stripes" => Pattern::Stripes,
            "bands" => Pattern::Bands,
            "checks" => Pattern::Checks,
            "dots" => Pattern::Dots,
            "diamonds" => Pattern::Diamonds,
            "flowers" => Pattern::Flowers,
            "waves" => Pattern::Waves,
            other => return Err(format!("nobody knows the pattern {other}").into()),
        })
    }
}

impl Paint {
    /// The colour of a patterned stuff at a point.
    pub fn stuff(self, (x, y): Point) -> Colour {
        let Paint { a, b, .. } = self;
        let all = |on: bool| if on { b } else { a };
        match self.pattern {
            Pattern::Plain => a,
            Pattern::Stripes => all(x.rem_euclid(56) < 18 || between(x.rem_euclid(56), 26, 29)),
            Pattern::Bands => all(y.rem_euclid(64) < 20 || between(y.rem_euclid(64), 28, 32)),
            Pattern::Checks => {
                let (across, down) = (x.rem_euclid(76), y.rem_euclid(76));
                match (across < 24, down < 24) {
                    (true, true) => b,
                    (false, false) if between(across, 46, 50) || between(down, 46, 50) => mix(a, WHITE, 70),
                    (false, false) => a,
                    _ => mix(a, b, 55),
                }
            }
            Pattern::Dots => {
                let (row, down) = (y.div_euclid(62), y.rem_euclid(62) - 31);
                let across = (x + row.rem_euclid(2) * 31).rem_euclid(62) - 31;
                let (far, tall) = (across.abs() + down.abs(), down.abs().max(across.abs()));
                all(far < 11 || (tall < 19 && across.abs().min(down.abs()) < 3))
            }
            Pattern::Diamonds => {
                let (rise, fall) = ((x + y).rem_euclid(88), (x - y).rem_euclid(88));
                all(rise < 9 || fall < 9 || (between(rise, 38, 58) && between(fall, 38, 58)))
            }
            Pattern::Flowers => {
                let (row, down) = (y.div_euclid(96), y.rem_euclid(96) - 48);
                let across = (x + row.rem_euclid(2) * 48).rem_euclid(96) - 48;
                let petal = [(0, -17), (0, 17), (-17, 0), (17, 0)]
                    .into_iter()
                    .any(|(px, py)| in_ellipse((across, down), (px, py), (13, 13)));
                let heart = in_ellipse((across, down), (0, 0), (8, 8));
                if heart { mix(b, INK, 45) } else { all(petal) }
            }
            Pattern::Waves => all((y + (x.rem_euclid(60) - 30).abs()).rem_euclid(54) < 14),
        }
    }
}

/// Paper above, a table below, and the shadow that things throw on it.
pub(super) fn ground((x, y): Point) -> Colour {
    if in_ellipse((x, y), (500, 690), (380, 40)) {
        return mix(TABLE, INK, 12);
    }
    if y > 600 { TABLE } else { PAPER }
}

/// So many of a hundred parts of the second colour in the first.
pub(super) fn mix(first: Colour, second: Colour, percent: i64) -> Colour {
    let part = percent.clamp(0, 100);
    let one = |a: u8, b: u8| {
        let sum = i64::from(a).saturating_mul(100 - part).saturating_add(i64::from(b).saturating_mul(part));
        u8::try_from(sum / 100).unwrap_or(u8::MAX)
    };
    let mut mixed = first;
    for (part, other) in mixed.iter_mut().zip(second) {
        *part = one(*part, other);
    }
    mixed
}

/// Darker to the right, lighter to the left, as under a window.
pub(super) fn lit(colour: Colour, x: i64, from: i64, to: i64) -> Colour {
    let along = x.saturating_sub(from).saturating_mul(100) / to.saturating_sub(from).max(1);
    if along < 35 { mix(colour, WHITE, (35 - along) / 2) } else { mix(colour, INK, (along - 35) / 2) }
}

pub(super) fn square(number: i64) -> i64 {
    number.saturating_mul(number)
}

pub(super) fn in_ellipse((x, y): Point, (cx, cy): Point, (rx, ry): Point) -> bool {
    let part = |from: i64, centre: i64, radius: i64| {
        square(from.saturating_sub(centre)).saturating_mul(10_000) / square(radius).max(1)
    };
    part(x, cx, rx).saturating_add(part(y, cy, ry)) <= 10_000
}

/// Within so much of the edge of an ellipse, inside it.
pub(super) fn on_ring(at: Point, centre: Point, (rx, ry): Point, thick: i64) -> bool {
    in_ellipse(at, centre, (rx, ry)) && !in_ellipse(at, centre, (rx - thick, ry - thick))
}

pub(super) fn between(number: i64, from: i64, to: i64) -> bool {
    (from..=to).contains(&number)
}

pub(super) fn in_box((x, y): Point, (left, top): Point, (right, bottom): Point) -> bool {
    between(x, left, right) && between(y, top, bottom)
}

/// A box with round corners.
pub(super) fn in_round(at: Point, (left, top): Point, (right, bottom): Point, radius: i64) -> bool {
    let (x, y) = at;
    let near = (x.clamp(left + radius, right - radius), y.clamp(top + radius, bottom - radius));
    square(x - near.0) + square(y - near.1) <= square(radius)
}

/// Within so much of the line from one point to another, with round ends.
pub(super) fn near_line((x, y): Point, (fx, fy): Point, (tx, ty): Point, far: i64) -> bool {
    let (dx, dy) = (tx - fx, ty - fy);
    let along = ((x - fx) * dx + (y - fy) * dy).clamp(0, square(dx) + square(dy));
    let whole = (square(dx) + square(dy)).max(1);
    square(x - fx - dx * along / whole) + square(y - fy - dy * along / whole) <= square(far)
}

/// Inside a figure of straight edges.
pub(super) fn in_figure((x, y): Point, corners: &[Point]) -> bool {
    let mut inside = false;
    let mut before = corners.last().copied().unwrap_or_default();
    for corner in corners {
        let ((ax, ay), (bx, by)) = (before, *corner);
        if (ay > y) != (by > y) && x < ax + (bx - ax) * (y - ay) / (by - ay) {
            inside = !inside;
        }
        before = *corner;
    }
    inside
}

/// The same for every point at every drawing, and as good as by chance.
pub(super) fn grain((x, y): Point) -> i64 {
    (x.wrapping_mul(7_919).wrapping_add(y.wrapping_mul(104_729)).wrapping_mul(31) >> 5).rem_euclid(100)
}
