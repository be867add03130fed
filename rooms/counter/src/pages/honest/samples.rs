//! These pages once with plausible content. People and numbers are invented.

use super::complain::{ComplainPage, StateFound, StatePage};
use super::complaints::{ComplaintPage, ComplaintRow, ComplaintsPage, StepRow, button_look, do_words, reason_words};
use super::handle::{MovePage, note_label};
use super::unlike::{DayReceipt, UnlikeDayPage, UnlikePage, UnlikeRow, why_words};
use super::{kind_words, state_words};
use crate::complaints::{ComplaintKind, ComplaintState};
use crate::honest::rules::Unlike;
use crate::pages::Faults;
use askama::Template;
use base::Paisa;
use web::{Frame, Sample};

const RECEIPT: &str = "3026001-261123-B7K-014";
const NUMBER: &str = "3026001-261123-B7K-014-C1";
const CODE: &str = "7F3K2Q";

/// The samples of honesty.
pub(in crate::pages) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "complain-which", render: |frame| complain(frame, 1).render() },
        Sample { name: "complain-what", render: |frame| complain(frame, 2).render() },
        Sample { name: "complain-rest", render: |frame| complain(frame, 3).render() },
        Sample { name: "complain-refused", render: refused },
        Sample { name: "complaint-state", render: |frame| state(frame, ComplaintState::Made).render() },
        Sample { name: "complaint-ended", render: |frame| state(frame, ComplaintState::Settled).render() },
        Sample { name: "complaint-wrong", render: wrong },
        Sample { name: "complaints", render: |frame| list(frame, true).render() },
        Sample { name: "complaints-none", render: |frame| list(frame, false).render() },
        Sample { name: "complaint", render: one },
        Sample { name: "complaint-settle", render: |frame| moving(frame, ComplaintState::Settled).render() },
        Sample { name: "complaint-reject", render: |frame| moving(frame, ComplaintState::Rejected).render() },
        Sample { name: "complaint-answer", render: |frame| moving(frame, ComplaintState::Answered).render() },
        Sample { name: "unlike", render: |frame| unlike(frame, true).render() },
        Sample { name: "unlike-none", render: |frame| unlike(frame, false).render() },
        Sample { name: "unlike-day", render: unlike_day },
    ]
}

fn taka(taka: i64) -> Paisa {
    Paisa::from_taka(taka).unwrap_or_default()
}

fn centre(frame: &Frame) -> String {
    frame.either("নমুনা ইউনিয়ন ডিজিটাল সেন্টার", "Namuna Union Digital Centre").to_owned()
}

fn complain(frame: Frame, step: i64) -> ComplainPage {
    let kind = ComplaintKind::Overcharged;
    let kinds = ComplaintKind::CHOICES.map(|kind| (kind.name().to_owned(), kind_words(&frame, kind)));
    ComplainPage {
        step,
        number: RECEIPT.to_owned(),
        code: CODE.to_owned(),
        centre: centre(&frame),
        total: taka(50),
        kinds: kinds.to_vec(),
        kind: kind.name().to_owned(),
        kind_words: kind_words(&frame, kind),
        about_money: true,
        form_id: "f".to_owned(),
        paid: String::new(),
        words: String::new(),
        mobile: String::new(),
        faults: Faults::new(),
        frame: frame.titled("complain-title"),
    }
}

fn refused(frame: Frame) -> askama::Result<String> {
    let faults = ["paid", "words", "mobile"].map(|field| (field.to_owned(), "…".to_owned())).to_vec();
    ComplainPage { faults, paid: "50".to_owned(), ..complain(frame, 3) }.render()
}

fn state(frame: Frame, at: ComplaintState) -> StatePage {
    let found = StateFound {
        centre: centre(&frame),
        receipt: RECEIPT.to_owned(),
        kind: kind_words(&frame, ComplaintKind::Overcharged),
        state: state_words(&frame, at),
        plain: frame.say(&format!("complaint-plain-{}", super::key(at.name()))),
        pending: at.is_pending(),
        due: frame.either("২৬ নভেম্বর ২০২৬, ১০:৪২", "26 November 2026, 10:42").to_owned(),
        late: at.is_pending(),
    };
    StatePage {
        number: NUMBER.to_owned(),
        code: CODE.to_owned(),
        faults: Faults::new(),
        new: at.is_pending(),
        found: Some(found),
        frame: frame.titled("complaint-title"),
    }
}

fn wrong(frame: Frame) -> askama::Result<String> {
    let faults = vec![("number".to_owned(), frame.say("complaint-not-found"))];
    StatePage { found: None, faults, ..state(frame, ComplaintState::Made) }.render()
}

