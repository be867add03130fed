//! The box is opened: what the buyer keeps, why the rest is left, and how they prove to be the one.

use super::buy::seat_of;
use super::orders::{OrderPage, TILL, order_page};
use super::{fault_in, order_of};
use crate::deeds::collect::{BOX_SIZES, Collect, CollectProof, Collected};
use crate::order::{OrderStanding, wants_photo};
use axum::extract::{Path, State};
use base::{Paisa, Refusal};
use journal::{Blob, Envelope, Stop};
use web::{Answer, Frame, House, NotPicture, Picture, SentFile, Upload, Visitor};

/// What was said of the opened box.
struct Said {
    kept: Vec<i64>,
    reasons: Vec<String>,
    photos: Vec<Vec<Blob>>,
    tendered: String,
}

impl Said {
    /// Photos are written anew; one that is none is told of at its line.
    async fn of(posted: &Upload, standing: &OrderStanding) -> (Said, Option<(usize, NotPicture)>) {
        let pieces = |at: usize| base::number::parse_integer(posted.text(&format!("kept-{at}"))).unwrap_or(-1);
        let lines = || standing.order.part.lines.iter().enumerate();
        // A reason beside a line of which all is kept says nothing.
        let reason = |(at, line): (usize, &crate::OrderLine)| {
            if pieces(at) < line.pieces { posted.text(&format!("reason-{at}")).to_owned() } else { String::new() }
        };
        let (mut photos, mut wrong) = (Vec::new(), None);
        for (at, _) in lines() {
            let mut taken = Vec::new();
            for file in posted.files_of(&format!("photo-{at}")) {
                match Picture::sized(file, BOX_SIZES).await {
                    Ok(sizes) => taken.extend(sizes.into_iter().map(Blob)),
                    Err(refused) => wrong = wrong.or(Some((at, refused))),
                }
            }
            // A photo beside a line of which all is kept shows nothing.
            photos.push(if pieces(at) < lines().nth(at).map_or(0, |(_, line)| line.pieces) {
                taken
            } else {
                Vec::new()
            });
        }
        let said = Said {
            photos,
            kept: lines().map(|(at, _)| pieces(at)).collect(),
            reasons: lines().map(reason).collect(),
            tendered: posted.text("tendered").to_owned(),
        };
        (said, wrong)
    }

    /// The page says again what was said: nobody counts an opened box twice.
    fn onto(&self, page: &mut OrderPage) {
        for ((line, kept), reason) in page.lines.iter_mut().zip(&self.kept).zip(&self.reasons) {
            line.kept = *kept;
            line.reason.clone_from(reason);
        }
        page.tendered.clone_from(&self.tendered);
    }
}

/// `POST /market/orders/{order}/collect`, with the picture of a thumb mark where there is no code.
pub(super) async fn collect(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    posted: Upload,
) -> Answer {
    let book = seat_of(&visitor)?.book.clone();
    let standing = order_of(&house, &book, &number).await?;
    let (said, wrong) = Said::of(&posted, &standing).await;
    if let Some((at, refused)) = wrong {
        let mut page = order_page(&house, frame, &book, &standing).await?;
        said.onto(&mut page);
        page.faults = vec![(format!("photo-{at}"), super::told(&page.frame, &refused))];
        return web::page_refused(&page, &refused);
    }
    let refusal: Box<dyn Refusal> = match proof_of(posted.file("mark"), posted.text("code")).await {
        Err(refusal) => Box::new(refusal),
        Ok(proof) => {
            let tendered = match said.tendered.trim() {
                "" => None,
                typed => Some(Paisa::parse(typed).unwrap_or(Paisa::new(-1))),
            };
            let deed = Collect {
                book: book.clone(),
                till: TILL.to_owned(),
                order: number.clone(),
                kept: said.kept.clone(),
                reasons: said.reasons.clone(),
                photos: said.photos.clone(),
                proof,
                tendered,
            };
            match house.journal.write(Envelope::new(&visitor.person, posted.text("form_id")), deed).await {
                Ok(written) => match written.done {
                    Collected::Handed { .. } => return Ok(web::see_other(&format!("/market/orders/{number}"))),
                    Collected::WrongCode(tries) => {
                        return wrong_code(&house, frame, (&book, &number), &said, tries).await;
                    }
                },
                Err(Stop::Refused(refusal)) => Box::new(refusal),
                Err(stop) => return Err(stop.into()),
            }
        }
    };
    let mut page = order_page(&house, frame, &book, &order_of(&house, &book, &number).await?).await?;
    said.onto(&mut page);
    page.faults = fault_in(&page.frame, |name| posted.text(name), refusal.as_ref());
    web::page_refused(&page, refusal.as_ref())
}

async fn wrong_code(house: &House, frame: Frame, (book, number): (&str, &str), said: &Said, tries: i64) -> Answer {
    let mut page = order_page(house, frame, book, &order_of(house, book, number).await?).await?;
    said.onto(&mut page);
    let words = page.frame.say_with("collect-wrong-code", &[("count", page.frame.number(tries))]);
    page.faults = vec![("code".to_owned(), words)];
    web::page(&page)
}

/// A picture of a thumb mark, written anew; else the code. Who gives neither gives a mark that is none.
async fn proof_of(file: Option<&SentFile>, code: &str) -> Result<CollectProof, NotPicture> {
    let code = journal::typed_number(code).replace('-', "");
    Ok(match file {
        Some(file) => CollectProof::Thumb(Blob(Picture::of(file).await?.jpeg)),
        None if code.is_empty() => CollectProof::Thumb(Blob(Vec::new())),
        None => CollectProof::Code(code),
    })
}

/// A line that was left at the open box, with the photos of it.
pub(super) struct BoxShown {
    /// Its name, and why it was left.
    pub what: String,
    /// Where its photos are.
    pub photos: Vec<String>,
    /// True when a photo would show it and none was taken.
    pub unseen: bool,
}

/// What was left of an order at the open box.
pub(super) fn box_shown(frame: &Frame, book: &str, standing: &OrderStanding) -> Vec<BoxShown> {
    let number = &standing.order.number;
    let lines = standing.order.part.lines.iter().zip(&standing.left).enumerate();
    let left = lines.filter(|(_, (_, reason))| !reason.is_empty());
    let shown = left.map(|(at, (line, reason))| {
        let count = standing.photos.get(at).map_or(0, Vec::len);
        BoxShown {
            what: format!("{}: {}", line.name.in_lang(frame.lang), frame.say(&format!("refuse-{reason}"))),
            photos: (0..count).map(|place| format!("/market/evidence/{book}/{number}/{at}/{place}")).collect(),
            unseen: count == 0 && wants_photo(reason),
        }
    });
    shown.collect()
}
