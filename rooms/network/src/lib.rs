//! The network: places, centres and their seats, people, what they may do, and how they sign in.
//!
//! Everything stands in the nation's book. Other rooms come in by the doors below: where a centre is, who sits there,
//! who may do what. The doorkeeper tells the web kit who shows a token.
#![allow(clippy::similar_names)] // a name is name_bn in Bangla and name_en in English, in the whole house

mod api;
pub mod authenticator;
pub mod centre;
pub mod deeds;
mod device;
mod doorkeeper;
mod doors;
pub mod events;
pub mod grant;
mod opening;
mod pages;
pub mod person;
pub mod place;
mod reference;
mod refusals;
pub mod role;
pub mod seat;
pub mod secrets;
pub mod session;
mod sign_in;
mod store;
mod supervised;
mod suspension;

pub use centre::Centre;
pub use doorkeeper::{doorkeeper, write};
pub use doors::{
    CENTRES_PER_PAGE_MAX, Course, centre, centre_at, centre_count, centres_under, children, contract, contracts_of,
    courses_of, find_centres, grant, grants_of, identity, is_set_up, officers_under, passed_course, person,
    person_name, person_with_mobile, place, seat, seat_of, seats, seats_filled,
};
pub use opening::{load_places, set_up_code};
pub use reference::find_places;
pub use refusals::*;
pub use sign_in::{Entered, Step, first_step, second_step};
pub use supervised::{VacantSeat, seats_filled_by_centre, vacant_seats_under};
pub use suspension::{
    Hindered, Post, Posts, Stopped, Suspension, could_receive, hindered, hindered_at, hindered_wants, posts, queues_at,
    served_at, stopped, stopped_codes, stopped_count, stopped_under,
};

use std::sync::LazyLock;
use web::limiter::SIGN_IN;
use web::{Needs, Room, Route, Wording};

/// Every refusal of the room, for the test that each is worded.
static REFUSALS: LazyLock<Vec<&'static str>> = LazyLock::new(|| [refusals::CODES, suspension::CODES].concat());

/// The descriptor of this room.
#[must_use]
pub fn room() -> Room {
    let mut routes = vec![Route::post("/api/v1/tokens", Needs::Anyone, api::sign_in).limited(&SIGN_IN)];
    routes.extend(pages::routes());
    Room {
        migrations: store::MIGRATIONS,
        statements: store::statements(),
        views: store::VIEWS,
        kept: store::KEPT,
        events: events::all(),
        routes,
        permissions: role::PERMISSIONS,
        samples: pages::samples(),
        words: Wording { bn: include_str!("../words/bn.ftl"), en: include_str!("../words/en.ftl") },
        refusals: &REFUSALS,
        openapi: Some(api::description),
        ..Room::named("network")
    }
}
