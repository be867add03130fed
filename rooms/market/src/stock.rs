//! What of a product is there to be sold: counted pieces by place, or pieces that can still be made this month.

use base::calendar::{BusinessDay, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Pieces of one SKU at one place, at most.
pub const PIECES_MAX: i64 = 1_000_000;
/// Places where one SKU lies, at most.
pub const PLACES_MAX: usize = 20;
/// Characters of a place's name, at most.
pub const PLACE_CHARS_MAX: usize = 30;
/// Where pieces lie when the seller keeps them in one place only.
pub const HOME: &str = "home";

/// What lies at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pile {
    /// Pieces that lie there, those set aside among them.
    pub pieces: i64,
    /// Pieces set aside for quotes that may still be paid, and for orders not packed yet.
    pub aside: i64,
}

impl Pile {
    /// Pieces that may be promised to somebody.
    #[must_use]
    pub fn free(self) -> i64 {
        self.pieces.saturating_sub(self.aside).max(0)
    }
}

/// The pieces of one SKU, by the name of the seller's place.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stock(pub BTreeMap<String, Pile>);

impl Stock {
    /// Pieces that may be promised to somebody.
    #[must_use]
    pub fn free(&self) -> i64 {
        self.0.values().map(|pile| pile.free()).fold(0, i64::saturating_add)
    }

    /// From where so many pieces are set aside: from the fullest place first, so that an order is packed in as few places
    /// as can be. Nothing when there are not enough: a part of an order is never promised.
    #[must_use]
    pub fn choose(&self, pieces: i64) -> Option<Vec<(String, i64)>> {
        let mut piles: Vec<(&String, i64)> = self.0.iter().map(|(place, pile)| (place, pile.free())).collect();
        piles.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let mut left = pieces;
        let mut chosen = Vec::new();
        for (place, free) in piles {
            let taken = free.min(left);
            if taken > 0 {
                chosen.push((place.clone(), taken));
                left = left.saturating_sub(taken);
            }
        }
        (pieces > 0 && left == 0).then_some(chosen)
    }

    /// Changes what lies at a place: pieces come or go, are set aside or set free. Nothing when there would be fewer than
    /// none, or more set aside than there are.
    #[must_use]
    pub fn moved(&self, place: &str, pieces: i64, aside: i64) -> Option<Stock> {
        let mut stock = self.clone();
        let pile = stock.0.entry(place.to_owned()).or_default();
        let now = Pile { pieces: pile.pieces.checked_add(pieces)?, aside: pile.aside.checked_add(aside)? };
        if now.aside < 0 || now.pieces < now.aside {
            return None;
        }
        *pile = now;
        Some(stock)
    }
}

/// From where the pieces of a reservation come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// From the pile at this place.
    Pile(String),
    /// Made to order: it counts against what the seller can make in this month (`2026-11`).
    Month(String),
}

/// Pieces of one SKU that are set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// The product's number.
    pub product: String,
    /// The SKU.
    pub sku: String,
    /// From where.
    pub from: Source,
    /// How many.
    pub pieces: i64,
}

/// Where a reservation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReservationState {
    /// The pieces are set aside until the quote is paid or its time is over.
    Open,
    /// The quote was paid: the pieces are the buyer's.
    Sold,
    /// The pieces may be sold to others again.
    Freed,
}

impl ReservationState {
    /// As it is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ReservationState::Open => "open",
            ReservationState::Sold => "sold",
            ReservationState::Freed => "freed",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<ReservationState> {
        let all = [ReservationState::Open, ReservationState::Sold, ReservationState::Freed];
        all.into_iter().find(|state| state.name() == name)
    }
}

/// Pieces set aside for one quote, in the seller's book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// The quote's number.
    pub quote: String,
    /// The book of the centre that asked: whether the quote was paid is asked for there.
    pub centre: String,
    /// Until when the quote may be paid.
    pub until: Moment,
    /// What is set aside.
    pub lines: Vec<SetAside>,
}

/// The month of a day, as made-to-order pieces are counted by it.
#[must_use]
pub fn month_of(day: BusinessDay) -> String {
    day.to_string().chars().take(7).collect()
}
