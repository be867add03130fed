//! Proposing a tariff: where, from when, how much.

use super::tariffs::{Amounts, current, place_of};
use super::{Faults, catalogue, today, told};
use crate::deeds::propose_tariff::{NotProposed, ProposeTariff};
use crate::service::Tariff;
use crate::tariff::NotATariff;
use askama::Template;
use axum::extract::{Path, Query, State};
use base::calendar::BusinessDay;
use base::{Lang, Paisa, Refusal};
use journal::{Envelope, Fault, Stop};
use network::place::{COUNTRY, COUNTRY_PATH};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

/// Places offered for what was typed, at most.
const PLACES_MAX: usize = 8;

#[derive(Template)]
#[template(path = "tariff_new.html")]
pub(super) struct TariffNewPage {
    pub frame: Frame,
    pub form_id: String,
    pub code: String,
    pub service: String,
    /// The place that was chosen.
    pub place: PlaceSeen,
    /// What was typed to find another.
    pub sought: String,
    /// What was found: (code, name and what it is below).
    pub places: Vec<(String, String)>,
    pub given: Given,
    pub now: Option<Amounts>,
    pub faults: Faults,
}

/// A place as the page names it.
pub(super) struct PlaceSeen {
    pub code: String,
    pub path: String,
    pub name: String,
}

/// What was typed.
#[derive(Deserialize, Default, Clone)]
pub(super) struct Given {
    #[serde(default)]
    pub form_id: String,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub until: String,
    #[serde(default)]
    pub official: String,
    #[serde(default)]
    pub shop: String,
    #[serde(default)]
    pub programme: String,
    #[serde(default)]
    pub partner: String,
    pub per_thousand: Option<String>,
    pub outsiders: Option<String>,
}

impl Given {
    /// What a proposal begins with: the tariff that holds now, from tomorrow on.
    fn from_now(now: Option<&Tariff>, tomorrow: BusinessDay) -> Given {
        let taka = |pick: fn(&Tariff) -> Paisa| now.map(|tariff| pick(tariff).show_plain(Lang::En)).unwrap_or_default();
        Given {
            from: tomorrow.to_string(),
            official: taka(|tariff| tariff.official),
            shop: taka(|tariff| tariff.shop),
            programme: taka(|tariff| tariff.programme),
            partner: taka(|tariff| tariff.partner),
            per_thousand: now.filter(|tariff| tariff.per_thousand).map(|_| "yes".to_owned()),
            outsiders: now.filter(|tariff| tariff.outsiders_official_only).map(|_| "yes".to_owned()),
            ..Given::default()
        }
    }

