//! The evidence pack of an order, for its centre, for the association, and for who looks after a complaint of it.

use super::complaints::{Told, desk_at, step_in_words, told_dispute};
use super::office::of_country;
use super::order_of;
use super::orders::state_in_words;
use crate::dispute::Dispute;
use crate::dispute::read::{dispute, entries_of_order};
use crate::events::{BuyerReminded, CodeMissed, OrderCollected, OrderMoved, RefundPaid};
use crate::evidence::{
    Evidence, EvidenceEntry, EvidenceLine, EvidenceMoney, EvidenceStep, EvidenceWords, escrow_moves, hex,
};
use crate::money::escrow;
use crate::order::{Buyer, OrderStanding, OrderState};
use crate::reading;
use crate::texts::{arrived_text, given_back_text};
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::Paisa;
use journal::{Entry, Event, Fault, Sealed};
use ledger::Posted;
use std::collections::{BTreeMap, BTreeSet};
use web::{Answer, Frame, House, Trouble, Visitor};

/// Pictures of one pack, at most.
const PICTURES_MAX: usize = 12;
/// The middle of the three sizes.
const MIDDLE: usize = 1;

/// True for who may have the pack: the centre of the order, the association, and who looks after its complaint.
fn may_have(visitor: &Visitor, book: &str, complaint: Option<&Dispute>) -> bool {
    let own = visitor.may("market.sell") && visitor.seat.as_ref().is_some_and(|seat| seat.book == book);
    own || of_country(visitor).is_ok() || complaint.is_some_and(|one| desk_at(visitor, &one.path).is_some())
}

/// `GET /market/evidence/{book}/{order}/{line}/{place}`: a photo of the open box, for who may have the pack and for whoever
/// acts for the seller.
pub(super) async fn photo(
    State(house): State<House>,
    visitor: Visitor,
    Path((book, number, line, place)): Path<(String, String, usize, usize)>,
) -> Answer {
    let (of, order) = (book.clone(), number.clone());
    let complaint = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { dispute(tx, &of, &order).await }));
    let standing = order_of(&house, &book, &number).await?;
    if !may_have(&visitor, &book, complaint.await?.as_ref()) {
        super::kept(&house, &visitor, &standing.order.part.seller).await?;
    }
    let photo = standing.photos.get(line).and_then(|photos| photos.get(place)).ok_or(Trouble::NotFound)?;
    let seal = photo.seal.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { tx.unseal_bytes(&book, &seal).await }));
    let jpeg = read.await?.ok_or(Trouble::NotFound)?;
    Ok(([(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "private, max-age=86400")], jpeg).into_response())
}

/// What is read for a pack.
struct Read {
    standing: OrderStanding,
    buyer: Option<Buyer>,
    complaint: Option<(Dispute, Vec<Told>)>,
    entries: Vec<Entry>,
    /// Names of who did something, by their ids.
    names: BTreeMap<String, String>,
    /// Each with what stands below it.
    pictures: Vec<(Vec<u8>, String)>,
}

