//! The pages of reconciliation: statements of providers, what stands out, how it ends. They are the programme's: whoever
//! holds the permission below the country only finds nothing here.

mod list;
mod samples;
mod unmatched;

pub(crate) use list::CODES;
pub(super) use samples::samples;

use super::transfers::provider_words;
use crate::carry::Carrier;
use crate::catalogue::Shown;
use crate::reconcile::item::{ItemKind, ItemOwner};
use std::collections::BTreeSet;
use web::{Frame, House, Needs, Route, Trouble, Visitor};

const SEE: &str = "statement.view";
const RECONCILE: &str = "statement.reconcile";

/// The ways to them.
pub(super) fn routes() -> Vec<Route> {
    let (see, reconcile) = (Needs::Permission(SEE), Needs::Permission(RECONCILE));
    vec![
        Route::get("/counter/statements", see, list::show),
        Route::post("/counter/statements", reconcile, list::upload).taking_files(),
        Route::post("/counter/statements/fetch", reconcile, list::fetch),
        Route::get("/counter/statements/{statement}", see, list::one),
        Route::get("/counter/unmatched", see, unmatched::list),
        Route::get("/counter/unmatched/{item}", see, unmatched::one),
        Route::post("/counter/unmatched/{item}/assign", reconcile, unmatched::assign),
        Route::post("/counter/unmatched/{item}/resolve", reconcile, unmatched::resolve),
        Route::post("/counter/unmatched/{item}/settle", reconcile, unmatched::settle),
    ]
}

/// Statements are of the whole country: below it there are none.
fn may(visitor: &Visitor, permission: &str) -> Result<(), Trouble> {
    if visitor.may_at(permission, network::place::COUNTRY_PATH) { Ok(()) } else { Err(Trouble::NotFound) }
}

/// Every provider that a statement may be of: (value, name, chosen).
fn providers(house: &House, frame: &Frame, shown: &Shown, chosen: &str) -> Vec<(String, String, bool)> {
    let rules = shown.offers.iter().filter_map(|offer| offer.service.amount.as_ref());
    let mut names: BTreeSet<String> = rules.map(|rule| rule.provider.clone()).collect();
    if let Some(carrier) = house.things.get::<Carrier>() {
        names.extend(carrier.names().map(str::to_owned));
    }
    names.into_iter().map(|name| (name.clone(), provider_words(frame, &name), name == chosen)).collect()
}

fn kind_words(frame: &Frame, kind: ItemKind) -> String {
    frame.say(&format!("item-{}", kind.name()))
}

fn owner_words(frame: &Frame, owner: ItemOwner) -> String {
    frame.say(&format!("item-owner-{}", owner.name()))
}

/// The ages in words, in the order of `AGES`.
fn age_words(frame: &Frame) -> [String; 4] {
    ["item-age-0", "item-age-2", "item-age-4", "item-age-8"].map(|key| frame.say(key))
}
