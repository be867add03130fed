//! What is done to the cart: each a form of its own that leads back to the counter.

use super::find::{Sought, cart_of, course_missing, hits, page_of};
use super::{catalogue, seat, today, told};
use crate::cart::{CartChange, FeeShown};
use crate::catalogue::Shown;
use crate::deeds::change_cart::ChangeCart;
use crate::deeds::take::{CustomerGiven, NotTaken};
use crate::reading;
use crate::service::tariff_at;
use axum::extract::State;
use base::Refusal;
use base::mobile::Mobile;
use journal::{Envelope, Fault, Stop};
use network::person::Sex;
use serde::Deserialize;
use std::collections::BTreeMap;
use web::{Answer, Form, Frame, House, SeatHeld, Visitor};

/// Changes the cart of the person at this counter. A draft needs no idempotency key: every change says what shall be.
pub(super) async fn change(
    house: &House,
    visitor: &Visitor,
    seat: &SeatHeld,
    change: CartChange,
) -> Result<i64, Stop<NotTaken>> {
    let deed = ChangeCart { book: seat.book.clone(), person: visitor.person.clone(), change };
    let by = Envelope::keyless(&visitor.person);
    Ok(house.journal.write(by, deed).await?.done)
}

/// What a unit of each of these services costs here today.
pub(super) fn fees(
    house: &House,
    shown: &Shown,
    seat: &SeatHeld,
    codes: &[String],
    outside: bool,
) -> BTreeMap<String, FeeShown> {
    let day = today(house);
    let fee = |code: &String| {
        let tariff = tariff_at(&shown.offer(code)?.tariffs, &seat.path, day)?.for_applicant(outside);
        Some((code.clone(), FeeShown { official: tariff.official, charge: tariff.charge()? }))
    };
    codes.iter().filter_map(fee).collect()
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    service: String,
    #[serde(default)]
    quantity: String,
    /// What was typed, when no service was chosen: its first hit is meant.
    #[serde(default)]
    q: String,
}

/// `POST /counter/cart`: a service more; one with a form leads on to it.
pub(super) async fn add(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(chosen): Form<Chosen>,
) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    let shown = catalogue(&house).await?;
    let sought = Sought::read(&chosen.q);
    let code = match chosen.service.as_str() {
        "" => hits(&house, &shown, (&visitor.person, seat), &sought, (frame.lang, false))
            .await?
            .into_iter()
            .next()
            .map(|hit| hit.code),
        code => Some(code.to_owned()),
    };
    let quantity = match chosen.quantity.as_str() {
        "" => sought.quantity,
        text => base::number::parse_integer(text).unwrap_or(0),
    };
    let code = code.unwrap_or_default();
    let outside = cart_of(&house, &visitor, seat).await?.is_outside();
    let fee = fees(&house, &shown, seat, std::slice::from_ref(&code), outside).get(&code).copied();
    let Some((offer, fee)) = shown.offer(&code).zip(fee) else {
        return refused(&house, frame, &visitor, &NotTaken::UnknownService(0, code.chars().take(20).collect())).await;
    };
    if let Some(course) = course_missing(&house, &visitor.person, offer).await? {
        return refused(&house, frame, &visitor, &NotTaken::Course { line: 0, service: code, course }).await;
    }
    // An amount that is entered goes through its provider, by itself and on a page of its own.
    if offer.service.amount.is_some() {
        return Ok(web::see_other(&format!("/counter/transfers/new/{code}")));
    }
    let has_form = offer.has_form;
    match change(&house, &visitor, seat, CartChange::Add { service: code, quantity, fee, has_form }).await {
        Ok(line) if has_form => Ok(web::see_other(&format!("/counter/forms/{line}"))),
        Ok(_) => Ok(web::see_other("/counter")),
        Err(Stop::Refused(refusal)) => refused(&house, frame, &visitor, &refusal).await,
        Err(stop) => Err(stop.into()),
    }
}

#[derive(Deserialize)]
pub(super) struct Counted {
    line: i64,
    quantity: i64,
}

/// `POST /counter/line`: so many of a line; 0 takes it out.
pub(super) async fn set_quantity(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(Counted { line, quantity }): Form<Counted>,
) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    match change(&house, &visitor, seat, CartChange::Quantity { line, quantity }).await {
        Ok(_) => Ok(web::see_other("/counter")),
        Err(Stop::Refused(refusal)) => refused(&house, frame, &visitor, &refusal).await,
        Err(stop) => Err(stop.into()),
    }
}

#[derive(Deserialize)]
pub(super) struct Named {
    #[serde(default)]
    mobile: String,
    #[serde(default)]
    name: String,
    /// The box "text the receipt", when it is ticked.
    texts: Option<String>,
}

/// `POST /counter/customer`: who pays. A number that this centre knows brings its name with it.
pub(super) async fn set_customer(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(Named { mobile, name, texts }): Form<Named>,
) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    let known = match Mobile::parse(&mobile) {
        Ok(number) if name.trim().is_empty() => {
            let book = seat.book.clone();
            let customer = house
                .journal
                .read::<_, Fault, _>(|tx| Box::pin(async move { reading::customer_with(tx, &book, &number).await }));
            customer.await?
        }
        _ => None,
    };
    let given = CustomerGiven {
        mobile: Some(mobile.clone()),
        sex: known.as_ref().and_then(|known| known.sex),
        name: Some(known.map_or_else(|| name.clone(), |known| known.name)),
        outside: false,
        texts: texts.is_some(),
    };
    match change(&house, &visitor, seat, CartChange::Customer(given)).await {
        Ok(_) => Ok(web::see_other("/counter")),
        Err(Stop::Refused(refusal)) => {
            let mut page = page_of(&house, frame, &visitor, Sought::read("")).await?;
            let field = if matches!(refusal, NotTaken::Name) { "name" } else { "mobile" };
            page.faults = vec![(field.to_owned(), told(&page.frame, &refusal))];
            (page.cart.customer_open, page.cart.mobile, page.cart.name) = (true, mobile, name);
            page.cart.texts = texts.is_some();
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

#[derive(Deserialize)]
pub(super) struct Applicant {
    /// `woman`, `man`, `unsaid`; `outside`, `inside`.
    set: String,
}

/// `POST /counter/applicant`: what is counted of who pays, and where they live. Each button says what shall be, so that
/// two presses are as good as one.
pub(super) async fn set_applicant(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(Applicant { set }): Form<Applicant>,
) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    let (shown, cart) = (catalogue(&house).await?, cart_of(&house, &visitor, seat).await?);
    let outside = match set.as_str() {
        "outside" => true,
        "inside" => false,
        _ => cart.is_outside(),
    };
    let sex = match set.as_str() {
        "woman" | "man" | "unsaid" => Sex::of_name(&set),
        _ => cart.customer.and_then(|customer| customer.sex),
    };
    let codes: Vec<String> = cart.lines.into_iter().map(|line| line.service).collect();
    let fees = fees(&house, &shown, seat, &codes, outside);
    match change(&house, &visitor, seat, CartChange::Applicant { sex, outside, fees }).await {
        Ok(_) => Ok(web::see_other("/counter")),
        Err(Stop::Refused(refusal)) => refused(&house, frame, &visitor, &refusal).await,
        Err(stop) => Err(stop.into()),
    }
}

/// The counter again, with what was refused above it.
async fn refused(house: &House, frame: Frame, visitor: &Visitor, refusal: &dyn Refusal) -> Answer {
    let mut page = page_of(house, frame, visitor, Sought::read("")).await?;
    page.faults = vec![(String::new(), told(&page.frame, refusal))];
    web::page_refused(&page, refusal)
}