async fn read(house: &House, frame: &Frame, book: &str, standing: OrderStanding) -> Result<Read, Fault> {
    let (of, number, quote) = (book.to_owned(), standing.order.number.clone(), standing.order.quote.clone());
    let folios = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let mut folios = entries_of_order(tx, &of, &quote).await?;
            folios.extend(entries_of_order(tx, &of, &number).await?);
            Ok(folios)
        })
    });
    let mut entries = Vec::new();
    for folio in folios.await? {
        entries.extend(house.journal.entries(book, folio.saturating_sub(1), 1).await?);
    }
    let (of, people) = (book.to_owned(), entries.iter().map(|entry| entry.head.by.clone()).collect::<Vec<_>>());
    let (lang, lines) = (frame.lang, standing.order.part.lines.clone());
    let (seller, sealed, number) =
        (standing.order.part.seller.clone(), standing.order.buyer.seal.clone(), standing.order.number.clone());
    let taken = taken_of(frame, &standing);
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let mut names = BTreeMap::new();
            let people: BTreeSet<String> = people.into_iter().filter(|person| person != "system").collect();
            for person in people {
                let name = network::person_name(tx, &person).await?;
                names.insert(person, name);
            }
            let mut pictures = Vec::new();
            // What came stands before what was shown: of many pictures the first are kept.
            for (caption, sealed) in taken {
                pictures.extend(tx.unseal_bytes(&of, &sealed.seal).await?.map(|photo| (photo, caption)));
            }
            for line in &lines {
                let Some(place) = reading::photos(tx, &seller, &line.product).await?.first().copied() else { continue };
                let photo = reading::photo(tx, &seller, &line.product, (place, MIDDLE)).await?;
                pictures.extend(photo.map(|photo| (photo, line.name.in_lang(lang).to_owned())));
            }
            let complaint = told_dispute(tx, &of, &number).await?;
            Ok((reading::buyer(tx, &of, &sealed).await?, complaint, names, pictures))
        })
    });
    let (buyer, complaint, names, mut pictures) = read.await?;
    pictures.truncate(PICTURES_MAX);
    Ok(Read { standing, buyer, complaint, entries, names, pictures })
}

/// The photos of the open box with what stands below each.
fn taken_of(frame: &Frame, standing: &OrderStanding) -> Vec<(String, Sealed)> {
    let lines = standing.order.part.lines.iter().zip(&standing.left).zip(&standing.photos);
    let taken = lines.flat_map(|((line, reason), photos)| {
        let reason = super::orders::reason_in_words(frame, Some(reason.as_str()));
        let caption = format!("{}: {} {reason}", frame.say("box-title"), line.name.in_lang(frame.lang));
        photos.iter().map(move |photo| (caption.clone(), photo.clone()))
    });
    taken.collect()
}

/// The first event of this type in an entry.
fn event_of<E: Event>(entry: &Entry) -> Result<Option<E>, Fault> {
    for (kind, version, data) in entry.lines()? {
        if kind == E::KIND && version == E::VERSION {
            let read = serde_json::from_str(&data);
            return read.map(Some).map_err(|error| Fault::Unsound(format!("event {kind}: {error}")));
        }
    }
    Ok(None)
}

/// What an entry did to the order, in words.
fn what_of(frame: &Frame, entry: &Entry, number: &str) -> Result<String, Fault> {
    if let Some(moved) = event_of::<OrderMoved>(entry)?.filter(|moved| moved.order == number) {
        let state = state_in_words(frame, moved.to);
        let reason = super::orders::reason_in_words(frame, moved.reason.as_deref());
        return Ok(if reason.is_empty() { state } else { format!("{state}: {reason}") });
    }
    if let Some(opened) = event_of::<OrderCollected>(entry)? {
        let reasons = opened.reasons.iter().filter(|reason| !reason.is_empty());
        let reasons: Vec<String> = reasons.map(|reason| frame.say(&format!("refuse-{reason}"))).collect();
        let proof = frame.say(&format!("evidence-proof-{}", opened.proof));
        return Ok([vec![state_in_words(frame, opened.to)], reasons, vec![proof]].concat().join(" · "));
    }
    if let Some(paid) = event_of::<RefundPaid>(entry)? {
        return Ok(frame.say_with("evidence-refunded", &[("amount", frame.money(paid.poisha))]));
    }
    if let Some(reminded) = event_of::<BuyerReminded>(entry)? {
        return Ok(frame.say_with("evidence-reminded", &[("count", frame.number(reminded.nth))]));
    }
    if event_of::<CodeMissed>(entry)?.is_some() {
        return Ok(frame.say("evidence-missed"));
    }
    let lines = entry.lines()?;
    let word = |kind: &str| match kind {
        "market.quote_made" => Some("evidence-quoted"),
        "market.orders_placed" => Some("evidence-placed"),
        "market.order_released" => Some("evidence-released"),
        "market.share_handed_over" => Some("evidence-shared"),
        "market.order_disputed" | "market.dispute_passed" | "market.dispute_acted" => Some("order-complaint"),
        _ => None,
    };
    // What was done to the order comes before what a wallet said of it.
    let wallet = |kind: &str| kind.starts_with("market.wallet_").then_some("evidence-wallet");
    let kinds = || lines.iter().map(|(kind, _, _)| kind.as_str());
    let word = kinds().find_map(word).or_else(|| kinds().find_map(wallet));
    Ok(word.map_or_else(|| kinds().next().unwrap_or_default().to_owned(), |word| frame.say(word)))
}

