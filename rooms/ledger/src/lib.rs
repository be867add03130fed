//! The ledger: double-entry books, two sides in each.
//!
//! Other rooms move money through [`post`] and [`reverse`]: the ledger decides whether it may be, and they enter its
//! event together with their own, so that money and the reason for it stand in one entry.

mod access;
mod account;
mod api;
mod audit;
mod camt;
mod days;
mod deeds;
mod events;
mod export;
mod float;
mod moves;
mod pages;
mod partners;
mod post;
mod posting;
mod provider;
mod reading;
mod registers;
mod shut;
mod split;
mod store;
mod top_up;
mod transfer;

pub use account::{Account, Class, Side, chart};
pub use camt::{Camt, CamtAmount, CamtDetail, CamtEntry, CamtKind, NotCamt, camt};
pub use deeds::approve_top_up::{ApproveTopUp, NotDecided};
pub use deeds::ask_top_up::{ASKS_WAITING_MAX, AskTopUp, NotAsked, PAID_DAYS_MAX};
pub use deeds::decline_top_up::DeclineTopUp;
pub use deeds::end_hold::{EndHold, NotEnded};
pub use deeds::pay_commission::{NotPaid, PayCommission};
pub use deeds::place_hold::{HOLD_CHARS_MAX, NotHeld, PlaceHold};
pub use deeds::receive_commission::ReceiveCommission;
pub use deeds::set_float_warning::{NotWarned, SetFloatWarning};
pub use deeds::top_up_float::{NotToppedUp, PROOF_CHARS_MAX, TOP_UP_POISHA_MAX, TopUpFloat};
pub use events::{FloatWarningSet, HoldEnded, HoldPlaced, Posted, TopUpApproved, TopUpAsked, TopUpDeclined};
pub use export::hledger;
pub use float::{
    FLOAT_WARNING_POISHA, FloatStanding, TOP_UPS_READ_MAX, float_standing, partner_due, partner_owes, proof_elsewhere,
    top_up, top_ups, top_ups_waiting,
};
pub use moves::{
    CashMove, ExpenseKind, amount_legs, cash_moved_legs, commission_paid_legs, commission_received_legs,
    partner_commission_legs,
};
pub use partners::{PARTNER_LINES_MAX, PartnerLine, PartnerStatement, partner_lines, partner_statements};
pub use post::{post, reverse, wants};
pub use posting::{Balance, Draft, LEGS_MAX, Leg, MEMO_CHARS_MAX, NotPosted, decide, merged, swapped};
pub use provider::{
    ASK_AFTER_MS, Answer, Direction, GIVE_UP_AFTER_MS, HttpProvider, LOST_AFTER_MS, Notice, Provider, Providers,
    Silence, TransferOrder, TransferState,
};
pub use reading::{
    AccountLine, AccountStatement, Page, STATEMENT_LINES_MAX, StatementLine, TrialBalance, balance_as_of, balance_now,
    expired_holds, statement, trial_balance,
};
pub use registers::{
    DaySum, IncomeExpenditure, RegisterLine, day_sums, drawer_balance, income_expenditure, trial_balance_as_of,
};
pub use shut::{DayShut, day_for, is_shut, shut_wants};
pub use split::{Split, VAT_BASIS_POINTS, cash_service_legs, top_up_legs};
pub use top_up::{DECLINE_REASONS, PaidInto, TopUp, TopUpState, WALLETS};
pub use transfer::{
    ProviderTransfer, note_match, note_transfer, provider_transfer, transfer_id, unmatched_transfer,
    unmatched_transfers,
};

use web::{Needs, Room, Route, Wording};

/// The room as the house knows it.
#[must_use]
pub fn room() -> Room {
    Room {
        migrations: store::MIGRATIONS,
        statements: store::ALL,
        views: store::VIEWS,
        events: events::all(),
        audits: &[audit::AUDIT],
        routes: routes(),
        permissions: &["book.view", "commission.pay", "float.ask", "float.topup"],
        samples: pages::book::SAMPLES
            .into_iter()
            .chain(pages::statement::SAMPLES)
            .chain(pages::samples::SAMPLES)
            .collect(),
        words: Wording { bn: include_str!("../words/bn.ftl"), en: include_str!("../words/en.ftl") },
        refusals: REFUSALS,
        openapi: Some(api::openapi),
        ..Room::named("ledger")
    }
}

fn routes() -> Vec<Route> {
    let [view, ask, decide, pay] = ["book.view", "float.ask", "float.topup", "commission.pay"].map(Needs::Permission);
    vec![
        Route::get("/books/{book}", view, pages::book::show),
        Route::get("/books/{book}/accounts/{account}", view, pages::statement::show),
        Route::get("/books/{book}/float", view, pages::float::show),
        Route::post("/books/{book}/float", ask, pages::float::ask),
        // The same page by GET: a refused form stands at this address when its reader changes the language.
        Route::get("/books/{book}/float/warning", view, pages::float::show),
        Route::post("/books/{book}/float/warning", ask, pages::float::warn),
        Route::get("/books/{book}/float/{ask}", decide, pages::decide::show),
        Route::post("/books/{book}/float/{ask}", decide, pages::decide::decide),
        Route::get("/float", decide, pages::decide::list),
        Route::get("/books/{book}/commission", view, pages::commission::show),
        Route::post("/books/{book}/commission", pay, pages::commission::settle),
        Route::get("/books/{book}/income-expenditure", view, pages::income::show),
        Route::get("/books/{book}/income-expenditure.csv", view, pages::income::csv),
        Route::get("/books/{book}/income-expenditure.pdf", view, pages::income::pdf),
        Route::get("/api/v1/books/{book}/trial-balance", view, api::trial_balance),
        Route::get("/api/v1/books/{book}/entries", view, api::entries),
        Route::get("/api/v1/books/{book}/accounts/{account}/statement", view, api::statement),
        Route::get("/api/v1/books/{book}/float", view, api::float::show),
        Route::post("/api/v1/books/{book}/float/asks", ask, api::float::ask),
        Route::post("/api/v1/books/{book}/float/asks/{ask}/decision", decide, api::float::decide),
        Route::post("/api/v1/books/{book}/float/warning", ask, api::float::warn),
        Route::get("/api/v1/float/asks", decide, api::float::waiting),
        Route::get("/api/v1/books/{book}/commission", view, api::papers::commission),
        Route::post("/api/v1/books/{book}/commission", pay, api::papers::settle),
        Route::get("/api/v1/books/{book}/income-expenditure", view, api::papers::register),
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
    "ledger.top_up.person",
    "ledger.top_up.book",
    "ledger.top_up.proof_used",
    "ledger.top_up.bank",
    "ledger.top_up.day",
    "ledger.top_up.many",
    "ledger.top_up.unknown",
    "ledger.top_up.decided",
    "ledger.top_up.own",
    "ledger.top_up.reason",
    "ledger.float.below",
    "ledger.commission.provider",
    "ledger.commission.amount",
    "ledger.commission.more",
    "ledger.commission.reference",
];
