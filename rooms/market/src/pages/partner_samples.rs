//! The pages of partners with plausible content. All is invented.

use super::Faults;
use super::partner::{KeyRow, PartnerPage};
use askama::Template;
use web::{Frame, Sample};

/// The samples of partners' pages.
pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "market-partner", render: |frame| partner(frame, "").render() },
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
        faults: Faults::new(),
        frame: frame.titled("partner-title"),
    }
}
