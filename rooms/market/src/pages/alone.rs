//! A customer orders alone on the storefront: the telephone is proved by a code, the goods are collected and paid at the
//! centre that brought the customer in.

use super::fields::Fields;
use super::haat::is_public;
use super::orders::{PartShown, order_look, part_shown, state_in_words};
use super::{Faults, TILL, carrier, fault_of, form_id, product_of, told};
use crate::alone::{CUSTOMER, link_code, link_holds, phone_code_holds, send_code};
use crate::deeds::place_order::PlaceOrder;
use crate::deeds::replace_goods::replacement_number;
use crate::deeds::reserve::Wanted;
use crate::order::{Payment, Quote, QuoteState};
use crate::product::ProductStanding;
use crate::quoting::{Basket, ask_for_quote};
use crate::reading;
use crate::texts::BuyersTold;
use askama::Template;
use axum::extract::{Path, Query, State};
use base::mobile::Mobile;
use base::{Lang, Paisa, Refusal};
use journal::{Envelope, Fault, Stop, typed_number};
use network::Centre;
use serde::Deserialize;
use web::{Answer, Frame, House, KitRefusal, RawForm, Rule, Trouble};

/// One address: enough for a village behind one line.
pub(super) static ALONE: Rule = Rule { surface: "order alone by address", at_most: 30, per_s: 600 };
/// Codes that one telephone is asked for or guesses at: who guesses gains nothing.
static CODES: Rule = Rule { surface: "order alone", at_most: 6, per_s: 900 };

/// Why a customer cannot order alone.
#[derive(Debug)]
pub(crate) enum NotAlone {
    /// The telephone number is none.
    Mobile,
    /// Not the code that was sent, or its time is over.
    Code,
    /// No centre knows this customer: the first order is made at one.
    Stranger,
    /// No texts are sent from here.
    NoTexts,
}

impl Refusal for NotAlone {
    fn code(&self) -> &'static str {
        match self {
            NotAlone::Mobile => "market.alone.mobile",
            NotAlone::Code => "market.alone.code",
            NotAlone::Stranger => "market.alone.stranger",
            NotAlone::NoTexts => "market.alone.no_texts",
        }
    }

    fn field(&self) -> Option<String> {
        let field = if matches!(self, NotAlone::Code) { "code" } else { "mobile" };
        Some(field.to_owned())
    }
}

/// The codes of [`NotAlone`].
pub(crate) const REFUSED: &[&str] =
    &["market.alone.mobile", "market.alone.code", "market.alone.stranger", "market.alone.no_texts"];

#[derive(Template)]
#[template(path = "market_alone.html")]
pub(super) struct AlonePage {
    pub frame: Frame,
    pub address: String,
    pub name: String,
    /// (SKU, words with the price).
    pub kinds: Vec<(String, String)>,
    pub sku: String,
    pub pieces: String,
    pub mobile: String,
    /// True once a code was asked for.
    pub coded: bool,
    pub form_id: String,
    pub faults: Faults,
}

