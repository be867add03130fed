//! Transfers and their limits.

use crate::attendance::attended;
use crate::receipt::PENDING;
use crate::store::{CENTRES, RECEIPTS, to_text};
use crate::transfer::limit::Limit;
use crate::transfer::reading::subjects_of;
use crate::transfer::store::{LIMITS, TRANSFERS, USES, on_shelf, row_of};
use crate::transfer::{Outcome, Transfer, TransferStanding, TransferState};
use base::Paisa;
use base::calendar::BusinessDay;
use db::{Fault, Value};
use journal::{EntryHead, Event};
use ledger::ProviderTransfer;
use serde::{Deserialize, Serialize};

/// A transfer was requested. Paying in, its receipt and its money stand in the same entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TransferRequested {
    /// The transfer.
    pub transfer: Transfer,
}

impl Event for TransferRequested {
    const KIND: &'static str = "counter.transfer_requested";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let path = match tx.fetch(&CENTRES, vec![Value::from(&at.book)]).await?.as_deref() {
            Some([Value::Text(path), ..]) => path.clone(),
            _ => String::new(),
        };
        let standing = TransferStanding {
            book: at.book.clone(),
            transfer: self.transfer.clone(),
            state: TransferState::Requested,
            receipt: self.transfer.receipt.clone(),
            outcome: Outcome::default(),
        };
        let key = vec![Value::from(&at.book), Value::from(&self.transfer.id)];
        tx.add(&TRANSFERS, key, row_of(&standing, &path, at.at)?);
        note(tx, &standing);
        attended(tx, &at.book, at.at.day(), &at.by, at.at).await?;
        count_use(tx, &at.book, &self.transfer, 1).await
    }
}

/// Notes it where statements of providers are held against the transfers of every room.
fn note(tx: &mut db::Tx<'_>, standing: &TransferStanding) {
    let (book, transfer) = (&standing.book, &standing.transfer);
    let noted = ProviderTransfer {
        book: book.clone(),
        id: transfer.id.clone(),
        provider: transfer.provider.clone(),
        day: transfer.day,
        principal: transfer.line.principal,
        by_wallet: false,
        state: standing.state,
        reference: standing.outcome.reference.clone(),
        page: format!("/counter/transfers/{book}/{}", transfer.id),
    };
    ledger::note_transfer(tx, &noted);
}

/// Adds an amount to what was moved on the day of its request, or takes it out again (`sign` is 1 or -1).
async fn count_use(tx: &mut db::Tx<'_>, book: &str, transfer: &Transfer, sign: i64) -> Result<(), Fault> {
    let overflow = || Fault::Unsound("an amount is beyond what can be counted".to_owned());
    let more = transfer.amount().checked_mul(sign).ok_or_else(overflow)?;
    for subject in subjects_of(transfer) {
        for person in ["", transfer.by.as_str()] {
            let key = vec![book.into(), transfer.day.into(), (&subject).into(), person.into()];
            let before = match tx.fetch(&USES, key.clone()).await?.as_deref() {
                Some([Value::Integer(poisha)]) => Paisa::new(*poisha),
                _ => Paisa::ZERO,
            };
            tx.put(&USES, key, vec![before.checked_add(more).ok_or_else(overflow)?.into()]);
        }
    }
    Ok(())
}

/// A transfer moved on: no answer came, or it was done, failed, or taken back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TransferSettled {
    /// The transfer.
    pub id: String,
    /// Where it stands now.
    pub state: TransferState,
    /// The provider's reference; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// The provider's code of a failure; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The receipt that stands in the same entry: of an amount that was paid out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

impl Event for TransferSettled {
    const KIND: &'static str = "counter.transfer_settled";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let (key, mut standing, path) = standing_of(tx, &at.book, &self.id).await?;
        standing.state = self.state;
        if !self.reference.is_empty() {
            standing.outcome.reference.clone_from(&self.reference);
        }
        standing.outcome.code.clone_from(&self.code);
        if self.receipt.is_some() {
            standing.receipt.clone_from(&self.receipt);
        }
        match self.state {
            TransferState::Done => {
                standing.outcome.done_folio = Some(at.folio);
                confirm_receipt(tx, &at.book, standing.transfer.receipt.as_deref()).await?;
            }
            TransferState::Failed | TransferState::Reversed => {
                count_use(tx, &at.book, &standing.transfer, -1).await?;
            }
            TransferState::Requested | TransferState::Unknown => {}
        }
        tx.put(&TRANSFERS, key, row_of(&standing, &path, at.at)?);
        note(tx, &standing);
        Ok(())
    }
}

/// The receipt of an amount paid in is final now.
async fn confirm_receipt(tx: &mut db::Tx<'_>, book: &str, number: Option<&str>) -> Result<(), Fault> {
    let Some(number) = number else { return Ok(()) };
    let key = vec![book.into(), number.into()];
    let Some(mut rest) = tx.fetch(&RECEIPTS, key.clone()).await? else {
        return Err(Fault::Unsound(format!("no receipt {number}")));
    };
    if let Some(state) = rest.get_mut(1)
        && *state == Value::from(PENDING)
    {
        *state = crate::receipt::state_word(false).into();
    }
    tx.put(&RECEIPTS, key, rest);
    Ok(())
}

/// The key, the standing and the path of a transfer.
async fn standing_of(
    tx: &mut db::Tx<'_>,
    book: &str,
    id: &str,
) -> Result<(Vec<Value>, TransferStanding, String), Fault> {
    let key = vec![book.into(), id.into()];
    let row = tx.fetch(&TRANSFERS, key.clone()).await?;
    let row = row.ok_or_else(|| Fault::Unsound(format!("no transfer {id}")))?;
    let (standing, path) = on_shelf(book, &row)?;
    Ok((key, standing, path))
}

/// The provider said something that goes against what stands here: done what had failed, or the other way. No money
/// moves by it; it is a finding for whoever reconciles.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TransferContradicted {
    /// The transfer.
    pub id: String,
    /// What the provider says: `done` or `failed`.
    pub said: TransferState,
}

impl Event for TransferContradicted {
    const KIND: &'static str = "counter.transfer_contradicted";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let (key, mut standing, path) = standing_of(tx, &at.book, &self.id).await?;
        self.said.name().clone_into(&mut standing.outcome.contradicted);
        tx.put(&TRANSFERS, key, row_of(&standing, &path, at.at)?);
        Ok(())
    }
}

/// A limit was set at a place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LimitSet {
    /// `provider:…` or `service:…`.
    pub subject: String,
    /// The place path.
    pub path: String,
    /// The limit; nothing in it takes it away.
    pub limit: Limit,
    /// The day from which on it holds.
    pub day: BusinessDay,
}

impl Event for LimitSet {
    const KIND: &'static str = "counter.limit_set";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.subject), Value::from(&self.path)];
        tx.put(&LIMITS, key, vec![to_text(&self.limit)?.into()]);
        Ok(())
    }
}
