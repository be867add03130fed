//! A form that is not finished is kept as a draft, and taken up again another day.

use crate::cart::FeeShown;
use crate::deeds::cases::keep_draft::KeepDraft;
use crate::deeds::cases::open_draft::OpenDraft;
use crate::pages::cart::fees;
use crate::pages::{catalogue, seat};
use axum::extract::{Path, State};
use forms::Answers;
use journal::Envelope;
use web::{Answer, House, RawForm, Trouble, Visitor};

/// `POST /counter/forms/{line}/draft`: keeps what was filled in and takes the line out of the cart. A second press finds
/// the line gone.
pub(super) async fn keep(
    State(house): State<House>,
    visitor: Visitor,
    Path(line): Path<i64>,
    RawForm(fields): RawForm,
) -> Answer {
    let seat = seat(&visitor, "case.handle")?;
    let answers = Answers::from_fields(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let deed = KeepDraft {
        book: seat.book.clone(),
        path: seat.path.clone(),
        person: visitor.person.clone(),
        line,
        answers: answers.iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect(),
    };
    let by = Envelope::keyless(&visitor.person);
    let written = house.journal.write(by, deed).await?;
    Ok(web::see_other(&format!("/counter/cases/{}", written.done)))
}

/// `POST /counter/cases/{number}/open`: lays a draft into the cart, with the fee of today.
pub(super) async fn open(State(house): State<House>, visitor: Visitor, Path(number): Path<String>) -> Answer {
    let own = seat(&visitor, "sale.create")?;
    let super::Reached { centre, seen, .. } = super::case_for(&house, &visitor, "sale.create", &number).await?;
    if centre.book != own.book {
        return Err(Trouble::NotFound);
    }
    let service = seen.case.service;
    let cart = crate::pages::find::cart_of(&house, &visitor, own).await?;
    let outside = cart.customer.as_ref().is_some_and(|customer| customer.outside);
    let fees = fees(&house, &*catalogue(&house).await?, own, std::slice::from_ref(&service), outside);
    let fee = fees.get(&service).copied();
    let deed = OpenDraft {
        book: centre.book,
        person: visitor.person.clone(),
        number: seen.case.number,
        fee: fee.unwrap_or(FeeShown::default()),
    };
    let by = Envelope::keyless(&visitor.person);
    let written = house.journal.write(by, deed).await?;
    Ok(web::see_other(&format!("/counter/forms/{}", written.done)))
}
