//! What a day adds up to: the X report while it runs, the Z report when it is closed.

use super::{CountTaken, DrawerDone, DrawerEntry};
use crate::service::is_default;
use base::Paisa;
use base::calendar::BusinessDay;
use journal::Sealed;
use ledger::CashMove;
use serde::{Deserialize, Serialize};

/// What a service brought on a day, less what was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTotal {
    /// The service's code.
    pub service: String,
    /// How many units.
    pub quantity: i64,
    /// What was paid for them.
    pub total: Paisa,
}

/// What one person took and gave back on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OperatorTotal {
    /// The person; `system` for what the house did by itself.
    pub person: String,
    /// Receipts given.
    pub receipts: i64,
    /// Their official fees.
    pub official: Paisa,
    /// Their service charges.
    pub charge: Paisa,
    /// Cash that customers paid.
    pub cash_in: Paisa,
    /// Cash that customers were paid out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cash_out: Paisa,
    /// Receipts reversed, of whichever day they were.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reversed: i64,
    /// Cash given back by them; less than nothing when what had been paid out came back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub back: Paisa,
}

/// The receipt numbers of one session of the store: an unbroken row from the first to the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionNumbers {
    /// The first.
    pub first: String,
    /// The last.
    pub last: String,
    /// How many.
    pub receipts: i64,
}

/// What the shop itself did with the drawer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MoveSums {
    /// The owner put in.
    pub paid_in: Paisa,
    /// The shop spent.
    pub paid_out: Paisa,
    /// The owner took home.
    pub drawn: Paisa,
    /// Found over (positive) or short at the opening and at shifts.
    pub over_short: Paisa,
}

impl MoveSums {
    /// The sums of what was done; none when they cannot be counted.
    #[must_use]
    pub fn of(entries: &[DrawerEntry]) -> Option<MoveSums> {
        let mut sums = MoveSums::default();
        for entry in entries {
            match &entry.done {
                DrawerDone::Moved { kind, amount, .. } => {
                    let sum = match kind {
                        CashMove::PaidIn => &mut sums.paid_in,
                        CashMove::PaidOut(_) => &mut sums.paid_out,
                        CashMove::Drawn => &mut sums.drawn,
                        CashMove::OverShort => &mut sums.over_short,
                    };
                    *sum = sum.checked_add(*amount)?;
                }
                done => sums.over_short = sums.over_short.checked_add(done.changed())?,
            }
        }
        Some(sums)
    }

    /// What they changed the drawer by.
    #[must_use]
    pub fn changed(&self) -> Option<Paisa> {
        self.paid_in.checked_add(self.over_short)?.checked_sub(self.paid_out)?.checked_sub(self.drawn)
    }
}

/// What a day adds up to. Nothing of it says what ought to be in the drawer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// True when the drawer was counted in the morning.
    pub opened: bool,
    /// Receipts given.
    pub receipts: i64,
    /// Receipts reversed on this day.
    pub reversed: i64,
    /// By service, the largest first.
    pub services: Vec<ServiceTotal>,
    /// By person.
    pub operators: Vec<OperatorTotal>,
    /// The receipt numbers, by session.
    pub sessions: Vec<SessionNumbers>,
    /// What the shop itself did with the drawer.
    pub moves: MoveSums,
    /// Entered amounts that customers paid in.
    pub transfers_in: Paisa,
    /// Entered amounts that customers were paid out.
    pub transfers_out: Paisa,
    /// Transfers whose provider has not answered.
    pub transfers_waiting: i64,
    /// Applications that are taken and not sent.
    pub unsent: i64,
    /// The centre's float.
    pub float: Paisa,
}

impl Totals {
    fn sum(&self, of: impl Fn(&OperatorTotal) -> Paisa) -> Paisa {
        Paisa::sum(self.operators.iter().map(of)).unwrap_or_default()
    }

    /// Official fees of the receipts given.
    #[must_use]
    pub fn official(&self) -> Paisa {
        self.sum(|one| one.official)
    }

    /// Service charges of the receipts given.
    #[must_use]
    pub fn charge(&self) -> Paisa {
        self.sum(|one| one.charge)
    }

    /// Cash that customers paid.
    #[must_use]
    pub fn cash_in(&self) -> Paisa {
        self.sum(|one| one.cash_in)
    }

    /// Cash that customers were paid out.
    #[must_use]
    pub fn cash_out(&self) -> Paisa {
        self.sum(|one| one.cash_out)
    }

    /// Cash given back by reversals.
    #[must_use]
    pub fn back(&self) -> Paisa {
        self.sum(|one| one.back)
    }

    /// What the whole day changed the drawer by; none when it cannot be counted.
    #[must_use]
    pub fn changed(&self) -> Option<Paisa> {
        let sold = self.cash_in().checked_sub(self.cash_out())?.checked_sub(self.back())?;
        sold.checked_add(self.moves.changed()?)
    }
}

/// A day as it was closed: the Z report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The day.
    pub day: BusinessDay,
    /// What it added up to.
    pub totals: Totals,
    /// Every count for the close, the last of them valid.
    pub counts: Vec<CountTaken>,
    /// What the book said is in the drawer.
    pub expected: Paisa,
    /// What was counted.
    pub counted: Paisa,
    /// Over when positive, short when negative.
    pub difference: Paisa,
    /// Why: a code of [`super::DIFFERENCE_REASONS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was written to it, sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sealed>,
    /// The hash of the entry before the close, in hexadecimal digits: a paper with it pins the whole book.
    pub head: String,
}

impl Closing {
    /// What was in the drawer by the book before the day began: yesterday's close, and whatever a paper register brought
    /// in meanwhile. None when it cannot be counted.
    #[must_use]
    pub fn before(&self) -> Option<Paisa> {
        self.expected.checked_sub(self.totals.changed()?)
    }
}