#[derive(Template)]
#[template(path = "market_alone_quote.html")]
pub(super) struct AloneQuotePage {
    pub frame: Frame,
    pub number: String,
    pub code: String,
    pub form_id: String,
    pub parts: Vec<PartShown>,
    pub total: Paisa,
    pub centre: String,
    pub until: String,
    pub open: bool,
    /// (number, state, look) of the orders of a quote that was taken.
    pub orders: Vec<(String, String, &'static str)>,
    pub faults: Faults,
}

async fn shown(house: &House, address: &str) -> Result<ProductStanding, Trouble> {
    let (seller, standing) = product_of(house, address).await?;
    if is_public(&seller, &standing) { Ok(standing) } else { Err(Trouble::NotFound) }
}

fn page_of(frame: Frame, standing: &ProductStanding, said: &Fields) -> Result<AlonePage, Trouble> {
    let lang = frame.lang;
    let kinds = standing.product.variants.iter().map(|variant| {
        let kind = variant.name.in_lang(lang);
        let name = if kind.is_empty() { standing.product.name.in_lang(lang) } else { kind };
        (variant.sku.clone(), format!("{name} · {}", frame.money(variant.price)))
    });
    let pieces = said.text("pieces");
    let form = said.text("form_id");
    Ok(AlonePage {
        address: standing.address(),
        name: standing.product.name.in_lang(lang).to_owned(),
        kinds: kinds.collect(),
        sku: said.text("sku").to_owned(),
        pieces: if pieces.is_empty() { frame.number(1) } else { pieces.to_owned() },
        mobile: said.text("mobile").to_owned(),
        coded: false,
        form_id: if form.is_empty() { form_id()? } else { form.to_owned() },
        faults: Faults::new(),
        frame: frame.titled("alone-title"),
    })
}

/// `GET /haat/goods/{address}/order`.
pub(super) async fn show(State(house): State<House>, frame: Frame, Path(address): Path<String>) -> Answer {
    let standing = shown(&house, &address).await?;
    web::page(&page_of(frame, &standing, &Fields::default())?)
}

/// The centre that brought in whoever has this telephone.
async fn centre_of(house: &House, mobile: &Mobile) -> Result<Option<Centre>, Fault> {
    let index = house.journal.keys().blind("mobile", &mobile.e164());
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            match reading::brought_in_by(tx, &index).await? {
                Some(book) => network::centre(tx, &book).await,
                None => Ok(None),
            }
        })
    });
    read.await
}

/// `POST /haat/goods/{address}/order`: a code is asked for, or the order is asked for with it.
pub(super) async fn ask(
    State(house): State<House>,
    frame: Frame,
    Path(address): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let standing = shown(&house, &address).await?;
    let said = Fields(fields);
    let mut page = page_of(frame, &standing, &said)?;
    let refused = |mut page: AlonePage, refusal: &dyn Refusal| {
        page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, refusal))];
        web::page_refused(&page, refusal)
    };
    let Ok(mobile) = Mobile::parse(said.text("mobile")) else { return refused(page, &NotAlone::Mobile) };
    let Some(texts) = house.things.get::<BuyersTold>() else { return refused(page, &NotAlone::NoTexts) };
    let (keys, now) = (house.journal.keys(), house.journal.now());
    if let Err(wait) = house.limiter().take(&CODES, &mobile.e164(), now) {
        return refused(page, &KitRefusal::TooMany { wait_s: wait.seconds });
    }
    let centre = centre_of(&house, &mobile).await?;
    page.coded = true;
    if said.text("do") != "confirm" {
        // The answer is the same for a stranger: nobody learns here who buys at a centre.
        if centre.is_some() {
            send_code(keys, texts, &mobile, now)?;
        }
        return web::page(&page);
    }
    if !phone_code_holds(keys, &mobile, now, &typed_number(said.text("code"))) {
        return refused(page, &NotAlone::Code);
    }
    let Some(centre) = centre else { return refused(page, &NotAlone::Stranger) };
    let price = standing.product.variants.iter().find(|variant| variant.sku == said.text("sku"));
    let wanted = Wanted {
        product: standing.product.number.clone(),
        sku: said.text("sku").to_owned(),
        pieces: said.number("pieces").unwrap_or(1),
        shown: price.map(|variant| variant.price).ok_or(Trouble::NotFound)?,
    };
    let basket = Basket {
        key: page.form_id.clone(),
        book: centre.code.clone(),
        path: centre.path.clone(),
        name: mobile.local(),
        mobile: mobile.e164(),
        household: String::new(),
        parts: vec![(standing.seller.clone(), vec![wanted])],
        help: Paisa::ZERO,
    };
    match ask_for_quote(&house.journal, carrier(&house)?.0.as_ref(), CUSTOMER, &basket).await {
        Ok(quote) => {
            let code = link_code(keys, &quote.number);
            Ok(web::see_other(&format!("/haat/quotes/{}?c={code}", quote.number)))
        }
        Err(Stop::Refused(refusal)) => refused(page, &refusal),
        Err(stop) => Err(stop.into()),
    }
}

