//! The figures of an area as programs read them.

use crate::pages::supervise::area::{AreaRead, read};
use crate::supervise::standing::{Figures, Graded, Month};
use crate::tally::Tally;
use axum::extract::{Path, State};
use base::Paisa;
use base::calendar::BusinessDay;
use network::place::Place;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Answer, House, Problem, Visitor, json};

/// What was counted in a month. Amounts are in poisha, less what was given back.
#[derive(Debug, Serialize, ToSchema)]
struct MonthFigures {
    /// The month, `yyyy-mm`.
    month: String,
    /// Receipts given.
    receipts: i64,
    /// Of them, to women; those whose sex nobody noted are in neither count.
    women: i64,
    /// Of them, to men.
    men: i64,
    /// Receipts reversed.
    reversed: i64,
    /// Official fees.
    #[schema(value_type = i64)]
    official_fee: Paisa,
    /// First stream of income: the shop's share of the service charges.
    #[schema(value_type = i64)]
    charges: Paisa,
    /// Second stream: the shop's own trade.
    #[schema(value_type = i64)]
    trade: Paisa,
    /// Third stream: commission of partners.
    #[schema(value_type = i64)]
    commission: Paisa,
    /// Applications opened.
    cases: i64,
    /// Applications handed over.
    handed_over: i64,
    /// Complaints about receipts.
    complaints: i64,
    /// Days closed.
    closes: i64,
}

/// Centres by grade.
#[derive(Debug, Serialize, ToSchema)]
struct ByGrade {
    /// Nothing falls short.
    a: i64,
    /// A little falls short.
    b: i64,
    /// Something falls short by much, or several things a little.
    c: i64,
    /// The centre needs help.
    d: i64,
    /// Too new to be graded.
    none: i64,
}

/// The figures of one place.
#[derive(Debug, Serialize, ToSchema)]
struct PlaceFigures {
    /// The place's code.
    place: String,
    /// Its name in Bangla.
    name_bn: String,
    /// Its name in English.
    name_en: String,
    /// Centres at or below it.
    centres: i64,
    /// The running month.
    this_month: MonthFigures,
    /// The month before.
    last_month: MonthFigures,
    /// Centres by grade.
    grades: ByGrade,
    /// Centres without a close in 7 days.
    inactive: i64,
    /// Vacant seats.
    vacant_seats: i64,
    /// Cases that should have been ready.
    late_cases: i64,
}

/// The figures of an area and of those one step below it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Supervised {
    /// The month that the grades are of, `yyyy-mm`.
    graded_month: String,
    #[serde(flatten)]
    area: PlaceFigures,
    /// The places one step below that have a centre.
    below: Vec<PlaceFigures>,
}

fn month_figures(month: Month, tally: &Tally) -> MonthFigures {
    MonthFigures {
        month: month.name(),
        receipts: tally.receipts,
        women: tally.women,
        men: tally.men,
        reversed: tally.reversed,
        official_fee: tally.official,
        charges: tally.charges,
        trade: tally.trade,
        commission: tally.commission,
        cases: tally.cases,
        handed_over: tally.handed_over,
        complaints: tally.complaints,
        closes: tally.closes,
    }
}

fn place_figures(place: &Place, figures: &Figures, month: Month) -> PlaceFigures {
    let [a, b, c, d] = figures.grades;
    PlaceFigures {
        place: place.code.clone(),
        name_bn: place.name_bn.clone(),
        name_en: place.name_en.clone(),
        centres: figures.centres,
        this_month: month_figures(month, &figures.now),
        last_month: month_figures(month.before(), &figures.before),
        grades: ByGrade { a, b, c, d, none: figures.ungraded },
        inactive: figures.inactive,
        vacant_seats: figures.vacant,
        late_cases: figures.late,
    }
}

fn supervised(area: &AreaRead, today: BusinessDay) -> Supervised {
    let month = Month::of(today);
    Supervised {
        graded_month: Graded::on(today).month.name(),
        area: place_figures(&area.place, &area.figures, month),
        below: area.below.iter().map(|below| place_figures(&below.place, &below.figures, month)).collect(),
    }
}

/// The figures of an area, for whoever looks after it. What lies outside the caller's own places is not found.
#[utoipa::path(
    get,
    path = "/api/v1/supervise/{place}",
    params(("place" = String, Path, description = "The place's code; `bd` is the whole country")),
    responses(
        (status = 200, body = Supervised, description = "The figures"),
        (status = 401, body = Problem, description = "No token, or one that ended"),
        (status = 403, body = Problem, description = "Reports are not yours to see"),
        (status = 404, body = Problem, description = "No such place, or none of yours")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn area(State(house): State<House>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let today = house.now().day();
    let area = house.journal.read(move |tx| Box::pin(async move { read(tx, &visitor, &code, today).await })).await?;
    json(200, &supervised(&area, today))
}
