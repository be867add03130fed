//! Limits of amounts, by place and by provider or service: at once, of a centre's day, of a seat's day.

use super::{LIMIT, provider_words};
use crate::carry::Carrier;
use crate::catalogue::Shown;
use crate::deeds::set_limit::SetLimit;
use crate::pages::{Faults, catalogue, path_of, told};
use crate::transfer::limit::{Limit, subject_of_provider, subject_of_service};
use crate::transfer::reading;
use askama::Template;
use axum::extract::State;
use base::{Paisa, Refusal};
use journal::{Envelope, Fault, Stop};
use network::place::{COUNTRY, COUNTRY_PATH, codes_of};
use serde::Deserialize;
use std::collections::BTreeSet;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

#[derive(Template)]
#[template(path = "limits.html")]
pub(super) struct LimitsPage {
    pub frame: Frame,
    pub form_id: String,
    /// (value, name, chosen).
    pub subjects: Vec<(String, String, bool)>,
    pub given: Given,
    pub rows: Vec<LimitRow>,
    pub faults: Faults,
}

pub(super) struct LimitRow {
    pub subject: String,
    pub place: String,
    pub each: Option<Paisa>,
    pub centre: Option<Paisa>,
    pub person: Option<Paisa>,
}

/// What was typed.
#[derive(Deserialize, Default, Clone)]
pub(super) struct Given {
    #[serde(default)]
    pub form_id: String,
    #[serde(default)]
    pub subject: String,
    /// A place's code.
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub each: String,
    #[serde(default)]
    pub centre: String,
    #[serde(default)]
    pub person: String,
}

impl Given {
    /// The limit, or what is wrong with each field. An empty field is no limit.
    fn limit(&self, frame: &Frame) -> Result<Limit, (Faults, Box<dyn Refusal>)> {
        let (mut faults, mut first) = (Faults::new(), None::<Box<dyn Refusal>>);
        let mut taka = |field: &str, text: &str| match text.trim() {
            "" => None,
            text => Paisa::parse(text)
                .map_err(|refusal| {
                    faults.push((field.to_owned(), told(frame, &refusal)));
                    first.get_or_insert_with(|| Box::new(refusal));
                })
                .ok(),
        };
        let limit = Limit {
            each_max: taka("each", &self.each),
            day_max_centre: taka("centre", &self.centre),
            day_max_person: taka("person", &self.person),
        };
        match first {
            None => Ok(limit),
            Some(first) => Err((faults, first)),
        }
    }
}

/// What a limit may be about: every provider of the catalogue or of this house, and every service with an amount.
fn subjects(house: &House, frame: &Frame, shown: &Shown, chosen: &str) -> Vec<(String, String, bool)> {
    let rules = shown.offers.iter().filter_map(|offer| offer.service.amount.as_ref());
    let mut providers: BTreeSet<String> = rules.map(|rule| rule.provider.clone()).collect();
    if let Some(carrier) = house.things.get::<Carrier>() {
        providers.extend(carrier.names().map(str::to_owned));
    }
    let mut all: Vec<(String, String)> =
        providers.iter().map(|name| (subject_of_provider(name), provider_words(frame, name))).collect();
    for offer in shown.offers.iter().filter(|offer| offer.service.amount.is_some()) {
        let code = &offer.service.code;
        all.push((subject_of_service(code), format!("{} · {code}", offer.service.name.in_lang(frame.lang))));
    }
    all.into_iter().map(|(value, name)| (value.clone(), name, value == chosen)).collect()
}

fn subject_words(frame: &Frame, shown: &Shown, subject: &str) -> String {
    match subject.split_once(':') {
        Some(("provider", name)) => provider_words(frame, name),
        Some((_, code)) => shown.name(code, frame.lang),
        None => subject.to_owned(),
    }
}

async fn page_of(house: &House, frame: Frame, visitor: &Visitor, given: Given) -> Result<LimitsPage, Trouble> {
    let shown = catalogue(house).await?;
    let (path, lang) = (path_of_limits(visitor).to_owned(), frame.lang);
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let mut named = Vec::new();
            for (subject, path, limit) in reading::limits_under(tx, &path).await? {
                let place = match codes_of(&path).pop() {
                    Some(code) => network::place(tx, code).await?,
                    None => None,
                };
                let name = place.map(|place| if lang == base::Lang::Bn { place.name_bn } else { place.name_en });
                named.push((subject, name, limit));
            }
            Ok(named)
        })
    });
    let row = |(subject, place, limit): (String, Option<String>, Limit)| LimitRow {
        subject: subject_words(&frame, &shown, &subject),
        place: place.unwrap_or_else(|| frame.say("whole-country")),
        each: limit.each_max,
        centre: limit.day_max_centre,
        person: limit.day_max_person,
    };
    let rows = read.await?.into_iter().filter(|(_, _, limit)| *limit != Limit::default()).map(row).collect();
    let form_id = if given.form_id.is_empty() { network::secrets::new_token()? } else { given.form_id.clone() };
    Ok(LimitsPage {
        form_id,
        subjects: subjects(house, &frame, &shown, &given.subject),
        given,
        rows,
        faults: Faults::new(),
        frame: frame.titled("limits"),
    })
}

/// The place at and below which this person sets limits.
fn path_of_limits(visitor: &Visitor) -> &str {
    let held = visitor.held.iter().filter(|held| held.permissions.contains(&LIMIT)).map(|held| held.path.as_str());
    held.min_by_key(|path| path.len()).unwrap_or_else(|| path_of(visitor, LIMIT))
}

/// `GET /counter/limits`.
pub(super) async fn show(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    web::page(&page_of(&house, frame, &visitor, Given::default()).await?)
}

/// `POST /counter/limits`: empty amounts take a limit away.
pub(super) async fn set(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(given): Form<Given>,
) -> Answer {
    let code = base::number::to_latin_digits(given.place.trim());
    let path = if code.is_empty() || code == COUNTRY {
        Some(COUNTRY_PATH.to_owned())
    } else {
        let found = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::place(tx, &code).await }));
        found.await?.map(|place| place.path)
    };
    let path = path.filter(|path| visitor.may_at(LIMIT, path)).ok_or(Trouble::NotFound)?;
    let mut page = page_of(&house, frame, &visitor, given.clone()).await?;
    let limit = match given.limit(&page.frame) {
        Ok(limit) => limit,
        Err((faults, first)) => {
            page.faults = faults;
            return web::page_refused(&page, first.as_ref());
        }
    };
    let by = Envelope::new(&visitor.person, &format!("form:{}", page.form_id));
    match house.journal.write(by, SetLimit { subject: given.subject, path, limit }).await {
        Ok(_) => Ok(web::see_other("/counter/limits")),
        Err(Stop::Refused(refusal)) => {
            page.faults = vec![(String::new(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
