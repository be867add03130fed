//! Anybody may check a receipt: total, split, day and state; never a name.

use super::{Faults, centre_of};
use crate::number::{book_of, code_holds, typed};
use crate::reading;
use askama::Template;
use axum::extract::{Query, State};
use base::Paisa;
use journal::Fault;
use serde::Deserialize;
use web::{Answer, Frame, House, KitRefusal};

#[derive(Template)]
#[template(path = "check.html")]
pub(super) struct CheckPage {
    pub frame: Frame,
    pub number: String,
    pub code: String,
    pub faults: Faults,
    pub found: Option<CheckFound>,
}

pub(super) struct CheckFound {
    pub centre: String,
    pub day: String,
    pub official: Paisa,
    pub charge: Paisa,
    pub total: Paisa,
    pub reversed: bool,
}

/// From the form of the page, or (`n`, `c`) from the QR code of a paper, where every letter makes it finer.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default, alias = "n")]
    number: String,
    #[serde(default, alias = "c")]
    code: String,
}

/// Letters of a number or a code that are looked at.
const TYPED_MAX: usize = 40;

/// The receipt with this number and code. Without the right code the books are not asked, so that neither answer nor
/// time tells which numbers there are.
async fn found(house: &House, frame: &Frame, number: &str, code: &str) -> Result<Option<CheckFound>, Fault> {
    let Some(book) = book_of(number).filter(|_| code_holds(house.journal.keys(), number, code)) else {
        return Ok(None);
    };
    let (book, asked) = (book.to_owned(), number.to_owned());
    let standing = house.journal.read::<_, Fault, _>({
        let book = book.clone();
        |tx| Box::pin(async move { reading::receipt(tx, &book, &asked).await })
    });
    let Some(standing) = standing.await? else { return Ok(None) };
    let centre = centre_of(house, &book).await?;
    let receipt = &standing.receipt;
    Ok(Some(CheckFound {
        centre: centre.map_or(book, |centre| centre.name(frame.lang).to_owned()),
        day: frame.day(receipt.day),
        official: receipt.official(),
        charge: receipt.charge(),
        total: receipt.total(),
        reversed: standing.reversal.is_some(),
    }))
}

/// `GET /check`, `GET /check?n=&c=`.
pub(super) async fn show(State(house): State<House>, frame: Frame, Query(asked): Query<Asked>) -> Answer {
    let short = |text: &str| typed(&text.chars().take(TYPED_MAX).collect::<String>());
    let (number, code) = (short(&asked.number), short(&asked.code));
    let found = found(&house, &frame, &number, &code).await?;
    let wrong = found.is_none() && !(number.is_empty() && code.is_empty());
    let faults = if wrong { vec![("number".to_owned(), frame.say("check-not-found"))] } else { Faults::new() };
    let page = CheckPage { frame: frame.titled("check-title"), number, code, faults, found };
    if wrong { web::page_refused(&page, &KitRefusal::NotFound) } else { web::page(&page) }
}
