//! Paper, toner and the like came in.

use super::{NotStocked, fit, item, today_is_open};
use crate::deeds::take::TILL;
use crate::events::StockReceived;
use crate::stock::{Item, PaidFrom};
use base::Paisa;
use journal::{AnyEvent, Deed, Entered, Stop, Tx, happened};
use ledger::{Account, CashMove, Draft, Leg, cash_moved_legs};
use serde::{Deserialize, Serialize};

/// Takes something into stock. What was paid is an expense of the shop in the same entry: from the drawer, or by the owner,
/// who thereby puts it into the shop. So the register and the ledger can never say different things.
///
/// # Refusals
/// See [`NotStocked`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReceiveStock {
    /// The centre's book.
    pub book: String,
    /// The item's code.
    pub item: String,
    /// Units.
    pub quantity: i64,
    /// What was paid for all of it.
    pub price: Paisa,
    /// How it was paid.
    pub paid: PaidFrom,
}

impl ReceiveStock {
    fn decide(&self, drawer: Paisa) -> Result<(), NotStocked> {
        fit(self.quantity)?;
        let costs = self.price > Paisa::ZERO;
        if self.price.is_negative() || costs == (self.paid == PaidFrom::Nothing) {
            return Err(NotStocked::Price);
        }
        if self.paid == PaidFrom::Drawer && self.price > drawer {
            return Err(NotStocked::DrawerShort);
        }
        Ok(())
    }

    /// The legs of what was paid; none for what was given.
    fn legs(&self, item: &Item) -> Option<Vec<Leg>> {
        let drawer = Account::new(&format!("E:drawer:{TILL}"))?;
        let spent = cash_moved_legs(CashMove::PaidOut(item.expense), self.price, &drawer)?;
        match self.paid {
            PaidFrom::Drawer => Some(spent),
            // Through the drawer in thought only: both legs of it cancel out.
            PaidFrom::Own => Some([cash_moved_legs(CashMove::PaidIn, self.price, &drawer)?, spent].concat()),
            PaidFrom::Nothing => None,
        }
    }
}

impl Deed for ReceiveStock {
    const NAME: &'static str = "counter.receive_stock";
    type Done = Entered;
    type Refusal = NotStocked;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotStocked>> {
        let item = item(&self.item)?;
        today_is_open(tx, &self.book).await?;
        let drawer = ledger::drawer_balance(tx, &self.book, TILL).await?;
        self.decide(drawer).map_err(Stop::Refused)?;
        let day = tx.now().day();
        let received = StockReceived {
            item: item.code.to_owned(),
            quantity: self.quantity,
            price: self.price,
            paid: self.paid,
            day,
        };
        let mut events: Vec<Box<dyn AnyEvent>> = vec![happened(received)];
        if let Some(legs) = self.legs(item) {
            let draft = Draft { day, memo: format!("stock {}", item.code), legs };
            let posted = ledger::post(tx, &self.book, draft).await;
            events.push(happened(posted.map_err(|stop| stop.map(NotStocked::Posting))?));
        }
        Ok(tx.enter(&self.book, events).await?)
    }
}
