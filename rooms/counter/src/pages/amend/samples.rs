//! The pages of catalogue managers once with plausible content. The changes are invented.

use super::changes::{AmendmentSeen, ChangeSeen, ChangesPage};
use super::edit::{EditPage, Given};
use super::seen::{Difference, label};
use super::sheet::SheetPage;
use crate::pages::Faults;
use crate::service::{Approver, Service};
use askama::Template;
use base::Both;
use web::{Frame, Sample};

/// The samples of these pages.
pub(in crate::pages) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "service-edit", render: |frame| edit(frame, "G003").render() },
        Sample { name: "service-new", render: |frame| edit(frame, "").render() },
        Sample { name: "catalogue-sheet", render: |frame| sheet(frame).render() },
        Sample { name: "catalogue-changes", render: |frame| changes(frame, true).render() },
        Sample { name: "catalogue-changes-one", render: |frame| changes(frame, false).render() },
        Sample {
            name: "catalogue-changes-none",
            render: |frame| {
                ChangesPage { amendment: None, faults: Faults::new(), frame: frame.titled("changes-title") }.render()
            },
        },
    ]
}

fn edit(frame: Frame, code: &str) -> EditPage {
    let paper = Both { bn: "এনআইডি".to_owned(), en: "NID".to_owned() };
    let service = Service {
        code: code.to_owned(),
        name: Both { bn: "জন্ম নিবন্ধন".to_owned(), en: "Birth registration".to_owned() },
        group: "civil_registration".to_owned(),
        unit: "case".to_owned(),
        approver: Approver::Chairman,
        documents: vec![paper],
        synonyms: vec!["jonmo sonod".to_owned()],
        ..Service::default()
    };
    EditPage {
        code: code.to_owned(),
        name: service.name.in_lang(frame.lang).to_owned(),
        given: Given::of(&service, "| survey |\n", 3),
        faults: vec![("documents".to_owned(), "…".to_owned()), ("group".to_owned(), "…".to_owned())],
        frame: frame.titled("service-edit"),
    }
}

fn sheet(frame: Frame) -> SheetPage {
    let faults = vec![("file".to_owned(), "…".to_owned())];
    SheetPage { note: "…".to_owned(), faults, frame: frame.titled("sheet-title") }
}

fn changes(frame: Frame, sheet: bool) -> ChangesPage {
    let words = |bn: &str, en: &str| frame.either(bn, en).to_owned();
    let difference = || Difference {
        field: label(&frame, "documents"),
        was: words("এনআইডি", "NID"),
        becomes: words("এনআইডি\nছবি", "NID\nPhoto"),
    };
    let change = |is_new: bool| ChangeSeen {
        code: "G003".to_owned(),
        name: words("জন্ম নিবন্ধন", "Birth registration"),
        is_new,
        version: if is_new { 1 } else { 4 },
        differences: vec![difference()],
        open: if is_new { 0 } else { 12 },
        centres: 5_200,
        priceless: is_new,
    };
    let bad = || vec![(7, "G017".to_owned(), label(&frame, "sla_days"), "…".to_owned())];
    let amendment = AmendmentSeen {
        id: "019ab000-0000-7000-8000-000000000001".to_owned(),
        note: words("ছবিও লাগে", "A photo is needed too"),
        file: if sheet { "catalogue.csv".to_owned() } else { String::new() },
        new: i64::from(sheet),
        changed: 1,
        same: 157,
        left_out: 1,
        changes: if sheet { vec![change(true), change(false)] } else { vec![change(false)] },
        more: i64::from(sheet),
        bad: if sheet { bad() } else { Vec::new() },
        passed_over: if sheet { "official_taka".to_owned() } else { String::new() },
    };
    ChangesPage { amendment: Some(amendment), faults: Faults::new(), frame: frame.titled("changes-title") }
}
