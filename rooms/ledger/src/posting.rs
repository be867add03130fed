//! A posting: legs that balance, on each side of the book.

use crate::account::{Account, FLOAT, SHOP_FLOAT, Side};
use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use serde::{Deserialize, Serialize};

/// Legs of one posting, at most.
pub const LEGS_MAX: usize = 64;
/// Characters of a memo, at most.
pub const MEMO_CHARS_MAX: usize = 200;

/// One leg: a debit is positive, a credit negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// The account.
    pub account: Account,
    /// The amount in poisha: debit positive, credit negative.
    pub poisha: Paisa,
}

/// What is to be posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The business day it belongs to.
    pub day: BusinessDay,
    /// What it was for: a receipt number, never a name.
    pub memo: String,
    /// The legs.
    pub legs: Vec<Leg>,
}

/// What an account holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// Debits less credits.
    pub poisha: Paisa,
    /// Set aside by open holds; never negative.
    pub held: Paisa,
}

impl Balance {
    /// What may still be taken from this account: its balance in its own direction less what is held.
    #[must_use]
    pub fn free(self, account: &Account) -> Option<Paisa> {
        let own = if account.is_debit_normal() { self.poisha } else { self.poisha.checked_neg()? };
        own.checked_sub(self.held)
    }
}

/// Why a posting may not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotPosted {
    /// The legs of one side do not add up to nothing.
    Unbalanced,
    /// The shop's float would not equal the programme's any more (standards.md: they are equal at every instant).
    FloatsDiffer,
    /// No legs, or more than [`LEGS_MAX`], a leg of nothing, or an account twice.
    Shape,
    /// An amount is beyond what can be counted.
    TooLarge,
    /// An account that may not be overdrawn has too little: usually the float.
    Short {
        /// Which account.
        account: String,
        /// What is free.
        free: Paisa,
        /// What was needed.
        needed: Paisa,
    },
    /// The entry was reversed before.
    AlreadyReversed,
    /// No money moved at that place of the book.
    NothingToReverse,
    /// The entry is itself a reversal: what it undid is entered anew, so that "reversed" stays true of the old one.
    IsReversal,
}

impl Refusal for NotPosted {
    fn code(&self) -> &'static str {
        match self {
            NotPosted::Unbalanced => "ledger.post.unbalanced",
            NotPosted::FloatsDiffer => "ledger.post.floats_differ",
            NotPosted::Shape => "ledger.post.shape",
            NotPosted::TooLarge => "ledger.post.too_large",
            NotPosted::Short { account, .. } if matches!(account.as_str(), FLOAT | SHOP_FLOAT) => {
                "ledger.post.float_short"
            }
            NotPosted::Short { .. } => "ledger.post.short",
            NotPosted::AlreadyReversed => "ledger.post.already_reversed",
            NotPosted::NothingToReverse => "ledger.post.nothing_to_reverse",
            NotPosted::IsReversal => "ledger.post.is_reversal",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotPosted::Short { account, free, needed } => vec![
                ("account", account.clone()),
                ("free", free.show_plain(base::Lang::En)),
                ("needed", needed.show_plain(base::Lang::En)),
            ],
            _ => Vec::new(),
        }
    }

    fn status(&self) -> u16 {
        if *self == NotPosted::AlreadyReversed { 409 } else { 422 }
    }
}

/// One leg an account, in the order of the accounts; legs that cancel out are left away.
///
/// # Errors
/// [`NotPosted::TooLarge`].
pub fn merged(legs: &[Leg]) -> Result<Vec<Leg>, NotPosted> {
    let mut sums: std::collections::BTreeMap<&Account, Paisa> = std::collections::BTreeMap::new();
    for leg in legs {
        let sum = sums.entry(&leg.account).or_default();
        *sum = sum.checked_add(leg.poisha).ok_or(NotPosted::TooLarge)?;
    }
    let legs = sums.into_iter().filter(|(_, poisha)| *poisha != Paisa::ZERO);
    Ok(legs.map(|(account, poisha)| Leg { account: account.clone(), poisha }).collect())
}

/// The legs of the reversal: each the other way.
///
/// # Errors
/// [`NotPosted::TooLarge`].
pub fn swapped(legs: &[Leg]) -> Result<Vec<Leg>, NotPosted> {
    let swap = |leg: &Leg| Some(Leg { account: leg.account.clone(), poisha: leg.poisha.checked_neg()? });
    legs.iter().map(swap).collect::<Option<_>>().ok_or(NotPosted::TooLarge)
}

/// Decides whether these legs (as [`merged`] gives them) may be posted onto these balances (of the same accounts, in
/// the same order).
///
/// # Errors
/// The reason why not.
pub fn decide(legs: &[Leg], balances: &[Balance]) -> Result<(), NotPosted> {
    // One leg an account: two legs could each be covered where both together are not.
    let merged = legs.is_sorted_by(|a, b| a.account < b.account) && legs.iter().all(|leg| leg.poisha != Paisa::ZERO);
    if legs.is_empty() || legs.len() > LEGS_MAX || legs.len() != balances.len() || !merged {
        return Err(NotPosted::Shape);
    }
    for side in [Side::Programme, Side::Shop] {
        let of_side = legs.iter().filter(|leg| leg.account.side() == side).map(|leg| leg.poisha);
        if Paisa::sum(of_side).ok_or(NotPosted::TooLarge)? != Paisa::ZERO {
            return Err(NotPosted::Unbalanced);
        }
    }
    let floats = legs.iter().filter(|leg| matches!(leg.account.code(), FLOAT | SHOP_FLOAT)).map(|leg| leg.poisha);
    if Paisa::sum(floats).ok_or(NotPosted::TooLarge)? != Paisa::ZERO {
        return Err(NotPosted::FloatsDiffer);
    }
    for (leg, balance) in legs.iter().zip(balances) {
        let after = Balance { poisha: balance.poisha.checked_add(leg.poisha).ok_or(NotPosted::TooLarge)?, ..*balance };
        let free = after.free(&leg.account).ok_or(NotPosted::TooLarge)?;
        let before = balance.free(&leg.account).ok_or(NotPosted::TooLarge)?;
        if leg.account.is_covered() && free.is_negative() && free < before {
            let needed = before.checked_sub(free).ok_or(NotPosted::TooLarge)?;
            return Err(NotPosted::Short { account: leg.account.code().to_owned(), free: before, needed });
        }
    }
    Ok(())
}
