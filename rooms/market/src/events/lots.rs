//! What happens of wholesale, in the seller's book.

use super::lost;
use crate::lots::store::{ask, put_ask, put_lot};
use crate::lots::{AskState, Lot, LotAsk, Offer};
use crate::store;
use db::Fault;
use journal::{EntryHead, Event};
use serde::{Deserialize, Serialize};

/// The kind under which the askings of a seller are counted.
pub(crate) const ASKS: &str = "lot ask";

/// A seller said on what terms it gives a product in quantity, or that it does not.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LotSet {
    /// The product.
    pub product: String,
    /// The terms; none when it is not given in quantity any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
}

impl Event for LotSet {
    const KIND: &'static str = "market.lot_set";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        put_lot(tx, &at.book, &self.product, self.lot.as_ref())
    }
}

/// A centre or a firm asked for a price.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LotAsked {
    /// What was asked.
    pub ask: LotAsk,
}

impl Event for LotAsked {
    const KIND: &'static str = "market.lot_asked";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        put_ask(tx, &at.book, &self.ask)?;
        store::give(tx, &at.book, ASKS).await
    }
}

/// The seller answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LotAnswered {
    /// The asking.
    pub number: String,
    /// What is offered; none when it is declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// What the seller said.
    pub words: String,
}

impl Event for LotAnswered {
    const KIND: &'static str = "market.lot_answered";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let mut asked = ask(tx, &at.book, &self.number).await?.ok_or_else(|| lost("an asking"))?;
        asked.state = if self.offer.is_some() { AskState::Offered } else { AskState::Declined };
        asked.offer = self.offer;
        self.words.clone_into(&mut asked.answer);
        put_ask(tx, &at.book, &asked)
    }
}

/// Goods were set aside at an offer's price. Should they be set free again, the offer may be used once more.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LotUsed {
    /// The asking.
    pub number: String,
    /// The name under which they were set aside.
    pub basket: String,
}

impl Event for LotUsed {
    const KIND: &'static str = "market.lot_used";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let mut asked = ask(tx, &at.book, &self.number).await?.ok_or_else(|| lost("an asking"))?;
        self.basket.clone_into(&mut asked.basket);
        put_ask(tx, &at.book, &asked)
    }
}
