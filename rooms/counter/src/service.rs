//! A service of the catalogue and its tariffs.

use base::calendar::BusinessDay;
use base::{Lang, Paisa};
use serde::{Deserialize, Serialize};

/// Whether a service needs the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Connectivity {
    /// Done at the centre with nothing else: a photocopy.
    Offline,
    /// Taken at any time, sent when the line is there.
    Queue,
    /// Only while the line is there.
    Online,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Both {
    /// Bangla.
    pub bn: String,
    /// English.
    pub en: String,
}

impl Both {
    /// In this language.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Bn => &self.bn,
            Lang::En => &self.en,
        }
    }
}

/// A kind of service, as one version of the catalogue describes it. Applications keep the version that they were
/// taken under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The code: `G001`, `C010`.
    pub code: String,
    /// Its name.
    pub name: Both,
    /// The group it is listed under: a key of the words.
    pub group: String,
    /// Who gives it.
    pub provider: Both,
    /// The agency to which the official fee is owed: part of a ledger account's code.
    pub agency: String,
    /// What is counted: case, copy, page: a key of the words.
    pub unit: String,
    /// Working days until it is ready; 0 is at once.
    pub sla_days: u32,
    /// Whether it needs the line.
    pub connectivity: Connectivity,
    /// Papers to bring.
    pub documents: Vec<Both>,
    /// Other words people use for it, in both scripts.
    pub synonyms: Vec<String>,
}

/// A price, by place and date. What the shop and the programme get of the charge stands in it, never a formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tariff {
    /// The place path it holds for: `/` is the whole country.
    pub path: String,
    /// The first day.
    pub from: BusinessDay,
    /// The official fee a unit, owed to the agency.
    pub official: Paisa,
    /// The entrepreneur's share of the service charge a unit.
    pub shop: Paisa,
    /// The programme's share of the service charge a unit, VAT inside.
    pub programme: Paisa,
}

impl Tariff {
    /// The service charge a unit: the shop's share and the programme's.
    #[must_use]
    pub fn charge(&self) -> Option<Paisa> {
        self.shop.checked_add(self.programme)
    }

    /// What the citizen pays a unit.
    #[must_use]
    pub fn total(&self) -> Option<Paisa> {
        self.official.checked_add(self.charge()?)
    }
}

/// The tariff that holds at a place on a day: the nearest place wins, then the latest day.
#[must_use]
pub fn tariff_at<'a>(tariffs: &'a [Tariff], path: &str, day: BusinessDay) -> Option<&'a Tariff> {
    tariffs
        .iter()
        .filter(|tariff| path.starts_with(tariff.path.as_str()) && tariff.from <= day)
        .max_by_key(|tariff| (tariff.path.len(), tariff.from))
}

/// A service as it is offered now: one row of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The version in force.
    pub version: i64,
    /// The service.
    pub service: Service,
    /// Its tariffs, all places and dates.
    pub tariffs: Vec<Tariff>,
    /// True when there is a form to fill.
    pub has_form: bool,
}
