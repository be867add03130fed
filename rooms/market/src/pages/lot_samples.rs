//! The pages of wholesale once with plausible content. All is invented.

use super::Faults;
use super::fields::Fields;
use super::lot_terms::{TermsPage, step_rows};
use super::lots::{AskPage, AskShown, AskingPage, LotsPage};
use askama::Template;
use base::Paisa;
use web::{Frame, Sample};

const FORM: &str = "0123456789abcdef";
const ADDRESS: &str = "S000001-0001";

pub(crate) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "market-lots", render: |frame| list(frame, true).render() },
        Sample { name: "market-lots-empty", render: |frame| list(frame, false).render() },
        Sample { name: "market-lot-answer", render: |frame| one(frame, "answer").render() },
        Sample { name: "market-lot-take", render: |frame| one(frame, "take").render() },
        Sample { name: "market-lot-taken", render: |frame| one(frame, "").render() },
        Sample { name: "market-lot-take-firm", render: |frame| of_firm(frame).render() },
        Sample { name: "market-lot-ask", render: |frame| asking(frame, 0).render() },
        Sample { name: "market-lot-ask-firm", render: |frame| asking(frame, 2).render() },
        Sample { name: "market-lot-terms", render: |frame| terms(frame).render() },
    ]
}

/// Two price steps.
pub(super) fn steps(frame: &Frame) -> Vec<(String, Paisa)> {
    let from = |count: i64| {
        let pieces = frame.say_with("lot-count-piece", &[("count", frame.number(count))]);
        frame.say_with("lot-step-from", &[("from", pieces)])
    };
    vec![(from(50), Paisa::new(220_000)), (from(100), Paisa::new(200_000))]
}

fn shown(frame: &Frame, offered: bool) -> AskShown {
    AskShown {
        href: "/market/lots/S000001/0001".to_owned(),
        what: frame.either("নকশি কাঁথা, লাল", "Embroidered quilt, red").to_owned(),
        pieces: frame.say_with("lot-count-piece", &[("count", frame.number(60))]),
        grade: frame.say("lot-grade-a"),
        who: frame.either("সুইসুতার ঘর", "House of Thread").to_owned(),
        words: frame.either("ঈদের আগে লাগবে।", "Before Eid.").to_owned(),
        state: frame.say(if offered { "lot-state-offered" } else { "lot-state-asked" }),
        look: if offered { "plain" } else { "wait" },
        asked: frame.either("২৯ নভেম্বর ২০২৬, ১১:১০", "29 November 2026, 11:10").to_owned(),
        price: if offered { Paisa::new(210_000) } else { Paisa::ZERO },
        total: if offered { Paisa::new(12_600_000) } else { Paisa::ZERO },
        promised: frame.either("১০ ডিসেম্বর ২০২৬", "10 December 2026").to_owned(),
        until: frame.either("২ ডিসেম্বর ২০২৬", "2 December 2026").to_owned(),
        answer: if offered { frame.either("পারব।", "We can.").to_owned() } else { String::new() },
    }
}

fn list(frame: Frame, full: bool) -> LotsPage {
    LotsPage {
        rows: if full { vec![shown(&frame, true), shown(&frame, false)] } else { Vec::new() },
        back: ("/market/buy".to_owned(), frame.say("buy-title")),
        frame: frame.titled("lots-title"),
    }
}

fn one(frame: Frame, act: &'static str) -> AskPage {
    AskPage {
        form_id: FORM.to_owned(),
        back: "/market/lots".to_owned(),
        one: shown(&frame, act != "answer"),
        act,
        quote: if act.is_empty() { "/market/quotes/M-3026002-261129-B7K-001".to_owned() } else { String::new() },
        again: if act == "answer" { String::new() } else { "/market/buy/lots/S000001-0001".to_owned() },
        firm: false,
        steps: steps(&frame),
        said: Fields(vec![("until".to_owned(), "2026-12-02".to_owned()), ("help".to_owned(), frame.number(30))]),
        faults: if act == "answer" {
            vec![("price".to_owned(), frame.say("market-answer-price"))]
        } else {
            Faults::new()
        },
        frame: frame.titled("lots-title"),
    }
}

fn of_firm(frame: Frame) -> AskPage {
    AskPage { firm: true, ..one(frame, "take") }
}

fn asking(frame: Frame, firms: usize) -> AskingPage {
    let name = frame.either("নকশি কাঁথা", "Embroidered quilt").to_owned();
    AskingPage {
        form_id: FORM.to_owned(),
        address: ADDRESS.to_owned(),
        terms: frame
            .say_with("lot-least-is", &[("least", frame.say_with("lot-count-piece", &[("count", frame.number(50))]))]),
        grade: frame.say("lot-grade-a"),
        steps: steps(&frame),
        kinds: vec![("QUILT-RED".to_owned(), name.clone())],
        firms: [
            ("S000002", frame.either("আলো ইলেকট্রিক", "Alo Electric")),
            ("S000003", frame.either("মেঘনা স্টোর", "Meghna Store")),
        ]
        .into_iter()
        .take(firms)
        .map(|(number, name)| (number.to_owned(), name.to_owned()))
        .collect(),
        said: Fields(vec![("pieces".to_owned(), "50".to_owned())]),
        faults: vec![("pieces".to_owned(), frame.say("market-ask-firm"))],
        frame: frame.titled("lot-ask-title"),
        name,
    }
}

fn terms(frame: Frame) -> TermsPage {
    let said = [("least", frame.number(50)), ("unit", "kg".to_owned()), ("from_1", frame.number(50))];
    let said = Fields(said.into_iter().map(|(name, text)| (name.to_owned(), text)).collect());
    TermsPage {
        form_id: FORM.to_owned(),
        address: ADDRESS.to_owned(),
        name: frame.either("নকশি কাঁথা", "Embroidered quilt").to_owned(),
        steps: step_rows(&frame, &said),
        said,
        grades: ["a", "b", "c"].map(|one| (one, frame.say(&format!("lot-grade-{one}")))).to_vec(),
        units: ["piece", "kg"].map(|one| (one, frame.say(&format!("lot-unit-{one}")))).to_vec(),
        faults: vec![("from_1".to_owned(), frame.say("market-lot-unknown"))],
        frame: frame.titled("lot-terms-title"),
    }
}
