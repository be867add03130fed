//! The storefront: what everybody sees, signed in or not.

use super::{days, may_keep, may_vet, photos_of, product_of, seller_of, showcase, weight};
use crate::product::{ProductStanding, ProductState};
use crate::reading;
use crate::seller::{SellerStanding, SellerState};
use crate::showcase::{Shown, Wish};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::Paisa;
use journal::Fault;
use serde::Deserialize;
use std::sync::Arc;
use web::{Answer, Frame, House, Trouble, Visitor};

/// Goods of a page: with their small photos and the stylesheet a first visit stays under 60 KB on a phone.
pub(super) const GOODS_MAX: usize = 24;
/// Pages that can be leafed through.
const PAGES_MAX: usize = 100;
/// Letters of a query that are looked at.
const QUERY_CHARS_MAX: usize = 60;

/// What is asked for in the address.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    category: String,
    #[serde(default)]
    district: String,
    #[serde(default)]
    page: String,
}

/// One product of a list.
pub(super) struct Card {
    pub address: String,
    pub name: String,
    pub price: Paisa,
    pub from: bool,
    pub place: String,
    pub speciality: bool,
    pub made_to_order: bool,
    pub photo: i64,
}

#[derive(Template)]
#[template(path = "haat.html")]
pub(super) struct HaatPage {
    pub frame: Frame,
    pub query: String,
    /// (code, name, goods): for the choice; and the first row, as tiles, while nothing is asked for.
    pub categories: Vec<(String, String, i64)>,
    pub tiles: Vec<(String, String, i64)>,
    pub category: String,
    pub districts: Vec<(String, String, i64)>,
    pub district: String,
    pub goods: Vec<Card>,
    pub total: i64,
    /// A seller's own shelf: its name and what it is.
    pub seller: Option<(String, String)>,
    /// Addresses of the pages before and after; empty at the ends.
    pub before: String,
    pub after: String,
}

/// On what terms it is given in quantity, as it is shown.
pub(super) struct LotShown {
    pub least: String,
    pub grade: String,
    /// (from how many, the price of one).
    pub steps: Vec<(String, Paisa)>,
}

#[derive(Template)]
#[template(path = "goods.html")]
pub(super) struct GoodsPage {
    pub frame: Frame,
    pub address: String,
    pub name: String,
    pub photos: Vec<i64>,
    pub price: Paisa,
    pub from: bool,
    pub about: Vec<String>,
    pub speciality: bool,
    /// (name, price, weight, pieces that can be had).
    pub variants: Vec<(String, Paisa, String, i64)>,
    pub origin: String,
    pub ready: String,
    pub returns: String,
    pub category: (String, String),
    pub seller: (String, String),
    pub place: String,
    pub licence: String,
    pub dbid: String,
    /// Not shown to others yet: where it stands.
    pub preview: Option<String>,
    /// Where it is given in quantity: the least, the grade, the price steps.
    pub lot: Option<LotShown>,
}

pub(super) fn card(frame: &Frame, shown: &Shown) -> Card {
    Card {
        address: shown.address(),
        name: shown.name.in_lang(frame.lang).to_owned(),
        price: shown.price,
        from: shown.from,
        place: shown.rack.district_name.in_lang(frame.lang).to_owned(),
        speciality: shown.speciality,
        made_to_order: shown.lead_days > 0,
        photo: shown.photo,
    }
}

