//! Buying at the counter: goods are found, put into a basket, and a quote is asked for.

use super::fields::Fields;
use super::{Faults, fault_in, product_of, showcase};
use crate::deeds::change_draft::{ChangeDraft, DraftChange};
use crate::deeds::reserve::Wanted;
use crate::draft::{self, Draft, DraftLine};
use crate::order::Quote;
use crate::product::{ProductState, parts_of};
use crate::quoting::{Basket, NotAsked, ask_for_quote};
use crate::reading;
use crate::seller::SellerState;
use crate::showcase::Wish;
use askama::Template;
use axum::extract::{Query, State};
use base::Paisa;
use journal::{Envelope, Fault, Stop};
use serde::Deserialize;
use web::{Answer, Frame, House, RawForm, SeatHeld, Trouble, Visitor};

/// Goods of one search at the counter.
const HITS_MAX: usize = 8;
/// What a centre usually asks for its help with a basket: the field's first value.
const HELP_USUAL: i64 = 3_000;

/// One kind of a good that was found.
pub(super) struct HitKind {
    pub sku: String,
    pub name: String,
    pub price: Paisa,
    /// Pieces that can be had.
    pub free: i64,
}

/// A good that was found.
pub(super) struct Hit {
    pub address: String,
    pub name: String,
    pub seller: String,
    pub place: String,
    pub photo: i64,
    pub lead_days: i64,
    pub kinds: Vec<HitKind>,
    /// True when it is given in quantity too.
    pub lot: bool,
}

/// A line of the basket.
pub(super) struct BasketRow {
    pub address: String,
    pub sku: String,
    pub name: String,
    pub pieces: i64,
    pub price: Paisa,
    pub total: Paisa,
}

#[derive(Template)]
#[template(path = "market_buy.html")]
pub(super) struct BuyPage {
    pub frame: Frame,
    pub query: String,
    pub hits: Vec<Hit>,
    pub rows: Vec<BasketRow>,
    pub goods: Paisa,
    pub key: String,
    pub name: String,
    pub mobile: String,
    pub household: String,
    pub help: String,
    pub faults: Faults,
}

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

/// The seat of who buys for a customer; 404 for whoever sits nowhere.
pub(super) fn seat_of(visitor: &Visitor) -> Result<&SeatHeld, Trouble> {
    visitor.seat.as_ref().ok_or(Trouble::NotFound)
}

async fn hits(house: &House, frame: &Frame, query: &str) -> Result<Vec<Hit>, Trouble> {
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let wish = Wish { query: query.to_owned(), ..Wish::default() };
    let found = showcase(house)?.find(&wish, 0, HITS_MAX);
    let addresses: Vec<String> = found.goods.iter().map(|shown| shown.address()).collect();
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let mut known = Vec::with_capacity(addresses.len());
            for address in &addresses {
                let Some((seller, product)) = parts_of(address) else { continue };
                let Some(standing) = reading::product(tx, seller, product).await? else { continue };
                let free = reading::free_of(tx, &standing).await?;
                let lot = crate::lots::store::lot(tx, seller, product).await?.is_some();
                known.push((standing, free, lot));
            }
            Ok(known)
        })
    });
    let known = read.await?;
    let hits = found.goods.iter().filter_map(|shown| {
        let (standing, free, lot) = known.iter().find(|(standing, ..)| standing.address() == shown.address())?;
        let kinds = standing.product.variants.iter().zip(free).map(|(variant, free)| HitKind {
            sku: variant.sku.clone(),
            name: variant.name.in_lang(frame.lang).to_owned(),
            price: variant.price,
            free: *free,
        });
        Some(Hit {
            address: shown.address(),
            name: shown.name.in_lang(frame.lang).to_owned(),
            seller: shown.rack.seller_name.in_lang(frame.lang).to_owned(),
            place: shown.rack.district_name.in_lang(frame.lang).to_owned(),
            photo: shown.photo,
            lead_days: shown.lead_days,
            kinds: kinds.collect(),
            lot: *lot,
        })
    });
    Ok(hits.collect())
}

async fn drafted(house: &House, book: &str, person: &str) -> Result<Draft, Fault> {
    let (book, person) = (book.to_owned(), person.to_owned());
    house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { draft::kept(tx, &book, &person).await })).await
}

