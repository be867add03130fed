//! What centres and firms ask for in quantity, and an offer that is taken.

use super::fields::Fields;
use super::lot_terms::{counted, grade_in_words, least_in_words, lot_of, steps_in_words};
use super::{Faults, centre_name, fault_in, form_id, product_of, seller_of};
use crate::alone::link_code;
use crate::deeds::ask_lot::AskLot;
use crate::deeds::reserve::Wanted;
use crate::lots::store::{as_it_stands, ask, asks_of_centre, asks_of_firm};
use crate::lots::{AskState, LotAsk};
use crate::quoting::{Basket, NotAsked, take_offer};
use crate::reading;
use crate::seller::{SellerKind, SellerStanding, SellerState};
use askama::Template;
use axum::extract::{Path, State};
use base::mobile::Mobile;
use base::{Paisa, Refusal};
use journal::{Envelope, Fault, Stop, typed_number};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

/// An asking as it is shown.
pub(super) struct AskShown {
    pub href: String,
    pub what: String,
    /// How many, with the unit.
    pub pieces: String,
    /// The grade, in words.
    pub grade: String,
    /// The other side: the seller for a centre, the centre for a seller.
    pub who: String,
    pub words: String,
    pub state: String,
    pub look: &'static str,
    pub asked: String,
    /// The price of one; nothing before there is one.
    pub price: Paisa,
    pub total: Paisa,
    pub promised: String,
    pub until: String,
    pub answer: String,
}

#[derive(Template)]
#[template(path = "market_lots.html")]
pub(super) struct LotsPage {
    pub frame: Frame,
    pub back: (String, String),
    pub rows: Vec<AskShown>,
}

#[derive(Template)]
#[template(path = "market_lot_one.html")]
pub(super) struct AskPage {
    pub frame: Frame,
    pub form_id: String,
    pub back: String,
    pub one: AskShown,
    /// What can be done now: `answer`, `take`.
    pub act: &'static str,
    /// The address of the quote that it became; empty when there is none.
    pub quote: String,
    /// Where whoever asked asks again; empty for the seller.
    pub again: String,
    /// True for a firm, which pays the centre no help.
    pub firm: bool,
    /// The price steps that were shown.
    pub steps: Vec<(String, Paisa)>,
    pub said: Fields,
    pub faults: Faults,
}

#[derive(Template)]
#[template(path = "market_lot_ask.html")]
pub(super) struct AskingPage {
    pub frame: Frame,
    pub form_id: String,
    pub address: String,
    pub name: String,
    pub terms: String,
    pub grade: String,
    /// (from how many, the price of one).
    pub steps: Vec<(String, Paisa)>,
    /// (SKU, name).
    pub kinds: Vec<(String, String)>,
    /// (number, name) of the firms for which whoever keeps them may ask, saying at which centre they pay and collect; none
    /// for a centre.
    pub firms: Vec<(String, String)>,
    pub said: Fields,
    pub faults: Faults,
}

/// Who asks: a centre for its customers, or whoever keeps firms.
enum Asker {
    Centre(String),
    /// The approved ones; at least one.
    Firms(Vec<SellerStanding>),
}

/// True for whoever keeps this firm, once it is approved.
pub(super) fn may_ask(visitor: &Visitor, standing: &SellerStanding) -> bool {
    standing.state == SellerState::Approved
        && standing.seller.kind == SellerKind::Merchant
        && standing.seller.keeper == visitor.person
}

/// Whoever sits in a seat asks for the centre, whoever keeps an approved firm for that; 404 for others.
async fn asker(house: &House, visitor: &Visitor) -> Result<Asker, Trouble> {
    if let Some(seat) = &visitor.seat {
        return Ok(Asker::Centre(seat.book.clone()));
    }
    let person = visitor.person.clone();
    let read =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::sellers_kept(tx, &person, "").await }));
    let firms: Vec<_> = read.await?.into_iter().filter(|one| may_ask(visitor, one)).collect();
    if firms.is_empty() { Err(Trouble::NotFound) } else { Ok(Asker::Firms(firms)) }
}

impl Asker {
    /// True for whoever asked it, and for the centre through which it was asked.
    fn has(&self, asked: &LotAsk) -> bool {
        match self {
            Asker::Centre(book) => asked.centre == *book,
            Asker::Firms(_) => self.firm(&asked.firm).is_some(),
        }
    }

