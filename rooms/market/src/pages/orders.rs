//! Quotes and orders at the counter of the centre that took them.

use super::buy::seat_of;
use super::collecting::{BoxShown, box_shown};
use super::complaints::{DisputeShown, dispute_of};
use super::fields::Fields;
use super::wallet::{self, WalletPart};
use super::{Faults, fault_in, form_id, order_of};
use crate::deeds::place_order::PlaceOrder;
use crate::deeds::replace_goods::{is_wanted_again, replacement_number};
use crate::dispute::Desk;
use crate::order::{
    Buyer, Mover, OrderLine, OrderStanding, OrderState, Part, Payment, Quote, QuoteState, REFUSE_REASONS,
};
use crate::reading;
use askama::Template;
use axum::extract::{Path, State};
use base::Paisa;
use base::calendar::Moment;
use journal::{Envelope, Fault, Stop};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

/// The till at which the market's cash is taken: the centre has one drawer.
pub(crate) const TILL: &str = "1";

/// What one seller sends, as it is shown.
pub(super) struct PartShown {
    pub seller: String,
    /// (name, pieces, price of one, price of all).
    pub lines: Vec<(String, i64, Paisa, Paisa)>,
    pub delivery: Paisa,
    pub promised: String,
    pub returns: String,
}

#[derive(Template)]
#[template(path = "market_quote.html")]
pub(super) struct QuotePage {
    pub frame: Frame,
    pub number: String,
    pub form_id: String,
    pub buyer: String,
    pub mobile: String,
    pub parts: Vec<PartShown>,
    pub goods: Paisa,
    pub delivery: Paisa,
    pub help: Paisa,
    pub total: Paisa,
    pub total_words: String,
    /// The most that may be taken in advance.
    pub advance_most: Paisa,
    pub until: String,
    /// True while it may be taken.
    pub open: bool,
    pub payment: String,
    pub advance: String,
    pub tendered: String,
    /// (name, words) of the wallets that can be asked, and whether a Bangla QR can be shown.
    pub wallets: Vec<(String, String)>,
    pub qr: bool,
    pub wallet: String,
    /// What becomes of a wallet that was asked, and the orders of a quote that was taken.
    pub wallet_part: WalletPart,
    /// True while a wallet is asked.
    pub paying: bool,
    pub faults: Faults,
}

/// An order in a list.
pub(super) struct OrderRow {
    pub number: String,
    pub href: String,
    pub what: String,
    pub who: String,
    pub state: String,
    pub look: &'static str,
    pub since: String,
    pub total: Paisa,
    pub refund: Paisa,
}

#[derive(Template)]
#[template(path = "market_orders.html")]
pub(super) struct OrdersPage {
    pub frame: Frame,
    /// Quotes that nobody took yet: (number, buyer, until, total).
    pub quotes: Vec<(String, String, String, Paisa)>,
    /// What lies here and is to be handed out, and money to be given back.
    pub here: Vec<OrderRow>,
    /// What is on its way.
    pub coming: Vec<OrderRow>,
    /// What is over.
    pub done: Vec<OrderRow>,
}

/// One line of an order, as the box is opened.
pub(super) struct LineShown {
    pub name: String,
    pub pieces: i64,
    pub total: Paisa,
    /// What one of them costs.
    pub each: Paisa,
    /// How many of it the buyer has, or keeps.
    pub kept: i64,
    /// Why the others are left, as it was said; empty at first.
    pub reason: String,
}

impl LineShown {
    /// How many pieces can be kept, all of them first.
    pub fn choices(&self) -> Vec<i64> {
        (0..=self.pieces).rev().collect()
    }
}

