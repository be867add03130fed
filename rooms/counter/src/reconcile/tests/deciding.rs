//! What follows from reading a statement: matches, items, what is over, what is repeated.

use crate::deeds::statements::read::{Decided, Known, ReadStatement};
use crate::reconcile::StatementLine;
use crate::reconcile::item::{Item, ItemKind, ItemOwner, ItemStanding};
use crate::reconcile::matching::Theirs;
use crate::transfer::TransferState;
use base::Paisa;
use base::calendar::BusinessDay;
use ledger::ProviderTransfer;
use std::collections::BTreeSet;

const HASH: &str = "aaaaaaaaaaaaaaaaaaaaaaaa";
const EARLIER: &str = "bbbbbbbbbbbbbbbbbbbbbbbb";

fn day(day: i8) -> BusinessDay {
    BusinessDay::new(2026, 11, day).unwrap()
}

fn line(number: i64, of: i8, poisha: i64, reference: &str, transfer: &str) -> StatementLine {
    StatementLine {
        line: number,
        day: day(of),
        poisha: Paisa::new(poisha),
        reference: reference.to_owned(),
        transfer: transfer.to_owned(),
    }
}

fn transfer(id: &str, of: i8, poisha: i64, state: TransferState) -> ProviderTransfer {
    ProviderTransfer {
        book: "3026001".to_owned(),
        id: id.to_owned(),
        provider: "wallet".to_owned(),
        day: day(of),
        state,
        principal: Paisa::new(poisha),
        by_wallet: false,
        reference: String::new(),
        page: String::new(),
    }
}

fn known(transfers: Vec<ProviderTransfer>) -> Known {
    Known { seen: BTreeSet::new(), open_lines: Vec::new(), transfers, open_items: Vec::new() }
}

fn decided(lines: Vec<StatementLine>, known: &Known) -> Decided {
    decided_of("csv", lines, known)
}

fn decided_of(format: &str, lines: Vec<StatementLine>, known: &Known) -> Decided {
    let deed = ReadStatement {
        provider: "wallet".to_owned(),
        hash: HASH.to_owned(),
        format: format.to_owned(),
        lines,
        bad: Vec::new(),
        bad_count: 0,
    };
    deed.decide(known)
}

/// (kind, theirs, ours) of each item.
fn told(decided: &Decided) -> Vec<(ItemKind, i64, i64)> {
    decided.items.iter().map(|item| (item.kind, item.theirs.get(), item.ours.get())).collect()
}

#[test]
fn what_is_done_with_both_stands_out_nowhere() {
    let known = known(vec![transfer("a", 23, 500, TransferState::Done), transfer("b", 23, -700, TransferState::Done)]);
    let decided = decided(vec![line(2, 23, 500, "R1", "a"), line(3, 24, -700, "R2", "b")], &known);
    assert_eq!((decided.matches.len(), decided.items.len(), decided.repeated.len()), (2, 0, 0));
}

#[test]
fn every_way_in_which_two_books_differ_has_its_kind_and_its_owner() {
    let states = [
        ("differs", 100, TransferState::Done, 90, ItemKind::AmountDiffers),
        ("unknown", 200, TransferState::Unknown, 200, ItemKind::UnknownDone),
        ("requested", 300, TransferState::Requested, 300, ItemKind::UnknownDone),
        ("failed", 400, TransferState::Failed, 400, ItemKind::FailedDone),
        ("reversed", 500, TransferState::Reversed, 500, ItemKind::FailedDone),
        ("odd", 600, TransferState::Unknown, 601, ItemKind::AmountDiffers),
    ];
    for (id, ours, state, theirs, kind) in states {
        let known = known(vec![transfer(id, 23, ours, state)]);
        let decided = decided(vec![line(2, 23, theirs, "R", id)], &known);
        let expected = if kind == ItemKind::FailedDone { 0 } else { ours };
        assert_eq!(told(&decided), [(kind, theirs, expected)], "{id}");
        assert_eq!(decided.items[0].transfers[0].id, id);
        assert_eq!(decided.items[0].lines, [(HASH.to_owned(), 2)]);
    }
    let owners = ItemKind::ALL.map(ItemKind::owner);
    assert_eq!(
        owners,
        [ItemOwner::Finance, ItemOwner::Provider, ItemOwner::Finance, ItemOwner::Finance, ItemOwner::Centre]
    );
}

#[test]
fn what_was_taken_back_on_both_sides_is_nothing_on_both() {
    let known = known(vec![transfer("a", 23, 500, TransferState::Reversed)]);
    let decided = decided(vec![line(2, 23, 500, "R1", "a"), line(3, 23, -500, "R1-R", "a")], &known);
    assert_eq!((decided.matches.len(), decided.items.len()), (1, 0));
}

