//! Orders, as a seller's own program reads and moves them. Of the buyer it is told nothing: a parcel goes to a centre, and
//! the order's number on it is enough there.

use super::store::orders_moved;
use super::{ORDERS_PAGE_MAX, Place, seller_of_key};
use crate::carrier::HiredCarrier;
use crate::deeds::move_order::MoveOrder;
use crate::order::{Mover, OrderStanding, OrderState};
use crate::product::address;
use crate::reading;
use axum::extract::{Path, Query, State};
use base::Paisa;
use journal::{Envelope, Fault};
use network::centre::Centre;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use web::{Answer, House, IdempotencyKey, Json, KitRefusal, Problem, Trouble, Visitor, json};

/// An order that moved less than so long ago is not told yet, in milliseconds: a cursor passes over none that is entered
/// late. An order's moment is that of its batch, and it can be seen only when that batch was committed; a disk that is slow,
/// and on PostgreSQL another process whose clock is behind, put seconds between the two. What came in behind a cursor would
/// never be told, and nobody who packs parcels minds ten seconds.
const SETTLED_MS: i64 = 10_000;

/// What is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OrdersAsked {
    /// The cursor of the page before; left out for the first.
    #[serde(default)]
    after: String,
    /// How many, at most 100; else 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// One kind of goods that was ordered.
#[derive(Debug, Serialize, ToSchema)]
struct LineShown {
    /// The product's address: `S000001-0001`.
    address: String,
    /// The SKU.
    sku: String,
    /// What it was called, in Bangla.
    name_bn: String,
    /// The same in English; may be empty.
    name_en: String,
    /// How many pieces.
    pieces: i64,
    /// How many of them the buyer keeps.
    kept: i64,
    /// The price of a piece, in poisha.
    #[schema(value_type = i64)]
    price: Paisa,
}

/// Where a parcel goes.
#[derive(Debug, Serialize, ToSchema)]
struct CentreShown {
    /// The centre's code.
    code: String,
    /// Its name in Bangla.
    name_bn: String,
    /// Its name in English.
    name_en: String,
    /// The path of its place: the codes of division, district, upazila, union.
    path: String,
}

/// An order as its seller's program sees it.
#[derive(Debug, Serialize, ToSchema)]
struct PartnerOrder {
    /// Its number: it stands on the parcel.
    number: String,
    /// Its state: `placed`, `accepted`, `packed`, `handed_to_carrier`, …
    state: &'static str,
    /// Since when, in milliseconds since 1970.
    moved_ms: i64,
    /// Why, when it was explained.
    reason: Option<String>,
    /// The day on which it was placed, `yyyy-mm-dd`.
    day: String,
    /// The last day on which it should be at the centre, `yyyy-mm-dd`.
    promised: String,
    /// What is sent.
    lines: Vec<LineShown>,
    /// The price of what the buyer keeps, in poisha.
    #[schema(value_type = i64)]
    goods: Paisa,
    /// What of it the seller gets, in poisha: without the commission, and without what it bears of the carriage.
    #[schema(value_type = i64)]
    net: Paisa,
    /// What carrying costs the seller, in poisha, of goods sent in place of faulty ones.
    #[schema(value_type = i64)]
    borne: Paisa,
    /// The order in place of whose faulty goods these are sent; null for others.
    replaces: Option<String>,
    /// True when the buyer wants the same again for what comes back: it becomes an order of its own.
    again: bool,
    /// Who carries it.
    carrier: String,
    /// The carrier's number; until it was handed over, the one under which it should travel.
    tracking: String,
    /// Where it goes.
    centre: Option<CentreShown>,
    /// True while a complaint holds the money.
    disputed: bool,
    /// Where the seller may move it now.
    moves: Vec<&'static str>,
}

/// A page of orders.
#[derive(Debug, Serialize, ToSchema)]
struct PartnerOrders {
    /// The orders, what moved first first. One that moves again comes again.
    orders: Vec<PartnerOrder>,
    /// The cursor for what comes next, now or later.
    next: String,
    /// True when more is there already.
    more: bool,
}

/// What of an order its seller gets.
fn net_of(standing: &OrderStanding) -> Option<Paisa> {
    let lines = standing.order.part.lines.iter().zip(&standing.kept);
    let nets = lines.map(|(line, kept)| Some(line.rate.share(line.price_of(*kept)?, Paisa::ZERO)?.0));
    Paisa::sum(nets.collect::<Option<Vec<_>>>()?)?.checked_sub(standing.order.part.borne)
}

fn order_shown(standing: &OrderStanding, centre: Option<&Centre>, carrier: &HiredCarrier) -> PartnerOrder {
    let (order, part) = (&standing.order, &standing.order.part);
    let line = |(line, kept): (&crate::OrderLine, &i64)| LineShown {
        address: address(&part.seller, &line.product),
        sku: line.sku.clone(),
        name_bn: line.name.bn.clone(),
        name_en: line.name.en.clone(),
        pieces: line.pieces,
        kept: *kept,
        price: line.price,
    };
    PartnerOrder {
        number: order.number.clone(),
        state: standing.state.name(),
        moved_ms: standing.moved.get(),
        reason: standing.reason.clone(),
        day: order.day.to_string(),
        promised: part.promised.to_string(),
        lines: part.lines.iter().zip(&standing.kept).map(line).collect(),
        goods: standing.goods_kept().unwrap_or_default(),
        net: net_of(standing).unwrap_or_default(),
        borne: part.borne,
        replaces: order.replaces.clone(),
        again: standing.again,
        carrier: part.carrier.clone(),
        tracking: standing.tracking.clone().unwrap_or_else(|| carrier.0.number(&order.number, order.day)),
        centre: centre.map(|centre| CentreShown {
            code: centre.code.clone(),
            name_bn: centre.name_bn.clone(),
            name_en: centre.name_en.clone(),
            path: centre.path.clone(),
        }),
        disputed: standing.disputed,
        moves: standing.state.moves(Mover::Seller).iter().map(|state| state.name()).collect(),
    }
}

