//! The legs of a counter's other money: amounts passed on for partners, what partners owe for it, and what the shop
//! itself puts into the drawer and takes out of it.
//!
//! The float with the platform mirrors money that lies elsewhere; nothing here is value stored for a customer (facts.md 7).

use crate::account::Account;
use crate::posting::Leg;
use base::Paisa;
use serde::{Deserialize, Serialize};

/// What a shop spends money on: the lines of the traditional income-expenditure register. Its name is the account's part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpenseKind {
    /// Of the room.
    Rent,
    /// And generator fuel.
    Electricity,
    /// The line.
    Internet,
    /// For prints and copies.
    Paper,
    /// And ink.
    Toner,
    /// Of whoever lends a hand.
    Wages,
    /// To the upazila, the bank, the customer.
    Travel,
    /// Of machines and the room.
    Repair,
    /// Whatever has no line of its own; the memo says what.
    Other,
}

impl ExpenseKind {
    /// All of them, in the order of the register.
    pub const ALL: [ExpenseKind; 9] = [
        ExpenseKind::Rent,
        ExpenseKind::Electricity,
        ExpenseKind::Internet,
        ExpenseKind::Paper,
        ExpenseKind::Toner,
        ExpenseKind::Wages,
        ExpenseKind::Travel,
        ExpenseKind::Repair,
        ExpenseKind::Other,
    ];

    /// Its name: the part of its account (`E:expense:rent`) and the end of its word (`ledger-expense-rent`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ExpenseKind::Rent => "rent",
            ExpenseKind::Electricity => "electricity",
            ExpenseKind::Internet => "internet",
            ExpenseKind::Paper => "paper",
            ExpenseKind::Toner => "toner",
            ExpenseKind::Wages => "wages",
            ExpenseKind::Travel => "travel",
            ExpenseKind::Repair => "repair",
            ExpenseKind::Other => "other",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<ExpenseKind> {
        ExpenseKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Why cash comes into a drawer or leaves it without a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CashMove {
    /// The owner put money of their own in.
    PaidIn,
    /// The shop paid for something.
    PaidOut(ExpenseKind),
    /// The owner took money home: it is theirs, and no expense.
    Drawn,
    /// A count found more (a positive amount) or less (a negative one) than the book says.
    OverShort,
}

/// Legs of these accounts and amounts; those of nothing are left away. None for a code that is not of the chart.
fn legs_of(list: &[(&str, Paisa)]) -> Option<Vec<Leg>> {
    let moved = list.iter().filter(|(_, poisha)| *poisha != Paisa::ZERO);
    moved.map(|(code, poisha)| Some(Leg { account: Account::new(code)?, poisha: *poisha })).collect()
}

/// The legs of an amount passed on: a bill, a deposit or a wallet's cash-in (positive: the customer pays in), a
/// withdrawal or a remittance (negative: the customer is paid out). The cash is the shop's, so its float pays for it, and
/// the programme's money with the provider pays it on; a pay-out goes the other way. Fee and charge are legs of
/// [`crate::cash_service_legs`], beside these.
///
/// None when the provider or the drawer is no account, or the amount has no opposite.
#[must_use]
pub fn amount_legs(provider: &str, principal: Paisa, drawer: &Account) -> Option<Vec<Leg>> {
    let less = principal.checked_neg()?;
    let wallet = format!("P:wallet:{provider}");
    legs_of(&[("P:float", principal), (&wallet, less), (drawer.code(), principal), ("E:float", less)])
}

/// The legs of a partner's commission on the day it is earned: accrued and shown at once, paid later (facts.md 3.2). The
/// provider owes it to the programme, the programme to the shop; no float moves yet.
///
/// None when the provider is no part of an account, or the commission is nothing or less.
#[must_use]
pub fn partner_commission_legs(provider: &str, commission: Paisa) -> Option<Vec<Leg>> {
    let (plus, minus) = both_ways(commission)?;
    let (programme, shop) = (format!("P:partner_due:{provider}"), format!("E:partner_due:{provider}"));
    legs_of(&[(&programme, plus), ("P:commission", minus), (&shop, plus), ("E:partner_income", minus)])
}

/// The legs by which the programme pays accrued commission: the shop's float grows by it, on both sides.
///
/// None as for [`partner_commission_legs`].
#[must_use]
pub fn commission_paid_legs(provider: &str, commission: Paisa) -> Option<Vec<Leg>> {
    let (plus, minus) = both_ways(commission)?;
    let due = format!("E:partner_due:{provider}");
    legs_of(&[("P:commission", plus), ("P:float", minus), ("E:float", plus), (&due, minus)])
}

/// The legs by which the provider pays the programme what it owes for passing on; the shop is not concerned.
///
/// None as for [`partner_commission_legs`].
#[must_use]
pub fn commission_received_legs(provider: &str, commission: Paisa) -> Option<Vec<Leg>> {
    let (plus, minus) = both_ways(commission)?;
    legs_of(&[("P:bank", plus), (&format!("P:partner_due:{provider}"), minus)])
}

/// The legs of cash that moves without a customer. Only the shop's side is touched: the programme owns none of it.
///
/// None when the drawer is no till of the shop, or the amount is nothing, or less than nothing where only a count may
/// find less.
#[must_use]
pub fn cash_moved_legs(kind: CashMove, amount: Paisa, drawer: &Account) -> Option<Vec<Leg>> {
    if !drawer.code().starts_with("E:drawer:") {
        return None;
    }
    let (plus, minus) = match kind {
        CashMove::OverShort if amount != Paisa::ZERO => (amount, amount.checked_neg()?),
        _ => both_ways(amount)?,
    };
    match kind {
        CashMove::PaidIn => legs_of(&[(drawer.code(), plus), ("E:owner", minus)]),
        CashMove::PaidOut(kind) => legs_of(&[(&format!("E:expense:{}", kind.name()), plus), (drawer.code(), minus)]),
        CashMove::Drawn => legs_of(&[("E:owner", plus), (drawer.code(), minus)]),
        CashMove::OverShort => legs_of(&[(drawer.code(), plus), ("E:over_short", minus)]),
    }
}

/// An amount of more than nothing, and its opposite.
fn both_ways(amount: Paisa) -> Option<(Paisa, Paisa)> {
    if amount > Paisa::ZERO { Some((amount, amount.checked_neg()?)) } else { None }
}
