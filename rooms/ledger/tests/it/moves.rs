//! The legs of partners' money and of the drawer, against what arithmetic and the chart say.

use crate::shop::{account, legs};
use base::Paisa;
use ledger::{
    CashMove, ExpenseKind, Leg, Side, amount_legs, cash_moved_legs, commission_paid_legs, commission_received_legs,
    merged, partner_commission_legs,
};
use proptest::prelude::*;

fn side(legs: &[Leg], side: Side) -> i64 {
    legs.iter().filter(|leg| leg.account.side() == side).map(|leg| leg.poisha.get()).sum()
}

fn of(legs: &[Leg], code: &str) -> i64 {
    legs.iter().filter(|leg| leg.account.code() == code).map(|leg| leg.poisha.get()).sum()
}

/// Each side balances, and what the shop's float gains the programme owes more.
fn sound(legs: &[Leg]) -> Result<(), TestCaseError> {
    prop_assert_eq!(side(legs, Side::Programme), 0, "{:?}", legs);
    prop_assert_eq!(side(legs, Side::Shop), 0, "{:?}", legs);
    prop_assert_eq!(of(legs, "E:float") + of(legs, "P:float"), 0, "{:?}", legs);
    prop_assert!(legs.iter().all(|leg| leg.poisha != Paisa::ZERO), "{:?}", legs);
    Ok(())
}

fn some_move() -> impl Strategy<Value = CashMove> {
    prop_oneof![
        Just(CashMove::PaidIn),
        prop::sample::select(ExpenseKind::ALL.to_vec()).prop_map(CashMove::PaidOut),
        Just(CashMove::Drawn),
        Just(CashMove::OverShort),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn an_amount_passed_on_balances_and_moves_the_drawer_by_itself(poisha in -1_000_000_000_i64..1_000_000_000) {
        let legs = amount_legs("bkash", Paisa::new(poisha), &account("E:drawer:2")).unwrap();
        sound(&legs)?;
        prop_assert_eq!(of(&legs, "E:drawer:2"), poisha);
        prop_assert_eq!(of(&legs, "E:float"), -poisha);
        prop_assert_eq!(of(&legs, "P:wallet:bkash"), -poisha);
    }

    #[test]
    fn a_commission_that_is_accrued_and_then_paid_leaves_income_and_float_alone(poisha in 1_i64..1_000_000_000) {
        let amount = Paisa::new(poisha);
        let mut all = partner_commission_legs("nagad", amount).unwrap();
        sound(&all)?;
        prop_assert_eq!(of(&all, "E:float"), 0);
        for legs in [commission_paid_legs("nagad", amount).unwrap(), commission_received_legs("nagad", amount).unwrap()] {
            sound(&legs)?;
            all.extend(legs);
        }
        let left = merged(&all).unwrap();
        let expected = [("E:float", poisha), ("E:partner_income", -poisha), ("P:bank", poisha), ("P:float", -poisha)];
        prop_assert_eq!(left, crate::shop::legs(&expected));
    }

    #[test]
    fn cash_that_moves_without_a_customer_stays_on_the_shops_side(
        kind in some_move(), poisha in -1_000_000_000_i64..1_000_000_000,
    ) {
        let legs = cash_moved_legs(kind, Paisa::new(poisha), &account("E:drawer:1"));
        let may = if kind == CashMove::OverShort { poisha != 0 } else { poisha > 0 };
        prop_assert_eq!(legs.is_some(), may);
        if let Some(legs) = legs {
            sound(&legs)?;
            prop_assert!(legs.iter().all(|leg| leg.account.side() == Side::Shop));
            let grows = matches!(kind, CashMove::PaidIn | CashMove::OverShort);
            prop_assert_eq!(of(&legs, "E:drawer:1"), if grows { poisha } else { -poisha });
        }
    }
}

#[test]
fn each_reason_has_the_account_that_the_register_names() {
    let drawer = account("E:drawer:1");
    let hundred = Paisa::new(10_000);
    for (kind, amount, list) in [
        (CashMove::PaidIn, hundred, [("E:drawer:1", 10_000), ("E:owner", -10_000)]),
        (CashMove::PaidOut(ExpenseKind::Toner), hundred, [("E:expense:toner", 10_000), ("E:drawer:1", -10_000)]),
        (CashMove::Drawn, hundred, [("E:owner", 10_000), ("E:drawer:1", -10_000)]),
        (CashMove::OverShort, hundred, [("E:drawer:1", 10_000), ("E:over_short", -10_000)]),
        (CashMove::OverShort, Paisa::new(-300), [("E:drawer:1", -300), ("E:over_short", 300)]),
    ] {
        assert_eq!(cash_moved_legs(kind, amount, &drawer).unwrap(), legs(&list), "{kind:?}");
    }
    for kind in ExpenseKind::ALL {
        assert_eq!(ExpenseKind::of_name(kind.name()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
    }
    assert_eq!(ExpenseKind::of_name("bribe"), None);
}

#[test]
fn what_is_no_account_or_no_amount_has_no_legs() {
    let drawer = account("E:drawer:1");
    for provider in ["", "b kash", "বিকাশ", ":", "x".repeat(64).as_str()] {
        assert_eq!(amount_legs(provider, Paisa::new(5), &drawer), None, "{provider:?}");
        assert_eq!(partner_commission_legs(provider, Paisa::new(5)), None, "{provider:?}");
    }
    assert_eq!(amount_legs("bkash", Paisa::new(i64::MIN), &drawer), None);
    assert_eq!(amount_legs("bkash", Paisa::ZERO, &drawer), Some(Vec::new()));
    for amount in [0, -5, i64::MIN] {
        assert_eq!(partner_commission_legs("bkash", Paisa::new(amount)), None);
        assert_eq!(commission_paid_legs("bkash", Paisa::new(amount)), None);
        assert_eq!(commission_received_legs("bkash", Paisa::new(amount)), None);
    }
    assert_eq!(cash_moved_legs(CashMove::PaidIn, Paisa::new(5), &account("E:float")), None);
    assert_eq!(cash_moved_legs(CashMove::OverShort, Paisa::new(i64::MIN), &drawer), None);
}