fn entries_told(frame: &Frame, read: &Read) -> Result<Vec<EvidenceEntry>, Fault> {
    let number = &read.standing.order.number;
    let told = read.entries.iter().map(|entry| {
        let by = &entry.head.by;
        let who = read.names.get(by).cloned().unwrap_or_else(|| frame.say("evidence-house"));
        Ok(EvidenceEntry {
            folio: entry.head.folio.to_string(),
            when: entry.head.at.show(frame.lang),
            who: if who.is_empty() { by.clone() } else { who },
            what: what_of(frame, entry, number)?,
            hash: hex(&entry.hash),
        })
    });
    told.collect()
}

fn money_told(frame: &Frame, read: &Read) -> Result<Vec<EvidenceMoney>, Fault> {
    let account = escrow(&read.standing.order.number);
    let (mut told, mut balance) = (Vec::new(), Paisa::ZERO);
    for entry in &read.entries {
        let Some(posted) = event_of::<Posted>(entry)? else { continue };
        let Some((amount, after)) = escrow_moves(&posted.legs, &account, balance) else { continue };
        balance = after;
        told.push(EvidenceMoney {
            folio: entry.head.folio.to_string(),
            when: entry.head.at.show(frame.lang),
            what: what_of(frame, entry, &read.standing.order.number)?,
            amount: frame.money(amount),
            balance: frame.money(balance),
        });
    }
    Ok(told)
}

/// The texts that the buyer was sent; the code itself is left away.
fn texts_told(frame: &Frame, read: &Read) -> Result<Vec<(String, String)>, Fault> {
    let mut told = Vec::new();
    if read.buyer.as_ref().is_none_or(|buyer| buyer.mobile.is_empty()) {
        return Ok(told);
    }
    for entry in &read.entries {
        let Some(moved) = event_of::<OrderMoved>(entry)? else { continue };
        let when = || entry.head.at.show(frame.lang);
        if moved.to == OrderState::ArrivedAtCentre {
            told.push((when(), arrived_text(&moved.order, "••••••")));
        } else if moved.refund > Paisa::ZERO {
            told.push((when(), given_back_text(&moved.order, moved.refund)));
        }
    }
    Ok(told)
}

fn lines_told(frame: &Frame, standing: &OrderStanding) -> Vec<EvidenceLine> {
    let percent = |bp: i64| format!("{} %", Paisa::new(bp).show_plain(frame.lang));
    let lines = standing.order.part.lines.iter().zip(&standing.kept);
    let told = lines.map(|(line, kept)| EvidenceLine {
        name: format!("{} ({})", line.name.in_lang(frame.lang), line.sku),
        pieces: frame.number(line.pieces),
        price: frame.money(line.price),
        total: frame.money(line.price_of(line.pieces).unwrap_or_default()),
        kept: frame.number(*kept),
        rate: frame.say_with(
            "evidence-rate",
            &[("programme", percent(line.rate.programme_bp)), ("shop", percent(line.rate.shop_bp))],
        ),
    });
    told.collect()
}

fn sums_told(frame: &Frame, standing: &OrderStanding) -> Vec<(String, String)> {
    let part = &standing.order.part;
    let pairs = [
        ("quote-delivery", part.delivery),
        ("quote-help", part.help),
        ("quote-total", part.total().unwrap_or_default()),
        ("order-paid", standing.paid),
        ("evidence-due", standing.refund_due),
        ("order-refunded", standing.refunded),
    ];
    pairs.map(|(word, poisha)| (frame.say(word), frame.money(poisha))).to_vec()
}

