//! Pictures of vessels, and of what is kept and sold in them.

use super::plane::{
    Colour, INK, LEAF, PAPER, Paint, Point, WHITE, between, grain, in_ellipse, lit, mix, on_ring, square,
};

pub(super) fn pot((x, y): Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
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

pub(super) fn basket((x, y): Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
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

pub(super) fn jar((x, y): Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
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

pub(super) fn heap((x, y): Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let top = 210 + square((x - 500).abs()) / 300;
    if y > top && y < 640 && between(x, 160, 840) && in_ellipse((x, y), (500, 560), (345, 400)) {
        let base = if grain((x / 5, y / 4)) < 38 { b } else { a };
        return Some(lit(mix(base, WHITE, grain((x / 3, y / 3)) / 8), x, 160, 840));
    }
    let plate = in_ellipse((x, y), (500, 630), (400, 62));
    plate.then(|| lit([214, 200, 176], x, 100, 900))
}

pub(super) fn packet((x, y): Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
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

pub(super) fn fruit(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
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

pub(super) fn plate(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
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

/// A wok with two handles, seen from the side.
pub(super) fn pan(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    let ear = on_ring(at, (150, 360), (74, 52), 24) || on_ring(at, (850, 360), (74, 52), 24);
    if in_ellipse(at, (500, 340), (340, 88)) {
        let inner = in_ellipse(at, (500, 346), (316, 74));
        let food = in_ellipse(at, (500, 372), (250, 46));
        let base = if food {
            mix(a, INK, 62)
        } else if inner {
            mix(a, INK, 45)
        } else {
            mix(a, WHITE, 34)
        };
        return Some(lit(base, x, 160, 840));
    }
    let bowl = in_ellipse(at, (500, 340), (340, 320)) && between(y, 340, 650);
    if bowl {
        let shine = on_ring(at, (500, 340), (300, 280), 16) && between(x, 240, 360);
        return Some(if shine { mix(a, WHITE, 45) } else { lit(a, x, 180, 840) });
    }
    if ear {
        return Some(lit(b, x, 70, 930));
    }
    in_ellipse(at, (500, 655), (130, 30)).then(|| mix(b, INK, 40))
}

/// Sweets heaped on a plate.
pub(super) fn sweets(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, _) = at;
    let heap = [
        (500, 270),
        (420, 365),
        (580, 365),
        (340, 460),
        (500, 460),
        (660, 460),
        (270, 545),
        (425, 550),
        (580, 550),
        (732, 545),
    ];
    for (cx, cy) in heap.into_iter().rev() {
        if in_ellipse(at, (cx, cy), (92, 84)) {
            let nut = in_ellipse(at, (cx, cy - 44), (20, 12));
            let shine = in_ellipse(at, (cx - 34, cy - 34), (18, 12));
            let base = if nut {
                b
            } else if shine {
                mix(a, WHITE, 70)
            } else {
                a
            };
            return Some(lit(base, x, cx - 92, cx + 92));
        }
    }
    let plate = in_ellipse(at, (500, 618), (400, 74));
    plate.then(|| lit(if in_ellipse(at, (500, 610), (372, 58)) { [240, 236, 226] } else { b }, x, 100, 900))
}

/// A bunch of bananas.
pub(super) fn bananas(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    if in_ellipse(at, (236, 236), (46, 40)) {
        return Some(mix(b, INK, 45));
    }
    for (n, down) in (0_i64..).zip([0, 62, 124, 186]) {
        let (cx, cy) = (560 - n * 22, 130 + down);
        let outer = in_ellipse(at, (cx, cy), (350 - n * 16, 330 - n * 10));
        let inner = in_ellipse(at, (cx + 14, cy - 74), (350 - n * 16, 322 - n * 10));
        if outer && !inner && y > cy {
            let tip = x > cx + 318 - n * 16 || x < cx - 326 + n * 16;
            let ridge = on_ring(at, (cx + 6, cy - 34), (350 - n * 16, 326 - n * 10), 7);
            let base = if tip {
                mix(b, INK, 40)
            } else if ridge {
                mix(a, b, 60)
            } else {
                a
            };
            return Some(lit(base, x, 180, 940));
        }
    }
    None
}
