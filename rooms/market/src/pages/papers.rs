//! Papers of buying and selling: a quote to take home, the slip of an order, a producer's slip. Each is looked at, sent to
//! the counter's printer, or saved.

use super::buy::seat_of;
use super::orders::{buyer_of, quote_of, state_in_words};
use super::sales::{earned, sale_of};
use super::{kept, order_of};
use crate::order::{OrderStanding, Part, QuoteState};
use crate::papers::{Paper, PaperRow, PaperSection};
use askama::Template;
use axum::extract::{FromRequestParts, Query, RawPathParams, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use base::Paisa;
use journal::Fault;
use print::slip::Width;
use print::{PrintFault, Printer};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

#[derive(Template)]
#[template(path = "market_paper.html")]
pub(super) struct PaperPage {
    pub frame: Frame,
    pub number: String,
    /// The page of what the paper is of.
    pub back: String,
    /// What the last press did, in words; may be empty.
    pub printed: String,
    /// True when the last press printed nothing.
    pub waits: bool,
}

/// What the last press did.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    printed: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    paper: String,
}

/// A paper, and the page of what it is of.
pub(super) struct Made {
    paper: Paper,
    back: String,
}

/// A part of the path by its name; empty when the path has none.
fn named(path: &RawPathParams, name: &str) -> String {
    path.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).unwrap_or_default()
}

/// What the path names, for who may see it: a sale, an order, or a quote.
impl FromRequestParts<House> for Made {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Made, Trouble> {
        let visitor = Visitor::from_request_parts(parts, house).await?;
        let frame = Frame::from_request_parts(parts, house).await?;
        let path = RawPathParams::from_request_parts(parts, house).await.map_err(|_| Trouble::NotFound)?;
        let [seller, book, order, quote] = ["seller", "book", "order", "quote"].map(|name| named(&path, name));
        if !seller.is_empty() {
            return of_sale(house, &frame, &visitor, &(seller, book, order)).await;
        }
        match quote.as_str() {
            "" => of_order(house, &frame, &visitor, &order).await,
            quote => of_quote(house, &frame, &visitor, quote).await,
        }
    }
}

/// The lines of what one seller sends, and what was promised of it.
fn section_of(frame: &Frame, part: &Part) -> PaperSection {
    let mut rows: Vec<PaperRow> = Vec::new();
    for line in &part.lines {
        let (name, total) = (line.name.in_lang(frame.lang), line.price_of(line.pieces).unwrap_or_default());
        let pieces = frame.number(line.pieces);
        rows.push(match line.pieces {
            1 => PaperRow::new(name.to_owned(), frame.money(total)),
            _ => PaperRow::new(name.to_owned(), frame.money(total))
                .noted(format!("{pieces} × {}", frame.money(line.price))),
        });
    }
    rows.push(PaperRow::new(frame.say("quote-delivery"), frame.money(part.delivery)));
    rows.push(PaperRow::new(frame.say("quote-promised"), part.promised.show(frame.lang)));
    let returns = super::days(frame, part.return_days, "goods-no-returns");
    rows.push(PaperRow::new(frame.say("goods-returns"), returns));
    PaperSection { title: part.seller_name.in_lang(frame.lang).to_owned(), rows }
}

/// The district in which a place of this path lies; empty for the programme itself.
async fn district(house: &House, frame: &Frame, path: &str) -> Result<String, Fault> {
    let code = network::centre::district_of(path).unwrap_or_default().to_owned();
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::place(tx, &code).await }));
    Ok(read.await?.map(|place| frame.either(&place.name_bn, &place.name_en).to_owned()).unwrap_or_default())
}

/// What the customer is offered, to be taken home and thought over.
async fn of_quote(house: &House, frame: &Frame, visitor: &Visitor, number: &str) -> Result<Made, Trouble> {
    let seat = seat_of(visitor)?;
    let (quote, state) = quote_of(house, &seat.book, number).await?;
    let buyer = buyer_of(house, &seat.book, &quote.buyer.seal).await?;
    let sum = |of: fn(&Part) -> Paisa| frame.money(Paisa::sum(quote.parts.iter().map(of)).unwrap_or_default());
    let total = quote.total().unwrap_or_default();
    let mut sections: Vec<PaperSection> = quote.parts.iter().map(|part| section_of(frame, part)).collect();
    let rows = vec![
        PaperRow::new(frame.say("quote-goods"), sum(|part| part.goods)),
        PaperRow::new(frame.say("quote-delivery"), sum(|part| part.delivery)),
        PaperRow::new(frame.say("quote-help"), sum(|part| part.help)),
        PaperRow::new(frame.say("quote-total"), frame.money(total)).noted(total.words(frame.lang)).strong(),
    ];
    sections.push(PaperSection { title: String::new(), rows });
    let until = quote.until.show(frame.lang);
    let open = state != QuoteState::Taken && house.journal.now() <= quote.until;
    let standing = if open { frame.say("paper-quote-hint") } else { frame.say("quote-over") };
    let paper = Paper {
        lang: frame.lang,
        centre: frame.either(&seat.centre_name_bn, &seat.centre_name_en).to_owned(),
        place: district(house, frame, &seat.path).await?,
        title: frame.say("paper-quote"),
        number: quote.number.clone(),
        when: frame.say_with("paper-until", &[("time", until)]),
        who: buyer.name,
        sections,
        hints: vec![standing, frame.say("quote-safe")],
    };
    Ok(Made { paper, back: format!("/market/quotes/{number}") })
}

