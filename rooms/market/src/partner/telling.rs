//! Telling sellers' own programs what happened: signed messages, each sent until the endpoint has it.
//!
//! The journals say what is to be told: a follower hears each entry and notes the messages in the seller's book, once each.
//! What is noted lies there with its state, so that a house that was killed goes on where it stopped; a message may then be
//! sent twice, under the same id. With each go, the sellers who wait longest come first; each one's messages are sent in
//! order, some of them, and what is behind one that failed waits for it. So nobody's endpoint keeps another seller waiting.

use super::message::{Message, message_id};
use super::store::{endpoint, messages_waiting, sellers_due};
use super::{Endpoint, store};
use crate::deeds::note_message::{GiveUpMessages, NoteDelivery, NoteMessage};
use crate::events::{OrderCollected, OrderMoved, OrderReleased, OrdersPlaced, PayoutEnded, PayoutSent, ProductMoved};
use crate::product::{ProductState, address};
use crate::reading;
use base::Paisa;
use base::calendar::Moment;
use journal::{Begins, Boxed, Envelope, Fault, Follower, Heard, HeardEvent, Journal, Keys, Stop};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;
use web::{NotAnswered, Outward, signed};

/// Who follows. It begins with what comes next: nobody wants to be told of last year.
const TOLD: Follower = Follower { name: "market.partners", begins: Begins::AtHeads };
/// Sellers of one go, at most.
const SELLERS_PER_GO_MAX: i64 = 64;
/// Messages of one seller that are sent in one go, at most: then others have their turn.
const MESSAGES_PER_SELLER_MAX: i64 = 20;
/// How long one seller's messages may take in one go.
const SELLER_TIME_MAX: Duration = Duration::from_secs(15);
/// Sellers whose endpoints are asked at the same time.
const ENDPOINTS_AT_ONCE: usize = 16;
/// Letters of an answer that are kept.
const ANSWER_CHARS_MAX: usize = 120;

/// The way to sellers' endpoints, among the house's things.
#[derive(Debug, Clone)]
pub struct PartnersTold(pub Outward);

/// What one go did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    /// Messages that endpoints have now.
    pub sent: usize,
    /// Tries that failed.
    pub failed: usize,
    /// True when entries were left for the next go.
    pub more: bool,
}

/// The secret by which an endpoint's messages are signed, as text of which each letter is a byte of the key. It is kept
/// nowhere: the store's keys and the endpoint's salt make it anew.
fn signing_key(keys: &Keys, seller: &str, endpoint: (i64, &str)) -> String {
    base::text::hex(&keys.sign("webhook secret", &format!("{seller}/{}/{}", endpoint.0, endpoint.1)))
}

/// The secret as its receiver is shown it, once: `whsec_` and the key in base64, as Standard Webhooks writes it.
pub(crate) fn secret_of(keys: &Keys, seller: &str, endpoint: (i64, &str)) -> String {
    format!("whsec_{}", web::base64(signing_key(keys, seller, endpoint).as_bytes()))
}

/// Hears what happened and sends what waits.
///
/// # Errors
/// What the database says; what is left is done with the next go.
pub async fn tell_partners(journal: &Journal, to: &PartnersTold, limit: i64) -> Result<Told, Fault> {
    let followed = journal.follow(&TOLD, limit, |heard| note(journal.clone(), heard)).await?;
    for (book, folio, fault) in &followed.faults {
        tracing::warn!(%fault, book, folio, "sellers are told of an entry with the next go");
    }
    let now = journal.now();
    let read = journal.read::<_, Fault, _>(move |tx| Box::pin(async move { due(tx, now).await }));
    let due = read.await?;
    let mut told = Told { more: followed.more, ..Told::default() };
    for some in due.chunks(ENDPOINTS_AT_ONCE) {
        let running = some.iter().map(|one| -> Boxed<'_, Result<(usize, usize), Fault>> {
            match &one.1 {
                Some(endpoint) => Box::pin(send(journal, to, (&one.0, endpoint), &one.2)),
                None => Box::pin(give_up(journal, &one.0)),
            }
        });
        for came in db::together(running.collect()).await {
            let (sent, failed) = came?;
            told.sent = told.sent.saturating_add(sent);
            told.failed = told.failed.saturating_add(failed);
        }
    }
    Ok(told)
}

