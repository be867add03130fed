//! The pure rules of a count.

use super::*;
use proptest::prelude::*;

fn taka(taka: i64) -> Paisa {
    Paisa::new(taka * 100)
}

#[test]
fn a_reason_is_needed_above_twenty_taka_or_half_a_percent() {
    let cases = [
        (10_000, 0, false),
        (10_000, 20, false),
        (10_000, -20, false),
        (10_000, 21, true),
        (10_000, -21, true),
        (1_000, 5, false),
        (1_000, 6, true),
        (1_000, -6, true),
        (0, 1, true),
        (0, 0, false),
        (-500, 2, false),
        (-500, 3, true),
    ];
    for (expected, difference, needed) in cases {
        assert_eq!(needs_reason(taka(expected), taka(difference)), needed, "{difference} of {expected}");
    }
}

#[test]
fn only_notes_and_coins_that_there_are_can_be_counted() {
    let read = |text: &str| serde_json::from_str::<Count>(text);
    assert_eq!(read(r#"{"500":2,"5":1}"#).map(|count| count.total()).ok(), Some(taka(1_005)));
    assert_eq!(read("{}").map(|count| count.total()).ok(), Some(Paisa::ZERO));
    assert!(read(r#"{"25":1}"#).is_err(), "no such note");
    assert!(read(r#"{"500":-1}"#).is_err(), "less than none");
    assert!(read(r#"{"500":100001}"#).is_err(), "more than a drawer holds");
    let field = |note, many| Count::try_from(BTreeMap::from([(note, many)])).err().and_then(|no| no.field());
    assert_eq!(field(200, -1).as_deref(), Some("n200"));
    assert_eq!(field(3, 1).as_deref(), Some("n3"));
}

proptest! {
    #[test]
    fn the_piles_of_an_amount_are_worth_its_whole_taka(paisa in -1_000_i64..50_000_000) {
        let count = Count::of(Paisa::new(paisa));
        prop_assert_eq!(count.total().get(), paisa.max(0) / 100 * 100);
    }

    #[test]
    fn a_count_is_worth_its_piles_and_comes_back_from_json_as_it_went(
        pieces in proptest::collection::btree_map(proptest::sample::select(DENOMINATIONS.to_vec()), 0_i64..=PIECES_MAX, 0..10)
    ) {
        let worth: i64 = pieces.iter().map(|(note, many)| note * many * 100).sum();
        let count = Count::try_from(pieces).unwrap_or_default();
        prop_assert_eq!(count.total().get(), worth);
        let text = serde_json::to_string(&count).unwrap_or_default();
        prop_assert_eq!(serde_json::from_str::<Count>(&text).ok(), Some(count));
    }

    #[test]
    fn a_difference_is_what_was_counted_less_what_is_expected(counted in 0_i64..1_000_000, expected in -1_000_000_i64..1_000_000) {
        let taken = CountTaken::of(Count::of(taka(counted)), taka(expected));
        prop_assert_eq!(taken.map(|taken| taken.difference), Some(taka(counted - expected)));
        prop_assert!(!needs_reason(taka(expected), Paisa::ZERO));
        prop_assert_eq!(needs_reason(taka(expected), taka(counted)), needs_reason(taka(expected), taka(-counted)));
    }

    #[test]
    fn what_the_shop_moves_adds_up_to_what_the_entries_changed(
        moves in proptest::collection::vec((0_usize..3, 1_i64..100_000), 0..20), off in -500_i64..500
    ) {
        let entry = |done| DrawerEntry {
            folio: 1, day: Moment::new(0).day(), at: Moment::new(0), by: "p".to_owned(), done,
        };
        let kinds = [CashMove::PaidIn, CashMove::PaidOut(ledger::ExpenseKind::Rent), CashMove::Drawn];
        let mut entries: Vec<DrawerEntry> = moves.iter().map(|(kind, amount)| entry(DrawerDone::Moved {
            kind: kinds[*kind], amount: Paisa::new(*amount), memo: None,
        })).collect();
        let taken = CountTaken {
            count: Count::default(), counted: Paisa::ZERO, expected: Paisa::ZERO, difference: Paisa::new(off),
        };
        entries.push(entry(DrawerDone::Opened(taken.clone())));
        entries.push(entry(DrawerDone::Counted(taken)));
        let changed = Paisa::sum(entries.iter().map(|entry| entry.done.changed()));
        prop_assert_eq!(MoveSums::of(&entries).and_then(|sums| sums.changed()), changed);
    }
}
