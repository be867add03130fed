//! The pages of reconciliation once with plausible content. Amounts and references are invented.

use super::list::{StatementPage, StatementRow, StatementsPage};
use super::unmatched::{ItemPage, ItemRow, UnmatchedPage};
use super::{age_words, kind_words, owner_words, provider_words};
use crate::reconcile::Summary;
use crate::reconcile::item::{END_REASONS, ItemKind, ItemOwner};
use askama::Template;
use base::Paisa;
use web::{Frame, Sample};

/// The samples of these pages.
pub(in crate::pages) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "statements", render: |frame| list(frame, true).render() },
        Sample { name: "statements-none", render: |frame| list(frame, false).render() },
        Sample { name: "statement", render: |frame| statement(frame, true).render() },
        Sample { name: "statement-clean", render: |frame| statement(frame, false).render() },
        Sample { name: "unmatched", render: |frame| unmatched(frame, true).render() },
        Sample { name: "unmatched-none", render: |frame| unmatched(frame, false).render() },
        Sample { name: "unmatched-item", render: |frame| item(frame, false).render() },
        Sample { name: "unmatched-item-over", render: |frame| item(frame, true).render() },
    ]
}

fn taka(taka: i64) -> Paisa {
    Paisa::from_taka(taka).unwrap_or_default()
}

fn day(frame: &Frame) -> String {
    frame.either("২৩ নভেম্বর ২০২৬", "23 November 2026").to_owned()
}

fn summary(clean: bool) -> Summary {
    let wrong = if clean { 0 } else { 2 };
    Summary { lines: 120, repeated: wrong, matched: 116_i64.saturating_add(wrong), bad: wrong, items: wrong }
}

fn list(frame: Frame, some: bool) -> StatementsPage {
    let row = || StatementRow {
        href: "/counter/statements/ab12".to_owned(),
        provider: provider_words(&frame, "wallet"),
        days: day(&frame),
        read: day(&frame),
        summary: summary(false),
    };
    let ages = age_words(&frame).into_iter().zip([3, 2, 1, 4]);
    StatementsPage {
        rows: if some { vec![row()] } else { Vec::new() },
        ages: ages.map(|(words, count)| (words, count, "/counter/unmatched?age=1".to_owned())).collect(),
        open: if some { 10 } else { 0 },
        may_reconcile: true,
        providers: vec![("wallet".to_owned(), provider_words(&frame, "wallet"), true)],
        day: "2026-11-22".to_owned(),
        faults: if some { vec![("file".to_owned(), "…".to_owned())] } else { Vec::new() },
        frame: frame.titled("statements"),
    }
}

fn item_row(frame: &Frame, kind: ItemKind) -> ItemRow {
    ItemRow {
        href: "/counter/unmatched/t-ab12-7".to_owned(),
        kind: kind_words(frame, kind),
        provider: provider_words(frame, "wallet"),
        day: day(frame),
        age: 9,
        look: "late",
        theirs: taka(1_000),
        ours: taka(-900),
        owner: owner_words(frame, ItemOwner::Finance),
        open: kind != ItemKind::OursOnly,
    }
}

fn statement(frame: Frame, some: bool) -> StatementPage {
    let bad = |line, why: &str| (line, "amount".to_owned(), frame.say(why));
    let whys = [
        "statement-bad-provider",
        "statement-bad-day",
        "statement-bad-amount",
        "statement-bad-direction",
        "statement-bad-currency",
        "statement-bad-shape",
        "statement-bad-reference",
        "statement-bad-not-booked",
    ];
    StatementPage {
        provider: provider_words(&frame, "wallet"),
        days: day(&frame),
        read: day(&frame),
        format: "camt".to_owned(),
        summary: summary(!some),
        bad: if some { whys.iter().map(|why| bad(7, why)).collect() } else { Vec::new() },
        items: if some { ItemKind::ALL.map(|kind| item_row(&frame, kind)).into_iter().collect() } else { Vec::new() },
        frame: frame.titled("statement"),
    }
}

fn unmatched(frame: Frame, some: bool) -> UnmatchedPage {
    let choice = |word: &str| vec![(String::new(), frame.say(word), true)];
    UnmatchedPage {
        ages: choice("item-all"),
        owners: choice("item-all"),
        rows: if some { vec![item_row(&frame, ItemKind::TheirsOnly)] } else { Vec::new() },
        csv_href: "/counter/unmatched?format=csv".to_owned(),
        frame: frame.titled("unmatched"),
    }
}

fn item(frame: Frame, over: bool) -> ItemPage {
    let end = ["matched_later", "settled"].map(|reason| frame.say(&format!("item-reason-{reason}"))).join(", ");
    ItemPage {
        item: "t-ab12-7".to_owned(),
        row: item_row(&frame, ItemKind::UnknownDone),
        means: ItemKind::ALL.map(|kind| frame.say(&format!("item-{}-means", kind.name()))).join(" "),
        off: taka(100),
        lines: vec![("W-000017".to_owned(), "ab12".to_owned(), 7)],
        transfers: vec![(
            "/counter/transfers/3026001/x".to_owned(),
            "019ab000-0000-7000-8000-000000000007".to_owned(),
            frame.say("transfer-state-unknown"),
        )],
        owners: vec![("finance".to_owned(), owner_words(&frame, ItemOwner::Finance), true)],
        reasons: END_REASONS
            .iter()
            .map(|reason| ((*reason).to_owned(), frame.say(&format!("item-reason-{reason}")), *reason == "other"))
            .collect(),
        note: String::new(),
        end: over.then(|| (end, day(&frame), frame.either("করিম", "Karim").to_owned(), "…".to_owned())),
        may_reconcile: !over,
        may_settle: !over,
        faults: if over { Vec::new() } else { vec![("note".to_owned(), "…".to_owned())] },
        form_id: "f".to_owned(),
        frame: frame.titled("unmatched-item"),
    }
}
