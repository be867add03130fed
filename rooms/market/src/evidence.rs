//! The evidence pack of an order: what a paper of it says, for whoever decides about a complaint (facts.md 8, rule 11).

use base::Paisa;
use print::PrintFault;
use serde::Serialize;

/// How the paper is set.
const PAPER: &str = include_str!("../paper/evidence.typ");

/// One line of what was bought.
#[derive(Debug, Serialize)]
pub(crate) struct EvidenceLine {
    pub name: String,
    pub pieces: String,
    pub price: String,
    pub total: String,
    pub kept: String,
    /// What is kept of its price, frozen.
    pub rate: String,
}

/// One step of the complaint.
#[derive(Debug, Serialize)]
pub(crate) struct EvidenceStep {
    pub when: String,
    pub what: String,
    pub words: String,
}

/// One entry of the book that concerns the order.
#[derive(Debug, Serialize)]
pub(crate) struct EvidenceEntry {
    pub folio: String,
    pub when: String,
    pub who: String,
    pub what: String,
    /// The hash of the entry, in hexadecimal: it names the one before it.
    pub hash: String,
}

/// One movement of the order's escrow.
#[derive(Debug, Serialize)]
pub(crate) struct EvidenceMoney {
    pub folio: String,
    pub when: String,
    pub what: String,
    pub amount: String,
    /// What lies in escrow after it.
    pub balance: String,
}

/// The words of the paper itself.
#[derive(Debug, Serialize)]
pub(crate) struct EvidenceWords {
    pub bought: String,
    pub columns: Vec<String>,
    pub complaint: String,
    pub entries: String,
    pub money: String,
    pub moneys: Vec<String>,
    pub texts: String,
    pub pictures: String,
    pub check: String,
}

/// Everything that the paper says, as words.
#[derive(Debug, Serialize)]
pub(crate) struct Evidence {
    pub lang: &'static str,
    pub title: String,
    pub number: String,
    pub state: String,
    pub printed: String,
    pub parties: Vec<(String, String)>,
    pub lines: Vec<EvidenceLine>,
    pub sums: Vec<(String, String)>,
    pub complaint: Vec<EvidenceStep>,
    pub entries: Vec<EvidenceEntry>,
    pub money: Vec<EvidenceMoney>,
    pub texts: Vec<(String, String)>,
    /// What stands below each picture.
    pub pictures: Vec<String>,
    pub words: EvidenceWords,
}

impl Evidence {
    /// The paper.
    ///
    /// # Errors
    /// What the press says.
    pub(crate) fn pdf(&self, pictures: &[Vec<u8>]) -> Result<Vec<u8>, PrintFault> {
        let data = serde_json::to_value(self).map_err(|error| PrintFault::Page(error.to_string()))?;
        print::page::pdf_with(PAPER, &data, pictures)
    }
}

/// What the legs of a posting do to an account, and what it then holds: escrows are owed, so their sign is turned.
pub(crate) fn escrow_moves(legs: &[ledger::Leg], account: &str, before: Paisa) -> Option<(Paisa, Paisa)> {
    let moved = legs.iter().filter(|leg| leg.account.code() == account).map(|leg| leg.poisha);
    let moved = Paisa::sum(moved)?.checked_neg()?;
    (moved != Paisa::ZERO).then_some((moved, before.checked_add(moved)?))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}
