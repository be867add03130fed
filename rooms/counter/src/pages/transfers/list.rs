//! Today's transfers and all that wait, which stand first: of one's own centre, or of an officer's area.

use super::{href_of, look_of, provider_words, state_words};
use crate::pages::today::Waiting;
use crate::pages::{catalogue, centre_for, centre_of, path_of, today};
use crate::service::Direction;
use crate::transfer::{TransferStanding, reading};
use askama::Template;
use axum::extract::{Query, State};
use base::Paisa;
use base::calendar::BusinessDay;
use journal::Fault;
use serde::Deserialize;
use std::collections::HashMap;
use web::{Answer, Frame, House, SeatHeld, Trouble, Visitor};

#[derive(Template)]
#[template(path = "transfers.html")]
pub(super) struct TransfersPage {
    pub frame: Frame,
    /// Whose: a centre's name, or empty for an area.
    pub whose: String,
    /// The centre asked for by an officer.
    pub centre: Option<String>,
    pub day: String,
    pub rows: Vec<TransferRow>,
    pub waiting: i64,
    /// Shows the centre of each row.
    pub of_area: bool,
    pub may_take: bool,
    pub may_limit: bool,
}

pub(super) struct TransferRow {
    pub href: String,
    pub service: String,
    pub provider: String,
    pub centre: String,
    pub when: String,
    pub amount: Paisa,
    pub pays_in: bool,
    pub state: String,
    pub look: &'static str,
    pub contradicted: bool,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    centre: String,
    #[serde(default)]
    day: String,
}

async fn read(
    house: &House,
    book: Option<String>,
    path: String,
    day: BusinessDay,
) -> Result<Vec<TransferStanding>, Fault> {
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            match book {
                Some(book) => reading::of_day(tx, &book, day).await,
                None => reading::of_area(tx, &path, day).await,
            }
        })
    });
    read.await
}

/// `GET /counter/transfers?day=&centre=`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let day = BusinessDay::parse(asked.day.trim()).unwrap_or_else(|_| today(&house));
    let wanted = base::number::to_latin_digits(asked.centre.trim());
    let centre = match (wanted.as_str(), &visitor.seat) {
        ("", Some(seat)) => Some(centre_for(&house, &visitor, "receipt.view", &seat.book).await?),
        ("", None) => None,
        (code, _) => Some(centre_for(&house, &visitor, "receipt.view", code).await?),
    };
    let book = centre.as_ref().map(|centre| centre.book.clone());
    let seen = read(&house, book, path_of(&visitor, "receipt.view").to_owned(), day).await?;
    let of_area = centre.is_none();
    let mut names: HashMap<String, String> = HashMap::new();
    if of_area {
        for one in &seen {
            if !names.contains_key(&one.book) {
                let found = centre_of(&house, &one.book).await?;
                let name = found.map_or_else(|| one.book.clone(), |centre| centre.name(frame.lang).to_owned());
                names.insert(one.book.clone(), name);
            }
        }
    }
    let shown = catalogue(&house).await?;
    let row = |one: &TransferStanding| TransferRow {
        href: href_of(&one.book, &one.transfer.id),
        service: shown.name(&one.transfer.line.service, frame.lang),
        provider: provider_words(&frame, &one.transfer.provider),
        centre: names.get(&one.book).cloned().unwrap_or_default(),
        when: one.transfer.at.show(frame.lang),
        amount: one.transfer.amount(),
        pays_in: one.transfer.direction == Direction::In,
        state: state_words(&frame, one.state),
        look: look_of(one.state),
        contradicted: !one.outcome.contradicted.is_empty(),
    };
    let waiting = seen.iter().filter(|one| one.state.is_pending()).count();
    web::page(&TransfersPage {
        whose: centre.as_ref().map(|centre| centre.name(frame.lang).to_owned()).unwrap_or_default(),
        centre: centre.filter(|_| !wanted.is_empty()).map(|centre| centre.book),
        day: day.to_string(),
        rows: seen.iter().map(row).collect(),
        waiting: i64::try_from(waiting).unwrap_or(i64::MAX),
        of_area,
        may_take: visitor.seat.is_some() && visitor.may("sale.create"),
        may_limit: visitor.may(super::LIMIT),
        frame: frame.titled("transfers"),
    })
}

/// What waits of a centre's transfers, for its first page.
pub(in crate::pages) async fn waiting_of(
    house: &House,
    frame: &Frame,
    seat: &SeatHeld,
) -> Result<Vec<Waiting>, Trouble> {
    let book = seat.book.clone();
    let count = house
        .journal
        .read::<_, Fault, _>(|tx| Box::pin(async move { reading::waiting_count(tx, &book).await }))
        .await?;
    if count == 0 {
        return Ok(Vec::new());
    }
    Ok(vec![Waiting {
        title: frame.say("transfers-waiting"),
        detail: frame.say_with("transfers-waiting-count", &[("count", frame.number(count))]),
        href: "/counter/transfers".to_owned(),
        tag: frame.say("receipt-pending"),
        look: "wait",
    }])
}
