//! A statement as camt.053.001.08 (ISO 20022): the entries of all its statements.

use super::read::{
    Lines, NOT_BOOKED, NotAStatement, WRONG_AMOUNT, WRONG_CURRENCY, WRONG_DAY, WRONG_REFERENCE, WRONG_WAY, add,
    reference,
};
use super::{BadLine, StatementLine};
use base::Paisa;
use base::calendar::BusinessDay;
use ledger::{CamtAmount, CamtDetail, CamtEntry, CamtKind, NotCamt};

/// What becomes a line: amount, way, our id or another, the provider's reference.
type Part<'e> = (&'e CamtAmount, &'e str, &'e str, &'e str);

/// What a transaction does not say itself, its entry says.
fn part_of<'e>(detail: &'e CamtDetail, entry: &'e CamtEntry) -> Part<'e> {
    let way = if detail.way.is_empty() { &entry.way } else { &detail.way };
    let reference = if detail.reference.is_empty() { &detail.id } else { &detail.reference };
    (&detail.amount, way, &detail.id, reference)
}

pub(super) fn read(text: &str, provider: &str) -> Result<Lines, NotAStatement> {
    let read = ledger::camt(text, CamtKind::Statement).map_err(|not| match not {
        NotCamt::Kind => NotAStatement::Kind,
        NotCamt::Xml => NotAStatement::Xml,
        NotCamt::TooMany => NotAStatement::TooLarge,
    })?;
    // Who keeps the account says whose statement it is.
    if read.servicers.iter().any(|servicer| servicer != provider) {
        return Err(NotAStatement::Provider);
    }
    let mut lines = Lines::default();
    let parts = read.entries.iter().flat_map(|entry| parts(entry).into_iter().map(move |part| (entry, part)));
    for ((entry, part), number) in parts.zip(1_i64..) {
        add(&mut lines, line(number, entry, part))?;
    }
    Ok(lines)
}

/// An entry's lines: one, or one for each transaction of a batch that names its own amount.
fn parts(entry: &CamtEntry) -> Vec<Part<'_>> {
    if entry.details.len() > 1 && entry.details.iter().all(|one| !one.amount.text.is_empty()) {
        return entry.details.iter().map(|one| part_of(one, entry)).collect();
    }
    let id = match entry.details.as_slice() {
        [one] => one.id.as_str(),
        _ => "",
    };
    vec![(&entry.amount, entry.way.as_str(), id, entry.reference.as_str())]
}

/// What a customer paid in over the counter left our account with the provider: a debit there. What went between a
/// customer's wallet and us is told by the transfer that is held against the line.
fn line(number: i64, entry: &CamtEntry, (amount, way, id, named): Part<'_>) -> Result<StatementLine, BadLine> {
    let bad = |part: &str, why: &str| BadLine::new(number, part, why);
    if entry.status != "BOOK" {
        return Err(bad("Sts", NOT_BOOKED));
    }
    let day = BusinessDay::parse(&entry.day).map_err(|_| bad("BookgDt", WRONG_DAY))?;
    if amount.currency != "BDT" {
        return Err(bad("Amt/@Ccy", WRONG_CURRENCY));
    }
    let taka = Paisa::parse(&amount.text).map_err(|_| bad("Amt", WRONG_AMOUNT))?;
    if taka <= Paisa::ZERO {
        return Err(bad("Amt", WRONG_AMOUNT));
    }
    let poisha = match way {
        "DBIT" => taka,
        "CRDT" => taka.checked_neg().ok_or_else(|| bad("Amt", WRONG_AMOUNT))?,
        _ => return Err(bad("CdtDbtInd", WRONG_WAY)),
    };
    let transfer = ledger::transfer_id(id).unwrap_or_default();
    // What names no transfer of ours is the provider's own: the better of the two is kept.
    let own = if named.is_empty() && transfer.is_empty() && id != "NOTPROVIDED" { id } else { named };
    let reference = reference(own).ok_or_else(|| bad("NtryRef", WRONG_REFERENCE))?;
    Ok(StatementLine { line: number, day, poisha, reference, transfer })
}
