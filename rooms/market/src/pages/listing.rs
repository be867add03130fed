//! A listing, as whoever sells writes it: words, kinds and prices, photos, what is missing, and where it goes.

use super::desk::product_look;
use super::fields::Fields;
use super::{Faults, fault_in, follow, form_id, kept, photos_of, product_of};
use crate::category::Category;
use crate::deeds::change_prices::ChangePrices;
use crate::deeds::move_product::MoveProduct;
use crate::deeds::save_product::SaveProduct;
use crate::product::{Product, ProductStanding, ProductState, Side, VARIANTS_MAX, Variant, missing};
use crate::reading;
use crate::seller::SellerStanding;
use askama::Template;
use axum::extract::{Path, State};
use base::Both;
use base::{Paisa, Refusal};
use journal::{Deed, Envelope, Fault, Stop};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

/// Rows for kinds that stand empty at the end of the form.
const EMPTY_ROWS: usize = 2;

/// One row of the kinds, as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct VariantSaid {
    pub sku: String,
    pub name_bn: String,
    pub name_en: String,
    pub price: String,
    pub weight: String,
    pub size: String,
}

/// One row of the kinds, as it stands in the form.
pub(super) struct VariantRow {
    pub legend: String,
    pub cells: Vec<Cell>,
}

/// One field of such a row.
pub(super) struct Cell {
    pub id: String,
    pub word: &'static str,
    pub value: String,
    pub attributes: &'static str,
}

#[derive(Template)]
#[template(path = "market_listing.html")]
pub(super) struct ListingPage {
    pub frame: Frame,
    pub form_id: String,
    pub seller: (String, String),
    /// Empty for a new listing.
    pub address: String,
    pub name: String,
    pub state: String,
    pub state_name: &'static str,
    pub look: &'static str,
    pub reason: String,
    /// Words and photos may be changed.
    pub open: bool,
    /// (code, name, banned).
    pub categories: Vec<(String, String, bool)>,
    pub said: Fields,
    pub variants: Vec<VariantRow>,
    /// (field of the SKU, SKU, field of the price, label, price): of what is shown.
    pub prices: Vec<(String, String, String, String, String)>,
    pub photos: Vec<i64>,
    /// What is missing, in words.
    pub missing: Vec<String>,
    /// (state, words on the button, look).
    pub moves: Vec<(&'static str, String, &'static str)>,
    pub faults: Faults,
}

fn plain(amount: Paisa) -> String {
    let (taka, rest) = (amount.get() / 100, amount.get() % 100);
    if rest == 0 { taka.to_string() } else { format!("{taka}.{rest:02}") }
}

fn said_of(variant: &Variant) -> VariantSaid {
    VariantSaid {
        sku: variant.sku.clone(),
        name_bn: variant.name.bn.clone(),
        name_en: variant.name.en.clone(),
        price: plain(variant.price),
        weight: variant.weight_g.to_string(),
        size: variant.size_cm.map(|(a, b, c)| format!("{a}x{b}x{c}")).unwrap_or_default(),
    }
}

/// The form as the product has it.
fn fields_of(product: &Product) -> Fields {
    let number = |count: i64| count.to_string();
    let all = [
        ("category", product.category.clone()),
        ("name_bn", product.name.bn.clone()),
        ("name_en", product.name.en.clone()),
        ("about_bn", product.about.bn.clone()),
        ("about_en", product.about.en.clone()),
        ("origin_bn", product.origin.bn.clone()),
        ("origin_en", product.origin.en.clone()),
        ("return_days", number(product.return_days)),
        ("lead_days", number(product.lead_days)),
        ("capacity", product.capacity_month.map(number).unwrap_or_default()),
        ("speciality", if product.speciality { "yes".to_owned() } else { String::new() }),
    ];
    Fields(all.into_iter().map(|(name, text)| (name.to_owned(), text)).collect())
}

/// The rows of the kinds as they came.
fn rows_of(said: &Fields) -> Vec<VariantSaid> {
    let row = |n: usize| {
        let text = |name: &str| said.text(&format!("{name}-{n}")).to_owned();
        VariantSaid {
            sku: text("sku"),
            name_bn: text("variant_bn"),
            name_en: text("variant_en"),
            price: text("price"),
            weight: text("weight"),
            size: text("size"),
        }
    };
    let filled = |row: &VariantSaid| [&row.sku, &row.name_bn, &row.price].iter().any(|text| !text.trim().is_empty());
    (1..=VARIANTS_MAX.saturating_add(EMPTY_ROWS)).map(row).filter(filled).collect()
}

/// Three whole numbers with an x between them; nothing typed is none, what is something else becomes zero, which the
/// rule refuses.
pub(crate) fn size_of(text: &str) -> Option<(i64, i64, i64)> {
    if text.trim().is_empty() {
        return None;
    }
    let text = base::number::to_latin_digits(text).to_lowercase().replace(['×', '*', ' '], "x");
    let sides: Vec<i64> =
        text.split('x').filter(|part| !part.is_empty()).filter_map(|part| part.parse().ok()).collect();
    if let [a, b, c] = sides.as_slice() { Some((*a, *b, *c)) } else { Some((0, 0, 0)) }
}