fn list(frame: Frame, full: bool) -> ComplaintsPage {
    let row = |at: ComplaintState, kind: ComplaintKind, late: bool| ComplaintRow {
        number: NUMBER.to_owned(),
        kind: kind_words(&frame, kind),
        centre: centre(&frame),
        total: taka(50),
        paid: kind.is_about_money().then(|| taka(450)),
        state: state_words(&frame, at),
        look: if late { "late" } else { "wait" },
        due: frame.either("২৬ নভেম্বর ২০২৬", "26 November 2026").to_owned(),
        late,
    };
    let rows = vec![
        row(ComplaintState::Made, ComplaintKind::Overcharged, true),
        row(ComplaintState::LookedInto, ComplaintKind::NotDone, false),
        row(ComplaintState::Answered, ComplaintKind::AnsweredOtherwise, false),
    ];
    ComplaintsPage {
        trail: vec![("/supervise/302672".to_owned(), frame.either("সাভার", "Savar").to_owned())],
        name: frame.either("সাভার", "Savar").to_owned(),
        code: Some("302672".to_owned()),
        ended: !full,
        more: full,
        rows: if full { rows } else { Vec::new() },
        frame: frame.titled("complaints-title"),
    }
}

fn one(frame: Frame) -> askama::Result<String> {
    let step = |at: ComplaintState, reason: &str, note: &str| StepRow {
        what: state_words(&frame, at),
        when: frame.number(10),
        by: frame.either("নমুনা কর্মকর্তা", "Sample officer").to_owned(),
        reason: if reason.is_empty() { String::new() } else { reason_words(&frame, reason) },
        note: note.to_owned(),
    };
    let to = |to: ComplaintState| (to.name().to_owned(), do_words(&frame, to), button_look(to));
    ComplaintPage {
        back_href: "/supervise".to_owned(),
        number: NUMBER.to_owned(),
        kind: kind_words(&frame, ComplaintKind::Overcharged),
        centre: centre(&frame),
        receipt: RECEIPT.to_owned(),
        reversed: true,
        official: taka(30),
        charge: taka(20),
        total: taka(50),
        paid: Some(taka(450)),
        state: state_words(&frame, ComplaintState::Answered),
        look: "late",
        due: frame.number(26),
        late: true,
        words: "…".to_owned(),
        mobile: "+8801700000000".to_owned(),
        timeline: vec![
            step(ComplaintState::Made, "", ""),
            step(ComplaintState::LookedInto, "", "…"),
            step(ComplaintState::Settled, "money_returned", "…"),
        ],
        moves: vec![to(ComplaintState::LookedInto), to(ComplaintState::Settled), to(ComplaintState::Rejected)],
        frame: frame.titled("complaint-title"),
    }
    .render()
}

fn moving(frame: Frame, to: ComplaintState) -> MovePage {
    let title = do_words(&frame, to);
    MovePage {
        number: NUMBER.to_owned(),
        to: to.name().to_owned(),
        expects: ComplaintState::LookedInto.name().to_owned(),
        seen: 1,
        kind: kind_words(&frame, ComplaintKind::NoReceipt),
        state: state_words(&frame, ComplaintState::LookedInto),
        total: taka(50),
        paid: Some(taka(200)),
        reasons: to.reasons().iter().map(|code| ((*code).to_owned(), reason_words(&frame, code))).collect(),
        chosen: "other".to_owned(),
        note: String::new(),
        note_label: note_label(&frame, to),
        look: button_look(to),
        faults: vec![("reason".to_owned(), "…".to_owned()), ("note".to_owned(), "…".to_owned())],
        frame: frame.titled_as(title),
    }
}

const ALL: [Unlike; 4] = [Unlike::Overcharged, Unlike::Volume, Unlike::Reversals, Unlike::Outside];

fn person(frame: &Frame) -> String {
    frame.either("মোঃ নমুনা মিয়া", "Md Namuna Mia").to_owned()
}

fn unlike(frame: Frame, full: bool) -> UnlikePage {
    let row = UnlikeRow {
        person: person(&frame),
        href: "/supervise/centres/3026001/people/p-1/2026-11-23".to_owned(),
        centre: centre(&frame),
        day: frame.either("২৩ নভেম্বর ২০২৬", "23 November 2026").to_owned(),
        receipts: 153,
        usual: frame.number(24),
        why: ALL.into_iter().map(|why| why_words(&frame, why)).collect(),
    };
    UnlikePage {
        trail: vec![("/supervise/302672".to_owned(), frame.either("সাভার", "Savar").to_owned())],
        name: frame.either("সাভার", "Savar").to_owned(),
        code: "302672".to_owned(),
        days: 7,
        more: full,
        rows: if full { vec![row] } else { Vec::new() },
        frame: frame.titled("unlike-title"),
    }
}

fn unlike_day(frame: Frame) -> askama::Result<String> {
    let receipt = |reversed: bool| DayReceipt {
        number: RECEIPT.to_owned(),
        services: frame.either("জন্ম নিবন্ধন", "Birth registration").to_owned(),
        total: taka(100),
        reversed,
        outside: true,
    };
    UnlikeDayPage {
        code: "3026001".to_owned(),
        centre: centre(&frame),
        person: person(&frame),
        day: frame.either("২৩ নভেম্বর ২০২৬", "23 November 2026").to_owned(),
        facts: vec![(frame.say("receipts"), frame.number(153)), (frame.say("unlike-usual"), frame.number(24))],
        why: ALL.into_iter().map(|why| why_words(&frame, why)).collect(),
        rows: vec![receipt(false), receipt(true)],
        frame: frame.titled("unlike-title"),
    }
    .render()
}
