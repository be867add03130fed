//! The pure rules, against what arithmetic itself says.

use crate::shop::{account, legs};
use base::Paisa;
use ledger::{Account, Balance, Leg, NotPosted, chart, decide, merged, swapped};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Accounts of both sides, covered and not, so few that random legs meet on them.
const CODES: [&str; 10] = [
    "P:bank",
    "P:fee:a",
    "P:fee:b",
    "P:escrow:o1",
    "P:float",
    "E:float",
    "E:drawer:1",
    "E:drawer:2",
    "E:owner",
    "E:commission",
];

fn some_legs() -> impl Strategy<Value = Vec<Leg>> {
    let one = (0..CODES.len(), -1_000_i64..1_000)
        .prop_map(|(place, poisha)| Leg { account: account(CODES[place]), poisha: Paisa::new(poisha) });
    prop::collection::vec(one, 0..14)
}

/// What the legs of these accounts add up to.
fn sum_of(legs: &[Leg], test: impl Fn(&str) -> bool) -> i64 {
    legs.iter().filter(|leg| test(leg.account.code())).map(|leg| leg.poisha.get()).sum()
}

/// Legs that were made to balance: whatever is off goes to an account of the same side. The floats may differ.
fn even_legs() -> impl Strategy<Value = Vec<Leg>> {
    some_legs().prop_map(|mut legs| {
        for (side, rest) in [("P:", "P:bank"), ("E:", "E:owner")] {
            let off = sum_of(&legs, |code| code.starts_with(side));
            legs.push(Leg { account: account(rest), poisha: Paisa::new(-off) });
        }
        legs
    })
}

/// Legs that balance and in which the shop's float moves as the programme's does.
fn balanced_legs() -> impl Strategy<Value = Vec<Leg>> {
    even_legs().prop_map(|mut legs| {
        let off = sum_of(&legs, |code| code.ends_with(":float"));
        for (code, poisha) in [("E:float", -off), ("E:owner", off)] {
            legs.push(Leg { account: account(code), poisha: Paisa::new(poisha) });
        }
        legs
    })
}

