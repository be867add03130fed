//! The day's pages once with plausible content, for the tests that render them in both languages.

use super::cash::page_of as cash_page;
use super::close::{ClosePage, Compared};
use super::count::{CountShown, Typed};
use super::open::OpenPage;
use super::report::ReportPage;
use super::shift::ShiftPage;
use super::{DayStands, DayWaits};
use crate::day_paper::{ReportRow, Section};
use crate::drawer::DIFFERENCE_REASONS;
use askama::Template;
use web::{Frame, Sample};

/// The samples of a day.
pub(crate) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "counter-day-open", render: open },
        Sample { name: "counter-day-cash", render: cash },
        Sample { name: "counter-day-shift", render: |frame| shift(frame, true).render() },
        Sample { name: "counter-day-shift-alone", render: |frame| shift(frame, false).render() },
        Sample { name: "counter-day-count", render: |frame| close(frame, false).render() },
        Sample { name: "counter-day-close", render: |frame| close(frame, true).render() },
        Sample { name: "counter-day-closed", render: closed },
        Sample { name: "counter-day-z", render: |frame| report(frame, false).render() },
        Sample { name: "counter-day-z-uncounted", render: |frame| report(frame, true).render() },
    ]
}

fn name(frame: &Frame) -> String {
    frame.either("রহিমা খাতুন", "Rahima Khatun").to_owned()
}

fn day(frame: &Frame) -> String {
    frame.either("২৩ নভেম্বর ২০২৬", "23 November 2026").to_owned()
}

fn row(frame: &Frame) -> ReportRow {
    ReportRow {
        label: frame.say("day-counted"),
        note: format!("{} · {}", frame.number(1730), name(frame)),
        value: frame.number(4210),
        strong: true,
    }
}

/// A day that was not closed.
pub(in crate::pages) fn sample_of_waits(frame: &Frame) -> DayWaits {
    DayWaits { earlier: true, day: day(frame), href: "/counter/day/close?day=2026-11-22".to_owned() }
}

/// An open day.
pub(in crate::pages) fn sample_of_stands(frame: &Frame) -> DayStands {
    DayStands {
        own: true,
        is_today: true,
        opened: true,
        closed: None,
        earlier: Some(("/counter/day/close?day=2026-11-22".to_owned(), day(frame))),
        holder: name(frame),
        query: "day=2026-11-23".to_owned(),
        entries: vec![(row(frame), Some(7)), (row(frame), None)],
    }
}

fn typed() -> Typed {
    Typed::read(vec![("n500".to_owned(), "3".to_owned()), ("n20".to_owned(), "12".to_owned())])
}

fn open(frame: Frame) -> askama::Result<String> {
    let faults = vec![("n20".to_owned(), "…".to_owned())];
    let count = CountShown::of(&typed());
    OpenPage { form_id: "f".to_owned(), count, faults, frame: frame.titled("open-title") }.render()
}

fn cash(frame: Frame) -> askama::Result<String> {
    let mut page = cash_page(frame, super::cash::Entered::default()).map_err(|_| askama::Error::ValueMissing)?;
    page.faults = vec![("kind".to_owned(), "…".to_owned()), ("amount".to_owned(), "…".to_owned())];
    page.render()
}

fn shift(frame: Frame, two: bool) -> ShiftPage {
    ShiftPage {
        form_id: "f".to_owned(),
        holder: if two { name(&frame) } else { String::new() },
        others: if two { vec![("p".to_owned(), name(&frame))] } else { Vec::new() },
        count: CountShown::of(&typed()),
        faults: if two { vec![("to".to_owned(), "…".to_owned())] } else { Vec::new() },
        frame: frame.titled("shift-title"),
    }
}

fn close(frame: Frame, counted: bool) -> ClosePage {
    let reason =
        |code: &&'static str| (*code, frame.say(&format!("difference-{}", code.replace('_', "-"))), *code == "other");
    let compared = Compared {
        expected: frame.number(4260),
        counted: frame.number(4210),
        word: frame.say("day-short"),
        difference: frame.number(50),
        look: "late",
        needs_reason: true,
        reasons: DIFFERENCE_REASONS.iter().map(reason).collect(),
        note: String::new(),
        counts: vec![row(&frame)],
    };
    let faults = vec![("reason".to_owned(), "…".to_owned()), ("note".to_owned(), "…".to_owned())];
    ClosePage {
        form_id: "f".to_owned(),
        day: "2026-11-23".to_owned(),
        day_words: day(&frame),
        forgotten: true,
        closed: false,
        stale: !counted,
        count: CountShown::of(&typed()),
        faults: if counted { faults } else { Vec::new() },
        compared: counted.then_some(compared),
        frame: frame.titled("close-title"),
    }
}

fn closed(frame: Frame) -> askama::Result<String> {
    ClosePage { closed: true, ..close(frame, false) }.render()
}

fn report(frame: Frame, uncounted: bool) -> ReportPage {
    ReportPage {
        title: frame.say("day-z-title"),
        day: day(&frame),
        when: frame.say_with("day-closed-by", &[("when", day(&frame)), ("name", name(&frame))]),
        hint: frame.say("day-z-hint"),
        sections: vec![Section { title: frame.say("day-close-title"), rows: vec![row(&frame)] }],
        query: "day=2026-11-23".to_owned(),
        letter: "z",
        uncounted,
        frame: frame.titled("day-z-title"),
    }
}
