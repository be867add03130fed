//! What came into stock by mistake is taken out again.

use super::{NotStocked, today_is_open};
use crate::events::StockTakenBack;
use crate::stock::MoveKind;
use crate::stock::store::{STOCK_MOVES, on_hand};
use base::Paisa;
use db::Value;
use journal::{AnyEvent, Deed, Entered, Fault, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Takes back an entry by which stock came in: once, dated today, its money with it. What was used of it meanwhile must
/// still be there.
///
/// # Refusals
/// See [`NotStocked`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TakeBackStock {
    /// The centre's book.
    pub book: String,
    /// The folio of the entry by which it came in.
    pub folio: i64,
}

/// What came in: the item, the units, what was paid, whether it was taken back before.
fn received(rest: &[Value]) -> Result<(String, i64, Paisa, bool), Stop<NotStocked>> {
    let [Value::Text(item), _, Value::Text(kind), Value::Integer(quantity), _, Value::Integer(price), _, _, _, taken] =
        rest
    else {
        return Err(Stop::Fault(Fault::Unsound("a line of the stock register of another shape".to_owned())));
    };
    if kind != MoveKind::Received.name() {
        return Err(Stop::Refused(NotStocked::Unknown));
    }
    Ok((item.clone(), *quantity, Paisa::new(*price), *taken == Value::Boolean(true)))
}

impl Deed for TakeBackStock {
    const NAME: &'static str = "counter.take_back_stock";
    type Done = Entered;
    type Refusal = NotStocked;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotStocked>> {
        let row = tx.fetch(&STOCK_MOVES, vec![(&self.book).into(), self.folio.into()]).await?;
        let (item, quantity, price, taken_back) = received(&row.ok_or(Stop::Refused(NotStocked::Unknown))?)?;
        if taken_back {
            return Err(Stop::Refused(NotStocked::TakenBack));
        }
        today_is_open(tx, &self.book).await?;
        let there = on_hand(tx, &self.book, &item).await?.quantity;
        if quantity > there {
            return Err(Stop::Refused(NotStocked::Short { on_hand: there }));
        }
        let day = tx.now().day();
        let back = StockTakenBack { folio: self.folio, item: item.clone(), quantity, price, day };
        let mut events: Vec<Box<dyn AnyEvent>> = vec![happened(back)];
        if price > Paisa::ZERO {
            let posted = ledger::reverse(tx, &self.book, self.folio, &format!("reversal stock {item}")).await;
            events.push(happened(posted.map_err(|stop| stop.map(NotStocked::Posting))?));
        }
        Ok(tx.enter(&self.book, events).await?)
    }
}
