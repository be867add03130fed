//! The pages of supervision once with plausible content. Places and numbers are invented.

use super::area::{AreaPage, BelowRow, FigureRow, GradeBar, figure_rows};
use super::centre::{CentrePage, MonthBar, SeatLine, Visit};
use super::centres::{CentreRow, CentresPage};
use super::inspect::InspectPage;
use super::lists::{LatePage, LateRow, SeatRow, SeatsPage};
use super::monthly::{MonthRow, MonthlyPage};
use super::reason_words;
use super::suspend::{sample_of_stop, seat_words};
use super::suspended::{SuspendedPage, SuspendedRow};
use crate::supervise::grade::{Letter, Reason, Why};
use crate::supervise::inspection::{InspectionKind, Looked};
use crate::tally::Tally;
use askama::Template;
use base::Paisa;
use web::{Frame, Sample};

/// The samples of supervision.
pub(crate) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "supervise-area", render: |frame| area(frame, true).render() },
        Sample { name: "supervise-area-empty", render: |frame| area(frame, false).render() },
        Sample {
            name: "supervise-map",
            render: |frame| {
                let trail = trail(&frame);
                super::map::sample(frame, trail).render()
            },
        },
        Sample { name: "supervise-centres", render: |frame| centres(frame, true).render() },
        Sample { name: "supervise-centres-none", render: |frame| centres(frame, false).render() },
        Sample { name: "supervise-monthly", render: |frame| monthly(frame).render() },
        Sample { name: "supervise-centre", render: |frame| centre(frame, true).render() },
        Sample { name: "supervise-centre-new", render: |frame| centre(frame, false).render() },
        Sample { name: "supervise-late", render: |frame| late(frame, true).render() },
        Sample { name: "supervise-late-none", render: |frame| late(frame, false).render() },
        Sample { name: "supervise-seats", render: |frame| seats(frame, true).render() },
        Sample { name: "supervise-seats-none", render: |frame| seats(frame, false).render() },
        Sample { name: "supervise-suspend", render: |frame| super::suspend::sample(frame, false).render() },
        Sample { name: "supervise-suspend-refused", render: |frame| super::suspend::sample(frame, true).render() },
        Sample { name: "supervise-suspended", render: |frame| suspended(frame, true).render() },
        Sample { name: "supervise-suspended-none", render: |frame| suspended(frame, false).render() },
        Sample { name: "inspection", render: |frame| inspection(frame).render() },
        Sample { name: "inspection-refused", render: inspection_refused },
    ]
}

fn taka(taka: i64) -> Paisa {
    Paisa::from_taka(taka).unwrap_or_default()
}

fn trail(frame: &Frame) -> Vec<(String, String)> {
    vec![
        ("/supervise/3026".to_owned(), frame.either("ঢাকা", "Dhaka").to_owned()),
        ("/supervise/302672".to_owned(), frame.either("সাভার", "Savar").to_owned()),
    ]
}

fn months(frame: &Frame) -> [String; 2] {
    [frame.either("নভেম্বর ২০২৬", "November 2026"), frame.either("অক্টোবর ২০২৬", "October 2026")].map(str::to_owned)
}

fn centre_name(frame: &Frame) -> String {
    frame.either("নমুনা ইউনিয়ন ডিজিটাল সেন্টার", "Namuna Union Digital Centre").to_owned()
}

fn figures(frame: &Frame) -> Vec<FigureRow> {
    let tally = Tally {
        receipts: 4_210,
        women: 2_020,
        men: 2_004,
        reversed: 31,
        official: taka(90_400),
        charges: taka(41_200),
        trade: taka(23_050),
        commission: taka(3_300),
        cases: 210,
        handed_over: 180,
        closes: 121,
        over_short: taka(-35),
        complaints: 2,
        ..Tally::default()
    };
    figure_rows(frame, &tally, &Tally { receipts: 5_105, ..tally.clone() })
}

fn area(frame: Frame, full: bool) -> AreaPage {
    let [month, before] = months(&frame);
    let bar = |letter: Letter, count: i64| GradeBar { letter: letter.name(), count, height: count * 12 };
    let row = BelowRow {
        name: frame.either("আশুলিয়া", "Ashulia").to_owned(),
        href: "/supervise/30267215".to_owned(),
        centres: 1,
        receipts: 421,
        income: frame.money(taka(6_120)),
        women: format!("{}%", frame.number(48)),
        grades: "B".to_owned(),
        inactive: 0,
        vacant: 1,
        late: 3,
    };
    AreaPage {
        trail: trail(&frame),
        name: frame.either("সাভার", "Savar").to_owned(),
        code: "302672".to_owned(),
        on_map: full,
        graded: month.clone(),
        month,
        before,
        centres: if full { 12 } else { 0 },
        inactive: i64::from(full),
        vacant: if full { 4 } else { 0 },
        complaints_late: if full { 2 } else { 0 },
        stopped: i64::from(full),
        late: if full { 9 } else { 0 },
        figures: figures(&frame),
        grades: vec![bar(Letter::A, 3), bar(Letter::B, 5), bar(Letter::C, 2), bar(Letter::D, 1)],
        ungraded: i64::from(full),
        below: if full { vec![row] } else { Vec::new() },
        frame: frame.titled("supervise-title"),
    }
}

