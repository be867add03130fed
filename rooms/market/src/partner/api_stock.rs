//! What a seller's own program writes of stock and prices: in batches, with a result for each item.

use super::api::{ItemRefused, refused, shown_anew};
use super::batch::Batch;
use super::seller_of_key;
use crate::deeds::change_prices::{ChangePrices, NotPriced};
use crate::deeds::count_stock::{CountStock, NotCounted, Pieces};
use axum::extract::State;
use base::{Lang, Paisa, Refusal};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use web::{Answer, House, IdempotencyKey, LongJson, Problem, Reader, Visitor, json};

/// How many pieces lie there.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StockItem {
    /// The SKU.
    sku: String,
    /// The seller's place; left out for where everything lies.
    #[serde(default)]
    place: String,
    /// So many lie there, those that are set aside for buyers among them.
    #[serde(default)]
    pieces: Option<i64>,
    /// So many came, or went: instead of `pieces`.
    #[serde(default)]
    change: Option<i64>,
}

/// Counts that are written.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StockSent {
    /// The counts, at most 1,000.
    #[schema(value_type = Vec<StockItem>)]
    items: Vec<Value>,
}

/// What became of a count or a price.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SkuResult {
    /// Its place in the batch, from 0.
    index: usize,
    /// The SKU, as it was sent.
    sku: String,
    /// Pieces that are free to be sold after it; null for prices, and when it was refused.
    free: Option<i64>,
    /// Why it was refused.
    refused: Option<ItemRefused>,
}

/// What became of counts or prices.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SkuResults {
    /// How many stand.
    accepted: usize,
    /// How many were refused.
    refused: usize,
    /// Each item, in the order in which they were sent.
    results: Vec<SkuResult>,
}

/// The SKUs of items as they were sent.
fn skus(items: &[Value]) -> Vec<String> {
    items.iter().map(|item| item.get("sku").and_then(Value::as_str).unwrap_or("").to_owned()).collect()
}

fn sku_results<R: Refusal>(
    house: &House,
    lang: Lang,
    skus: Vec<String>,
    came: impl IntoIterator<Item = Result<Option<i64>, R>>,
) -> Answer {
    let result = |((index, sku), came): ((usize, String), Result<Option<i64>, R>)| match came {
        Ok(free) => SkuResult { index, sku, free, refused: None },
        Err(refusal) => SkuResult { index, sku, free: None, refused: Some(refused(house, lang, &refusal)) },
    };
    let results: Vec<_> = skus.into_iter().enumerate().zip(came).map(result).collect();
    let refused = results.iter().filter(|one| one.refused.is_some()).count();
    json(200, &SkuResults { accepted: results.len().saturating_sub(refused), refused, results })
}

/// Says what lies there, or what came and went. Each item has a result of its own; a change under the same key happens
/// once, and stock never falls below what buyers were promised.
#[utoipa::path(
    post,
    path = "/api/v1/partner/stock",
    operation_id = "partner_stock",
    params(("Idempotency-Key" = String, Header, description = "Chosen by the caller, once for each batch")),
    request_body = StockSent,
    responses(
        (status = 200, body = SkuResults, description = "What became of each item"),
        (status = 400, body = Problem, description = "No key, or no JSON"),
        (status = 401, body = Problem, description = "No key of a seller, or one that was taken back"),
        (status = 403, body = Problem, description = "The key does not open this"),
        (status = 409, body = Problem, description = "The key was used for another batch"),
        (status = 422, body = Problem, description = "No items, or more than 1,000; or the seller is suspended"),
        (status = 429, body = Problem, description = "More than 600 requests in a minute under this key")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn stock(
    State(house): State<House>,
    visitor: Visitor,
    Reader { lang }: Reader,
    IdempotencyKey(key): IdempotencyKey,
    LongJson(sent): LongJson<StockSent>,
) -> Answer {
    let seller = seller_of_key(&visitor)?.to_owned();
    let batch = Batch { journal: &house.journal, by: &visitor.person, key: &key, seller: &seller };
    batch.begin("stock", sent.items.len(), &sent).await?;
    let skus = skus(&sent.items);
    let deed = |item: Value| {
        let item: StockItem = serde_json::from_value(item).map_err(|error| NotCounted::Shape(error.to_string()))?;
        let pieces = match (item.pieces, item.change) {
            (Some(pieces), None) => Pieces::There(pieces),
            (None, Some(change)) => Pieces::Change(change),
            _ => return Err(NotCounted::Shape("exactly one of `pieces` and `change`".to_owned())),
        };
        Ok(CountStock { seller: seller.clone(), sku: item.sku, place: item.place, pieces })
    };
    let came = batch.run(sent.items.into_iter().map(deed).collect()).await?;
    sku_results(&house, lang, skus, came.into_iter().map(|one| one.map(|counted| Some(counted.free))))
}

/// What a piece costs.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriceItem {
    /// The SKU.
    sku: String,
    /// The price of a piece, in poisha.
    #[schema(minimum = 1)]
    price: i64,
}

/// Prices that are written.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PricesSent {
    /// The prices, at most 1,000.
    #[schema(value_type = Vec<PriceItem>)]
    items: Vec<Value>,
}

/// Sets prices. Each item has a result of its own; an order that was placed keeps the price it was placed with.
#[utoipa::path(
    post,
    path = "/api/v1/partner/prices",
    operation_id = "partner_prices",
    params(("Idempotency-Key" = String, Header, description = "Chosen by the caller, once for each batch")),
    request_body = PricesSent,
    responses(
        (status = 200, body = SkuResults, description = "What became of each item"),
        (status = 400, body = Problem, description = "No key, or no JSON"),
        (status = 401, body = Problem, description = "No key of a seller, or one that was taken back"),
        (status = 403, body = Problem, description = "The key does not open this"),
        (status = 409, body = Problem, description = "The key was used for another batch"),
        (status = 422, body = Problem, description = "No items, or more than 1,000; or the seller is suspended"),
        (status = 429, body = Problem, description = "More than 600 requests in a minute under this key")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn prices(
    State(house): State<House>,
    visitor: Visitor,
    Reader { lang }: Reader,
    IdempotencyKey(key): IdempotencyKey,
    LongJson(sent): LongJson<PricesSent>,
) -> Answer {
    let seller = seller_of_key(&visitor)?.to_owned();
    let batch = Batch { journal: &house.journal, by: &visitor.person, key: &key, seller: &seller };
    batch.begin("prices", sent.items.len(), &sent).await?;
    let skus = skus(&sent.items);
    let deed = |item: Value| -> Result<ChangePrices, NotPriced> {
        let item: PriceItem = serde_json::from_value(item).map_err(|error| NotPriced::Shape(error.to_string()))?;
        let prices = vec![(item.sku, Paisa::new(item.price))];
        Ok(ChangePrices { seller: seller.clone(), product: String::new(), prices })
    };
    let came = batch.run(sent.items.into_iter().map(deed).collect()).await?;
    shown_anew(&house).await?;
    sku_results(&house, lang, skus, came.into_iter().map(|one| one.map(|_| None)))
}
