//! Pictures of clothes, shoes, hats and jewellery.

use super::plane::{
    Colour, INK, PAPER, Paint, Point, STEEL, WHITE, WOOD, between, in_box, in_ellipse, in_figure, in_round, lit, mix,
    near_line, on_ring, square,
};

/// A panjabi or shirt, hung up.
pub(super) fn shirt(at: Point, paint: Paint) -> Option<Colour> {
    let (x, y) = at;
    if near_line(at, (500, 40), (500, 84), 5) || on_ring(at, (516, 40), (20, 20), 8) {
        return Some(STEEL);
    }
    if in_ellipse(at, (500, 104), (62, 26)) {
        return Some(mix(paint.a, INK, 55));
    }
    let collar = in_figure(at, &[(432, 86), (568, 86), (588, 142), (500, 172), (412, 142)]);
    if collar {
        return Some(lit(mix(paint.b, WHITE, 12), x, 400, 620));
    }
    let body = in_figure(
        at,
        &[(412, 100), (588, 100), (706, 160), (676, 300), (706, 684), (294, 684), (324, 300), (294, 160)],
    );
    let left = in_figure(at, &[(300, 158), (350, 200), (262, 474), (168, 446)]);
    let right = in_figure(at, &[(700, 158), (650, 200), (738, 474), (832, 446)]);
    if !(body || left || right) {
        return None;
    }
    let placket = between(x, 478, 522) && between(y, 140, 400);
    let button = placket && in_ellipse((x, y.rem_euclid(62)), (500, 31), (8, 8));
    let cuff = y > 414 && !body && (y + (x - 500).abs() / 4) > 506;
    let slit = body && y > 560 && (between(x, 302, 306) || between(x, 694, 698));
    let base = if button || slit {
        mix(paint.b, INK, 45)
    } else if placket || cuff || y > 664 {
        mix(paint.a, paint.b, 70)
    } else {
        paint.stuff(at)
    };
    let seam = !body || between(x, 318, 346) || between(x, 654, 682);
    let soft = lit(base, x, 180, 840);
    Some(if seam { mix(soft, INK, 9) } else { soft })
}

/// A child's frock.
pub(super) fn frock(at: Point, paint: Paint) -> Option<Colour> {
    let (x, y) = at;
    if in_ellipse(at, (500, 118), (70, 44)) {
        return Some(mix(paint.a, INK, 50));
    }
    let puff = in_ellipse(at, (352, 190), (74, 62)) || in_ellipse(at, (648, 190), (74, 62));
    let top = in_figure(at, &[(400, 116), (600, 116), (650, 190), (622, 360), (378, 360), (350, 190)]);
    let sash = in_box(at, (372, 346), (628, 392));
    let half = 128 + (y - 380) * 3 / 5;
    let hem = 670 + (x.rem_euclid(76) - 38).abs() / 3;
    let skirt = between(y, 380, hem) && between(x, 500 - half, 500 + half);
    let bow =
        in_figure(at, &[(500, 370), (440, 330), (440, 414)]) || in_figure(at, &[(500, 370), (560, 330), (560, 414)]);
    if bow || in_ellipse(at, (500, 370), (18, 18)) {
        return Some(lit(mix(paint.b, WHITE, 18), x, 430, 570));
    }
    if sash {
        return Some(lit(paint.b, x, 360, 640));
    }
    if top || puff {
        let collar = between(y, 116, 176) && square(x - 500) + square(y - 110) < square(104);
        let base = if collar || (puff && y > 222) { mix(WHITE, paint.b, 20) } else { paint.stuff(at) };
        return Some(lit(base, x, 260, 720));
    }
    let fold = ((x - 500) * 400 / half.max(1)).rem_euclid(100);
    let base = if between(y, hem - 34, hem - 20) { paint.b } else { paint.stuff(at) };
    skirt.then(|| mix(mix(lit(base, x, 200, 800), WHITE, fold / 7), INK, (100 - fold) / 8))
}

/// A prayer cap.
pub(super) fn cap(at: Point, paint: Paint) -> Option<Colour> {
    let (x, y) = at;
    let top = in_ellipse(at, (500, 300), (270, 84));
    let side = between(x, 230, 770) && y > 300 && y < 520 + (72_900 - square(x - 500)).max(0) / 860;
    if top {
        let ring = on_ring(at, (500, 300), (200, 60), 14) || on_ring(at, (500, 300), (120, 36), 12);
        return Some(mix(if ring { paint.b } else { paint.a }, WHITE, 18));
    }
    let bow = (72_900 - square(x - 500)).max(0) / 860;
    let band = y - bow > 470;
    let base =
        if band { if (x / 16 + y / 16) % 2 == 0 { paint.b } else { paint.a } } else { paint.stuff((x, y - bow)) };
    side.then(|| lit(base, x, 230, 800))
}