fn every_reason(frame: &Frame) -> Vec<String> {
    let reason = |(why, is, of): (Why, i64, i64)| reason_words(frame, &Reason { why, grave: false, is, of });
    [
        (Why::Closes, 11, 15),
        (Why::Receipts, 6, 10),
        (Why::Women, 22, 40),
        (Why::Cash, 4_500, 2_000),
        (Why::Reversals, 9, 120),
        (Why::Complaints, 2, 120),
        (Why::Late, 5, 2),
        (Why::Seats, 1, 2),
        (Why::Income, 210_000, 340_900),
    ]
    .map(reason)
    .to_vec()
}

fn centres(frame: Frame, full: bool) -> CentresPage {
    let row = CentreRow {
        code: "3026001".to_owned(),
        name: centre_name(&frame),
        href: "/supervise/centres/3026001".to_owned(),
        letter: "D".to_owned(),
        look: "late",
        reasons: every_reason(&frame),
        receipts: 98,
        income: frame.money(taka(2_100)),
        women: format!("{}%", frame.number(22)),
        last_closed: frame.either("১২ নভেম্বর ২০২৬", "12 November 2026").to_owned(),
        inactive: true,
        stopped: true,
    };
    let [graded, _] = months(&frame);
    let letter = |letter: &str| (letter.to_owned(), letter.to_owned(), letter == "D");
    CentresPage {
        trail: trail(&frame),
        name: frame.either("সাভার", "Savar").to_owned(),
        code: "302672".to_owned(),
        graded,
        letters: vec![
            (String::new(), frame.say("grade-all"), false),
            letter("A"),
            letter("B"),
            letter("C"),
            letter("D"),
        ],
        inactive_only: !full,
        count: i64::from(full),
        rows: if full { vec![row] } else { Vec::new() },
        next_href: full.then(|| "/supervise/302672/centres?grade=D&after=3026001".to_owned()),
        csv_href: "/supervise/302672/centres?grade=D&format=csv".to_owned(),
        frame: frame.titled("supervise-centres"),
    }
}

fn centre(frame: Frame, full: bool) -> CentrePage {
    let [month, before] = months(&frame);
    let bar = |number: i64| MonthBar {
        month: month.clone(),
        receipts: number * 70,
        income: frame.money(taka(number * 900)),
        height: number * 10,
    };
    let visit = Visit {
        day: frame.either("১৮ নভেম্বর ২০২৬", "18 November 2026").to_owned(),
        kind: frame.say(InspectionKind::Surprise.key()),
        letter: "C",
        look: "wait",
        wrong: Looked::ALL.map(|looked| frame.say(looked.key())).to_vec(),
        note: frame.either("মূল্য তালিকা টাঙানো নেই।", "No price board on the wall.").to_owned(),
        by: frame.either("নমুনা কর্মকর্তা", "Namuna Officer").to_owned(),
        follow_up: frame.either("২ ডিসেম্বর ২০২৬", "2 December 2026").to_owned(),
    };
    let seat = |woman: bool| SeatLine { woman, filled: !woman, since: before.clone() };
    CentrePage {
        trail: trail(&frame),
        name: centre_name(&frame),
        code: "3026001".to_owned(),
        opened: frame.say_with("since-day", &[("day", before.as_str())]),
        graded: month.clone(),
        letter: if full { "C".to_owned() } else { frame.say("grade-none") },
        look: if full { "wait" } else { "plain" },
        reasons: if full { every_reason(&frame) } else { Vec::new() },
        figures: figures(&frame),
        months: (1..=6).map(bar).collect(),
        last_closed: if full { before.clone() } else { frame.say("supervise-never-closed") },
        inactive: full,
        late: if full { 3 } else { 0 },
        late_href: "/supervise/30267250/late".to_owned(),
        seats: vec![seat(true), seat(false)],
        visits: if full { vec![visit] } else { Vec::new() },
        inspect_href: full.then(|| "/supervise/centres/3026001/inspect".to_owned()),
        suspend_href: full.then(|| "/supervise/centres/3026001/suspend".to_owned()),
        stop: full.then(|| sample_of_stop(&frame)),
        links: vec![
            ("/counter/day?centre=3026001".to_owned(), frame.say("supervise-see-receipts")),
            ("/books/3026001".to_owned(), frame.say("supervise-see-book")),
            ("/centres/3026001".to_owned(), frame.say("supervise-see-people")),
        ],
        month,
        before,
        frame: frame.titled("supervise-title"),
    }
}

