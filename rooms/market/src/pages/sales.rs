//! What was ordered of the sellers that one acts for: accept it, pack it, hand it over; and what each is owed.

use super::collecting::{BoxShown, box_shown};
use super::fields::Fields;
use super::orders::{OrderRow, order_look, order_row, plain_lines, state_in_words};
use super::{Faults, fault_in, form_id, kept, order_of};
use crate::deeds::count_stock::{CountStock, Pieces};
use crate::deeds::move_order::MoveOrder;
use crate::lots::asked_since;
use crate::lots::store::asks_waiting;
use crate::order::{Mover, OrderStanding, OrderState};
use crate::reading;
use crate::seller::SellerStanding;
use askama::Template;
use axum::extract::{Path, State};
use base::Paisa;
use journal::{Envelope, Fault, Stop};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

#[derive(Template)]
#[template(path = "market_sales.html")]
pub(super) struct SalesPage {
    pub frame: Frame,
    pub number: String,
    pub name: String,
    /// What waits for the seller.
    pub todo: Vec<OrderRow>,
    /// All else.
    pub rest: Vec<OrderRow>,
    /// Askings for a wholesale price that wait for an answer.
    pub asked: i64,
    /// What the programme owes the seller now.
    pub owed: Paisa,
    /// (SKU, name, pieces that lie there, of them promised): goods that lie ready.
    pub stock: Vec<(String, String, i64, i64)>,
    pub faults: Faults,
}

#[derive(Template)]
#[template(path = "market_sale.html")]
pub(super) struct SalePage {
    pub frame: Frame,
    pub form_id: String,
    pub seller: (String, String),
    pub href: String,
    pub number: String,
    pub state_name: &'static str,
    pub state: String,
    pub look: &'static str,
    /// (name, pieces, price of all).
    pub lines: Vec<(String, i64, Paisa)>,
    pub goods: Paisa,
    pub commission: Paisa,
    pub net: Paisa,
    pub promised: String,
    pub carrier: String,
    /// What carrying costs the seller, of goods sent in place of faulty ones; and the order of those.
    pub borne: Paisa,
    pub replaces: String,
    /// True when the buyer wants the same again for what comes back.
    pub again: bool,
    /// The number under which it should travel.
    pub tracking: String,
    pub said: String,
    /// The centre to which it goes.
    pub to: String,
    /// Where the seller may move it.
    pub moves: Vec<OrderState>,
    /// What was left at the open box, with its photos.
    pub left: Vec<BoxShown>,
    pub faults: Faults,
}

impl SalePage {
    /// True when the seller may move it there.
    fn can(&self, to: &str) -> bool {
        self.moves.iter().any(|state| state.name() == to)
    }

    /// True when there is something to do beside turning it down.
    fn goes_on(&self) -> bool {
        self.moves.iter().any(|state| *state != OrderState::PartnerRejected)
    }
}

async fn sales_page(house: &House, frame: Frame, standing: &SellerStanding) -> Result<SalesPage, Trouble> {
    let number = standing.seller.number.clone();
    let vendor = format!("P:vendor:{number}");
    let since = asked_since(house.journal.now());
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let orders = reading::orders_of_seller(tx, &number).await?;
            let owed = ledger::balance_now(tx, &number, &vendor).await?.poisha;
            let stocks = reading::stocks(tx, &number).await?;
            let products = reading::products(tx, &number).await?;
            let asked = asks_waiting(tx, &number, since, None).await?;
            Ok((orders, (owed, asked), stocks, products))
        })
    });
    let (orders, (owed, asked), stocks, products) = read.await?;
    let number = &standing.seller.number;
    let (mut todo, mut rest) = (Vec::new(), Vec::new());
    for (book, order) in &orders {
        let href = format!("/market/sales/{number}/{book}/{}", order.order.number);
        let row = order_row(&frame, order, href, String::new());
        let waits = !order.state.moves(Mover::Seller).is_empty();
        if waits { todo.push(row) } else { rest.push(row) }
    }
    let ready = products.iter().filter(|one| one.product.lead_days == 0);
    let kinds = ready.flat_map(|one| one.product.variants.iter().map(move |variant| (one, variant)));
    let stock = kinds.map(|(one, variant)| {
        let held = stocks.iter().find(|(sku, _)| *sku == variant.sku);
        let piles = held.map(|(_, stock)| stock.0.values().copied().collect::<Vec<_>>()).unwrap_or_default();
        let sum = |of: fn(&crate::stock::Pile) -> i64| piles.iter().map(of).fold(0, i64::saturating_add);
        let name = one.product.name.joined(&variant.name).in_lang(frame.lang).to_owned();
        (variant.sku.clone(), name, sum(|pile| pile.pieces), sum(|pile| pile.aside))
    });
    Ok(SalesPage {
        stock: stock.collect(),
        number: number.clone(),
        name: standing.seller.name.in_lang(frame.lang).to_owned(),
        todo,
        rest,
        asked,
        owed: owed.checked_neg().unwrap_or_default(),
        faults: Faults::new(),
        frame: frame.titled("sales-title"),
    })
}

