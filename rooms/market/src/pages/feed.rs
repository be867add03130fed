//! The goods that are shown, as search engines and price comparers read them: RSS 2.0 with the fields of Google's product
//! feed, one item for each kind of a product.

use super::haat::is_public;
use super::seller_of;
use crate::category::Category;
use crate::partner::store::{products_feed, products_feed_of};
use crate::product::{ProductStanding, Variant, parts_of};
use crate::reading;
use crate::seller::{SellerStanding, SellerState};
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::{Lang, Paisa};
use journal::Fault;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use web::{Answer, House, Rule, Trouble};

/// Products of one page of the feed, at most; the page names the next one.
const PRODUCTS_PER_PAGE_MAX: i64 = 1_000;
/// Letters of a title, as its readers take them.
const TITLE_CHARS_MAX: usize = 150;
/// How long a page may be kept by whoever fetched it.
const FRESH: &str = "max-age=600";

/// The feed, for one address: a page of it costs some thousand rows.
pub(super) static FEED: Rule = Rule { surface: "feed", at_most: 30, per_s: 60 };

#[derive(Deserialize)]
pub(super) struct Asked {
    /// One seller's goods only.
    #[serde(default)]
    seller: String,
    /// The address of the last product of the page before.
    #[serde(default)]
    after: String,
    /// The language of its words; `lang` would change the reader's own.
    #[serde(default, rename = "in")]
    lang: String,
}

/// A product with all that stands in the feed.
struct Told {
    standing: ProductStanding,
    seller: SellerStanding,
    photo: Option<i64>,
    free: Vec<i64>,
}

/// A page of goods, and whether more come after it.
async fn page(house: &House, seller: String, after: (String, String)) -> Result<(Vec<Told>, Option<String>), Fault> {
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let limit = PRODUCTS_PER_PAGE_MAX.saturating_add(1);
            let mut products = match seller.as_str() {
                "" => products_feed(tx, &after, limit).await?,
                of => products_feed_of(tx, of, &after.1, limit).await?,
            };
            let most = usize::try_from(PRODUCTS_PER_PAGE_MAX).unwrap_or(usize::MAX);
            let more = products.len() > most;
            products.truncate(most);
            let next = products.last().filter(|_| more).map(ProductStanding::address);
            let mut sellers: BTreeMap<String, (Option<SellerStanding>, BTreeMap<String, i64>)> = BTreeMap::new();
            let mut told = Vec::with_capacity(products.len());
            for standing in products {
                if !sellers.contains_key(&standing.seller) {
                    let seller = reading::seller(tx, &standing.seller).await?;
                    let photos = reading::photos_first(tx, &standing.seller).await?.into_iter().collect();
                    sellers.insert(standing.seller.clone(), (seller, photos));
                }
                let Some((Some(seller), photos)) = sellers.get(&standing.seller) else { continue };
                if is_public(seller, &standing) {
                    let (photo, seller) = (photos.get(&standing.product.number).copied(), seller.clone());
                    let free = reading::free_of(tx, &standing).await?;
                    told.push(Told { standing, seller, photo, free });
                }
            }
            Ok((told, next))
        })
    });
    read.await
}

/// Text in an element: without what XML has no sign for.
fn xml(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')) {
        match letter {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&apos;"),
            other => written.push(other),
        }
    }
    written
}

fn taka(price: Paisa) -> String {
    format!("{}.{:02} BDT", price.get().div_euclid(100), price.get().rem_euclid(100))
}

/// The names of a category and of what it stands below.
fn kind_of(categories: &[Category], code: &str, lang: Lang) -> String {
    let above = categories.iter().filter(|one| crate::category::is_within(code, &one.code));
    let names: Vec<&str> = above.map(|one| one.name.in_lang(lang)).collect();
    names.join(" > ")
}

fn item(out: &mut String, address: &str, kind: &str, lang: Lang, (told, variant, free): (&Told, &Variant, i64)) {
    let product = &told.standing.product;
    let place = told.standing.address();
    let title: String = product.name.joined(&variant.name).in_lang(lang).chars().take(TITLE_CHARS_MAX).collect();
    let photo = told.photo.map(|photo| format!("{address}/haat/photos/{place}/{photo}/large"));
    let fields = [
        ("g:id", format!("{}-{}", told.standing.seller, variant.sku)),
        ("g:item_group_id", place.clone()),
        ("title", title),
        ("description", product.about.in_lang(lang).to_owned()),
        ("link", format!("{address}/haat/goods/{place}")),
        ("g:image_link", photo.unwrap_or_default()),
        ("g:availability", if free > 0 { "in_stock" } else { "out_of_stock" }.to_owned()),
        ("g:price", taka(variant.price)),
        ("g:brand", told.seller.seller.name.in_lang(lang).to_owned()),
        ("g:condition", "new".to_owned()),
        ("g:shipping_weight", format!("{} g", variant.weight_g)),
        ("g:product_type", kind.to_owned()),
        ("g:identifier_exists", "no".to_owned()),
    ];
    out.push_str("<item>");
    for (name, text) in fields.iter().filter(|(_, text)| !text.is_empty()) {
        // Writing into memory never fails.
        let _ = write!(out, "<{name}>{}</{name}>", xml(text));
    }
    out.push_str("</item>\n");
}

/// `GET /haat/feed.xml?seller=&after=&in=`: so many products a page; a page that is cut names the next one, as RFC 5005
/// says.
pub(super) async fn show(State(house): State<House>, Query(asked): Query<Asked>) -> Answer {
    let lang: Lang = asked.lang.parse().unwrap_or(Lang::Bn);
    let after = match asked.after.as_str() {
        "" => Some(("", "")),
        after => parts_of(after),
    };
    let (book, number) = after.ok_or(Trouble::NotFound)?;
    let title = match asked.seller.as_str() {
        "" => house.words.say(lang, "haat-title", &[]),
        seller => {
            let standing = seller_of(&house, seller).await?;
            // Who is not approved is nobody to the public, as on the storefront.
            if standing.state != SellerState::Approved {
                return Err(Trouble::NotFound);
            }
            standing.seller.name.in_lang(lang).to_owned()
        }
    };
    let (told, next) = page(&house, asked.seller.clone(), (book.to_owned(), number.to_owned())).await?;
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::categories(tx).await }));
    let categories = read.await?;
    let address = &house.public_address;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" ");
    out.push_str("xmlns:g=\"http://base.google.com/ns/1.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>\n");
    let _ = writeln!(out, "<title>{}</title><link>{}/haat</link>", xml(&title), xml(address));
    let _ = writeln!(out, "<description>{}</description>", xml(&title));
    if let Some(next) = next {
        let of = if asked.seller.is_empty() { String::new() } else { format!("&seller={}", asked.seller) };
        let href = xml(&format!("{address}/haat/feed.xml?after={next}{of}&in={}", lang.code()));
        let _ = writeln!(out, "<atom:link rel=\"next\" href=\"{href}\"/>");
    }
    for one in &told {
        let kind = kind_of(&categories, &one.standing.product.category, lang);
        for (variant, free) in one.standing.product.variants.iter().zip(&one.free) {
            item(&mut out, address, &kind, lang, (one, variant, *free));
        }
    }
    out.push_str("</channel></rss>\n");
    Ok(([(CONTENT_TYPE, "application/rss+xml; charset=utf-8"), (CACHE_CONTROL, FRESH)], out).into_response())
}
