//! Pictures of tools, toys, lights, and things for school.

use super::plane::{
    Colour, INK, LEAF, Paint, Point, STEEL, WHITE, WOOD, between, grain, ground, in_box, in_ellipse, in_figure,
    in_round, lit, mix, near_line, on_ring, square,
};

pub(super) fn lamp((x, y): Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
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

pub(super) fn tool(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    let blade =
        in_ellipse(at, (520, 330), (290, 240)) && !in_ellipse(at, (500, 375), (262, 225)) && !(x < 330 && y > 330);
    if blade {
        return Some(lit(mix(a, WHITE, 25), x, 230, 810));
    }
    let handle = between(y, 470, 690) && between(x - (690 - y) / 6, 700, 770);
    handle.then(|| lit(if y % 60 < 8 { mix(b, INK, 30) } else { b }, x, 700, 810))
}

/// A lamp bulb with its glow.
pub(super) fn bulb(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    let glass = in_ellipse(at, (500, 290), (172, 180));
    let cone = in_figure(at, &[(372, 400), (628, 400), (566, 530), (434, 530)]);
    if cone && y > 440 {
        return Some(lit(mix(STEEL, WHITE, 60), x, 380, 620));
    }
    if glass || cone {
        let shine = in_ellipse(at, (440, 220), (34, 52));
        let far = (square(x - 500) + square(y - 300)) / 420;
        return Some(if shine { WHITE } else { mix(mix(a, WHITE, 70), a, far) });
    }
    if in_round(at, (438, 524), (562, 650), 14) {
        let thread = (y + x / 10).rem_euclid(26) < 9;
        return Some(lit(if thread { mix(b, INK, 35) } else { b }, x, 430, 570));
    }
    if in_ellipse(at, (500, 656), (34, 22)) {
        return Some(INK);
    }
    let far = square(x - 500) + square(y - 300);
    let ray = ((x - 500) * 100 / (y - 300).abs().max(1)).rem_euclid(60) < 22;
    (far < 116_000).then(|| mix(mix(ground(at), a, if ray { 26 } else { 14 }), ground(at), (far - 32_000) / 840))
}

/// A table fan.
pub(super) fn fan(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    let (dx, dy) = (x - 500, y - 290);
    if in_ellipse(at, (500, 290), (46, 46)) {
        return Some(lit(b, x, 450, 560));
    }
    let cage = on_ring(at, (500, 290), (244, 244), 16) || on_ring(at, (500, 290), (160, 160), 7);
    let wire = in_ellipse(at, (500, 290), (240, 240))
        && [(10, 0), (8, 5), (5, 8), (0, 10), (-5, 8), (-8, 5)]
            .into_iter()
            .any(|(ux, uy)| (dx * uy - dy * ux).abs() < 26);
    if cage || wire {
        return Some(mix(STEEL, WHITE, 20));
    }
    for (cx, cy, rx, ry) in [(500, 170, 74, 116), (396, 352, 112, 78), (604, 352, 112, 78)] {
        if in_ellipse(at, (cx, cy), (rx, ry)) {
            return Some(lit(mix(a, WHITE, 12), x, cx - rx, cx + rx));
        }
    }
    if in_ellipse(at, (500, 290), (244, 244)) {
        return Some(mix(ground(at), STEEL, 24));
    }
    if in_box(at, (476, 530), (524, 636)) {
        return Some(lit(b, x, 470, 540));
    }
    let foot = in_ellipse(at, (500, 655), (190, 40)) || in_round(at, (330, 640), (670, 668), 14);
    foot.then(|| lit(if in_ellipse(at, (560, 650), (22, 9)) { a } else { b }, x, 300, 720))
}

/// A charger with its cable.
pub(super) fn charger(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    if in_box(at, (322, 120), (346, 214)) || in_box(at, (434, 120), (458, 214)) {
        return Some(lit(mix(STEEL, WHITE, 30), x % 112, 90, 130));
    }
    if in_round(at, (250, 206), (530, 500), 46) {
        let mark = in_figure(at, &[(412, 262), (350, 368), (388, 368), (368, 446), (436, 336), (396, 336)]);
        let port = in_round(at, (350, 468), (430, 490), 8);
        let base = if port {
            INK
        } else if mark {
            b
        } else {
            a
        };
        return Some(lit(base, x, 240, 560));
    }
    let down = in_box(at, (382, 500), (398, 566));
    let loops = on_ring(at, (560, 566), (178, 104), 16) && !(x < 500 && y < 566);
    let up = in_box(at, (722, 330), (738, 566));
    let plug = in_round(at, (700, 250), (760, 350), 12) || in_box(at, (714, 200), (746, 252));
    if plug {
        return Some(if y < 252 { STEEL } else { lit(b, x, 700, 770) });
    }
    (down || loops || up).then(|| lit(mix(b, INK, 20), x, 300, 800))
}

pub(super) fn radio(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    if near_line(at, (720, 232), (836, 70), 6) || in_ellipse(at, (838, 68), (12, 12)) {
        return Some(STEEL);
    }
    if in_round(at, (320, 168), (680, 300), 40) && !in_round(at, (344, 194), (656, 330), 26) && y < 240 {
        return Some(lit(mix(a, INK, 35), x, 320, 700));
    }
    if !in_round(at, (170, 230), (830, 680), 44) {
        return None;
    }
    let speaker = in_ellipse(at, (360, 470), (150, 150));
    let hole = speaker && in_ellipse((x.rem_euclid(26), y.rem_euclid(26)), (13, 13), (7, 7));
    let dial = in_round(at, (560, 300), (786, 392), 10);
    let needle = in_box(at, (660, 300), (665, 392));
    let mark = dial && x.rem_euclid(24) < 4 && between(y, 330, 362);
    let knob = in_ellipse(at, (612, 500), (44, 44)) || in_ellipse(at, (736, 500), (44, 44));
    let keys = in_box(at, (560, 590), (786, 630)) && x.rem_euclid(48) > 8;
    let base = if needle {
        [190, 40, 30]
    } else if mark || hole {
        INK
    } else if dial {
        [246, 240, 214]
    } else if knob || keys {
        mix(STEEL, WHITE, 30)
    } else if speaker {
        mix(a, INK, 26)
    } else if !between(y, 262, 650) {
        b
    } else {
        a
    };
    Some(lit(base, x, 150, 880))
}

/// A solar panel on its stand.
pub(super) fn panel(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    let sun = in_ellipse(at, (160, 130), (54, 54));
    let ray = !sun
        && in_ellipse(at, (160, 130), (96, 96))
        && ((x - 160).abs() < 7 || (y - 130).abs() < 7 || ((x - 160).abs() - (y - 130).abs()).abs() < 9);
    if sun || (ray && !in_ellipse(at, (160, 130), (66, 66))) {
        return Some([244, 176, 32]);
    }
    if in_figure(at, &[(300, 150), (880, 150), (740, 560), (160, 560)]) {
        let along = x - 160 - (560 - y) * 140 / 410;
        let edge = !between(along, 16, 564) || !between(y, 164, 546);
        let line = along.rem_euclid(94) < 5 || y.rem_euclid(96) < 4;
        let shine = between(along + y / 2, 330, 420);
        let base = if edge {
            mix(STEEL, WHITE, 40)
        } else if line {
            mix(a, WHITE, 55)
        } else {
            a
        };
        return Some(if shine && !edge { mix(base, WHITE, 20) } else { lit(base, x, 160, 900) });
    }
    let leg = near_line(at, (450, 560), (380, 680), 12)
        || near_line(at, (520, 560), (600, 680), 12)
        || in_round(at, (340, 676), (650, 694), 8);
    leg.then(|| lit(b, x, 320, 680))
}

/// A seedling in its pot.
pub(super) fn sapling(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    let leaves: [(i64, i64, i64, i64); 9] = [
        (500, 110, 0, 1),
        (420, 180, -1, 1),
        (580, 180, 1, 1),
        (376, 280, -2, 1),
        (624, 280, 2, 1),
        (392, 372, -2, 0),
        (608, 372, 2, 0),
        (440, 250, -1, 1),
        (560, 250, 1, 1),
    ];
    for (cx, cy, lean, up) in leaves {
        let (dx, dy) = (x - cx, y - cy + (x - cx) * lean * up / 3);
        let (rx, ry) = if lean == 0 { (40, 84) } else { (88, 42) };
        if in_ellipse((dx, dy), (0, 0), (rx, ry)) {
            let vein = if lean == 0 { dx.abs() < 4 } else { dy.abs() < 4 };
            return Some(if vein { mix(a, WHITE, 40) } else { mix(lit(a, x, cx - 90, cx + 90), INK, (dy + 20) / 5) });
        }
    }
    if near_line(at, (500, 170), (500, 500), 9) {
        return Some(mix(WOOD, LEAF, 40));
    }
    if in_ellipse(at, (500, 492), (136, 26)) {
        return Some([84, 58, 38]);
    }
    if in_round(at, (346, 480), (654, 534), 12) {
        return Some(lit(mix(b, WHITE, 10), x, 340, 680));
    }
    let half = 132 - (y - 530) / 4;
    (between(y, 530, 692) && between(x, 500 - half, 500 + half)).then(|| lit(b, x, 360, 660))
}

/// A cane stool.
pub(super) fn stool(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    if in_ellipse(at, (500, 220), (270, 82)) {
        let rim = !in_ellipse(at, (500, 214), (244, 66));
        let weave = (x / 17 + y / 9) % 2 == 0;
        return Some(lit(
            if rim {
                b
            } else if weave {
                mix(a, WHITE, 18)
            } else {
                mix(a, b, 30)
            },
            x,
            220,
            790,
        ));
    }
    let waist = 150 + square(y - 440) / 500;
    if !between(y, 220, 690) || !between(x, 500 - waist.min(262), 500 + waist.min(262)) {
        return None;
    }
    let hoop = between(y, 424, 462) || between(y, 654, 690) || between(y, 236, 262);
    let across = (x - 500) * 260 / waist.max(1);
    let cane = (across + y / 2).rem_euclid(54) < 17 || (across - y / 2).rem_euclid(54) < 17;
    let base = if hoop {
        if (across / 12) % 2 == 0 { b } else { mix(b, INK, 22) }
    } else if cane {
        a
    } else {
        mix(a, INK, 62)
    };
    Some(lit(base, x, 220, 790))
}

pub(super) fn broom(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    if in_round(at, (476, 60), (524, 330), 22) {
        let turn = (y + x / 2).rem_euclid(40) < 8;
        return Some(lit(if turn { mix(b, INK, 30) } else { b }, x, 470, 540));
    }
    let half = 34 + square(y - 300) / 640;
    if !between(y, 300, 680) || !between(x, 500 - half, 500 + half) {
        return None;
    }
    let bind = between(y, 352, 372) || between(y, 420, 436);
    let straw = ((x - 500) * 220 / half.max(1)).rem_euclid(14);
    let ragged = y > 640 && grain((straw, x / 9)) < (y - 640) * 2;
    (!ragged).then(|| lit(if bind { b } else { mix(a, INK, straw * 2) }, x, 260, 780))
}

/// A spade of the field.
pub(super) fn hoe(at: Point, Paint { a, b, .. }: Paint) -> Option<Colour> {
    let (x, y) = at;
    if near_line(at, (240, 90), (640, 520), 20) && !(x > 560 && y > 420) {
        return Some(lit(mix(b, INK, (x + y).rem_euclid(40) / 6), x - y, 80, 220));
    }
    let blade = in_figure(at, &[(520, 440), (660, 330), (840, 560), (600, 692)]);
    if on_ring(at, (588, 440), (54, 54), 18) {
        return Some(mix(a, INK, 40));
    }
    blade.then(|| if x + y > 1_330 { mix(a, WHITE, 55) } else { lit(a, x, 500, 860) })
}