    /// The firm of this number, if it is one of those that ask.
    fn firm(&self, number: &str) -> Option<&SellerStanding> {
        match self {
            Asker::Centre(_) => None,
            Asker::Firms(firms) => firms.iter().find(|firm| firm.seller.number == number),
        }
    }

    /// (number, name) of the firms that may ask; none for a centre.
    fn firms(&self, frame: &Frame) -> Vec<(String, String)> {
        let Asker::Firms(firms) = self else { return Vec::new() };
        let named = |firm: &SellerStanding| firm.seller.name.in_lang(frame.lang).to_owned();
        firms.iter().map(|firm| (firm.seller.number.clone(), named(firm))).collect()
    }

    /// True for whoever asked it: nobody takes another's offer.
    fn takes(&self, asked: &LotAsk) -> bool {
        self.has(asked) && matches!(self, Asker::Centre(_)) == asked.firm.is_empty()
    }
}

pub(super) fn shown(house: &House, frame: &Frame, asked: &LotAsk, who: String, href: String) -> AskShown {
    let now = house.journal.now();
    let (state, look) = match asked.state {
        AskState::Asked if asked.waited_out(now) => ("unanswered", "late"),
        AskState::Asked => ("asked", "wait"),
        AskState::Offered if !asked.basket.is_empty() => ("taken", ""),
        AskState::Offered if asked.is_over(now) => ("over", "late"),
        AskState::Offered => ("offered", "plain"),
        AskState::Declined => ("declined", "late"),
    };
    AskShown {
        href,
        what: asked.name.in_lang(frame.lang).to_owned(),
        pieces: counted(frame, asked.pieces, asked.lot.unit),
        grade: grade_in_words(frame, &asked.lot),
        who,
        words: asked.words.clone(),
        state: frame.say(&format!("lot-state-{state}")),
        look,
        asked: asked.at.show(frame.lang),
        price: asked.offer.map(|offer| offer.price).unwrap_or_default(),
        total: asked.offer.and_then(|offer| offer.price.checked_mul(asked.pieces)).unwrap_or_default(),
        promised: asked.offer.map(|offer| offer.promised.show(frame.lang)).unwrap_or_default(),
        until: asked.offer.map(|offer| offer.until.show(frame.lang)).unwrap_or_default(),
        answer: asked.answer.clone(),
    }
}

async fn seller_name(house: &House, frame: &Frame, seller: &str) -> Result<String, Trouble> {
    Ok(seller_of(house, seller).await?.seller.name.in_lang(frame.lang).to_owned())
}

/// Who asks, as the seller reads it: the centre, and the firm where one asks through it.
pub(super) async fn asker_name(house: &House, frame: &Frame, asked: &LotAsk) -> Result<String, Trouble> {
    let centre = centre_name(house, frame, &asked.centre).await?;
    if asked.firm.is_empty() {
        return Ok(centre);
    }
    Ok(format!("{} · {centre}", seller_name(house, frame, &asked.firm).await?))
}

/// The asking of this number; else 404.
pub(super) async fn ask_of(house: &House, seller: &str, number: &str) -> Result<LotAsk, Trouble> {
    let (seller, number) = (seller.to_owned(), number.to_owned());
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let Some(asked) = ask(tx, &seller, &number).await? else { return Ok(None) };
            as_it_stands(tx, &seller, asked).await.map(Some)
        })
    });
    read.await?.ok_or(Trouble::NotFound)
}

/// `GET /market/lots`.
pub(super) async fn asked(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    let asker = asker(&house, &visitor).await?;
    let back = match &asker {
        Asker::Centre(_) => ("/market/buy".to_owned(), frame.say("buy-title")),
        Asker::Firms(_) => ("/market".to_owned(), frame.say("market-title")),
    };
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            match asker {
                Asker::Centre(book) => asks_of_centre(tx, &book).await,
                Asker::Firms(firms) => {
                    let mut asks = Vec::new();
                    for firm in firms {
                        asks.extend(asks_of_firm(tx, &firm.seller.number).await?);
                    }
                    Ok(asks)
                }
            }
        })
    });
    let mut rows = Vec::new();
    for (seller, asked) in read.await? {
        let who = seller_name(&house, &frame, &seller).await?;
        let href = format!("/market/lots/{seller}/{}", asked.number);
        rows.push(shown(&house, &frame, &asked, who, href));
    }
    web::page(&LotsPage { rows, back, frame: frame.titled("lots-title") })
}

