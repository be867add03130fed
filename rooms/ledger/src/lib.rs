//! The ledger: double-entry books, two sides in each.
//!
//! Other rooms move money through [`post`] and [`reverse`]: the ledger decides whether it may be, and they enter its
//! event together with their own, so that money and the reason for it stand in one entry.

mod account;
mod audit;
mod deeds;
mod events;
mod export;
mod post;
mod posting;
mod reading;
mod split;
mod store;

pub use account::{Account, Class, Side};
pub use deeds::end_hold::{EndHold, NotEnded};
pub use deeds::place_hold::{NotHeld, PlaceHold};
pub use deeds::top_up_float::{NotToppedUp, TopUpFloat};
pub use events::{HoldEnded, HoldPlaced, Posted};
pub use export::hledger;
pub use post::{post, reverse, wants};
pub use posting::{Balance, Draft, Leg, NotPosted, decide};
pub use reading::{
    AccountLine, AccountStatement, StatementLine, TrialBalance, balance_as_of, balance_now, expired_holds, statement,
    trial_balance,
};
pub use split::{Split, VAT_BASIS_POINTS, cash_service_legs, top_up_legs};
