//! A transfer: an entered amount that a provider carries out for a customer. Banking, remittance, bills, wallets.
//!
//! Paying in, the customer's cash is here before the provider has answered: the receipt is given at once and says "not
//! confirmed" until the end is known. Paying out, nothing moves and no receipt is given before the provider has said that
//! it is done. Either way the amount moves once or not at all, however often an answer comes.

pub(crate) mod limit;
pub(crate) mod quote;
pub(crate) mod reading;
pub(crate) mod store;

pub use ledger::TransferState;

use crate::receipt::Line;
use crate::service::{Direction, is_default};
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use network::person::Sex;
use serde::{Deserialize, Serialize};

/// A transfer as it was requested; where it stands now is beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Its id, by which the provider knows it too: asked twice under one id, it is done once.
    pub id: String,
    /// The provider: part of ledger accounts' codes.
    pub provider: String,
    /// Which way the amount goes.
    pub direction: Direction,
    /// The till.
    pub till: String,
    /// The line as it stands, or will stand, on the receipt: all amounts, and the answers of the form.
    pub line: Line,
    /// The receipt of an amount paid in, given at once.
    #[serde(default, skip_serializing_if = "is_default")]
    pub receipt: Option<String>,
    /// The customer's id, when there is one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub customer: Option<String>,
    /// The seal with the customer's name and mobile number.
    #[serde(default, skip_serializing_if = "is_default")]
    pub customer_seal: Option<String>,
    /// The customer's sex, for the count of women served.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sex: Option<Sex>,
    /// True when the customer lives outside the area.
    #[serde(default, skip_serializing_if = "is_default")]
    pub outside: bool,
    /// True when the customer agreed to be texted about it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub texts: bool,
    /// The person at the counter.
    pub by: String,
    /// The day on which it was requested.
    pub day: BusinessDay,
    /// When.
    pub at: Moment,
}

impl Transfer {
    /// The entered amount, without direction.
    #[must_use]
    pub fn amount(&self) -> Paisa {
        if self.line.principal.is_negative() {
            self.line.principal.checked_neg().unwrap_or_default()
        } else {
            self.line.principal
        }
    }
}

/// What became of a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// The provider's own reference.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reference: String,
    /// Why it failed: the provider's code.
    #[serde(default, skip_serializing_if = "is_default")]
    pub code: String,
    /// The folio of the entry in which it was done.
    #[serde(default, skip_serializing_if = "is_default")]
    pub done_folio: Option<i64>,
    /// What the provider said later against what stands here: `done` or `failed`. Somebody has to look at it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub contradicted: String,
}

/// A transfer with its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferStanding {
    /// The centre's book.
    pub book: String,
    /// The transfer.
    pub transfer: Transfer,
    /// Where it stands.
    pub state: TransferState,
    /// Its receipt: at once when paid in, when done if paid out.
    pub receipt: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
}

/// The share of a price that is named for each Tk 1,000 of an amount, rounded half up to the poisha (the poisha is the
/// least that a receipt can name, and half up is what counters do in their heads).
///
/// None when it cannot be counted.
#[must_use]
pub fn per_thousand(price: Paisa, amount: Paisa) -> Option<Paisa> {
    const THOUSAND_TAKA: i128 = 100_000;
    let product = i128::from(price.get()).checked_mul(i128::from(amount.get()))?;
    let twice = product.checked_mul(2)?.checked_add(THOUSAND_TAKA)?;
    i64::try_from(twice.div_euclid(2 * THOUSAND_TAKA)).ok().map(Paisa::new)
}
