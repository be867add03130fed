//! A place of the country, and its path: what stands below what, and so who may see what.

use serde::{Deserialize, Serialize};

/// The code of the country itself, the root of all paths. Ours; the bureau of statistics codes begin at the divisions.
pub const COUNTRY: &str = "bd";

/// The path of the country: every other path begins with it.
pub const COUNTRY_PATH: &str = "/";

/// What kind of place it is. The names are those of the reference data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// Bangladesh.
    Country,
    /// One of 8.
    Division,
    /// One of 64, under a deputy commissioner.
    District,
    /// One of 495, under an upazila nirbahi officer (UNO).
    Upazila,
    /// One of 12.
    CityCorporation,
    /// One of 4,526, under a chairman: the home of a Union Digital Centre.
    Union,
    /// One of 330 municipalities.
    Pourashava,
    /// A ward of a city corporation, known by its number.
    Ward,
}

impl PlaceKind {
    /// Every kind, from the top down.
    pub const ALL: [PlaceKind; 8] = [
        PlaceKind::Country,
        PlaceKind::Division,
        PlaceKind::District,
        PlaceKind::Upazila,
        PlaceKind::CityCorporation,
        PlaceKind::Union,
        PlaceKind::Pourashava,
        PlaceKind::Ward,
    ];

    /// As it is stored and as the reference data writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            PlaceKind::Country => "country",
            PlaceKind::Division => "division",
            PlaceKind::District => "district",
            PlaceKind::Upazila => "upazila",
            PlaceKind::CityCorporation => "city_corporation",
            PlaceKind::Union => "union",
            PlaceKind::Pourashava => "pourashava",
            PlaceKind::Ward => "ward",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<PlaceKind> {
        PlaceKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its code: of the bureau of statistics, or ours where that has none.
    pub code: String,
    /// Its kind.
    pub kind: PlaceKind,
    /// The code of the place above; empty for the country.
    pub parent: String,
    /// The codes from the division down, such as `/30/3026/302614/30261447/`; `/` for the country.
    pub path: String,
    /// Its name in Bangla.
    pub name_bn: String,
    /// Its name in English.
    pub name_en: String,
    /// Latitude in millionths of a degree (WGS 84), where known.
    pub lat_micro: Option<i64>,
    /// Longitude in millionths of a degree (WGS 84), where known.
    pub lon_micro: Option<i64>,
}

/// True when a place is the other one or stands below it. An unfinished path (`/30/302`) contains nothing.
#[must_use]
pub fn is_within(path: &str, area: &str) -> bool {
    area.ends_with('/') && path.starts_with(area)
}

/// The codes of a path from the country down: the trail above a page.
#[must_use]
pub fn codes_of(path: &str) -> Vec<&str> {
    std::iter::once(COUNTRY).chain(path.split('/').filter(|code| !code.is_empty())).collect()
}