#[test]
fn a_payment_by_wallet_comes_into_our_account_while_cash_over_the_counter_leaves_it() {
    let wallet =
        |id: &str, poisha| ProviderTransfer { by_wallet: true, ..transfer(id, 23, poisha, TransferState::Done) };
    let all = known(vec![transfer("cash", 23, 500, TransferState::Done), wallet("paid", 280), wallet("refund", -70)]);
    for (format, sign) in [("csv", 1), ("camt", -1)] {
        let named = vec![
            line(2, 23, 500, "R1", "cash"),
            line(3, 23, 280 * sign, "R2", "paid"),
            line(4, 23, -70 * sign, "R3", "refund"),
        ];
        let bare: Vec<_> = named.iter().cloned().map(|one| StatementLine { transfer: String::new(), ..one }).collect();
        for lines in [named, bare] {
            let decided = decided_of(format, lines, &all);
            assert_eq!((decided.matches.len(), told(&decided)), (3, Vec::new()), "{format}");
        }
        let only = decided_of(format, vec![line(2, 23, 500, "R1", "cash")], &all);
        assert_eq!(told(&only).iter().map(|one| one.2).collect::<Vec<_>>(), [280 * sign, -70 * sign], "{format}");
    }
}

#[test]
fn only_what_is_done_and_of_a_day_that_is_covered_is_missed() {
    let known = known(vec![
        transfer("here", 23, 100, TransferState::Done),
        transfer("missed", 23, 200, TransferState::Done),
        transfer("waits", 23, 300, TransferState::Unknown),
        transfer("failed", 23, 400, TransferState::Failed),
        transfer("day before", 22, 500, TransferState::Done),
        transfer("day after", 24, 600, TransferState::Done),
    ]);
    let decided = decided(vec![line(2, 23, 100, "R1", "here")], &known);
    assert_eq!(told(&decided), [(ItemKind::OursOnly, 0, 200)]);
    assert_eq!(decided.items[0].item, "o-missed");
}

#[test]
fn a_line_read_before_is_repeated_and_one_without_a_reference_is_always_new() {
    let mut known = known(Vec::new());
    known.seen.insert(("R1".to_owned(), 500));
    let lines = vec![
        line(2, 23, 500, "R1", ""),
        line(3, 23, 501, "R1", ""),
        line(4, 23, 77, "", ""),
        line(5, 23, 77, "", ""),
        line(6, 23, 88, "R2", ""),
        line(7, 23, 88, "R2", ""),
    ];
    let decided = decided(lines, &known);
    assert_eq!(decided.repeated, [2, 7], "another amount under a reference is another line");
    assert_eq!(told(&decided).len(), 4);
}

/// An item of an earlier statement.
fn open(item: &str, kind: ItemKind, lines: Vec<(String, i64)>, ids: &[&str]) -> ItemStanding {
    let transfers =
        ids.iter().map(|id| crate::reconcile::item::TransferKey { book: "3026001".to_owned(), id: (*id).to_owned() });
    let item = Item {
        item: item.to_owned(),
        statement: EARLIER.to_owned(),
        kind,
        provider: "wallet".to_owned(),
        day: day(22),
        theirs: Paisa::ZERO,
        ours: Paisa::ZERO,
        lines,
        references: Vec::new(),
        transfers: transfers.collect(),
    };
    ItemStanding { owner: kind.owner(), item, end: None }
}

#[test]
fn what_waited_on_either_side_is_over_when_its_partner_comes_and_nothing_else_is() {
    let mut known =
        known(vec![transfer("late", 22, 900, TransferState::Done), transfer("theirs", 22, 70, TransferState::Done)]);
    known.open_lines.push(Theirs {
        key: (EARLIER.to_owned(), 9),
        day: day(22),
        poisha: Paisa::new(70),
        reference: String::new(),
        transfer: String::new(),
    });
    known.open_items = vec![
        open("o-late", ItemKind::OursOnly, Vec::new(), &["late"]),
        open("t-9", ItemKind::TheirsOnly, vec![(EARLIER.to_owned(), 9)], &[]),
        open("t-8", ItemKind::TheirsOnly, vec![(EARLIER.to_owned(), 8)], &[]),
        open("m-1", ItemKind::AmountDiffers, vec![(EARLIER.to_owned(), 9)], &["late"]),
    ];
    let decided = decided(vec![line(2, 23, 900, "R1", "late")], &known);
    assert_eq!(decided.matches.len(), 2);
    assert_eq!(decided.closes, ["o-late", "t-9"], "what differs is for people to resolve");
    assert!(decided.items.is_empty(), "a line of an earlier statement is not told of again: {:?}", told(&decided));
}

#[test]
fn what_is_missed_already_is_not_missed_a_second_time() {
    let mut known =
        known(vec![transfer("a", 23, 100, TransferState::Done), transfer("b", 23, 200, TransferState::Done)]);
    known.open_items.push(open("o-b", ItemKind::OursOnly, Vec::new(), &["b"]));
    let decided = decided(vec![line(2, 23, 100, "R1", "a")], &known);
    assert!(decided.items.is_empty() && decided.closes.is_empty());
}

#[test]
fn items_have_names_that_no_other_item_has() {
    let known = known(vec![
        transfer("a", 23, 100, TransferState::Done),
        transfer("b", 23, 200, TransferState::Unknown),
        transfer("c", 23, 300, TransferState::Done),
    ]);
    let lines = vec![
        line(2, 23, 90, "R1", "a"),
        line(3, 23, 200, "R2", "b"),
        line(4, 23, 5, "R3", ""),
        line(5, 23, 5, "R4", ""),
    ];
    let decided = decided(lines, &known);
    let names: BTreeSet<&str> = decided.items.iter().map(|item| item.item.as_str()).collect();
    assert_eq!((names.len(), decided.items.len()), (5, 5), "{names:?}");
    assert!(names.iter().all(|name| name.len() <= 64), "{names:?}");
}