/// The quote that an offer became, if it did; nothing once its goods were set free unpaid.
async fn quote_of(house: &House, asked: &LotAsk) -> Result<Option<String>, Trouble> {
    if asked.basket.is_empty() {
        return Ok(None);
    }
    let (centre, basket) = (asked.centre.clone(), asked.basket.clone());
    let read = house
        .journal
        .read::<_, Fault, _>(|tx| Box::pin(async move { reading::quote_of_basket(tx, &centre, &basket).await }));
    Ok(read.await?)
}

/// Where the reader sees a quote: at the counter, or, a firm, by its link.
fn quote_href(house: &House, buyer: &Asker, quote: &str) -> String {
    match buyer {
        Asker::Centre(_) => format!("/market/quotes/{quote}"),
        Asker::Firms(_) => format!("/haat/quotes/{quote}?c={}", link_code(house.journal.keys(), quote)),
    }
}

async fn askers_page(
    house: &House,
    frame: Frame,
    buyer: &Asker,
    (seller, asked): (&str, &LotAsk),
) -> Result<AskPage, Trouble> {
    let who = seller_name(house, &frame, seller).await?;
    let quote = quote_of(house, asked).await?;
    let open = buyer.takes(asked)
        && asked.state == AskState::Offered
        && quote.is_none()
        && !asked.is_over(house.journal.now());
    let one = shown(house, &frame, asked, who, format!("/market/lots/{seller}/{}", asked.number));
    let firm = matches!(buyer, Asker::Firms(_));
    let name = buyer.firm(&asked.firm).map_or("", |firm| firm.seller.name.in_lang(frame.lang));
    Ok(AskPage {
        form_id: form_id()?,
        back: "/market/lots".to_owned(),
        one,
        act: if open { "take" } else { "" },
        quote: quote.map(|quote| quote_href(house, buyer, &quote)).unwrap_or_default(),
        again: format!("/market/buy/lots/{}", crate::product::address(seller, &asked.product)),
        firm,
        steps: steps_in_words(&frame, &asked.lot),
        said: Fields(vec![("help".to_owned(), frame.number(0)), ("name".to_owned(), name.to_owned())]),
        faults: Faults::new(),
        frame: frame.titled("lots-title"),
    })
}

/// `GET /market/lots/{seller}/{ask}`.
pub(super) async fn one_asked(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((seller, number)): Path<(String, String)>,
) -> Answer {
    let buyer = asker(&house, &visitor).await?;
    let asked = ask_of(&house, &seller, &number).await?;
    if !buyer.has(&asked) {
        return Err(Trouble::NotFound);
    }
    web::page(&askers_page(&house, frame, &buyer, (&seller, &asked)).await?)
}

/// What an offer becomes a quote of: just what was asked for, in the book of the centre through which it was.
async fn basket_of(house: &House, seller: &str, asked: &LotAsk, said: &Fields) -> Result<Basket, Trouble> {
    let book = asked.centre.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::centre(tx, &book).await }));
    let centre = read.await?.ok_or(Trouble::NotFound)?;
    let wanted = Wanted {
        product: asked.product.clone(),
        sku: asked.sku.clone(),
        pieces: asked.pieces,
        shown: asked.offer.map(|offer| offer.price).unwrap_or_default(),
    };
    Ok(Basket {
        key: format!("lot-{seller}-{}-{}", asked.number, said.text("form_id")),
        book: centre.book,
        path: centre.path,
        name: said.text("name").to_owned(),
        mobile: said.text("mobile").to_owned(),
        household: String::new(),
        parts: vec![(seller.to_owned(), vec![wanted])],
        help: if said.text("help").is_empty() { Paisa::ZERO } else { said.money("help") },
    })
}

