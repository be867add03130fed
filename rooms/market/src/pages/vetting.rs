//! The association's pages: who asks to sell, and which goods wait for the check.

use super::desk::{ProductRow, product_look, product_row, seller_look};
use super::fields::Fields;
use super::{Faults, fault_of, follow, form_id, may_vet, photos_of, place_name, product_of, vetted};
use crate::deeds::move_product::MoveProduct;
use crate::deeds::vet_seller::VetSeller;
use crate::product::{ProductStanding, ProductState, Side};
use crate::reading;
use crate::seller::{Payout, SellerStanding, SellerState};
use askama::Template;
use axum::extract::{Path, State};
use base::Paisa;
use base::mobile::Mobile;
use journal::{Envelope, Fault, Stop};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

/// A seller that waits.
pub(super) struct WaitingRow {
    pub number: String,
    pub name: String,
    pub kind: String,
    pub state: String,
    pub look: &'static str,
    pub since: String,
}

#[derive(Template)]
#[template(path = "market_vetting.html")]
pub(super) struct VettingPage {
    pub frame: Frame,
    pub sellers: Vec<WaitingRow>,
    pub goods: Vec<ProductRow>,
    pub suspended: Vec<WaitingRow>,
    /// True for whoever looks after orders too.
    pub in_office: bool,
    /// True for whoever may see the market of the whole country in figures.
    pub in_figures: bool,
}

#[derive(Template)]
#[template(path = "market_vet_seller.html")]
pub(super) struct VetSellerPage {
    pub frame: Frame,
    pub form_id: String,
    pub row: WaitingRow,
    pub state_name: &'static str,
    pub is_firm: bool,
    pub place: String,
    pub licence: String,
    pub dbid: String,
    /// The person, the number, where the money goes; empty when the person was erased.
    pub person: String,
    pub mobile: String,
    pub payout: String,
    pub consented: String,
    pub reason: String,
    /// (state, words, look, needs a reason).
    pub moves: Vec<(&'static str, String, &'static str)>,
    pub said: String,
    pub faults: Faults,
}

#[derive(Template)]
#[template(path = "market_vet_goods.html")]
pub(super) struct VetGoodsPage {
    pub frame: Frame,
    pub form_id: String,
    pub address: String,
    pub name: (String, String),
    pub state: String,
    pub state_name: &'static str,
    pub look: &'static str,
    pub seller: (String, String),
    pub about: (String, String),
    pub origin: String,
    pub category: String,
    /// (name, SKU, price, weight).
    pub variants: Vec<(String, String, Paisa, String)>,
    pub photos: Vec<i64>,
    pub moves: Vec<(&'static str, String, &'static str)>,
    pub said: String,
    pub faults: Faults,
}

fn waiting(frame: &Frame, standing: &SellerStanding) -> WaitingRow {
    WaitingRow {
        number: standing.seller.number.clone(),
        name: standing.seller.name.in_lang(frame.lang).to_owned(),
        kind: frame.say(&format!("market-kind-{}", standing.seller.kind.name())),
        state: frame.say(&format!("seller-state-{}", standing.state.name())),
        look: seller_look(standing),
        since: standing.moved.show(frame.lang),
    }
}

/// `GET /market/vetting`.
pub(super) async fn show(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let mut sellers = reading::sellers_in(tx, SellerState::Checked).await?;
            sellers.extend(reading::sellers_in(tx, SellerState::Applied).await?);
            let suspended = reading::sellers_in(tx, SellerState::Suspended).await?;
            let mut goods = Vec::new();
            for product in reading::products_in(tx, ProductState::Waiting).await? {
                goods.push((reading::seller(tx, &product.seller).await?, product));
            }
            Ok((sellers, suspended, goods))
        })
    });
    let (sellers, suspended, goods) = read.await?;
    let rows = |list: &[SellerStanding]| -> Vec<WaitingRow> {
        list.iter().filter(|one| may_vet(&visitor, one)).map(|one| waiting(&frame, one)).collect()
    };
    let mine = goods.iter().filter(|(seller, _)| seller.as_ref().is_some_and(|seller| may_vet(&visitor, seller)));
    web::page(&VettingPage {
        sellers: rows(&sellers),
        suspended: rows(&suspended),
        in_office: super::office::of_country(&visitor).is_ok(),
        in_figures: visitor.may_at(super::facts::REPORT, "/"),
        goods: mine.map(|(_, product)| product_row(&frame, product)).collect(),
        frame: frame.titled("vetting-title"),
    })
}

/// Where money goes, with all but the end of the number hidden.
fn masked(frame: &Frame, payout: &Payout) -> String {
    let end = |text: &str| text.chars().skip(text.chars().count().saturating_sub(4)).collect::<String>();
    match payout {
        Payout::Wallet { mobile } => frame.say_with("vetting-wallet", &[("end", end(mobile))]),
        Payout::Bank { routing, account } => {
            frame.say_with("vetting-bank", &[("routing", routing.clone()), ("end", end(account))])
        }
    }
}

