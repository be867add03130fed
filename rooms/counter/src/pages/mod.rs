//! The counter's pages: the only HTML handlers. Every flow is forms and links; the script only makes it quicker.

mod avro;
mod cart;
mod catalogue;
mod check;
mod day;
mod find;
mod form;
mod income;
mod paper;
mod pay;
mod receipt;
mod reverse;
mod samples;
mod today;
// Tariffs and catalogue.
mod amend;
mod closures;
mod held;
mod prices;
mod samples_catalogue;
mod statements;
mod tariff_new;
mod tariffs;
mod transfers;

pub(crate) mod supervise;

pub(crate) mod registers;

mod cases;
mod days;

mod honest;

pub(crate) use cases::CODES as CASE_CODES;
pub(crate) use honest::unlike;
pub(crate) use samples::samples;
pub(crate) use statements::CODES as STATEMENT_CODES;

use crate::cases::served;
use crate::catalogue::{Catalogue, Shown};
use crate::number::{book_of, typed};
use crate::reading;
use crate::receipt::Standing;
use base::calendar::BusinessDay;
use base::{Lang, Refusal};
use journal::Fault;
use std::sync::Arc;
use web::limiter::RECEIPT_CHECK;
use web::{Frame, House, Needs, Route, SeatHeld, Trouble, Visitor};

const SELL: Needs = Needs::Permission("sale.create");
const SEE: Needs = Needs::Permission("receipt.view");
const UNDO: Needs = Needs::Permission("sale.reverse");
const LOOK_UP: Needs = Needs::Permission("catalogue.view");

/// The ways to the counter's pages.
pub(crate) fn routes() -> Vec<Route> {
    let mut all = vec![
        Route::get("/", Needs::SignedIn, today::show),
        Route::get("/today", Needs::SignedIn, today::show),
        Route::get("/counter", SELL, find::show),
        Route::get("/counter/find", SELL, find::found),
        Route::post("/counter/cart", SELL, cart::add),
        Route::post("/counter/line", SELL, cart::set_quantity),
        Route::post("/counter/customer", SELL, cart::set_customer),
        Route::post("/counter/applicant", SELL, cart::set_applicant),
        Route::get("/counter/forms/{line}", SELL, form::show),
        Route::post("/counter/forms/{line}", SELL, form::fill),
        Route::post("/counter/pay", SELL, pay::take),
        Route::get("/counter/receipts/{number}", SEE, receipt::show),
        Route::get("/counter/receipts/{number}/{paper}", SEE, paper::show),
        Route::post("/counter/receipts/{number}/print", SEE, paper::print),
        Route::get("/counter/receipts/{number}/reverse", UNDO, reverse::ask),
        Route::post("/counter/receipts/{number}/reverse", UNDO, reverse::reverse),
        Route::get("/counter/day", SEE, day::show),
        Route::get("/counter/catalogue", LOOK_UP, catalogue::list),
        Route::get("/counter/catalogue/{code}", LOOK_UP, catalogue::one),
        Route::get("/counter/avro", Needs::SignedIn, avro::convert),
        Route::get("/income", Needs::Permission("book.view"), income::show),
        Route::get("/income/{stream}", Needs::Permission("book.view"), income::stream),
        Route::get("/check", Needs::Anyone, check::show).limited(&RECEIPT_CHECK),
    ];
    // Tariffs and catalogue.
    all.extend(tariffs::routes());
    all.extend(held::routes());
    all.extend(closures::routes());
    all.extend(amend::routes());
    all.extend(prices::routes());
    all.extend(cases::routes());
    all.extend(honest::routes());
    all.extend(days::routes());
    all.extend(transfers::routes());
    all.extend(statements::routes());
    all
}

/// What is wrong with a form: (input id, sentence); an empty id is above the form.
type Faults = Vec<(String, String)>;

/// The sentence of a refusal in the reader's language.
fn told(frame: &Frame, refusal: &dyn Refusal) -> String {
    frame.house().words.tell(frame.lang, refusal).sentence
}

/// The catalogue that the binary put into the house.
async fn catalogue(house: &House) -> Result<Arc<Shown>, Trouble> {
    let kept = house.things.get::<Catalogue>();
    let kept = kept.ok_or_else(|| Trouble::Broken("no catalogue was put into the house".to_owned()))?;
    Ok(kept.now(&house.journal).await?)
}

/// The seat at whose counter this person may do this; a person without one has no counter (403).
fn seat<'v>(visitor: &'v Visitor, permission: &str) -> Result<&'v SeatHeld, Trouble> {
    let seat = visitor.seat.as_ref();
    seat.filter(|seat| visitor.may_at(permission, &seat.path)).ok_or(Trouble::Forbidden)
}

/// Where a visitor stands: the path that decides which tariff they see.
fn path_of<'v>(visitor: &'v Visitor, permission: &str) -> &'v str {
    let held = || visitor.held.iter().find(|held| held.permissions.contains(&permission));
    visitor
        .seat
        .as_ref()
        .map(|seat| seat.path.as_str())
        .or_else(|| held().map(|held| held.path.as_str()))
        .unwrap_or("/")
}