/// The farmer's hat of bamboo and leaves.
pub(super) fn mathal(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    let peak = in_ellipse(at, (500, 208), (34, 26));
    let cone = in_figure(at, &[(500, 190), (880, 560), (120, 560)]) || in_ellipse(at, (500, 560), (380, 84));
    if peak {
        return Some(mix(b, INK, 20));
    }
    if !cone {
        return None;
    }
    // Rings and ribs of bamboo run over the leaves.
    let ring = (y + square(x - 500) / 3_000).rem_euclid(74) < 12;
    let rib = ((x - 500) * 1_000 / (y - 150).max(1)).rem_euclid(210) < 26;
    let rim = y > 560 && !in_ellipse(at, (500, 548), (366, 80));
    let base = if rim {
        mix(b, INK, 25)
    } else if ring || rib {
        b
    } else {
        a
    };
    Some(lit(base, x, 160, 860))
}

pub(super) fn sandals(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    for (middle, toe) in [(350, 1), (650, -1)] {
        let (x, y) = (at.0 - middle, at.1);
        let foot = (x, y);
        let strap = near_line(foot, (16 * toe, 236), (-92, 408), 21) || near_line(foot, (16 * toe, 236), (92, 408), 21);
        let sole = in_ellipse(foot, (0, 280), (112, 150))
            || in_ellipse(foot, (0, 570), (90, 112))
            || in_figure(foot, &[(-110, 290), (110, 290), (88, 570), (-88, 570)]);
        if in_ellipse(foot, (16 * toe, 236), (17, 17)) {
            return Some(mix(b, WHITE, 40));
        }
        if strap && (sole || between(y, 230, 420)) {
            return Some(lit(b, x, -110, 130));
        }
        if sole {
            let inner = in_ellipse(foot, (0, 280), (96, 132))
                || in_ellipse(foot, (0, 570), (74, 94))
                || in_figure(foot, &[(-94, 290), (94, 290), (73, 570), (-73, 570)]);
            let stitch = !inner && (y / 12) % 2 == 0;
            let base = if inner {
                a
            } else if stitch {
                mix(a, WHITE, 25)
            } else {
                mix(a, INK, 40)
            };
            return Some(lit(base, x, -120, 150));
        }
    }
    None
}

pub(super) fn umbrella(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    let dome = in_ellipse(at, (500, 390), (370, 290)) && y < 390;
    let scallop = [-278, -93, 93, 278].into_iter().any(|far| in_ellipse(at, (500 + far, 394), (93, 40)));
    if in_box(at, (493, 70), (507, 110)) {
        return Some(STEEL);
    }
    if dome && !scallop {
        let panel = (x - 500) * 1_000 / (y - 60).max(1) / 2;
        let odd = panel.div_euclid(280).rem_euclid(2) == 1;
        let rib = panel.rem_euclid(280) < 12;
        let base = if rib {
            mix(a, INK, 35)
        } else if odd {
            b
        } else {
            a
        };
        return Some(lit(base, x, 140, 860));
    }
    if in_box(at, (492, 360), (508, 620)) {
        return Some(lit(STEEL, x, 492, 510));
    }
    let hook = on_ring(at, (546, 630), (54, 58), 22) && y > 620;
    hook.then(|| lit(WOOD, x, 490, 600))
}

/// Bangles in a stack.
pub(super) fn rings(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    for (n, centre) in (0_i64..).zip([(470, 250), (510, 318), (480, 386), (520, 454), (490, 522)]) {
        if on_ring(at, centre, (250, 112), 40) {
            let front = y > centre.1;
            let base = if n % 2 == 0 { a } else { b };
            let mark = x.rem_euclid(46) < 10;
            let shine = between(y - centre.1 + square(x - centre.0) / 600, 74, 84);
            let stone = if mark { mix(base, if n % 2 == 0 { b } else { WHITE }, 60) } else { base };
            let soft = if shine { mix(stone, WHITE, 60) } else { lit(stone, x, 220, 800) };
            return Some(if front { soft } else { mix(soft, INK, 22) });
        }
    }
    let cloth = in_round(at, (170, 560), (830, 690), 60);
    cloth.then(|| mix(PAPER, b, 14))
}
