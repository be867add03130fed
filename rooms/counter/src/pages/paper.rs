//! A receipt on paper: as PDF, as a picture of the slip, and to the printer.

use super::receipt::{check_address, customer_of};
use super::{CentreSeen, catalogue, receipt_for, when_of};
use crate::deeds::print_receipt::PrintReceipt;
use crate::papers::{PageSize, Paper};
use crate::reading;
use crate::receipt::Standing;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use base::Lang;
use journal::{Envelope, Fault};
use print::slip::Width;
use print::{PrintFault, Printer};
use serde::Deserialize;
use web::{Answer, Form, House, Reader, Trouble, Visitor};

/// What can be looked at, by the last part of its address.
fn made(paper: &Paper, words: &web::Words, name: &str) -> Option<(&'static str, Result<Vec<u8>, PrintFault>)> {
    match name {
        "a4.pdf" => Some(("application/pdf", paper.pdf(words, PageSize::A4))),
        "a5.pdf" => Some(("application/pdf", paper.pdf(words, PageSize::A5))),
        "slip58.png" => Some(("image/png", paper.slip(words).picture(Width::Mm58))),
        "slip80.png" => Some(("image/png", paper.slip(words).picture(Width::Mm80))),
        _ => None,
    }
}

/// The names of a centre's place and those above it, the division left away.
pub(super) async fn place_names(house: &House, path: &str, lang: Lang) -> Result<String, Fault> {
    let codes: Vec<String> = path.split('/').filter(|code| !code.is_empty()).skip(1).map(str::to_owned).collect();
    house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let mut names = Vec::new();
                for code in codes.iter().rev() {
                    if let Some(place) = network::place(tx, code).await? {
                        names.push(if lang == Lang::Bn { place.name_bn } else { place.name_en });
                    }
                }
                Ok(names.join(", "))
            })
        })
        .await
}

/// The paper of a receipt. Its number among the papers is given when it is being printed; else it is the next one.
async fn paper_of(
    house: &House,
    visitor: &Visitor,
    lang: Lang,
    centre: &CentreSeen,
    standing: Standing,
    copy: Option<i64>,
) -> Result<Paper, Trouble> {
    let shown = catalogue(house).await?;
    let copy = if let Some(copy) = copy {
        copy
    } else {
        let (book, number) = (centre.book.clone(), standing.receipt.number.clone());
        let papers = house
            .journal
            .read::<_, Fault, _>(|tx| Box::pin(async move { reading::papers_of(tx, &book, &number).await }));
        papers.await?.saturating_add(1)
    };
    Ok(Paper {
        lang,
        place: place_names(house, &centre.path, lang).await?,
        customer: customer_of(house, visitor, centre, &standing, lang).await?.0,
        centre: centre.name(lang).to_owned(),
        when: when_of(&standing, lang),
        services: standing.receipt.lines.iter().map(|line| shown.name(&line.service, lang)).collect(),
        check_address: check_address(house, &standing),
        copy,
        standing,
    })
}

/// Draws off the async threads: shaping Bangla takes milliseconds, and others wait for the thread.
pub(super) async fn drawn<T: Send + 'static>(draw: impl FnOnce() -> T + Send + 'static) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(draw).await.map_err(|error| Trouble::Broken(error.to_string()))
}

pub(super) fn broken(fault: &PrintFault) -> Trouble {
    Trouble::Broken(fault.to_string())
}

/// `GET /counter/receipts/{number}/{a4.pdf | a5.pdf | slip58.png | slip80.png}`.
pub(super) async fn show(
    State(house): State<House>,
    reader: Reader,
    visitor: Visitor,
    Path((number, name)): Path<(String, String)>,
) -> Answer {
    let (centre, standing) = receipt_for(&house, &visitor, "receipt.view", &number).await?;
    let paper = paper_of(&house, &visitor, reader.lang, &centre, standing, None).await?;
    let file = format!("inline; filename=\"{}-{name}\"", paper.standing.receipt.number);
    let drawing = drawn(move || made(&paper, &house.words, &name));
    let (kind, bytes) = drawing.await?.ok_or(Trouble::NotFound)?;
    let bytes = bytes.map_err(|fault| broken(&fault))?;
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, file.as_str())], bytes).into_response())
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    paper: String,
}

/// `POST /counter/receipts/{number}/print`: to the printer; without one, the bytes to be saved.
pub(super) async fn print(
    State(house): State<House>,
    reader: Reader,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(Wanted { paper: width }): Form<Wanted>,
) -> Answer {
    let dots = match width.as_str() {
        "58" => Width::Mm58,
        "80" => Width::Mm80,
        _ => return Err(Trouble::NotFound),
    };
    let (centre, standing) = receipt_for(&house, &visitor, "receipt.view", &number).await?;
    let number = standing.receipt.number.clone();
    let deed = PrintReceipt { book: centre.book.clone(), number: number.clone(), paper: width.clone() };
    let by = Envelope::keyless(&visitor.person);
    let copy = house.journal.write(by, deed).await?.done;
    let paper = paper_of(&house, &visitor, reader.lang, &centre, standing, Some(copy)).await?;
    let words = house.clone();
    let bytes = drawn(move || paper.escpos(&words.words, dots)).await?.map_err(|fault| broken(&fault))?;
    let Some(printer) = house.things.get::<Printer>() else { return Ok(saved(&number, &width, bytes)) };
    let outcome = match printer.send(&bytes).await {
        Ok(()) => width,
        Err(fault) => {
            tracing::warn!(code = fault.code(), %fault, "a slip was not printed");
            "waits".to_owned()
        }
    };
    Ok(web::see_other(&format!("/counter/receipts/{number}?printed={outcome}")))
}

/// The slip's bytes as a file: for a printer that hangs on another machine.
fn saved(number: &str, width: &str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"{number}-{width}.bin\"");
    ([(CONTENT_TYPE, "application/octet-stream"), (CONTENT_DISPOSITION, name.as_str())], bytes).into_response()
}