/// The book in a quote's number: `M-3026001-261129-B7K-001`.
fn book_of(quote: &str) -> Option<&str> {
    quote.split('-').nth(1)
}

/// The quote of this link; 404 without its code.
async fn linked(house: &House, number: &str, code: &str) -> Result<(String, Quote, QuoteState), Trouble> {
    if !link_holds(house.journal.keys(), number, &typed_number(code)) {
        return Err(Trouble::NotFound);
    }
    let book = book_of(number).ok_or(Trouble::NotFound)?.to_owned();
    let (quote, state) = super::orders::quote_of(house, &book, number).await?;
    Ok((book, quote, state))
}

async fn quote_page(
    house: &House,
    frame: Frame,
    (book, quote, state): (&str, &Quote, QuoteState),
) -> Result<AloneQuotePage, Trouble> {
    let (of, numbers) = (book.to_owned(), (1..=quote.parts.len()).map(|place| format!("{}-{place}", quote.number)));
    let numbers: Vec<String> = numbers.collect();
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let mut standings = Vec::new();
            for number in numbers {
                let mut next = Some(number);
                // Behind an order stand those by which its faulty goods were sent again.
                while let Some(number) = next.take() {
                    let Some(standing) = reading::order(tx, &of, &number).await? else { break };
                    next = (standing.replaced > Paisa::ZERO).then(|| replacement_number(&number));
                    standings.push(standing);
                }
            }
            Ok((network::centre(tx, &of).await?, standings))
        })
    });
    let (centre, standings) = read.await?;
    let orders = standings.iter().map(|standing| {
        let state = standing.state;
        (standing.order.number.clone(), state_in_words(&frame, state), order_look(state))
    });
    Ok(AloneQuotePage {
        number: quote.number.clone(),
        code: link_code(house.journal.keys(), &quote.number),
        form_id: form_id()?,
        parts: quote.parts.iter().map(|part| part_shown(&frame, part)).collect(),
        total: quote.total().unwrap_or_default(),
        centre: centre.map_or_else(
            || book.to_owned(),
            |centre| match frame.lang {
                Lang::Bn => centre.name_bn,
                Lang::En => centre.name_en,
            },
        ),
        until: quote.until.clock(frame.lang),
        open: state == QuoteState::Open && house.journal.now() <= quote.until,
        orders: orders.collect(),
        faults: Faults::new(),
        frame: frame.titled("quote-title"),
    })
}

/// The code of a link.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Linked {
    #[serde(default)]
    c: String,
}

/// `GET /haat/quotes/{quote}?c=`: what is offered, and later where the orders are.
pub(super) async fn quote(
    State(house): State<House>,
    frame: Frame,
    Path(number): Path<String>,
    Query(link): Query<Linked>,
) -> Answer {
    let (book, quote, state) = linked(&house, &number, &link.c).await?;
    web::page(&quote_page(&house, frame, (&book, &quote, state)).await?)
}

/// `POST /haat/quotes/{quote}`: the customer agrees; it is paid at the centre when it is collected.
pub(super) async fn take(
    State(house): State<House>,
    frame: Frame,
    Path(number): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let said = Fields(fields);
    let (book, quote, state) = linked(&house, &number, said.text("c")).await?;
    let deed = PlaceOrder {
        book: book.clone(),
        till: TILL.to_owned(),
        quote: number.clone(),
        payment: Payment::OnCollection,
        advance: Paisa::ZERO,
        tendered: Paisa::ZERO,
        consent: said.ticked("consent"),
    };
    match house.journal.write(Envelope::new(CUSTOMER, said.text("form_id")), deed).await {
        Ok(_) => {
            let code = link_code(house.journal.keys(), &number);
            Ok(web::see_other(&format!("/haat/quotes/{number}?c={code}")))
        }
        Err(Stop::Refused(refusal)) => {
            let mut page = quote_page(&house, frame, (&book, &quote, state)).await?;
            page.faults = fault_of(&page.frame, &refusal);
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