/// The product that a form says.
fn product_said(said: &Fields, number: &str) -> Product {
    let both = |name: &str| Both {
        bn: said.text(&format!("{name}_bn")).to_owned(),
        en: said.text(&format!("{name}_en")).to_owned(),
    };
    let typed = |text: &str| if text.trim().is_empty() { 0 } else { base::number::parse_integer(text).unwrap_or(-1) };
    let variants = rows_of(said).into_iter().map(|row| Variant {
        price: Paisa::parse(&row.price).unwrap_or(Paisa::new(-1)),
        weight_g: typed(&row.weight),
        size_cm: size_of(&row.size),
        sku: row.sku,
        name: Both { bn: row.name_bn, en: row.name_en },
    });
    Product {
        number: number.to_owned(),
        category: said.text("category").to_owned(),
        name: both("name"),
        about: both("about"),
        origin: both("origin"),
        return_days: said.number("return_days").unwrap_or(0),
        lead_days: said.number("lead_days").unwrap_or(0),
        capacity_month: said.number("capacity"),
        speciality: said.ticked("speciality"),
        variants: variants.collect(),
    }
}

fn indented(frame: &Frame, category: &Category) -> String {
    let name = category.name.in_lang(frame.lang);
    if category.is_top() { name.to_owned() } else { format!("– {name}") }
}

/// The page of a listing; of a new one without a product.
pub(super) async fn page_of(
    house: &House,
    frame: Frame,
    seller: &SellerStanding,
    standing: Option<&ProductStanding>,
) -> Result<ListingPage, Trouble> {
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::categories(tx).await }));
    let categories = read.await?;
    let photos = match standing {
        Some(standing) => photos_of(house, standing).await?,
        None => Vec::new(),
    };
    let state = standing.map_or(ProductState::Draft, |one| one.state);
    let lacks = standing.map(|one| {
        let category = categories.iter().find(|category| category.code == one.product.category);
        missing(&one.product, one.photos, category)
    });
    let words = |to: &ProductState| frame.say(&format!("listing-to-{}", to.name()));
    let look = |to: &ProductState| if *to == ProductState::Waiting { "" } else { "quiet" };
    let complete = lacks.as_ref().is_some_and(Vec::is_empty);
    let moves =
        state.moves(Side::Keeper).iter().filter(|to| standing.is_some() && (complete || **to != ProductState::Waiting));
    let said = lacks.iter().flatten().map(|lack| frame.say(&format!("listing-missing-{}", lack.name())));
    let name = standing.map(|one| one.product.name.in_lang(frame.lang).to_owned()).unwrap_or_default();
    Ok(ListingPage {
        form_id: form_id()?,
        seller: (seller.seller.number.clone(), seller.seller.name.in_lang(frame.lang).to_owned()),
        address: standing.map(ProductStanding::address).unwrap_or_default(),
        state: frame.say(&format!("market-state-{}", state.name())),
        state_name: state.name(),
        look: product_look(state),
        reason: standing.and_then(|one| one.reason.clone()).unwrap_or_default(),
        open: state.is_open(),
        categories: categories.iter().map(|one| (one.code.clone(), indented(&frame, one), one.banned)).collect(),
        said: standing.map(|one| fields_of(&one.product)).unwrap_or_default(),
        variants: variant_rows(&frame, standing.iter().flat_map(|one| &one.product.variants).map(said_of).collect()),
        prices: standing.map(|one| price_rows(&frame, &one.product)).unwrap_or_default(),
        photos,
        missing: said.collect(),
        moves: moves.map(|to| (to.name(), words(to), look(to))).collect(),
        faults: Faults::new(),
        frame: if standing.is_some() { frame.titled_as(name.clone()) } else { frame.titled("listing-new") },
        name,
    })
}

/// The rows of the form: those that were filled in, and some empty ones.
pub(super) fn variant_rows(frame: &Frame, mut said: Vec<VariantSaid>) -> Vec<VariantRow> {
    let wanted = said.len().saturating_add(EMPTY_ROWS).min(VARIANTS_MAX);
    said.resize_with(wanted.max(said.len()), VariantSaid::default);
    said.into_iter().zip(1_i64..).map(|(row, n)| variant_row(frame, row, n)).collect()
}

fn variant_row(frame: &Frame, said: VariantSaid, n: i64) -> VariantRow {
    const DECIMAL: &str = "inputmode=decimal maxlength=14 autocomplete=off";
    const WHOLE: &str = "inputmode=numeric maxlength=7 autocomplete=off";
    const NAME: &str = "maxlength=120 autocomplete=off data-avro";
    let cell = |name: &str, word: &'static str, value: String, attributes: &'static str| Cell {
        id: format!("{name}-{n}"),
        word,
        value,
        attributes,
    };
    VariantRow {
        legend: frame.say_with("listing-kind-n", &[("n", frame.number(n))]),
        cells: vec![
            cell("sku", "listing-sku", said.sku, "maxlength=40 autocomplete=off"),
            cell("variant_bn", "listing-variant", said.name_bn, NAME),
            cell("variant_en", "listing-variant-en", said.name_en, "maxlength=120 autocomplete=off"),
            cell("price", "listing-price", said.price, DECIMAL),
            cell("weight", "listing-weight", said.weight, WHOLE),
            cell("size", "listing-size", said.size, "maxlength=20 autocomplete=off placeholder=30x20x10"),
        ],
    }
}

