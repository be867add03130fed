//! The catalogue as programs read it.

use crate::catalogue::{Catalogue, Shown};
use crate::forms_kept::compiled;
use crate::reading;
use crate::service::{Connectivity, Offer, tariff_at};
use axum::extract::{Path, Query, State};
use base::Paisa;
use base::calendar::BusinessDay;
use journal::Fault;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use web::{Answer, House, Problem, Trouble, Visitor, json};

/// Services that one answer carries, at most.
const SERVICES_MAX: usize = 200;
/// Services that one answer carries when nobody says how many.
const SERVICES_USUAL: usize = 50;
/// Letters of a query that are looked at.
const QUERY_CHARS_MAX: usize = 100;

/// Which services to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// What is meant, in Bangla, English or romanised Bangla, or a code; the best comes first. Else all by code.
    q: Option<String>,
    /// How many, at most 200; else 50.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// The code after which to begin: `next` of the page before.
    after: Option<String>,
}

/// A page of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
struct ServicePage {
    /// The services.
    items: Vec<ServiceItem>,
    /// What to pass as `after` for the next page; null when this is the last.
    next: Option<String>,
}

/// A service with its price today at the caller's place.
#[derive(Debug, Serialize, ToSchema)]
struct ServiceItem {
    /// The code.
    code: String,
    /// Its name in Bangla.
    name_bn: String,
    /// Its name in English.
    name_en: String,
    /// The official fee a unit, in poisha, at the caller's centre today; null when it is not offered there.
    #[schema(value_type = Option<i64>)]
    official_fee: Option<Paisa>,
    /// The service charge a unit, in poisha; null when it is not offered there.
    #[schema(value_type = Option<i64>)]
    service_charge: Option<Paisa>,
    /// What is counted.
    unit: String,
    /// Whether it needs the line.
    connectivity: Connectivity,
    /// The version in force, from 1.
    version: i64,
    /// The group it is listed under.
    group: String,
    /// Who gives it, in Bangla.
    provider_bn: String,
    /// Who gives it, in English.
    provider_en: String,
    /// Working days until it is ready; 0 is at once.
    sla_days: u32,
    /// True when there is a form to fill.
    has_form: bool,
}

/// A text in both languages.
#[derive(Debug, Serialize, ToSchema)]
struct InBoth {
    /// Bangla.
    bn: String,
    /// English.
    en: String,
}

/// A price, by place and date.
#[derive(Debug, Serialize, ToSchema)]
struct TariffItem {
    /// The path of the place it holds for and below; `/` is the whole country. The nearest place wins.
    path: String,
    /// The first day, `yyyy-mm-dd`. The latest day that has come wins.
    from: String,
    /// The official fee a unit, in poisha.
    #[schema(value_type = i64)]
    official_fee: Paisa,
    /// The service charge a unit, in poisha.
    #[schema(value_type = i64)]
    service_charge: Paisa,
}

/// A service with all that is known of it.
#[derive(Debug, Serialize, ToSchema)]
struct ServiceWhole {
    #[serde(flatten)]
    item: ServiceItem,
    /// Papers to bring.
    documents: Vec<InBoth>,
    /// Other words people use for it, in both scripts.
    synonyms: Vec<String>,
    /// Its form: `fields` in their order and choice `lists`, as in the `XLSForm`; null when there is nothing to fill.
    #[schema(value_type = Option<Object>)]
    form: Option<serde_json::Value>,
    /// Its tariffs, all places and dates.
    tariffs: Vec<TariffItem>,
}

