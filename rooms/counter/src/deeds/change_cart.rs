//! A cart is changed: a draft, so nothing is entered into the book.

use crate::cart::{self, CartChange};
use crate::deeds::take::NotTaken;
use journal::{Deed, Stop, Tx};
use serde::{Deserialize, Serialize};

/// Changes the cart of the person at a counter and keeps it. The change is made to what is kept at that moment, so that
/// two windows or two quick taps never undo each other.
///
/// # Refusals
/// As [`crate::cart::Cart::change`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangeCart {
    /// The centre's book.
    pub book: String,
    /// The person at the counter.
    pub person: String,
    /// What changes.
    pub change: CartChange,
}

impl Deed for ChangeCart {
    const NAME: &'static str = "counter.change_cart";
    /// The number of the line that was changed; 0 when it was none.
    type Done = i64;
    type Refusal = NotTaken;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64, Stop<NotTaken>> {
        let mut cart = cart::kept(tx, &self.book, &self.person).await?;
        let line = cart.change(&self.change).map_err(Stop::Refused)?;
        // Another sum is another cart: a page that still shows the old one is not paid.
        if cart.form_id.is_empty() || self.change.changes_the_sum() {
            cart.form_id = tx.new_id()?.to_string();
        }
        cart::keep(tx, &self.book, &self.person, &cart).await?;
        Ok(line)
    }
}
