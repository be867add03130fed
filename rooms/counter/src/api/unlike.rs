//! Days of people that are unlike their others, as programs read them.

use crate::honest::rules::Unlike;
use crate::pages::unlike::{self, Named};
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Answer, House, Problem, Visitor, json};

/// The days of an area that are unlike the others of the same people.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnlikeDays {
    /// The place's code.
    place: String,
    /// The worst first.
    days: Vec<UnlikeDay>,
}

/// One day of one person at one centre.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnlikeDay {
    /// The centre's code.
    centre: String,
    /// The person's id.
    person: String,
    /// The day, `yyyy-mm-dd`.
    day: String,
    /// Receipts given.
    receipts: i64,
    /// The median of their last days at work; null while there are too few.
    usual: Option<i64>,
    /// Receipts to applicants from outside the area.
    outside: i64,
    /// Their receipts that were reversed on this day.
    reversed: i64,
    /// Complaints that more was taken than the receipts say.
    overcharged: i64,
    /// `overcharged`, `volume`, `reversals`, `outside`: the heaviest first.
    why: Vec<&'static str>,
}

/// The days of the last week, at or below a place of one's own, on which somebody at a counter did what is unlike their
/// other days: the worst first.
#[utoipa::path(
    get,
    path = "/api/v1/supervise/{place}/unlike",
    params(("place" = String, Path, description = "The place's code")),
    responses(
        (status = 200, body = UnlikeDays, description = "The days"),
        (status = 401, body = Problem, description = "No token that opens anything"),
        (status = 403, body = Problem, description = "This person may see no reports"),
        (status = 404, body = Problem, description = "No such place, or it lies outside")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn list(State(house): State<House>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let today = house.now().day();
    let (place, named) =
        house.journal.read(move |tx| Box::pin(async move { unlike::read(tx, &visitor, &code, today).await })).await?;
    let day = |one: &Named| UnlikeDay {
        centre: one.seen.book.clone(),
        person: one.seen.person.clone(),
        day: one.seen.day.to_string(),
        receipts: one.seen.counts.receipts,
        usual: Some(one.seen.counts.usual).filter(|usual| *usual >= 0),
        outside: one.seen.counts.outside,
        reversed: one.seen.counts.reversed,
        overcharged: one.seen.counts.overcharged,
        why: one.seen.counts.unlike().into_iter().map(Unlike::name).collect(),
    };
    json(200, &UnlikeDays { place: place.code, days: named.iter().map(day).collect() })
}
