//! A cart is paid: the sale and the empty cart after it are one transaction.

use crate::cart;
use crate::deeds::take::{NotTaken, TakeServices};
use base::{Paisa, Refusal};
use journal::{Deed, Stop, Tx};
use serde::{Deserialize, Serialize};

/// Pays the cart of the person at a counter with [`TakeServices`]. After a power cut there is either the cart or the
/// receipt, never both; paid twice, the receipt of the first time is told.
///
/// # Refusals
/// See [`NotPaid`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PayCart {
    /// The centre's book.
    pub book: String,
    /// The centre's place path.
    pub path: String,
    /// The till.
    pub till: String,
    /// The person at the counter.
    pub person: String,
    /// The key of the cart that the page showed.
    pub form_id: String,
    /// What was handed over; nothing when it was the exact sum.
    pub tendered: Option<Paisa>,
}

/// Why a cart cannot be paid.
#[derive(Debug)]
pub enum NotPaid {
    /// The page showed a cart that is not there any more.
    Gone,
    /// The sale is refused.
    Taken(NotTaken),
}

impl Refusal for NotPaid {
    fn code(&self) -> &'static str {
        match self {
            NotPaid::Gone => "counter.pay.gone",
            NotPaid::Taken(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if let NotPaid::Taken(refused) = self { refused.values() } else { Vec::new() }
    }

    fn field(&self) -> Option<String> {
        if let NotPaid::Taken(refused) = self { refused.field() } else { None }
    }

    fn status(&self) -> u16 {
        match self {
            NotPaid::Gone => 409,
            NotPaid::Taken(refused) => refused.status(),
        }
    }
}

/// The codes of [`NotPaid`] that are its own.
pub(crate) const CODES: &[&str] = &["counter.pay.gone"];

impl Deed for PayCart {
    const NAME: &'static str = "counter.pay_cart";
    /// The number of the receipt.
    type Done = String;
    type Refusal = NotPaid;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String, Stop<NotPaid>> {
        let cart = cart::kept(tx, &self.book, &self.person).await?;
        if let Some(number) = cart.receipt_of(&self.form_id) {
            return Ok(number.to_owned());
        }
        if cart.form_id != self.form_id || cart.lines.is_empty() {
            return Err(Stop::Refused(NotPaid::Gone));
        }
        let take = TakeServices {
            book: self.book.clone(),
            path: self.path.clone(),
            till: self.till.clone(),
            customer: cart.customer.clone(),
            lines: cart.given(),
            tendered: self.tendered,
            register_day: None,
        };
        let given = take.run(tx).await.map_err(|stop| stop.map(NotPaid::Taken))?;
        let next = cart.after(&given.receipt.number, tx.new_id()?.to_string());
        cart::keep(tx, &self.book, &self.person, &next).await?;
        Ok(given.receipt.number)
    }
}