/// What was paid and what was promised: the customer keeps it until the goods are there.
async fn of_order(house: &House, frame: &Frame, visitor: &Visitor, number: &str) -> Result<Made, Trouble> {
    let seat = seat_of(visitor)?;
    let standing = order_of(house, &seat.book, number).await?;
    let order = &standing.order;
    let buyer = buyer_of(house, &seat.book, &order.buyer.seal).await?;
    let total = order.part.total().unwrap_or_default();
    let mut goods = section_of(frame, &order.part);
    // What is paid stands above what was promised.
    let promises = goods.rows.split_off(goods.rows.len().saturating_sub(2));
    goods.rows.push(PaperRow::new(frame.say("quote-help"), frame.money(order.part.help)));
    goods.rows.push(PaperRow::new(frame.say("quote-total"), frame.money(total)).strong());
    goods.rows.extend(promises);
    let way = frame.say(&format!("payment-{}", order.payment.name()));
    let mut money = vec![
        PaperRow::new(frame.say("order-paid"), frame.money(standing.paid))
            .noted(format!("{} · {way}", standing.paid.words(frame.lang)))
            .strong(),
    ];
    let rest = total.checked_sub(standing.paid).unwrap_or_default();
    if rest > Paisa::ZERO {
        money.push(PaperRow::new(frame.say("paper-rest"), frame.money(rest)));
    }
    if standing.refunded > Paisa::ZERO {
        money.push(PaperRow::new(frame.say("order-refunded"), frame.money(standing.refunded)));
    }
    money.push(PaperRow::new(frame.say("market-standing"), state_in_words(frame, standing.state)));
    let collect = if buyer.mobile.is_empty() { "paper-collect-thumb" } else { "paper-collect-code" };
    let paper = Paper {
        lang: frame.lang,
        centre: frame.either(&seat.centre_name_bn, &seat.centre_name_en).to_owned(),
        place: district(house, frame, &seat.path).await?,
        title: frame.say("paper-order"),
        number: order.number.clone(),
        when: order.day.show(frame.lang),
        who: buyer.name,
        sections: vec![goods, PaperSection { title: String::new(), rows: money }],
        hints: vec![frame.say(collect), frame.say("quote-safe"), frame.say("paper-complaint")],
    };
    Ok(Made { paper, back: format!("/market/orders/{number}") })
}

/// What a producer gets of a sale, and what is kept of its price: nobody sees the buyer's name here.
fn producers(frame: &Frame, standing: &OrderStanding, number: &str) -> PaperSection {
    let part = &standing.order.part;
    let (goods, net) = earned(standing);
    let mut rows: Vec<PaperRow> = Vec::new();
    for (line, kept) in part.lines.iter().zip(&standing.kept) {
        let total = line.price_of(*kept).unwrap_or_default();
        let note = format!("{} × {}", frame.number(*kept), frame.money(line.price));
        rows.push(PaperRow::new(line.name.in_lang(frame.lang).to_owned(), frame.money(total)).noted(note));
    }
    let commission = goods.checked_sub(net).unwrap_or_default();
    rows.push(PaperRow::new(frame.say("sale-goods"), frame.money(goods)));
    rows.push(PaperRow::new(frame.say("sale-commission"), format!("− {}", frame.money(commission))));
    rows.push(PaperRow::new(frame.say("paper-packing"), frame.say("paper-packing-yours")));
    let postage = PaperRow::new(frame.say("paper-postage"), frame.say("paper-postage-buyers"));
    rows.push(postage.noted(frame.money(part.delivery)));
    rows.push(PaperRow::new(frame.say("sale-net"), frame.money(net)).noted(net.words(frame.lang)).strong());
    rows.push(PaperRow::new(frame.say("quote-promised"), part.promised.show(frame.lang)));
    rows.push(PaperRow::new(frame.say("sale-carrier"), frame.say(&format!("carrier-{}", part.carrier))));
    if !number.is_empty() {
        rows.push(PaperRow::new(frame.say("order-tracking"), number.to_owned()));
    }
    rows.push(PaperRow::new(frame.say("market-standing"), state_in_words(frame, standing.state)));
    PaperSection { title: String::new(), rows }
}

