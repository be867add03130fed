//! The counter: find a service at the left, the cart and its payment at the right.

use super::catalogue::word;
use super::days::{DayWaits, waits};
use super::{Faults, catalogue, seat, today, told};
use crate::cart::{self, Cart};
use crate::catalogue::Shown;
use crate::held::held_carts;
use crate::reading;
use crate::service::{Connectivity, Offer, Tariff, tariff_at};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use base::calendar::BusinessDay;
use base::mobile::Mobile;
use base::{Lang, Paisa};
use journal::Fault;
use network::person::Sex;
use serde::Deserialize;
use web::{Answer, Frame, House, SeatHeld, Trouble, Visitor};

/// Hits shown at once: a digit chooses each.
const HITS_MAX: usize = 9;
/// Letters from which on names are looked for.
const LETTERS_MIN: usize = 2;
/// Days that make a centre's own favourites (screens.md 3.2).
const FAVOURITE_DAYS: i64 = 30;

#[derive(Template)]
#[template(path = "find.html")]
pub(super) struct FindPage {
    pub frame: Frame,
    pub query: String,
    pub quantity: i64,
    pub hits: Vec<Hit>,
    pub cart: CartShown,
    pub faults: Faults,
    /// The receipt before, for Alt+P and "print again".
    pub last: Option<String>,
    /// Carts set aside at this counter.
    pub held: i64,
    /// The groups of the catalogue, while nothing was typed: (key, name, services).
    pub groups: Vec<(String, String, i64)>,
    /// What waits with the day, above everything.
    pub day: Option<DayWaits>,
    /// Why nothing can be sold here now; may be empty.
    pub hindered: String,
}

#[derive(Template)]
#[template(path = "hits.html")]
pub(super) struct HitsPart {
    pub frame: Frame,
    pub query: String,
    pub quantity: i64,
    pub hits: Vec<Hit>,
}

/// A service that was found.
pub(super) struct Hit {
    pub code: String,
    pub name: String,
    pub documents: String,
    pub official: Paisa,
    pub charge: Paisa,
    pub total: Paisa,
    pub online_only: bool,
    /// An amount is entered: it has a page of its own.
    pub moves_money: bool,
    /// Its price is for each Tk 1,000 of the amount.
    pub per_thousand: bool,
    /// The course without which this person may not give it; empty when nothing stands in the way.
    pub course: String,
}

/// The cart as the page shows it.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools)] // each is one tick or one open part of the page; they vary freely
pub(super) struct CartShown {
    pub customer: Option<CustomerShown>,
    /// The customer's fields stand open.
    pub customer_open: bool,
    /// What stands in the customer's fields.
    pub mobile: String,
    pub name: String,
    /// The customer agreed to be texted.
    pub texts: bool,
    pub lines: Vec<LineShown>,
    pub total: Paisa,
    pub form_id: String,
    /// `woman`, `man`, or nothing said.
    pub sex: &'static str,
    pub outside: bool,
    /// As it was typed, after a refusal.
    pub tendered: String,
    pub ready: bool,
}

pub(super) struct CustomerShown {
    pub name: String,
    pub mobile: String,
}

pub(super) struct LineShown {
    pub line: i64,
    pub name: String,
    pub quantity: i64,
    pub official: Paisa,
    pub charge: Paisa,
    pub total: Paisa,
    pub each: Paisa,
    pub form_href: Option<String>,
    pub answered: bool,
}

/// What was typed into the search box: `3*photo` is three of what `photo` finds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sought {
    pub query: String,
    pub quantity: i64,
}

impl Sought {
    pub(super) fn read(text: &str) -> Sought {
        let text = base::text::clean(text);
        if let Some((before, after)) = text.split_once(['*', '×'])
            && let Ok(quantity) = base::number::parse_integer(before)
        {
            let quantity = quantity.clamp(1, crate::deeds::take::QUANTITY_MAX);
            return Sought { query: after.trim().to_owned(), quantity };
        }
        Sought { query: text, quantity: 1 }
    }

    pub(super) fn is_sought(&self) -> bool {
        self.query.chars().count() >= LETTERS_MIN
    }
}