/// The seller's orders in the order in which they moved last: a program asks again and again with the last cursor, and
/// hears of each order that was placed or moved since.
#[utoipa::path(
    get,
    path = "/api/v1/partner/orders",
    operation_id = "partner_orders",
    params(OrdersAsked),
    responses(
        (status = 200, body = PartnerOrders, description = "The orders"),
        (status = 400, body = Problem, description = "No cursor of ours"),
        (status = 401, body = Problem, description = "No key of a seller, or one that was taken back"),
        (status = 403, body = Problem, description = "The key does not open this"),
        (status = 429, body = Problem, description = "More than 600 requests in a minute under this key")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn orders(State(house): State<House>, visitor: Visitor, Query(asked): Query<OrdersAsked>) -> Answer {
    let seller = seller_of_key(&visitor)?.to_owned();
    let carrier = house.things.get::<HiredCarrier>().ok_or_else(|| Trouble::Broken("no carrier".to_owned()))?;
    let after = Place::of(&asked.after).ok_or(KitRefusal::Malformed)?;
    let limit = asked.limit.unwrap_or(ORDERS_PAGE_MAX).clamp(1, ORDERS_PAGE_MAX);
    let before = house.now().get().saturating_sub(SETTLED_MS);
    let from = after.clone();
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let orders = orders_moved(tx, &seller, before, &from, limit.saturating_add(1)).await?;
            let mut centres = BTreeMap::new();
            for (book, _) in &orders {
                if !centres.contains_key(book) {
                    centres.insert(book.clone(), network::centre(tx, book).await?);
                }
            }
            Ok((orders, centres))
        })
    });
    let (mut orders, centres) = read.await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = orders.len() > most;
    orders.truncate(most);
    let next = orders.last().map_or(after, |(book, standing)| Place {
        moved_ms: standing.moved.get(),
        book: book.clone(),
        number: standing.order.number.clone(),
    });
    let centre = |book: &str| centres.get(book).and_then(Option::as_ref);
    let orders = orders.iter().map(|(book, standing)| order_shown(standing, centre(book), carrier)).collect();
    json(200, &PartnerOrders { orders, next: next.text(), more })
}

/// Where an order is moved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoveAsked {
    /// The state in which the program saw it.
    #[schema(value_type = String)]
    from: OrderState,
    /// Where it goes: `accepted`, `packed`, `handed_to_carrier`, `partner_rejected`, `return_approved`.
    #[schema(value_type = String)]
    to: OrderState,
    /// Why it cannot be sent; the buyer reads it.
    #[serde(default)]
    reason: String,
    /// The carrier's number, when it is handed over.
    #[serde(default)]
    tracking: String,
}

/// Where an order stands now.
#[derive(Debug, Serialize, ToSchema)]
struct Moved {
    /// Its number.
    number: String,
    /// Its state.
    state: &'static str,
}

/// The book in which an order stands: its number names it.
fn book_of(order: &str) -> Option<&str> {
    order.strip_prefix("M-")?.split('-').next()
}

/// Moves an order on: the seller sends it, has packed it, has handed it over; or cannot send it. The same key and move are
/// told the first answer.
#[utoipa::path(
    post,
    path = "/api/v1/partner/orders/{order}/moves",
    operation_id = "partner_move",
    params(
        ("order" = String, Path, description = "The order's number"),
        ("Idempotency-Key" = String, Header, description = "Chosen by the caller, once for each move")
    ),
    request_body = MoveAsked,
    responses(
        (status = 200, body = Moved, description = "Where it stands now"),
        (status = 400, body = Problem, description = "No key, or no JSON"),
        (status = 401, body = Problem, description = "No key of a seller, or one that was taken back"),
        (status = 403, body = Problem, description = "The key does not open this"),
        (status = 404, body = Problem, description = "The seller has no such order"),
        (status = 409, body = Problem, description = "It stands elsewhere, or does not go there"),
        (status = 422, body = Problem, description = "No reason, or no number of the carrier"),
        (status = 429, body = Problem, description = "More than 600 requests in a minute under this key")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn moved(
    State(house): State<House>,
    visitor: Visitor,
    Path(number): Path<String>,
    IdempotencyKey(key): IdempotencyKey,
    Json(asked): Json<MoveAsked>,
) -> Answer {
    let seller = seller_of_key(&visitor)?.to_owned();
    let book = book_of(&number).ok_or(Trouble::NotFound)?.to_owned();
    let (at, order) = (book.clone(), number.clone());
    let read =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::order(tx, &at, &order).await })).await?;
    if read.is_none_or(|standing| standing.order.part.seller != seller) {
        return Err(Trouble::NotFound);
    }
    let deed = MoveOrder {
        book,
        order: number.clone(),
        mover: Mover::Seller,
        expects: asked.from,
        to: asked.to,
        reason: asked.reason,
        tracking: asked.tracking,
        back: Vec::new(),
        again: false,
    };
    house.journal.write(Envelope::new(&visitor.person, &key), deed).await?;
    json(200, &Moved { number, state: asked.to.name() })
}