#[derive(Template)]
#[template(path = "market_order.html")]
pub(super) struct OrderPage {
    pub frame: Frame,
    pub form_id: String,
    /// The centre's book.
    pub book: String,
    pub number: String,
    pub state_name: &'static str,
    pub state: String,
    pub look: &'static str,
    pub since: String,
    pub reason: String,
    pub buyer: String,
    pub mobile: String,
    pub seller: String,
    pub lines: Vec<LineShown>,
    pub payment: String,
    pub delivery: Paisa,
    pub help: Paisa,
    pub total: Paisa,
    pub paid: Paisa,
    /// What is still to be paid when everything is kept.
    pub due: Paisa,
    pub refund_due: Paisa,
    pub refunded: Paisa,
    pub promised: String,
    pub tracking: String,
    pub clock: String,
    pub disputed: bool,
    /// What was complained of, open or settled.
    pub dispute: Option<DisputeShown>,
    /// What was left at the open box, with its photos.
    pub left: Vec<BoxShown>,
    /// Codes and words of why something is left.
    pub reasons: Vec<(&'static str, String)>,
    /// The order in place of whose goods these are sent, and the one that is sent in place of what came back.
    pub replaces: String,
    pub replaced_by: String,
    /// What the buyer wants for what comes back, where that is not the money.
    pub wants: String,
    /// What can be done now: `arrive`, `collect`, `cancel`, `return`, `receive`, `replace`.
    pub acts: Vec<&'static str>,
    pub by_thumb: bool,
    pub is_over: bool,
    pub tendered: String,
    pub faults: Faults,
}

impl OrderPage {
    /// True for what can be done now.
    fn can(&self, act: &str) -> bool {
        self.acts.contains(&act)
    }
}

/// How an order's state looks.
pub(super) fn order_look(state: OrderState) -> &'static str {
    use OrderState as S;
    match state {
        S::Closed | S::Collected | S::PartiallyCollected => "",
        S::ArrivedAtCentre | S::ReturnRequested | S::ReturnApproved | S::ReturnReceived => "wait",
        S::Placed | S::Accepted | S::Packed | S::HandedToCarrier | S::InTransit => "plain",
        _ => "late",
    }
}

pub(super) fn state_in_words(frame: &Frame, state: OrderState) -> String {
    frame.say(&format!("order-state-{}", state.name()))
}

pub(super) fn part_shown(frame: &Frame, part: &Part) -> PartShown {
    let lines = part.lines.iter().map(|line| {
        let total = line.price_of(line.pieces).unwrap_or_default();
        (line.name.in_lang(frame.lang).to_owned(), line.pieces, line.price, total)
    });
    PartShown {
        seller: part.seller_name.in_lang(frame.lang).to_owned(),
        lines: lines.collect(),
        delivery: part.delivery,
        promised: part.promised.show(frame.lang),
        returns: super::days(frame, part.return_days, "goods-no-returns"),
    }
}

/// The buyer; nobody when the person was erased.
pub(super) async fn buyer_of(house: &House, book: &str, seal: &str) -> Result<Buyer, Fault> {
    let (book, seal) = (book.to_owned(), seal.to_owned());
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::buyer(tx, &book, &seal).await }));
    Ok(read.await?.unwrap_or(Buyer { name: String::new(), mobile: String::new() }))
}

pub(super) async fn quote_page(
    house: &House,
    frame: Frame,
    book: &str,
    (quote, state): (&Quote, QuoteState),
) -> Result<QuotePage, Trouble> {
    let buyer = buyer_of(house, book, &quote.buyer.seal).await?;
    let sum = |of: fn(&Part) -> Paisa| Paisa::sum(quote.parts.iter().map(of)).unwrap_or_default();
    let total = quote.total().unwrap_or_default();
    let now = house.journal.now();
    let wallet_part = wallet::part_of(house, frame.clone(), book, (quote, state)).await?;
    let (wallets, qr) = wallet::offered(house, &frame);
    Ok(QuotePage {
        wallets,
        qr,
        wallet: buyer.mobile.clone(),
        wallet_part,
        paying: state == QuoteState::Paying,
        form_id: form_id()?,
        number: quote.number.clone(),
        buyer: buyer.name,
        mobile: buyer.mobile,
        parts: quote.parts.iter().map(|part| part_shown(&frame, part)).collect(),
        goods: sum(|part| part.goods),
        delivery: sum(|part| part.delivery),
        help: sum(|part| part.help),
        total,
        total_words: total.words(frame.lang),
        advance_most: crate::law::law_on(now.day()).advance_of(total),
        until: quote.until.clock(frame.lang),
        open: state == QuoteState::Open && now <= quote.until,
        payment: Payment::Cash.name().to_owned(),
        advance: String::new(),
        tendered: String::new(),
        faults: Faults::new(),
        frame: frame.titled("quote-title"),
    })
}

pub(super) async fn quote_of(house: &House, book: &str, number: &str) -> Result<(Quote, QuoteState), Trouble> {
    let (book, number) = (book.to_owned(), number.to_owned());
    let read =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::quote(tx, &book, &number).await }));
    read.await?.ok_or(Trouble::NotFound)
}

/// `GET /market/quotes/{quote}`.
pub(super) async fn quote(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    let book = seat_of(&visitor)?.book.clone();
    let found = quote_of(&house, &book, &number).await?;
    web::page(&quote_page(&house, frame, &book, (&found.0, found.1)).await?)
}

