//! Pictures of what stands on a shop's shelf: packed food, soap, cups, books.

use super::plane::{
    Colour, INK, LEAF, PAPER, Paint, Point, STEEL, WHITE, between, grain, in_box, in_ellipse, in_figure, in_round, lit,
    mix, near_line, on_ring, square,
};

/// Three lines as of print, from this height.
fn print((x, y): Point, from: i64, half: i64) -> bool {
    let (row, down) = ((y - from).div_euclid(22), (y - from).rem_euclid(22));
    between(row, 0, 2) && down < 7 && between(x, 500 - half + row * 18, 500 + half - row * 18)
}

/// A leaf with its vein.
fn leaf(at: Point, (cx, cy): Point, long: i64) -> Option<bool> {
    let (x, y) = (at.0 - cx, at.1 - cy);
    let inside =
        in_ellipse((x, y), (-long / 4, 0), (long / 2, long)) && in_ellipse((x, y), (long / 4, 0), (long / 2, long));
    inside.then_some(x.abs() < 3 || (y.rem_euclid(16) < 3 && (y + x.abs()).rem_euclid(16) < 5))
}

/// A pouch of foil or paper with a leaf on it: tea, spices, seeds.
pub(super) fn pouch(at: Point, paint: Paint) -> Option<Colour> {
    let (x, y) = at;
    let waist = square(y - 400) / 5_200;
    if !between(y, 110, 690) || !between(x, 262 + (18 - waist).max(0), 738 - (18 - waist).max(0)) {
        return None;
    }
    if y < 158 {
        return Some(lit(if x.rem_euclid(12) < 5 { mix(paint.a, INK, 22) } else { paint.a }, x, 262, 738));
    }
    let window = in_ellipse(at, (500, 348), (142, 142));
    if let Some(vein) = leaf(at, (500, 348), 104) {
        return Some(if vein { mix(paint.b, WHITE, 60) } else { paint.b });
    }
    let base = if window {
        mix(WHITE, PAPER, 50)
    } else if print(at, 520, 120) {
        mix(WHITE, paint.b, 15)
    } else if y > 620 {
        paint.b
    } else {
        paint.stuff(at)
    };
    let crease =
        [(322, 30), (664, 40)].into_iter().any(|(from, lean)| between(x - (y - 400) * lean / 400, from, from + 9));
    let soft = lit(base, x, 240, 760);
    Some(if crease && !window { mix(soft, WHITE, 28) } else { soft })
}

/// A bottle of oil, syrup or rose water with its label.
pub(super) fn bottle(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    if in_round(at, (448, 48), (552, 118), 10) {
        return Some(lit(if x.rem_euclid(14) < 4 { mix(b, INK, 25) } else { b }, x, 448, 560));
    }
    let neck = in_box(at, (462, 118), (538, 230));
    let shoulder = in_ellipse(at, (500, 300), (136, 104));
    let body = in_round(at, (364, 290), (636, 692), 26);
    if !(neck || shoulder || body) {
        return None;
    }
    if in_box(at, (364, 380), (636, 596)) {
        if let Some(vein) = leaf(at, (500, 446), 50) {
            return Some(if vein { WHITE } else { b });
        }
        let edge = !between(y, 390, 586);
        return Some(lit(if edge || print(at, 520, 82) { b } else { mix(WHITE, PAPER, 40) }, x, 330, 660));
    }
    let shine = between(x, 392, 406) && y > 270;
    let empty = y < 170;
    let base = if empty { mix(a, WHITE, 60) } else { a };
    Some(if shine { mix(base, WHITE, 55) } else { lit(base, x, 350, 650) })
}

/// A jute sack, rolled open, full of grain of the first colour.
pub(super) fn sack(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    let dome = in_ellipse(at, (500, 250), (216, 110)) && y < 262;
    if dome {
        let kernel = grain((x / 7, y / 4)) < 36;
        return Some(lit(if kernel { mix(a, INK, 16) } else { mix(a, WHITE, grain((x / 4, y / 4)) / 6) }, x, 280, 740));
    }
    if in_round(at, (246, 236), (754, 306), 34) {
        let weave = (x / 9 + y / 9) % 2 == 0;
        return Some(lit(mix(b, WHITE, if weave { 34 } else { 22 }), x, 240, 780));
    }
    let belly = square(y - 500) / 1_150;
    if !between(y, 290, 692) || !between(x, 226 + belly.min(44), 774 - belly.min(44)) {
        return None;
    }
    let mark = on_ring(at, (500, 490), (112, 104), 14);
    let ear = near_line(at, (500, 560), (500, 440), 5)
        || [0, 28, 56]
            .into_iter()
            .any(|down| in_ellipse(at, (478, 450 + down), (20, 11)) || in_ellipse(at, (522, 450 + down), (20, 11)));
    let weave = (x / 8 + y / 8) % 2 == 0;
    let base = if mark || ear {
        mix(LEAF, INK, 25)
    } else if weave {
        b
    } else {
        mix(b, INK, 10)
    };
    Some(lit(base, x, 220, 790))
}

