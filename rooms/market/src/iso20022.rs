//! Payouts as the bank takes them and as it answers: pain.001.001.09 out, camt.054.001.08 back (ISO 20022; standards.md, "Money").

use crate::seller::{Identity, Payout as Destination};
use crate::settlement::{Payout, Run};
use base::Paisa;
use base::calendar::Moment;
use base::routing::RoutingNumber;
use ledger::CamtKind;
use quick_xml::Writer;
use quick_xml::events::{BytesText, Event};
use std::str::FromStr;

/// Letters of a name in a transfer (`Max140Text`).
const NAME_CHARS_MAX: usize = 140;

/// The programme's account from which sellers are paid: `ROUTING:ACCOUNT`, told when the house is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeAccount {
    /// The branch's routing number.
    pub routing: String,
    /// The account's number.
    pub account: String,
}

impl FromStr for ProgrammeAccount {
    type Err = String;

    fn from_str(text: &str) -> Result<ProgrammeAccount, String> {
        let (routing, account) = text.split_once(':').ok_or("an account is ROUTING:ACCOUNT")?;
        let routing = RoutingNumber::parse(routing).map_err(|refused| refused.to_string())?;
        let account = account.trim();
        let fits = !account.is_empty() && account.len() <= 34 && account.chars().all(|c| c.is_ascii_alphanumeric());
        if fits {
            Ok(ProgrammeAccount { routing: routing.text().to_owned(), account: account.to_owned() })
        } else {
            Err("an account has 1 to 34 letters and digits".to_owned())
        }
    }
}

/// A payout with where it goes.
pub(crate) type Addressed = (Payout, Identity);

type Out = Writer<Vec<u8>>;

/// An amount in taka with two digits, as the schema has it.
fn taka(poisha: Paisa) -> String {
    format!("{}.{:02}", poisha.get() / 100, poisha.get() % 100)
}

fn text(out: &mut Out, name: &str, words: &str) -> std::io::Result<()> {
    out.create_element(name).write_text_content(BytesText::new(words))?;
    Ok(())
}

/// An element with others in it.
fn within(out: &mut Out, name: &str, inner: impl FnOnce(&mut Out) -> std::io::Result<()>) -> std::io::Result<()> {
    out.create_element(name).write_inner_content(inner)?;
    Ok(())
}

/// The customer credit transfer of a run, made at this moment, out of this account.
///
/// # Errors
/// None in memory; the writer's own type.
pub(crate) fn pain001(
    run: &Run,
    payouts: &[Addressed],
    (made, debtor): (Moment, &ProgrammeAccount),
) -> std::io::Result<String> {
    let sum = Paisa::sum(payouts.iter().map(|(payout, _)| payout.poisha)).unwrap_or_default();
    let count = payouts.len().to_string();
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
    out.write_event(Event::Decl(quick_xml::events::BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let document =
        out.create_element("Document").with_attribute(("xmlns", "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"));
    document.write_inner_content(|out| {
        within(out, "CstmrCdtTrfInitn", |out| {
            within(out, "GrpHdr", |out| {
                text(out, "MsgId", &run.number)?;
                text(out, "CreDtTm", &format!("{}T{}:00+06:00", made.day(), made.clock(base::Lang::En)))?;
                text(out, "NbOfTxs", &count)?;
                text(out, "CtrlSum", &taka(sum))?;
                within(out, "InitgPty", |out| text(out, "Nm", "Haat"))
            })?;
            within(out, "PmtInf", |out| {
                text(out, "PmtInfId", &run.number)?;
                text(out, "PmtMtd", "TRF")?;
                text(out, "NbOfTxs", &count)?;
                text(out, "CtrlSum", &taka(sum))?;
                within(out, "ReqdExctnDt", |out| text(out, "Dt", &run.day.to_string()))?;
                within(out, "Dbtr", |out| text(out, "Nm", "Haat"))?;
                within(out, "DbtrAcct", |out| account_of(out, &debtor.account))?;
                within(out, "DbtrAgt", |out| agent(out, &debtor.routing))?;
                for one in payouts {
                    within(out, "CdtTrfTxInf", |out| transfer(out, one))?;
                }
                Ok(())
            })
        })
    })?;
    String::from_utf8(out.into_inner()).map_err(std::io::Error::other)
}

fn account_of(out: &mut Out, account: &str) -> std::io::Result<()> {
    within(out, "Id", |out| within(out, "Othr", |out| text(out, "Id", account)))
}

fn agent(out: &mut Out, routing: &str) -> std::io::Result<()> {
    within(out, "FinInstnId", |out| within(out, "ClrSysMmbId", |out| text(out, "MmbId", routing)))
}

fn transfer(out: &mut Out, (payout, identity): &Addressed) -> std::io::Result<()> {
    within(out, "PmtId", |out| text(out, "EndToEndId", &payout.id))?;
    within(out, "Amt", |out| {
        let amount = out.create_element("InstdAmt").with_attribute(("Ccy", "BDT"));
        amount.write_text_content(BytesText::new(&taka(payout.poisha)))?;
        Ok(())
    })?;
    let name: String = identity.person.chars().take(NAME_CHARS_MAX).collect();
    match &identity.payout {
        Destination::Bank { routing, account } => {
            within(out, "CdtrAgt", |out| agent(out, routing))?;
            within(out, "Cdtr", |out| text(out, "Nm", &name))?;
            within(out, "CdtrAcct", |out| account_of(out, account))
        }
        // A wallet is paid through the provider's own account; its number says whose it is.
        Destination::Wallet { mobile } => {
            within(out, "Cdtr", |out| text(out, "Nm", &name))?;
            within(out, "CdtrAcct", |out| account_of(out, mobile))
        }
    }
}

/// What a bank says of one transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BankWord {
    /// The transfer's own id.
    pub id: String,
    /// The bank's reference.
    pub reference: String,
    /// How much, when it says so of this transfer alone.
    pub poisha: Option<Paisa>,
    /// True when it came back: credited to the programme again, or marked as a return.
    pub back: bool,
    /// Why it came back, when the bank says so: a code of ISO 20022 (`AC04`), or its own.
    pub reason: String,
}

/// What a camt.054 says of transfers that are booked; nothing for a file that is none. What names no transfer is passed
/// over.
#[must_use]
pub(crate) fn bank_words(bytes: &[u8]) -> Option<Vec<BankWord>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let read = ledger::camt(text.strip_prefix('\u{feff}').unwrap_or(text), CamtKind::Notice).ok()?;
    let booked = read.entries.iter().filter(|entry| entry.status.is_empty() || entry.status == "BOOK");
    let details = booked.flat_map(|entry| entry.details.iter().map(move |detail| (entry, detail)));
    let named = details.filter(|(_, detail)| !detail.id.is_empty());
    let words = named.map(|(entry, detail)| {
        let way = if detail.way.is_empty() { &entry.way } else { &detail.way };
        let alone = entry.details.len() == 1;
        let amount = if detail.amount.text.is_empty() && alone { &entry.amount } else { &detail.amount };
        BankWord {
            id: detail.id.clone(),
            reference: detail.reference.chars().take(35).collect(),
            poisha: Paisa::parse(&amount.text).ok(),
            back: detail.returned || way == "CRDT",
            reason: detail.reason.chars().take(35).collect(),
        }
    });
    Some(words.collect())
}

#[cfg(test)]
#[path = "tests/iso20022.rs"]
mod tests;
