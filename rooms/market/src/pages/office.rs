//! The association's desk for orders: which are disputed, whose money waits, who is late and by how much; and what is kept of
//! a price.

use super::collecting::{BoxShown, box_shown};
use super::complaints::{DisputeAct, DisputeShown, dispute_of};
use super::fields::Fields;
use super::orders::{order_look, order_row, plain_lines, state_in_words};
use super::{Faults, fault_in, form_id, order_of, refusal_of};
use crate::deeds::move_order::MoveOrder;
use crate::deeds::set_rate::SetRate;
use crate::dispute::Desk;
use crate::order::{Mover, OrderStanding, OrderState};
use crate::pages::orders::OrderRow;
use crate::rate::{Rate, Subject};
use crate::reading;
use askama::Template;
use axum::extract::{Path, State};
use base::calendar::{BusinessDay, Moment};
use base::{Paisa, Refusal};
use journal::{Envelope, Fault, Stop};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

/// An order that is late, and by how much.
pub(super) struct LateRow {
    pub row: OrderRow,
    /// Since when, or until when.
    pub due: String,
    /// Days beyond it; nothing while it is not.
    pub days: i64,
}

#[derive(Template)]
#[template(path = "market_office.html")]
pub(super) struct OfficePage {
    pub frame: Frame,
    pub disputed: Vec<LateRow>,
    pub refunds: Vec<LateRow>,
    pub late: Vec<LateRow>,
}

#[derive(Template)]
#[template(path = "market_office_order.html")]
pub(super) struct OfficeOrderPage {
    pub frame: Frame,
    pub form_id: String,
    pub href: String,
    pub number: String,
    pub centre: String,
    pub seller: String,
    pub state_name: &'static str,
    pub state: String,
    pub look: &'static str,
    pub reason: String,
    pub disputed: bool,
    /// What was complained of, open or settled.
    pub dispute: Option<DisputeShown>,
    /// What was left at the open box, with its photos.
    pub left: Vec<BoxShown>,
    pub lines: Vec<(String, i64, Paisa)>,
    pub paid: Paisa,
    pub refund_due: Paisa,
    /// Where the carrier's word may bring it: (name, words).
    pub moves: Vec<(&'static str, String)>,
    pub said: String,
    pub faults: Faults,
}

/// A rate in force or to come.
pub(super) struct RateRow {
    pub whose: String,
    pub from: String,
    /// In percent, as they are written.
    pub programme: String,
    pub shop: String,
    pub help: String,
}

#[derive(Template)]
#[template(path = "market_rates.html")]
pub(super) struct RatesPage {
    pub frame: Frame,
    pub form_id: String,
    pub rates: Vec<RateRow>,
    /// (code, name).
    pub categories: Vec<(String, String)>,
    pub category: String,
    pub seller: String,
    pub from: String,
    pub programme: String,
    pub shop: String,
    pub help: String,
    pub faults: Faults,
}

fn late_row(frame: &Frame, (book, standing): &(String, OrderStanding), due: Option<Moment>, now: Moment) -> LateRow {
    let href = format!("/market/vetting/orders/{book}/{}", standing.order.number);
    let days = due.map_or(0, |due| now.day().days_since(due.day()).max(0));
    LateRow {
        row: order_row(frame, standing, href, book.clone()),
        due: due.map(|due| due.show(frame.lang)).unwrap_or_default(),
        days,
    }
}

/// The office is the whole country's: an order binds two places. Whoever vets a part of it finds nothing here.
pub(super) fn of_country(visitor: &Visitor) -> Result<(), Trouble> {
    if visitor.may_at("market.vet", "/") { Ok(()) } else { Err(Trouble::NotFound) }
}

/// `GET /market/vetting/orders`.
pub(super) async fn show(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    of_country(&visitor)?;
    let now = house.journal.now();
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            Ok((
                reading::orders_disputed(tx).await?,
                reading::orders_to_refund(tx).await?,
                reading::orders_late(tx, now).await?,
            ))
        })
    });
    let (disputed, refunds, late) = read.await?;
    let refund_by = |standing: &OrderStanding| {
        let law = crate::law::law_on(standing.order.day);
        let after = |ms: i64| Moment::new(standing.moved.get().saturating_add(ms));
        Some(match standing.state {
            OrderState::CancelledByCustomer => after(law.refund_on_cancel_days.saturating_mul(86_400_000)),
            OrderState::PartnerRejected => after(law.refund_after_notice_ms),
            // Of what did not come the days count from the payment, not from the day on which that was seen.
            OrderState::DeliveryFailed | OrderState::Lost | OrderState::Damaged => {
                standing.order.day.add_days(law.refund_days.saturating_add(1)).starts_at()
            }
            _ => after(law.refund_days.saturating_mul(86_400_000)),
        })
    };
    web::page(&OfficePage {
        disputed: disputed.iter().map(|one| late_row(&frame, one, one.1.dispute_due, now)).collect(),
        refunds: refunds.iter().map(|one| late_row(&frame, one, refund_by(&one.1), now)).collect(),
        late: late.iter().map(|one| late_row(&frame, one, one.1.clock, now)).collect(),
        frame: frame.titled("office-title"),
    })
}

