//! What the tests of orders build on: a producer's quilt and a firm's lamp, a till with float, a clock that is turned.

use crate::kit::{HIS, HIS_PATH, approve, does, firm, furnish, producer, publish, quilt, thing};
use base::{Paisa, Refusal};
use journal::{Fault, Journal, Stop};
use ledger::TopUpFloat;
use market::{
    Basket, ByRoad, Collect, CollectProof, Collected, CountStock, MoveOrder, Mover, OrderStanding, OrderState, Payment,
    Pieces, PlaceOrder, Placed, Quote, Wanted, ask_for_quote, order_now,
};

pub fn taka(amount: i64) -> Paisa {
    Paisa::from_taka(amount).unwrap()
}

/// Two sellers with goods that lie ready: (seller, product) of the quilt and of the lamp.
pub struct Stalls {
    pub quilt: (String, String),
    pub lamp: (String, String),
}

/// Fills a float.
pub async fn fill(journal: &Journal, book: &str, amount: i64) {
    does(journal, TopUpFloat { book: book.to_owned(), poisha: taka(amount), proof: "SLIP-1".to_owned() }).await;
}

pub async fn count(journal: &Journal, seller: &str, sku: &str, pieces: i64) -> i64 {
    let (seller, sku) = (seller.to_owned(), sku.to_owned());
    does(journal, CountStock { seller, sku, place: String::new(), pieces: Pieces::There(pieces) }).await.free
}

/// A market with two stalls, each with ten pieces of its good, and a filled float at Karim's centre.
pub async fn stalls(journal: &Journal) -> Stalls {
    furnish(journal).await;
    let zarina = does(journal, producer("01711000001")).await;
    let alo = does(journal, firm("01811000002")).await;
    approve(journal, &alo).await;
    let quilt = publish(journal, &zarina, quilt()).await;
    let lamp = publish(journal, &alo, thing("LAMP-1", ("বাতি", "Lamp"), "home.light", 800)).await;
    count(journal, &zarina, "QUILT-RED", 10).await;
    count(journal, &alo, "LAMP-1", 10).await;
    fill(journal, HIS, 20_000).await;
    Stalls { quilt: (zarina, quilt), lamp: (alo, lamp) }
}

pub fn wanted(product: &str, sku: &str, pieces: i64, shown: i64) -> Wanted {
    Wanted { product: product.to_owned(), sku: sku.to_owned(), pieces, shown: taka(shown) }
}

/// A basket at Karim's centre.
pub fn basket(key: &str, parts: Vec<(String, Vec<Wanted>)>) -> Basket {
    Basket {
        key: key.to_owned(),
        book: HIS.to_owned(),
        path: HIS_PATH.to_owned(),
        name: "রহিম মিয়া".to_owned(),
        mobile: "01911000003".to_owned(),
        household: String::new(),
        parts,
        help: taka(50),
    }
}

/// A quilt and a lamp.
pub fn both_goods(key: &str, stalls: &Stalls) -> Basket {
    let quilt = (stalls.quilt.0.clone(), vec![wanted(&stalls.quilt.1, "QUILT-RED", 1, 2_500)]);
    let lamp = (stalls.lamp.0.clone(), vec![wanted(&stalls.lamp.1, "LAMP-1", 1, 800)]);
    basket(key, vec![quilt, lamp])
}

/// So many red quilts.
pub fn quilts(key: &str, stalls: &Stalls, pieces: i64) -> Basket {
    basket(key, vec![(stalls.quilt.0.clone(), vec![wanted(&stalls.quilt.1, "QUILT-RED", pieces, 2_500)])])
}

pub async fn quoted(journal: &Journal, basket: &Basket) -> Quote {
    ask_for_quote(journal, &ByRoad, "p-karim", basket).await.unwrap()
}

/// The code with which a basket is refused.
pub async fn not_quoted(journal: &Journal, basket: &Basket) -> &'static str {
    match ask_for_quote(journal, &ByRoad, "p-karim", basket).await {
        Ok(quote) => panic!("quoted as {}", quote.number),
        Err(Stop::Refused(refusal)) => refusal.code(),
        Err(stop) => panic!("{stop:?}"),
    }
}

