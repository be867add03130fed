//! The stock of an item was counted.

use super::{NotStocked, item, today_is_open};
use crate::events::StockCounted;
use crate::stock::store::on_hand;
use crate::stock::{CountReason, STOCK_UNITS_MAX};
use journal::{Deed, Entered, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Writes down a count. Where it differs, the register follows it, with a reason; where it agrees, that is entered too.
///
/// # Refusals
/// See [`NotStocked`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CountStock {
    /// The centre's book.
    pub book: String,
    /// The item's code.
    pub item: String,
    /// What was there.
    pub counted: i64,
    /// Why it differs; not asked when it does not.
    pub reason: Option<CountReason>,
}

/// The reason that stands in the register.
fn decide(counted: i64, expected: i64, reason: Option<CountReason>) -> Result<CountReason, NotStocked> {
    if !(0..=STOCK_UNITS_MAX).contains(&counted) {
        return Err(NotStocked::Quantity);
    }
    if counted == expected {
        return Ok(CountReason::Agrees);
    }
    reason.filter(|reason| *reason != CountReason::Agrees).ok_or(NotStocked::Reason)
}

impl Deed for CountStock {
    const NAME: &'static str = "counter.count_stock";
    type Done = Entered;
    type Refusal = NotStocked;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotStocked>> {
        let item = item(&self.item)?;
        today_is_open(tx, &self.book).await?;
        let expected = on_hand(tx, &self.book, item.code).await?.quantity;
        let reason = decide(self.counted, expected, self.reason).map_err(Stop::Refused)?;
        let day = tx.now().day();
        let counted = StockCounted { item: item.code.to_owned(), expected, counted: self.counted, reason, day };
        Ok(tx.enter(&self.book, vec![happened(counted)]).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_difference_needs_a_reason() {
        assert_eq!(decide(7, 7, None), Ok(CountReason::Agrees));
        assert_eq!(decide(7, 7, Some(CountReason::Lost)), Ok(CountReason::Agrees));
        assert_eq!(decide(6, 7, None), Err(NotStocked::Reason));
        assert_eq!(decide(6, 7, Some(CountReason::Agrees)), Err(NotStocked::Reason));
        assert_eq!(decide(9, 7, Some(CountReason::Miscounted)), Ok(CountReason::Miscounted));
        assert_eq!(decide(-1, 7, Some(CountReason::Lost)), Err(NotStocked::Quantity));
        assert_eq!(decide(STOCK_UNITS_MAX + 1, 7, Some(CountReason::Lost)), Err(NotStocked::Quantity));
    }
}