async fn page_of(house: &House, frame: Frame, visitor: &Visitor, query: &str) -> Result<BuyPage, Trouble> {
    let seat = seat_of(visitor)?;
    let query: String = base::text::clean(&query.chars().take(60).collect::<String>());
    let draft = drafted(house, &seat.book, &visitor.person).await?;
    let rows = draft.lines.iter().map(|line| BasketRow {
        address: crate::product::address(&line.seller, &line.wanted.product),
        sku: line.wanted.sku.clone(),
        name: line.name.in_lang(frame.lang).to_owned(),
        pieces: line.wanted.pieces,
        price: line.wanted.shown,
        total: line.wanted.shown.checked_mul(line.wanted.pieces).unwrap_or_default(),
    });
    Ok(BuyPage {
        hits: hits(house, &frame, &query).await?,
        rows: rows.collect(),
        goods: draft.goods().unwrap_or_default(),
        key: draft.key.clone(),
        name: String::new(),
        mobile: String::new(),
        household: String::new(),
        help: Paisa::new(HELP_USUAL).show_plain(frame.lang),
        faults: Faults::new(),
        query,
        frame: frame.titled("buy-title"),
    })
}

/// `GET /market/buy?q=`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    web::page(&page_of(&house, frame, &visitor, &asked.q).await?)
}

/// A line of the draft from what a form said: the price and the name as they are now.
async fn line_of(house: &House, said: &Fields) -> Result<DraftLine, Trouble> {
    let address = said.text("address");
    let (seller, product) = parts_of(address).ok_or(Trouble::NotFound)?;
    let (standing, goods) = product_of(house, address).await?;
    let sku = said.text("sku");
    let variant = goods.product.variants.iter().find(|variant| variant.sku == sku).ok_or(Trouble::NotFound)?;
    if standing.state != SellerState::Approved || goods.state != ProductState::Published {
        return Err(Trouble::NotFound);
    }
    let wanted = Wanted {
        product: product.to_owned(),
        sku: sku.to_owned(),
        pieces: said.number("pieces").unwrap_or(1),
        shown: variant.price,
    };
    Ok(DraftLine { seller: seller.to_owned(), wanted, name: goods.product.name.joined(&variant.name) })
}

/// `POST /market/buy/basket`: a good more, or so many of it.
pub(super) async fn change(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    RawForm(fields): RawForm,
) -> Answer {
    let seat = seat_of(&visitor)?;
    let said = Fields(fields);
    let line = line_of(&house, &said).await?;
    let change = if said.text("do") == "add" { DraftChange::Add(line) } else { DraftChange::Set(line) };
    let deed = ChangeDraft { book: seat.book.clone(), person: visitor.person.clone(), change: Some(change) };
    match house.journal.write(Envelope::keyless(&visitor.person), deed).await {
        Ok(_) => Ok(web::see_other(&format!("/market/buy?q={}", web::in_query(said.text("q"))))),
        Err(Stop::Refused(refusal)) => {
            let mut page = page_of(&house, frame, &visitor, said.text("q")).await?;
            page.faults = fault_in(&page.frame, |name| said.text(name), &refusal);
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// `POST /market/buy/quote`: the basket becomes a quote.
pub(super) async fn quote(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    RawForm(fields): RawForm,
) -> Answer {
    let seat = seat_of(&visitor)?;
    let said = Fields(fields);
    let draft = drafted(&house, &seat.book, &visitor.person).await?;
    // A page that shows an older basket asks for nothing.
    let asked = if draft.key == said.text("key") { draft.parts() } else { Vec::new() };
    let basket = Basket {
        key: draft.key.clone(),
        book: seat.book.clone(),
        path: seat.path.clone(),
        name: said.text("name").to_owned(),
        mobile: said.text("mobile").to_owned(),
        household: said.text("household").to_owned(),
        parts: asked,
        help: said.money("help"),
    };
    let carrier = super::carrier(&house)?;
    let asked: Result<Quote, Stop<NotAsked>> =
        ask_for_quote(&house.journal, carrier.0.as_ref(), &visitor.person, &basket).await;
    match asked {
        Ok(quote) => {
            let empty = ChangeDraft { book: seat.book.clone(), person: visitor.person.clone(), change: None };
            house.journal.write(Envelope::keyless(&visitor.person), empty).await?;
            Ok(web::see_other(&format!("/market/quotes/{}", quote.number)))
        }
        Err(Stop::Refused(refusal)) => {
            let mut page = page_of(&house, frame, &visitor, "").await?;
            page.faults = fault_in(&page.frame, |name| said.text(name), &refusal);
            said.text("name").clone_into(&mut page.name);
            said.text("mobile").clone_into(&mut page.mobile);
            said.text("household").clone_into(&mut page.household);
            said.text("help").clone_into(&mut page.help);
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
