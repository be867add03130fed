//! The pages of transfers once with plausible content. People and numbers are invented.

use super::confirm::ConfirmPage;
use super::limits::{Given, LimitRow, LimitsPage};
use super::list::{TransferRow, TransfersPage};
use super::new::NewPage;
use super::state::{StatePage, StatePart};
use super::{look_of, state_words};
use crate::pages::Faults;
use crate::pages::find::Hit;
use crate::transfer::TransferState;
use askama::Template;
use base::Paisa;
use web::{Frame, Sample};

const ID: &str = "019ab000-0000-7000-8000-000000000007";
const CASH_IN: (&str, &str) = ("মোবাইল ওয়ালেটে টাকা জমা", "Mobile wallet cash-in");

/// The samples of these pages.
pub(in crate::pages) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "transfer-new", render: |frame| new(frame, true).render() },
        Sample { name: "transfer-new-not-connected", render: |frame| new(frame, false).render() },
        Sample { name: "transfer-confirm", render: confirm },
        Sample { name: "transfer-requested", render: |frame| state(frame, TransferState::Requested, true) },
        Sample { name: "transfer-unknown", render: |frame| state(frame, TransferState::Unknown, false) },
        Sample { name: "transfer-done", render: |frame| state(frame, TransferState::Done, true) },
        Sample { name: "transfer-paid-out", render: |frame| state(frame, TransferState::Done, false) },
        Sample { name: "transfer-failed", render: |frame| state(frame, TransferState::Failed, true) },
        Sample { name: "transfer-reversed", render: |frame| state(frame, TransferState::Reversed, true) },
        Sample { name: "transfer-part", render: |frame| part(&frame, TransferState::Unknown, true).render() },
        Sample { name: "transfers", render: |frame| list(frame, true).render() },
        Sample { name: "transfers-none", render: |frame| list(frame, false).render() },
        Sample { name: "limits", render: limits },
    ]
}

fn taka(taka: i64) -> Paisa {
    Paisa::from_taka(taka).unwrap_or_default()
}

fn service(frame: &Frame) -> String {
    frame.either(CASH_IN.0, CASH_IN.1).to_owned()
}

fn new(frame: Frame, connected: bool) -> NewPage {
    let fee = Hit {
        code: "P017".to_owned(),
        name: service(&frame),
        documents: String::new(),
        official: taka(0),
        charge: taka(5),
        total: taka(5),
        online_only: true,
        moves_money: true,
        per_thousand: true,
        course: String::new(),
    };
    NewPage {
        code: "P017".to_owned(),
        service: service(&frame),
        provider: super::provider_words(&frame, "wallet"),
        pays_in: true,
        form_html: "<div class=\"govuk-form-group\"><label class=\"govuk-label\" for=\"a-wallet_no\">…</label>\
                    <input class=\"govuk-input\" id=\"a-wallet_no\" name=\"a.wallet_no\"></div>"
            .to_owned(),
        amount: "1000".to_owned(),
        min: taka(50),
        max: taka(30_000),
        fee,
        documents: vec![frame.either("মোবাইল", "Mobile").to_owned()],
        left: vec![(frame.say("limit-each-left"), taka(30_000)), (frame.say("limit-person-left"), taka(80_000))],
        customer: frame.either("নমুনা বেগম", "Namuna Begum").to_owned(),
        connected,
        faults: if connected { vec![("amount".to_owned(), "…".to_owned())] } else { Faults::new() },
        frame: frame.titled_as(CASH_IN.0),
    }
}

fn confirm(frame: Frame) -> askama::Result<String> {
    let number = frame.either("০১৭০০০০০০০০", "01700000000").to_owned();
    let words = [("amount", frame.money(taka(1_000))), ("number", number.clone()), ("paid", frame.money(taka(1_005)))];
    ConfirmPage {
        code: "P017".to_owned(),
        service: service(&frame),
        provider: super::provider_words(&frame, "wallet"),
        form_id: "f".to_owned(),
        pays_in: true,
        aloud: frame.say_with("transfer-aloud-in", &words),
        amount: taka(1_000),
        amount_plain: "1000".to_owned(),
        amount_words: taka(1_000).words(frame.lang),
        official: taka(0),
        charge: taka(5),
        total: taka(1_005),
        fees_poisha: 500,
        answers: vec![(frame.either("মোবাইল হিসাব নম্বর", "Number of the wallet").to_owned(), number)],
        hidden: vec![("a.wallet_no".to_owned(), "01700000000".to_owned())],
        left: vec![(frame.say("limit-centre-left"), taka(99_000))],
        customer: String::new(),
        tendered: "1000".to_owned(),
        faults: vec![("tendered".to_owned(), "…".to_owned())],
        frame: frame.titled("transfer-confirm"),
    }
    .render()
}