/// Three dried fish on a leaf.
pub(super) fn fish(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    for (cx, cy) in [(500, 230), (470, 390), (520, 550)] {
        let (dx, dy) = (x - cx, y - cy);
        let body = in_ellipse((dx, dy), (-30, 0), (270, 68));
        let tail = in_figure((dx, dy), &[(200, 0), (330, -74), (300, 0), (330, 74)]);
        let fin = in_figure((dx, dy), &[(-90, -54), (70, -56), (20, -100), (-60, -96)]);
        if in_ellipse((dx, dy), (-236, -14), (12, 12)) {
            return Some(INK);
        }
        if body {
            let gill = on_ring((dx, dy), (-250, 0), (76, 74), 8) && dx > -230;
            let scale = (dx + dy.abs() / 2).rem_euclid(26) < 4 && dx > -160;
            let base = if gill {
                mix(a, INK, 40)
            } else if scale {
                mix(a, b, 55)
            } else {
                a
            };
            return Some(mix(mix(base, WHITE, (24 - dy) / 3), INK, (dy + 10) / 3));
        }
        if tail || fin {
            return Some(if (dx - dy).rem_euclid(18) < 6 { mix(b, INK, 18) } else { b });
        }
    }
    let leaf = in_ellipse(at, (500, 420), (430, 270));
    leaf.then(|| {
        if near_line(at, (90, 420), (910, 420), 5) || (x + (y - 420).abs()).rem_euclid(60) < 5 {
            mix(LEAF, WHITE, 30)
        } else {
            LEAF
        }
    })
}

pub(super) fn soap(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    let top = in_round(at, (220, 330), (780, 590), 86);
    if top {
        if let Some(vein) = leaf((at.1 + 40, at.0), (500, 500), 110) {
            return Some(mix(a, if vein { WHITE } else { b }, 45));
        }
        let rim = !in_round(at, (250, 356), (750, 564), 70) && in_round(at, (240, 346), (760, 574), 76);
        return Some(lit(if rim { mix(a, INK, 14) } else { mix(a, WHITE, 16) }, x, 200, 860));
    }
    if in_round(at, (220, 370), (780, 670), 90) {
        return Some(lit(mix(a, INK, 18), x, 200, 820));
    }
    let bubbles = [(300, 230, 42), (380, 170, 26), (620, 210, 52), (700, 270, 24), (520, 250, 18), (460, 110, 14)];
    for (cx, cy, radius) in bubbles {
        if in_ellipse(at, (cx, cy), (radius, radius)) {
            let shine = in_ellipse(at, (cx - radius / 3, cy - radius / 3), (radius / 4, radius / 4));
            let edge = on_ring(at, (cx, cy), (radius, radius), 5);
            return Some(if shine { WHITE } else { mix(PAPER, b, if edge { 50 } else { 16 }) });
        }
    }
    (between(y, 640, 690) && in_ellipse(at, (500, 650), (350, 42))).then(|| mix(STEEL, WHITE, 45))
}

/// A cup on its saucer.
pub(super) fn cup(at: Point, paint: Paint) -> Option<Colour> {
    let (x, y) = at;
    if in_ellipse(at, (470, 268), (232, 54)) {
        let tea = in_ellipse(at, (470, 276), (200, 38));
        return Some(if tea { [150, 84, 34] } else { mix(paint.a, WHITE, 30) });
    }
    let steam = [(420, 0), (520, 40)].into_iter().any(|(from, late)| {
        let bend = ((y + late).rem_euclid(90) - 45).abs() / 2;
        between(y, 90 + late, 214) && between(x, from + bend, from + bend + 9)
    });
    if steam {
        return Some(mix(PAPER, STEEL, 34));
    }
    let narrow = square((y - 268).max(0)) / 720;
    if between(y, 268, 590) && between(x, 238 + narrow, 702 - narrow) {
        let band = between(y, 330, 344) || between(y, 500, 510);
        let base = if band {
            paint.b
        } else if between(y, 356, 490) {
            paint.stuff((x, y - 20))
        } else {
            paint.a
        };
        return Some(lit(base, x, 220, 720));
    }
    if on_ring(at, (700, 390), (104, 112), 36) && x > 620 {
        return Some(lit(paint.a, x, 640, 830));
    }
    let saucer = in_ellipse(at, (480, 620), (360, 68));
    saucer.then(|| {
        let ring = on_ring(at, (480, 614), (330, 56), 12);
        lit(if ring { paint.b } else { mix(paint.a, INK, 5) }, x, 120, 860)
    })
}

