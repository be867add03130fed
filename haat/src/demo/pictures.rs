//! Pictures of goods, drawn by ourselves: a few shapes in two colours on paper. The plane has 1,000 points to the right and
//! 750 down; every shape says for a point which colour stands there.

use crate::open::Trouble;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// Red, green, blue.
type Colour = [u8; 3];
/// A point of the plane.
type Point = (i64, i64);
/// What stands at a point, drawn in two colours; nothing outside the thing.
type Shape = fn(Point, Colour, Colour) -> Option<Colour>;

const PAPER: Colour = [251, 249, 243];
const TABLE: Colour = [236, 229, 212];
const INK: Colour = [27, 27, 24];
const WHITE: Colour = [255, 255, 255];
const LEAF: Colour = [60, 120, 50];

/// What is to be drawn.
pub(super) struct Picture<'a> {
    pub shape: &'a str,
    /// Colours as six hexadecimal digits.
    pub first: &'a str,
    pub second: &'a str,
}

impl Picture<'_> {
    /// The picture as PNG, so many dots wide.
    ///
    /// # Errors
    /// A shape that nobody can draw, or a colour that is none.
    pub fn png(&self, width: u32) -> Result<Vec<u8>, Trouble> {
        let (a, b) = (colour(self.first)?, colour(self.second)?);
        let shape = shape(self.shape)?;
        let scale = |dot: u32| i64::from(dot).saturating_mul(1_000) / i64::from(width.max(1));
        let picture = RgbImage::from_fn(width, width.saturating_mul(3) / 4, |x, y| {
            let at = (scale(x), scale(y));
            Rgb(shape(at, a, b).unwrap_or_else(|| ground(at)))
        });
        let mut file = Cursor::new(Vec::new());
        DynamicImage::from(picture).write_to(&mut file, ImageFormat::Png)?;
        Ok(file.into_inner())
    }
}

fn colour(text: &str) -> Result<Colour, Trouble> {
    let number = u32::from_str_radix(text, 16).map_err(|error| format!("{text}: {error}"))?;
    let [_, red, green, blue] = number.to_be_bytes();
    Ok([red, green, blue])
}

fn shape(name: &str) -> Result<Shape, Trouble> {
    Ok(match name {
        "cloth" => cloth,
        "drape" => drape,
        "pot" => pot,
        "basket" => basket,
        "jar" => jar,
        "heap" => heap,
        "lamp" => lamp,
        "box" => packet,
        "fruit" => fruit,
        "doll" => doll,
        "bag" => bag,
        "mat" => mat,
        "plate" => plate,
        "tool" => tool,
        other => return Err(format!("nobody can draw {other}").into()),
    })
}

/// Paper above, a table below, and the shadow that things throw on it.
fn ground((x, y): Point) -> Colour {
    if in_ellipse((x, y), (500, 690), (380, 40)) {
        return mix(TABLE, INK, 12);
    }
    if y > 600 { TABLE } else { PAPER }
}