/// A centre as pages and papers name it.
#[derive(Debug, Clone)]
struct CentreSeen {
    book: String,
    path: String,
    name_bn: String,
    name_en: String,
}

impl CentreSeen {
    fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Bn => &self.name_bn,
            Lang::En => &self.name_en,
        }
    }
}

impl From<&SeatHeld> for CentreSeen {
    fn from(seat: &SeatHeld) -> CentreSeen {
        CentreSeen {
            book: seat.book.clone(),
            path: seat.path.clone(),
            name_bn: seat.centre_name_bn.clone(),
            name_en: seat.centre_name_en.clone(),
        }
    }
}

/// The name of a centre in the reader's language.
fn name_of(lang: Lang, centre: &network::Centre) -> &str {
    match lang {
        Lang::Bn => &centre.name_bn,
        Lang::En => &centre.name_en,
    }
}

/// Where people are sent while a centre does not serve them: for what they applied for there, or with something new. None
/// while it serves.
async fn sent_elsewhere(house: &House, frame: &Frame, book: &str, applied: bool) -> Result<Option<String>, Trouble> {
    let Some(stopped) = served::stopped(house, book).await? else { return Ok(None) };
    if stopped.serving && (!applied || stopped.served_at.is_none()) {
        return Ok(None);
    }
    let Some(at) = stopped.served_at else { return Ok(Some(frame.say("centre-closed"))) };
    let (place, lang) = (at.place.clone(), frame.lang);
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let mut names = Vec::new();
            let mut code = place;
            while names.len() < 2
                && let Some(place) = network::place(tx, &code).await?
            {
                names.push(if lang == Lang::Bn { place.name_bn } else { place.name_en });
                code = place.parent;
            }
            Ok(names.join(", "))
        })
    });
    let about = [("centre", name_of(lang, &at).to_owned()), ("place", read.await?)];
    Ok(Some(frame.say_with(if applied { "centre-closed-applied" } else { "centre-closed-go" }, &about)))
}

/// The centre that keeps this book.
async fn centre_of(house: &House, book: &str) -> Result<Option<CentreSeen>, Fault> {
    let code = book.to_owned();
    let found = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::centre(tx, &code).await }));
    Ok(found.await?.map(|centre| CentreSeen {
        book: centre.book,
        path: centre.path,
        name_bn: centre.name_bn,
        name_en: centre.name_en,
    }))
}

/// The centre of this book, if the visitor may do this there. Who may not is told that there is nothing: 404.
async fn centre_for(house: &House, visitor: &Visitor, permission: &str, book: &str) -> Result<CentreSeen, Trouble> {
    let own = visitor.seat.as_ref().filter(|seat| seat.book == book).map(CentreSeen::from);
    let centre = match own {
        Some(centre) => Some(centre),
        None => centre_of(house, book).await?,
    };
    centre.filter(|centre| visitor.may_at(permission, &centre.path)).ok_or(Trouble::NotFound)
}

/// A receipt and its centre, if the visitor may do this there: else 404, as for a number that nobody gave.
async fn receipt_for(
    house: &House,
    visitor: &Visitor,
    permission: &str,
    number: &str,
) -> Result<(CentreSeen, Standing), Trouble> {
    let number = typed(number);
    let book = book_of(&number).ok_or(Trouble::NotFound)?.to_owned();
    let centre = centre_for(house, visitor, permission, &book).await?;
    let found = house
        .journal
        .read::<_, Fault, _>(|tx| Box::pin(async move { reading::receipt(tx, &book, &number).await }))
        .await?;
    Ok((centre, found.ok_or(Trouble::NotFound)?))
}

/// The services of a receipt in one line: `জন্ম নিবন্ধন, ফটোকপি ×৬`.
fn services_of(standing: &Standing, shown: &Shown, lang: Lang) -> String {
    let one = |line: &crate::Line| {
        let name = shown.name(&line.service, lang);
        if line.quantity == 1 { name } else { format!("{name} ×{}", base::number::group(line.quantity, lang)) }
    };
    standing.receipt.lines.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// When a receipt was given: the moment, or only the day when it came from a paper register.
fn when_of(standing: &Standing, lang: Lang) -> String {
    let receipt = &standing.receipt;
    if receipt.at.day() == receipt.day { receipt.at.show(lang) } else { receipt.day.show(lang) }
}

/// In how many days a service is ready, in words.
fn ready_in(frame: &Frame, days: u32) -> String {
    match days {
        0 => frame.say("ready-at-once"),
        1 => frame.say("ready-in-one"),
        _ => frame.say_with("ready-in-days", &[("count", frame.number(i64::from(days)))]),
    }
}

/// Today in Dhaka.
fn today(house: &House) -> BusinessDay {
    house.now().day()
}