/// The address of a sale: its seller, the book that took it, its number.
type SaleAt = (String, String, String);

async fn of_sale(house: &House, frame: &Frame, visitor: &Visitor, at: &SaleAt) -> Result<Made, Trouble> {
    let (seller, book, number) = at;
    let keeper = kept(house, visitor, seller).await?;
    let standing = sale_of(house, seller, (book, number)).await?;
    let to = super::centre_name(house, frame, book).await?;
    let paper = Paper {
        lang: frame.lang,
        centre: keeper.seller.name.in_lang(frame.lang).to_owned(),
        place: district(house, frame, &keeper.seller.path).await?,
        title: frame.say("paper-sale"),
        number: number.clone(),
        when: standing.order.day.show(frame.lang),
        who: format!("{}: {to}", frame.say("sale-to")),
        sections: vec![producers(frame, &standing, standing.tracking.as_deref().unwrap_or_default())],
        hints: vec![frame.say("paper-sale-hint")],
    };
    Ok(Made { paper, back: format!("/market/sales/{seller}/{book}/{number}") })
}

/// The page around a paper.
fn page(frame: Frame, made: Made, asked: &Asked) -> Answer {
    let printed = match asked.printed.as_str() {
        "58" | "80" => frame.say("paper-printed"),
        "waits" => frame.say("paper-waits"),
        _ => String::new(),
    };
    let waits = asked.printed == "waits";
    let frame = frame.titled_as(made.paper.title);
    web::page(&PaperPage { number: made.paper.number, back: made.back, printed, waits, frame })
}

/// Draws off the async threads: shaping Bangla takes milliseconds, and others wait for the thread.
async fn drawn(draw: impl FnOnce() -> Result<Vec<u8>, PrintFault> + Send + 'static) -> Result<Vec<u8>, Trouble> {
    let broken = |why: String| Trouble::Broken(why);
    let bytes = tokio::task::spawn_blocking(draw).await.map_err(|error| broken(error.to_string()))?;
    bytes.map_err(|fault| broken(fault.to_string()))
}

fn sent(kind: &str, file: &str, bytes: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, file)], bytes).into_response()
}

/// `a5.pdf`, `slip58.png` or `slip80.png`.
async fn file(made: Made, name: &str) -> Answer {
    let (number, paper) = (made.paper.number.clone(), made.paper);
    let width = match name {
        "a5.pdf" => return web::pdf(&number, move || paper.pdf()).await,
        "slip58.png" => Width::Mm58,
        "slip80.png" => Width::Mm80,
        _ => return Err(Trouble::NotFound),
    };
    let bytes = drawn(move || paper.slip().picture(width)).await?;
    Ok(sent("image/png", &format!("inline; filename=\"{number}-{name}\""), bytes))
}

/// To the counter's printer; without one, the bytes to be saved for a printer that hangs on another machine.
async fn print(house: &House, made: Made, paper: &str) -> Answer {
    let width = match paper {
        "58" => Width::Mm58,
        "80" => Width::Mm80,
        _ => return Err(Trouble::NotFound),
    };
    let (number, slip) = (made.paper.number.clone(), made.paper);
    let bytes = drawn(move || slip.slip().escpos(width)).await?;
    let Some(printer) = house.things.get::<Printer>() else {
        let name = format!("attachment; filename=\"{number}-{paper}.bin\"");
        return Ok(sent("application/octet-stream", &name, bytes));
    };
    let outcome = match printer.send(&bytes).await {
        Ok(()) => paper,
        Err(fault) => {
            tracing::warn!(code = fault.code(), %fault, "a paper of the market was not printed");
            "waits"
        }
    };
    Ok(web::see_other(&format!("{}/paper?printed={outcome}", made.back)))
}

/// `GET …/paper?printed=`, of a quote, an order or a sale.
pub(super) async fn show(frame: Frame, made: Made, Query(asked): Query<Asked>) -> Answer {
    page(frame, made, &asked)
}

/// `GET …/paper/{name}`.
pub(super) async fn save(made: Made, path: RawPathParams) -> Answer {
    file(made, &named(&path, "name")).await
}

/// `POST …/paper {paper: 58|80}`.
pub(super) async fn send(State(house): State<House>, made: Made, Form(wanted): Form<Wanted>) -> Answer {
    print(&house, made, &wanted.paper).await
}
