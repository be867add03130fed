//! Pictures of what is woven, sewn and worn.

use super::plane::{
    Colour, INK, LEAF, PAPER, Paint, Point, WHITE, WOOD, between, in_ellipse, in_figure, in_round, lit, mix, square,
};

pub(super) fn cloth((x, y): Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
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

pub(super) fn drape((x, y): Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
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

pub(super) fn bag(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
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

pub(super) fn mat((x, y): Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
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

/// A folded sari with its border below and its decorated end to the right.
pub(super) fn sari(at: Point, paint: Paint) -> Option<Colour> {
    let (x, y) = at;
    // The layers of the pile look out below the front.
    if in_round(at, (150, 560), (850, 690), 26) && y > 628 {
        let layer = (y - 628).rem_euclid(20) < 5;
        return Some(lit(if layer { mix(paint.b, INK, 35) } else { mix(paint.b, WHITE, 20) }, x, 150, 850));
    }
    if !in_round(at, (140, 150), (860, 640), 34) {
        return None;
    }
    let end = x > 610;
    let tooth = y > 556 - (x.rem_euclid(44) - 22).abs();
    let base = if y > 608 {
        if x.rem_euclid(40) < 20 { mix(paint.b, WHITE, 30) } else { paint.b }
    } else if tooth || between(x, 610, 618) {
        paint.b
    } else if end {
        let band = x.rem_euclid(60);
        let bud = in_ellipse((band, y.rem_euclid(54)), (36, 27), (11, 19));
        if band < 9 || bud { paint.b } else { mix(paint.a, paint.b, 22) }
    } else {
        paint.stuff((x, y - 10))
    };
    let fold = [(250, 14), (455, 14), (606, 22)].into_iter().any(|(from, wide)| between(x, from - wide, from));
    let soft = lit(base, x, 100, 900);
    Some(if fold { mix(soft, INK, 16) } else { soft })
}

/// A lungi, a gamcha, a bed sheet: folded square, its other layers looking out, with a paper band round it.
pub(super) fn folded(at: Point, paint: Paint) -> Option<Colour> {
    let (x, y) = at;
    if in_figure(at, &[(200, 330), (330, 240), (830, 240), (780, 330)]) {
        return Some(mix(paint.stuff((x + y, y * 2)), WHITE, 22));
    }
    if in_figure(at, &[(780, 330), (830, 240), (830, 590), (780, 680)]) {
        let layer = (x + y / 3).rem_euclid(34) < 5;
        return Some(mix(paint.stuff((y, x)), INK, if layer { 50 } else { 30 }));
    }
    if !in_round(at, (190, 328), (780, 682), 22) {
        return None;
    }
    if between(x, 420, 540) {
        let mark = in_ellipse(at, (480, 470), (34, 34));
        let line = between(y, 526, 532) && between(x, 448, 512) || between(y, 546, 550) && between(x, 458, 502);
        let band = if mark {
            LEAF
        } else if line {
            INK
        } else {
            mix(WHITE, PAPER, 60)
        };
        return Some(lit(band, x, 190, 780));
    }
    let edge = y > 655 && x.rem_euclid(14) < 5;
    Some(lit(if edge { mix(paint.a, WHITE, 50) } else { paint.stuff(at) }, x, 160, 820))
}

/// A shawl or scarf over a rod, fringes below.
pub(super) fn shawl(at: Point, paint: Paint) -> Option<Colour> {
    let (x, y) = at;
    if in_round(at, (140, 96), (860, 120), 12) && !between(x, 255, 745) {
        return Some(lit(WOOD, y, 96, 140));
    }
    let sway = (y.rem_euclid(300) - 150).abs() / 18;
    let along = x + sway;
    let (front, back) = (between(along, 265, 560), between(along, 520, 750));
    let length = if front { 640 } else { 560 };
    if !(front || back) || !between(y, 88, length) {
        return None;
    }
    if y > length - 50 {
        let thread = (along / 2).rem_euclid(9) < 5;
        return thread.then(|| mix(paint.b, INK, if front { 5 } else { 25 }));
    }
    let border = between(y, length - 120, length - 104) || between(y, length - 88, length - 50);
    let base = if border { paint.b } else { paint.stuff((along, y)) };
    let fold = (along.rem_euclid(98) - 49).abs();
    let shade = if front { (49 - fold) / 3 } else { 22 + (49 - fold) / 4 };
    Some(mix(mix(base, WHITE, fold / 4), INK, shade))
}

pub(super) fn cushion(at: Point, paint: Paint) -> Option<Colour> {
    let (x, y) = at;
    let tassel = [(212, 152), (788, 152), (212, 648), (788, 648)];
    for (cx, cy) in tassel {
        if in_ellipse(at, (cx, cy), (24, 24)) {
            return Some(lit(paint.b, x, cx - 24, cx + 24));
        }
    }
    // The sides draw in between the corners.
    let (across, down) = (square(x - 500) / 3_600, square(y - 400) / 3_000);
    if !between(x, 200 + (22 - down).max(0), 800 - (22 - down).max(0))
        || !between(y, 140 + (24 - across).max(0), 660 - (24 - across).max(0))
    {
        return None;
    }
    let seam = !between(x, 246, 754) || !between(y, 186, 614);
    let base = if seam { paint.b } else { paint.stuff((x + 8, y + 8)) };
    let round = (square(x - 440) + square(y - 330)) / 5_200;
    Some(mix(mix(base, WHITE, (22 - round).max(0)), INK, (round - 14).clamp(0, 34)))
}
