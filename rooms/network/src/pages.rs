//! The pages: signing in, people and seats, centres, one's own account.

mod account;
mod ask;
mod centres;
mod first;
mod people;
mod person;
mod samples;
mod seats;
mod show;
mod sign_in;

pub use samples::samples;

use web::limiter::SIGN_IN;
use web::{Needs, Route};

const VIEW: Needs = Needs::Permission("people.view");
const MANAGE: Needs = Needs::Permission("people.manage");
const ASSIGN: Needs = Needs::Permission("seat.assign");
const OPEN: Needs = Needs::Permission("centre.open");
const GIVE: Needs = Needs::Permission("grant.give");

/// Every page with who may use it. What lies outside a visitor's own places is refused again by row.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/sign-in", Needs::Anyone, sign_in::show),
        Route::post("/sign-in", Needs::Anyone, sign_in::submit).limited(&SIGN_IN),
        Route::post("/sign-in/code", Needs::Anyone, sign_in::submit_code).limited(&SIGN_IN),
        Route::post("/sign-out", Needs::SignedIn, sign_in::sign_out),
        Route::get("/setup", Needs::Anyone, first::show_setup),
        Route::post("/setup", Needs::Anyone, first::setup).limited(&SIGN_IN),
        Route::get("/welcome", Needs::Anyone, first::show_welcome),
        Route::post("/welcome", Needs::Anyone, first::welcome).limited(&SIGN_IN),
        Route::get("/account", Needs::SignedIn, account::show),
        Route::post("/account/language", Needs::SignedIn, account::language),
        Route::post("/account/sessions/end", Needs::SignedIn, account::end),
        Route::post("/account/sessions/end-others", Needs::SignedIn, account::end_others),
        Route::get("/centres", VIEW, centres::list),
        Route::post("/centres", OPEN, centres::open),
        Route::get("/centres/new", OPEN, centres::ask_new),
        Route::get("/centres/{code}", VIEW, centres::show),
        Route::get("/centres/{code}/seats/{seat}", ASSIGN, seats::ask),
        Route::post("/centres/{code}/seats/{seat}", ASSIGN, seats::change),
        Route::get("/people", VIEW, people::list),
        Route::post("/people", MANAGE, people::register),
        Route::get("/people/new", MANAGE, people::ask_new),
        Route::get("/people/{id}", VIEW, person::show),
        Route::post("/people/{id}/code", MANAGE, person::issue_code),
        Route::post("/people/{id}/authenticator", MANAGE, person::forget_authenticator),
        Route::get("/people/{id}/suspend", MANAGE, person::ask_suspend),
        Route::post("/people/{id}/suspend", MANAGE, person::suspend),
        Route::post("/people/{id}/reinstate", MANAGE, person::reinstate),
        Route::get("/people/{id}/courses", MANAGE, person::ask_course),
        Route::post("/people/{id}/courses", MANAGE, person::note_course),
        Route::get("/people/{id}/grants", GIVE, person::ask_grant),
        Route::post("/people/{id}/grants", GIVE, person::give),
        Route::post("/people/{id}/grants/end", GIVE, person::end_grant),
    ]
}
