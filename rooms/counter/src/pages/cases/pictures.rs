//! The pictures of a case: sent, and looked at by who may.

use super::case_for;
use super::one::page_of;
use crate::cases::read;
use crate::cases::rules::AttachmentKind;
use crate::deeds::cases::attach::{AttachPicture, NotAttached};
use crate::pages::told;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::Refusal;
use journal::{Envelope, Fault, Stop};
use serde::Deserialize;
use web::{Answer, Frame, House, Picture, SentFile, Trouble, Upload, Visitor};

/// What a PDF begins with.
const PDF: &[u8] = b"%PDF";

#[derive(Deserialize)]
pub(super) struct Size {
    small: Option<String>,
}

/// The deed that adds this file to a case.
///
/// # Errors
/// What is wrong with the file: it is none, a PDF, no picture, not what it says, too large.
pub(super) async fn deed_of(
    file: Option<&SentFile>,
    kind: AttachmentKind,
    (book, number): (&str, &str),
) -> Result<AttachPicture, Box<dyn Refusal>> {
    let Some(file) = file else { return Err(Box::new(NotAttached::NoFile)) };
    if file.bytes.starts_with(PDF) {
        return Err(Box::new(NotAttached::Pdf));
    }
    match Picture::of(file).await {
        Ok(picture) => Ok(AttachPicture::new(book, number, kind, picture.jpeg, picture.thumbnail)),
        Err(refused) => Err(Box::new(refused)),
    }
}

/// `POST /counter/cases/{number}/pictures`. The picture's own hash is the key: sent twice, it is there once.
pub(super) async fn add(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    upload: Upload,
) -> Answer {
    let reached = case_for(&house, &visitor, "case.handle", &number).await?;
    let (number, book) = (reached.seen.case.number.clone(), reached.centre.book.clone());
    let kind = AttachmentKind::of_name(upload.text("kind")).unwrap_or(AttachmentKind::Document);
    let refusal: Box<dyn Refusal> = match deed_of(upload.file("picture"), kind, (&book, &number)).await {
        Err(refusal) => refusal,
        Ok(deed) => {
            let deed = AttachPicture { at: reached.at.clone(), ..deed };
            let key = format!("picture:{number}:{}:{}", kind.name(), deed.sha256);
            match house.journal.write(Envelope::new(&visitor.person, &key), deed).await {
                Ok(_) => return Ok(web::see_other(&format!("/counter/cases/{number}"))),
                Err(Stop::Refused(refusal)) => Box::new(refusal),
                Err(stop) => return Err(stop.into()),
            }
        }
    };
    let mut page = page_of(&house, frame, &visitor, &reached).await?;
    page.faults = vec![("picture".to_owned(), told(&page.frame, refusal.as_ref()))];
    web::page_refused(&page, refusal.as_ref())
}

/// `GET /counter/cases/{number}/pictures/{place}`, and `?small`: never kept by anybody on the way, since it shows people's
/// papers.
pub(super) async fn show(
    State(house): State<House>,
    visitor: Visitor,
    Path((number, place)): Path<(String, i64)>,
    Query(size): Query<Size>,
) -> Answer {
    let reached = case_for(&house, &visitor, "receipt.view", &number).await?;
    if !reached.may_reveal(&visitor) {
        return Err(Trouble::NotFound);
    }
    let (book, number) = (reached.centre.book, reached.seen.case.number);
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let all = read::attachments(tx, &book, &number).await?;
            match all.into_iter().find(|one| one.place == place) {
                Some(one) => {
                    let seal = if size.small.is_some() { one.thumb } else { one.picture };
                    tx.unseal_bytes(&book, &seal).await
                }
                None => Ok(None),
            }
        })
    });
    let jpeg = read.await?.ok_or(Trouble::NotFound)?;
    Ok(([(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "no-store")], jpeg).into_response())
}
