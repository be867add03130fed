//! What a simulator did and what it still has to tell: in memory, and in a file that is replaced whole.

use super::faults::FaultKind;
use crate::open::Trouble;
use base::BusinessDay;
use base::calendar::Moment;
use ledger::{Direction, Notice, TransferOrder};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// How the services begin of which a customer's wallet pays us, or is paid.
const WALLET_SERVICES: &str = "market_";

/// Everything.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Book {
    did: BTreeMap<String, Did>,
    owed: Vec<Owed>,
    /// Counts references.
    count: u64,
}

/// A transfer as it stands here. Neither names nor accounts are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Did {
    pub provider: String,
    pub centre: String,
    pub direction: Direction,
    /// True when a customer's wallet pays us or is paid back; else the customer is at the counter with cash.
    #[serde(default)]
    pub by_wallet: bool,
    pub amount_poisha: i64,
    /// `pending`, `done`, `failed` or `reversed`, as it is told.
    pub state: String,
    pub reference: String,
    pub code: String,
    /// Where the house wants to be told; empty: at the usual place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub callback: String,
    pub day: BusinessDay,
}

/// A callback that is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Owed {
    pub transfer: String,
    at_ms: i64,
    times: u32,
    tried: u32,
}

impl Owed {
    pub fn new(transfer: &str, at_ms: i64, times: u32) -> Owed {
        Owed { transfer: transfer.to_owned(), at_ms, times, tried: 0 }
    }
}

impl Did {
    /// As it is told.
    pub fn notice(&self, id: &str) -> Notice {
        Notice {
            transfer: id.to_owned(),
            centre: self.centre.clone(),
            state: self.state.clone(),
            reference: self.reference.clone(),
            code: self.code.clone(),
        }
    }

    /// True for what moved money here.
    pub fn moved(&self) -> bool {
        matches!(self.state.as_str(), "done" | "reversed")
    }
}

impl Book {
    /// What stands in a file; nothing when there is none yet.
    pub fn read(file: Option<&Path>) -> Result<Book, Trouble> {
        let Some(file) = file.filter(|file| file.exists()) else { return Ok(Book::default()) };
        let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()).into())
    }

    /// Replaces the file whole, so that whoever is killed meanwhile finds the one or the other.
    pub fn write(&self, file: Option<&Path>) -> std::io::Result<()> {
        let Some(file) = file else { return Ok(()) };
        let new = file.with_extension("new");
        std::fs::write(&new, serde_json::to_vec(self)?)?;
        std::fs::rename(new, file)
    }

    pub fn did(&self, id: &str) -> Option<Did> {
        self.did.get(id).cloned()
    }

    pub fn done(&self) -> usize {
        self.did.values().filter(|did| did.state == "done").count()
    }

    /// A transfer that comes for the first time.
    pub fn begin(&mut self, provider: &str, order: &TransferOrder, now: Moment, fault: Option<FaultKind>) -> Did {
        self.count = self.count.saturating_add(1);
        let state = match fault {
            Some(FaultKind::Fails) => "failed",
            Some(FaultKind::Late | FaultKind::Twice) => "pending",
            _ => "done",
        };
        let failed = state == "failed";
        let did = Did {
            provider: provider.to_owned(),
            centre: order.centre.clone(),
            direction: order.direction,
            by_wallet: order.service.starts_with(WALLET_SERVICES),
            amount_poisha: order.amount_poisha.get(),
            state: state.to_owned(),
            reference: if failed { String::new() } else { format!("SIM-{:08}", self.count) },
            code: if failed { "simulated".to_owned() } else { String::new() },
            callback: order.callback.clone(),
            day: now.day(),
        };
        self.did.insert(order.transfer.clone(), did.clone());
        did
    }

    /// As if it had never come.
    pub fn forget(&mut self, id: &str) {
        self.did.remove(id);
        self.owed.retain(|owed| owed.transfer != id);
    }

    pub fn owe(&mut self, owed: Owed) {
        self.owed.push(owed);
    }

    /// What is to be told now. What was pending is done by being told.
    pub fn due(&mut self, now_ms: i64) -> Vec<(Owed, Did)> {
        let due: Vec<Owed> = self.owed.iter().filter(|owed| owed.at_ms <= now_ms).cloned().collect();
        due.into_iter()
            .filter_map(|owed| {
                let did = self.did.get_mut(&owed.transfer)?;
                if did.state == "pending" {
                    "done".clone_into(&mut did.state);
                }
                Some((owed, did.clone()))
            })
            .collect()
    }

    /// A callback was told: once fewer when it was heard, else again later, though not for ever.
    pub fn told(&mut self, told: &Owed, heard: bool, again_ms: i64, tries: u32) {
        let Some(owed) = self.owed.iter_mut().find(|owed| *owed == told) else { return };
        if heard {
            owed.times = owed.times.saturating_sub(1);
        } else {
            owed.tried = owed.tried.saturating_add(1);
            owed.at_ms = again_ms;
        }
        self.owed.retain(|owed| owed.times > 0 && owed.tried < tries);
    }

    /// Takes back what was done; none when it is not known. What is not done stays as it is.
    pub fn reverse(&mut self, id: &str) -> Option<Did> {
        let did = self.did.get_mut(id)?;
        if did.state == "done" {
            "reversed".clone_into(&mut did.state);
        }
        Some(did.clone())
    }

    /// What moved money on a day, by id.
    pub fn of_day(&self, provider: &str, day: BusinessDay) -> Vec<(String, Did)> {
        let of_day = |did: &Did| did.provider == provider && did.day == day && did.moved();
        self.did.iter().filter(|(_, did)| of_day(did)).map(|(id, did)| (id.clone(), did.clone())).collect()
    }
}
