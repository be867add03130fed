//! What customers are told by text: that a receipt was given or reversed, that an application was sent, is ready, or is
//! served at another centre from now on.
//!
//! The entries are the news: a follower hears them and hands each text to [`Texting`] under a key of receipt and kind,
//! under which it goes at most once. Only who gave a number and agreed is texted; who was erased cannot be.

use crate::case::{Case, CaseState};
use crate::cases::{Texting, read};
use crate::complaints::ComplaintKind;
use crate::deeds::customer::CustomerData;
use crate::events::{CaseMoved, ComplaintMade, ReceiptGiven, ReceiptReversed};
use crate::honest::questions;
use crate::number::complaint_code;
use crate::reading;
use crate::receipt::Receipt;
use crate::sms::{complaint_text, moved_text, ready_text, receipt_text, returned_text, reversed_text, sent_text};
use base::mobile::Mobile;
use journal::{Begins, Fault, Followed, Follower, Heard, HeardEvent, Journal};
use network::events::QueueRerouted;

/// Who follows. It begins with what comes next: nobody wants a text about last year.
pub const TEXTS: Follower = Follower { name: "counter.texts", begins: Begins::AtHeads };

/// How old news may be and still be texted, in milliseconds: after a day without power it is no news.
pub const TEXT_AGE_MS_MAX: i64 = 24 * 3_600_000;

/// One text: to whom, what, under which key.
struct Text {
    to: Mobile,
    words: String,
    key: String,
}

/// Texts what was not told yet. What cannot be sent is tried again with the next call, and its book waits.
///
/// # Errors
/// What the database says.
pub async fn tell_by_text(journal: &Journal, texting: &Texting, limit: i64) -> Result<Followed, Fault> {
    let tell = |heard: Heard| {
        let (journal, texting) = (journal.clone(), texting.clone());
        async move {
            if journal.now().get().saturating_sub(heard.at.get()) > TEXT_AGE_MS_MAX {
                return Ok(());
            }
            for (index, event) in heard.events.iter().enumerate() {
                if let Some(rerouted) = event.read::<QueueRerouted>()? {
                    tell_of_queue(&journal, &texting, heard.folio, &rerouted).await?;
                    continue;
                }
                let Some(text) = text_of(&journal, &heard.book, event).await? else { continue };
                (texting.0)(&text.to, &text.words, &text.key).map_err(Fault::Away)?;
                if let Some(given) = event.read::<ReceiptGiven>()? {
                    questions::draw(&journal, &heard, index, &given.receipt, &text.to).await?;
                }
            }
            Ok(())
        }
    };
    journal.follow(&TEXTS, limit, tell).await
}

/// What is to be texted about an event, if anything and to anybody.
async fn text_of(journal: &Journal, book: &str, event: &HeardEvent) -> Result<Option<Text>, Fault> {
    if let Some(given) = event.read::<ReceiptGiven>()? {
        let receipt = given.receipt;
        let text = receipt_text(&receipt.number, receipt.total(), &receipt.check);
        return addressed(journal, book, &receipt, text, "receipt", &receipt.number).await;
    }
    if let Some(reversed) = event.read::<ReceiptReversed>()? {
        let Some(receipt) = receipt_of(journal, book, &reversed.number).await? else { return Ok(None) };
        let text = reversed_text(&receipt.number, receipt.total());
        return addressed(journal, book, &receipt, text, "reversed", &receipt.number).await;
    }
    if let Some(made) = event.read::<ComplaintMade>()? {
        let complaint = made.complaint;
        if complaint.kind != ComplaintKind::AnsweredOtherwise {
            return Ok(None); // who complains on the page is shown number and code there
        }
        let Some(receipt) = receipt_of(journal, book, &complaint.receipt).await? else { return Ok(None) };
        let code = complaint_code(journal.keys(), &complaint.number);
        let text = complaint_text(&complaint.number, &code);
        return addressed(journal, book, &receipt, text, "complaint", &complaint.number).await;
    }
    if let Some(moved) = event.read::<CaseMoved>()? {
        return of_case(journal, book, &moved).await;
    }
    Ok(None)
}