fn parties_told(frame: &Frame, read: &Read, centre: String) -> Vec<(String, String)> {
    let order = &read.standing.order;
    let part = &order.part;
    let buyer = read.buyer.as_ref();
    let buyer = buyer.map_or_else(|| frame.say("evidence-erased"), |buyer| format!("{} {}", buyer.name, buyer.mobile));
    let days = super::days(frame, part.return_days, "goods-no-returns");
    let pairs = [
        ("evidence-buyer", buyer),
        ("goods-seller", format!("{} ({})", part.seller_name.in_lang(frame.lang), part.seller)),
        ("sale-to", centre),
        ("facts-day", order.day.show(frame.lang)),
        ("quote-payment", frame.say(&format!("payment-{}", order.payment.name()))),
        ("quote-promised", part.promised.show(frame.lang)),
        ("evidence-returns", days),
        ("order-tracking", read.standing.tracking.clone().unwrap_or_else(|| "–".to_owned())),
    ];
    pairs.map(|(word, value)| (frame.say(word), value)).to_vec()
}

fn words_of(frame: &Frame) -> EvidenceWords {
    let say = |word: &str| frame.say(word);
    EvidenceWords {
        bought: say("order-what"),
        columns: ["market-product", "buy-pieces", "goods-price", "quote-total", "evidence-kept"].map(say).to_vec(),
        complaint: say("order-complaint"),
        entries: say("evidence-entries"),
        money: say("evidence-money"),
        moneys: ["evidence-folio", "evidence-when", "evidence-what", "facts-amount", "evidence-balance"]
            .map(say)
            .to_vec(),
        texts: say("evidence-texts"),
        pictures: say("evidence-pictures"),
        check: say("evidence-check"),
    }
}

fn evidence(frame: &Frame, read: &Read, centre: String, printed: String) -> Result<Evidence, Fault> {
    let step = |(step, by, words): &Told| EvidenceStep {
        when: step.at.show(frame.lang),
        what: if by.is_empty() {
            step_in_words(frame, step)
        } else {
            format!("{} · {by}", step_in_words(frame, step))
        },
        words: words.clone(),
    };
    let complaint = read.complaint.iter().flat_map(|(_, told)| told).map(step);
    Ok(Evidence {
        lang: frame.lang.code(),
        title: frame.say("evidence-title"),
        number: read.standing.order.number.clone(),
        state: state_in_words(frame, read.standing.state),
        printed: frame.say_with("evidence-printed", &[("when", printed)]),
        parties: parties_told(frame, read, centre),
        lines: lines_told(frame, &read.standing),
        sums: sums_told(frame, &read.standing),
        complaint: complaint.collect(),
        entries: entries_told(frame, read)?,
        money: money_told(frame, read)?,
        texts: texts_told(frame, read)?,
        pictures: read.pictures.iter().map(|(_, caption)| caption.clone()).collect(),
        words: words_of(frame),
    })
}

/// `GET /market/evidence/{book}/{order}`: the pack as PDF.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((book, number)): Path<(String, String)>,
) -> Answer {
    let (of, order) = (book.clone(), number.clone());
    let complaint = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { dispute(tx, &of, &order).await }));
    if !may_have(&visitor, &book, complaint.await?.as_ref()) {
        return Err(Trouble::NotFound);
    }
    let standing = order_of(&house, &book, &number).await?;
    let read = read(&house, &frame, &book, standing).await?;
    let centre = super::centre_name(&house, &frame, &book).await?;
    let evidence = evidence(&frame, &read, centre, house.journal.now().show(frame.lang))?;
    let pictures: Vec<Vec<u8>> = read.pictures.into_iter().map(|(picture, _)| picture).collect();
    web::pdf(&format!("evidence-{number}"), move || evidence.pdf(&pictures)).await
}
