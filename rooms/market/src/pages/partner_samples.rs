//! The pages of partners with plausible content. All is invented.

use super::Faults;
use super::kinds::KindsPage;
use super::partner::{KeyRow, MessageRow, PartnerPage};
use super::sheet::{BadRow, SheetPage};
use askama::Template;
use web::{Frame, Sample};

/// The samples of partners' pages.
pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "market-partner", render: |frame| partner(frame, "").render() },
        Sample { name: "market-sheet", render: |frame| sheet(frame, false).render() },
        Sample { name: "market-sheet-bad", render: |frame| sheet(frame, true).render() },
        Sample { name: "market-kinds", render: |frame| kinds(frame).render() },
        Sample { name: "market-partner-key", render: |frame| partner(frame, KEY).render() },
    ]
}

const KEY: &str = "hk_000002_0000000000000000000000000000000000000000000000000000000000004f7a";

fn partner(frame: Frame, secret: &str) -> PartnerPage {
    let key = |number: i64, label: (&str, &str), revoked: &str| KeyRow {
        number,
        label: frame.either(label.0, label.1).to_owned(),
        scopes: frame.say("partner-scope-catalogue"),
        last4: "4f7a".to_owned(),
        made: frame.either("২৩ নভেম্বর ২০২৬", "23 November 2026").to_owned(),
        revoked: revoked.to_owned(),
    };
    let scope = |name: &'static str| (name, frame.say(&format!("partner-scope-{name}")), false);
    PartnerPage {
        form_id: "0123456789abcdef".to_owned(),
        seller: ("S000002".to_owned(), frame.either("আলো ইলেকট্রিক", "Alo Electric").to_owned()),
        back: "/market/sellers/S000002".to_owned(),
        keeps: true,
        secret: secret.to_owned(),
        keys: vec![
            key(2, ("দোকানের সফটওয়্যার", "Shop software"), ""),
            key(1, ("পুরোনো", "The old one"), frame.either("২৪ নভেম্বর", "24 November")),
        ],
        scopes: ["catalogue", "orders", "events"].map(scope).to_vec(),
        label: String::new(),
        url: "https://shop.example.com/haat".to_owned(),
        typed: "https://shop.example.com/haat".to_owned(),
        kinds: &crate::partner::MESSAGE_KINDS,
        messages: vec![
            message(&frame, (2, "order.placed"), ("given_up", "late"), "503"),
            message(&frame, (1, "payout.sent"), ("sent", ""), "204"),
        ],
        faults: Faults::new(),
        frame: frame.titled("partner-title"),
    }
}

fn message(
    frame: &Frame,
    (number, kind): (i64, &str),
    (state, look): (&str, &'static str),
    answer: &str,
) -> MessageRow {
    MessageRow {
        number,
        kind: kind.to_owned(),
        at: frame.either("২৩ নভেম্বর ২০২৬, ১০:৪২", "23 November 2026, 10:42").to_owned(),
        state: frame.say(&format!("partner-message-{state}")),
        look,
        tries: if look.is_empty() { 1 } else { 10 },
        answer: answer.to_owned(),
    }
}

fn stall(frame: &Frame) -> (String, String) {
    ("S000002".to_owned(), frame.either("আলো ইলেকট্রিক", "Alo Electric").to_owned())
}

fn sheet(frame: Frame, came: bool) -> SheetPage {
    let bad = |row: u64, column: &str, bn: &str, en: &str| BadRow {
        row,
        column: column.to_owned(),
        why: frame.either(bn, en).to_owned(),
    };
    let words = ["goods-sheet-created", "goods-sheet-updated", "goods-sheet-unchanged", "goods-sheet-refused"];
    let counts = words.map(|word| (frame.say(word), 2)).to_vec();
    SheetPage {
        form_id: "0123456789abcdef".to_owned(),
        seller: stall(&frame),
        counts: if came { counts } else { Vec::new() },
        bad: if came {
            vec![
                bad(4, "price", "এই ঘরটি পড়া গেল না।", "This cell cannot be read."),
                bad(7, "sku", "কোড L-7 দুবার আছে।", "The code L-7 stands twice."),
            ]
        } else {
            Vec::new()
        },
        bad_count: if came { 2 } else { 0 },
        faults: Faults::new(),
        frame: frame.titled("goods-sheet-title"),
    }
}

fn kinds(frame: Frame) -> KindsPage {
    let light = frame.either("বাতি", "Lights").to_owned();
    KindsPage {
        form_id: "0123456789abcdef".to_owned(),
        seller: stall(&frame),
        kinds: vec![("Table lamps".to_owned(), light.clone())],
        categories: vec![("home.light".to_owned(), light)],
        name: String::new(),
        category: String::new(),
        faults: Faults::new(),
        frame: frame.titled("kinds-title"),
    }
}