/// `POST /market/lots/{seller}/{ask}`: the offer is taken, and a quote is made at its price.
pub(super) async fn take(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((seller, number)): Path<(String, String)>,
    RawForm(fields): RawForm,
) -> Answer {
    let buyer = asker(&house, &visitor).await?;
    let asked = ask_of(&house, &seller, &number).await?;
    if !buyer.takes(&asked) {
        return Err(Trouble::NotFound);
    }
    let said = Fields(fields);
    let basket = basket_of(&house, &seller, &asked, &said).await?;
    // A firm pays when it collects: whoever does is known by the telephone.
    let known = matches!(buyer, Asker::Centre(_)) || Mobile::parse(&basket.mobile).is_ok();
    let carrier = super::carrier(&house)?;
    let taken = if known {
        take_offer(&house.journal, carrier.0.as_ref(), &visitor.person, &basket, &number).await
    } else {
        Err(Stop::Refused(NotAsked::Mobile))
    };
    match taken {
        Ok(quote) => Ok(web::see_other(&quote_href(&house, &buyer, &quote.number))),
        Err(Stop::Refused(refusal)) => {
            let asked = ask_of(&house, &seller, &number).await?;
            let mut page = askers_page(&house, frame, &buyer, (&seller, &asked)).await?;
            if !page.quote.is_empty() {
                // Pressed a second time: it became a quote the first time.
                return Ok(web::see_other(&page.quote));
            }
            page.faults = fault_in(&page.frame, |name| said.text(name), &refusal);
            page.said = said;
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

async fn asking_page(house: &House, frame: Frame, buyer: &Asker, address: &str) -> Result<AskingPage, Trouble> {
    let (seller, standing) = product_of(house, address).await?;
    if !super::haat::is_public(&seller, &standing) {
        return Err(Trouble::NotFound);
    }
    let terms = lot_of(house, &standing).await?.ok_or(Trouble::NotFound)?;
    let kinds = standing.product.variants.iter().map(|variant| {
        let name = standing.product.name.joined(&variant.name).in_lang(frame.lang).to_owned();
        (variant.sku.clone(), name)
    });
    Ok(AskingPage {
        form_id: form_id()?,
        address: address.to_owned(),
        name: standing.product.name.in_lang(frame.lang).to_owned(),
        terms: least_in_words(&frame, &terms),
        grade: grade_in_words(&frame, &terms),
        steps: steps_in_words(&frame, &terms),
        kinds: kinds.collect(),
        firms: buyer.firms(&frame),
        said: Fields(vec![("pieces".to_owned(), frame.number(terms.least))]),
        faults: Faults::new(),
        frame: frame.titled("lot-ask-title"),
    })
}

/// `GET /market/buy/lots/{address}`.
pub(super) async fn asking(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(address): Path<String>,
) -> Answer {
    let buyer = asker(&house, &visitor).await?;
    web::page(&asking_page(&house, frame, &buyer, &address).await?)
}

/// `POST /market/buy/lots/{address}`: the seller is asked for a price.
pub(super) async fn ask_price(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(address): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let buyer = asker(&house, &visitor).await?;
    let (_, standing) = product_of(&house, &address).await?;
    let said = Fields(fields);
    let (centre, firm) = match &buyer {
        Asker::Centre(book) => (book.clone(), String::new()),
        Asker::Firms(_) => {
            let firm = buyer.firm(said.text("firm")).ok_or(Trouble::NotFound)?;
            (typed_number(said.text("centre")), firm.seller.number.clone())
        }
    };
    let deed = AskLot {
        seller: standing.seller.clone(),
        product: standing.product.number.clone(),
        sku: said.text("sku").to_owned(),
        pieces: said.number("pieces").unwrap_or(0),
        centre,
        firm,
        words: said.text("words").to_owned(),
    };
    match house.journal.write(Envelope::new(&visitor.person, said.text("form_id")), deed).await {
        Ok(written) => Ok(web::see_other(&format!("/market/lots/{}/{}", standing.seller, written.done))),
        Err(Stop::Refused(refusal)) if refusal.status() == 404 => Err(Trouble::NotFound),
        Err(Stop::Refused(refusal)) => {
            let mut page = asking_page(&house, frame, &buyer, &address).await?;
            page.faults = fault_in(&page.frame, |name| said.text(name), &refusal);
            page.said = said;
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
