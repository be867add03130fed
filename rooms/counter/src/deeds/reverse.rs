//! A receipt is reversed: once, with a reason, never edited.

use crate::case::{CaseOwner, CaseState};
use crate::cases::read;
use crate::cases::rules::RECEIPT_REVERSED;
use crate::drawer::rules;
use crate::events::{CaseMoved, ReceiptReversed};
use crate::receipt::{REASONS, Receipt};
use crate::store::{CLOSED_DAYS, RECEIPTS, standing_on_shelf};
use base::Refusal;
use base::calendar::BusinessDay;
use journal::{Deed, Stop, Tx, happened};
use ledger::NotPosted;
use network::Hindered;
use serde::{Deserialize, Serialize};

/// Characters of a note, at most.
pub const NOTE_CHARS_MAX: usize = 300;

/// Reverses a receipt: its money goes back the way it came, dated today, in one entry with the reason.
///
/// # Refusals
/// See [`NotReversed`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReverseReceipt {
    /// The centre's book.
    pub book: String,
    /// The receipt's number.
    pub number: String,
    /// Why: a code of [`REASONS`].
    pub reason: String,
    /// What is to be remembered of it; needed for `other`.
    pub note: String,
}

/// Why a receipt cannot be reversed so.
#[derive(Debug)]
pub enum NotReversed {
    /// There is no such receipt in this book.
    Unknown,
    /// It was reversed before.
    Already,
    /// The reason is not one of the list.
    Reason,
    /// `other` needs a note; a note may be 300 characters.
    Note,
    /// Today is closed.
    DayClosed(BusinessDay),
    /// An earlier day was not closed: it comes first.
    EarlierDayOpen(BusinessDay),
    /// What was paid for is in the applicant's hand already: the number of its case.
    HandedOver(String),
    /// A provider carried money for it: only the transfer itself can be taken back.
    Transfer,
    /// The ledger refuses.
    Posting(NotPosted),
    /// The centre, the seat or the person is suspended: what was sold stands until somebody looked into it.
    Hindered(Hindered),
}

