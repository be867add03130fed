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

pub use account::{Account, Class, Side, chart};
pub use deeds::end_hold::{EndHold, NotEnded};
pub use deeds::place_hold::{HOLD_CHARS_MAX, NotHeld, PlaceHold};
pub use deeds::top_up_float::{NotToppedUp, PROOF_CHARS_MAX, TOP_UP_POISHA_MAX, TopUpFloat};
pub use events::{HoldEnded, HoldPlaced, Posted};
pub use export::hledger;
pub use post::{post, reverse, wants};
pub use posting::{Balance, Draft, LEGS_MAX, Leg, MEMO_CHARS_MAX, NotPosted, decide, merged, swapped};
pub use reading::{
    AccountLine, AccountStatement, Page, STATEMENT_LINES_MAX, StatementLine, TrialBalance, balance_as_of, balance_now,
    expired_holds, statement, trial_balance,
};
pub use split::{Split, VAT_BASIS_POINTS, cash_service_legs, top_up_legs};

use journal::EventKind;
use web::Room;

/// The room as the house knows it.
#[must_use]
pub fn room() -> Room {
    Room {
        migrations: store::MIGRATIONS,
        statements: store::ALL,
        views: store::VIEWS,
        events: vec![EventKind::of::<Posted>(), EventKind::of::<HoldPlaced>(), EventKind::of::<HoldEnded>()],
        audits: &[audit::AUDIT],
        permissions: &["book.view", "float.topup"],
        ..Room::named("ledger")
    }
}
