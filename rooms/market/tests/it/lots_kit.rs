//! What the tests of wholesale build on: a quilt that is given in quantity, asked for, and offered.

use crate::kit::{HIS, does};
use crate::orders_kit::{Stalls, basket, stalls, taka, wanted};
use base::{Both, Refusal};
use journal::{Fault, Journal, Stop};
use market::{
    AnswerLot, AskLot, Basket, ByRoad, Grade, Lot, LotAsk, LotUnit, Offer, Quote, SetLot, Step, lot_ask_now, take_offer,
};

pub const DAY: i64 = 86_400_000;

pub fn step(from: i64, price: i64) -> Step {
    Step { from, price: taka(price) }
}

/// So many or more; from twenty on at most Tk 2,200, from forty on at most Tk 2,000.
pub fn terms(least: i64) -> Lot {
    let words = Both { bn: "সব এক মাপের".to_owned(), en: "All of one size".to_owned() };
    let steps = vec![step(20, 2_200), step(40, 2_000)];
    Lot { least, unit: LotUnit::Piece, grade: Grade::A, words, steps }
}

pub fn setting(stalls: &Stalls, lot: Option<Lot>) -> SetLot {
    SetLot { seller: stalls.quilt.0.clone(), product: stalls.quilt.1.clone(), lot }
}

pub fn asking(stalls: &Stalls, pieces: i64) -> AskLot {
    AskLot {
        seller: stalls.quilt.0.clone(),
        product: stalls.quilt.1.clone(),
        sku: "QUILT-RED".to_owned(),
        pieces,
        centre: HIS.to_owned(),
        firm: String::new(),
        words: "ঈদের আগে লাগবে".to_owned(),
    }
}

/// A price that holds for three days, promised for the tenth.
pub fn offer(journal: &Journal, price: i64) -> Offer {
    let today = journal.now().day();
    Offer { price: taka(price), promised: today.add_days(10), until: today.add_days(3) }
}

pub fn answering(stalls: &Stalls, number: &str, offer: Option<Offer>) -> AnswerLot {
    AnswerLot { seller: stalls.quilt.0.clone(), number: number.to_owned(), offer, words: "পারব".to_owned() }
}

/// Terms from five quilts on; so many asked for and offered at so much.
pub async fn offered_of(journal: &Journal, pieces: i64, price: i64) -> (Stalls, String) {
    let stalls = stalls(journal).await;
    does(journal, setting(&stalls, Some(terms(5)))).await;
    let number = does(journal, asking(&stalls, pieces)).await;
    does(journal, answering(&stalls, &number, Some(offer(journal, price)))).await;
    (stalls, number)
}

/// Six quilts, offered at Tk 2,100.
pub async fn offered(journal: &Journal) -> (Stalls, String) {
    offered_of(journal, 6, 2_100).await
}

pub fn lot_of(key: &str, stalls: &Stalls, (pieces, price): (i64, i64)) -> Basket {
    basket(key, vec![(stalls.quilt.0.clone(), vec![wanted(&stalls.quilt.1, "QUILT-RED", pieces, price)])])
}

pub fn six(key: &str, stalls: &Stalls) -> Basket {
    lot_of(key, stalls, (6, 2_100))
}

pub async fn taken(journal: &Journal, basket: &Basket, offer: &str) -> Quote {
    take_offer(journal, &ByRoad, "p-karim", basket, offer).await.unwrap()
}

/// The code with which an offer is not given.
pub async fn not_taken(journal: &Journal, basket: &Basket, offer: &str) -> &'static str {
    match take_offer(journal, &ByRoad, "p-karim", basket, offer).await {
        Ok(quote) => panic!("quoted as {}", quote.number),
        Err(Stop::Refused(refusal)) => refusal.code(),
        Err(stop) => panic!("{stop:?}"),
    }
}

pub async fn standing(journal: &Journal, stalls: &Stalls, number: &str) -> LotAsk {
    let (seller, number) = (stalls.quilt.0.clone(), number.to_owned());
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { lot_ask_now(tx, &seller, &number).await })).await;
    read.unwrap().unwrap()
}
