//! Which lines and transfers belong together.

use crate::reconcile::item::{AGES, age_of};
use crate::reconcile::matching::{Match, Ours, Theirs, matched};
use base::Paisa;
use base::calendar::BusinessDay;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn day(day: i8) -> BusinessDay {
    BusinessDay::new(2026, 11, day).unwrap()
}

fn line(number: i64, of: i8, poisha: i64, reference: &str, transfer: &str) -> Theirs {
    Theirs {
        key: ("s".to_owned(), number),
        day: day(of),
        poisha: Paisa::new(poisha),
        reference: reference.to_owned(),
        transfer: transfer.to_owned(),
    }
}

fn ours(id: &str, of: i8, poisha: i64, reference: &str) -> Ours {
    Ours { id: id.to_owned(), day: day(of), poisha: Paisa::new(poisha), reference: reference.to_owned() }
}

/// (numbers of lines, ids of transfers, difference).
fn told(found: &[Match]) -> Vec<(Vec<i64>, Vec<&str>, i64)> {
    let mut all = Vec::new();
    for one in found {
        let lines = one.lines.iter().map(|key| key.1).collect();
        all.push((lines, one.transfers.iter().map(String::as_str).collect(), one.off.get()));
    }
    all
}

#[test]
fn a_line_that_names_a_transfer_belongs_to_it_whatever_its_amount_and_day() {
    let found = matched(
        &[line(1, 20, 500, "R1", "a"), line(2, 9, 900, "R2", ""), line(3, 20, 70, "", "c")],
        &[ours("a", 20, 500, ""), ours("b", 20, 950, "R2"), ours("d", 20, 70, "")],
    );
    // Line 3 names a transfer that is not there: it is not given to another one of its amount.
    assert_eq!(told(&found), [(vec![1], vec!["a"], 0), (vec![2], vec!["b"], -50)]);
}

#[test]
fn several_lines_may_name_one_transfer_and_a_reference_of_two_names_nobody() {
    let found = matched(
        &[line(1, 20, 300, "", "a"), line(2, 20, 200, "", "a"), line(3, 20, 11, "R", "")],
        &[ours("a", 20, 500, ""), ours("b", 20, 40, "R"), ours("c", 20, 41, "R")],
    );
    assert_eq!(told(&found), [(vec![1, 2], vec!["a"], 0)]);
}

#[test]
fn a_line_without_a_name_is_the_only_set_of_transfers_that_adds_up_to_it() {
    let all = [ours("a", 20, 500, ""), ours("b", 21, 300, ""), ours("c", 20, 1_000, "")];
    assert_eq!(told(&matched(&[line(1, 20, 800, "", "")], &all)), [(vec![1], vec!["a", "b"], 0)]);
    assert_eq!(told(&matched(&[line(1, 20, 1_800, "", "")], &all)), [(vec![1], vec!["a", "b", "c"], 0)]);
    assert!(matched(&[line(1, 20, -800, "", "")], &all).is_empty(), "what was paid out is not what was paid in");
    assert!(matched(&[line(1, 18, 1_000, "", "")], &all).is_empty(), "two days are too far apart");
}

#[test]
fn several_lines_without_a_name_may_be_one_transfer() {
    let found = matched(
        &[line(1, 20, -300, "x", ""), line(2, 21, -200, "y", ""), line(3, 20, -45, "z", "")],
        &[ours("a", 20, -500, "")],
    );
    assert_eq!(told(&found), [(vec![1, 2], vec!["a"], 0)]);
}

#[test]
fn where_two_sets_would_do_nobody_guesses() {
    let twins = [ours("a", 20, 500, ""), ours("b", 20, 500, ""), ours("c", 20, 90, "")];
    assert!(matched(&[line(1, 20, 500, "", "")], &twins).is_empty());
    // What failed or was taken back is no part of a sum.
    assert!(matched(&[line(1, 20, 500, "", "")], &[ours("a", 20, 0, "")]).is_empty());
}

