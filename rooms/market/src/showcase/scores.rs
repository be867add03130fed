//! How well goods answer a query.

use super::shelves::{ELSEWHERE, Goods, IN_NAME, IN_PAIR};
use base::text::{Asked, Likes};

pub(super) fn place_of(slot: u32) -> usize {
    usize::try_from(slot).unwrap_or(usize::MAX)
}

/// How well racks and slots answer a query. What a slot gains over its rack is kept, so only what was touched is looked at.
#[derive(Default)]
pub(super) struct Scores {
    /// What the weights of the query's words sum up to.
    whole: u32,
    /// For each rack the weighted sum over the words, and how well it answers all words said as one.
    racks: Vec<(u32, u32)>,
    slots: Vec<Cell>,
    /// Slots where a word stands that is asked for and that say more than their racks, once each.
    pub(super) touched: Vec<u32>,
    /// Of the word that is being looked at: what the best of its likes counts on each rack, and the slots where one stands.
    on_rack: Vec<u32>,
    of_word: Vec<u32>,
}

/// A slot while a query is answered: small, since they are many.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Cell {
    /// What it adds to its rack's sum.
    gain: u32,
    /// How well it answers all words said as one, where that is more than its rack.
    joined: u16,
    /// What the best like of the word that is being looked at counts here.
    best: u16,
}

impl Scores {
    pub(super) fn of(&mut self, goods: &Goods, asked: &Asked) {
        self.whole = asked.words.iter().map(|likes| likes.weight).fold(0, u32::saturating_add).max(1);
        self.racks.resize(goods.racks.len(), (0, 0));
        self.on_rack.resize(goods.racks.len(), 0);
        self.slots.resize(goods.slots.len(), Cell::default());
        let words = asked.words.iter().map(|likes| (likes.as_ref(), false));
        for (likes, joined) in words.chain(asked.joined.iter().map(|likes| (likes.as_ref(), true))) {
            self.word(goods, likes, joined);
        }
    }

    fn word(&mut self, goods: &Goods, likes: &Likes, joined: bool) {
        for (word, likeness) in &likes.words {
            let counts_here = |counts: u32| u16::try_from(likeness.saturating_mul(counts) / 100).unwrap_or(u16::MAX);
            let sign = u32::from(counts_here(ELSEWHERE));
            for rack in goods.signs.get(place_of(*word)).into_iter().flatten() {
                if let Some(held) = self.on_rack.get_mut(place_of(*rack)) {
                    *held = (*held).max(sign);
                }
            }
            let counted = [IN_NAME, IN_PAIR, ELSEWHERE].map(|counts| (counts, counts_here(counts)));
            for (slot, counts) in goods.places.get(place_of(*word)).into_iter().flatten() {
                let Some(cell) = self.slots.get_mut(place_of(*slot)) else { continue };
                if cell.best == 0 {
                    self.of_word.push(*slot);
                }
                let here = counted.iter().find(|one| one.0 == *counts).map_or(0, |one| one.1);
                cell.best = cell.best.max(here);
            }
        }
        for slot in self.of_word.drain(..) {
            let place = place_of(slot);
            let rack = goods.rack_of.get(place).and_then(|rack| self.on_rack.get(place_of(*rack)));
            let Some(cell) = self.slots.get_mut(place) else { continue };
            let best = u32::from(std::mem::take(&mut cell.best));
            let gain = best.saturating_sub(rack.copied().unwrap_or(0));
            if gain == 0 {
                continue;
            }
            let before = *cell;
            if joined {
                cell.joined = u16::try_from(best.saturating_mul(IN_PAIR) / 100).unwrap_or(u16::MAX);
            } else {
                cell.gain = cell.gain.saturating_add(gain.saturating_mul(likes.weight));
            }
            if before == Cell::default() && *cell != before {
                self.touched.push(slot);
            }
        }
        for (held, of_word) in self.racks.iter_mut().zip(&mut self.on_rack) {
            let best = std::mem::take(of_word);
            if joined {
                held.1 = best.saturating_mul(IN_PAIR) / 100;
            } else {
                held.0 = held.0.saturating_add(best.saturating_mul(likes.weight));
            }
        }
    }

    pub(super) fn rack(&self, rack: u32) -> u32 {
        let (sum, joined) = self.racks.get(place_of(rack)).copied().unwrap_or_default();
        (sum / self.whole).max(joined)
    }

    pub(super) fn slot(&self, slot: u32, rack: u32) -> u32 {
        let (sum, rack_joined) = self.racks.get(place_of(rack)).copied().unwrap_or_default();
        let cell = self.slots.get(place_of(slot)).copied().unwrap_or_default();
        (sum.saturating_add(cell.gain) / self.whole).max(rack_joined).max(u32::from(cell.joined))
    }

    pub(super) fn is_touched(&self, slot: u32) -> bool {
        self.slots.get(place_of(slot)).is_some_and(|cell| *cell != Cell::default())
    }

    /// Makes all nothing again, by what was touched.
    pub(super) fn clear(&mut self) {
        self.racks.clear();
        for slot in self.touched.drain(..) {
            self.slots.get_mut(place_of(slot)).into_iter().for_each(|cell| *cell = Cell::default());
        }
    }
}