    /// The tariff, or what is wrong with each field.
    fn tariff(&self, frame: &Frame, path: &str) -> Result<Tariff, (Faults, Box<dyn Refusal>)> {
        let mut faults = Faults::new();
        let mut first: Option<Box<dyn Refusal>> = None;
        let mut wrong = |field: &str, refusal: Box<dyn Refusal>| {
            faults.push((field.to_owned(), told(frame, refusal.as_ref())));
            first.get_or_insert(refusal);
        };
        let mut taka = |field: &str, text: &str| {
            let text = if text.trim().is_empty() { "0" } else { text };
            Paisa::parse(text).unwrap_or_else(|refusal| {
                wrong(field, Box::new(refusal));
                Paisa::ZERO
            })
        };
        let amounts = [taka("official", &self.official), taka("shop", &self.shop), taka("programme", &self.programme)];
        let partner = taka("partner", &self.partner);
        let mut day = |field: &str, text: &str| match BusinessDay::parse(text.trim()) {
            Ok(day) => Some(day),
            Err(refusal) => {
                wrong(field, Box::new(refusal));
                None
            }
        };
        let from = day("from", &self.from);
        let until = if self.until.trim().is_empty() { None } else { day("until", &self.until) };
        match (first, from) {
            (None, Some(from)) => Ok(Tariff {
                partner,
                until,
                per_thousand: self.per_thousand.is_some(),
                outsiders_official_only: self.outsiders.is_some(),
                ..Tariff::new(path, from, amounts)
            }),
            (first, _) => Err((faults, first.unwrap_or_else(|| Box::new(NotProposed::Tariff(NotATariff::Dates))))),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    place: String,
}

/// What was found for a place that somebody typed: the one that is meant, and others.
async fn places(house: &House, text: &str, frame: &Frame) -> Result<(PlaceSeen, Vec<(String, String)>), Fault> {
    let (text, lang) = (base::text::clean(text), frame.lang);
    let country =
        PlaceSeen { code: COUNTRY.to_owned(), path: COUNTRY_PATH.to_owned(), name: frame.say("whole-country") };
    if text.is_empty() || text == COUNTRY {
        return Ok((country, Vec::new()));
    }
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            if let Some(place) = network::place(tx, &text).await? {
                let name = place_of(tx, &place.path, lang).await?.unwrap_or_default();
                return Ok((Some(PlaceSeen { code: place.code, path: place.path, name }), Vec::new()));
            }
            let mut found = Vec::new();
            for code in network::find_places(&text, PLACES_MAX) {
                let Some(place) = network::place(tx, code).await? else { continue };
                let above = network::place(tx, &place.parent).await?;
                let named = |place: network::place::Place| if lang == Lang::Bn { place.name_bn } else { place.name_en };
                let above = above.map(named).unwrap_or_default();
                found.push((place.code.clone(), format!("{} · {above}", named(place))));
            }
            Ok((None, found))
        })
    });
    let (place, found) = read.await?;
    Ok((place.unwrap_or(country), found))
}

async fn page_of(
    house: &House,
    frame: Frame,
    visitor: &Visitor,
    code: &str,
    (sought, given): (&str, Option<Given>),
) -> Result<TariffNewPage, Trouble> {
    let shown = catalogue(house).await?;
    let offer = shown.offer(code).ok_or(Trouble::NotFound)?;
    let (place, places) = places(house, sought, &frame).await?;
    if !visitor.may_at("tariff.propose", &place.path) {
        return Err(Trouble::NotFound);
    }
    let now = current(house, &shown, code, &place.path);
    let given = given.unwrap_or_else(|| Given::from_now(now, today(house).add_days(1)));
    let form_id = if given.form_id.is_empty() { network::secrets::new_token()? } else { given.form_id.clone() };
    Ok(TariffNewPage {
        form_id,
        code: code.to_owned(),
        service: offer.service.name.in_lang(frame.lang).to_owned(),
        now: now.and_then(Amounts::of),
        sought: if places.is_empty() { String::new() } else { sought.to_owned() },
        place,
        places,
        given,
        faults: Faults::new(),
        frame: frame.titled("tariff-new"),
    })
}

/// `GET /counter/catalogue/{code}/tariff?place=`: the place is a code, or what is typed to find one.
pub(super) async fn ask(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    web::page(&page_of(&house, frame, &visitor, &code, (&asked.place, None)).await?)
}

/// `POST /counter/catalogue/{code}/tariff`: on to the proposals that wait.
pub(super) async fn propose(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    let place = given.place.clone();
    let mut page = page_of(&house, frame, &visitor, &code, (&place, Some(given.clone()))).await?;
    let tariff = match given.tariff(&page.frame, &page.place.path) {
        Ok(tariff) => tariff,
        Err((faults, first)) => {
            page.faults = faults;
            return web::page_refused(&page, first.as_ref());
        }
    };
    let envelope = Envelope::new(&visitor.person, &format!("form:{}", page.form_id));
    match house.journal.write(envelope, ProposeTariff { service: code, tariff }).await {
        Ok(_) => Ok(web::see_other("/counter/tariffs")),
        Err(Stop::Refused(refusal)) if refusal.status() == 422 => {
            page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
