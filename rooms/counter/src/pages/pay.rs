//! The cart is paid, and its receipt shown.

use super::cart::{change, fees};
use super::find::{Sought, cart_of, page_of};
use super::{catalogue, seat, told};
use crate::cart::CartChange;
use crate::deeds::pay_cart::{NotPaid, PayCart};
use crate::deeds::take::{NotTaken, TILL};
use axum::extract::State;
use base::{Paisa, Refusal};
use journal::{Envelope, Stop};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, SeatHeld, Trouble, Visitor};

#[derive(Deserialize)]
pub(super) struct Handed {
    form_id: String,
    /// What was handed over, in taka; empty is the exact sum.
    #[serde(default)]
    tendered: String,
}

/// `POST /counter/pay`: 303 to the receipt; pressed twice, to the same one.
pub(super) async fn take(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(handed): Form<Handed>,
) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    let tendered = match handed.tendered.trim() {
        "" => Ok(None),
        text => Paisa::parse(text).map(Some),
    };
    let tendered = match tendered {
        Ok(tendered) => tendered,
        Err(refusal) => return refused(&house, frame, &visitor, &handed.tendered, &refusal, "tendered").await,
    };
    let deed = PayCart {
        book: seat.book.clone(),
        path: seat.path.clone(),
        till: TILL.to_owned(),
        person: visitor.person.clone(),
        form_id: handed.form_id.clone(),
        tendered,
    };
    let envelope = Envelope::new(&visitor.person, &format!("form:{}", handed.form_id));
    match house.journal.write(envelope, deed).await {
        Ok(written) => Ok(fresh(&written.done)),
        Err(Stop::Refused(NotPaid::Taken(refusal))) => {
            let field = field_of(&refusal);
            if let NotTaken::FeeChanged { .. } = refusal {
                show_new_fees(&house, &visitor, seat).await?;
            }
            refused(&house, frame, &visitor, &handed.tendered, &refusal, field).await
        }
        Err(Stop::Refused(refusal)) => refused(&house, frame, &visitor, "", &refusal, "").await,
        // The same cart with another sum: it was paid before, and its receipt is what there is to see.
        Err(Stop::KeyReused) => match cart_of(&house, &visitor, seat).await?.receipt_of(&handed.form_id) {
            Some(number) => Ok(fresh(number)),
            None => Err(Stop::<NotPaid>::KeyReused.into()),
        },
        Err(stop) => Err(stop.into()),
    }
}

fn fresh(number: &str) -> axum::response::Response {
    web::see_other(&format!("/counter/receipts/{number}?fresh"))
}

/// The input beside which a refusal of the sale stands.
fn field_of(refusal: &NotTaken) -> &'static str {
    match refusal {
        NotTaken::TenderedShort { .. } => "tendered",
        NotTaken::Mobile(_) => "mobile",
        NotTaken::Name => "name",
        _ => "",
    }
}

/// The cart takes over the fees that hold now, so that the page shows the new sum and the next press is for it.
async fn show_new_fees(house: &House, visitor: &Visitor, seat: &SeatHeld) -> Result<(), Trouble> {
    let (cart, shown) = (cart_of(house, visitor, seat).await?, catalogue(house).await?);
    let outside = cart.is_outside();
    let codes: Vec<String> = cart.lines.into_iter().map(|line| line.service).collect();
    change(house, visitor, seat, CartChange::Fees(fees(house, &shown, seat, &codes, outside))).await?;
    Ok(())
}

/// The counter again with what was refused, nothing taken.
async fn refused(
    house: &House,
    frame: Frame,
    visitor: &Visitor,
    tendered: &str,
    refusal: &dyn Refusal,
    field: &str,
) -> Answer {
    let mut page = page_of(house, frame, visitor, Sought::read("")).await?;
    page.faults = vec![(field.to_owned(), told(&page.frame, refusal))];
    page.cart.customer_open = matches!(field, "mobile" | "name");
    tendered.clone_into(&mut page.cart.tendered);
    web::page_refused(&page, refusal)
}