fn counted(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// An address of the storefront.
fn href(path: &str, wish: &Wish, page: usize) -> String {
    let part = |name: &str, text: &str| {
        if text.is_empty() { String::new() } else { format!("{name}={}&", web::in_query(text)) }
    };
    let asked = [part("q", &wish.query), part("category", &wish.category), part("district", &wish.district)].concat();
    format!("{path}?{asked}page={page}")
}

fn page_of(house: &House, frame: Frame, path: &str, (wish, page): (&Wish, usize)) -> Result<HaatPage, Trouble> {
    let case = showcase(house)?;
    let aisles = case.aisles();
    let found = case.find(wish, page.saturating_sub(1).saturating_mul(GOODS_MAX), GOODS_MAX);
    let more = page.saturating_mul(GOODS_MAX) < found.total && page < PAGES_MAX;
    let idle = wish.query.is_empty() && wish.category.is_empty() && wish.district.is_empty() && page == 1;
    let lang = frame.lang;
    let name = |one: &crate::Category| one.name.in_lang(lang).to_owned();
    let held = aisles.categories.iter().filter(|(_, count)| *count > 0);
    let tops = held.clone().filter(|(category, _)| category.is_top() && idle);
    let indent = |one: &crate::Category| if one.is_top() { name(one) } else { format!("– {}", name(one)) };
    Ok(HaatPage {
        query: wish.query.clone(),
        tiles: tops.map(|(one, count)| (one.code.clone(), name(one), counted(*count))).collect(),
        categories: held.map(|(one, count)| (one.code.clone(), indent(one), counted(*count))).collect(),
        category: wish.category.clone(),
        districts: aisles
            .districts
            .iter()
            .map(|(code, name, count)| (code.clone(), name.in_lang(lang).to_owned(), counted(*count)))
            .collect(),
        district: wish.district.clone(),
        goods: found.goods.iter().map(|shown: &Arc<Shown>| card(&frame, shown)).collect(),
        total: counted(found.total),
        seller: None,
        before: if page > 1 { href(path, wish, page.saturating_sub(1)) } else { String::new() },
        after: if more { href(path, wish, page.saturating_add(1)) } else { String::new() },
        frame: frame.titled("haat-title"),
    })
}

fn wished(asked: &Asked) -> (Wish, usize) {
    let short = |text: &str, max: usize| base::text::clean(&text.chars().take(max).collect::<String>());
    let page = base::number::parse_integer(&asked.page).ok().and_then(|page| usize::try_from(page).ok()).unwrap_or(1);
    let wish = Wish {
        query: short(&asked.q, QUERY_CHARS_MAX),
        category: short(&asked.category, QUERY_CHARS_MAX),
        district: short(&asked.district, QUERY_CHARS_MAX),
        seller: String::new(),
    };
    (wish, page.clamp(1, PAGES_MAX))
}

/// `GET /haat`.
pub(super) async fn show(State(house): State<House>, frame: Frame, Query(asked): Query<Asked>) -> Answer {
    let (wish, page) = wished(&asked);
    web::page(&page_of(&house, frame, "/haat", (&wish, page))?)
}

/// `GET /haat/sellers/{seller}`: one seller's shelf.
pub(super) async fn seller(
    State(house): State<House>,
    frame: Frame,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let standing = seller_of(&house, &number).await?;
    if standing.state != SellerState::Approved {
        return Err(Trouble::NotFound);
    }
    let (mut wish, page) = wished(&asked);
    wish.seller.clone_from(&number);
    let mut shown = page_of(&house, frame, &format!("/haat/sellers/{number}"), (&wish, page))?;
    let kind = shown.frame.say(&format!("market-kind-{}", standing.seller.kind.name()));
    let name = standing.seller.name.in_lang(shown.frame.lang).to_owned();
    shown.frame = shown.frame.titled_as(name.clone());
    shown.tiles.clear();
    shown.seller = Some((name, kind));
    web::page(&shown)
}

/// True for what everybody may see.
pub(super) fn is_public(seller: &SellerStanding, product: &ProductStanding) -> bool {
    seller.state == SellerState::Approved && product.state == ProductState::Published
}

/// True for what this visitor may see: what everybody may, and else whoever sells or vets it.
pub(super) fn may_see(visitor: Option<&Visitor>, seller: &SellerStanding, product: &ProductStanding) -> bool {
    is_public(seller, product) || visitor.is_some_and(|visitor| may_keep(visitor, seller) || may_vet(visitor, seller))
}

/// `GET /haat/goods/{address}`.
pub(super) async fn one(
    State(house): State<House>,
    frame: Frame,
    visitor: Option<Visitor>,
    Path(address): Path<String>,
) -> Answer {
    let (seller, standing) = product_of(&house, &address).await?;
    if !may_see(visitor.as_ref(), &seller, &standing) {
        return Err(Trouble::NotFound);
    }
    web::page(&goods_page(&house, frame, &seller, &standing).await?)
}

async fn goods_page(
    house: &House,
    frame: Frame,
    seller: &SellerStanding,
    standing: &ProductStanding,
) -> Result<GoodsPage, Trouble> {
    let lang = frame.lang;
    let product = &standing.product;
    let place = super::place_name(house, seller.seller.district(), lang).await?;
    let aisles = showcase(house)?.aisles();
    let category = aisles.categories.iter().find(|(category, _)| category.code == product.category);
    let name = product.name.in_lang(lang).to_owned();
    let asked = standing.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::free_of(tx, &asked).await }));
    let variants = product.variants.iter().zip(read.await?);
    let lot = super::lot_terms::lot_of(house, standing).await?;
    Ok(GoodsPage {
        lot: lot.map(|lot| LotShown {
            least: super::lot_terms::least_in_words(&frame, &lot),
            grade: super::lot_terms::grade_in_words(&frame, &lot),
            steps: super::lot_terms::steps_in_words(&frame, &lot),
        }),
        address: standing.address(),
        photos: photos_of(house, standing).await?,
        price: product.price_from(),
        from: product.prices_differ(),
        about: product.about.in_lang(lang).split('\n').map(str::to_owned).collect(),
        speciality: product.speciality,
        variants: variants
            .map(|(one, free)| (one.name.in_lang(lang).to_owned(), one.price, weight(&frame, one.weight_g), free))
            .collect(),
        origin: product.origin.in_lang(lang).to_owned(),
        ready: days(&frame, product.lead_days, "goods-ready-now"),
        returns: days(&frame, product.return_days, "goods-no-returns"),
        category: (
            product.category.clone(),
            category.map(|(category, _)| category.name.in_lang(lang).to_owned()).unwrap_or_default(),
        ),
        seller: (seller.seller.number.clone(), seller.seller.name.in_lang(lang).to_owned()),
        place,
        licence: seller.seller.licence.clone(),
        dbid: seller.seller.dbid.clone(),
        preview: (!is_public(seller, standing)).then(|| frame.say(&format!("market-state-{}", standing.state.name()))),
        frame: frame.titled_as(name.clone()),
        name,
    })
}