pub(super) fn jug(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    if on_ring(at, (668, 360), (136, 176), 34) && x > 640 {
        return Some(lit(mix(a, INK, 10), x, 640, 810));
    }
    if in_ellipse(at, (500, 168), (142, 34)) {
        return Some(if in_ellipse(at, (500, 172), (122, 24)) { mix(a, INK, 60) } else { mix(a, WHITE, 26) });
    }
    let spout = in_figure(at, &[(362, 168), (296, 150), (330, 214), (388, 290)]);
    let neck = between(y, 168, 330) && between(x, 358 + (y - 168) / 6, 642 - (y - 168) / 6);
    let body = in_ellipse(at, (500, 490), (222, 208)) && y < 676;
    let foot = in_round(at, (390, 660), (610, 694), 12);
    if !(spout || neck || body || foot) {
        return None;
    }
    let band = between(y, 300, 318) || between(y, 560, 574);
    let wave = body
        && (y + (x.rem_euclid(70) - 35).abs()).rem_euclid(400) > 60
        && between(y + (x.rem_euclid(70) - 35).abs(), 440, 462);
    let shine = in_ellipse(at, (396, 430), (22, 92));
    let base = if band || wave || foot {
        b
    } else if shine {
        mix(a, WHITE, 55)
    } else {
        a
    };
    Some(lit(base, x, 270, 740))
}

pub(super) fn book(at: Point, paint: Paint) -> Option<Colour> {
    let (x, y) = at;
    if in_figure(at, &[(300, 84), (720, 84), (742, 110), (322, 110)]) {
        return Some(mix(WHITE, PAPER, 60));
    }
    if in_figure(at, &[(720, 84), (748, 112), (748, 690), (720, 670)]) {
        return Some(if (x + y / 40) % 6 < 2 { mix(PAPER, INK, 30) } else { PAPER });
    }
    if !in_round(at, (280, 100), (722, 692), 10) {
        return None;
    }
    let spine = x < 326;
    let frame = in_round(at, (360, 140), (690, 652), 8) && !in_round(at, (370, 150), (680, 642), 6);
    let title = in_round(at, (396, 196), (654, 300), 8);
    let words = title && (print((x - 25, y), 216, 90));
    let sun = in_ellipse(at, (525, 470), (96, 96));
    let hill = y > 500 + (x - 525).abs() / 3 && in_box(at, (400, 480), (650, 600));
    let base = if words {
        INK
    } else if title {
        mix(WHITE, PAPER, 60)
    } else if spine {
        mix(paint.a, INK, 28)
    } else if hill {
        mix(LEAF, paint.a, 20)
    } else if frame || sun {
        paint.b
    } else {
        paint.stuff(at)
    };
    Some(lit(base, x, 240, 780))
}

/// An exercise book on a wire, with its name field.
pub(super) fn notebook(at: Point, paint: Paint) -> Option<Colour> {
    let (x, y) = at;
    let turn = y.rem_euclid(44);
    if between(y, 110, 670) && between(x, 232, 300) && on_ring((x, turn), (266, 22), (34, 14), 7) {
        return Some(mix(STEEL, INK, 30));
    }
    if in_round(at, (286, 116), (744, 694), 18) && !in_round(at, (262, 92), (730, 680), 18) {
        return Some(if (x + y).rem_euclid(9) < 3 { mix(PAPER, INK, 25) } else { WHITE });
    }
    if !in_round(at, (262, 92), (730, 680), 18) {
        return None;
    }
    let label = in_round(at, (360, 190), (660, 360), 12);
    let rule = label && (y - 190).rem_euclid(44) > 39 && between(x, 386, 634);
    let base = if rule {
        mix(INK, WHITE, 50)
    } else if label {
        WHITE
    } else if x < 316 {
        paint.b
    } else {
        paint.stuff(at)
    };
    Some(lit(base, x, 220, 780))
}
