//! What a seller's own program writes of goods: in batches, with a result for each item.

use super::batch::{Batch, Came, Item};
use super::seller_of_key;
use crate::deeds::offer_product::{NotOffered, OfferProduct, Outcome};
use crate::product::{Product, ProductState, Variant, address};
use crate::showcase::Showcase;
use axum::extract::State;
use base::{Both, Lang, Paisa, Refusal};
use journal::Fault;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use web::{Answer, House, IdempotencyKey, LongJson, Problem, Reader, Visitor, json};

/// One kind of a product.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariantItem {
    /// The SKU, unique among all that the seller offers.
    sku: String,
    /// What sets it apart, in Bangla; empty for a product of one kind.
    #[serde(default)]
    name_bn: String,
    /// The same in English.
    #[serde(default)]
    name_en: String,
    /// The price of a piece, in poisha.
    #[schema(minimum = 1)]
    price: i64,
    /// The weight of a piece when packed, in grams.
    #[serde(default)]
    #[schema(minimum = 0)]
    weight_g: i64,
    /// Its three sides when packed, in centimetres.
    #[serde(default)]
    #[schema(value_type = Option<Vec<i64>>)]
    size_cm: Option<(i64, i64, i64)>,
}

/// A product as a seller's own program offers it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductItem {
    /// The seller's own reference: the same reference is the same product.
    reference: String,
    /// The seller's own name of the kind of goods, as it is matched to our categories; or the code of one of them.
    category: String,
    /// The name in Bangla.
    name_bn: String,
    /// The name in English.
    #[serde(default)]
    name_en: String,
    /// What it is made of, how it is used; in Bangla.
    #[serde(default)]
    about_bn: String,
    /// The same in English.
    #[serde(default)]
    about_en: String,
    /// Where and by whom it is made, in Bangla.
    #[serde(default)]
    origin_bn: String,
    /// The same in English.
    #[serde(default)]
    origin_en: String,
    /// Days in which it may be brought back.
    #[serde(default)]
    #[schema(minimum = 0)]
    return_days: i64,
    /// Days until it is made; 0 for what lies ready.
    #[serde(default)]
    #[schema(minimum = 0)]
    lead_days: i64,
    /// Pieces that can be made in a month, where it is made to order.
    #[serde(default)]
    capacity_month: Option<i64>,
    /// True for what its district is known for.
    #[serde(default)]
    speciality: bool,
    /// Its kinds, at least one.
    variants: Vec<VariantItem>,
}

impl From<VariantItem> for Variant {
    fn from(said: VariantItem) -> Variant {
        Variant {
            sku: said.sku,
            name: Both { bn: said.name_bn, en: said.name_en },
            price: Paisa::new(said.price),
            weight_g: said.weight_g,
            size_cm: said.size_cm,
        }
    }
}

impl From<ProductItem> for Item {
    fn from(said: ProductItem) -> Item {
        let product = Product {
            number: String::new(),
            category: String::new(),
            name: Both { bn: said.name_bn, en: said.name_en },
            about: Both { bn: said.about_bn, en: said.about_en },
            origin: Both { bn: said.origin_bn, en: said.origin_en },
            return_days: said.return_days,
            lead_days: said.lead_days,
            capacity_month: said.capacity_month,
            speciality: said.speciality,
            variants: said.variants.into_iter().map(Variant::from).collect(),
        };
        Item { reference: said.reference, kind: said.category, product }
    }
}

/// Goods that are written.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductsSent {
    /// The goods, at most 1,000. One that cannot be read is refused by itself.
    #[schema(value_type = Vec<ProductItem>)]
    items: Vec<Value>,
    /// True when goods that are shown may leave the shelf until their new words were checked; else such changes are
    /// refused. Prices are changed in any case.
    #[serde(default)]
    recheck: bool,
}

/// Why an item was refused.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ItemRefused {
    /// The stable code.
    code: &'static str,
    /// The reason in words, in the language of `Accept-Language`.
    message: String,
    /// The field that is wrong, if it is one.
    field: Option<String>,
}

