//! What happens between buyers' wallets and the programme's account (centre's book). The money stands in the same entries.

use super::lost;
use super::orders::{overflow, put, standing_of};
use crate::order::{OrderStanding, QuoteState};
use crate::trade::store::{QUOTES, WALLETS, quote_on_shelf, quote_row, wallet_row};
use crate::wallet::{WalletStanding, WalletTransfer};
use base::Paisa;
use db::{Fault, Value};
use journal::{EntryHead, Event};
use ledger::{Direction, ProviderTransfer, TransferState};
use serde::{Deserialize, Serialize};

/// A provider is to be asked: for the payment of a quote, or to pay an order's refund.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct WalletAsked {
    /// The transfer.
    pub transfer: WalletTransfer,
}

async fn quote_stands(tx: &mut db::Tx<'_>, at: &EntryHead, quote: &str, state: QuoteState) -> Result<(), Fault> {
    let key = vec![Value::from(&at.book), Value::from(quote)];
    let row = tx.fetch(&QUOTES, key.clone()).await?.ok_or_else(|| lost("a quote"))?;
    let (quote, before) = quote_on_shelf(&row)?;
    if before != QuoteState::Taken {
        tx.put(&QUOTES, key, quote_row(&quote, state)?);
    }
    Ok(())
}

/// So much is given back to the buyer of an order, or after all was not.
async fn refunded(tx: &mut db::Tx<'_>, at: &EntryHead, order: &str, poisha: Paisa) -> Result<(), Fault> {
    let before = standing_of(tx, at, order).await?;
    let refund_due = before.refund_due.checked_sub(poisha).ok_or_else(overflow)?;
    let refunded = before.refunded.checked_add(poisha).ok_or_else(overflow)?;
    put(tx, at, Some(&before), &OrderStanding { refund_due, refunded, ..before.clone() }).await
}

impl Event for WalletAsked {
    const KIND: &'static str = "market.wallet_asked";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let transfer = self.transfer.clone();
        match transfer.direction {
            Direction::In => quote_stands(tx, at, &transfer.of, QuoteState::Paying).await?,
            Direction::Out => refunded(tx, at, &transfer.of, transfer.poisha).await?,
        }
        let key = vec![Value::from(&at.book), Value::from(&transfer.id)];
        let standing = WalletStanding {
            transfer,
            state: TransferState::Requested,
            reference: String::new(),
            code: String::new(),
            astray: false,
            contradicted: String::new(),
        };
        tx.put(&WALLETS, key, wallet_row(&standing)?);
        note(tx, at, &standing)
    }
}

/// Notes it where statements of providers are held against the transfers of every room.
fn note(tx: &mut db::Tx<'_>, at: &EntryHead, standing: &WalletStanding) -> Result<(), Fault> {
    let transfer = &standing.transfer;
    let principal = match transfer.direction {
        Direction::In => transfer.poisha,
        Direction::Out => transfer.poisha.checked_neg().ok_or_else(overflow)?,
    };
    let noted = ProviderTransfer {
        book: at.book.clone(),
        id: transfer.id.clone(),
        provider: transfer.provider.clone(),
        day: transfer.at.day(),
        principal,
        by_wallet: true,
        state: standing.state,
        reference: standing.reference.clone(),
        page: standing.page(&at.book),
    };
    ledger::note_transfer(tx, &noted);
    Ok(())
}

/// A provider said what became of a transfer. Orders that it pays are placed in the same entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct WalletSettled {
    /// The transfer's id.
    pub id: String,
    /// Where it stands now.
    pub state: TransferState,
    /// The provider's reference.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// The provider's code of a failure.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// True for money that came and buys nothing.
    #[serde(default)]
    pub astray: bool,
    /// What was said against what stands here, when that is all that happened.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contradicted: String,
}

impl Event for WalletSettled {
    const KIND: &'static str = "market.wallet_settled";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.id)];
        let found = crate::reading::wallet(tx, &at.book, &self.id).await?;
        let before = found.ok_or_else(|| lost("a transfer"))?;
        let of = before.transfer.of.clone();
        let failed = matches!(self.state, TransferState::Failed | TransferState::Reversed);
        match before.transfer.direction {
            // The quote may be paid otherwise.
            Direction::In if failed && before.state.is_pending() => {
                quote_stands(tx, at, &of, QuoteState::Open).await?;
            }
            Direction::Out if failed && before.state.is_pending() => {
                refunded(tx, at, &of, before.transfer.poisha.checked_neg().ok_or_else(overflow)?).await?;
            }
            _ => {}
        }
        let kept = |said: &String, before: String| if said.is_empty() { before } else { said.clone() };
        let standing = WalletStanding {
            state: self.state,
            reference: kept(&self.reference, before.reference),
            code: kept(&self.code, before.code),
            astray: self.astray,
            contradicted: kept(&self.contradicted, before.contradicted),
            transfer: before.transfer,
        };
        tx.put(&WALLETS, key, wallet_row(&standing)?);
        note(tx, at, &standing)
    }
}
