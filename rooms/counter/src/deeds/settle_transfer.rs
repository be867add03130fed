//! A transfer ends as its provider says, once, however often and in whichever order it is told.

use crate::deeds::request_transfer::{cash_legs, next_number, receipt_of};
use crate::drawer::rules;
use crate::events::{ReceiptGiven, ReceiptReversed, TransferContradicted, TransferSettled};
use crate::receipt::{PROVIDER_FAILED, PROVIDER_TOOK_BACK};
use crate::service::Direction;
use crate::store::{CLOSED_DAYS, RECEIPTS, standing_on_shelf};
use crate::transfer::store::{TRANSFERS, on_shelf};
use crate::transfer::{TransferStanding, TransferState};
use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use journal::{AnyEvent, Deed, Fault, Stop, Tx, happened};
use ledger::{Draft, NotPosted};
use serde::{Deserialize, Serialize};

/// Enters what a provider said of a transfer. What was known already changes nothing; what goes against it moves no money
/// and stands as a finding.
///
/// # Refusals
/// See [`NotSettled`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SettleTransfer {
    /// The centre's book.
    pub book: String,
    /// The transfer.
    pub id: String,
    /// The provider who says it.
    pub provider: String,
    /// What was said: anything but `requested`.
    pub said: TransferState,
    /// The provider's reference; may be empty.
    pub reference: String,
    /// The provider's code of a failure; may be empty.
    pub code: String,
}

/// Why it cannot be entered.
#[derive(Debug)]
pub enum NotSettled {
    /// There is no such transfer of this provider.
    Unknown,
    /// The ledger refuses: what was paid in through a withdrawal's float is spent.
    Posting(NotPosted),
}

impl Refusal for NotSettled {
    fn code(&self) -> &'static str {
        match self {
            NotSettled::Unknown => "counter.transfer.unknown",
            NotSettled::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if let NotSettled::Posting(refused) = self { refused.values() } else { Vec::new() }
    }

    fn status(&self) -> u16 {
        if let NotSettled::Posting(refused) = self { refused.status() } else { 404 }
    }
}

/// The codes of [`NotSettled`] that are its own.
pub(crate) const CODES: &[&str] = &["counter.transfer.unknown"];

/// What follows from what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Nothing,
    Move,
    Contradict,
}

fn decide(state: TransferState, said: TransferState) -> Step {
    use TransferState::{Done, Failed};
    if state.moves().contains(&said) {
        Step::Move
    } else if matches!((state, said), (Failed, Done) | (Done, Failed)) {
        Step::Contradict
    } else {
        Step::Nothing
    }
}

type Events = Vec<Box<dyn AnyEvent>>;

impl SettleTransfer {
    /// What is told late, after the day was closed, is dated the next day: nothing is dated into a closed one. While an
    /// earlier day is still open, its drawer is the one that the money moves in.
    async fn day(&self, tx: &mut Tx<'_, '_>) -> Result<BusinessDay, Fault> {
        let today = tx.now().day();
        if let Some(open) = rules::open_day(tx, &self.book).await?.filter(|open| *open < today) {
            return Ok(open);
        }
        let closed = tx.fetch(&CLOSED_DAYS, vec![(&self.book).into(), today.into()]).await?.is_some();
        Ok(if closed { today.add_days(1) } else { today })
    }

    fn settled(&self, receipt: Option<String>) -> TransferSettled {
        TransferSettled {
            id: self.id.clone(),
            state: self.said,
            reference: self.reference.clone(),
            code: self.code.clone(),
            receipt,
        }
    }

    /// Done: a pay-out's receipt and money, and what the provider owes the shop for it.
    async fn done(&self, tx: &mut Tx<'_, '_>, standing: &TransferStanding) -> Result<Events, Stop<NotSettled>> {
        let too_large = || Stop::Refused(NotSettled::Posting(NotPosted::TooLarge));
        let (transfer, day) = (&standing.transfer, self.day(tx).await?);
        let pays_out = transfer.direction == Direction::Out;
        let mut legs = if pays_out { cash_legs(transfer).ok_or_else(too_large)? } else { Vec::new() };
        if transfer.line.partner > Paisa::ZERO {
            let owed = ledger::partner_commission_legs(&transfer.provider, transfer.line.partner);
            legs.extend(owed.ok_or_else(too_large)?);
        }
        let number = if pays_out { Some(next_number(tx, &self.book, day).await?) } else { None };
        let memo = number.clone().or_else(|| standing.receipt.clone()).unwrap_or_default();
        let mut events = Events::new();
        if let Some(number) = number.clone() {
            let receipt = receipt_of(tx, transfer, number, day, Paisa::ZERO);
            events.push(happened(ReceiptGiven { receipt, register_row: None, pending: false }));
        }
        events.push(happened(self.settled(number)));
        if !legs.is_empty() {
            let posted = ledger::post(tx, &self.book, Draft { day, memo, legs }).await;
            events.push(happened(posted.map_err(|stop| stop.map(NotSettled::Posting))?));
        }
        Ok(events)
    }