/// A case was sent, or is ready.
async fn of_case(journal: &Journal, book: &str, moved: &CaseMoved) -> Result<Option<Text>, Fault> {
    let (text, kind) = match moved.to {
        CaseState::Sent if moved.from == CaseState::FeePaid => (sent_text(&moved.number), "sent"),
        CaseState::Ready => (ready_text(&moved.number), "ready"),
        _ => return Ok(None),
    };
    let number = case(journal, book, &moved.number).await?.and_then(|case| case.receipt);
    let Some(number) = number else { return Ok(None) };
    let Some(receipt) = receipt_of(journal, book, &number).await? else { return Ok(None) };
    addressed(journal, book, &receipt, text, kind, &moved.number).await
}

/// Applications read at once.
const OPEN_CASES_MAX: i64 = 200;

/// Tells all whose applications are served elsewhere from now on. What went out before a fault is not sent again, since
/// each has its key.
async fn tell_of_queue(journal: &Journal, texting: &Texting, folio: i64, moved: &QueueRerouted) -> Result<(), Fault> {
    let place = match &moved.to {
        Some(to) => Some(place_of(journal, to).await?),
        None => None,
    };
    let (book, mut after) = (&moved.centre, String::new());
    loop {
        let (of, from) = (book.clone(), after.clone());
        let open = journal
            .read::<_, Fault, _>(|tx| Box::pin(async move { read::open_after(tx, &of, &from, OPEN_CASES_MAX).await }));
        let open = open.await?;
        let Some(last) = open.last().map(|case| case.number.clone()) else { return Ok(()) };
        after = last;
        for case in open {
            let Some(number) = &case.receipt else { continue };
            let Some(receipt) = receipt_of(journal, book, number).await? else { continue };
            let words = place.as_ref().map_or_else(|| returned_text(&case.number), |at| moved_text(&case.number, at));
            let text = addressed(journal, book, &receipt, words, &format!("served.{folio}"), &case.number).await?;
            if let Some(text) = text {
                (texting.0)(&text.to, &text.words, &text.key).map_err(Fault::Away)?;
            }
        }
    }
}

/// The place of a centre, as people there call it.
async fn place_of(journal: &Journal, centre: &str) -> Result<String, Fault> {
    let centre = centre.to_owned();
    let read = journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let Some(centre) = network::centre(tx, &centre).await? else { return Ok(String::new()) };
            Ok(network::place(tx, &centre.place).await?.map(|place| place.name_bn).unwrap_or_default())
        })
    });
    read.await
}

/// The receipt of this number.
pub(crate) async fn receipt_of(journal: &Journal, book: &str, number: &str) -> Result<Option<Receipt>, Fault> {
    let (book, number) = (book.to_owned(), number.to_owned());
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::receipt(tx, &book, &number).await }));
    Ok(read.await?.map(|standing| standing.receipt))
}

async fn case(journal: &Journal, book: &str, number: &str) -> Result<Option<Case>, Fault> {
    let (book, number) = (book.to_owned(), number.to_owned());
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { read::one(tx, &book, &number).await }));
    Ok(read.await?.map(|seen| seen.case))
}

async fn addressed(
    journal: &Journal,
    book: &str,
    receipt: &Receipt,
    text: String,
    kind: &str,
    number: &str,
) -> Result<Option<Text>, Fault> {
    let to = telephone_of(journal, book, receipt).await?;
    Ok(to.map(|to| Text { to, words: text, key: format!("{kind}:{number}") }))
}

/// The number at which the customer of a receipt agreed to be texted; none when nobody agreed or they were erased.
pub(crate) async fn telephone_of(journal: &Journal, book: &str, receipt: &Receipt) -> Result<Option<Mobile>, Fault> {
    let Some(seal) = receipt.customer_seal.clone().filter(|_| receipt.texts) else { return Ok(None) };
    let book = book.to_owned();
    let data = journal
        .read::<Option<CustomerData>, Fault, _>(|tx| Box::pin(async move { tx.unseal(&book, &seal).await }))
        .await?;
    Ok(data.and_then(|data| Mobile::parse(&data.mobile).ok()))
}