async fn office_order(
    house: &House,
    frame: Frame,
    (book, standing): (&str, &OrderStanding),
) -> Result<OfficeOrderPage, Trouble> {
    let order = &standing.order;
    let dispute = dispute_of(house, &frame, (book, &order.number), Some(Desk::ECab)).await?;
    // What only the carrier knows is told by the association, never by the counter: it gives money back.
    let lost = [OrderState::DeliveryFailed, OrderState::Lost, OrderState::Damaged];
    let may = standing.state.moves(Mover::Carrier);
    let moves = lost.iter().filter(|to| may.contains(to)).map(|to| (to.name(), state_in_words(&frame, *to)));
    Ok(OfficeOrderPage {
        form_id: form_id()?,
        href: format!("/market/vetting/orders/{book}/{}", order.number),
        number: order.number.clone(),
        centre: super::centre_name(house, &frame, book).await?,
        seller: order.part.seller_name.in_lang(frame.lang).to_owned(),
        state_name: standing.state.name(),
        state: state_in_words(&frame, standing.state),
        look: order_look(standing.state),
        reason: super::orders::told_of(&frame, standing),
        disputed: standing.disputed,
        lines: plain_lines(&frame, &order.part),
        dispute,
        left: box_shown(&frame, book, standing),
        paid: standing.paid,
        refund_due: standing.refund_due,
        moves: moves.collect(),
        said: String::new(),
        faults: Faults::new(),
        frame: frame.titled("order-title"),
    })
}

/// `GET /market/vetting/orders/{book}/{order}`.
pub(super) async fn one(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((book, number)): Path<(String, String)>,
) -> Answer {
    of_country(&visitor)?;
    let standing = order_of(&house, &book, &number).await?;
    web::page(&office_order(&house, frame, (&book, &standing)).await?)
}

/// `POST /market/vetting/orders/{book}/{order}`: a complaint is acted on, passed on or settled, or the carrier's word is told.
pub(super) async fn act(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((book, number)): Path<(String, String)>,
    RawForm(fields): RawForm,
) -> Answer {
    of_country(&visitor)?;
    let standing = order_of(&house, &book, &number).await?;
    let said = Fields(fields);
    let envelope = Envelope::new(&visitor.person, said.text("form_id"));
    let (of, order, words) = (book.clone(), number.clone(), said.text("words").to_owned());
    let refusal: Option<Box<dyn Refusal>> = if let Some(act) = DisputeAct::of(&said, (&book, &number), Desk::ECab) {
        act.done(&house, envelope).await?
    } else {
        let state = |name: &str| OrderState::of_name(said.text(name)).ok_or(Trouble::NotFound);
        let (expects, to) = (state("expects")?, state("do")?);
        let tracking = String::new();
        let deed = MoveOrder {
            book: of,
            order,
            mover: Mover::Carrier,
            expects,
            to,
            reason: words,
            tracking,
            back: Vec::new(),
            again: false,
        };
        refusal_of(house.journal.write(envelope, deed).await)?
    };
    let Some(refusal) = refusal else {
        return Ok(web::see_other(&format!("/market/vetting/orders/{book}/{number}")));
    };
    let mut page = office_order(&house, frame, (&book, &standing)).await?;
    page.faults = vec![("words".to_owned(), super::told(&page.frame, refusal.as_ref()))];
    said.text("words").clone_into(&mut page.said);
    web::page_refused(&page, refusal.as_ref())
}

