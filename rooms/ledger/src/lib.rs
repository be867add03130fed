//! The ledger: double-entry books, two sides in each.
//!
//! Other rooms move money through [`post`] and [`reverse`]: the ledger decides whether it may be, and they enter its
//! event together with their own, so that money and the reason for it stand in one entry.

mod access;
mod account;
mod api;
mod audit;
mod days;
mod deeds;
mod events;
mod export;
mod moves;
mod pages;
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
pub use moves::{
    CashMove, ExpenseKind, amount_legs, cash_moved_legs, commission_paid_legs, commission_received_legs,
    partner_commission_legs,
};
pub use post::{post, reverse, wants};
pub use posting::{Balance, Draft, LEGS_MAX, Leg, MEMO_CHARS_MAX, NotPosted, decide, merged, swapped};
pub use reading::{
    AccountLine, AccountStatement, Page, STATEMENT_LINES_MAX, StatementLine, TrialBalance, balance_as_of, balance_now,
    expired_holds, statement, trial_balance,
};
pub use split::{Split, VAT_BASIS_POINTS, cash_service_legs, top_up_legs};

use journal::EventKind;
use web::{Needs, Room, Route, Wording};

/// The room as the house knows it.
#[must_use]
pub fn room() -> Room {
    Room {
        migrations: store::MIGRATIONS,
        statements: store::ALL,
        views: store::VIEWS,
        events: vec![EventKind::of::<Posted>(), EventKind::of::<HoldPlaced>(), EventKind::of::<HoldEnded>()],
        audits: &[audit::AUDIT],
        routes: routes(),
        permissions: &["book.view", "float.topup"],
        samples: pages::book::SAMPLES.into_iter().chain(pages::statement::SAMPLES).collect(),
        words: Wording { bn: include_str!("../words/bn.ftl"), en: include_str!("../words/en.ftl") },
        refusals: REFUSALS,
        openapi: Some(api::openapi),
        ..Room::named("ledger")
    }
}

fn routes() -> Vec<Route> {
    let (view, top_up) = (Needs::Permission("book.view"), Needs::Permission("float.topup"));
    vec![
        Route::get("/books/{book}", view, pages::book::show),
        // The same page by GET: a refused form stands at this address when its reader changes the language.
        Route::get("/books/{book}/float", top_up, pages::book::show),
        Route::post("/books/{book}/float", top_up, pages::book::top_up),
        Route::get("/books/{book}/accounts/{account}", view, pages::statement::show),
        Route::get("/api/v1/books/{book}/trial-balance", view, api::trial_balance),
        Route::get("/api/v1/books/{book}/entries", view, api::entries),
        Route::get("/api/v1/books/{book}/accounts/{account}/statement", view, api::statement),
    ]
}

/// Every code that this room can refuse with.
const REFUSALS: &[&str] = &[
    "ledger.post.unbalanced",
    "ledger.post.floats_differ",
    "ledger.post.shape",
    "ledger.post.too_large",
    "ledger.post.float_short",
    "ledger.post.short",
    "ledger.post.already_reversed",
    "ledger.post.nothing_to_reverse",
    "ledger.post.is_reversal",
    "ledger.hold.id",
    "ledger.hold.account",
    "ledger.hold.amount",
    "ledger.hold.until",
    "ledger.hold.known",
    "ledger.hold.short",
    "ledger.hold.unknown",
    "ledger.hold.ended",
    "ledger.hold.expired",
    "ledger.hold.more",
    "ledger.top_up.amount",
    "ledger.top_up.proof",
    "ledger.statement.days",
];
