//! From a basket to a quote: each seller's book sets its goods aside, the carriers are asked, the centre's book writes down
//! what it all costs.
//!
//! No lock spans two books. What was set aside for a quote that did not come about is set free at once; should the program
//! die in between, the reservation's time runs out and the house's round frees it.

use crate::carrier::{Carrier, Load, in_boxes, same_place};
use crate::deeds::end_reservation::EndReservations;
use crate::deeds::make_quote::{MakeQuote, NotQuoted, PARTS_MAX};
use crate::deeds::replace_goods::{NotReplaced, ReplaceGoods, is_wanted_again, lines_again, replacement_number};
use crate::deeds::reserve::{NotReserved, Reserve, Reserved, Wanted};
use crate::law::law_on;
use crate::order::{OrderLine, OrderStanding, Part, Quote};
use crate::reading;
use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use journal::{Envelope, Fault, Journal, Stop};

/// What a customer wants, from all sellers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basket {
    /// Its key: one basket is quoted once.
    pub key: String,
    /// The centre's book.
    pub book: String,
    /// The path of the centre's place.
    pub path: String,
    /// The buyer's name.
    pub name: String,
    /// The buyer's mobile number; may be empty.
    pub mobile: String,
    /// The number of the household's head, when that is another; may be empty.
    pub household: String,
    /// (seller's number, what is wanted of it).
    pub parts: Vec<(String, Vec<Wanted>)>,
    /// What the centre asks for its help.
    pub help: Paisa,
}

/// Why there is no quote.
#[derive(Debug)]
pub enum NotAsked {
    /// Nothing is in the basket, or goods of too many sellers.
    Basket,
    /// A seller's goods cannot be set aside.
    Reserve(NotReserved),
    /// No carrier takes a seller's goods.
    Carrier(String),
    /// Who pays on collection is known by no telephone.
    Mobile,
    /// The centre cannot make the quote.
    Quote(NotQuoted),
}

