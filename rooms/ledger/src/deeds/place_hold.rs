//! Money is set aside before it moves.

use crate::account::Account;
use crate::events::HoldPlaced;
use crate::store::{HOLDS, balance};
use base::calendar::Moment;
use base::{Paisa, Refusal};
use journal::{Deed, Entered, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Characters of a hold's id, at most.
pub const HOLD_CHARS_MAX: usize = 64;

/// Sets money aside on an account that may not be overdrawn. It counts as spent at once; it moves with
/// [`crate::EndHold`], once, by at most what is held.
///
/// # Refusals
/// No id or a long one, an account that may be overdrawn anyway, an amount of nothing, an end in the past, an id used
/// before, too little free money.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlaceHold {
    /// The book.
    pub book: String,
    /// The hold's id, made by the caller.
    pub hold: String,
    /// The account.
    pub account: Account,
    /// How much.
    pub poisha: Paisa,
    /// Until when.
    pub until: Moment,
}

/// Why a hold may not be.
#[derive(Debug, PartialEq, Eq)]
pub enum NotHeld {
    /// No id, or one of more than [`HOLD_CHARS_MAX`] characters.
    Id,
    /// The account may be overdrawn, so nothing could be kept in it.
    Account,
    /// Nothing, or less.
    Amount,
    /// The end lies in the past.
    Until,
    /// The id was used before.
    Known,
    /// Too little is free.
    Short,
}

impl Refusal for NotHeld {
    fn code(&self) -> &'static str {
        match self {
            NotHeld::Id => "ledger.hold.id",
            NotHeld::Account => "ledger.hold.account",
            NotHeld::Amount => "ledger.hold.amount",
            NotHeld::Until => "ledger.hold.until",
            NotHeld::Known => "ledger.hold.known",
            NotHeld::Short => "ledger.hold.short",
        }
    }
}

impl Deed for PlaceHold {
    const NAME: &'static str = "ledger.place_hold";
    type Done = Entered;
    type Refusal = NotHeld;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotHeld>> {
        let known = tx.fetch(&HOLDS, vec![(&self.book).into(), (&self.hold).into()]).await?.is_some();
        let free = balance(tx, &self.book, &self.account).await?.free(&self.account).unwrap_or_default();
        let refusal = match () {
            () if self.hold.is_empty() || self.hold.chars().count() > HOLD_CHARS_MAX => Some(NotHeld::Id),
            () if !self.account.is_covered() => Some(NotHeld::Account),
            () if self.poisha <= Paisa::ZERO => Some(NotHeld::Amount),
            () if self.until <= tx.now() => Some(NotHeld::Until),
            () if known => Some(NotHeld::Known),
            () if free < self.poisha => Some(NotHeld::Short),
            () => None,
        };
        if let Some(refusal) = refusal {
            return Err(Stop::Refused(refusal));
        }
        let placed = HoldPlaced {
            hold: self.hold.clone(),
            account: self.account.clone(),
            poisha: self.poisha,
            until: self.until,
        };
        Ok(tx.enter(&self.book, vec![happened(placed)]).await?)
    }
}
