//! A receipt is reversed: a reason from the list, once.

use super::receipt::reason_words;
use super::{Faults, catalogue, receipt_for, services_of, told, when_of};
use crate::deeds::reverse::{NotReversed, ReverseReceipt};
use crate::receipt::REASONS;
use askama::Template;
use axum::extract::{Path, State};
use base::{Paisa, Refusal};
use journal::{Envelope, Stop};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

#[derive(Template)]
#[template(path = "reverse.html")]
pub(super) struct ReversePage {
    pub frame: Frame,
    pub number: String,
    pub when: String,
    pub services: String,
    pub total: Paisa,
    pub reasons: Vec<(String, String)>,
    pub chosen: String,
    pub note: String,
    pub faults: Faults,
}

#[derive(Deserialize, Default)]
pub(super) struct Said {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    note: String,
}

async fn page_of(
    house: &House,
    frame: Frame,
    visitor: &Visitor,
    number: &str,
    said: Said,
) -> Result<ReversePage, Trouble> {
    let (_, standing) = receipt_for(house, visitor, "sale.reverse", number).await?;
    let shown = catalogue(house).await?;
    Ok(ReversePage {
        number: standing.receipt.number.clone(),
        when: when_of(&standing, frame.lang),
        services: services_of(&standing, &shown, frame.lang),
        total: standing.receipt.total(),
        reasons: REASONS.iter().map(|code| ((*code).to_owned(), reason_words(&frame, code))).collect(),
        chosen: said.reason,
        note: said.note,
        faults: Faults::new(),
        frame: frame.titled("reverse-title"),
    })
}

/// `GET /counter/receipts/{number}/reverse`.
pub(super) async fn ask(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    web::page(&page_of(&house, frame, &visitor, &number, Said::default()).await?)
}

/// `POST /counter/receipts/{number}/reverse`. A receipt is reversed once, so its number is the key of the deed: a second
/// press finds it done.
pub(super) async fn reverse(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(said): Form<Said>,
) -> Answer {
    let (centre, standing) = receipt_for(&house, &visitor, "sale.reverse", &number).await?;
    let number = standing.receipt.number;
    let deed = ReverseReceipt {
        book: centre.book,
        number: number.clone(),
        reason: said.reason.clone(),
        note: said.note.clone(),
    };
    let envelope = Envelope::new(&visitor.person, &format!("reverse:{number}"));
    match house.journal.write(envelope, deed).await {
        Ok(_) => Ok(web::see_other(&format!("/counter/receipts/{number}"))),
        Err(Stop::Refused(
            refusal @ (NotReversed::Reason
            | NotReversed::Note
            | NotReversed::DayClosed(_)
            | NotReversed::EarlierDayOpen(_)
            | NotReversed::HandedOver(_)),
        )) => {
            let mut page = page_of(&house, frame, &visitor, &number, said).await?;
            page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