pub fn placing(quote: &Quote, payment: Payment, paid: Paisa) -> PlaceOrder {
    let advance = if payment == Payment::Cash { Paisa::ZERO } else { paid };
    PlaceOrder {
        book: HIS.to_owned(),
        till: "1".to_owned(),
        quote: quote.number.clone(),
        payment,
        advance,
        tendered: paid,
        consent: true,
    }
}

/// Pays a quote in cash; answers the orders.
pub async fn placed(journal: &Journal, quote: &Quote) -> Placed {
    does(journal, placing(quote, Payment::Cash, quote.total().unwrap())).await
}

/// An order as it stands.
pub async fn order(journal: &Journal, number: &str) -> OrderStanding {
    let number = number.to_owned();
    let found =
        journal.read::<_, Fault, _>(|tx| Box::pin(async move { order_now(tx, HIS, &number).await })).await.unwrap();
    found.unwrap()
}

pub fn moving(number: &str, mover: Mover, (expects, to): (OrderState, OrderState)) -> MoveOrder {
    MoveOrder {
        book: HIS.to_owned(),
        order: number.to_owned(),
        mover,
        expects,
        to,
        reason: if to.needs_reason() { "নেই".to_owned() } else { String::new() },
        tracking: if to == OrderState::HandedToCarrier { "R-1".to_owned() } else { String::new() },
        back: Vec::new(),
        again: false,
    }
}

/// Brings an order to the centre.
pub async fn brought(journal: &Journal, number: &str) {
    use OrderState as S;
    for (mover, way) in [
        (Mover::Seller, (S::Placed, S::Accepted)),
        (Mover::Seller, (S::Accepted, S::Packed)),
        (Mover::Seller, (S::Packed, S::HandedToCarrier)),
        (Mover::Carrier, (S::HandedToCarrier, S::InTransit)),
        (Mover::Carrier, (S::InTransit, S::ArrivedAtCentre)),
    ] {
        does(journal, moving(number, mover, way)).await;
    }
}

/// The box is opened: so many pieces of each line stay, the reason for the others.
pub fn opened(journal: &Journal, standing: &OrderStanding, kept: &[i64], reason: &str) -> Collect {
    let pieces = standing.order.part.lines.iter().zip(kept);
    let reasons = pieces.map(|(line, kept)| if *kept < line.pieces { reason.to_owned() } else { String::new() });
    Collect {
        book: HIS.to_owned(),
        till: "1".to_owned(),
        order: standing.order.number.clone(),
        kept: kept.to_vec(),
        reasons: reasons.collect(),
        photos: Vec::new(),
        proof: CollectProof::Code(market::collect_code(journal.keys(), standing)),
        tendered: Some(taka(10_000)),
    }
}

pub async fn collected(journal: &Journal, number: &str, kept: &[i64], reason: &str) -> (OrderState, Paisa, Paisa) {
    let standing = order(journal, number).await;
    match does(journal, opened(journal, &standing, kept, reason)).await {
        Collected::Handed { state, paid, refund } => (state, paid, refund),
        Collected::WrongCode(left) => panic!("a wrong code; {left} tries left"),
    }
}

/// What an account of a book holds now, debits less credits.
pub async fn holds(journal: &Journal, book: &str, account: &str) -> Paisa {
    let (book, account) = (book.to_owned(), account.to_owned());
    let balance = journal
        .read::<_, Fault, _>(|tx| Box::pin(async move { ledger::balance_now(tx, &book, &account).await }))
        .await
        .unwrap();
    balance.poisha
}

/// Everything that waits is done: what the listener hears, what the round does.
pub async fn settle(journal: &Journal) {
    for _ in 0..4 {
        for listener in market::room().listeners {
            let followed = journal.listen(&listener, 1_000).await.unwrap();
            assert!(followed.faults.is_empty(), "{:?}", followed.faults);
        }
        market::go_round(journal).await.unwrap();
    }
}
