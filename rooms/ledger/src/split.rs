//! How the money of a service is split: worked example 1 of standards.md.

use crate::account::Account;
use crate::posting::Leg;
use base::Paisa;
use serde::{Deserialize, Serialize};

/// VAT inside the programme's share: 15 %, in hundredths of a percent.
pub const VAT_BASIS_POINTS: u32 = 1_500;

/// What one service costs and who gets what of it, computed once and kept in the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// The agency whose fee it is: part of the account's code.
    pub agency: String,
    /// The official fee, owed to that agency.
    pub official: Paisa,
    /// The entrepreneur's share of the service charge.
    pub shop: Paisa,
    /// The programme's share, VAT inside.
    pub programme: Paisa,
}

/// The legs of services paid in cash: the programme takes what is owed out of the float, the shop takes the cash.
/// Nothing when an amount is below nothing or cannot be counted.
///
/// A service of the shop's own (no fee, nothing to the programme) touches the shop's side only.
#[must_use]
pub fn cash_service_legs(splits: &[Split], drawer: &Account) -> Option<Vec<Leg>> {
    let mut legs = Vec::with_capacity(splits.len().checked_mul(7)?);
    let mut push = |code: &str, poisha: Paisa| -> Option<()> {
        if poisha != Paisa::ZERO {
            legs.push(Leg { account: Account::new(code)?, poisha });
        }
        Some(())
    };
    for split in splits {
        if [split.official, split.shop, split.programme].into_iter().any(Paisa::is_negative) {
            return None;
        }
        let owed = split.official.checked_add(split.programme)?;
        let paid = owed.checked_add(split.shop)?;
        let (income, vat) = split.programme.inside(VAT_BASIS_POINTS);
        push("P:float", owed)?;
        push(&format!("P:fee:{}", split.agency), split.official.checked_neg()?)?;
        push("P:income", income.checked_neg()?)?;
        push("P:vat", vat.checked_neg()?)?;
        push(drawer.code(), paid)?;
        push("E:float", owed.checked_neg()?)?;
        let stream = if owed == Paisa::ZERO { "E:service_income" } else { "E:commission" };
        push(stream, split.shop.checked_neg()?)?;
    }
    Some(legs)
}

/// The legs of a top-up: money reached the programme's bank and both sides of the float grow by it.
#[must_use]
pub fn top_up_legs(poisha: Paisa) -> Option<Vec<Leg>> {
    top_up_legs_into(&Account::new("P:bank")?, poisha)
}

/// The same for money that reached another account of the programme's, such as a mobile wallet.
pub(crate) fn top_up_legs_into(account: &Account, poisha: Paisa) -> Option<Vec<Leg>> {
    let less = poisha.checked_neg()?;
    [(account.code(), poisha), ("P:float", less), ("E:float", poisha), ("E:owner", less)]
        .into_iter()
        .map(|(code, poisha)| Some(Leg { account: Account::new(code)?, poisha }))
        .collect()
}