impl Refusal for NotReversed {
    fn code(&self) -> &'static str {
        match self {
            NotReversed::Unknown => "counter.reverse.unknown",
            NotReversed::Already | NotReversed::Posting(NotPosted::AlreadyReversed) => "counter.reverse.already",
            NotReversed::Reason => "counter.reverse.reason",
            NotReversed::Note => "counter.reverse.note",
            NotReversed::DayClosed(_) => "counter.reverse.day_closed",
            NotReversed::EarlierDayOpen(_) => "counter.reverse.earlier_day_open",
            NotReversed::HandedOver(_) => "counter.reverse.handed_over",
            NotReversed::Transfer => "counter.reverse.transfer",
            NotReversed::Posting(refused) => refused.code(),
            NotReversed::Hindered(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotReversed::DayClosed(day) | NotReversed::EarlierDayOpen(day) => vec![("day", day.to_string())],
            NotReversed::HandedOver(number) => vec![("number", number.clone())],
            NotReversed::Posting(refused) => refused.values(),
            NotReversed::Hindered(refused) => refused.values(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotReversed::Reason => Some("reason".to_owned()),
            NotReversed::Note => Some("note".to_owned()),
            _ => None,
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotReversed::Unknown => 404,
            NotReversed::Already => 409,
            NotReversed::Posting(refused) => refused.status(),
            NotReversed::Hindered(refused) => refused.status(),
            _ => 422,
        }
    }
}

/// The codes of [`NotReversed`].
pub(crate) const CODES: &[&str] = &[
    "counter.reverse.unknown",
    "counter.reverse.already",
    "counter.reverse.reason",
    "counter.reverse.note",
    "counter.reverse.day_closed",
    "counter.reverse.earlier_day_open",
    "counter.reverse.handed_over",
    "counter.reverse.transfer",
];

/// The reason and the note, as they may be.
fn decide(reason: &str, note: &str) -> Result<(), NotReversed> {
    if !REASONS.contains(&reason) {
        return Err(NotReversed::Reason);
    }
    if note.chars().count() > NOTE_CHARS_MAX || (reason == "other" && note.is_empty()) {
        return Err(NotReversed::Note);
    }
    Ok(())
}

impl ReverseReceipt {
    /// The receipt's cases that have not ended, cancelled: nobody works on what is not paid for. What is in the
    /// applicant's hand cannot be taken back by a reversal.
    async fn cancelled(&self, tx: &mut Tx<'_, '_>, receipt: &Receipt) -> Result<Vec<CaseMoved>, Stop<NotReversed>> {
        let mut moves = Vec::new();
        for number in receipt.cases().into_iter().flatten() {
            let Some(case) = read::held(tx, &self.book, &number).await? else { continue };
            if case.state == CaseState::HandedOver {
                return Err(Stop::Refused(NotReversed::HandedOver(number)));
            }
            if case.state.is_pending() {
                let (from, to, owner) = (case.state, CaseState::Cancelled, CaseOwner::Nobody);
                let reason = Some(RECEIPT_REVERSED.to_owned());
                moves.push(CaseMoved { number, from, to, reason, note: None, due: None, at: None, owner });
            }
        }
        Ok(moves)
    }
}

impl Deed for ReverseReceipt {
    const NAME: &'static str = "counter.reverse";
    /// The folio of the reversing entry.
    type Done = i64;
    type Refusal = NotReversed;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &journal::Ahead<'_>) -> Vec<db::Want> {
        vec![(&RECEIPTS, vec![(&self.book).into(), (&self.number).into()])]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64, Stop<NotReversed>> {
        let (today, by) = (tx.now().day(), tx.by().to_owned());
        if let Some(hindered) = network::hindered(tx, &self.book, &by).await? {
            return Err(Stop::Refused(NotReversed::Hindered(hindered)));
        }
        let note = base::text::clean(&self.note);
        let row = tx.fetch(&RECEIPTS, vec![(&self.book).into(), (&self.number).into()]).await?;
        let standing = standing_on_shelf(&row.ok_or(Stop::Refused(NotReversed::Unknown))?)?;
        if standing.reversal.is_some() {
            return Err(Stop::Refused(NotReversed::Already));
        }
        decide(&self.reason, &note).map_err(Stop::Refused)?;
        if standing.receipt.lines.iter().any(|line| line.transfer.is_some()) {
            return Err(Stop::Refused(NotReversed::Transfer));
        }
        if tx.fetch(&CLOSED_DAYS, vec![(&self.book).into(), today.into()]).await?.is_some() {
            return Err(Stop::Refused(NotReversed::DayClosed(today)));
        }
        if let Some(open) = rules::open_day(tx, &self.book).await?.filter(|open| *open < today) {
            return Err(Stop::Refused(NotReversed::EarlierDayOpen(open)));
        }
        let cancelled = self.cancelled(tx, &standing.receipt).await?;
        let memo = format!("reversal {}", self.number);
        let posted = if standing.receipt.total() == base::Paisa::ZERO {
            None // nothing moved, so nothing goes back
        } else {
            let posted = ledger::reverse(tx, &self.book, standing.folio, &memo).await;
            Some(posted.map_err(|stop| stop.map(NotReversed::Posting))?)
        };
        let note =
            if note.is_empty() { None } else { Some(tx.seal(&self.book, &format!("r-{}", self.number), &note).await?) };
        let reversed = ReceiptReversed { number: self.number.clone(), reason: self.reason.clone(), note, day: today };
        let mut events = vec![happened(reversed)];
        events.extend(cancelled.into_iter().map(happened));
        events.extend(posted.map(happened));
        Ok(tx.enter(&self.book, events).await?.folio)
    }
}
