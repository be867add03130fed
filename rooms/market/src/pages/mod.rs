//! The pages of the market: the storefront for everybody, the desk of whoever sells, the vetting of the association.

mod acting;
mod alone;
mod buy;
mod collecting;
mod complaints;
mod desk;
mod evidence;
mod facts;
mod feed;
mod fields;
mod haat;
mod kinds;
mod listing;
mod lot_answers;
mod lot_samples;
mod lot_terms;
mod lots;
mod office;
mod order_samples;
mod orders;
mod papers;
mod partner;
mod partner_samples;
mod photos;
mod programme_samples;
mod register;
mod sales;
mod samples;
mod settlement;
mod sheet;
mod vetting;
mod wallet;

pub(crate) use alone::REFUSED as ALONE_REFUSED;
pub(crate) use listing::size_of;
pub(crate) use orders::TILL;
pub(crate) use samples::samples;

use crate::api;
use crate::carrier::HiredCarrier;
use crate::order::OrderStanding;
use crate::partner::{api as api_goods, api_events, api_kinds, api_orders, api_photos, api_stock};
use crate::product::{ProductStanding, parts_of};
use crate::reading;
use crate::seller::{SellerKind, SellerStanding};
use crate::showcase::Showcase;
use base::{Lang, Refusal};
use journal::{Fault, Stop};
use web::{Frame, House, Needs, Route, Trouble, Visitor};

const SELL: Needs = Needs::Permission("market.sell");
/// Who pays what the programme owes pays sellers too.
const PAY: Needs = Needs::Permission("commission.pay");
const CATALOGUE: Needs = Needs::Permission("partner.catalogue");
const ORDERS: Needs = Needs::Permission("partner.orders");
const EVENTS: Needs = Needs::Permission("partner.events");
const HANDLE: Needs = Needs::Permission(complaints::HANDLE);
const REPORT: Needs = Needs::Permission(facts::REPORT);
const VET: Needs = Needs::Permission("market.vet");

/// The ways in.
pub(crate) fn routes() -> Vec<Route> {
    [public(), programs(), counter(), wholesale(), seller(), office(), programme()].concat()
}

/// For everybody.
fn public() -> Vec<Route> {
    vec![
        Route::get("/haat", Needs::Anyone, haat::show),
        Route::get("/haat/goods/{address}", Needs::Anyone, haat::one),
        Route::get("/haat/goods/{address}/order", Needs::Anyone, alone::show),
        Route::post("/haat/goods/{address}/order", Needs::Anyone, alone::ask).limited(&alone::ALONE),
        Route::get("/haat/quotes/{quote}", Needs::Anyone, alone::quote),
        Route::post("/haat/quotes/{quote}", Needs::Anyone, alone::take).limited(&alone::ALONE),
        Route::get("/haat/sellers/{seller}", Needs::Anyone, haat::seller),
        Route::get("/haat/photos/{address}/{place}/{size}", Needs::Anyone, photos::show),
        Route::get("/haat/feed.xml", Needs::Anyone, feed::show).limited(&feed::FEED),
    ]
}

/// For programs: of people, of sellers, of providers.
fn programs() -> Vec<Route> {
    vec![
        Route::get("/api/v1/market/goods", Needs::Anyone, api::goods),
        Route::post("/api/v1/market/wallets/{provider}/callback", Needs::Anyone, crate::callback::hear),
        Route::post("/api/v1/market/quotes", SELL, api::quote),
        Route::post("/api/v1/market/quotes/{quote}/orders", SELL, api::place),
        Route::get("/api/v1/market/orders/{order}", SELL, api::order),
        Route::post("/api/v1/partner/products", CATALOGUE, api_goods::products),
        Route::post("/api/v1/partner/photos", CATALOGUE, api_photos::photo),
        Route::post("/api/v1/partner/stock", CATALOGUE, api_stock::stock),
        Route::post("/api/v1/partner/prices", CATALOGUE, api_stock::prices),
        Route::get("/api/v1/partner/categories", CATALOGUE, api_kinds::categories),
        Route::post("/api/v1/partner/categories", CATALOGUE, api_kinds::map_categories),
        Route::get("/api/v1/partner/orders", ORDERS, api_orders::orders),
        Route::post("/api/v1/partner/orders/{order}/moves", ORDERS, api_orders::moved),
        Route::get("/api/v1/partner/events", EVENTS, api_events::events),
    ]
}

