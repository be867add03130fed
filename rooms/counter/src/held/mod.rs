//! Carts set aside: the customer went for a paper or for money, and the next one is served meanwhile.
//!
//! They belong to the counter, not to who set them aside: either entrepreneur takes one up again. Like the cart in
//! progress they are drafts: concealed, in no book, and let go when nobody came for 30 days. A day with one is not closed.

mod deeds;
mod store;

pub(crate) use deeds::CODES;
pub use deeds::{DropCart, HoldCart, NotHeld, RecallCart, SweepHeldCarts};
pub use store::held_carts;
pub(crate) use store::{ALL, all_held};

use crate::cart::Cart;
use base::calendar::Moment;

/// Carts that a counter sets aside at once, at most.
pub const HELD_MAX: i64 = 50;
/// How long a cart that nobody took up is kept, in milliseconds: 30 days.
pub const HELD_MS_MAX: i64 = 30 * 86_400_000;

/// A cart that was set aside.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    /// Its id.
    pub id: String,
    /// When.
    pub at: Moment,
    /// What is in it.
    pub cart: Cart,
}
