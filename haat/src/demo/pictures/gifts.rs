//! Pictures of toys, instruments and what is given.

use super::plane::{
    Colour, INK, Paint, Point, WHITE, WOOD, between, in_ellipse, in_figure, in_round, lit, mix, near_line, on_ring,
    square,
};

pub(super) fn doll(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
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
        return Some(lit(mix(a, [240, 200, 160], 88), x, 400, 600));
    }
    let half = (y - 280) / 2;
    if between(y, 310, 690) && between(x, 500 - half, 500 + half) {
        let band = (y / 40) % 3 == 0 || in_ellipse((x.rem_euclid(60), y.rem_euclid(60)), (30, 30), (9, 9));
        return Some(lit(if band { b } else { a }, x, 320, 680));
    }
    let arm = between(y, 340, 400) && between(x, 330, 670);
    arm.then(|| lit(b, x, 330, 670))
}

/// A fan for the hand, embroidered.
pub(super) fn handfan(at: Point, paint: Paint) -> Option<Colour> {
    let (x, y) = at;
    let frill = in_ellipse(at, (500, 290), (258, 238)) && !in_ellipse(at, (500, 290), (218, 200));
    if frill {
        let pleat = ((x - 500) * 60 / (y - 290).abs().max(1)).rem_euclid(22) < 9 || (x + y).rem_euclid(30) < 12;
        return Some(lit(if pleat { paint.b } else { mix(paint.b, WHITE, 30) }, x, 230, 780));
    }
    if in_ellipse(at, (500, 290), (218, 200)) {
        let ring = on_ring(at, (500, 290), (196, 180), 8);
        return Some(lit(if ring { paint.b } else { paint.stuff((x + 28, y + 46)) }, x, 250, 790));
    }
    in_round(at, (482, 500), (518, 694), 14).then(|| lit(WOOD, x, 480, 530))
}

/// A drum on its side, laced.
pub(super) fn drum(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    if in_ellipse(at, (226, 410), (88, 196)) {
        let skin = in_ellipse(at, (226, 410), (72, 176));
        let heart = in_ellipse(at, (226, 410), (32, 84));
        return Some(if heart {
            INK
        } else if skin {
            [238, 222, 190]
        } else {
            mix(b, INK, 15)
        });
    }
    let swell = 236 - square(x - 500) / 1_700;
    if !between(x, 226, 800) || !between(y, 410 - swell, 410 + swell) {
        return in_ellipse(at, (800, 410), (64, 186)).then(|| mix(b, INK, 25));
    }
    let ring = !between(x, 296, 748);
    let along = (x - 296).rem_euclid(150) - 75;
    let lace = (along.abs() * 5 / 2 + y - 500).rem_euclid(188) < 17;
    let base = if ring {
        b
    } else if lace {
        mix(ROPE, b, 12)
    } else {
        a
    };
    Some(mix(mix(base, WHITE, (330 - y) / 8), INK, (y - 400) / 5))
}

const ROPE: Colour = [240, 228, 200];

pub(super) fn flute(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    for (n, down) in [(0_i64, 0_i64), (1, 150)] {
        let (from, to) = ((130, 560 + down - 130), (870, 180 + down - 60));
        let axis = from.1 + (to.1 - from.1) * (x - from.0) / (to.0 - from.0);
        let off = y - axis;
        if !near_line(at, from, to, 30 - n * 4) {
            continue;
        }
        let hole = [250, 430, 500, 570, 640, 710, 780].into_iter().any(|hx| in_ellipse((x, off), (hx, -6), (13, 10)));
        let bind = [160, 340, 830].into_iter().any(|bx| between(x - off / 2, bx, bx + 22));
        let base = if hole {
            mix(INK, a, 10)
        } else if bind {
            b
        } else {
            a
        };
        return Some(if hole { base } else { mix(mix(base, WHITE, (4 - off) / 2), INK, (off + 8).max(0)) });
    }
    None
}

