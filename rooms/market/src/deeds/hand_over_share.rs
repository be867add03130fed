//! A seller's share goes from the centre's book to the seller's own, as two balanced entries that name the order.

use crate::events::{ShareHandedOver, ShareReceived};
use crate::money::{handed_over_legs, received_legs};
use crate::reading;
use crate::trade::store::HANDOVERS;
use base::Paisa;
use base::calendar::Moment;
use db::Value;
use journal::{Ahead, Deed, Stop, Tx, happened};
use ledger::{Draft, NotPosted};
use serde::{Deserialize, Serialize};

/// The seller's book receives its share of an order: the centre's book owes it to this book, and this book to the seller.
/// First of the two entries: should the second not come at once, it comes with the next round, and this one is not entered
/// twice, because it is done under a key that the order makes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReceiveShare {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The centre's book.
    pub centre: String,
    /// The order.
    pub order: String,
    /// The share; below nothing when the seller owes it.
    pub poisha: Paisa,
    /// When the order was released.
    pub released: Moment,
}

impl Deed for ReceiveShare {
    const NAME: &'static str = "market.receive_share";
    type Done = ();
    type Refusal = NotPosted;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotPosted>> {
        let too_large = || Stop::Refused(NotPosted::TooLarge);
        let legs = received_legs(&self.seller, &self.centre, self.poisha).ok_or_else(too_large)?;
        let draft = Draft { day: tx.now().day(), memo: self.order.clone(), legs };
        let posted = ledger::post(tx, &self.seller, draft).await?;
        let received = ShareReceived {
            order: self.order.clone(),
            centre: self.centre.clone(),
            poisha: self.poisha,
            released: self.released,
        };
        tx.enter(&self.seller, vec![happened(received), happened(posted)]).await?;
        Ok(())
    }
}

/// The centre's book hands the share over: second of the two entries. Once: what was handed over is passed over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HandOverShare {
    /// The centre's book.
    pub book: String,
    /// The order.
    pub order: String,
}

impl Deed for HandOverShare {
    const NAME: &'static str = "market.hand_over_share";
    /// True when it was handed over now.
    type Done = bool;
    type Refusal = NotPosted;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &Ahead<'_>) -> Vec<db::Want> {
        vec![(&HANDOVERS, vec![(&self.book).into(), (&self.order).into()])]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<bool, Stop<NotPosted>> {
        let row = tx.fetch(&HANDOVERS, vec![(&self.book).into(), (&self.order).into()]).await?;
        let Some([Value::Text(seller), Value::Integer(poisha), Value::Text(state)]) = row.as_deref() else {
            return Ok(false);
        };
        if state != reading::SHARE_OPEN {
            return Ok(false);
        }
        let legs = handed_over_legs(seller, Paisa::new(*poisha)).ok_or(Stop::Refused(NotPosted::TooLarge))?;
        let day = ledger::day_for(tx, &self.book).await?;
        let draft = Draft { day, memo: self.order.clone(), legs };
        let posted = ledger::post(tx, &self.book, draft).await?;
        let handed = ShareHandedOver { order: self.order.clone() };
        tx.enter(&self.book, vec![happened(handed), happened(posted)]).await?;
        Ok(true)
    }
}