/// What became of an item.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProductResult {
    /// Its place in the batch, from 0.
    index: usize,
    /// Its reference, as it was sent.
    reference: String,
    /// What became of it; null when it was refused.
    outcome: Option<Outcome>,
    /// Its address here: `S000001-0001`.
    address: Option<String>,
    /// Where it stands: `draft`, `waiting`, `published`, `returned`, `withdrawn`.
    state: Option<&'static str>,
    /// What it lacks before it can be checked: `photo`, `about`, `origin`, `weight`, …
    missing: Vec<String>,
    /// Why it was refused.
    refused: Option<ItemRefused>,
}

/// What became of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProductResults {
    /// How many stand.
    accepted: usize,
    /// How many were refused.
    refused: usize,
    /// Each item, in the order in which they were sent.
    results: Vec<ProductResult>,
}

/// The showcase looks at the books at once, so that what left the shelf or costs something else is not found as it was.
pub(super) async fn shown_anew(house: &House) -> Result<(), Fault> {
    if let Some(showcase) = house.things.get::<Showcase>() {
        showcase.follow(&house.journal).await?;
    }
    Ok(())
}

/// Why an item was refused, in the reader's language.
pub(super) fn refused(house: &House, lang: Lang, refusal: &dyn Refusal) -> ItemRefused {
    let message = house.words.tell(lang, refusal).sentence;
    ItemRefused { code: refusal.code(), message, field: refusal.field() }
}

fn product_result(
    (house, lang, seller): (&House, Lang, &str),
    (index, reference): (usize, String),
    came: Came<OfferProduct>,
) -> ProductResult {
    let none = ProductResult {
        index,
        reference,
        outcome: None,
        address: None,
        state: None,
        missing: Vec::new(),
        refused: None,
    };
    match came {
        Ok(offered) => ProductResult {
            outcome: Some(offered.outcome),
            address: Some(address(seller, &offered.product)),
            state: Some(ProductState::name(offered.state)),
            missing: offered.missing,
            ..none
        },
        Err(refusal) => ProductResult { refused: Some(refused(house, lang, &refusal)), ..none },
    }
}

/// Writes goods: new ones, and what changed of those whose reference is known. Each item has a result of its own; the bad
/// ones harm no others. The same key and batch are told the first answer; after a fault they go on where they stopped.
#[utoipa::path(
    post,
    path = "/api/v1/partner/products",
    operation_id = "partner_products",
    params(("Idempotency-Key" = String, Header, description = "Chosen by the caller, once for each batch")),
    request_body = ProductsSent,
    responses(
        (status = 200, body = ProductResults, description = "What became of each item"),
        (status = 400, body = Problem, description = "No key, or no JSON"),
        (status = 401, body = Problem, description = "No key of a seller, or one that was taken back"),
        (status = 403, body = Problem, description = "The key does not open this"),
        (status = 409, body = Problem, description = "The key was used for another batch"),
        (status = 422, body = Problem, description = "No items, or more than 1,000"),
        (status = 429, body = Problem, description = "More than 600 requests in a minute under this key")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn products(
    State(house): State<House>,
    visitor: Visitor,
    Reader { lang }: Reader,
    IdempotencyKey(key): IdempotencyKey,
    LongJson(sent): LongJson<ProductsSent>,
) -> Answer {
    let seller = seller_of_key(&visitor)?;
    let batch = Batch { journal: &house.journal, by: &visitor.person, key: &key, seller };
    batch.begin("products", sent.items.len(), &sent).await?;
    let reference = |item: &Value| item.get("reference").and_then(Value::as_str).unwrap_or("").to_owned();
    let references: Vec<String> = sent.items.iter().map(reference).collect();
    let read = |item: Value| serde_json::from_value::<ProductItem>(item).map(Item::from);
    let items = sent.items.into_iter().map(|item| read(item).map_err(|error| NotOffered::Shape(error.to_string())));
    let came = batch.offer(items.collect(), sent.recheck).await?;
    shown_anew(&house).await?;
    let numbered = references.into_iter().enumerate();
    let about = (&house, lang, seller);
    let results: Vec<_> = numbered.zip(came).map(|(item, came)| product_result(about, item, came)).collect();
    let refused = results.iter().filter(|one| one.refused.is_some()).count();
    json(200, &ProductResults { accepted: results.len().saturating_sub(refused), refused, results })
}