/// The one-stringed instrument of bards.
pub(super) fn ektara(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    if near_line(at, (500, 130), (500, 560), 3) {
        return Some([210, 210, 206]);
    }
    if in_round(at, (470, 66), (530, 140), 16) || in_round(at, (400, 96), (470, 118), 10) {
        return Some(lit(mix(b, INK, 20), x, 400, 540));
    }
    let arm = near_line(at, (484, 130), (372, 520), 17) || near_line(at, (516, 130), (628, 520), 17);
    if arm {
        let node = y.rem_euclid(110) < 9;
        return Some(lit(if node { mix(b, INK, 30) } else { b }, x, 360, 660));
    }
    if in_ellipse(at, (500, 500), (168, 44)) {
        return Some(if in_ellipse(at, (500, 502), (148, 34)) { mix(a, INK, 55) } else { mix(a, WHITE, 25) });
    }
    let gourd = in_ellipse(at, (500, 540), (180, 152)) && y > 500;
    let band = between(y, 560, 580) || (between(y, 588, 628) && (x / 22 + y / 20) % 2 == 0);
    gourd.then(|| lit(if band { b } else { a }, x, 320, 700))
}

/// A toy cart with a canopy.
pub(super) fn cart(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    for cx in [320, 660] {
        let wheel = (cx, 580);
        let (dx, dy) = (x - cx, y - 580);
        let spoke = dx.abs() < 8 || dy.abs() < 8 || (dx.abs() - dy.abs()).abs() < 9;
        if on_ring(at, wheel, (112, 112), 22) || in_ellipse(at, wheel, (26, 26)) {
            return Some(lit(mix(WOOD, INK, 30), x, cx - 112, cx + 112));
        }
        if in_ellipse(at, wheel, (96, 96)) && spoke {
            return Some(WOOD);
        }
    }
    if in_round(at, (180, 430), (800, 520), 18) {
        let mark = in_ellipse((x.rem_euclid(78), y), (39, 475), (20, 22));
        return Some(lit(if mark { b } else { a }, x, 160, 840));
    }
    let hood = in_ellipse(at, (470, 440), (270, 290)) && y < 436;
    if hood {
        let open = in_ellipse(at, (470, 440), (150, 190));
        let rib = (x + square(y - 200) / 900).rem_euclid(70) < 12;
        return Some(lit(
            if open {
                mix(b, INK, 60)
            } else if rib {
                mix(b, WHITE, 35)
            } else {
                b
            },
            x,
            200,
            780,
        ));
    }
    near_line(at, (790, 480), (920, 420), 13).then_some(WOOD)
}

pub(super) fn bird(at: Point, paint: Paint) -> Option<Colour> {
    let (x, y) = at;
    if in_ellipse(at, (304, 236), (14, 15)) {
        return Some(INK);
    }
    if in_figure(at, &[(242, 236), (150, 270), (246, 284)]) {
        return Some([226, 140, 30]);
    }
    let wing = in_ellipse((x - (y - 400) / 3, y), (560, 400), (170, 92));
    if wing {
        let feather = (y - x / 4).rem_euclid(36) < 9;
        return Some(lit(if feather { mix(paint.b, WHITE, 45) } else { paint.b }, x, 380, 760));
    }
    let head = in_ellipse(at, (330, 250), (106, 98));
    let body =
        in_ellipse(at, (500, 430), (258, 158)) || in_figure(at, &[(250, 300), (430, 220), (560, 330), (300, 470)]);
    let tail = in_figure(at, &[(690, 370), (900, 250), (930, 330), (870, 360), (900, 420), (720, 480)]);
    if head || body || tail {
        let crest = head && y < 176;
        let stripe = tail && (x + y).rem_euclid(52) < 18;
        return Some(lit(if crest || stripe { paint.b } else { paint.stuff(at) }, x, 220, 900));
    }
    let leg = near_line(at, (470, 570), (470, 650), 9) || near_line(at, (550, 570), (550, 650), 9);
    let base = in_round(at, (360, 640), (660, 692), 20);
    (leg || base).then(|| lit(WOOD, x, 350, 680))
}