fn late(frame: Frame, full: bool) -> LatePage {
    let row = |owner: &str| LateRow {
        number: "3026001-261103-B7K-014.1".to_owned(),
        service: frame.either("জন্ম নিবন্ধন", "Birth registration").to_owned(),
        centre: centre_name(&frame),
        centre_href: "/supervise/centres/3026001".to_owned(),
        owner: frame.say(owner),
        due: frame.either("১৬ নভেম্বর ২০২৬", "16 November 2026").to_owned(),
        days: 7,
    };
    let owners =
        ["late-owner-centre", "late-owner-chairman", "late-owner-agency", "late-owner-applicant", "late-owner-nobody"];
    LatePage {
        trail: trail(&frame),
        name: frame.either("সাভার", "Savar").to_owned(),
        code: "302672".to_owned(),
        more: full,
        rows: if full { owners.map(row).into() } else { Vec::new() },
        frame: frame.titled("supervise-late"),
    }
}

fn suspended(frame: Frame, full: bool) -> SuspendedPage {
    let row = |served_at: &str, serving: bool| SuspendedRow {
        centre: centre_name(&frame),
        href: "/supervise/centres/3026001".to_owned(),
        what: if serving { String::new() } else { seat_words(&frame, None) },
        since: frame.either("২৩ নভেম্বর ২০২৬", "23 November 2026").to_owned(),
        served_at: served_at.to_owned(),
        stuck: !served_at.is_empty() && !serving,
        serving,
    };
    SuspendedPage {
        trail: trail(&frame),
        name: frame.either("সাভার", "Savar").to_owned(),
        code: "302672".to_owned(),
        more: full,
        rows: if full { vec![row(&centre_name(&frame), false), row("", false), row("", true)] } else { Vec::new() },
        frame: frame.titled("suspended-title"),
    }
}

fn seats(frame: Frame, full: bool) -> SeatsPage {
    let row = |woman: bool| SeatRow {
        centre: centre_name(&frame),
        href: "/supervise/centres/3026001".to_owned(),
        woman,
        since: frame.either("১ জুন ২০২৬", "1 June 2026").to_owned(),
        days: 175,
    };
    SeatsPage {
        trail: trail(&frame),
        name: frame.either("সাভার", "Savar").to_owned(),
        code: "302672".to_owned(),
        more: full,
        rows: if full { vec![row(true), row(false)] } else { Vec::new() },
        frame: frame.titled("supervise-vacant"),
    }
}

fn inspection(frame: Frame) -> InspectPage {
    let finding = |looked: Looked| (looked.name().to_owned(), frame.say(looked.key()), "yes".to_owned());
    InspectPage {
        code: "3026001".to_owned(),
        name: centre_name(&frame),
        form_id: "019ab000-0000-7000-8000-000000000002".to_owned(),
        day: "2026-11-23".to_owned(),
        kinds: InspectionKind::ALL
            .map(|kind| (kind.name().to_owned(), frame.say(kind.key()), kind == InspectionKind::Routine))
            .to_vec(),
        findings: Looked::ALL.map(finding).to_vec(),
        letters: Letter::ALL.map(|letter| (letter.name().to_owned(), letter == Letter::B)).to_vec(),
        note: String::new(),
        follow_up: String::new(),
        faults: Vec::new(),
        frame: frame.titled("inspection-title"),
    }
}

fn inspection_refused(frame: Frame) -> askama::Result<String> {
    let mut page = inspection(frame);
    let fault = |field: &str, key: &str| (field.to_owned(), page.frame.say(key));
    page.faults = vec![
        fault("day", "counter-inspect-day"),
        fault("price_board", "counter-inspect-findings"),
        fault("note", "counter-inspect-note"),
    ];
    page.render()
}

fn monthly(frame: Frame) -> MonthlyPage {
    let row = |number: i64, receivers: i64, income: i64, remarks: String| MonthRow {
        number: frame.number(number),
        name: centre_name(&frame),
        code: "3026001".to_owned(),
        href: "/supervise/centres/3026001".to_owned(),
        receivers: frame.number(receivers),
        women: frame.number(receivers / 2),
        income: frame.money(taka(income)),
        remarks,
    };
    let [month_words, _] = months(&frame);
    MonthlyPage {
        trail: trail(&frame),
        name: frame.either("সাভার", "Savar").to_owned(),
        code: "302672".to_owned(),
        month: "2026-11".to_owned(),
        month_words,
        before: "/supervise/302672/monthly?month=2026-10".to_owned(),
        after: None,
        csv: "/supervise/302672/monthly?month=2026-11&format=csv".to_owned(),
        pdf: "/supervise/302672/monthly?month=2026-11&format=pdf".to_owned(),
        rows: vec![row(1, 421, 6_120, String::new()), row(2, 0, 0, frame.say("monthly-no-service"))],
        receivers: frame.number(421),
        women: frame.number(210),
        income: frame.money(taka(6_120)),
        more: Some(frame.say_with("monthly-more", &[("count", frame.number(300))])),
        frame: frame.titled("monthly-title"),
    }
}
