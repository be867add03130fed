//! The box is opened: what the buyer keeps, why the rest is left, and how they prove to be the one.

use super::buy::seat_of;
use super::orders::{TILL, order_page, refused_page};
use crate::deeds::collect::{Collect, CollectProof, Collected};
use crate::reading;
use axum::extract::{Path, State};
use base::Paisa;
use journal::{Blob, Envelope, Fault, Stop};
use web::{Answer, Frame, House, NotPicture, Picture, SentFile, Trouble, Upload, Visitor};

/// `POST /market/orders/{order}/collect`, with the picture of a thumb mark where there is no code.
pub(super) async fn collect(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    posted: Upload,
) -> Answer {
    let book = seat_of(&visitor)?.book.clone();
    let (of, asked) = (book.clone(), number.clone());
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::order(tx, &of, &asked).await }));
    let standing = read.await?.ok_or(Trouble::NotFound)?;
    let text = |name: String| posted.text(&name).to_owned();
    let pieces = |at: usize| base::number::parse_integer(&text(format!("kept-{at}"))).unwrap_or(-1);
    let lines = 0..standing.order.part.lines.len();
    let kept: Vec<i64> = lines.clone().map(pieces).collect();
    let left =
        |at: usize| standing.order.part.lines.get(at).zip(kept.get(at)).is_some_and(|(line, kept)| *kept < line.pieces);
    // A reason beside a line of which all is kept says nothing.
    let reasons = lines.map(|at| if left(at) { text(format!("reason-{at}")) } else { String::new() }).collect();
    let tendered = match text("tendered".to_owned()).trim() {
        "" => Paisa::new(i64::MAX),
        typed => Paisa::parse(typed).unwrap_or(Paisa::new(-1)),
    };
    let code = text("code".to_owned());
    let form_id = text("form_id".to_owned());
    let proof = match proof_of(posted.file("mark"), &code).await {
        Ok(proof) => proof,
        Err(refusal) => return refused_page(&house, frame, (&book, &number), &refusal).await,
    };
    let deed =
        Collect { book: book.clone(), till: TILL.to_owned(), order: number.clone(), kept, reasons, proof, tendered };
    match house.journal.write(Envelope::new(&visitor.person, &form_id), deed).await {
        Ok(written) => match written.done {
            Collected::Handed { .. } => Ok(web::see_other(&format!("/market/orders/{number}"))),
            Collected::WrongCode(tries) => {
                let mut page = order_page(&house, frame, &book, &standing).await?;
                let said = page.frame.say_with("collect-wrong-code", &[("count", page.frame.number(tries))]);
                page.faults = vec![("code".to_owned(), said)];
                web::page(&page)
            }
        },
        Err(Stop::Refused(refusal)) => refused_page(&house, frame, (&book, &number), &refusal).await,
        Err(stop) => Err(stop.into()),
    }
}

/// A picture of a thumb mark, made small; else the code.
async fn proof_of(file: Option<&SentFile>, code: &str) -> Result<CollectProof, NotPicture> {
    Ok(match file {
        Some(file) => CollectProof::Thumb(Blob(Picture::of(file).await?.jpeg)),
        None => CollectProof::Code(typed_code(code)),
    })
}

/// A code as it was read aloud: capitals, Latin digits, no blanks, `O` for 0, `I` and `L` for 1.
fn typed_code(text: &str) -> String {
    let latin = base::number::to_latin_digits(text);
    let kept = latin.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase());
    kept.map(|c| match c {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    })
    .collect()
}