/// A seller, its open endpoint, and what it is to be sent now, in order.
type Due = (String, Option<Endpoint>, Vec<Message>);

/// What is to be sent now. A message whose turn has not come keeps back what is behind it.
async fn due(tx: &mut db::Tx<'_>, now: Moment) -> Result<Vec<Due>, Fault> {
    let mut due = Vec::new();
    for seller in sellers_due(tx, now, SELLERS_PER_GO_MAX).await? {
        let endpoint = endpoint(tx, &seller).await?.filter(|endpoint| endpoint.open);
        let waiting = messages_waiting(tx, &seller, MESSAGES_PER_SELLER_MAX).await?;
        let messages = waiting.into_iter().take_while(|message| message.next <= now).collect();
        due.push((seller, endpoint, messages));
    }
    Ok(due)
}

/// Gives up what waits for a seller that has no endpoint any more.
async fn give_up(journal: &Journal, seller: &str) -> Result<(usize, usize), Fault> {
    match journal.write(Envelope::system(), GiveUpMessages { seller: seller.to_owned() }).await {
        Err(Stop::Fault(fault)) => Err(fault),
        _ => Ok((0, 0)),
    }
}

/// Sends a seller's messages in order, up to the first that fails and as long as its time lasts: how many were sent, how
/// many failed. Each is noted as soon as it was answered.
async fn send(
    journal: &Journal,
    to: &PartnersTold,
    (seller, endpoint): (&str, &Endpoint),
    messages: &[Message],
) -> Result<(usize, usize), Fault> {
    let until = Instant::now().checked_add(SELLER_TIME_MAX);
    let mut sent = 0_usize;
    for message in messages {
        let posting = post(journal, to, (seller, endpoint), message);
        let left = until.map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()));
        let (status, answer) = match tokio::time::timeout(left, posting).await {
            Ok(answered) => answered,
            // The time went to those before it: it is sent with the next go, and did not fail.
            Err(_) if sent > 0 => return Ok((sent, 0)),
            Err(_) => (0, NotAnswered::TimedOut.to_string()),
        };
        let (number, tries) = (message.number, message.tries);
        let deed = NoteDelivery { seller: seller.to_owned(), number, tries, status, answer };
        match journal.write(Envelope::system(), deed).await {
            Err(Stop::Fault(fault)) => return Err(fault),
            _ if (200..300).contains(&status) => sent = sent.saturating_add(1),
            _ => return Ok((sent, 1)),
        }
    }
    Ok((sent, 0))
}

/// Posts a message: the status, 0 for none, and the answer in short.
async fn post(
    journal: &Journal,
    to: &PartnersTold,
    (seller, endpoint): (&str, &Endpoint),
    message: &Message,
) -> (u16, String) {
    let key = signing_key(journal.keys(), seller, (endpoint.number, &endpoint.salt));
    let body = message.body.clone().into_bytes();
    let signature = signed(&key, &message_id(seller, message.number), journal.now(), &body);
    let mut headers = signature.headers().to_vec();
    headers.extend([("content-type", "application/json"), ("user-agent", "haat-webhooks/1")]);
    match to.0.post(&endpoint.url, &headers, body).await {
        Ok(status) => (status, status.to_string()),
        Err(silence) => (0, silence.to_string().chars().take(ANSWER_CHARS_MAX).collect()),
    }
}

