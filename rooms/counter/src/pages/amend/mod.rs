//! The pages of catalogue managers: one service changed by hand, many by a sheet, and what would change before it does.

mod changes;
mod edit;
mod samples;
mod seen;
mod sheet;

pub(super) use samples::samples;

use super::told;
use crate::amend::fields::Known;
use crate::service_rules::NotPublished;
use base::{Lang, Refusal};
use network::place::COUNTRY_PATH;
use web::{Frame, Needs, Route, Trouble, Visitor};

const EDIT: &str = "catalogue.edit";

/// The ways to them.
pub(super) fn routes() -> Vec<Route> {
    let edit = Needs::Permission(EDIT);
    vec![
        Route::get("/counter/catalogue/new", edit, edit::ask_new),
        Route::post("/counter/catalogue/new", edit, edit::keep_new).taking_files(),
        Route::get("/counter/catalogue/{code}/edit", edit, edit::ask),
        Route::post("/counter/catalogue/{code}/edit", edit, edit::keep).taking_files(),
        Route::get("/counter/catalogue/sheet", edit, sheet::show),
        Route::post("/counter/catalogue/sheet", edit, sheet::keep).taking_files(),
        Route::get("/counter/catalogue/changes", edit, changes::show),
        Route::post("/counter/catalogue/changes", edit, changes::publish),
        Route::post("/counter/catalogue/changes/drop", edit, changes::let_go),
    ]
}

/// The catalogue is of the whole country: whoever may edit it below only (where they close services) finds nothing here.
fn may(visitor: &Visitor) -> Result<(), Trouble> {
    if visitor.may_at(EDIT, COUNTRY_PATH) { Ok(()) } else { Err(Trouble::NotFound) }
}

/// The groups and units that the house has words for.
fn known(frame: &Frame) -> Known {
    let of = |family: &str| {
        let keys = frame.house().words.keys(Lang::En).iter();
        keys.filter_map(|key| key.strip_prefix(family)).map(str::to_owned).collect()
    };
    Known { groups: of("group-"), units: of("unit-") }
}

/// What is wrong with a service, in the reader's language: a form's own faults are.
fn told_unfit(frame: &Frame, unfit: &NotPublished) -> String {
    match unfit.of_form(frame.lang) {
        Some(what) => frame.say_with(&web::key_of(unfit.code()), &[("what", what)]),
        None => told(frame, unfit),
    }
}
