//! The market's part of the API: goods are looked for, quoted, ordered, and orders looked up.

use crate::carrier::HiredCarrier;
use crate::deeds::place_order::PlaceOrder;
use crate::deeds::reserve::Wanted;
use crate::order::{OrderStanding, Part, Payment, Quote};
use crate::product::parts_of;
use crate::quoting::{Basket, ask_for_quote};
use crate::reading;
use crate::showcase::{Showcase, Wish};
use axum::extract::{Path, Query, State};
use base::Paisa;
use journal::{Envelope, Fault, Stop};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};
use web::{Answer, House, IdempotencyKey, Json, Problem, Trouble, Visitor, json};

/// Goods of one answer, at most.
const GOODS_MAX: usize = 50;
/// Letters of a query that are looked at.
const QUERY_CHARS_MAX: usize = 60;

#[derive(OpenApi)]
#[openapi(paths(
    goods,
    quote,
    place,
    order,
    crate::callback::hear,
    crate::partner::api::products,
    crate::partner::api_photos::photo,
    crate::partner::api_stock::stock,
    crate::partner::api_stock::prices,
    crate::partner::api_kinds::categories,
    crate::partner::api_kinds::map_categories,
    crate::partner::api_orders::orders,
    crate::partner::api_orders::moved,
    crate::partner::api_events::events
))]
struct Described;

/// The room's part of the description.
pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Described::openapi()
}

/// What is looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct GoodsAsked {
    /// Words in Bangla, English or romanised; all goods, the newest first, when left out.
    #[serde(default)]
    q: String,
    /// The code of a category, with all below it.
    #[serde(default)]
    category: String,
    /// The code of a district.
    #[serde(default)]
    district: String,
    /// How many to pass over.
    #[serde(default)]
    #[param(minimum = 0, maximum = 10_000)]
    skip: usize,
    /// How many, at most 50; else 50.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<usize>,
}

/// A product in a list.
#[derive(Debug, Serialize, ToSchema)]
struct GoodsItem {
    /// `S000001-0001`: its address.
    address: String,
    /// Its name in Bangla.
    name_bn: String,
    /// Its name in English; may be empty.
    name_en: String,
    /// The lowest price of its kinds, in poisha.
    #[schema(value_type = i64)]
    price: Paisa,
    /// The seller's number.
    seller: String,
    /// The code of the seller's district.
    district: String,
    /// The code of its category.
    category: String,
    /// Days until it is made; 0 for what lies ready.
    lead_days: i64,
}

/// A page of goods.
#[derive(Debug, Serialize, ToSchema)]
struct GoodsPage {
    /// The goods, best first.
    items: Vec<GoodsItem>,
    /// How many there are in all.
    total: usize,
}

/// Looks for goods.
#[utoipa::path(
    get,
    path = "/api/v1/market/goods",
    operation_id = "market_goods",
    params(GoodsAsked),
    responses((status = 200, body = GoodsPage, description = "The goods"))
)]
pub(crate) async fn goods(State(house): State<House>, Query(asked): Query<GoodsAsked>) -> Answer {
    let lost = || Trouble::Broken("no showcase was put into the house".to_owned());
    let showcase = house.things.get::<Showcase>().ok_or_else(lost)?;
    let short = |text: &str| base::text::clean(&text.chars().take(QUERY_CHARS_MAX).collect::<String>());
    let wish = Wish {
        query: short(&asked.q),
        category: short(&asked.category),
        district: short(&asked.district),
        seller: String::new(),
    };
    let found = showcase.find(&wish, asked.skip.min(10_000), asked.limit.unwrap_or(GOODS_MAX).clamp(1, GOODS_MAX));
    let items = found.goods.iter().map(|shown| GoodsItem {
        address: shown.address(),
        name_bn: shown.name.bn.clone(),
        name_en: shown.name.en.clone(),
        price: shown.price,
        seller: shown.rack.seller.clone(),
        district: shown.rack.district.clone(),
        category: shown.rack.category.clone(),
        lead_days: shown.lead_days,
    });
    json(200, &GoodsPage { items: items.collect(), total: found.total })
}

/// One kind of a good that is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedLine {
    /// The product's address: `S000001-0001`.
    address: String,
    /// Which of its kinds.
    sku: String,
    /// How many pieces.
    #[schema(minimum = 1, maximum = 1_000)]
    pieces: i64,
    /// The price of a piece as it was shown, in poisha; another price is refused.
    price: i64,
}