/// Hundredths of a percent as percent: `2.5`.
fn percent(frame: &Frame, bp: i64) -> String {
    Paisa::new(bp).show_plain(frame.lang)
}

/// Percent as they were typed, in hundredths; what is none becomes one below nothing, which every rule refuses. A field that
/// was left empty is none: who forgets it does not mean that nothing is kept.
fn bp_of(text: &str) -> i64 {
    Paisa::parse(text).map_or(-1, Paisa::get)
}

async fn rates_page(house: &House, frame: Frame) -> Result<RatesPage, Trouble> {
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move { Ok((reading::rates_all(tx).await?, reading::categories(tx).await?)) })
    });
    let (rates, categories) = read.await?;
    let name_of = |code: &str| {
        let found = categories.iter().find(|one| one.code == code);
        found.map_or_else(|| code.to_owned(), |one| one.name.in_lang(frame.lang).to_owned())
    };
    let rows = rates.iter().flat_map(|(code, rates)| {
        let (seller, category) = code.split_once('/').unwrap_or(("", ""));
        let parts = [seller.to_owned(), if category.is_empty() { String::new() } else { name_of(category) }];
        let named: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let whose = if named.is_empty() { frame.say("haat-all") } else { named.join(" · ") };
        rates.iter().map(move |rate| (whose.clone(), rate.clone()))
    });
    let rates = rows.map(|(whose, rate)| RateRow {
        whose,
        from: rate.from.show(frame.lang),
        programme: percent(&frame, rate.programme_bp),
        shop: percent(&frame, rate.shop_bp),
        help: percent(&frame, rate.help_bp),
    });
    let today = house.journal.now().day();
    Ok(RatesPage {
        form_id: form_id()?,
        rates: rates.collect(),
        categories: categories
            .iter()
            .filter(|one| !one.banned)
            .map(|one| (one.code.clone(), one.name.in_lang(frame.lang).to_owned()))
            .collect(),
        category: String::new(),
        seller: String::new(),
        from: today.to_string(),
        programme: String::new(),
        shop: String::new(),
        help: percent(&frame, 2_000),
        faults: Faults::new(),
        frame: frame.titled("rates-title"),
    })
}

/// `GET /market/vetting/rates`.
pub(super) async fn rates(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    of_country(&visitor)?;
    web::page(&rates_page(&house, frame).await?)
}

/// `POST /market/vetting/rates`.
pub(super) async fn set_rate(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    RawForm(fields): RawForm,
) -> Answer {
    of_country(&visitor)?;
    let said = Fields(fields);
    let from = BusinessDay::parse(said.text("from")).ok();
    // A day that is none lies in the past, and that is what is told.
    let from = from.unwrap_or_else(|| house.journal.now().day().add_days(-1));
    let subject =
        Subject { seller: said.text("seller").trim().to_uppercase(), category: said.text("category").to_owned() };
    let rate = Rate {
        from,
        programme_bp: bp_of(said.text("programme")),
        shop_bp: bp_of(said.text("shop")),
        help_bp: if said.text("help").trim().is_empty() { 0 } else { bp_of(said.text("help")) },
    };
    match house.journal.write(Envelope::new(&visitor.person, said.text("form_id")), SetRate { subject, rate }).await {
        Ok(_) => Ok(web::see_other("/market/vetting/rates")),
        Err(Stop::Refused(refusal)) => {
            let mut page = rates_page(&house, frame).await?;
            page.faults = fault_in(&page.frame, |name| said.text(name), &refusal);
            for (field, name) in [
                (&mut page.category, "category"),
                (&mut page.seller, "seller"),
                (&mut page.from, "from"),
                (&mut page.programme, "programme"),
                (&mut page.shop, "shop"),
                (&mut page.help, "help"),
            ] {
                said.text(name).clone_into(field);
            }
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
