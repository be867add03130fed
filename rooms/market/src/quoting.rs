//! From a basket to a quote: each seller's book sets its goods aside, the carriers are asked, the centre's book writes down
//! what it all costs.
//!
//! No lock spans two books. What was set aside for a quote that did not come about is set free at once; should the program
//! die in between, the reservation's time runs out and the house's round frees it.

use crate::carrier::{Carrier, Load, same_place};
use crate::deeds::end_reservation::EndReservations;
use crate::deeds::make_quote::{MakeQuote, NotQuoted, PARTS_MAX};
use crate::deeds::reserve::{NotReserved, Reserve, Reserved, Wanted};
use crate::law::law_on;
use crate::order::{Part, Quote};
use crate::reading;
use crate::seller::Seller;
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
    /// The centre cannot make the quote.
    Quote(NotQuoted),
}

impl Refusal for NotAsked {
    fn code(&self) -> &'static str {
        match self {
            NotAsked::Basket => "market.quote.basket",
            NotAsked::Reserve(refused) => refused.code(),
            NotAsked::Carrier(_) => "market.quote.carrier",
            NotAsked::Quote(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotAsked::Basket => vec![("max", PARTS_MAX.to_string())],
            NotAsked::Reserve(refused) => refused.values(),
            NotAsked::Carrier(seller) => vec![("seller", seller.clone())],
            NotAsked::Quote(refused) => refused.values(),
        }
    }

    fn field(&self) -> Option<String> {
        if let NotAsked::Quote(refused) = self { refused.field() } else { None }
    }

    fn status(&self) -> u16 {
        match self {
            NotAsked::Reserve(refused) => refused.status(),
            NotAsked::Quote(refused) => refused.status(),
            NotAsked::Basket | NotAsked::Carrier(_) => 422,
        }
    }
}

/// The codes of [`NotAsked`] that are its own.
pub(crate) const CODES: &[&str] = &["market.quote.carrier"];

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
    let mut sellers: Vec<&String> = basket.parts.iter().map(|(seller, _)| seller).collect();
    sellers.sort();
    sellers.dedup();
    if basket.parts.is_empty() || basket.parts.len() > PARTS_MAX || sellers.len() < basket.parts.len() {
        return Err(Stop::Refused(NotAsked::Basket));
    }
    let attempt = network::secrets::new_token().map_err(Stop::Fault)?.chars().take(20).collect::<String>();
    // All sellers at once: they meet in one batch of the desk, whatever their number.
    let mut asked = Vec::with_capacity(basket.parts.len());
    for (seller, lines) in &basket.parts {
        let (seller, lines, centre) = (seller.clone(), lines.clone(), basket.book.clone());
        let deed = Reserve { seller, basket: attempt.clone(), centre, lines };
        let (journal, envelope) = (journal.clone(), Envelope { by: by.to_owned(), key: None });
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
    let numbers: Vec<String> = basket.parts.iter().map(|(seller, _)| seller.clone()).collect();
    let sellers = journal
        .read::<_, Fault, _>(|tx| {
            Box::pin(async move {
                let mut sellers: Vec<Seller> = Vec::with_capacity(numbers.len());
                for number in &numbers {
                    let seller = reading::seller(tx, number).await?;
                    let lost = || Fault::Unsound(format!("market: seller {number} is not there"));
                    sellers.push(seller.ok_or_else(lost)?.seller);
                }
                Ok(sellers)
            })
        })
        .await?;
    let today = journal.now().day();
    let parts =
        sellers.iter().zip(reserved).map(|(seller, reserved)| part(carrier, today, (seller, &basket.path), reserved));
    let parts = parts.collect::<Result<Vec<_>, _>>().map_err(Stop::Refused)?;
    let deed = MakeQuote {
        book: basket.book.clone(),
        attempt: attempt.to_owned(),
        name: basket.name.clone(),
        mobile: basket.mobile.clone(),
        parts,
        help: basket.help,
    };
    let written = journal.write(Envelope::new(by, &basket.key), deed).await;
    written.map(|written| written.done).map_err(|stop| stop.map(NotAsked::Quote))
}

fn part(
    carrier: &dyn Carrier,
    today: BusinessDay,
    (seller, to): (&Seller, &str),
    reserved: Reserved,
) -> Result<Part, NotAsked> {
    let load = Load { from: seller.path.clone(), to: to.to_owned(), weight_g: reserved.weight_g.max(1) };
    let carriage = carrier.quote(&load).ok_or_else(|| NotAsked::Carrier(seller.number.clone()))?;
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
        promised: law_on(today).promised(ready, same_city, carriage.days),
        return_days: reserved.return_days,
        from: seller.path.clone(),
        to: to.to_owned(),
        sex: seller.sex,
    })
}