/// So many of a hundred parts of the second colour in the first.
fn mix(first: Colour, second: Colour, percent: i64) -> Colour {
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
fn lit(colour: Colour, x: i64, from: i64, to: i64) -> Colour {
    let along = x.saturating_sub(from).saturating_mul(100) / to.saturating_sub(from).max(1);
    if along < 35 { mix(colour, WHITE, (35 - along) / 2) } else { mix(colour, INK, (along - 35) / 2) }
}

fn square(number: i64) -> i64 {
    number.saturating_mul(number)
}

fn in_ellipse((x, y): Point, (cx, cy): Point, (rx, ry): Point) -> bool {
    let part = |from: i64, centre: i64, radius: i64| {
        square(from.saturating_sub(centre)).saturating_mul(10_000) / square(radius).max(1)
    };
    part(x, cx, rx).saturating_add(part(y, cy, ry)) <= 10_000
}

fn between(number: i64, from: i64, to: i64) -> bool {
    (from..=to).contains(&number)
}

/// The same for every point at every drawing, and as good as by chance.
fn grain((x, y): Point) -> i64 {
    (x.wrapping_mul(7_919).wrapping_add(y.wrapping_mul(104_729)).wrapping_mul(31) >> 5).rem_euclid(100)
}

/// A folded cloth with flowers and running stitches.
fn cloth((x, y): Point, a: Colour, b: Colour) -> Option<Colour> {
    let (inside, edge) = (between(x, 170, 830) && between(y, 130, 680), !between(x, 200, 800) || !between(y, 160, 650));
    if !inside {
        return None;
    }
    let bloom = (x.rem_euclid(110) - 55, y.rem_euclid(110) - 55);
    let petal = in_ellipse(bloom, (0, -20), (12, 20))
        || in_ellipse(bloom, (0, 20), (12, 20))
        || in_ellipse(bloom, (-20, 0), (20, 12))
        || in_ellipse(bloom, (20, 0), (20, 12));
    let stitch = (y % 22 < 3 && x % 16 < 9) || (edge && (x + y) % 20 < 10);
    let base = if petal {
        b
    } else if stitch {
        mix(a, WHITE, 55)
    } else {
        a
    };
    let fold = if between(y, 395, 410) { 30 } else { (y - 130).rem_euclid(280) / 14 };
    Some(mix(lit(base, x, 170, 830), INK, fold / 2))
}

/// A hanging cloth in folds with a border.
fn drape((x, y): Point, a: Colour, b: Colour) -> Option<Colour> {
    let wave = (y.rem_euclid(200) - 100).abs() / 10;
    let along = x + wave;
    if !between(along, 240, 770) || !between(y, 60, 690) {
        return None;
    }
    let fold = (along.rem_euclid(90) - 45).abs();
    let border = y > 590 || !between(along, 275, 735);
    let dot = in_ellipse((along.rem_euclid(60), y.rem_euclid(60)), (30, 30), (8, 11));
    let base = if border && (along + y) % 36 < 18 {
        mix(b, a, 30)
    } else if border || dot {
        b
    } else {
        a
    };
    Some(mix(mix(base, WHITE, fold / 3), INK, (45 - fold).max(0) / 2))
}

fn pot((x, y): Point, a: Colour, b: Colour) -> Option<Colour> {
    if in_ellipse((x, y), (500, 190), (125, 22)) {
        return Some(mix(a, INK, 55));
    }
    let rim = in_ellipse((x, y), (500, 195), (150, 36));
    let neck = between(y, 200, 300) && between(x, 415 - (y - 250).abs() / 4, 585 + (y - 250).abs() / 4);
    let body = in_ellipse((x, y), (500, 470), (265, 215));
    if !(rim || neck || body) {
        return None;
    }
    let band = between(y, 400, 440) || between(y, 500, 512) || (between(y, 450, 490) && (x / 30 + y / 20) % 2 == 0);
    Some(lit(if body && band { b } else { a }, x, 235, 765))
}

fn basket((x, y): Point, a: Colour, b: Colour) -> Option<Colour> {
    let handle = in_ellipse((x, y), (500, 330), (235, 235)) && !in_ellipse((x, y), (500, 330), (205, 205)) && y < 340;
    if handle {
        return Some(lit(b, x, 265, 735));
    }
    let half = 300 - (y - 320).max(0) / 4;
    if !between(y, 320, 680) || !between(x, 500 - half, 500 + half) {
        return None;
    }
    let over = (x / 36 + y / 26) % 2 == 0;
    let gap = x % 36 < 3 || y % 26 < 3;
    let base = if y < 352 {
        b
    } else if gap {
        mix(b, INK, 30)
    } else if over {
        a
    } else {
        mix(a, b, 45)
    };
    Some(lit(base, x, 200, 800))
}

fn jar((x, y): Point, a: Colour, b: Colour) -> Option<Colour> {
    if between(y, 110, 185) && between(x, 365, 635) {
        return Some(lit(if x % 18 < 4 { mix(b, INK, 20) } else { b }, x, 365, 635));
    }
    let shoulder = in_ellipse((x, y), (500, 270), (185, 95));
    if !(shoulder || (between(y, 270, 690) && between(x, 315, 685))) {
        return None;
    }
    if between(y, 370, 590) && between(x, 345, 655) {
        let mark = in_ellipse((x, y), (500, 455), (62, 52));
        let line = between(y, 535, 545) && between(x, 400, 600) || between(y, 560, 566) && between(x, 430, 570);
        return Some(if mark {
            b
        } else if line {
            INK
        } else {
            mix(WHITE, PAPER, 60)
        });
    }
    let shine = between(x, 345, 362) && between(y, 290, 660);
    Some(if shine { mix(a, WHITE, 50) } else { lit(a, x, 315, 685) })
}

/// Grain or powder heaped on a plate.
fn heap((x, y): Point, a: Colour, b: Colour) -> Option<Colour> {
    let top = 210 + square((x - 500).abs()) / 300;
    if y > top && y < 640 && between(x, 160, 840) && in_ellipse((x, y), (500, 560), (345, 400)) {
        let base = if grain((x / 5, y / 4)) < 38 { b } else { a };
        return Some(lit(mix(base, WHITE, grain((x / 3, y / 3)) / 8), x, 160, 840));
    }
    let plate = in_ellipse((x, y), (500, 630), (400, 62));
    plate.then(|| lit([214, 200, 176], x, 100, 900))
}

fn lamp((x, y): Point, a: Colour, b: Colour) -> Option<Colour> {
    let half = 90 + (y - 120) / 2;
    if between(y, 120, 340) && between(x, 500 - half, 500 + half) {
        return Some(mix(lit(b, x, 300, 700), WHITE, 20));
    }
    if between(x, 485, 515) && between(y, 340, 620) {
        return Some(lit([120, 120, 116], x, 485, 515));
    }
    if in_ellipse((x, y), (500, 645), (170, 42)) {
        return Some(lit(mix(b, INK, 30), x, 330, 670));
    }
    let far = square(x - 500) + square(y - 360);
    (far < 62_500).then(|| mix(mix(a, WHITE, 45), ground((x, y)), far / 625))
}

fn packet((x, y): Point, a: Colour, b: Colour) -> Option<Colour> {
    let front = between(x, 270, 660) && between(y, 180, 680);
    let side = between(x, 661, 740) && between(y, 180 - (x - 660) / 2, 680 - (x - 660) / 2);
    let top = between(y, 140, 180) && between(x, 270 + (180 - y) * 2, 660 + (180 - y) * 2);
    if side {
        return Some(mix(a, INK, 40));
    }
    if top {
        return Some(mix(a, WHITE, 30));
    }
    let mark = in_ellipse((x, y), (465, 390), (105, 105));
    let ring = in_ellipse((x, y), (465, 390), (80, 80)) && !in_ellipse((x, y), (465, 390), (62, 62));
    let band = between(y, 560, 620);
    front.then(|| {
        lit(
            if ring {
                a
            } else if mark || band {
                b
            } else {
                a
            },
            x,
            270,
            740,
        )
    })
}

fn fruit(at: Point, a: Colour, b: Colour) -> Option<Colour> {
    let (x, y) = at;
    for (cx, cy) in [(500, 330), (350, 520), (650, 530), (500, 570)] {
        let stalk = between(x, cx - 6, cx + 6) && between(y, cy - 165, cy - 120);
        if stalk {
            return Some([90, 60, 30]);
        }
        if in_ellipse(at, (cx + 42, cy - 140), (46, 18)) {
            return Some(LEAF);
        }
    }
    for (cx, cy) in [(500, 570), (650, 530), (350, 520), (500, 330)] {
        if in_ellipse(at, (cx, cy), (140, 128)) {
            let blush = in_ellipse(at, (cx - 50, cy - 30), (70, 70));
            return Some(lit(
                if blush { mix(a, WHITE, 22) } else { mix(a, b, (y - cy + 128) / 9) },
                x,
                cx - 140,
                cx + 140,
            ));
        }
    }
    None
}

fn doll(at: Point, a: Colour, b: Colour) -> Option<Colour> {
    let (x, y) = at;
    let eye = in_ellipse(at, (465, 215), (9, 11)) || in_ellipse(at, (535, 215), (9, 11));
    let mouth = between(y, 258, 266) && between(x, 470, 530);
    if eye || mouth {
        return Some(INK);
    }
    if in_ellipse(at, (500, 150), (105, 62)) {
        return Some(INK);
    }
    if in_ellipse(at, (500, 220), (98, 98)) {
        return Some(lit(mix(a, [240, 200, 160], 60), x, 400, 600));
    }
    let half = (y - 280) / 2;
    if between(y, 310, 690) && between(x, 500 - half, 500 + half) {
        let band = (y / 40) % 3 == 0 || in_ellipse((x.rem_euclid(60), y.rem_euclid(60)), (30, 30), (9, 9));
        return Some(lit(if band { b } else { a }, x, 320, 680));
    }
    let arm = between(y, 340, 400) && between(x, 330, 670);
    arm.then(|| lit(b, x, 330, 670))
}

fn bag(at: Point, a: Colour, b: Colour) -> Option<Colour> {
    let (x, y) = at;
    let handle = in_ellipse(at, (500, 260), (140, 165)) && !in_ellipse(at, (500, 260), (112, 137)) && y < 270;
    if handle {
        return Some(lit(mix(b, INK, 20), x, 360, 640));
    }
    let half = 215 + (y - 260) / 7;
    if !between(y, 260, 690) || !between(x, 500 - half, 500 + half) {
        return None;
    }
    let mark = in_ellipse(at, (500, 480), (95, 95)) && !in_ellipse(at, (500, 480), (60, 60))
        || in_ellipse(at, (500, 480), (28, 28));
    let weave = (x / 7 + y / 7) % 2 == 0;
    let base = if mark || y < 292 {
        b
    } else if weave {
        a
    } else {
        mix(a, INK, 8)
    };
    Some(lit(base, x, 260, 740))
}

/// Woven stripes.
fn mat((x, y): Point, a: Colour, b: Colour) -> Option<Colour> {
    let lean = (y - 150) / 5;
    if !between(y, 150, 670) || !between(x, 240 - lean, 760 + lean) {
        return None;
    }
    let border = !between(y, 185, 635) || !between(x, 285 - lean, 715 + lean);
    let weave = ((x + y) / 18 + (x - y).div_euclid(18)) % 2 == 0;
    let stripe = (x - y).rem_euclid(150) < 34;
    let base = if border {
        b
    } else if stripe {
        mix(a, b, 65)
    } else if weave {
        a
    } else {
        mix(a, INK, 14)
    };
    Some(lit(base, x, 140, 860))
}

fn plate(at: Point, a: Colour, b: Colour) -> Option<Colour> {
    let (x, y) = at;
    if !in_ellipse(at, (500, 400), (340, 275)) {
        return None;
    }
    let rim = !in_ellipse(at, (500, 400), (290, 232));
    let ring = in_ellipse(at, (500, 400), (200, 160)) && !in_ellipse(at, (500, 400), (186, 148));
    let spoke = (x - 500).abs().saturating_mul(3).rem_euclid(70) < 12 && rim;
    let centre = in_ellipse(at, (500, 400), (60, 48));
    let base = if ring || spoke || centre {
        b
    } else if rim {
        mix(a, INK, 10)
    } else {
        a
    };
    Some(lit(base, x.saturating_add(y / 3), 260, 1_000))
}

/// A blade in a bow, with its handle.
fn tool(at: Point, a: Colour, b: Colour) -> Option<Colour> {
    let (x, y) = at;
    let blade =
        in_ellipse(at, (520, 330), (290, 240)) && !in_ellipse(at, (500, 375), (262, 225)) && !(x < 330 && y > 330);
    if blade {
        return Some(lit(mix(a, WHITE, 25), x, 230, 810));
    }
    let handle = between(y, 470, 690) && between(x - (690 - y) / 6, 700, 770);
    handle.then(|| lit(if y % 60 < 8 { mix(b, INK, 30) } else { b }, x, 700, 810))
}