/// A basket for which a quote is asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteAsked {
    /// The code of the centre at which the customer stands: one's own seat.
    centre: String,
    /// The customer's name.
    name: String,
    /// The customer's mobile number; empty when there is none.
    #[serde(default)]
    mobile: String,
    /// The number of the head of the customer's household, when that is another.
    #[serde(default)]
    household: String,
    /// What is wanted.
    lines: Vec<WantedLine>,
    /// What the centre asks for its help, in poisha.
    #[schema(minimum = 0, maximum = 50_000)]
    help: i64,
}

/// What one seller sends.
#[derive(Debug, Serialize, ToSchema)]
struct PartShown {
    /// The seller's number.
    seller: String,
    /// The price of its goods, in poisha.
    #[schema(value_type = i64)]
    goods: Paisa,
    /// What carrying costs, in poisha.
    #[schema(value_type = i64)]
    delivery: Paisa,
    /// Its share of the help fee, in poisha.
    #[schema(value_type = i64)]
    help: Paisa,
    /// The last day on which it should be at the centre, `yyyy-mm-dd`.
    promised: String,
    /// Days in which it may be brought back.
    return_days: i64,
}

/// What a basket costs.
#[derive(Debug, Serialize, ToSchema)]
struct QuoteShown {
    /// The quote's number.
    number: String,
    /// What the customer pays in all, in poisha.
    #[schema(value_type = i64)]
    total: Paisa,
    /// Until when it holds, in milliseconds since 1970.
    until_ms: i64,
    /// What each seller sends.
    parts: Vec<PartShown>,
}

fn part_shown(part: &Part) -> PartShown {
    PartShown {
        seller: part.seller.clone(),
        goods: part.goods,
        delivery: part.delivery,
        help: part.help,
        promised: part.promised.to_string(),
        return_days: part.return_days,
    }
}

/// The seat of the caller at this centre; else 404.
fn seat<'v>(visitor: &'v Visitor, centre: &str) -> Result<&'v web::SeatHeld, Trouble> {
    visitor.seat.as_ref().filter(|seat| seat.book == centre).ok_or(Trouble::NotFound)
}

/// The wanted lines by seller, in the order in which they were named.
fn parts_wanted(lines: &[WantedLine]) -> Result<Vec<(String, Vec<Wanted>)>, Trouble> {
    let mut parts: Vec<(String, Vec<Wanted>)> = Vec::new();
    for line in lines {
        let (seller, product) = parts_of(&line.address).ok_or(Trouble::NotFound)?;
        let wanted = Wanted {
            product: product.to_owned(),
            sku: line.sku.clone(),
            pieces: line.pieces,
            shown: Paisa::new(line.price),
        };
        match parts.iter_mut().find(|(of, _)| of == seller) {
            Some((_, lines)) => lines.push(wanted),
            None => parts.push((seller.to_owned(), vec![wanted])),
        }
    }
    Ok(parts)
}

/// Asks what a basket costs and sets its goods aside for half an hour. The same key gives the first quote.
#[utoipa::path(
    post,
    path = "/api/v1/market/quotes",
    operation_id = "market_quote",
    params(("Idempotency-Key" = String, Header, description = "Chosen by the caller, once for each basket")),
    request_body = QuoteAsked,
    responses(
        (status = 201, body = QuoteShown, description = "The quote"),
        (status = 400, body = Problem, description = "No key"),
        (status = 404, body = Problem, description = "No such goods, or not one's own centre"),
        (status = 409, body = Problem, description = "Sold out, another price, or the key was used for another basket"),
        (status = 422, body = Problem, description = "It cannot be quoted so")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn quote(
    State(house): State<House>,
    visitor: Visitor,
    IdempotencyKey(key): IdempotencyKey,
    Json(asked): Json<QuoteAsked>,
) -> Answer {
    let seat = seat(&visitor, &asked.centre)?;
    let carrier = house.things.get::<HiredCarrier>().ok_or_else(|| Trouble::Broken("no carrier".to_owned()))?;
    let basket = Basket {
        key,
        book: seat.book.clone(),
        path: seat.path.clone(),
        name: asked.name,
        mobile: asked.mobile,
        household: asked.household,
        parts: parts_wanted(&asked.lines)?,
        help: Paisa::new(asked.help),
    };
    match ask_for_quote(&house.journal, carrier.0.as_ref(), &visitor.person, &basket).await {
        Ok(quote) => json(201, &quote_shown(&quote)),
        Err(Stop::Refused(refusal)) => Err(Trouble::refused(refusal)),
        Err(stop) => Err(stop.into()),
    }
}

fn quote_shown(quote: &Quote) -> QuoteShown {
    QuoteShown {
        number: quote.number.clone(),
        total: quote.total().unwrap_or_default(),
        until_ms: quote.until.get(),
        parts: quote.parts.iter().map(part_shown).collect(),
    }
}

/// How a quote is taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Taking {
    /// The centre's code.
    centre: String,
    /// `cash` for everything now, `on_collection` for the rest when the goods are there.
    #[schema(value_type = String)]
    payment: Payment,
    /// What is paid in advance of a payment on collection, in poisha.
    #[serde(default)]
    advance: i64,
    /// What was handed over, in poisha.
    tendered: i64,
    /// True when the quote was read out or printed and the customer agreed.
    consent: bool,
}

