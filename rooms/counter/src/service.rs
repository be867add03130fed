//! A service of the catalogue and its tariffs.

use base::calendar::BusinessDay;
use base::{Both, Paisa};
pub use ledger::Direction;
use serde::{Deserialize, Serialize};

/// Whether a service needs the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Connectivity {
    /// Done at the centre with nothing else: a photocopy.
    #[default]
    Offline,
    /// Taken at any time, sent when the line is there.
    Queue,
    /// Only while the line is there.
    Online,
}

/// Whose service it is. It decides the stream of income that its charge belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Of an office of the state: the charge beside its fee is the shop's first stream.
    #[default]
    Government,
    /// Of a bank, a wallet, a bus company: the partner pays a commission.
    Private,
    /// The shop's own trade: photocopies, photos, lessons.
    Commercial,
}

/// Who must agree before an application goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Approver {
    /// Nobody.
    #[default]
    None,
    /// The ward member, whose recommendation comes on paper with the applicant.
    WardMember,
    /// The chairman or the secretary of the parishad: it waits in their queue.
    Chairman,
    /// The agency that gives the service.
    Agency,
}

/// The rules of a service whose amount is entered: banking, remittance, bills, wallets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountRule {
    /// Which way it goes.
    pub direction: Direction,
    /// Who carries it out: part of a ledger account's code.
    pub provider: String,
    /// The least amount.
    pub min: Paisa,
    /// The greatest amount.
    pub max: Paisa,
}

/// A kind of service, as one version of the catalogue describes it. Applications keep the version that they were
/// taken under.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
    /// Whose service it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub category: Category,
    /// What must be done or had before: the holding-tax receipt, the ward member's recommendation.
    #[serde(default, skip_serializing_if = "is_default")]
    pub prerequisites: Vec<Both>,
    /// Who must agree.
    #[serde(default, skip_serializing_if = "is_default")]
    pub approver: Approver,
    /// The rules of its amount, when one is entered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub amount: Option<AmountRule>,
    /// True when what is ready travels home by post (a porcha).
    #[serde(default, skip_serializing_if = "is_default")]
    pub by_post: bool,
    /// The course that whoever gives it must have passed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub course: Option<String>,
    /// How sure its fee is: `published` by a union or agency, `estimate`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fee_basis: String,
    /// True when it is no longer offered anywhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: bool,
}

impl Service {
    /// True when there is still work after it was paid: it has a case, which somebody owns until it is handed over.
    #[must_use]
    pub fn has_case(&self) -> bool {
        self.sla_days > 0 || self.approver != Approver::None
    }
}

/// True for the value that is not written: what was entered before a field was known reads and hashes as it did.
#[allow(clippy::ref_option, reason = "the signature is serde's")]
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
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
    /// What the provider pays the shop a unit: not the customer's money, accrued until it comes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub partner: Paisa,
    /// True when all amounts are for each Tk 1,000 of the amount that is entered, not for a unit.
    #[serde(default, skip_serializing_if = "is_default")]
    pub per_thousand: bool,
    /// True when applicants from outside the area pay only the official fee (facts.md 3.3).
    #[serde(default, skip_serializing_if = "is_default")]
    pub outsiders_official_only: bool,
    /// The last day; none while nothing follows it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub until: Option<BusinessDay>,
    /// Counts the tariffs of the service from 1, in the order in which they were approved; 0 for those that came with
    /// the program. It stands on every receipt.
    #[serde(default, skip_serializing_if = "is_default")]
    pub version: i64,
}

impl Tariff {
    /// A tariff of a unit from a day on, without an end: official fee, the shop's share, the programme's.
    #[must_use]
    pub fn new(path: &str, from: BusinessDay, [official, shop, programme]: [Paisa; 3]) -> Tariff {
        Tariff {
            path: path.to_owned(),
            from,
            official,
            shop,
            programme,
            partner: Paisa::ZERO,
            per_thousand: false,
            outsiders_official_only: false,
            until: None,
            version: 0,
        }
    }

    /// True on the days from its first to its last.
    #[must_use]
    pub fn holds_on(&self, day: BusinessDay) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// The tariff as this applicant pays it: from outside the area only the official fee, where it says so.
    #[must_use]
    pub fn for_applicant(&self, outside: bool) -> Tariff {
        let mut tariff = self.clone();
        if outside && self.outsiders_official_only {
            (tariff.shop, tariff.programme) = (Paisa::ZERO, Paisa::ZERO);
        }
        tariff
    }

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
        .filter(|tariff| path.starts_with(tariff.path.as_str()) && tariff.holds_on(day))
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
    /// The place paths at which it is closed.
    pub closed: Vec<String>,
    /// True once people changed it: what comes with the program then leaves it as they made it.
    pub edited: bool,
}

impl Offer {
    /// True when it is closed at this place or above it, or retired.
    #[must_use]
    pub fn is_closed_at(&self, path: &str) -> bool {
        self.service.retired || self.closed.iter().any(|closed| path.starts_with(closed.as_str()))
    }
}