/// The sum of each account, by an oracle of three lines.
fn sums(legs: &[Leg]) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for leg in legs {
        *sums.entry(leg.account.code().to_owned()).or_insert(0) += leg.poisha.get();
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

fn rich(legs: &[Leg]) -> Vec<Balance> {
    let much = |leg: &Leg| if leg.account.is_debit_normal() { 1_000_000 } else { -1_000_000 };
    legs.iter().map(|leg| Balance { poisha: Paisa::new(much(leg)), held: Paisa::ZERO }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn where_money_is_plenty_legs_are_taken_exactly_when_each_side_sums_to_nothing_and_the_floats_agree(
        legs in prop_oneof![some_legs(), even_legs(), balanced_legs()]
    ) {
        let net = sums(&legs);
        let side = |side: &str| -> i64 { net.iter().filter(|(code, _)| code.starts_with(side)).map(|(_, sum)| sum).sum() };
        let floats = net.get("P:float").unwrap_or(&0) + net.get("E:float").unwrap_or(&0);
        let merged = merged(&legs).unwrap();
        let verdict = decide(&merged, &rich(&merged));
        let expected = if net.is_empty() {
            Err(NotPosted::Shape)
        } else if side("P:") != 0 || side("E:") != 0 {
            Err(NotPosted::Unbalanced)
        } else if floats != 0 {
            Err(NotPosted::FloatsDiffer)
        } else {
            Ok(())
        };
        prop_assert_eq!(verdict, expected);
    }

    #[test]
    fn merging_keeps_every_sum_in_one_leg_an_account(legs in some_legs()) {
        let merged = merged(&legs).unwrap();
        prop_assert_eq!(sums(&merged), sums(&legs));
        prop_assert_eq!(merged.len(), sums(&legs).len());
    }

    #[test]
    fn a_reversal_restores_every_balance(legs in balanced_legs(), start in prop::collection::vec(-9_999_i64..9_999, 10)) {
        let forth = merged(&legs).unwrap();
        let back = merged(&swapped(&forth).unwrap()).unwrap();
        let mut balances: BTreeMap<&str, i64> = CODES.into_iter().zip(start).collect();
        let before = balances.clone();
        for leg in forth.iter().chain(&back) {
            *balances.get_mut(leg.account.code()).unwrap() += leg.poisha.get();
        }
        prop_assert_eq!(balances, before);
        prop_assert_eq!(decide(&forth, &rich(&forth)).is_ok(), decide(&back, &rich(&back)).is_ok());
    }

    #[test]
    fn no_accepted_posting_overdraws_what_is_covered_or_touches_what_is_held(
        legs in balanced_legs(), own in prop::collection::vec(0_i64..3_000, 10), held in prop::collection::vec(0_i64..1_500, 10)
    ) {
        let legs = merged(&legs).unwrap();
        let balances: Vec<Balance> = legs.iter().map(|leg| {
            let place = CODES.iter().position(|code| *code == leg.account.code()).unwrap();
            let sign = if leg.account.is_debit_normal() { 1 } else { -1 };
            Balance { poisha: Paisa::new(sign * own[place]), held: Paisa::new(held[place].min(own[place])) }
        }).collect();
        let overdraws = legs.iter().zip(&balances).any(|(leg, balance)| {
            let sign = if leg.account.is_debit_normal() { 1 } else { -1 };
            let covered = ["P:float", "E:float", "P:escrow:o1"].contains(&leg.account.code());
            covered && sign * leg.poisha.get() < 0
                && sign * (balance.poisha.get() + leg.poisha.get()) < balance.held.get()
        });
        let verdict = decide(&legs, &balances);
        prop_assert_eq!(matches!(verdict, Err(NotPosted::Short { .. })), overdraws && !legs.is_empty(), "{:?}", verdict);
    }
}

#[test]
fn legs_that_are_out_of_order_or_twice_or_of_nothing_are_no_posting() {
    for list in [
        &[("E:owner", -5), ("E:drawer:1", 5)][..],
        &[("E:drawer:1", 5), ("E:drawer:1", 5), ("E:owner", -10)],
        &[("E:drawer:1", 0), ("E:owner", 0)],
        &[],
    ] {
        let legs = legs(list);
        assert_eq!(decide(&legs, &rich(&legs)), Err(NotPosted::Shape), "{list:?}");
    }
}

#[test]
fn amounts_beyond_counting_are_refused_and_never_wrap() {
    let huge = legs(&[("E:drawer:1", i64::MAX), ("E:drawer:1", 1)]);
    assert_eq!(merged(&huge), Err(NotPosted::TooLarge));
    assert_eq!(swapped(&legs(&[("E:drawer:1", i64::MIN)])), Err(NotPosted::TooLarge));
    let legs = legs(&[("E:drawer:1", 5), ("E:owner", -5)]);
    let full = Balance { poisha: Paisa::new(i64::MAX), held: Paisa::ZERO };
    assert_eq!(decide(&legs, &[full, Balance::default()]), Err(NotPosted::TooLarge));
}

#[test]
fn an_account_is_a_line_of_the_chart_with_a_part_where_the_line_has_one() {
    for code in ["P:float", "P:fee:brdris", "E:drawer:1", "P:due:3026002", "P:escrow:o-1.a_b", "P:fee:land:porcha"] {
        assert_eq!(Account::new(code).map(|account| account.code().to_owned()).as_deref(), Some(code));
    }
    for code in [
        "",
        "P",
        "P:",
        "float",
        "P:flo",
        "P:float:",
        "P:float:x",
        "P:fee",
        "P:fee:",
        "P:fee::",
        "P:fee::x",
        "P:fee:x:",
        "P:fee:x y",
        "P:fee:ফি",
        "p:float",
        "E:vendor:x",
        "P:drawer:1",
        "P:fee:x;y",
        "P:fee:x\n",
    ] {
        assert_eq!(Account::new(code), None, "{code:?}");
    }
    assert_eq!(Account::new(&format!("P:fee:{}", "x".repeat(64))), None);
    for name in chart() {
        let plain = Account::new(name);
        let parted = Account::new(&format!("{name}:x"));
        assert!(plain.is_some() != parted.is_some(), "{name} either has parts or has none");
    }
}