/// What was placed.
#[derive(Debug, Serialize, ToSchema)]
struct PlacedShown {
    /// The numbers of the orders, one for each seller.
    orders: Vec<String>,
    /// What was paid, in poisha.
    #[schema(value_type = i64)]
    paid: Paisa,
    /// What is to be handed back, in poisha.
    #[schema(value_type = i64)]
    change: Paisa,
}

/// Takes a quote: the money goes into escrow, and each seller has an order.
#[utoipa::path(
    post,
    path = "/api/v1/market/quotes/{quote}/orders",
    operation_id = "market_place",
    params(
        ("quote" = String, Path, description = "The quote's number"),
        ("Idempotency-Key" = String, Header, description = "Chosen by the caller, once for each order")
    ),
    request_body = Taking,
    responses(
        (status = 201, body = PlacedShown, description = "The orders"),
        (status = 400, body = Problem, description = "No key"),
        (status = 404, body = Problem, description = "No such quote, or not one's own centre"),
        (status = 409, body = Problem, description = "It was taken, or its time is over"),
        (status = 422, body = Problem, description = "It cannot be taken so")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn place(
    State(house): State<House>,
    visitor: Visitor,
    Path(number): Path<String>,
    IdempotencyKey(key): IdempotencyKey,
    Json(asked): Json<Taking>,
) -> Answer {
    let book = seat(&visitor, &asked.centre)?.book.clone();
    let deed = PlaceOrder {
        book,
        till: crate::pages::TILL.to_owned(),
        quote: number,
        payment: asked.payment,
        advance: Paisa::new(asked.advance),
        tendered: Paisa::new(asked.tendered),
        consent: asked.consent,
    };
    let written = house.journal.write(Envelope::new(&visitor.person, &key), deed).await?;
    let placed = written.done;
    let change = placed.tendered.checked_sub(placed.paid).unwrap_or_default();
    json(201, &PlacedShown { orders: placed.orders, paid: placed.paid, change })
}

/// An order as it stands.
#[derive(Debug, Serialize, ToSchema)]
struct OrderShown {
    /// Its number.
    number: String,
    /// Its state: `placed`, `accepted`, `packed`, `handed_to_carrier`, …
    state: &'static str,
    /// The seller's number.
    seller: String,
    /// What was paid, in poisha.
    #[schema(value_type = i64)]
    paid: Paisa,
    /// What is to be given back, in poisha.
    #[schema(value_type = i64)]
    refund_due: Paisa,
    /// What was given back, in poisha.
    #[schema(value_type = i64)]
    refunded: Paisa,
    /// The carrier's number; null while nobody carries it.
    tracking: Option<String>,
    /// The last day on which it should be at the centre, `yyyy-mm-dd`.
    promised: String,
}

fn order_shown(standing: OrderStanding) -> OrderShown {
    OrderShown {
        number: standing.order.number,
        state: standing.state.name(),
        seller: standing.order.part.seller,
        paid: standing.paid,
        refund_due: standing.refund_due,
        refunded: standing.refunded,
        tracking: standing.tracking,
        promised: standing.order.part.promised.to_string(),
    }
}

/// An order of one's own centre.
#[utoipa::path(
    get,
    path = "/api/v1/market/orders/{order}",
    operation_id = "market_order",
    params(("order" = String, Path, description = "The order's number")),
    responses(
        (status = 200, body = OrderShown, description = "The order"),
        (status = 404, body = Problem, description = "No such order at one's own centre")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn order(State(house): State<House>, visitor: Visitor, Path(number): Path<String>) -> Answer {
    let book = visitor.seat.as_ref().ok_or(Trouble::NotFound)?.book.clone();
    let read =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::order(tx, &book, &number).await }));
    json(200, &order_shown(read.await?.ok_or(Trouble::NotFound)?))
}
