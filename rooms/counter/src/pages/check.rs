//! Anybody may check a receipt: total, split, day and state; never a name.

use super::{Faults, catalogue, centre_of, sent_elsewhere, today};
use crate::case::Case;
use crate::cases::read;
use crate::number::{book_of, code_holds, typed};
use crate::reading;
use crate::receipt::Receipt;
use askama::Template;
use axum::extract::{Query, State};
use base::Paisa;
use journal::Fault;
use serde::Deserialize;
use web::{Answer, Frame, House, KitRefusal, Trouble};

#[derive(Template)]
#[template(path = "check.html")]
pub(super) struct CheckPage {
    pub frame: Frame,
    pub number: String,
    pub code: String,
    pub faults: Faults,
    pub found: Option<CheckFound>,
    /// Large letters and nothing else, for reading from afar or for paper.
    pub large: bool,
}

pub(super) struct CheckFound {
    pub centre: String,
    pub day: String,
    pub official: Paisa,
    pub charge: Paisa,
    pub total: Paisa,
    pub reversed: bool,
    pub cases: Vec<CaseFound>,
    /// Where to go for an application that is under way, when not to the centre; may be empty.
    pub go: String,
}

/// Where an application stands, as a villager is told: no name, nothing that was filled in.
pub(super) struct CaseFound {
    pub service: String,
    /// A sentence: "The chairman has it."
    pub plain: String,
    /// What to do next.
    pub next: String,
    pub due: String,
    /// True when it should have been ready.
    pub late: bool,
    /// True while it has not ended.
    pub waits: bool,
}

/// The states of a receipt's cases, in the order of its lines.
async fn cases_of(house: &House, frame: &Frame, book: &str, receipt: &Receipt) -> Result<Vec<CaseFound>, Trouble> {
    let numbers = receipt.cases();
    if numbers.iter().all(Option::is_none) {
        return Ok(Vec::new());
    }
    let (shown, today, book) = (catalogue(house).await?, today(house), book.to_owned());
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let mut cases = Vec::new();
            for number in numbers.into_iter().flatten() {
                cases.extend(read::one(tx, &book, &number).await?.map(|seen| seen.case));
            }
            Ok(cases)
        })
    });
    let told = |case: Case| {
        let word = case.state.name().replace('_', "-");
        CaseFound {
            service: shown.name(&case.service, frame.lang),
            plain: frame.say(&format!("case-plain-{word}")),
            next: frame.say(&format!("case-next-{word}")),
            due: case.due.filter(|_| case.state.is_pending()).map(|due| frame.day(due)).unwrap_or_default(),
            late: case.is_late(today),
            waits: case.state.is_pending(),
        }
    };
    Ok(read.await?.into_iter().map(told).collect())
}

/// From the form of the page, or (`n`, `c`) from the QR code of a paper, where every letter makes it finer.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default, alias = "n")]
    number: String,
    #[serde(default, alias = "c")]
    code: String,
    large: Option<String>,
}

/// Letters of a number or a code that are looked at.
const TYPED_MAX: usize = 40;

/// The receipt with this number and code. Without the right code the books are not asked, so that neither answer nor
/// time tells which numbers there are.
async fn found(house: &House, frame: &Frame, number: &str, code: &str) -> Result<Option<CheckFound>, Trouble> {
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
    let cases = cases_of(house, frame, &book, receipt).await?;
    let go = if cases.iter().any(|case| case.waits) { sent_elsewhere(house, frame, &book, true).await? } else { None };
    Ok(Some(CheckFound {
        go: go.unwrap_or_default(),
        cases,
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
    let large = asked.large.is_some();
    let page = CheckPage { frame: frame.titled("check-title"), number, code, faults, found, large };
    if wrong { web::page_refused(&page, &KitRefusal::NotFound) } else { web::page(&page) }
}