impl Refusal for NotAsked {
    fn code(&self) -> &'static str {
        match self {
            NotAsked::Basket => "market.quote.basket",
            NotAsked::Reserve(refused) => refused.code(),
            NotAsked::Carrier(_) => "market.quote.carrier",
            NotAsked::Mobile => "market.quote.mobile",
            NotAsked::Quote(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotAsked::Basket => vec![("max", PARTS_MAX.to_string())],
            NotAsked::Reserve(refused) => refused.values(),
            NotAsked::Carrier(seller) => vec![("seller", seller.clone())],
            NotAsked::Mobile => Vec::new(),
            NotAsked::Quote(refused) => refused.values(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotAsked::Quote(refused) => refused.field(),
            NotAsked::Mobile => Some("mobile".to_owned()),
            _ => None,
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotAsked::Reserve(refused) => refused.status(),
            NotAsked::Quote(refused) => refused.status(),
            NotAsked::Basket | NotAsked::Carrier(_) | NotAsked::Mobile => 422,
        }
    }
}

/// The codes of [`NotAsked`] that are its own.
pub(crate) const CODES: &[&str] = &["market.quote.carrier", "market.quote.mobile"];

/// Asks for a quote: `by` at the counter, for a customer. The same basket asked for twice by the same person gives one
/// quote: each call sets its goods aside under a name of its own, and whoever comes second frees them again.
///
/// # Errors
/// [`NotAsked`]; nothing stays set aside.
pub async fn ask_for_quote(
    journal: &Journal,
    carrier: &dyn Carrier,
    by: &str,
    basket: &Basket,
) -> Result<Quote, Stop<NotAsked>> {
    asked_for(journal, carrier, by, (basket, "")).await
}

/// Takes a seller's offer: a quote as any other, at the price that was offered to this centre for just this.
///
/// # Errors
/// [`NotAsked`]; nothing stays set aside, and the offer may be taken later.
pub async fn take_offer(
    journal: &Journal,
    carrier: &dyn Carrier,
    by: &str,
    basket: &Basket,
    offer: &str,
) -> Result<Quote, Stop<NotAsked>> {
    asked_for(journal, carrier, by, (basket, offer)).await
}

async fn asked_for(
    journal: &Journal,
    carrier: &dyn Carrier,
    by: &str,
    (basket, offer): (&Basket, &str),
) -> Result<Quote, Stop<NotAsked>> {
    let mut sellers: Vec<&String> = basket.parts.iter().map(|(seller, _)| seller).collect();
    sellers.sort();
    sellers.dedup();
    if basket.parts.is_empty() || basket.parts.len() > PARTS_MAX || sellers.len() < basket.parts.len() {
        return Err(Stop::Refused(NotAsked::Basket));
    }
    let attempt = new_attempt()?;
    // All sellers at once: they meet in few batches of the desk, whatever their number.
    let mut asked = Vec::with_capacity(basket.parts.len());
    for (seller, lines) in &basket.parts {
        let (seller, lines, centre) = (seller.clone(), lines.clone(), basket.book.clone());
        let deed = Reserve { seller, basket: attempt.clone(), centre, lines, offer: offer.to_owned() };
        let (journal, envelope) = (journal.clone(), Envelope::keyless(by));
        asked.push(tokio::spawn(async move { journal.write(envelope, deed).await.map(|written| written.done) }));
    }
    let mut done: Vec<Reserved> = Vec::with_capacity(asked.len());
    let mut stopped = None;
    for one in asked {
        match one.await {
            Ok(Ok(reserved)) => done.push(reserved),
            Ok(Err(stop)) => stopped = stopped.or(Some(stop.map(NotAsked::Reserve))),
            Err(lost) => stopped = stopped.or(Some(Stop::Fault(Fault::Unsound(format!("a reservation: {lost}"))))),
        }
    }
    let quoted = match stopped {
        Some(stop) => Err(stop),
        None => quote(journal, carrier, by, (basket, &attempt), done).await,
    };
    // Where a fault leaves it open whether the quote was written, the round asks the centre's book later.
    let unused = match &quoted {
        Ok(quote) => quote.basket != attempt,
        Err(stop) => !matches!(stop, Stop::Fault(_)),
    };
    if unused {
        free(journal, &sellers, &attempt).await;
    }
    quoted
}

/// Sets free what was set aside for nothing. What cannot be freed now is freed by the round when its time is over.
async fn free(journal: &Journal, sellers: &[&String], attempt: &str) {
    for seller in sellers {
        let deed = EndReservations { seller: (*seller).clone(), baskets: vec![(attempt.to_owned(), false)] };
        drop(journal.write(Envelope::system(), deed).await);
    }
}

async fn quote(
    journal: &Journal,
    carrier: &dyn Carrier,
    by: &str,
    (basket, attempt): (&Basket, &str),
    reserved: Vec<Reserved>,
) -> Result<Quote, Stop<NotAsked>> {
    let today = journal.now().day();
    let parts = reserved.into_iter().map(|reserved| part(carrier, today, &basket.path, reserved));
    let parts = parts.collect::<Result<Vec<_>, _>>().map_err(Stop::Refused)?;
    let deed = MakeQuote {
        book: basket.book.clone(),
        attempt: attempt.to_owned(),
        name: basket.name.clone(),
        mobile: basket.mobile.clone(),
        household: basket.household.clone(),
        parts,
        help: basket.help,
    };
    let written = journal.write(Envelope::new(by, &basket.key), deed).await;
    written.map(|written| written.done).map_err(|stop| stop.map(NotAsked::Quote))
}

/// Sends the same again for faulty goods that came back: its seller sets them aside, and they are ordered in place of the
/// first. Answers the new order's number. What was set aside for nothing is freed again.
///
/// # Errors
/// [`NotReserved`], when the seller has none left; [`NotAsked::Carrier`]; [`NotReplaced`].
pub(crate) async fn send_same_again(
    journal: &Journal,
    carrier: &dyn Carrier,
    by: &str,
    (book, standing, key): (&str, &OrderStanding, &str),
) -> Result<String, Stop<Box<dyn Refusal>>> {
    fn boxed<R: Refusal + 'static>(refusal: R) -> Box<dyn Refusal> {
        Box::new(refusal)
    }
    if standing.replaced > Paisa::ZERO {
        // Pressed once more, whatever became of the first answer.
        return Ok(replacement_number(&standing.order.number));
    }
    if !is_wanted_again(standing) {
        return Err(Stop::Refused(boxed(NotReplaced::NotWanted)));
    }
    let (part, lines) = (&standing.order.part, lines_again(standing));
    let weight_g = lines.iter().map(|line| line.weight_g.saturating_mul(line.pieces)).fold(1, i64::saturating_add);
    let load = Load { from: part.from.clone(), to: part.to.clone(), weight_g };
    let carriage = match lines.as_slice() {
        // Of a lot more may come back than one box holds.
        [line] => in_boxes(carrier, &load, (line.pieces, line.weight_g)),
        _ => carrier.quote(&load),
    };
    let carriage = carriage.ok_or_else(|| Stop::Refused(boxed(NotAsked::Carrier(part.seller.clone()))))?;
    let attempt = new_attempt()?;
    let lines = at_prices_of_today(journal, &part.seller, lines).await?;
    let (seller, basket, centre) = (part.seller.clone(), attempt.clone(), book.to_owned());
    let reserve = Reserve { seller, basket, centre, lines, offer: String::new() };
    let reserved = journal.write(Envelope::keyless(by), reserve).await;
    let reserved = reserved.map_err(|stop| stop.map(boxed))?.done;
    let ready = journal.now().day().add_days(reserved.lead_days);
    let same_city = same_place(&load.from, &load.to, 3);
    let deed = ReplaceGoods {
        book: book.to_owned(),
        order: standing.order.number.clone(),
        attempt: attempt.clone(),
        carrier: carrier.name().to_owned(),
        carriage: carriage.price,
        promised: law_on(journal.now().day()).promised(ready, same_city, carriage.days),
    };
    let written = journal.write(Envelope::new(by, key), deed).await;
    let unused = match &written {
        Ok(written) => written.done.attempt != attempt,
        Err(stop) => !matches!(stop, Stop::Fault(_)),
    };
    if unused {
        free(journal, &[&part.seller], &attempt).await;
    }
    written.map(|written| written.done.order).map_err(|stop| stop.map(boxed))
}

