//! Something of the stock was used.

use super::{NotStocked, fit, item, today_is_open};
use crate::events::StockUsed;
use crate::stock::store::on_hand;
use journal::{Deed, Entered, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Writes down what was used in work: never more than is on hand, because who uses more has something to count first.
///
/// # Refusals
/// See [`NotStocked`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UseStock {
    /// The centre's book.
    pub book: String,
    /// The item's code.
    pub item: String,
    /// Units.
    pub quantity: i64,
}

impl Deed for UseStock {
    const NAME: &'static str = "counter.use_stock";
    type Done = Entered;
    type Refusal = NotStocked;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotStocked>> {
        let item = item(&self.item)?;
        fit(self.quantity).map_err(Stop::Refused)?;
        today_is_open(tx, &self.book).await?;
        let there = on_hand(tx, &self.book, item.code).await?.quantity;
        if self.quantity > there {
            return Err(Stop::Refused(NotStocked::Short { on_hand: there }));
        }
        let day = tx.now().day();
        let used = StockUsed { item: item.code.to_owned(), quantity: self.quantity, day };
        Ok(tx.enter(&self.book, vec![happened(used)]).await?)
    }
}
