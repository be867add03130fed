//! Closing a service at a place, and opening it again: two forms on the page of the service.

use crate::deeds::close_service::{CloseService, ReopenService};
use axum::extract::{Path, State};
use journal::{Envelope, Fault};
use network::place::{COUNTRY, COUNTRY_PATH};
use serde::Deserialize;
use web::{Answer, Form, House, Needs, Route, Trouble, Visitor};

const EDIT: Needs = Needs::Permission("catalogue.edit");

/// The ways to closing and opening services.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/counter/catalogue/{code}/close", EDIT, close),
        Route::post("/counter/catalogue/{code}/reopen", EDIT, reopen),
    ]
}

#[derive(Deserialize)]
struct Closing {
    form_id: String,
    /// A place's code.
    #[serde(default)]
    place: String,
    #[serde(default)]
    reason: String,
}

/// `POST /counter/catalogue/{code}/close`.
async fn close(
    State(house): State<House>,
    visitor: Visitor,
    Path(service): Path<String>,
    Form(Closing { form_id, place, reason }): Form<Closing>,
) -> Answer {
    let code = base::number::to_latin_digits(place.trim());
    let path = if code.is_empty() || code == COUNTRY {
        Some(COUNTRY_PATH.to_owned())
    } else {
        let found = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::place(tx, &code).await }));
        found.await?.map(|place| place.path)
    };
    // A place that nobody knows is refused by the deed, like a path that is none.
    let path = path.unwrap_or_default();
    if !path.is_empty() && !visitor.may_at("catalogue.edit", &path) {
        return Err(Trouble::NotFound);
    }
    let place = format!("/counter/catalogue/{service}");
    let deed = CloseService { service, path, reason };
    house.journal.write(Envelope::new(&visitor.person, &format!("form:{form_id}")), deed).await?;
    Ok(web::see_other(&place))
}

#[derive(Deserialize)]
struct Opening {
    form_id: String,
    path: String,
}

/// `POST /counter/catalogue/{code}/reopen`.
async fn reopen(
    State(house): State<House>,
    visitor: Visitor,
    Path(service): Path<String>,
    Form(Opening { form_id, path }): Form<Opening>,
) -> Answer {
    if !visitor.may_at("catalogue.edit", &path) {
        return Err(Trouble::NotFound);
    }
    let place = format!("/counter/catalogue/{service}");
    let deed = ReopenService { service, path };
    house.journal.write(Envelope::new(&visitor.person, &format!("form:{form_id}")), deed).await?;
    Ok(web::see_other(&place))
}