/// What a service costs at a place on a day, for so many, to somebody from the area or from outside; none when it is not
/// offered there, or closed for now.
pub(super) fn hit(
    offer: &Offer,
    path: &str,
    day: BusinessDay,
    quantity: i64,
    (lang, outside): (Lang, bool),
) -> Option<Hit> {
    let tariff = tariff_at(&offer.tariffs, path, day)?.for_applicant(outside);
    if offer.is_closed_at(path) {
        return None;
    }
    let (official, charge) = (tariff.official.checked_mul(quantity)?, tariff.charge()?.checked_mul(quantity)?);
    let documents: Vec<&str> = offer.service.documents.iter().map(|both| both.in_lang(lang)).collect();
    Some(Hit {
        code: offer.service.code.clone(),
        name: offer.service.name.in_lang(lang).to_owned(),
        documents: documents.join(", "),
        official,
        charge,
        total: official.checked_add(charge)?,
        online_only: offer.service.connectivity == Connectivity::Online,
        moves_money: offer.service.amount.is_some(),
        per_thousand: tariff.per_thousand,
        course: String::new(),
    })
}

/// The course of a service that this person did not pass; none when nothing stands in the way.
pub(super) async fn course_missing(house: &House, person: &str, offer: &Offer) -> Result<Option<String>, Fault> {
    let Some(course) = offer.service.course.clone() else { return Ok(None) };
    let (who, sought) = (person.to_owned(), course.clone());
    let read = house
        .journal
        .read::<_, Fault, _>(|tx| Box::pin(async move { network::passed_course(tx, &who, &sought).await }));
    let passed = read.await?;
    Ok(Some(course).filter(|_| !passed))
}

/// What was found, or the centre's own favourites while nothing was typed.
pub(super) async fn hits(
    house: &House,
    shown: &Shown,
    (person, seat): (&str, &SeatHeld),
    sought: &Sought,
    (lang, outside): (Lang, bool),
) -> Result<Vec<Hit>, Fault> {
    let day = today(house);
    let offers = if sought.is_sought() {
        shown.find(&sought.query, HITS_MAX)
    } else {
        favourites(house, shown, seat, day).await?
    };
    let hits = offers.into_iter().filter_map(|offer| hit(offer, &seat.path, day, sought.quantity, (lang, outside)));
    let mut hits: Vec<Hit> = hits.take(HITS_MAX).collect();
    for hit in &mut hits {
        if let Some(offer) = shown.offer(&hit.code) {
            hit.course = course_missing(house, person, offer).await?.unwrap_or_default();
        }
    }
    Ok(hits)
}

/// What this centre gave most in its last 30 days, then the rest of the catalogue: first what is done at once and
/// without the line, since a photocopy is the quickest sale of the day (screens.md 3.1).
async fn favourites<'s>(
    house: &House,
    shown: &'s Shown,
    seat: &SeatHeld,
    day: BusinessDay,
) -> Result<Vec<&'s Offer>, Fault> {
    let (book, since) = (seat.book.clone(), day.add_days(-FAVOURITE_DAYS));
    let most = i64::try_from(HITS_MAX).unwrap_or(i64::MAX);
    let codes = house
        .journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { reading::favourites(tx, &book, since, most).await }));
    let codes = codes.await?;
    let mut offers: Vec<&Offer> = codes.iter().filter_map(|code| shown.offer(code)).collect();
    let mut rest: Vec<&Offer> = shown.offers.iter().filter(|offer| !codes.contains(&offer.service.code)).collect();
    let price = |offer: &Offer| tariff_at(&offer.tariffs, &seat.path, day).and_then(Tariff::total).unwrap_or_default();
    rest.sort_by_key(|offer| {
        let (service, price) = (&offer.service, price(offer));
        let slow = offer.has_form || service.has_case() || service.connectivity == Connectivity::Online;
        (slow, price == Paisa::ZERO, price)
    });
    offers.extend(rest);
    Ok(offers)
}

/// The groups of the catalogue with how many services each offers here, in the order of their codes.
fn groups(frame: &Frame, shown: &Shown, path: &str, day: BusinessDay) -> Vec<(String, String, i64)> {
    let mut groups: Vec<(String, String, i64)> = Vec::new();
    for offer in shown.offers.iter().filter(|offer| hit(offer, path, day, 1, (frame.lang, false)).is_some()) {
        let key = &offer.service.group;
        match groups.iter_mut().find(|group| group.0 == *key) {
            Some(group) => group.2 = group.2.saturating_add(1),
            None => groups.push((key.clone(), word(frame, "group", key), 1)),
        }
    }
    groups
}