fn part(frame: &Frame, state: TransferState, pays_in: bool) -> StatePart {
    let way = if pays_in { "in" } else { "out" };
    let hand_out = (!state.is_pending() && (state == TransferState::Done) != pays_in).then(|| taka(1_005));
    StatePart {
        frame: frame.clone(),
        here: format!("/counter/transfers/3026001/{ID}"),
        state: state_words(frame, state),
        look: look_of(state),
        notice: if state.is_pending() { "care" } else { "good" },
        icon: "check",
        title: frame.say(&format!("transfer-{}-{way}-title", state.name())),
        safe: frame.say(&format!("transfer-{}-{way}-safe", state.name())),
        next: frame.say(&format!("transfer-{}-{way}-next", state.name())),
        total_word: frame.say("transfer-taken"),
        amount: taka(1_000),
        official: taka(0),
        charge: taka(5),
        total: taka(1_005),
        hand_out,
        hand_out_word: frame.say("transfer-give-back"),
        notes: hand_out.map(base::money::notes_for).unwrap_or_default(),
        change: (hand_out.is_none() && pays_in).then(|| (taka(2_000), taka(995))),
        receipt: Some("3026001-261123-B7K-014".to_owned()),
        receipt_state: frame.say("receipt-pending"),
        reference: "W-000017".to_owned(),
        code: if state == TransferState::Failed { "no_such_wallet".to_owned() } else { String::new() },
        contradicted: if state == TransferState::Failed {
            frame.say_with("transfer-contradicted", &[("said", state_words(frame, TransferState::Done))])
        } else {
            String::new()
        },
        not_connected: if state == TransferState::Unknown {
            frame.say("transfer-not-connected")
        } else {
            String::new()
        },
        polls: state.is_pending(),
        may_ask: state.is_pending(),
        may_take_back: state == TransferState::Done,
    }
}

fn state(frame: Frame, state: TransferState, pays_in: bool) -> askama::Result<String> {
    StatePage {
        part: part(&frame, state, pays_in),
        back_href: "/counter/transfers",
        service: service(&frame),
        centre: frame.either("নমুনাপুর ইউনিয়ন ডিজিটাল সেন্টার", "Namunapur Union Digital Centre").to_owned(),
        when: frame.either("২৩ নভেম্বর ২০২৬, ১০:৪২", "23 November 2026, 10:42").to_owned(),
        by: frame.either("রহিমা খাতুন", "Rahima Khatun").to_owned(),
        provider: super::provider_words(&frame, "wallet"),
        id: ID.to_owned(),
        answers: vec![(frame.either("মোবাইল হিসাব নম্বর", "Number of the wallet").to_owned(), "…".to_owned())],
        frame: frame.titled("transfer"),
    }
    .render()
}

fn list(frame: Frame, some: bool) -> TransfersPage {
    let row = |state, pays_in| TransferRow {
        href: format!("/counter/transfers/3026001/{ID}"),
        service: service(&frame),
        provider: super::provider_words(&frame, "wallet"),
        centre: frame.either("নমুনাপুর", "Namunapur").to_owned(),
        when: frame.either("২৩ নভেম্বর ২০২৬, ১০:৪২", "23 November 2026, 10:42").to_owned(),
        amount: taka(1_000),
        pays_in,
        state: state_words(&frame, state),
        look: look_of(state),
        contradicted: state == TransferState::Failed,
    };
    let states = TransferState::ALL.into_iter().map(|state| row(state, state != TransferState::Done));
    TransfersPage {
        whose: if some { String::new() } else { frame.either("নমুনাপুর", "Namunapur").to_owned() },
        centre: some.then(|| "3026001".to_owned()),
        day: "2026-11-23".to_owned(),
        rows: if some { states.collect() } else { Vec::new() },
        waiting: if some { 2 } else { 0 },
        of_area: some,
        may_take: true,
        may_limit: true,
        frame: frame.titled("transfers"),
    }
}

fn limits(frame: Frame) -> askama::Result<String> {
    let row = |place: String| LimitRow {
        subject: super::provider_words(&frame, "wallet"),
        place,
        each: Some(taka(30_000)),
        centre: Some(taka(500_000)),
        person: None,
    };
    LimitsPage {
        form_id: "f".to_owned(),
        subjects: vec![("provider:wallet".to_owned(), super::provider_words(&frame, "wallet"), true)],
        given: Given { each: "x".to_owned(), ..Given::default() },
        rows: vec![row(frame.say("whole-country"))],
        faults: vec![("each".to_owned(), "…".to_owned())],
        frame: frame.titled("limits"),
    }
    .render()
}
