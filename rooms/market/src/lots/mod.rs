//! Wholesale: a product given in quantity, of a grade, cheaper in steps; a centre or a firm asks for a price, the seller
//! answers what it costs, when it is there and until when that holds (facts.md 5.1, 5.4).

pub(crate) mod store;

use base::calendar::{BusinessDay, Moment};
use base::{Both, Paisa};
use serde::{Deserialize, Serialize};

/// Characters of what is said of a grade, of an asking or of an answer, at most.
pub const LOT_WORDS_CHARS_MAX: usize = 200;
/// Price steps of a lot, at most.
pub const LOT_STEPS_MAX: usize = 5;
/// Days within which an asking is answered, or not at all.
pub const ASK_DAYS_MAX: i64 = 14;
/// Days for which an offer may hold, at most.
pub const OFFER_DAYS_MAX: i64 = 30;
/// Days until a lot must be at the centre, at most.
pub const PROMISED_DAYS_MAX: i64 = 180;
/// Askings of one centre or firm that may wait for one seller's answer, at most.
pub const ASKS_WAITING_MAX: i64 = 20;

/// How well a lot is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// The best, all alike.
    A,
    /// Good, of mixed size.
    B,
    /// Sound, for those who look at the price.
    C,
}

impl Grade {
    /// Every grade.
    pub const ALL: [Grade; 3] = [Grade::A, Grade::B, Grade::C];

    /// As words are keyed by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Grade::A => "a",
            Grade::B => "b",
            Grade::C => "c",
        }
    }

    /// The grade of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Grade> {
        Grade::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// What a lot is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LotUnit {
    /// Pieces of the SKU.
    Piece,
    /// Kilograms: one piece of the SKU weighs one.
    Kg,
}

impl LotUnit {
    /// Every unit.
    pub const ALL: [LotUnit; 2] = [LotUnit::Piece, LotUnit::Kg];

    /// As words are keyed by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LotUnit::Piece => "piece",
            LotUnit::Kg => "kg",
        }
    }

    /// The unit of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<LotUnit> {
        LotUnit::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// From so many on, one costs so much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The least for which it holds.
    pub from: i64,
    /// The price of one.
    pub price: Paisa,
}

/// On what terms a product is given in quantity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// The least that is given.
    pub least: i64,
    /// What it is counted in.
    pub unit: LotUnit,
    /// How well it is sorted.
    pub grade: Grade,
    /// What the grade means for this product.
    pub words: Both,
    /// What one costs at most, the smallest quantity first: each step is for more and costs less. None where the price is
    /// said to whoever asks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

impl Lot {
    /// What one costs at most when so many are taken; nothing where no step says it.
    #[must_use]
    pub fn price_of(&self, pieces: i64) -> Option<Paisa> {
        self.steps.iter().rev().find(|step| step.from <= pieces).map(|step| step.price)
    }
}

/// What a seller offers to whoever asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The price of one.
    pub price: Paisa,
    /// The day by which all of it is at the centre.
    pub promised: BusinessDay,
    /// The last day on which it may be taken.
    pub until: BusinessDay,
}

/// Where an asking stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskState {
    /// The seller has not answered.
    Asked,
    /// The seller named a price.
    Offered,
    /// The seller does not give it.
    Declined,
}

impl AskState {
    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AskState::Asked => "asked",
            AskState::Offered => "offered",
            AskState::Declined => "declined",
        }
    }
}

/// An asking for a price, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotAsk {
    /// Counted within the seller.
    pub number: String,
    /// The product.
    pub product: String,
    /// The SKU.
    pub sku: String,
    /// What it was called when it was asked for.
    pub name: Both,
    /// How many.
    pub pieces: i64,
    /// The terms when it was asked for.
    pub lot: Lot,
    /// The book of the centre that asks, or through which a firm asks: there the offer is taken, paid and collected.
    pub centre: String,
    /// The number of the firm that asks; empty when the centre asks for a customer of its own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub firm: String,
    /// What is to be known: by when, for what. Never who buys.
    pub words: String,
    /// Who asked.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Where it stands.
    pub state: AskState,
    /// What was offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// What the seller said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// The reservation that used the offer; empty while none did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basket: String,
}

/// Since when what was asked may still be answered now.
pub(crate) fn asked_since(now: Moment) -> Moment {
    now.day().add_days(-ASK_DAYS_MAX).starts_at()
}

impl LotAsk {
    /// True once nobody may answer it any more.
    #[must_use]
    pub fn waited_out(&self, now: Moment) -> bool {
        self.at < asked_since(now)
    }

    /// True once its offer may not be taken any more.
    #[must_use]
    pub fn is_over(&self, now: Moment) -> bool {
        self.offer.is_some_and(|offer| now.day() > offer.until)
    }
}