fn price_rows(frame: &Frame, product: &Product) -> Vec<(String, String, String, String, String)> {
    let row = |(variant, n): (&Variant, i64)| {
        let name = variant.name.in_lang(frame.lang);
        let label = if name.is_empty() { variant.sku.clone() } else { format!("{name} · {}", variant.sku) };
        (format!("sku-{n}"), variant.sku.clone(), format!("price-{n}"), label, plain(variant.price))
    };
    product.variants.iter().zip(1_i64..).map(row).collect()
}

/// `GET /market/sellers/{seller}/new`.
pub(super) async fn new(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    let seller = kept(&house, &visitor, &number).await?;
    web::page(&page_of(&house, frame, &seller, None).await?)
}

/// `GET /market/goods/{address}`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(address): Path<String>,
) -> Answer {
    let (seller, standing) = product_of(&house, &address).await?;
    kept(&house, &visitor, &standing.seller).await?;
    web::page(&page_of(&house, frame, &seller, Some(&standing)).await?)
}

/// Writes a listing, and shows what was typed again when it cannot be.
async fn write(
    house: &House,
    frame: Frame,
    (visitor, seller): (&Visitor, &SellerStanding),
    standing: Option<&ProductStanding>,
    said: Fields,
) -> Answer {
    let number = standing.map(|one| one.product.number.clone()).unwrap_or_default();
    let deed = SaveProduct { seller: seller.seller.number.clone(), product: product_said(&said, &number) };
    match house.journal.write(Envelope::new(&visitor.person, said.text("form_id")), deed).await {
        Ok(written) => {
            let address = crate::product::address(&seller.seller.number, &written.done);
            Ok(web::see_other(&format!("/market/goods/{address}")))
        }
        Err(Stop::Refused(refusal)) => {
            let mut page = page_of(house, frame, seller, standing).await?;
            page.faults = fault_in(&page.frame, |name| said.text(name), &refusal);
            page.variants = variant_rows(&page.frame, rows_of(&said));
            page.said = said;
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// `POST /market/sellers/{seller}/products`.
pub(super) async fn save_new(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let seller = kept(&house, &visitor, &number).await?;
    write(&house, frame, (&visitor, &seller), None, Fields(fields)).await
}

/// `POST /market/goods/{address}`.
pub(super) async fn save(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(address): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let (seller, standing) = product_of(&house, &address).await?;
    kept(&house, &visitor, &standing.seller).await?;
    write(&house, frame, (&visitor, &seller), Some(&standing), Fields(fields)).await
}

/// Does a deed of a listing's page: on to the page again, or the page with the refusal.
async fn done<D: Deed>(
    house: &House,
    frame: Frame,
    envelope: Envelope,
    (seller, standing): (&SellerStanding, &ProductStanding),
    deed: D,
) -> Answer {
    match house.journal.write(envelope, deed).await {
        Ok(_) => {
            follow(house).await?;
            Ok(web::see_other(&format!("/market/goods/{}", standing.address())))
        }
        Err(Stop::Refused(refusal)) => {
            let mut page = page_of(house, frame, seller, Some(standing)).await?;
            page.faults = vec![(refusal.field().unwrap_or_default(), super::told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// `POST /market/goods/{address}/move`.
pub(super) async fn moved(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(address): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let (seller, standing) = product_of(&house, &address).await?;
    kept(&house, &visitor, &standing.seller).await?;
    let said = Fields(fields);
    let state = |name: &str| ProductState::of_name(said.text(name)).ok_or(Trouble::NotFound);
    let deed = MoveProduct {
        seller: standing.seller.clone(),
        product: standing.product.number.clone(),
        side: Side::Keeper,
        expects: state("expects")?,
        to: state("to")?,
        reason: String::new(),
    };
    let envelope = Envelope::new(&visitor.person, said.text("form_id"));
    done(&house, frame, envelope, (&seller, &standing), deed).await
}

/// `POST /market/goods/{address}/prices`.
pub(super) async fn prices(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(address): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let (seller, standing) = product_of(&house, &address).await?;
    kept(&house, &visitor, &standing.seller).await?;
    let said = Fields(fields);
    let rows = (1..=VARIANTS_MAX).filter(|n| !said.text(&format!("sku-{n}")).is_empty());
    let prices = rows.map(|n| (said.text(&format!("sku-{n}")).to_owned(), said.money(&format!("price-{n}"))));
    let deed = ChangePrices {
        seller: standing.seller.clone(),
        product: standing.product.number.clone(),
        prices: prices.collect(),
    };
    let envelope = Envelope::new(&visitor.person, said.text("form_id"));
    done(&house, frame, envelope, (&seller, &standing), deed).await
}
