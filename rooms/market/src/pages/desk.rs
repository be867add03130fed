//! The desk of whoever sells: their sellers, and what each offers.

use super::kept;
use crate::product::{ProductStanding, ProductState};
use crate::reading;
use crate::seller::{SellerKind, SellerStanding};
use askama::Template;
use axum::extract::{Path, State};
use base::Paisa;
use journal::Fault;
use web::{Answer, Frame, House, Visitor};

/// A seller in a list.
pub(super) struct SellerRow {
    pub number: String,
    pub name: String,
    pub kind: String,
    pub state: String,
    pub look: &'static str,
    /// All its products, those that are shown, those that were sent back.
    pub products: i64,
    pub shown: i64,
    pub returned: i64,
}

#[derive(Template)]
#[template(path = "market_desk.html")]
pub(super) struct DeskPage {
    pub frame: Frame,
    pub has_seat: bool,
    /// True for who keeps a firm that may buy.
    pub may_ask: bool,
    pub sellers: Vec<SellerRow>,
}

/// A product in a list.
pub(super) struct ProductRow {
    pub address: String,
    pub name: String,
    pub price: Paisa,
    pub state: String,
    pub look: &'static str,
    pub photos: i64,
    pub reason: String,
}

#[derive(Template)]
#[template(path = "market_seller.html")]
pub(super) struct SellerPage {
    pub frame: Frame,
    pub number: String,
    pub name: String,
    pub kind: String,
    pub state: String,
    pub look: &'static str,
    pub reason: String,
    pub may_offer: bool,
    pub products: Vec<ProductRow>,
}

/// How a seller's state looks.
pub(super) fn seller_look(standing: &SellerStanding) -> &'static str {
    use crate::seller::SellerState;
    match standing.state {
        SellerState::Approved => "",
        SellerState::Applied | SellerState::Checked => "wait",
        SellerState::Suspended | SellerState::Declined => "late",
    }
}

/// How a product's state looks.
pub(super) fn product_look(state: ProductState) -> &'static str {
    match state {
        ProductState::Published => "",
        ProductState::Waiting => "wait",
        ProductState::Returned => "late",
        ProductState::Draft | ProductState::Withdrawn => "plain",
    }
}

pub(super) fn product_row(frame: &Frame, standing: &ProductStanding) -> ProductRow {
    ProductRow {
        address: standing.address(),
        name: standing.product.name.in_lang(frame.lang).to_owned(),
        price: standing.product.price_from(),
        state: frame.say(&format!("market-state-{}", standing.state.name())),
        look: product_look(standing.state),
        photos: standing.photos,
        reason: standing.reason.clone().unwrap_or_default(),
    }
}

fn seller_row(frame: &Frame, standing: &SellerStanding, states: &[(ProductState, i64)]) -> SellerRow {
    let count = |state: ProductState| states.iter().filter(|one| one.0 == state).map(|one| one.1).sum::<i64>();
    SellerRow {
        number: standing.seller.number.clone(),
        name: standing.seller.name.in_lang(frame.lang).to_owned(),
        kind: frame.say(&format!("market-kind-{}", standing.seller.kind.name())),
        state: frame.say(&format!("seller-state-{}", standing.state.name())),
        look: seller_look(standing),
        products: states.iter().map(|one| one.1).sum(),
        shown: count(ProductState::Published),
        returned: count(ProductState::Returned),
    }
}

/// `GET /market`.
pub(super) async fn show(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    let (person, centre) = (visitor.person.clone(), visitor.seat.as_ref().map(|seat| seat.book.clone()));
    let has_seat = centre.is_some();
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let mut rows = Vec::new();
            for standing in reading::sellers_kept(tx, &person, &centre.unwrap_or_default()).await? {
                let states = reading::product_states(tx, &standing.seller.number).await?;
                rows.push((standing, states));
            }
            Ok(rows)
        })
    });
    // A firm's own staff keeps its place when the person moves on to a seat: the rule is asked for each.
    let rows = read.await?;
    let mine = rows.iter().filter(|(standing, _)| super::may_keep(&visitor, standing));
    let may_ask = mine.clone().any(|(standing, _)| super::lots::may_ask(&visitor, standing));
    let sellers = mine.map(|(standing, states)| seller_row(&frame, standing, states)).collect();
    web::page(&DeskPage { has_seat, may_ask, sellers, frame: frame.titled("market-title") })
}

/// `GET /market/sellers/{seller}`.
pub(super) async fn seller(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    let standing = kept(&house, &visitor, &number).await?;
    let asked = number.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::products(tx, &asked).await }));
    let products = read.await?.iter().map(|one| product_row(&frame, one)).collect();
    let name = standing.seller.name.in_lang(frame.lang).to_owned();
    web::page(&SellerPage {
        kind: frame.say(&format!("market-kind-{}", standing.seller.kind.name())),
        state: frame.say(&format!("seller-state-{}", standing.state.name())),
        look: seller_look(&standing),
        reason: standing.reason.clone().unwrap_or_default(),
        may_offer: !standing.state.needs_reason(),
        number,
        products,
        frame: frame.titled_as(name.clone()),
        name,
    })
}

/// True for whom a producer can be registered by.
pub(super) fn kind_for(visitor: &Visitor, asked: &str) -> SellerKind {
    let asked = SellerKind::of_name(asked);
    let usual = if visitor.seat.is_some() { SellerKind::Producer } else { SellerKind::Merchant };
    // Only who sits at a counter can vouch for a villager.
    asked.filter(|kind| *kind == SellerKind::Merchant || visitor.seat.is_some()).unwrap_or(usual)
}