/// A message: the seller, the kind, what happened.
type News = (String, &'static str, Value);

/// Notes what sellers are to be told of an entry.
async fn note(journal: Journal, heard: Heard) -> Result<(), Fault> {
    let news = news_of(&journal, &heard).await?;
    for (index, (seller, kind, data)) in news {
        let deed = NoteMessage { seller, kind: kind.to_owned(), data: data.to_string(), at: heard.at };
        match journal.write(heard.envelope(&TOLD, index), deed).await {
            Ok(_) | Err(Stop::Refused(_) | Stop::KeyReused) => {}
            Err(Stop::Fault(fault)) => return Err(fault),
        }
    }
    Ok(())
}

/// What sellers are to be told of an entry, each with its place in it, which is the same however often the entry is heard. No
/// buyer is named, and of an account no more than its last four digits.
async fn news_of(journal: &Journal, heard: &Heard) -> Result<Vec<(usize, News)>, Fault> {
    let mut news: Vec<News> = Vec::new();
    for event in &heard.events {
        if let Some(placed) = event.read::<OrdersPlaced>()? {
            for standing in placed.orders {
                let data = json!({ "order": standing.order.number, "state": standing.state.name() });
                news.push((standing.order.part.seller, "order.placed", data));
            }
        } else if let Some(moved) = event.read::<OrderMoved>()? {
            let Some(seller) = seller_of(journal, &heard.book, &moved.order).await? else { continue };
            let data = json!({ "order": moved.order, "state": moved.to.name(), "reason": moved.reason });
            news.push((seller, "order.moved", data));
        } else if let Some(collected) = event.read::<OrderCollected>()? {
            let Some(seller) = seller_of(journal, &heard.book, &collected.order).await? else { continue };
            let data = json!({ "order": collected.order, "state": collected.to.name(), "kept": collected.kept });
            news.push((seller, "order.collected", data));
        } else if let Some(released) = event.read::<OrderReleased>()? {
            let data = json!({ "order": released.order, "to_seller": released.to_seller });
            news.push((released.seller, "order.released", data));
        } else if let Some(moved) = event.read::<ProductMoved>()?
            && matches!(moved.to, ProductState::Published | ProductState::Returned)
        {
            let address = address(&heard.book, &moved.product);
            let data = json!({ "product": address, "state": moved.to.name(), "reason": moved.reason });
            news.push((heard.book.clone(), "product.moved", data));
        } else {
            news.extend(payout_news(journal, heard, event).await?);
        }
    }
    let mut told = Vec::with_capacity(news.len());
    for (place, one) in news.into_iter().enumerate() {
        if listens(journal, &one.0).await? {
            told.push((place, one));
        }
    }
    Ok(told)
}

/// What a seller is told of a payout: it left, it arrived, or it came back. It stands in the seller's own book.
async fn payout_news(journal: &Journal, heard: &Heard, event: &HeardEvent) -> Result<Option<News>, Fault> {
    let (kind, id, poisha, reason) = if let Some(sent) = event.read::<PayoutSent>()? {
        ("payout.sent", sent.id, sent.poisha, String::new())
    } else if let Some(ended) = event.read::<PayoutEnded>()? {
        let (book, id) = (heard.book.clone(), ended.id.clone());
        let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::payout(tx, &book, &id).await }));
        let poisha = read.await?.map_or(Paisa::ZERO, |(poisha, _)| poisha);
        (if ended.paid { "payout.paid" } else { "payout.failed" }, ended.id, poisha, ended.reason)
    } else {
        return Ok(None);
    };
    // When nothing was owed any more, nothing left.
    if poisha == Paisa::ZERO {
        return Ok(None);
    }
    let (run, day) = (id.rsplit_once('-').map_or("", |(run, _)| run), heard.at.day().to_string());
    let account = account_of(journal, &heard.book).await?;
    let reason = Some(reason).filter(|reason| !reason.is_empty());
    let data = json!({
        "payout": id,
        "run": run,
        "poisha": poisha.get(),
        "currency": "BDT",
        "account": account,
        "day": day,
        "reason": reason,
    });
    Ok(Some((heard.book.clone(), kind, data)))
}

/// The last four digits of where a seller's money goes; nothing when the person was erased.
async fn account_of(journal: &Journal, seller: &str) -> Result<Option<String>, Fault> {
    let number = seller.to_owned();
    let read = journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let Some(standing) = reading::seller(tx, &number).await? else { return Ok(None) };
            reading::identity(tx, &standing.seller.identity.seal).await
        })
    });
    Ok(read.await?.map(|identity| identity.payout.last4()))
}

async fn seller_of(journal: &Journal, book: &str, order: &str) -> Result<Option<String>, Fault> {
    let (book, order) = (book.to_owned(), order.to_owned());
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::order(tx, &book, &order).await }));
    Ok(read.await?.map(|standing| standing.order.part.seller))
}

/// True for a seller with a program: most have none, and nothing is noted for them.
async fn listens(journal: &Journal, seller: &str) -> Result<bool, Fault> {
    let seller = seller.to_owned();
    journal
        .read(|tx| {
            Box::pin(async move {
                Ok(store::endpoint(tx, &seller).await?.is_some() || !store::keys_of(tx, &seller).await?.is_empty())
            })
        })
        .await
}
