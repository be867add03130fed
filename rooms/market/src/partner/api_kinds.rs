//! Which of our categories a seller's own names of kinds of goods are.

use super::{seller_of_key, store};
use crate::deeds::map_kinds::MapKinds;
use crate::reading;
use axum::extract::State;
use journal::{Envelope, Fault};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Answer, House, IdempotencyKey, Json, Problem, Visitor, json};

/// A seller's own name of a kind of goods.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindItem {
    /// The seller's name.
    name: String,
    /// The code of our category.
    category: String,
}

/// The seller's own names of kinds of goods, all of them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindsSent {
    /// Each name once; names that are not among them are given up.
    kinds: Vec<KindItem>,
}

/// One of our categories.
#[derive(Debug, Serialize, ToSchema)]
struct CategoryShown {
    /// Its code.
    code: String,
    /// Its name in Bangla.
    name_bn: String,
    /// Its name in English.
    name_en: String,
}

/// How kinds of goods are matched.
#[derive(Debug, Serialize, ToSchema)]
struct KindsShown {
    /// The seller's own names.
    kinds: Vec<KindItem>,
    /// Our categories in which something may be sold.
    categories: Vec<CategoryShown>,
}

/// The seller's own names of kinds of goods, and our categories.
#[utoipa::path(
    get,
    path = "/api/v1/partner/categories",
    operation_id = "partner_categories",
    responses(
        (status = 200, body = KindsShown, description = "How they are matched"),
        (status = 401, body = Problem, description = "No key of a seller, or one that was taken back"),
        (status = 403, body = Problem, description = "The key does not open this"),
        (status = 429, body = Problem, description = "More than 600 requests in a minute under this key")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn categories(State(house): State<House>, visitor: Visitor) -> Answer {
    let seller = seller_of_key(&visitor)?.to_owned();
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move { Ok((store::kinds_of(tx, &seller).await?, reading::categories(tx).await?)) })
    });
    let (kinds, categories) = read.await?;
    let open = categories.into_iter().filter(|one| !one.banned);
    let shown = |one: crate::Category| CategoryShown { code: one.code, name_bn: one.name.bn, name_en: one.name.en };
    json(
        200,
        &KindsShown {
            kinds: kinds.into_iter().map(|(name, category)| KindItem { name, category }).collect(),
            categories: open.map(shown).collect(),
        },
    )
}

/// How many names are matched.
#[derive(Debug, Serialize, ToSchema)]
struct KindsMatched {
    /// So many.
    kinds: usize,
}

/// Says which of our categories each of the seller's own names is; names that are not sent are given up.
#[utoipa::path(
    post,
    path = "/api/v1/partner/categories",
    operation_id = "partner_map_categories",
    params(("Idempotency-Key" = String, Header, description = "Chosen by the caller, once for each list")),
    request_body = KindsSent,
    responses(
        (status = 200, body = KindsMatched, description = "How many are matched"),
        (status = 400, body = Problem, description = "No key, or no JSON"),
        (status = 401, body = Problem, description = "No key of a seller, or one that was taken back"),
        (status = 403, body = Problem, description = "The key does not open this"),
        (status = 409, body = Problem, description = "The key was used for another list"),
        (status = 422, body = Problem, description = "A name twice, too many, no such category, or the seller is suspended; nothing is changed"),
        (status = 429, body = Problem, description = "More than 600 requests in a minute under this key")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn map_categories(
    State(house): State<House>,
    visitor: Visitor,
    IdempotencyKey(key): IdempotencyKey,
    Json(sent): Json<KindsSent>,
) -> Answer {
    let seller = seller_of_key(&visitor)?.to_owned();
    let kinds = sent.kinds.into_iter().map(|kind| (kind.name, kind.category)).collect();
    let deed = MapKinds { seller, kinds, whole: true };
    let kinds = house.journal.write(Envelope::new(&visitor.person, &key), deed).await?.done;
    json(200, &KindsMatched { kinds })
}
