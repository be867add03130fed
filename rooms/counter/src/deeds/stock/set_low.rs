//! A centre says when an item is low.

use super::{NotStocked, item};
use crate::events::StockLimitSet;
use crate::stock::STOCK_UNITS_MAX;
use journal::{Deed, Entered, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Sets below how much an item is called low, or that it never is.
///
/// # Refusals
/// An item that is none of the list; less than nothing or more than a stock can be.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetStockLimit {
    /// The centre's book.
    pub book: String,
    /// The item's code.
    pub item: String,
    /// Units; none to call it low no more.
    pub low: Option<i64>,
}

impl Deed for SetStockLimit {
    const NAME: &'static str = "counter.set_stock_limit";
    type Done = Entered;
    type Refusal = NotStocked;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotStocked>> {
        let item = item(&self.item)?;
        if self.low.is_some_and(|low| !(0..=STOCK_UNITS_MAX).contains(&low)) {
            return Err(Stop::Refused(NotStocked::Quantity));
        }
        let set = StockLimitSet { item: item.code.to_owned(), low: self.low };
        Ok(tx.enter(&self.book, vec![happened(set)]).await?)
    }
}
