//! Samples of the pages of tariffs and catalogue. People and numbers are invented.

use super::held::{HeldPage, HeldRow};
use super::prices::{PriceGroup, PriceRow, PricesPage};
use super::tariff_new::{Given, PlaceSeen, TariffNewPage};
use super::tariffs::{Amounts, ProposalRow, TariffsPage};
use crate::tariff::ProposalState;
use askama::Template;
use base::Paisa;
use web::{Frame, Sample};

/// The samples of these pages.
pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "counter-tariffs", render: tariffs },
        Sample { name: "counter-tariff-new", render: tariff_new },
        Sample { name: "counter-held", render: held },
        Sample { name: "counter-prices", render: prices },
    ]
}

fn taka(taka: i64) -> Paisa {
    Paisa::from_taka(taka).unwrap_or_default()
}

fn amounts(official: i64, shop: i64, programme: i64) -> Amounts {
    let total = official.saturating_add(shop).saturating_add(programme);
    Amounts { official: taka(official), shop: taka(shop), programme: taka(programme), total: taka(total) }
}

fn birth(frame: &Frame) -> String {
    frame.either("জন্ম নিবন্ধন (৫ বছরের বেশি)", "Birth registration (over 5 years)").to_owned()
}

fn proposal(frame: &Frame, state: ProposalState) -> ProposalRow {
    let waits = state == ProposalState::Waiting;
    ProposalRow {
        proposal: "019ab000-0000-7000-8000-000000000002".to_owned(),
        code: "G003".to_owned(),
        service: birth(frame),
        place: frame.either("সাভার", "Savar").to_owned(),
        days: frame.number(2027),
        new: amounts(50, 40, 10),
        old: waits.then(|| amounts(50, 30, 10)),
        marks: vec![frame.say("tariff-outsiders"), frame.say("tariff-per-thousand")],
        by: frame.either("নমুনা আক্তার", "Namuna Akter").to_owned(),
        at: frame.number(10),
        state,
        reason: if state == ProposalState::Declined { frame.say("tariff-new-hint") } else { String::new() },
        may_decide: waits,
        own: waits,
    }
}

fn tariffs(frame: Frame) -> askama::Result<String> {
    let decided = [ProposalState::Approved, ProposalState::Declined, ProposalState::Withdrawn];
    TariffsPage {
        waiting: vec![proposal(&frame, ProposalState::Waiting)],
        decided: decided.map(|state| proposal(&frame, state)).into(),
        faults: vec![(String::new(), "…".to_owned())],
        frame: frame.titled("tariffs-title"),
    }
    .render()
}

fn held(frame: Frame) -> askama::Result<String> {
    let row = |place: i64| HeldRow {
        held: format!("h{place}"),
        name: frame.say_with("held-nth", &[("number", frame.number(place))]),
        services: birth(&frame),
        total: taka(100),
        when: frame.number(10),
    };
    let carts = vec![row(1), row(2)];
    HeldPage { carts, faults: vec![(String::new(), "…".to_owned())], frame: frame.titled("held-title") }.render()
}

fn prices(frame: Frame) -> askama::Result<String> {
    let row = PriceRow {
        name: birth(&frame),
        documents: frame.either("এনআইডি", "NID").to_owned(),
        ready_in: frame.say("ready-in-one"),
        official: taka(50),
        charge: taka(40),
        total: taka(90),
        version: frame.say_with("tariff-version", &[("number", frame.number(3))]),
        per_thousand: true,
        outsiders: true,
    };
    PricesPage {
        centre: frame.either("নমুনাপুর ইউনিয়ন ডিজিটাল সেন্টার", "Namunapur Union Digital Centre").to_owned(),
        day: frame.either("২৩ নভেম্বর ২০২৬", "23 November 2026").to_owned(),
        groups: vec![PriceGroup { name: frame.say("groups"), rows: vec![row] }],
        own: true,
        go: frame.say_with("centre-closed-go", &[("centre", "3026002"), ("place", "3026")]),
        frame: frame.titled("prices-title"),
    }
    .render()
}

fn tariff_new(frame: Frame) -> askama::Result<String> {
    let savar = frame.either("সাভার", "Savar").to_owned();
    TariffNewPage {
        form_id: "f".to_owned(),
        code: "G003".to_owned(),
        service: birth(&frame),
        place: PlaceSeen { code: "bd".to_owned(), path: "/".to_owned(), name: frame.say("whole-country") },
        sought: "savar".to_owned(),
        places: vec![("302672".to_owned(), savar)],
        given: Given { from: "2027-01-01".to_owned(), official: "50".to_owned(), ..Given::default() },
        now: Some(amounts(50, 30, 10)),
        faults: vec![("from".to_owned(), "…".to_owned())],
        frame: frame.titled("tariff-new"),
    }
    .render()
}