/// The cart of the person at this counter.
pub(super) async fn cart_of(house: &House, visitor: &Visitor, seat: &SeatHeld) -> Result<Cart, Fault> {
    let (book, person) = (seat.book.clone(), visitor.person.clone());
    house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { cart::kept(tx, &book, &person).await })).await
}

/// The cart as the page shows it.
pub(super) fn cart_shown(cart: &Cart, shown: &Shown, lang: Lang) -> CartShown {
    let line = |line: &cart::CartLine| LineShown {
        line: line.line,
        name: shown.name(&line.service, lang),
        quantity: line.quantity,
        official: line.times(line.official),
        charge: line.times(line.charge),
        total: line.times(line.each()),
        each: line.each(),
        form_href: line.has_form.then(|| format!("/counter/forms/{}", line.line)),
        answered: line.is_ready(),
    };
    let given = cart.customer.as_ref();
    let (mobile, name) = (given.and_then(|given| given.mobile.clone()), given.and_then(|given| given.name.clone()));
    let masked = mobile.as_deref().and_then(|text| Mobile::parse(text).ok()).map(|mobile| mobile.masked(lang));
    let customer = (mobile.is_some() || name.is_some())
        .then(|| CustomerShown { name: name.clone().unwrap_or_default(), mobile: masked.unwrap_or_default() });
    CartShown {
        customer,
        customer_open: false,
        mobile: mobile.unwrap_or_default(),
        name: name.unwrap_or_default(),
        texts: given.is_some_and(|given| given.texts),
        lines: cart.lines.iter().map(line).collect(),
        total: cart.total(),
        form_id: cart.form_id.clone(),
        sex: given.and_then(|given| given.sex).map_or("", Sex::name),
        outside: cart.is_outside(),
        tendered: String::new(),
        ready: cart.lines.iter().all(cart::CartLine::is_ready),
    }
}

/// The whole page: handlers that refuse something put their faults on it.
pub(super) async fn page_of(
    house: &House,
    frame: Frame,
    visitor: &Visitor,
    sought: Sought,
) -> Result<FindPage, Trouble> {
    let seat = seat(visitor, "sale.create")?;
    let shown = catalogue(house).await?;
    let cart = cart_of(house, visitor, seat).await?;
    let hits = hits(house, &shown, (&visitor.person, seat), &sought, (frame.lang, cart.is_outside())).await?;
    let book = seat.book.clone();
    let held = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { held_carts(tx, &book).await })).await?;
    let groups = if sought.is_sought() { Vec::new() } else { groups(&frame, &shown, &seat.path, today(house)) };
    let day = waits(house, &frame, seat).await?;
    let (centre, by) = (seat.centre.clone(), visitor.person.clone());
    let hindered =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::hindered(tx, &centre, &by).await }));
    let hindered = hindered.await?.map(|hindered| told(&frame, &hindered)).unwrap_or_default();
    Ok(FindPage {
        hindered,
        day,
        cart: cart_shown(&cart, &shown, frame.lang),
        frame: frame.titled("find-title"),
        quantity: sought.quantity,
        query: sought.query,
        hits,
        faults: Faults::new(),
        held,
        groups,
        last: cart.paid.map(|paid| paid.number),
    })
}

#[derive(Deserialize)]
pub(super) struct Looked {
    #[serde(default)]
    q: String,
    /// Opens the customer's fields where there is no script to do it.
    customer: Option<String>,
}

/// `GET /counter`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(looked): Query<Looked>,
) -> Answer {
    let mut page = page_of(&house, frame, &visitor, Sought::read(&looked.q)).await?;
    page.cart.customer_open = looked.customer.is_some();
    web::page(&page)
}

/// `GET /counter/find?q=`: the hits alone for the script, else the whole page.
pub(super) async fn found(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    headers: HeaderMap,
    Query(looked): Query<Looked>,
) -> Answer {
    let sought = Sought::read(&looked.q);
    if !headers.contains_key("hx-request") {
        return web::page(&page_of(&house, frame, &visitor, sought).await?);
    }
    let shown = catalogue(&house).await?;
    let seat = seat(&visitor, "sale.create")?;
    let outside = cart_of(&house, &visitor, seat).await?.is_outside();
    let hits = hits(&house, &shown, (&visitor.person, seat), &sought, (frame.lang, outside)).await?;
    web::page(&HitsPart { frame, query: sought.query, quantity: sought.quantity, hits })
}