/// A painted face, as for the new year's procession.
pub(super) fn mask(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    let side = (x - 500).abs();
    let eye = in_ellipse((side, y), (112, 350), (66, 40));
    if eye {
        let pupil = in_ellipse((side, y), (108, 350), (26, 30));
        return Some(if pupil { INK } else { WHITE });
    }
    if on_ring((side, y), (112, 350), (84, 56), 17) {
        return Some(INK);
    }
    let mouth = in_ellipse(at, (500, 552), (116, 44));
    if mouth {
        let tooth = between(y, 530, 556) && x.rem_euclid(28) > 4;
        return Some(if tooth { WHITE } else { [150, 26, 30] });
    }
    let ear = in_figure((side, y), &[(190, 190), (276, 60), (300, 260)]);
    let face = in_ellipse(at, (500, 390), (280, 290));
    if !(face || ear) {
        return None;
    }
    let nose = in_figure((side, y), &[(0, 340), (26, 460), (46, 486), (0, 500)]);
    let brow = in_ellipse((side, y), (120, 274), (92, 26)) && !in_ellipse((side, y), (120, 288), (90, 26));
    let cheek = on_ring((side, y), (196, 470), (52, 52), 14) || in_ellipse((side, y), (196, 470), (20, 20));
    let crown = in_ellipse(at, (500, 178), (26, 44)) || on_ring(at, (500, 186), (70, 74), 14);
    let stripe = face && side > 190 && (y + side / 2).rem_euclid(64) < 18 && !between(y, 290, 540);
    let inner = ear && in_figure((side, y), &[(220, 190), (270, 110), (280, 230)]);
    let base = if brow {
        INK
    } else if nose || cheek || crown || stripe || inner {
        b
    } else {
        a
    };
    Some(lit(base, x, 210, 830))
}

/// A horse on wheels.
pub(super) fn horse(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, _) = at;
    if in_ellipse(at, (286, 214), (9, 10)) {
        return Some(INK);
    }
    let mane = in_figure(at, &[(318, 110), (384, 120), (470, 330), (400, 300)]);
    let saddle = in_figure(at, &[(450, 322), (590, 322), (616, 440), (424, 440)]);
    let tail = near_line(at, (706, 350), (790, 420), 22) || near_line(at, (790, 420), (800, 540), 18);
    let bridle = near_line(at, (262, 276), (330, 190), 7) || near_line(at, (250, 240), (420, 390), 6);
    let rim = saddle && !in_figure(at, &[(462, 322), (578, 322), (600, 428), (440, 428)]);
    if mane || tail || bridle || rim {
        return Some(lit(if rim { mix(b, WHITE, 50) } else { mix(b, INK, 20) }, x, 220, 820));
    }
    if saddle {
        return Some(lit(if in_ellipse(at, (520, 384), (26, 26)) { mix(b, WHITE, 50) } else { b }, x, 400, 640));
    }
    let head = in_figure(at, &[(316, 118), (372, 190), (352, 270), (262, 318), (214, 296), (224, 254), (290, 170)]);
    let ear = in_figure(at, &[(318, 130), (330, 70), (362, 140)]);
    let neck = in_figure(at, &[(330, 150), (400, 160), (480, 330), (440, 440), (360, 400), (340, 270)]);
    let body = in_ellipse(at, (550, 400), (180, 94));
    let leg = [400, 462, 640, 696].into_iter().any(|lx| near_line(at, (lx, 420), (lx - 6, 606), 21));
    if head || ear || neck || body || leg {
        return Some(lit(a, x, 220, 800));
    }
    if in_round(at, (310, 600), (780, 636), 12) {
        return Some(lit(WOOD, x, 300, 800));
    }
    let wheel = [390, 700].into_iter().any(|cx| in_ellipse(at, (cx, 654), (40, 40)));
    let hub = [390, 700].into_iter().any(|cx| in_ellipse(at, (cx, 654), (14, 14)));
    wheel.then(|| if hub { mix(b, WHITE, 40) } else { mix(b, INK, 35) })
}

/// A kite and its reel.
pub(super) fn kite(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    let reel = in_round(at, (680, 540), (860, 640), 12);
    if reel || near_line(at, (620, 590), (920, 590), 11) {
        let thread = reel && (x + y / 3).rem_euclid(14) < 5;
        return Some(lit(
            if thread {
                WHITE
            } else if reel {
                mix(b, WHITE, 40)
            } else {
                WOOD
            },
            x,
            640,
            920,
        ));
    }
    let (across, down) = ((x - 430).abs(), (y - 290).abs());
    if across + down < 236 {
        let stick = (x - 430).abs() < 5 || (y - 290 + square(x - 430) / 900 - 30).abs() < 4;
        let half = (x < 430) == (y < 290);
        let moon = on_ring(at, (430, 220), (54, 54), 16);
        let base = if stick {
            WOOD
        } else if moon {
            WHITE
        } else if half {
            a
        } else {
            b
        };
        return Some(lit(base, x, 200, 700));
    }
    let tail = in_figure(at, &[(430, 510), (372, 610), (488, 610)]);
    let string = near_line(at, (430, 290), (690, 560), 2);
    if string {
        return Some(mix(INK, WHITE, 40));
    }
    tail.then(|| lit(if x < 430 { b } else { a }, x, 360, 500))
}
