//! Carts set aside at this counter, and taking one up again.

use super::find::{Sought, page_of as counter_page};
use super::{Faults, SELL, UNDO, catalogue, receipt_for, seat, told};
use crate::deeds::undo_last::UndoLast;
use crate::held::{self, DropCart, Held, HoldCart, NotHeld, RecallCart};
use askama::Template;
use axum::extract::{Path, State};
use base::{Paisa, Refusal};
use journal::{Deed, Envelope, Fault, Stop};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Route, SeatHeld, Trouble, Visitor};

/// The ways to carts set aside, and to undoing the last receipt.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/counter/held", SELL, list),
        Route::post("/counter/hold", SELL, hold),
        Route::post("/counter/recall", SELL, recall),
        Route::post("/counter/drop", SELL, drop_held),
        Route::post("/counter/receipts/{number}/undo", UNDO, undo),
    ]
}

#[derive(Template)]
#[template(path = "held.html")]
pub(super) struct HeldPage {
    pub frame: Frame,
    pub carts: Vec<HeldRow>,
    pub faults: Faults,
}

/// A cart set aside, as the page shows it.
pub(super) struct HeldRow {
    pub held: String,
    pub name: String,
    pub services: String,
    pub total: Paisa,
    pub when: String,
}

async fn page_of(house: &House, frame: Frame, seat: &SeatHeld) -> Result<HeldPage, Trouble> {
    let (shown, book, lang) = (catalogue(house).await?, seat.book.clone(), frame.lang);
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { held::all_held(tx, &book).await }));
    let row = |(Held { id, cart, at }, place): (Held, i64)| {
        let services: Vec<String> = cart.lines.iter().map(|line| shown.name(&line.service, lang)).collect();
        let named = cart.customer.as_ref().and_then(|customer| customer.name.clone());
        let name = named.unwrap_or_else(|| frame.say_with("held-nth", &[("number", frame.number(place))]));
        HeldRow { held: id, name, services: services.join(", "), total: cart.total(), when: at.show(lang) }
    };
    let carts = read.await?.into_iter().zip(1..).map(row).collect();
    Ok(HeldPage { carts, faults: Faults::new(), frame: frame.titled("held-title") })
}

/// `GET /counter/held`.
async fn list(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    web::page(&page_of(&house, frame, seat(&visitor, "sale.create")?).await?)
}

/// Does a deed of a draft: it needs no key, because every press says what shall be.
async fn act<D: Deed<Refusal = NotHeld>>(house: &House, visitor: &Visitor, deed: D) -> Result<(), Stop<NotHeld>> {
    let by = Envelope::keyless(&visitor.person);
    house.journal.write(by, deed).await.map(|_| ())
}

/// `POST /counter/hold`.
async fn hold(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    let deed = HoldCart { book: seat.book.clone(), person: visitor.person.clone() };
    match act(&house, &visitor, deed).await {
        Ok(()) => Ok(web::see_other("/counter")),
        Err(Stop::Refused(refusal)) => {
            let mut page = counter_page(&house, frame, &visitor, Sought::read("")).await?;
            page.faults = vec![(String::new(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

#[derive(Deserialize)]
struct Chosen {
    held: String,
}

/// `POST /counter/recall`.
async fn recall(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(Chosen { held }): Form<Chosen>,
) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    let deed = RecallCart { book: seat.book.clone(), person: visitor.person.clone(), held };
    match act(&house, &visitor, deed).await {
        Ok(()) => Ok(web::see_other("/counter")),
        Err(Stop::Refused(refusal)) => {
            let mut page = page_of(&house, frame, seat).await?;
            page.faults = vec![(String::new(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// `POST /counter/drop`.
async fn drop_held(State(house): State<House>, visitor: Visitor, Form(Chosen { held }): Form<Chosen>) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    act(&house, &visitor, DropCart { book: seat.book.clone(), held }).await?;
    Ok(web::see_other("/counter/held"))
}

/// `POST /counter/receipts/{number}/undo`. A receipt is undone once, so its number is the key.
async fn undo(State(house): State<House>, visitor: Visitor, Path(number): Path<String>) -> Answer {
    let (centre, standing) = receipt_for(&house, &visitor, "sale.reverse", &number).await?;
    let number = standing.receipt.number;
    let deed = UndoLast { book: centre.book, person: visitor.person.clone(), number: number.clone() };
    let envelope = Envelope::new(&visitor.person, &format!("undo:{number}"));
    match house.journal.write(envelope, deed).await {
        Ok(_) => Ok(web::see_other(&format!("/counter/receipts/{number}"))),
        // Too late for one press: the page that asks for a reason is the way.
        Err(Stop::Refused(refusal)) if refusal.status() == 422 => {
            Ok(web::see_other(&format!("/counter/receipts/{number}/reverse")))
        }
        Err(stop) => Err(stop.into()),
    }
}
