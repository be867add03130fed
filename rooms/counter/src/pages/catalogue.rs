//! The services with their tariffs, to be read: the tariff board of a centre.

use super::tariffs::days_of;
use super::{catalogue, path_of, ready_in, today};
use crate::catalogue::Shown;
use crate::reading;
use crate::service::{Approver, Connectivity, Offer, Tariff, tariff_at};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use forms::{Answers, Show};
use journal::Fault;
use serde::Deserialize;
use std::collections::HashMap;
use web::{Answer, Frame, House, Trouble, Visitor};

/// Services on the page at once, at most: several times the catalogue.
const SERVICES_MAX: usize = 500;

#[derive(Template)]
#[template(path = "catalogue.html")]
pub(super) struct CataloguePage {
    pub frame: Frame,
    pub query: String,
    pub count: i64,
    /// The groups as tiles, while none is chosen and nothing is typed: (key, name, services).
    pub tiles: Vec<(String, String, i64)>,
    pub groups: Vec<CatalogueGroup>,
    /// True for catalogue managers.
    pub edits: bool,
    /// For them: what cannot be taken anywhere, with the reason: (code, name, why).
    pub idle: Vec<(String, String, String)>,
}

pub(super) struct CatalogueGroup {
    pub name: String,
    pub services: Vec<CatalogueRow>,
}

pub(super) struct CatalogueRow {
    pub code: String,
    pub name: String,
    pub provider: String,
    pub official: Paisa,
    pub charge: Paisa,
    pub total: Paisa,
    pub ready_in: String,
    pub online_only: bool,
}

#[derive(Template)]
#[template(path = "service.html")]
pub(super) struct ServicePage {
    pub frame: Frame,
    pub code: String,
    pub name_bn: String,
    pub name_en: String,
    pub provider: String,
    pub unit: String,
    pub ready_in: String,
    pub connectivity: String,
    pub documents: Vec<String>,
    pub tariffs: Vec<TariffRow>,
    pub versions: Vec<VersionRow>,
    pub form_html: Option<String>,
    pub may_take: bool,
    pub prerequisites: Vec<String>,
    /// Who must agree; empty when nobody.
    pub approver: String,
    /// The course that whoever gives it must have passed; may be empty.
    pub course: String,
    /// How sure its fee is; may be empty.
    pub fee_basis: String,
    /// Where it is closed: (path, name of the place).
    pub closed: Vec<(String, String)>,
    /// No longer offered anywhere.
    pub retired: bool,
    /// True for catalogue managers.
    pub edits: bool,
    /// The key of closing and opening; none when the reader may not.
    pub form_id: Option<String>,
}

pub(super) struct TariffRow {
    pub place: String,
    pub days: String,
    pub version: String,
    pub official: Paisa,
    pub charge: Paisa,
    pub total: Paisa,
    pub current: bool,
}

pub(super) struct VersionRow {
    pub version: i64,
    pub from: String,
    pub change: String,
}

#[derive(Deserialize)]
pub(super) struct Sought {
    #[serde(default)]
    q: String,
    /// One group alone.
    #[serde(default)]
    group: String,
}

/// The word of a key that comes from the catalogue's data; the data itself when nobody worded it.
pub(super) fn word(frame: &Frame, family: &str, name: &str) -> String {
    let key = format!("{family}-{name}");
    if frame.house().words.has(frame.lang, &key) { frame.say(&key) } else { name.to_owned() }
}

fn row(frame: &Frame, offer: &Offer, path: &str, day: BusinessDay) -> Option<CatalogueRow> {
    let tariff = tariff_at(&offer.tariffs, path, day).filter(|_| !offer.service.retired)?;
    let service = &offer.service;
    Some(CatalogueRow {
        code: service.code.clone(),
        name: service.name.in_lang(frame.lang).to_owned(),
        provider: service.provider.in_lang(frame.lang).to_owned(),
        official: tariff.official,
        charge: tariff.charge()?,
        total: tariff.total()?,
        ready_in: ready_in(frame, service.sla_days),
        online_only: service.connectivity == Connectivity::Online,
    })
}