/// `POST /market/quotes/{quote}`: the customer agrees and pays.
pub(super) async fn place(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let book = seat_of(&visitor)?.book.clone();
    let (quote, state) = quote_of(&house, &book, &number).await?;
    let said = Fields(fields);
    let payment = Payment::of_name(said.text("payment")).ok_or(Trouble::NotFound)?;
    let advance = if said.text("advance").trim().is_empty() { Paisa::ZERO } else { said.money("advance") };
    let exact = match payment {
        Payment::Cash => quote.total().unwrap_or_default(),
        Payment::OnCollection | Payment::Wallet => advance,
    };
    // An empty field is the exact sum.
    let tendered = if said.text("tendered").trim().is_empty() { exact } else { said.money("tendered") };
    let deed = PlaceOrder {
        book: book.clone(),
        till: TILL.to_owned(),
        quote: number.clone(),
        payment,
        advance,
        tendered,
        consent: said.ticked("consent"),
    };
    match house.journal.write(Envelope::new(&visitor.person, said.text("form_id")), deed).await {
        Ok(written) => match written.done.orders.as_slice() {
            [only] => Ok(web::see_other(&format!("/market/orders/{only}"))),
            _ => Ok(web::see_other(&format!("/market/quotes/{number}"))),
        },
        Err(Stop::Refused(refusal)) => {
            let mut page = quote_page(&house, frame, &book, (&quote, state)).await?;
            page.faults = fault_in(&page.frame, |name| said.text(name), &refusal);
            said.text("form_id").clone_into(&mut page.form_id);
            said.text("payment").clone_into(&mut page.payment);
            said.text("advance").clone_into(&mut page.advance);
            said.text("tendered").clone_into(&mut page.tendered);
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// A row of a list; who bought it only where that is shown.
pub(super) fn order_row(frame: &Frame, standing: &OrderStanding, href: String, who: String) -> OrderRow {
    let part = &standing.order.part;
    let names =
        part.lines.iter().map(|line| format!("{} × {}", line.name.in_lang(frame.lang), frame.number(line.pieces)));
    OrderRow {
        number: standing.order.number.clone(),
        href,
        what: names.collect::<Vec<_>>().join("; "),
        who,
        state: state_in_words(frame, standing.state),
        look: order_look(standing.state),
        since: standing.moved.show(frame.lang),
        total: part.total().unwrap_or_default(),
        refund: standing.refund_due,
    }
}

/// `GET /market/orders`.
pub(super) async fn list(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    let book = seat_of(&visitor)?.book.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let (mut rows, mut quotes) = (Vec::new(), Vec::new());
            for quote in reading::quotes_open(tx, &book).await? {
                let buyer = reading::buyer(tx, &book, &quote.buyer.seal).await?;
                quotes.push((quote, buyer.map(|buyer| buyer.name).unwrap_or_default()));
            }
            for standing in reading::orders_of_centre(tx, &book).await? {
                let buyer = reading::buyer(tx, &book, &standing.order.buyer.seal).await?;
                rows.push((standing, buyer.map(|buyer| buyer.name).unwrap_or_default()));
            }
            Ok((quotes, rows))
        })
    });
    let (mut here, mut coming, mut done) = (Vec::new(), Vec::new(), Vec::new());
    let (quotes, rows) = read.await?;
    let quotes = quotes.into_iter().map(|(quote, who)| {
        let total = quote.total().unwrap_or_default();
        (quote.number, who, quote.until.show(frame.lang), total)
    });
    let quotes = quotes.collect();
    for (standing, who) in rows {
        let row = order_row(&frame, &standing, format!("/market/orders/{}", standing.order.number), who);
        let waits = standing.refund_due > Paisa::ZERO;
        match order_look(standing.state) {
            "wait" => here.push(row),
            _ if waits => here.push(row),
            "plain" => coming.push(row),
            _ => done.push(row),
        }
    }
    web::page(&OrdersPage { quotes, here, coming, done, frame: frame.titled("orders-title") })
}