async fn seller_page(house: &House, frame: Frame, standing: &SellerStanding) -> Result<VetSellerPage, Trouble> {
    let seal = standing.seller.identity.seal.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::identity(tx, &seal).await }));
    let identity = read.await?;
    let payout = identity.as_ref().map(|one| masked(&frame, &one.payout)).unwrap_or_default();
    let (person, mobile) = identity.map(|one| (one.person, one.mobile)).unwrap_or_default();
    let moves = standing.state.moves().iter();
    let look = |to: &SellerState| if to.needs_reason() { "grave" } else { "" };
    let row = waiting(&frame, standing);
    Ok(VetSellerPage {
        form_id: form_id()?,
        state_name: standing.state.name(),
        is_firm: standing.seller.kind == crate::SellerKind::Merchant,
        place: place_name(house, &standing.seller.place, frame.lang).await?,
        licence: standing.seller.licence.clone(),
        dbid: standing.seller.dbid.clone(),
        payout,
        person,
        mobile: Mobile::parse(&mobile).map_or(mobile, |mobile| mobile.local()),
        consented: standing.seller.consented.show(frame.lang),
        reason: standing.reason.clone().unwrap_or_default(),
        moves: moves.map(|to| (to.name(), frame.say(&format!("vetting-to-{}", to.name())), look(to))).collect(),
        said: String::new(),
        faults: Faults::new(),
        frame: frame.titled_as(row.name.clone()),
        row,
    })
}

/// `GET /market/vetting/sellers/{seller}`.
pub(super) async fn seller(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    let standing = vetted(&house, &visitor, &number).await?;
    web::page(&seller_page(&house, frame, &standing).await?)
}

/// `POST /market/vetting/sellers/{seller}`.
pub(super) async fn vet_seller(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let standing = vetted(&house, &visitor, &number).await?;
    let said = Fields(fields);
    let state = |name: &str| SellerState::of_name(said.text(name)).ok_or(Trouble::NotFound);
    let deed = VetSeller {
        seller: number.clone(),
        expects: state("expects")?,
        to: state("to")?,
        reason: said.text("reason").to_owned(),
    };
    match house.journal.write(Envelope::new(&visitor.person, said.text("form_id")), deed).await {
        Ok(_) => {
            follow(&house).await?;
            Ok(web::see_other(&format!("/market/vetting/sellers/{number}")))
        }
        Err(Stop::Refused(refusal)) => {
            let mut page = seller_page(&house, frame, &standing).await?;
            page.faults = fault_of(&page.frame, &refusal);
            said.text("reason").clone_into(&mut page.said);
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

async fn goods_page(
    house: &House,
    frame: Frame,
    seller: &SellerStanding,
    standing: &ProductStanding,
) -> Result<VetGoodsPage, Trouble> {
    let product = &standing.product;
    let code = product.category.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::category(tx, &code).await }));
    let category = read.await?.map(|one| one.name.in_lang(frame.lang).to_owned()).unwrap_or_default();
    let look = |to: &ProductState| if *to == ProductState::Returned { "grave" } else { "" };
    let lang = frame.lang;
    let variants = product.variants.iter();
    Ok(VetGoodsPage {
        form_id: form_id()?,
        address: standing.address(),
        name: (product.name.bn.clone(), product.name.en.clone()),
        state: frame.say(&format!("market-state-{}", standing.state.name())),
        state_name: standing.state.name(),
        look: product_look(standing.state),
        seller: (seller.seller.number.clone(), seller.seller.name.in_lang(lang).to_owned()),
        about: (product.about.bn.clone(), product.about.en.clone()),
        origin: product.origin.in_lang(lang).to_owned(),
        category,
        variants: variants
            .map(|one| {
                let weight = super::weight(&frame, one.weight_g);
                (one.name.in_lang(lang).to_owned(), one.sku.clone(), one.price, weight)
            })
            .collect(),
        photos: photos_of(house, standing).await?,
        moves: standing
            .state
            .moves(Side::Vetter)
            .iter()
            .map(|to| (to.name(), frame.say(&format!("vetting-goods-{}", to.name())), look(to)))
            .collect(),
        said: String::new(),
        faults: Faults::new(),
        frame: frame.titled_as(product.name.in_lang(lang).to_owned()),
    })
}

/// The product and its seller, if the visitor checks there; else 404.
async fn to_check(
    house: &House,
    visitor: &Visitor,
    address: &str,
) -> Result<(SellerStanding, ProductStanding), Trouble> {
    let (seller, standing) = product_of(house, address).await?;
    if may_vet(visitor, &seller) { Ok((seller, standing)) } else { Err(Trouble::NotFound) }
}

/// `GET /market/vetting/goods/{address}`.
pub(super) async fn goods(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(address): Path<String>,
) -> Answer {
    let (seller, standing) = to_check(&house, &visitor, &address).await?;
    web::page(&goods_page(&house, frame, &seller, &standing).await?)
}

/// `POST /market/vetting/goods/{address}`.
pub(super) async fn check(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(address): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let (seller, standing) = to_check(&house, &visitor, &address).await?;
    let said = Fields(fields);
    let state = |name: &str| ProductState::of_name(said.text(name)).ok_or(Trouble::NotFound);
    let deed = MoveProduct {
        seller: standing.seller.clone(),
        product: standing.product.number.clone(),
        side: Side::Vetter,
        expects: state("expects")?,
        to: state("to")?,
        reason: said.text("reason").to_owned(),
    };
    match house.journal.write(Envelope::new(&visitor.person, said.text("form_id")), deed).await {
        Ok(_) => {
            follow(&house).await?;
            Ok(web::see_other("/market/vetting"))
        }
        Err(Stop::Refused(refusal)) => {
            let mut page = goods_page(&house, frame, &seller, &standing).await?;
            page.faults = fault_of(&page.frame, &refusal);
            said.text("reason").clone_into(&mut page.said);
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