/// What is sent again, as its seller's shelf names it today: it costs what it cost, whatever the price is now.
async fn at_prices_of_today(journal: &Journal, seller: &str, lines: Vec<OrderLine>) -> Result<Vec<Wanted>, Fault> {
    let seller = seller.to_owned();
    let read = journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let mut wanted = Vec::with_capacity(lines.len());
            for line in lines {
                let product = reading::product(tx, &seller, &line.product).await?;
                let variants = product.map(|product| product.product.variants).unwrap_or_default();
                let now = variants.into_iter().find(|variant| variant.sku == line.sku).map(|variant| variant.price);
                let shown = now.unwrap_or(line.price);
                wanted.push(Wanted { product: line.product, sku: line.sku, pieces: line.pieces, shown });
            }
            Ok(wanted)
        })
    });
    read.await
}

/// A name of its own under which goods are set aside.
fn new_attempt() -> Result<String, Fault> {
    Ok(network::secrets::new_token()?.chars().take(20).collect())
}

fn part(carrier: &dyn Carrier, today: BusinessDay, to: &str, reserved: Reserved) -> Result<Part, NotAsked> {
    let seller = reserved.seller;
    let load = Load { from: seller.path.clone(), to: to.to_owned(), weight_g: reserved.weight_g.max(1) };
    // A lot goes in as many boxes as it needs; what is bought by the piece goes in one.
    let carriage = match (reserved.promised, reserved.lines.as_slice()) {
        (Some(_), [line]) => in_boxes(carrier, &load, (line.pieces, line.weight_g)),
        _ => carrier.quote(&load),
    };
    let carriage = carriage.ok_or_else(|| NotAsked::Carrier(seller.number.clone()))?;
    let too_large = || NotAsked::Quote(NotQuoted::TooLarge);
    let prices = reserved.lines.iter().map(|line| line.price_of(line.pieces)).collect::<Option<Vec<_>>>();
    let goods = prices.and_then(Paisa::sum).ok_or_else(too_large)?;
    let same_city = same_place(&seller.path, to, 3);
    // What is made to order is sent when it is made; the law counts from then.
    let ready = today.add_days(reserved.lead_days);
    Ok(Part {
        seller: seller.number.clone(),
        seller_name: seller.name.clone(),
        lines: reserved.lines,
        goods,
        carrier: carrier.name().to_owned(),
        delivery: carriage.price,
        help: Paisa::ZERO,
        promised: reserved.promised.unwrap_or_else(|| law_on(today).promised(ready, same_city, carriage.days)),
        return_days: reserved.return_days,
        from: seller.path.clone(),
        to: to.to_owned(),
        sex: seller.sex,
        borne: Paisa::ZERO,
    })
}