/// For whoever buys with a customer at the counter.
fn counter() -> Vec<Route> {
    vec![
        Route::get("/market/buy", SELL, buy::show),
        // The same page by GET: a refused form stands at this address when its reader changes the language.
        Route::get("/market/buy/basket", SELL, buy::show),
        Route::post("/market/buy/basket", SELL, buy::change),
        Route::get("/market/buy/quote", SELL, buy::show),
        Route::post("/market/buy/quote", SELL, buy::quote),
        Route::get("/market/quotes/{quote}", SELL, orders::quote),
        Route::post("/market/quotes/{quote}", SELL, orders::place),
        Route::get("/market/quotes/{quote}/paper", SELL, papers::show),
        Route::post("/market/quotes/{quote}/paper", SELL, papers::send),
        Route::get("/market/quotes/{quote}/paper/{name}", SELL, papers::save),
        Route::get("/market/orders/{order}/paper", SELL, papers::show),
        Route::post("/market/orders/{order}/paper", SELL, papers::send),
        Route::get("/market/orders/{order}/paper/{name}", SELL, papers::save),
        Route::get("/market/quotes/{quote}/wallet", SELL, wallet::show),
        Route::post("/market/quotes/{quote}/wallet", SELL, wallet::ask),
        Route::get("/market/orders", SELL, orders::list),
        Route::get("/market/orders/{order}", SELL, orders::one),
        Route::post("/market/orders/{order}", SELL, acting::act),
        Route::get("/market/orders/{order}/collect", SELL, orders::one),
        Route::post("/market/orders/{order}/collect", SELL, collecting::collect).taking_files(),
    ]
}

/// For who gives in quantity, and for who asks for it.
fn wholesale() -> Vec<Route> {
    vec![
        Route::get("/market/lots", SELL, lots::asked),
        Route::get("/market/lots/{seller}/{ask}", SELL, lots::one_asked),
        Route::post("/market/lots/{seller}/{ask}", SELL, lots::take),
        Route::get("/market/buy/lots/{address}", SELL, lots::asking),
        Route::post("/market/buy/lots/{address}", SELL, lots::ask_price),
        Route::get("/market/sales/{seller}/lots", SELL, lot_answers::of_seller),
        Route::get("/market/sales/{seller}/lots/{ask}", SELL, lot_answers::one_of_seller),
        Route::post("/market/sales/{seller}/lots/{ask}", SELL, lot_answers::answer),
        Route::get("/market/goods/{address}/lot", SELL, lot_terms::terms),
        Route::post("/market/goods/{address}/lot", SELL, lot_terms::set_terms),
    ]
}

/// For whoever acts for a seller.
fn seller() -> Vec<Route> {
    vec![
        Route::get("/market", SELL, desk::show),
        Route::get("/market/sales/{seller}/{book}/{order}/paper", SELL, papers::show),
        Route::post("/market/sales/{seller}/{book}/{order}/paper", SELL, papers::send),
        Route::get("/market/sales/{seller}/{book}/{order}/paper/{name}", SELL, papers::save),
        Route::get("/market/sales/{seller}", SELL, sales::show),
        Route::get("/market/sales/{seller}/stock", SELL, sales::show),
        Route::post("/market/sales/{seller}/stock", SELL, sales::count),
        Route::get("/market/sales/{seller}/{book}/{order}", SELL, sales::one),
        Route::post("/market/sales/{seller}/{book}/{order}", SELL, sales::act),
        Route::get("/market/sellers/new", SELL, register::form),
        Route::post("/market/sellers", SELL, register::register),
        Route::get("/market/sellers/{seller}", SELL, desk::seller),
        // For whoever acts for the seller and for whoever vets it: the handler asks which.
        Route::get("/market/sellers/{seller}/partner", Needs::SignedIn, partner::show),
        Route::post("/market/sellers/{seller}/partner", Needs::SignedIn, partner::act),
        Route::get("/market/sellers/{seller}/sheet", SELL, sheet::show),
        Route::post("/market/sellers/{seller}/sheet", SELL, sheet::send).taking_files(),
        Route::get("/market/sellers/{seller}/kinds", SELL, kinds::show),
        Route::post("/market/sellers/{seller}/kinds", SELL, kinds::act),
        Route::get("/market/sellers/{seller}/new", SELL, listing::new),
        Route::post("/market/sellers/{seller}/products", SELL, listing::save_new),
        Route::get("/market/goods/{address}", SELL, listing::show),
        Route::post("/market/goods/{address}", SELL, listing::save),
        Route::post("/market/goods/{address}/move", SELL, listing::moved),
        Route::post("/market/goods/{address}/prices", SELL, listing::prices),
        Route::post("/market/goods/{address}/photos", SELL, photos::add).taking_files(),
        Route::post("/market/goods/{address}/photos/{place}/remove", SELL, photos::remove),
    ]
}

