//! A Digital Centre: where it stands, what it is called, which book it keeps.

use crate::place::{Place, PlaceKind};
use serde::{Deserialize, Serialize};

/// Centres in one district, at most: three digits.
pub const CENTRES_PER_DISTRICT_MAX: i64 = 999;
/// Characters of a centre's name, at most.
pub const CENTRE_NAME_CHARS_MAX: usize = 120;

/// The three kinds of centre, by the place that hosts them (facts.md 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CentreKind {
    /// In a union parishad.
    Union,
    /// In a municipality.
    Pourashava,
    /// In a ward of a city corporation.
    CityWard,
}

impl CentreKind {
    /// The kind of centre that a place hosts; none elsewhere.
    #[must_use]
    pub fn at(place: PlaceKind) -> Option<CentreKind> {
        match place {
            PlaceKind::Union => Some(CentreKind::Union),
            PlaceKind::Pourashava => Some(CentreKind::Pourashava),
            PlaceKind::Ward => Some(CentreKind::CityWard),
            _ => None,
        }
    }

    /// As it is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            CentreKind::Union => "union",
            CentreKind::Pourashava => "pourashava",
            CentreKind::CityWard => "city_ward",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<CentreKind> {
        [CentreKind::Union, CentreKind::Pourashava, CentreKind::CityWard].into_iter().find(|kind| kind.name() == name)
    }

    /// The name that a centre gets when nobody gives one: Bangla, English.
    #[must_use]
    pub fn names_at(self, place: &Place, above: &Place) -> (String, String) {
        let (bn, en) = match self {
            CentreKind::Union => ("ইউনিয়ন ডিজিটাল সেন্টার", "Union Digital Centre"),
            CentreKind::Pourashava => ("পৌর ডিজিটাল সেন্টার", "Pourashava Digital Centre"),
            CentreKind::CityWard => ("নগর ডিজিটাল সেন্টার", "City Digital Centre"),
        };
        if self == CentreKind::CityWard {
            // A ward is only a number: it is nothing without its city.
            let city_bn = above.name_bn.trim_end_matches(" সিটি কর্পোরেশন");
            let city_en = above.name_en.trim_end_matches(" City Corporation");
            return (format!("{city_bn} {} {bn}", place.name_bn), format!("{city_en} {} {en}", place.name_en));
        }
        (format!("{} {bn}", place.name_bn), format!("{} {en}", place.name_en))
    }
}

/// One centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Centre {
    /// Seven digits: the district's four and a running number in it.
    pub code: String,
    /// The book that it keeps: named as its code.
    pub book: String,
    /// The code of its place.
    pub place: String,
    /// Its kind.
    pub kind: CentreKind,
    /// The path of its place.
    pub path: String,
    /// Its name in Bangla.
    pub name_bn: String,
    /// Its name in English.
    pub name_en: String,
    /// The day it was opened here.
    pub opened_on: base::BusinessDay,
}

/// The four digits of the district in a path; none above the districts.
#[must_use]
pub fn district_of(path: &str) -> Option<&str> {
    path.split('/').nth(2).filter(|code| code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The code with this running number; none when the district is full.
#[must_use]
pub fn code_in(district: &str, number: i64) -> Option<String> {
    (1..=CENTRES_PER_DISTRICT_MAX).contains(&number).then(|| format!("{district}{number:03}"))
}

/// True for seven digits that begin with the district's.
#[must_use]
pub fn is_code_in(code: &str, district: &str) -> bool {
    code.len() == 7
        && code.starts_with(district)
        && code.bytes().all(|byte| byte.is_ascii_digit())
        && !code.ends_with("000")
}
