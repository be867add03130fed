//! A top-up as it is asked for: where the money was paid in, what proves it, and what became of it.

use crate::account::Account;
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use base::routing::RoutingNumber;
use db::{Fault, Row, Value};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The mobile wallets into which a centre may pay the programme, by the names of their accounts (`P:wallet:bkash`).
pub const WALLETS: [&str; 4] = ["bkash", "nagad", "rocket", "upay"];

/// Where the money was paid in: a branch of a bank by its routing number, or a mobile wallet by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PaidInto {
    /// A bank, by the routing number of the branch (nine digits with a check digit).
    Bank(RoutingNumber),
    /// One of [`WALLETS`].
    Wallet(String),
}

impl PaidInto {
    /// Reads a routing number, in Bangla or Latin digits, or the name of a wallet. None for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<PaidInto> {
        let name = text.trim().to_lowercase();
        let wallet =
            WALLETS.into_iter().find(|wallet| *wallet == name).map(|wallet| PaidInto::Wallet(wallet.to_owned()));
        wallet.or_else(|| RoutingNumber::parse(text).ok().map(PaidInto::Bank))
    }

    /// The programme's account into which the money came. A wallet has its own: a bank's statement must not be searched
    /// for what came by telephone.
    #[must_use]
    pub fn account(&self) -> Option<Account> {
        match self {
            PaidInto::Bank(_) => Account::new("P:bank"),
            PaidInto::Wallet(name) => Account::new(&format!("P:wallet:{name}")),
        }
    }
}

impl fmt::Display for PaidInto {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PaidInto::Bank(number) => out.write_str(number.text()),
            PaidInto::Wallet(name) => out.write_str(name),
        }
    }
}

impl From<PaidInto> for String {
    fn from(into: PaidInto) -> String {
        into.to_string()
    }
}

impl TryFrom<String> for PaidInto {
    type Error = String;

    fn try_from(text: String) -> Result<PaidInto, String> {
        PaidInto::parse(&text).ok_or_else(|| format!("neither a bank nor a wallet: {text}"))
    }
}

/// Why a top-up is declined: a closed list, so that no name is written into a book and the centre reads it in its own
/// language (`ledger-declined-not_received`).
pub const DECLINE_REASONS: [&str; 5] = ["not_received", "amount_differs", "slip_wrong", "used_before", "ask_office"];

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TopUpState {
    /// Nobody decided yet.
    Waiting,
    /// The float grew by it.
    Approved {
        /// Who approved.
        by: String,
        /// When.
        at: Moment,
    },
    /// It was declined; the slip may be handed in again.
    Declined {
        /// Who declined.
        by: String,
        /// When.
        at: Moment,
        /// Why: one of [`DECLINE_REASONS`].
        reason: String,
    },
}

impl TopUpState {
    /// Its name: `waiting`, `approved` or `declined`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            TopUpState::Waiting => "waiting",
            TopUpState::Approved { .. } => "approved",
            TopUpState::Declined { .. } => "declined",
        }
    }
}

/// A top-up that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopUp {
    /// The centre's book.
    pub book: String,
    /// Its id.
    pub ask: String,
    /// The path of the place where the centre stands: whoever may top up there decides.
    pub path: String,
    /// How much, in poisha.
    pub poisha: Paisa,
    /// The number of the slip or transfer.
    pub proof: String,
    /// Where it was paid in.
    pub paid_into: PaidInto,
    /// The day on which it was paid in.
    pub paid_on: BusinessDay,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: Moment,
    /// What became of it.
    pub state: TopUpState,
    /// The entry by which it came to this state.
    pub folio: i64,
}

/// A slip's number as it is compared: the same slip typed with other digits, spaces or capitals is the same slip.
pub(crate) fn proof_key(proof: &str) -> String {
    let latin = base::number::to_latin_digits(proof);
    let plain: String = latin.chars().filter(|c| c.is_alphanumeric()).collect();
    plain.to_uppercase()
}

impl TopUp {
    /// Reads a row of the table.
    pub(crate) fn of(row: &Row) -> Result<TopUp, Fault> {
        let unsound = || Fault::Unsound("a top-up of another shape".to_owned());
        let (by, at): (String, Moment) = (row.get("decided_by")?, row.get("decided_at_ms")?);
        let state = match row.get::<String>("state")?.as_str() {
            "waiting" => TopUpState::Waiting,
            "approved" => TopUpState::Approved { by, at },
            "declined" => TopUpState::Declined { by, at, reason: row.get("reason")? },
            _ => return Err(unsound()),
        };
        Ok(TopUp {
            book: row.get("book")?,
            ask: row.get("ask")?,
            path: row.get("path")?,
            poisha: row.get("poisha")?,
            proof: row.get("proof")?,
            paid_into: PaidInto::parse(&row.get::<String>("paid_into")?).ok_or_else(unsound)?,
            paid_on: row.get("paid_on")?,
            asked_by: row.get("asked_by")?,
            asked_at: row.get("asked_at_ms")?,
            state,
            folio: row.get("folio")?,
        })
    }

    /// Its row without the key, in the order of the shelf.
    pub(crate) fn rest(&self) -> Vec<Value> {
        let (by, at, reason) = match &self.state {
            TopUpState::Waiting => ("", Moment::new(0), ""),
            TopUpState::Approved { by, at } => (by.as_str(), *at, ""),
            TopUpState::Declined { by, at, reason } => (by.as_str(), *at, reason.as_str()),
        };
        vec![
            Value::from(&self.path),
            self.poisha.into(),
            Value::from(&self.proof),
            proof_key(&self.proof).into(),
            self.paid_into.to_string().into(),
            self.paid_on.into(),
            Value::from(&self.asked_by),
            self.asked_at.into(),
            self.state.name().into(),
            reason.into(),
            by.into(),
            at.into(),
            self.folio.into(),
        ]
    }
}