pub(super) async fn order_page(
    house: &House,
    frame: Frame,
    book: &str,
    standing: &OrderStanding,
) -> Result<OrderPage, Trouble> {
    use OrderState as S;
    let order = &standing.order;
    let buyer = buyer_of(house, book, &order.buyer.seal).await?;
    let lines = order.part.lines.iter().zip(&standing.kept).map(|(line, kept)| LineShown {
        name: line.name.in_lang(frame.lang).to_owned(),
        pieces: line.pieces,
        total: line.price_of(line.pieces).unwrap_or_default(),
        each: line.price,
        kept: *kept,
        reason: String::new(),
    });
    let counter = |to: S| standing.state.moves(Mover::Counter).contains(&to);
    let carrier = |to: S| standing.state.moves(Mover::Carrier).contains(&to);
    let in_time = standing.disputed || standing.clock.is_some_and(|clock| house.journal.now() <= clock);
    let acts = [
        ("arrive", carrier(S::ArrivedAtCentre)),
        ("collect", standing.state == S::ArrivedAtCentre),
        ("cancel", counter(S::CancelledByCustomer)),
        ("return", counter(S::ReturnRequested) && in_time),
        ("receive", counter(S::ReturnReceived)),
        ("replace", is_wanted_again(standing)),
    ];
    let dispute = dispute_of(house, &frame, (book, &order.number), Some(Desk::Centre)).await?;
    Ok(OrderPage {
        dispute,
        book: book.to_owned(),
        form_id: form_id()?,
        number: order.number.clone(),
        state_name: standing.state.name(),
        state: state_in_words(&frame, standing.state),
        look: order_look(standing.state),
        since: standing.moved.show(frame.lang),
        reason: told_of(&frame, standing),
        by_thumb: buyer.mobile.is_empty() || standing.missed >= crate::deeds::collect::CODE_TRIES_MAX,
        buyer: buyer.name,
        mobile: buyer.mobile,
        seller: order.part.seller_name.in_lang(frame.lang).to_owned(),
        lines: lines.collect(),
        payment: frame.say(&format!("payment-{}", order.payment.name())),
        delivery: order.part.delivery,
        help: order.part.help,
        total: order.part.total().unwrap_or_default(),
        paid: standing.paid,
        due: order.part.total().and_then(|total| total.checked_sub(standing.paid)).unwrap_or_default().max(Paisa::ZERO),
        refund_due: standing.refund_due,
        refunded: standing.refunded,
        promised: order.part.promised.show(frame.lang),
        tracking: standing.tracking.clone().unwrap_or_default(),
        replaces: order.replaces.clone().unwrap_or_default(),
        replaced_by: if standing.replaced > Paisa::ZERO { replacement_number(&order.number) } else { String::new() },
        wants: if standing.again { frame.say("order-wants-again") } else { String::new() },
        clock: next_date(standing).map(|clock| clock.show(frame.lang)).unwrap_or_default(),
        disputed: standing.disputed,
        left: box_shown(&frame, book, standing),
        reasons: REFUSE_REASONS.map(|code| (code, frame.say(&format!("refuse-{code}")))).to_vec(),
        acts: acts.into_iter().filter_map(|(act, can)| can.then_some(act)).collect(),
        is_over: standing.state == S::Closed,
        tendered: String::new(),
        faults: Faults::new(),
        frame: frame.titled("order-title"),
    })
}

/// A reason is a code of the list, the clock's own word, or what a person wrote.
pub(super) fn reason_in_words(frame: &Frame, reason: Option<&str>) -> String {
    match reason {
        None => String::new(),
        Some(code) if code == "late" || REFUSE_REASONS.contains(&code) => frame.say(&format!("refuse-{code}")),
        Some(words) => words.to_owned(),
    }
}

/// The next date that people count with: of goods that wait, when they go back, not when the buyer is reminded.
fn next_date(standing: &OrderStanding) -> Option<Moment> {
    let waits = standing.state == OrderState::ArrivedAtCentre;
    let back = || crate::law::law_on(standing.order.day).goes_back_at(standing.moved);
    standing.clock.map(|clock| if waits { back() } else { clock })
}

/// What is to be known of an order on top: why it stands where it stands.
pub(super) fn told_of(frame: &Frame, standing: &OrderStanding) -> String {
    reason_in_words(frame, standing.reason.as_deref())
}

/// (name, pieces, price of all) of each line.
pub(super) fn plain_lines(frame: &Frame, part: &Part) -> Vec<(String, i64, Paisa)> {
    let shown = |line: &OrderLine| {
        (line.name.in_lang(frame.lang).to_owned(), line.pieces, line.price_of(line.pieces).unwrap_or_default())
    };
    part.lines.iter().map(shown).collect()
}

/// `GET /market/orders/{order}`.
pub(super) async fn one(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    let book = seat_of(&visitor)?.book.clone();
    let standing = order_of(&house, &book, &number).await?;
    web::page(&order_page(&house, frame, &book, &standing).await?)
}