fn grouped(frame: &Frame, offers: Vec<&Offer>, path: &str, day: BusinessDay) -> Vec<CatalogueGroup> {
    let mut groups: Vec<CatalogueGroup> = Vec::new();
    for offer in offers {
        let Some(row) = row(frame, offer, path, day) else { continue };
        let name = word(frame, "group", &offer.service.group);
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.services.push(row),
            None => groups.push(CatalogueGroup { name, services: vec![row] }),
        }
    }
    groups
}

/// `GET /counter/catalogue?q=&group=`: the groups first, since all services at once are more than anybody reads.
pub(super) async fn list(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(sought): Query<Sought>,
) -> Answer {
    let shown = catalogue(&house).await?;
    let query = base::text::clean(&sought.q);
    let mut offers: Vec<&Offer> =
        if query.is_empty() { shown.offers.iter().collect() } else { shown.find(&query, SERVICES_MAX) };
    if !sought.group.is_empty() {
        offers.retain(|offer| offer.service.group == sought.group);
    }
    let (path, day) = (path_of(&visitor, "catalogue.view"), today(&house));
    let edits = visitor.may_at("catalogue.edit", network::place::COUNTRY_PATH);
    let idle = if edits { offers.iter().filter_map(|offer| idle(&frame, offer, day)).collect() } else { Vec::new() };
    let mut tiles: Vec<(String, String, i64)> = Vec::new();
    if query.is_empty() && sought.group.is_empty() {
        for offer in offers.drain(..).filter(|offer| row(&frame, offer, path, day).is_some()) {
            let key = &offer.service.group;
            match tiles.iter_mut().find(|tile| tile.0 == *key) {
                Some(tile) => tile.2 = tile.2.saturating_add(1),
                None => tiles.push((key.clone(), word(&frame, "group", key), 1)),
            }
        }
    }
    let groups = grouped(&frame, offers, path, day);
    let listed = groups.iter().map(|group| group.services.len()).sum::<usize>();
    let in_tiles = tiles.iter().map(|tile| tile.2).sum::<i64>();
    let count = i64::try_from(listed).unwrap_or(i64::MAX).saturating_add(in_tiles);
    web::page(&CataloguePage { frame: frame.titled("catalogue-title"), query, count, tiles, groups, edits, idle })
}

/// What cannot be taken anywhere, and why: retired, or no tariff holds for it today.
fn idle(frame: &Frame, offer: &Offer, day: BusinessDay) -> Option<(String, String, String)> {
    let service = &offer.service;
    let why = match offer.tariffs.iter().any(|tariff| tariff.holds_on(day)) {
        _ if service.retired => "service-retired",
        false => "service-priceless",
        true => return None,
    };
    Some((service.code.clone(), service.name.in_lang(frame.lang).to_owned(), frame.say(why)))
}

/// What the service page reads beyond the catalogue.
struct ServiceRead {
    places: HashMap<String, (String, String)>,
    versions: Vec<(i64, Moment, String)>,
}

async fn read(house: &House, offer: &Offer) -> Result<ServiceRead, Fault> {
    let code = offer.service.code.clone();
    let mut paths: Vec<String> = offer.tariffs.iter().map(|tariff| tariff.path.clone()).collect();
    paths.extend(offer.closed.iter().cloned());
    house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let mut places = HashMap::new();
                for path in paths {
                    let Some(code) = path.split('/').rfind(|code| !code.is_empty()) else { continue };
                    if let Some(place) = network::place(tx, code).await? {
                        places.insert(path, (place.name_bn, place.name_en));
                    }
                }
                Ok(ServiceRead { places, versions: reading::versions(tx, &code).await? })
            })
        })
        .await
}

