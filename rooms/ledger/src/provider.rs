//! A provider: a bank, a wallet, a bill gateway that carries transfers out. Shaped like the GSMA Mobile Money API: ask,
//! look up by the id that we gave, reverse, fetch a statement; the id makes asking twice harmless.

mod http;

pub use http::HttpProvider;

use base::Paisa;
use base::calendar::BusinessDay;
use journal::Boxed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which way an entered amount goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The customer pays it in: a deposit, a bill.
    In,
    /// The customer is paid it: a withdrawal, a remittance.
    Out,
}

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
    /// The path of the house at which the end is to be told; empty: that of transfers at the counter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub callback: String,
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

/// The providers that are connected to this house, by name.
#[derive(Clone, Default)]
pub struct Providers(BTreeMap<String, Connected>);

#[derive(Clone)]
struct Connected {
    provider: Arc<dyn Provider>,
    secret: String,
}

impl Providers {
    /// The same with one more: its name, and the secret of its callbacks.
    #[must_use]
    pub fn with(mut self, name: &str, secret: &str, provider: Arc<dyn Provider>) -> Providers {
        self.0.insert(name.to_owned(), Connected { provider, secret: secret.to_owned() });
        self
    }

    /// The provider of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Arc<dyn Provider>> {
        self.0.get(name).map(|connected| &connected.provider)
    }

    /// The secret of a provider's callbacks.
    #[must_use]
    pub fn secret(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|connected| connected.secret.as_str())
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
