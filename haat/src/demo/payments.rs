//! Money of the demo's market that goes over wallets and banks: an order that a wallet paid, one that it did not, and a
//! settlement run of which one payout has arrived.

use super::nation::{Counter, Nation};
use super::{Hands, at};
use crate::open::Trouble;
use base::{BusinessDay, Paisa};
use journal::{Deed, Envelope, Fault, Journal};
use ledger::TransferState;
use market::{
    AskWallet, Basket, ByRoad, Collect, CollectProof, DecideRun, EndPayout, MoveOrder, Mover, OrderState, ProposeRun,
    Run, SettleWallet, Wanted, ask_for_quote, collect_code, order_now,
};

/// The provider that the demo simulates.
const PROVIDER: &str = "wallet";

async fn does<D: Deed>(journal: &Journal, by: &str, key: &str, deed: D) -> Result<D::Done, Trouble> {
    match journal.write(Envelope::new(by, &format!("demo-payment-{key}")), deed).await {
        Ok(written) => Ok(written.done),
        Err(stop) => Err(format!("the demo: {}: {key}: {stop:?}", D::NAME).into()),
    }
}

/// Pays by wallet at the first centre before the month begins, brings and collects what was paid, and settles its seller
/// when the days of return are over.
pub(super) async fn make(journal: &Journal, hands: &Hands, nation: &Nation, first: BusinessDay) -> Result<(), Trouble> {
    let Some(counter) = nation.counters.first() else { return Ok(()) };
    hands.set(at(first.add_days(-20), 10, 0));
    by_wallet(journal, counter, TransferState::Failed, "01400000002").await?;
    let quote = by_wallet(journal, counter, TransferState::Done, "01400000001").await?;
    collected(journal, counter, &format!("{quote}-1")).await?;
    hands.set(at(first.add_days(-10), 10, 0));
    for listener in market::room().listeners {
        while journal.listen(&listener, 1_000).await?.more {}
    }
    market::go_round(journal).await?;
    let least = Paisa::from_taka(1).ok_or("an amount")?;
    let run: Run = does(journal, "system", "propose", ProposeRun { least }).await?;
    does(journal, &nation.e_cab, "approve", DecideRun { run: run.number, approve: true }).await?;
    market::go_round(journal).await?;
    let first = run.payouts.first().ok_or("a payout")?;
    let (seller, id) = (first.seller.clone(), first.id.clone());
    let arrived = EndPayout { seller, id, paid: true, reference: "DEMO-BANK-1".to_owned(), reason: String::new() };
    does(journal, &nation.e_cab, "arrived", arrived).await
}

/// A quote that a wallet is asked to pay, and what its provider says; answers the quote.
async fn by_wallet(journal: &Journal, counter: &Counter, said: TransferState, mobile: &str) -> Result<String, Trouble> {
    let by = counter.people.first().ok_or("somebody at the counter")?;
    let ready = super::orders::ready(journal).await?;
    let (seller, product) = ready.last().and_then(|address| address.split_once('-')).ok_or("a good that lies ready")?;
    let (of, number) = (seller.to_owned(), product.to_owned());
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { market::product_now(tx, &of, &number).await }));
    let standing = read.await?.ok_or("a product that is shown and is not there")?;
    let variant = standing.product.variants.first().ok_or("a product without a kind")?;
    let wanted = Wanted { product: product.to_owned(), sku: variant.sku.clone(), pieces: 1, shown: variant.price };
    let basket = Basket {
        key: format!("demo-wallet-{mobile}"),
        book: counter.book.clone(),
        path: counter.path.clone(),
        name: "নমুনা ক্রেতা".to_owned(),
        mobile: mobile.to_owned(),
        household: String::new(),
        parts: vec![(seller.to_owned(), vec![wanted])],
        help: Paisa::ZERO,
    };
    let quote = ask_for_quote(journal, &ByRoad, by, &basket).await;
    let quote = quote.map_err(|stop| format!("the demo: a quote: {stop:?}"))?.number;
    let asked = AskWallet {
        book: counter.book.clone(),
        quote: quote.clone(),
        provider: PROVIDER.to_owned(),
        wallet: mobile.to_owned(),
        consent: true,
    };
    let id = does(journal, by, &format!("ask-{mobile}"), asked).await?;
    let (reference, code) = ("DEMO-PAID".to_owned(), String::new());
    let settled = SettleWallet { book: counter.book.clone(), id, said, reference, code };
    does(journal, "system", &format!("settle-{mobile}"), settled).await?;
    Ok(quote)
}

/// The order comes and all of it is kept.
async fn collected(journal: &Journal, counter: &Counter, order: &str) -> Result<(), Trouble> {
    use OrderState as S;
    let by = counter.people.first().ok_or("somebody at the counter")?;
    let (book, order) = (counter.book.clone(), order.to_owned());
    for (mover, expects, to) in [
        (Mover::Seller, S::Placed, S::Accepted),
        (Mover::Seller, S::Accepted, S::Packed),
        (Mover::Seller, S::Packed, S::HandedToCarrier),
        (Mover::Carrier, S::HandedToCarrier, S::ArrivedAtCentre),
    ] {
        let tracking = if to == S::HandedToCarrier { format!("R-{order}") } else { String::new() };
        let (book, order, reason) = (book.clone(), order.clone(), String::new());
        let deed = MoveOrder { book, order, mover, expects, to, reason, tracking, back: Vec::new(), again: false };
        does(journal, by, to.name(), deed).await?;
    }
    let (of, number) = (book.clone(), order.clone());
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { order_now(tx, &of, &number).await }));
    let standing = read.await?.ok_or("an order that is not there")?;
    let pieces: Vec<i64> = standing.order.part.lines.iter().map(|line| line.pieces).collect();
    let deed = Collect {
        book,
        till: counter::TILL.to_owned(),
        order,
        reasons: pieces.iter().map(|_| String::new()).collect(),
        kept: pieces,
        proof: CollectProof::Code(collect_code(journal.keys(), &standing)),
        photos: Vec::new(),
        tendered: None,
    };
    does(journal, by, "collect", deed).await.map(drop)
}