/// For the association, and for whoever pays sellers.
fn office() -> Vec<Route> {
    vec![
        Route::get("/market/settlement", PAY, settlement::show),
        Route::post("/market/settlement", PAY, settlement::act),
        Route::get("/market/settlement/notice", PAY, settlement::show),
        Route::post("/market/settlement/notice", PAY, settlement::notice).taking_files(),
        Route::get("/market/settlement/{run}", PAY, settlement::file),
        Route::get("/market/vetting", VET, vetting::show),
        Route::get("/market/vetting/orders", VET, office::show),
        Route::get("/market/vetting/orders/{book}/{order}", VET, office::one),
        Route::post("/market/vetting/orders/{book}/{order}", VET, office::act),
        Route::get("/market/vetting/rates", VET, office::rates),
        Route::post("/market/vetting/rates", VET, office::set_rate),
        Route::get("/market/vetting/sellers/{seller}", VET, vetting::seller),
        Route::post("/market/vetting/sellers/{seller}", VET, vetting::vet_seller),
        Route::get("/market/vetting/goods/{address}", VET, vetting::goods),
        Route::post("/market/vetting/goods/{address}", VET, vetting::check),
    ]
}

/// For whoever has a complaint, and for the programme.
fn programme() -> Vec<Route> {
    vec![
        Route::get("/market/complaints", HANDLE, complaints::list),
        Route::get("/market/complaints/{book}/{order}", HANDLE, complaints::one),
        Route::post("/market/complaints/{book}/{order}", HANDLE, complaints::act),
        Route::get("/market/evidence/{book}/{order}", Needs::SignedIn, evidence::show),
        Route::get("/market/evidence/{book}/{order}/{line}/{place}", Needs::SignedIn, evidence::photo),
        Route::get("/market/wallets/{book}/{transfer}", Needs::Permission(wallet::STATEMENTS), wallet::transfer),
        Route::get("/market/facts", REPORT, facts::show),
        Route::get("/market/facts/{month}/{kind}", REPORT, facts::rows),
    ]
}

/// What is wrong with a form: (input id, sentence); an empty id is above the form.
type Faults = Vec<(String, String)>;

/// The sentence of a refusal in the reader's language.
fn told(frame: &Frame, refusal: &dyn Refusal) -> String {
    frame.house().words.tell(frame.lang, refusal).sentence
}

/// A refusal as the one fault of a form.
fn fault_of(frame: &Frame, refusal: &dyn Refusal) -> Faults {
    vec![(refusal.field().unwrap_or_default(), told(frame, refusal))]
}

/// The same of a form whose fields are at hand: letters where a number belongs are told as that, and not as whatever a rule
/// says of the number that stood for them.
fn fault_in<'s>(frame: &Frame, said: impl Fn(&str) -> &'s str, refusal: &dyn Refusal) -> Faults {
    let field = refusal.field().unwrap_or_default();
    if fields::is_no_number(&field, said(&field)) {
        return vec![(field, frame.say("form-number"))];
    }
    fault_of(frame, refusal)
}

/// A key for a form that is posted once.
fn form_id() -> Result<String, Trouble> {
    Ok(network::secrets::new_token()?.chars().take(32).collect())
}

/// The showcase that the binary put into the house.
fn showcase(house: &House) -> Result<&Showcase, Trouble> {
    house.things.get::<Showcase>().ok_or_else(|| Trouble::Broken("no showcase was put into the house".to_owned()))
}

/// The carrier that the binary put into the house.
fn carrier(house: &House) -> Result<&HiredCarrier, Trouble> {
    house.things.get::<HiredCarrier>().ok_or_else(|| Trouble::Broken("no carrier was put into the house".to_owned()))
}

/// The seller of this number.
async fn seller_of(house: &House, number: &str) -> Result<SellerStanding, Trouble> {
    if !crate::seller::is_seller_number(number) {
        return Err(Trouble::NotFound);
    }
    let number = number.to_owned();
    let found =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::seller(tx, &number).await })).await?;
    found.ok_or(Trouble::NotFound)
}