/// `GET /market/sales/{seller}`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    let standing = kept(&house, &visitor, &number).await?;
    web::page(&sales_page(&house, frame, &standing).await?)
}

/// `POST /market/sales/{seller}/stock`: so many pieces lie there.
pub(super) async fn count(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let standing = kept(&house, &visitor, &number).await?;
    let said = Fields(fields);
    let deed = CountStock {
        seller: number.clone(),
        sku: said.text("sku").to_owned(),
        place: String::new(),
        pieces: Pieces::There(said.number("pieces").unwrap_or(-1)),
    };
    match house.journal.write(Envelope::keyless(&visitor.person), deed).await {
        Ok(_) => Ok(web::see_other(&format!("/market/sales/{number}"))),
        Err(Stop::Refused(refusal)) => {
            let mut page = sales_page(&house, frame, &standing).await?;
            page.faults = vec![(String::new(), super::told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// An order of this seller; another seller's is none.
pub(super) async fn sale_of(
    house: &House,
    seller: &str,
    (book, number): (&str, &str),
) -> Result<OrderStanding, Trouble> {
    let standing = order_of(house, book, number).await?;
    if standing.order.part.seller == seller { Ok(standing) } else { Err(Trouble::NotFound) }
}

/// The price of what was kept, and what of it is the seller's.
pub(super) fn earned(standing: &OrderStanding) -> (Paisa, Paisa) {
    let shares = standing.order.part.lines.iter().zip(&standing.kept).map(|(line, kept)| {
        let (net, _, _) = line.rate.share(line.price_of(*kept)?, Paisa::ZERO)?;
        Some(net)
    });
    let net = shares.collect::<Option<Vec<_>>>().and_then(Paisa::sum).unwrap_or_default();
    (standing.goods_kept().unwrap_or_default(), net)
}

async fn sale_page(
    house: &House,
    frame: Frame,
    seller: &SellerStanding,
    (book, standing): (&str, &OrderStanding),
) -> Result<SalePage, Trouble> {
    let part = &standing.order.part;
    let number = standing.order.number.clone();
    let (kept, net) = earned(standing);
    let to = super::centre_name(house, &frame, book).await?;
    let carrier = super::carrier(house)?;
    Ok(SalePage {
        form_id: form_id()?,
        seller: (seller.seller.number.clone(), seller.seller.name.in_lang(frame.lang).to_owned()),
        href: format!("/market/sales/{}/{book}/{number}", seller.seller.number),
        state_name: standing.state.name(),
        state: state_in_words(&frame, standing.state),
        look: order_look(standing.state),
        lines: plain_lines(&frame, part),
        goods: kept,
        commission: kept.checked_sub(net).unwrap_or_default(),
        net,
        promised: part.promised.show(frame.lang),
        borne: part.borne,
        replaces: standing.order.replaces.clone().unwrap_or_default(),
        again: standing.again,
        carrier: frame.say(&format!("carrier-{}", part.carrier)),
        tracking: standing.tracking.clone().unwrap_or_else(|| carrier.0.number(&number, standing.order.day)),
        said: String::new(),
        to,
        moves: standing.state.moves(Mover::Seller).to_vec(),
        left: box_shown(&frame, book, standing),
        faults: Faults::new(),
        frame: frame.titled("sale-title"),
        number,
    })
}

/// `GET /market/sales/{seller}/{book}/{order}`.
pub(super) async fn one(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((seller, book, number)): Path<(String, String, String)>,
) -> Answer {
    let standing = kept(&house, &visitor, &seller).await?;
    let order = sale_of(&house, &seller, (&book, &number)).await?;
    web::page(&sale_page(&house, frame, &standing, (&book, &order)).await?)
}

/// `POST /market/sales/{seller}/{book}/{order}`.
pub(super) async fn act(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((seller, book, number)): Path<(String, String, String)>,
    RawForm(fields): RawForm,
) -> Answer {
    let standing = kept(&house, &visitor, &seller).await?;
    let order = sale_of(&house, &seller, (&book, &number)).await?;
    let said = Fields(fields);
    let state = |name: &str| OrderState::of_name(said.text(name)).ok_or(Trouble::NotFound);
    let deed = MoveOrder {
        book: book.clone(),
        order: number.clone(),
        mover: Mover::Seller,
        expects: state("expects")?,
        to: state("to")?,
        reason: said.text("reason").to_owned(),
        tracking: said.text("tracking").to_owned(),
        back: Vec::new(),
        again: false,
    };
    match house.journal.write(Envelope::new(&visitor.person, said.text("form_id")), deed).await {
        Ok(_) => Ok(web::see_other(&format!("/market/sales/{seller}/{book}/{number}"))),
        Err(Stop::Refused(refusal)) => {
            let mut page = sale_page(&house, frame, &standing, (&book, &order)).await?;
            page.faults = fault_in(&page.frame, |name| said.text(name), &refusal);
            said.text("reason").clone_into(&mut page.said);
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
