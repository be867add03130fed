//! A provider: a bank, a wallet, a bill gateway that carries transfers out. Shaped like the GSMA Mobile Money API: ask,
//! look up by the id that we gave, reverse, fetch a statement; the id makes asking twice harmless.

mod http;

pub use http::HttpProvider;

use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use journal::Boxed;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

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

/// Where a transfer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TransferState {
    /// Asked of the provider, or about to be.
    Requested,
    /// The provider was asked and gave no answer: it may have been done.
    Unknown,
    /// The provider did it.
    Done,
    /// The provider did not do it, and will not.
    Failed,
    /// It was done, and the provider took it back.
    Reversed,
}

impl TransferState {
    /// All of them, in the order of a life.
    pub const ALL: [TransferState; 5] = [
        TransferState::Requested,
        TransferState::Unknown,
        TransferState::Done,
        TransferState::Failed,
        TransferState::Reversed,
    ];

    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            TransferState::Requested => "requested",
            TransferState::Unknown => "unknown",
            TransferState::Done => "done",
            TransferState::Failed => "failed",
            TransferState::Reversed => "reversed",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<TransferState> {
        TransferState::ALL.into_iter().find(|state| state.name() == name)
    }

    /// True while its end is not known.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        matches!(self, TransferState::Requested | TransferState::Unknown)
    }

    /// The only moves there are.
    #[must_use]
    pub const fn moves(self) -> &'static [TransferState] {
        use TransferState::{Done, Failed, Reversed, Unknown};
        match self {
            TransferState::Requested => &[Unknown, Done, Failed],
            TransferState::Unknown => &[Done, Failed],
            TransferState::Done => &[Reversed],
            TransferState::Failed | TransferState::Reversed => &[],
        }
    }
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

/// A request may still be on its way so long; only then is it asked after, in milliseconds.
pub const ASK_AFTER_MS: i64 = 30_000;
/// A request of which the provider knows nothing after so long was never received, in milliseconds.
pub const LOST_AFTER_MS: i64 = 120_000;
/// What its provider never received is given up after so long, in milliseconds.
pub const GIVE_UP_AFTER_MS: i64 = 86_400_000;
/// (younger than, asked every so often), in milliseconds: eager while the customer may still be there.
const BACK_OFF_MS: [(i64, i64); 3] = [(600_000, 0), (7_200_000, 300_000), (i64::MAX, 1_800_000)];

/// The providers that are connected to this house, by name.
#[derive(Clone, Default)]
pub struct Providers {
    all: BTreeMap<String, Connected>,
    /// When each waiting transfer was asked after. Forgotten at a restart: then it is asked once more, harmlessly.
    asked: Arc<Mutex<HashMap<String, Moment>>>,
}

#[derive(Clone)]
struct Connected {
    provider: Arc<dyn Provider>,
    secret: String,
}

impl Providers {
    /// The same with one more: its name, and the secret of its callbacks.
    #[must_use]
    pub fn with(mut self, name: &str, secret: &str, provider: Arc<dyn Provider>) -> Providers {
        self.all.insert(name.to_owned(), Connected { provider, secret: secret.to_owned() });
        self
    }

    /// The provider of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Arc<dyn Provider>> {
        self.all.get(name).map(|connected| &connected.provider)
    }

    /// The secret of a provider's callbacks.
    #[must_use]
    pub fn secret(&self, name: &str) -> Option<&str> {
        self.all.get(name).map(|connected| connected.secret.as_str())
    }

    /// True when it is time to ask again after a transfer that was requested then; the time is then noted.
    #[must_use]
    pub fn is_due(&self, now: Moment, id: &str, requested: Moment) -> bool {
        let age = now.get().saturating_sub(requested.get());
        let every = BACK_OFF_MS.iter().find(|(younger, _)| age < *younger).map_or(0, |(_, every)| *every);
        let Ok(mut asked) = self.asked.lock() else { return true };
        let last = asked.get(id).copied();
        let due = age >= ASK_AFTER_MS && last.is_none_or(|last| now.get().saturating_sub(last.get()) >= every);
        if due {
            asked.retain(|_, at| now.get().saturating_sub(at.get()) < GIVE_UP_AFTER_MS);
            asked.insert(id.to_owned(), now);
        }
        due
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.keys().map(String::as_str)
    }
}
