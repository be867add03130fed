//! A provider: a bank, a wallet, a bill gateway that carries transfers out. Shaped like the GSMA Mobile Money API: ask,
//! look up by the id that we gave, reverse, fetch a statement; the id makes asking twice harmless.

mod http;
mod signature;

pub use http::HttpProvider;
pub use signature::{Signature, signature_holds, signed};

use crate::service::Direction;
use base::Paisa;
use base::calendar::BusinessDay;
use journal::Boxed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a provider is asked to carry out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferOrder {
    /// The transfer's id: the provider does it once, however often it is asked.
    pub transfer: String,
    /// The centre at which it was requested; the provider says it again in its callback.
    pub centre: String,
    /// The service's code.
    pub service: String,
    /// Which way.
    pub direction: Direction,
    /// The amount, in poisha.
    pub amount_poisha: Paisa,
    /// The answers of the service's form: account, biller, secret number of a remittance.
    pub details: BTreeMap<String, String>,
}

/// Whether something may have happened at a provider that did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// The request surely did not reach it: nobody listened there.
    SurelyNot,
    /// Nobody knows.
    Unknown,
}

/// What a provider said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is done.
    Done {
        /// The provider's reference.
        reference: String,
    },
    /// It was not done, and will not be.
    Failed {
        /// The provider's code.
        code: String,
    },
    /// It was taken back.
    Reversed {
        /// The provider's reference.
        reference: String,
    },
    /// It is under way; a callback will tell.
    Pending,
    /// The provider never heard of it.
    NotKnown,
    /// No answer, or none that can be understood.
    NotAnswered(Silence),
}

/// Whoever carries transfers out.
pub trait Provider: Send + Sync {
    /// Asks for a transfer.
    fn initiate<'a>(&'a self, order: &'a TransferOrder) -> Boxed<'a, Answer>;
    /// Asks what became of one.
    fn query<'a>(&'a self, transfer: &'a str) -> Boxed<'a, Answer>;
    /// Asks to take one back.
    fn reverse<'a>(&'a self, transfer: &'a str) -> Boxed<'a, Answer>;
    /// The provider's statement of a day as CSV; none when it does not answer.
    fn statement(&self, day: BusinessDay) -> Boxed<'_, Option<String>>;
}

/// What a provider says of a transfer on the wire: as the answer to a request, and as its callback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Notice {
    /// The transfer's id.
    pub transfer: String,
    /// The centre at which it was requested.
    pub centre: String,
    /// `pending`, `done`, `failed` or `reversed`.
    pub state: String,
    /// The provider's reference.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// The provider's code of a failure.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
}

impl Notice {
    /// As an answer. A state that we do not know says nothing.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let (reference, code) = (self.reference.clone(), self.code.clone());
        match self.state.as_str() {
            "done" => Answer::Done { reference },
            "failed" => Answer::Failed { code },
            "reversed" => Answer::Reversed { reference },
            "pending" => Answer::Pending,
            _ => Answer::NotAnswered(Silence::Unknown),
        }
    }
}
