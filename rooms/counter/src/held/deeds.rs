//! A cart is set aside, taken up again, or let go. Drafts all of them: nothing is entered into a book.

use super::store::{held_carts, hold, let_go, one_held, sweep};
use super::{HELD_MAX, HELD_MS_MAX};
use crate::cart::{self, Cart};
use base::Refusal;
use base::calendar::Moment;
use journal::{Deed, Fault, NATION, Stop, Tx};
use serde::{Deserialize, Serialize};

/// Sets the cart of a person at a counter aside; they get an empty one.
///
/// # Refusals
/// See [`NotHeld`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HoldCart {
    /// The centre's book.
    pub book: String,
    /// The person at the counter.
    pub person: String,
}

/// Takes up a cart that was set aside. What the person has in progress is set aside in its place.
///
/// # Refusals
/// See [`NotHeld`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecallCart {
    /// The centre's book.
    pub book: String,
    /// The person at the counter.
    pub person: String,
    /// The cart.
    pub held: String,
}

/// Lets a cart go that was set aside: its customer will not come back. Let go twice, nothing happens.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DropCart {
    /// The centre's book.
    pub book: String,
    /// The cart.
    pub held: String,
}

/// Lets all carts of all counters go that nobody took up for 30 days. Answers how many there were.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SweepHeldCarts;

/// Why a cart is not set aside or taken up.
#[derive(Debug, PartialEq, Eq)]
pub enum NotHeld {
    /// There is nothing in it.
    Empty,
    /// The counter has [`HELD_MAX`] carts set aside.
    Full,
    /// It is not there any more: taken up or let go in another window.
    Gone,
}

impl Refusal for NotHeld {
    fn code(&self) -> &'static str {
        match self {
            NotHeld::Empty => "counter.hold.empty",
            NotHeld::Full => "counter.hold.full",
            NotHeld::Gone => "counter.hold.gone",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if *self == NotHeld::Full { vec![("max", HELD_MAX.to_string())] } else { Vec::new() }
    }

    fn status(&self) -> u16 {
        if *self == NotHeld::Gone { 409 } else { 422 }
    }
}

/// The codes of [`NotHeld`].
pub(crate) const CODES: &[&str] = &["counter.hold.empty", "counter.hold.full", "counter.hold.gone"];

/// An empty cart that still knows the receipt before it.
fn fresh(tx: &mut Tx<'_, '_>, before: &Cart) -> Result<Cart, Fault> {
    Ok(Cart { form_id: tx.new_id()?.to_string(), paid: before.paid.clone(), ..Cart::default() })
}

impl Deed for HoldCart {
    const NAME: &'static str = "counter.hold_cart";
    type Done = ();
    type Refusal = NotHeld;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotHeld>> {
        let cart = cart::kept(tx, &self.book, &self.person).await?;
        if cart.lines.is_empty() {
            return Err(Stop::Refused(NotHeld::Empty));
        }
        if held_carts(tx, &self.book).await? >= HELD_MAX {
            return Err(Stop::Refused(NotHeld::Full));
        }
        hold(tx, &self.book, &self.person, &cart).await?;
        let fresh = fresh(tx, &cart)?;
        Ok(cart::keep(tx, &self.book, &self.person, &fresh).await?)
    }
}

impl Deed for RecallCart {
    const NAME: &'static str = "counter.recall_cart";
    type Done = ();
    type Refusal = NotHeld;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotHeld>> {
        let held = one_held(tx, &self.book, &self.held).await?.ok_or(Stop::Refused(NotHeld::Gone))?;
        let mine = cart::kept(tx, &self.book, &self.person).await?;
        let_go(tx, &self.book, &self.held).await?;
        if !mine.lines.is_empty() {
            hold(tx, &self.book, &self.person, &mine).await?;
        }
        // A key of its own: the cart may come back to another person, or after its payment was tried.
        let again = Cart { form_id: tx.new_id()?.to_string(), paid: mine.paid, ..held.cart };
        Ok(cart::keep(tx, &self.book, &self.person, &again).await?)
    }
}

impl Deed for DropCart {
    const NAME: &'static str = "counter.drop_cart";
    type Done = ();
    type Refusal = NotHeld;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotHeld>> {
        Ok(let_go(tx, &self.book, &self.held).await?)
    }
}

impl Deed for SweepHeldCarts {
    const NAME: &'static str = "counter.sweep_held_carts";
    type Done = u64;
    type Refusal = NotHeld;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<u64, Stop<NotHeld>> {
        let before = Moment::new(tx.now().get().saturating_sub(HELD_MS_MAX));
        Ok(sweep(tx, before).await?)
    }
}