/// True for whoever acts for this seller: the seats of its centre, or the firm's own staff that registered it.
fn may_keep(visitor: &Visitor, standing: &SellerStanding) -> bool {
    let seller = &standing.seller;
    visitor.may("market.sell")
        && match seller.kind {
            SellerKind::Producer => visitor.seat.as_ref().is_some_and(|seat| seat.book == seller.centre),
            SellerKind::Merchant => seller.keeper == visitor.person,
        }
}

/// True for whoever checks goods where this seller is.
fn may_vet(visitor: &Visitor, standing: &SellerStanding) -> bool {
    visitor.may_at("market.vet", &standing.seller.path)
}

/// The seller, if the visitor acts for it; else 404, as for a number that nobody has.
async fn kept(house: &House, visitor: &Visitor, number: &str) -> Result<SellerStanding, Trouble> {
    let standing = seller_of(house, number).await?;
    if may_keep(visitor, &standing) { Ok(standing) } else { Err(Trouble::NotFound) }
}

/// The seller, if the visitor vets it; else 404.
async fn vetted(house: &House, visitor: &Visitor, number: &str) -> Result<SellerStanding, Trouble> {
    let standing = seller_of(house, number).await?;
    if may_vet(visitor, &standing) { Ok(standing) } else { Err(Trouble::NotFound) }
}

/// A product and its seller by the product's address.
async fn product_of(house: &House, address: &str) -> Result<(SellerStanding, ProductStanding), Trouble> {
    let (seller, product) = parts_of(address).ok_or(Trouble::NotFound)?;
    let standing = seller_of(house, seller).await?;
    let (seller, product) = (seller.to_owned(), product.to_owned());
    let found = house
        .journal
        .read::<_, Fault, _>(|tx| Box::pin(async move { reading::product(tx, &seller, &product).await }))
        .await?;
    Ok((standing, found.ok_or(Trouble::NotFound)?))
}

/// The order of this number in this book; else 404.
async fn order_of(house: &House, book: &str, number: &str) -> Result<OrderStanding, Trouble> {
    let (book, number) = (book.to_owned(), number.to_owned());
    let read =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::order(tx, &book, &number).await }));
    read.await?.ok_or(Trouble::NotFound)
}

/// Why a deed was refused, if it was.
fn refusal_of<T, R: Refusal + 'static>(outcome: Result<T, Stop<R>>) -> Result<Option<Box<dyn Refusal>>, Trouble> {
    match outcome {
        Ok(_) => Ok(None),
        Err(Stop::Refused(refusal)) => Ok(Some(Box::new(refusal))),
        Err(stop) => Err(stop.into()),
    }
}

/// The places of a product's photos.
async fn photos_of(house: &House, standing: &ProductStanding) -> Result<Vec<i64>, Fault> {
    let (seller, product) = (standing.seller.clone(), standing.product.number.clone());
    house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::photos(tx, &seller, &product).await })).await
}

/// The name of the centre whose book this is.
async fn centre_name(house: &House, frame: &Frame, book: &str) -> Result<String, Fault> {
    let book = book.to_owned();
    let found = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::centre(tx, &book).await }));
    Ok(found.await?.map(|centre| frame.either(&centre.name_bn, &centre.name_en).to_owned()).unwrap_or_default())
}

/// The name of a place.
async fn place_name(house: &House, code: &str, lang: Lang) -> Result<String, Fault> {
    let code = code.to_owned();
    let found =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::place(tx, &code).await })).await?;
    Ok(found.map(|place| if lang == Lang::Bn { place.name_bn } else { place.name_en }).unwrap_or_default())
}

/// The showcase looks at the books at once after a deed of this house, so that whoever published finds it published.
async fn follow(house: &House) -> Result<(), Trouble> {
    showcase(house)?.follow(&house.journal).await?;
    Ok(())
}

/// Weight in words: grams below a kilogram, else kilograms.
fn weight(frame: &Frame, grams: i64) -> String {
    if grams < 1_000 {
        return frame.say_with("market-grams", &[("count", frame.number(grams))]);
    }
    let (whole, rest) = (grams / 1_000, grams % 1_000 / 100);
    let count = if rest == 0 { frame.number(whole) } else { format!("{}.{}", frame.number(whole), frame.number(rest)) };
    frame.say_with("market-kilograms", &[("count", count)])
}

/// `{count} days`, or the words for none.
fn days(frame: &Frame, count: i64, none: &str) -> String {
    if count == 0 { frame.say(none) } else { frame.say_with("market-days", &[("count", frame.number(count))]) }
}