#[test]
fn a_day_of_very_many_equal_amounts_is_left_in_good_time() {
    let many: Vec<Ours> = (0..39).map(|at| ours(&format!("t{at}"), 20, 1_000 + at % 2, "")).collect();
    let lines: Vec<Theirs> = (0..150).map(|at| line(at, 20, 7_003, "", "")).collect();
    assert!(matched(&lines, &many).is_empty());
}

#[test]
fn ages_fall_into_four_groups() {
    let groups: Vec<usize> = [-3, 0, 1, 2, 3, 4, 7, 8, 400].into_iter().map(age_of).collect();
    assert_eq!(groups, [0, 0, 0, 1, 1, 2, 2, 3, 3]);
    assert_eq!(AGES.len(), 4);
}

fn lines() -> impl Strategy<Value = Vec<Theirs>> {
    let one = (18_i8..23, -6_i64..6, 0_u8..8, 0_u8..8);
    prop::collection::vec(one, 0..14).prop_map(|all| {
        let named = |number: u8| if number < 4 { format!("t{number}") } else { String::new() };
        let one = |(number, (of, poisha, id, reference)): (i64, (i8, i64, u8, u8))| {
            let reference = if reference < 3 { format!("R{reference}") } else { String::new() };
            line(number, of, if poisha == 0 { 7 } else { poisha * 100 }, &reference, &named(id))
        };
        (1..).zip(all).map(one).collect()
    })
}

fn transfers() -> impl Strategy<Value = Vec<Ours>> {
    let one = (18_i8..23, -6_i64..6, 0_u8..8);
    prop::collection::vec(one, 0..14).prop_map(|all| {
        let one = |(number, (of, poisha, reference)): (usize, (i8, i64, u8))| {
            let reference = if reference < 3 { format!("R{reference}") } else { String::new() };
            ours(&format!("t{number}"), of, poisha * 100, &reference)
        };
        all.into_iter().enumerate().map(one).collect()
    })
}

proptest! {
    #[test]
    fn whatever_comes_nothing_is_matched_twice_and_what_is_searched_for_adds_up(
        theirs in lines(), mine in transfers(),
    ) {
        let found = matched(&theirs, &mine);
        let (mut seen_lines, mut seen_ids) = (BTreeSet::new(), BTreeSet::new());
        for one in &found {
            prop_assert!(!one.lines.is_empty() && !one.transfers.is_empty());
            prop_assert!(one.lines.len() == 1 || one.transfers.len() == 1, "one to one, one to many, many to one");
            for key in &one.lines {
                prop_assert!(seen_lines.insert(key.clone()), "line {key:?} twice");
            }
            for id in &one.transfers {
                prop_assert!(seen_ids.insert(id.clone()), "transfer {id} twice");
            }
            let sum: i64 = theirs.iter().filter(|line| one.lines.contains(&line.key)).map(|line| line.poisha.get()).sum();
            let own: i64 = mine.iter().filter(|each| one.transfers.contains(&each.id)).map(|each| each.poisha.get()).sum();
            prop_assert_eq!(sum - own, one.off.get(), "the difference is the difference");
            let named = theirs.iter().filter(|line| one.lines.contains(&line.key)).all(|line| {
                let of = mine.iter().find(|each| one.transfers.contains(&each.id)).unwrap();
                line.transfer == of.id || (line.transfer.is_empty() && line.reference == of.reference)
            });
            prop_assert!(named || one.off == Paisa::ZERO, "only what is named may differ");
        }
    }

    #[test]
    fn the_order_in_which_lines_and_transfers_come_changes_nothing(
        theirs in lines(), mine in transfers(), turn in 0_usize..14,
    ) {
        let (mut other, mut others) = (theirs.clone(), mine.clone());
        if !other.is_empty() {
            let by = turn % other.len();
            other.rotate_left(by);
        }
        others.reverse();
        prop_assert_eq!(matched(&theirs, &mine), matched(&other, &others));
    }
}