/// The name of the place of a path.
fn place_name(frame: &Frame, path: &str, places: &HashMap<String, (String, String)>) -> String {
    match (path, places.get(path)) {
        ("/", _) => frame.say("whole-country"),
        (_, Some((bn, en))) => frame.either(bn, en).to_owned(),
        (path, None) => path.to_owned(),
    }
}

/// Who must agree, in words; empty when nobody.
fn approver(frame: &Frame, approver: Approver) -> String {
    match approver {
        Approver::None => String::new(),
        Approver::WardMember => frame.say("agrees-ward-member"),
        Approver::Chairman => frame.say("agrees-chairman"),
        Approver::Agency => frame.say("agrees-agency"),
    }
}

/// How sure a fee is, in words; empty when nothing is said of it.
fn fee_basis(frame: &Frame, basis: &str) -> String {
    match basis {
        "published" => frame.say("fee-published"),
        "estimate" => frame.say("fee-estimate"),
        other => other.to_owned(),
    }
}

fn tariffs(
    frame: &Frame,
    offer: &Offer,
    places: &HashMap<String, (String, String)>,
    current: Option<&Tariff>,
) -> Vec<TariffRow> {
    let row = |tariff: &Tariff| {
        let place = place_name(frame, &tariff.path, places);
        Some(TariffRow {
            place,
            days: days_of(frame, tariff),
            version: frame.say_with("tariff-version", &[("number", frame.number(tariff.version))]),
            official: tariff.official,
            charge: tariff.charge()?,
            total: tariff.total()?,
            current: current == Some(tariff),
        })
    };
    offer.tariffs.iter().rev().filter_map(row).collect()
}

/// `GET /counter/catalogue/{code}`.
pub(super) async fn one(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Answer {
    let shown: std::sync::Arc<Shown> = catalogue(&house).await?;
    let offer = shown.offer(&code).ok_or(Trouble::NotFound)?;
    let (service, day, lang) = (&offer.service, today(&house), frame.lang);
    let read = read(&house, offer).await?;
    let current = tariff_at(&offer.tariffs, path_of(&visitor, "catalogue.view"), day);
    let form = super::form::form_of(&house, &code).await?;
    let connectivity = match service.connectivity {
        Connectivity::Offline => "connectivity-offline",
        Connectivity::Queue => "connectivity-queue",
        Connectivity::Online => "connectivity-online",
    };
    let at_counter = visitor.seat.as_ref().is_some_and(|seat| visitor.may_at("sale.create", &seat.path));
    let versions = read.versions.into_iter().map(|(version, at, change)| VersionRow {
        version,
        from: frame.day(at.day()),
        change,
    });
    let page = ServicePage {
        code,
        name_bn: service.name.bn.clone(),
        name_en: service.name.en.clone(),
        provider: service.provider.in_lang(lang).to_owned(),
        unit: word(&frame, "unit", &service.unit),
        ready_in: ready_in(&frame, service.sla_days),
        connectivity: frame.say(connectivity),
        documents: service.documents.iter().map(|both| both.in_lang(lang).to_owned()).collect(),
        tariffs: tariffs(&frame, offer, &read.places, current),
        versions: versions.collect(),
        form_html: form.map(|form| form.html(lang, &Answers::new(), &[], &Show::at_counter(day))),
        may_take: at_counter && current.is_some() && !offer.is_closed_at(path_of(&visitor, "catalogue.view")),
        prerequisites: service.prerequisites.iter().map(|both| both.in_lang(lang).to_owned()).collect(),
        approver: approver(&frame, service.approver),
        course: service.course.clone().unwrap_or_default(),
        fee_basis: fee_basis(&frame, &service.fee_basis),
        closed: offer.closed.iter().map(|path| (path.clone(), place_name(&frame, path, &read.places))).collect(),
        retired: service.retired,
        edits: visitor.may_at("catalogue.edit", network::place::COUNTRY_PATH),
        form_id: if visitor.may("catalogue.edit") { Some(network::secrets::new_token()?) } else { None },
        frame: frame.titled_as(service.name.in_lang(lang)),
    };
    web::page(&page)
}
