//! The pages of cases with plausible content. People and numbers are invented.

use super::correct::CorrectPage;
use super::hand_over::{HandOverPage, proofs, relations};
use super::list::{CaseRow, CasesPage, owners, states};
use super::moving::{MovePage, do_words};
use super::one::{CasePage, MoveOffered, MoveShown, PictureShown, UNCHOSEN, kind_words, steps};
use super::{owner_words, reason_words, state_words};
use crate::case::{CaseOwner, CaseState};
use crate::cases::rules::{AttachmentKind, Hand, reasons_for};
use askama::Template;
use web::{Frame, Sample};

const NUMBER: &str = "3026001-261123-B7K-014.1";

/// The samples of cases.
pub(in crate::pages) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "counter-cases", render: |frame| cases(frame, false) },
        Sample { name: "counter-approvals", render: |frame| cases(frame, true) },
        Sample { name: "counter-case", render: case },
        Sample { name: "counter-case-move", render: moving },
        Sample { name: "counter-case-correct", render: correct },
        Sample { name: "counter-case-hand-over", render: hand_over },
    ]
}

fn service(frame: &Frame) -> String {
    frame.either("নাগরিকত্ব সনদ", "Citizenship certificate").to_owned()
}

fn day(frame: &Frame) -> String {
    frame.either("২৯ নভেম্বর ২০২৬", "29 November 2026").to_owned()
}

fn cases(frame: Frame, approvals: bool) -> askama::Result<String> {
    let late = frame.say_with("case-late", &[("count", frame.number(3))]);
    let row = |state, look, owner, late: &str| CaseRow {
        number: NUMBER.to_owned(),
        service: service(&frame),
        state: state_words(&frame, state),
        look,
        due: day(&frame),
        late: late.to_owned(),
        age: frame.say_with("case-waits-since", &[("count", frame.number(4))]),
        owner: owner_words(&frame, owner),
    };
    CasesPage {
        approvals,
        hint: frame.say("approvals-hint"),
        queues: vec![(
            "/counter/cases?centre=3026002".to_owned(),
            frame.say_with("cases-served-here", &[("centre", "3026002")]),
            4,
        )],
        notice: frame.say_with("cases-served-at", &[("centre", "3026002")]),
        centre: Some("3026001".to_owned()),
        states: states(&frame, "ready"),
        owners: owners(&frame, "chairman"),
        number: "3026001".to_owned(),
        here: "/counter/cases".to_owned(),
        rows: vec![
            row(CaseState::Sent, "plain", CaseOwner::Chairman, &late),
            row(CaseState::Ready, "", CaseOwner::Centre, ""),
        ],
        previous_href: Some("/counter/cases".to_owned()),
        next_href: Some("/counter/cases?page=2".to_owned()),
        frame: frame.titled(if approvals { "approvals-title" } else { "cases-title" }),
    }
    .render()
}

fn case(frame: Frame) -> askama::Result<String> {
    let moved = |state, detail: String| MoveShown {
        what: state_words(&frame, state),
        when: frame.either("২৩ নভেম্বর ২০২৬, ১০:৪২", "23 November 2026, 10:42").to_owned(),
        by: frame.either("রহিমা খাতুন", "Rahima Khatun").to_owned(),
        detail,
    };
    let unchosen = UNCHOSEN.iter().map(|reason| reason_words(&frame, reason)).collect();
    let offered =
        |to, look| MoveOffered { name: do_words(&frame, Hand::Centre, to), href: "/counter/cases".to_owned(), look };
    CasePage {
        number: NUMBER.to_owned(),
        service: service(&frame),
        state: state_words(&frame, CaseState::Sent),
        owner: owner_words(&frame, CaseOwner::Chairman),
        due: day(&frame),
        late: frame.say_with("case-late", &[("count", frame.number(3))]),
        customer: frame.either("মোছাঃ নমুনা বেগম", "Mst Namuna Begum").to_owned(),
        notice: frame.say_with("case-served-here", &[("centre", "3026002")]),
        receipt: Some("3026001-261123-B7K-014".to_owned()),
        steps: steps(&frame, CaseState::Sent),
        timeline: vec![moved(CaseState::FeePaid, day(&frame)), moved(CaseState::Cancelled, unchosen)],
        answers: vec![(frame.either("নাম", "Name").to_owned(), "…".to_owned())],
        pictures: vec![PictureShown { place: 1, kind: kind_words(&frame, "document"), when: day(&frame) }],
        kinds: AttachmentKind::ALL
            .iter()
            .map(|kind| (kind.name().to_owned(), kind_words(&frame, kind.name())))
            .collect(),
        moves: vec![offered(CaseState::Sent, ""), offered(CaseState::Cancelled, "grave")],
        may_attach: true,
        may_open: true,
        may_reveal: true,
        back_href: "/counter/cases".to_owned(),
        faults: vec![("picture".to_owned(), "…".to_owned())],
        frame: frame.titled_as(NUMBER),
    }
    .render()
}

fn moving(frame: Frame) -> askama::Result<String> {
    let to = CaseState::CorrectionNeeded;
    let title = do_words(&frame, Hand::Approver, to);
    MovePage {
        number: NUMBER.to_owned(),
        service: service(&frame),
        state: state_words(&frame, CaseState::Sent),
        due: day(&frame),
        hint: frame.say("case-move-hint"),
        action: format!("/counter/approvals/{NUMBER}/rejected"),
        expects: "sent".to_owned(),
        seen: 1,
        reasons: reasons_for(to).iter().map(|code| ((*code).to_owned(), reason_words(&frame, code))).collect(),
        chosen: "other".to_owned(),
        note: String::new(),
        look: "quiet",
        faults: vec![("reason".to_owned(), "…".to_owned()), ("note".to_owned(), "…".to_owned())],
        frame: frame.titled_as(title),
    }
    .render()
}

fn correct(frame: Frame) -> askama::Result<String> {
    CorrectPage {
        number: NUMBER.to_owned(),
        service: service(&frame),
        why: reason_words(&frame, "answer_wrong"),
        form_html: "<div class=\"govuk-form-group\"><label class=\"govuk-label\" for=\"a-name\">…</label>\
                    <input class=\"govuk-input\" id=\"a-name\" name=\"a.name\"></div>"
            .to_owned(),
        faults: vec![("a-name".to_owned(), "…".to_owned())],
        frame: frame.titled("case-correct"),
    }
    .render()
}

fn hand_over(frame: Frame) -> askama::Result<String> {
    HandOverPage {
        number: NUMBER.to_owned(),
        service: service(&frame),
        form_id: "f1".to_owned(),
        sent: true,
        relations: relations(&frame),
        relation: "family".to_owned(),
        collector: String::new(),
        proofs: proofs(&frame, true),
        proof: "code".to_owned(),
        by_post: true,
        post: Default::default(),
        faults: vec![("code".to_owned(), "…".to_owned()), ("picture".to_owned(), "…".to_owned())],
        frame: frame.titled("case-hand-over"),
    }
    .render()
}