    /// Failed, or taken back: the receipt, if there is one, is reversed with its money.
    async fn undone(&self, tx: &mut Tx<'_, '_>, standing: &TransferStanding) -> Result<Events, Stop<NotSettled>> {
        let mut events = vec![happened(self.settled(None))];
        let Some(number) = &standing.receipt else { return Ok(events) };
        let row = tx.fetch(&RECEIPTS, vec![(&self.book).into(), number.into()]).await?;
        let missing = || Stop::Fault(Fault::Unsound(format!("no receipt {number}")));
        let receipt = standing_on_shelf(&row.ok_or_else(missing)?)?;
        let day = self.day(tx).await?;
        let posted = ledger::reverse(tx, &self.book, receipt.folio, &format!("reversal {number}")).await;
        let mut posted = posted.map_err(|stop| stop.map(NotSettled::Posting))?;
        posted.day = day;
        let reason = if self.said == TransferState::Failed { PROVIDER_FAILED } else { PROVIDER_TOOK_BACK };
        let reversed = ReceiptReversed { number: number.clone(), reason: reason.to_owned(), note: None, day };
        events.extend([happened(reversed), happened(posted)]);
        Ok(events)
    }

    /// The commission of an amount paid in stands in the entry in which it was done, and goes back by an entry of its own.
    async fn commission_back(&self, tx: &mut Tx<'_, '_>, standing: &TransferStanding) -> Result<(), Stop<NotSettled>> {
        let earned = standing.transfer.direction == Direction::In && standing.transfer.line.partner > Paisa::ZERO;
        let Some(folio) = standing.outcome.done_folio.filter(|_| earned && self.said == TransferState::Reversed) else {
            return Ok(());
        };
        let posted = ledger::reverse(tx, &self.book, folio, &format!("commission {}", self.id)).await;
        let mut posted = posted.map_err(|stop| stop.map(NotSettled::Posting))?;
        posted.day = self.day(tx).await?;
        tx.enter(&self.book, vec![happened(posted)]).await?;
        Ok(())
    }
}

impl Deed for SettleTransfer {
    const NAME: &'static str = "counter.settle_transfer";
    /// Where it stands now.
    type Done = TransferState;
    type Refusal = NotSettled;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<TransferState, Stop<NotSettled>> {
        let row = tx.fetch(&TRANSFERS, vec![(&self.book).into(), (&self.id).into()]).await?;
        let (standing, _) = on_shelf(&self.book, &row.ok_or(Stop::Refused(NotSettled::Unknown))?)?;
        if standing.transfer.provider != self.provider {
            return Err(Stop::Refused(NotSettled::Unknown));
        }
        match decide(standing.state, self.said) {
            Step::Nothing => return Ok(standing.state),
            Step::Contradict => {
                if standing.outcome.contradicted.is_empty() {
                    let against = TransferContradicted { id: self.id.clone(), said: self.said };
                    tx.enter(&self.book, vec![happened(against)]).await?;
                }
                return Ok(standing.state);
            }
            Step::Move => {}
        }
        let events = match self.said {
            TransferState::Done => self.done(tx, &standing).await?,
            TransferState::Failed | TransferState::Reversed => self.undone(tx, &standing).await?,
            TransferState::Requested | TransferState::Unknown => vec![happened(self.settled(None))],
        };
        tx.enter(&self.book, events).await?;
        self.commission_back(tx, &standing).await?;
        Ok(self.said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_moves_of_the_table_move_and_only_opposite_ends_contradict() {
        use TransferState::{Done, Failed, Requested, Reversed, Unknown};
        for state in TransferState::ALL {
            for said in TransferState::ALL {
                let expected = match (state, said) {
                    (Requested, Unknown | Done | Failed) | (Unknown, Done | Failed) | (Done, Reversed) => Step::Move,
                    (Failed, Done) | (Done, Failed) => Step::Contradict,
                    _ => Step::Nothing,
                };
                assert_eq!(decide(state, said), expected, "{state:?} {said:?}");
            }
        }
    }
}
