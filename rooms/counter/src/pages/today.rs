//! What waits for me, and how today went.

use super::find::cart_of;
use super::today;
use crate::cart::Cart;
use crate::reading::{self, DaySum};
use askama::Template;
use axum::extract::State;
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use journal::Fault;
use web::{Answer, Frame, House, SeatHeld, Visitor};

/// Days shown as bars.
const DAYS: i64 = 14;
/// The height of the highest bar.
const HEIGHT_MAX: i64 = 60;

#[derive(Template)]
#[template(path = "today.html")]
pub(super) struct TodayPage {
    pub frame: Frame,
    pub greeting: String,
    pub waiting: Vec<Waiting>,
    pub days: Vec<DayIncome>,
    pub income: Paisa,
    pub official: Paisa,
    pub receipts: i64,
    pub reversed: i64,
    pub may_take: bool,
    pub book_href: Option<String>,
}

/// The first page of people who sit at no counter: where they may go.
#[derive(Template)]
#[template(path = "office.html")]
pub(super) struct OfficePage {
    pub frame: Frame,
    pub greeting: String,
    /// May look at the receipts of a centre.
    pub may_see: bool,
}

pub(super) struct Waiting {
    pub title: String,
    pub detail: String,
    pub href: String,
    pub tag: String,
    pub look: &'static str,
}

pub(super) struct DayIncome {
    pub day: String,
    pub income: Paisa,
    pub height: i64,
}

/// Good morning until noon, good afternoon until four, then good evening.
fn greeting(frame: &Frame, now: Moment, name: &str) -> String {
    let clock = now.clock(base::Lang::En);
    let key = match clock.split(':').next().and_then(|hour| hour.parse::<u8>().ok()) {
        Some(0..12) => "today-morning",
        Some(12..16) => "today-noon",
        _ => "today-evening",
    };
    frame.say_with(key, &[("name", name)])
}

/// The last days, each with its share of the highest.
pub(super) fn bars_of(incomes: &[(BusinessDay, Paisa)], today: BusinessDay, lang: base::Lang) -> Vec<DayIncome> {
    let of = |day: BusinessDay| incomes.iter().find(|(one, _)| *one == day).map_or(Paisa::ZERO, |(_, income)| *income);
    let days: Vec<BusinessDay> = (1..=DAYS).map(|place| today.add_days(place.saturating_sub(DAYS))).collect();
    let highest = days.iter().map(|day| of(*day).get()).max().unwrap_or(0).max(1);
    let bar = |day: BusinessDay| {
        let income = of(day);
        let height = income.get().max(0).saturating_mul(HEIGHT_MAX).checked_div(highest).unwrap_or(0);
        DayIncome { day: day.show(lang), income, height }
    };
    days.into_iter().map(bar).collect()
}

/// As [`bars_of`], of the sums of days.
pub(super) fn bars(sums: &[DaySum], today: BusinessDay, lang: base::Lang) -> Vec<DayIncome> {
    let incomes: Vec<(BusinessDay, Paisa)> = sums.iter().map(|sum| (sum.day, sum.income)).collect();
    bars_of(&incomes, today, lang)
}

/// A cart that was left.
fn waiting(frame: &Frame, cart: &Cart) -> Vec<Waiting> {
    if cart.lines.is_empty() {
        return Vec::new();
    }
    let name = cart.customer.as_ref().and_then(|customer| customer.name.clone());
    vec![Waiting {
        title: frame.say("today-cart"),
        detail: name
            .map_or_else(|| frame.money(cart.total()), |name| format!("{name} · {}", frame.money(cart.total()))),
        href: "/counter".to_owned(),
        tag: frame.say("today-cart-open"),
        look: "wait",
    }]
}

/// The day itself comes first: the drawer to be counted, or a day that was not closed.
async fn day_waits(house: &House, frame: &Frame, seat: &SeatHeld) -> Result<Option<Waiting>, Fault> {
    let waits = super::days::waits(house, frame, seat).await?;
    Ok(waits.map(|waits| Waiting {
        title: frame.say(if waits.earlier { "today-not-closed" } else { "open-title" }),
        detail: waits.day,
        tag: frame.say(if waits.earlier { "today-comes-first" } else { "today-before-selling" }),
        look: if waits.earlier { "late" } else { "wait" },
        href: waits.href,
    }))
}

async fn sums(house: &House, seat: &SeatHeld, day: BusinessDay) -> Result<Vec<DaySum>, Fault> {
    let book = seat.book.clone();
    let from = day.add_days(1_i64.saturating_sub(DAYS));
    house
        .journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { reading::sums(tx, &book, from, day).await }))
        .await
}

/// `GET /` and `GET /today`.
pub(super) async fn show(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    let greeting = greeting(&frame, house.now(), &visitor.name);
    let frame = frame.titled("nav-today");
    let Some(seat) = visitor.seat.as_ref() else {
        return web::page(&OfficePage { greeting, may_see: visitor.may("receipt.view"), frame });
    };
    let day = today(&house);
    let sums = sums(&house, seat, day).await?;
    let now = sums.iter().find(|sum| sum.day == day);
    let cart = cart_of(&house, &visitor, seat).await?;
    let mut waits = super::cases::waiting_of(&house, &frame, seat, &visitor).await?;
    waits.extend(super::transfers::waiting_of(&house, &frame, seat).await?);
    waits.extend(super::honest::waiting_of(&house, &frame, seat).await?);
    waits.extend(waiting(&frame, &cart));
    if visitor.may_at("sale.create", &seat.path)
        && let Some(first) = day_waits(&house, &frame, seat).await?
    {
        waits.insert(0, first);
    }
    web::page(&TodayPage {
        greeting,
        waiting: waits,
        days: bars(&sums, day, frame.lang),
        income: now.map_or(Paisa::ZERO, |sum| sum.income),
        official: now.map_or(Paisa::ZERO, |sum| sum.official),
        receipts: now.map_or(0, |sum| sum.given),
        reversed: now.map_or(0, |sum| sum.reversed),
        may_take: visitor.may_at("sale.create", &seat.path),
        book_href: visitor.may_at("book.view", &seat.path).then(|| format!("/books/{}", seat.book)),
        frame,
    })
}