/// The services on offer, with the price today at the caller's centre (the national price for whoever has none).
#[utoipa::path(
    get,
    path = "/api/v1/services",
    params(Which),
    responses(
        (status = 200, body = ServicePage, description = "The services on offer"),
        (status = 400, body = Problem, description = "The query cannot be understood"),
        (status = 401, body = Problem, description = "No token, or one that ended"),
        (status = 403, body = Problem, description = "The catalogue is not yours to see")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn list(State(house): State<House>, visitor: Visitor, Query(which): Query<Which>) -> Answer {
    let shown = catalogue(&house).await?;
    let query: String = which.q.as_deref().unwrap_or("").trim().chars().take(QUERY_CHARS_MAX).collect();
    let after = which.after.as_deref().unwrap_or("");
    let found: Vec<&Offer> = if query.is_empty() {
        shown.offers.iter().filter(|offer| offer.service.code.as_str() > after).collect()
    } else {
        let all = shown.find(&query, usize::MAX).into_iter();
        if after.is_empty() {
            all.collect()
        } else {
            all.skip_while(|offer| offer.service.code != after).skip(1).collect()
        }
    };
    let limit = which.limit.unwrap_or(SERVICES_USUAL).clamp(1, SERVICES_MAX);
    let (path, day) = (path_of(&visitor), house.now().day());
    let items: Vec<ServiceItem> = found.iter().take(limit).map(|offer| item(offer, path, day)).collect();
    let next = items.last().filter(|_| found.len() > limit).map(|last| last.code.clone());
    json(200, &ServicePage { items, next })
}

/// One service with its form, papers and tariffs.
#[utoipa::path(
    get,
    path = "/api/v1/services/{code}",
    params(("code" = String, Path, description = "The service's code, such as `G031`")),
    responses(
        (status = 200, body = ServiceWhole, description = "The service, with its form and tariffs"),
        (status = 401, body = Problem, description = "No token, or one that ended"),
        (status = 403, body = Problem, description = "The catalogue is not yours to see"),
        (status = 404, body = Problem, description = "No such service")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn one(State(house): State<House>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let shown = catalogue(&house).await?;
    let offer = shown.offer(&code.to_ascii_uppercase()).ok_or(Trouble::NotFound)?;
    let service = &offer.service;
    let documents = service.documents.iter().map(|both| InBoth { bn: both.bn.clone(), en: both.en.clone() });
    let tariffs = offer.tariffs.iter().filter_map(|tariff| {
        Some(TariffItem {
            path: tariff.path.clone(),
            from: tariff.from.to_string(),
            official_fee: tariff.official,
            service_charge: tariff.charge()?,
        })
    });
    json(
        200,
        &ServiceWhole {
            item: item(offer, path_of(&visitor), house.now().day()),
            documents: documents.collect(),
            synonyms: service.synonyms.clone(),
            form: if offer.has_form { Some(form(&house, offer).await?) } else { None },
            tariffs: tariffs.collect(),
        },
    )
}

/// The catalogue that the binary shares with all handlers; without one it is read anew.
async fn catalogue(house: &House) -> Result<Arc<Shown>, Fault> {
    house.things.get::<Catalogue>().cloned().unwrap_or_default().now(&house.journal).await
}

/// The place whose prices count for this visitor.
fn path_of(visitor: &Visitor) -> &str {
    visitor.seat.as_ref().map_or("/", |seat| &seat.path)
}

fn item(offer: &Offer, path: &str, day: BusinessDay) -> ServiceItem {
    let service = &offer.service;
    let tariff = tariff_at(&offer.tariffs, path, day);
    ServiceItem {
        code: service.code.clone(),
        name_bn: service.name.bn.clone(),
        name_en: service.name.en.clone(),
        official_fee: tariff.map(|tariff| tariff.official),
        service_charge: tariff.and_then(crate::service::Tariff::charge),
        unit: service.unit.clone(),
        connectivity: service.connectivity,
        version: offer.version,
        group: service.group.clone(),
        provider_bn: service.provider.bn.clone(),
        provider_en: service.provider.en.clone(),
        sla_days: service.sla_days,
        has_form: offer.has_form,
    }
}

/// The form of the version that is shown: a version never changes, so it fits what was read before.
async fn form(house: &House, offer: &Offer) -> Result<serde_json::Value, Fault> {
    let (code, version) = (offer.service.code.clone(), offer.version);
    let asked = code.clone();
    let read = house
        .journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { reading::form_text(tx, &asked, version).await }));
    let unsound = |what: &str| Fault::Unsound(format!("the form of {code}: {what}"));
    let form = compiled(&read.await?).ok_or_else(|| unsound("cannot be read"))?;
    serde_json::to_value(&*form).map_err(|error| unsound(&error.to_string()))
}
