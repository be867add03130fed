//! What the showcase holds in memory, and how it is looked through.

use super::scores::{Scores, place_of};
use super::{Found, Rack, Shown, Wish};
use crate::category::{Category, is_within};
use crate::product::ProductStanding;
use crate::seller::SellerStanding;
use base::Both;
use base::text::{Asked, Lexicon};
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// Words of the market that are looked at for one word of a query, at most: the most alike.
const LIKES_MAX: usize = 48;
/// Below this, what was found is chance.
const LEAST: u32 = 380;
/// How much a word counts where it stands: in the name; in two words of the name said as one; elsewhere.
pub(super) const IN_NAME: u32 = 100;
pub(super) const IN_PAIR: u32 = 95;
pub(super) const ELSEWHERE: u32 = 70;

#[derive(Default)]
pub(super) struct Goods {
    pub(super) slots: Vec<Option<Arc<Shown>>>,
    /// On which rack each slot is.
    pub(super) rack_of: Vec<u32>,
    pub(super) racks: Vec<Standing>,
    of_seller: HashMap<String, Vec<u32>>,
    words: Lexicon,
    /// Where each word stands: (slot, how much it counts there).
    pub(super) places: Vec<Vec<(u32, u32)>>,
    /// On which racks each word stands, said of all goods there.
    pub(super) signs: Vec<Vec<u32>>,
    pub(super) categories: Vec<Category>,
    pub(super) in_category: HashMap<String, usize>,
    pub(super) in_district: BTreeMap<String, (Both, usize)>,
    pub(super) gone: usize,
}

/// A rack where it stands.
pub(super) struct Standing {
    rack: Arc<Rack>,
    slots: Range<u32>,
    /// Nothing is taken off a rack but all of it.
    gone: bool,
}

/// A seller's goods as they are taken in.
pub(super) struct Stall {
    pub(super) standing: SellerStanding,
    pub(super) district: Both,
    pub(super) goods: Vec<(ProductStanding, i64)>,
}

impl Goods {
    pub(super) fn take_in(&mut self, stall: &Stall) {
        self.take_off(&stall.standing.seller.number);
        let sign = |good: &(ProductStanding, i64)| {
            let product = &good.0.product;
            (product.category.clone(), product.origin.bn.clone())
        };
        for of_one in stall.goods.chunk_by(|one, next| sign(one) == sign(next)) {
            self.add_rack(stall, of_one);
        }
    }

    fn take_off(&mut self, seller: &str) {
        for place in self.of_seller.remove(seller).unwrap_or_default() {
            let Some(standing) = self.racks.get_mut(place_of(place)) else { continue };
            standing.gone = true;
            let range = place_of(standing.slots.start)..place_of(standing.slots.end);
            let count = range.len();
            self.slots.get_mut(range).into_iter().flatten().for_each(|slot| *slot = None);
            self.gone = self.gone.saturating_add(count);
            if let Some(held) = self.in_category.get_mut(&standing.rack.category) {
                *held = held.saturating_sub(count);
            }
            if let Some((_, held)) = self.in_district.get_mut(&standing.rack.district) {
                *held = held.saturating_sub(count);
            }
        }
    }

    fn add_rack(&mut self, stall: &Stall, goods: &[(ProductStanding, i64)]) {
        let seller = &stall.standing.seller;
        let Some((first, _)) = goods.first() else { return };
        let (Ok(place), Ok(start)) = (u32::try_from(self.racks.len()), u32::try_from(self.slots.len())) else { return };
        let category = self.categories.iter().find(|category| category.code == first.product.category);
        let mut sign: Vec<String> = vec![seller.name.bn.clone(), seller.name.en.clone(), seller.number.clone()];
        sign.extend([stall.district.bn.clone(), stall.district.en.clone(), first.product.origin.bn.clone()]);
        sign.extend(category.iter().flat_map(|one| [one.name.bn.clone(), one.name.en.clone()]));
        sign.extend(category.iter().flat_map(|one| one.aliases.clone()));
        let words = self.words.put(&sign.join(" "));
        self.signs.resize_with(self.words.len(), Vec::new);
        for word in words {
            if let Some(racks) = self.signs.get_mut(place_of(word)).filter(|racks| racks.last() != Some(&place)) {
                racks.push(place);
            }
        }
        let rack = Arc::new(Rack {
            seller: seller.number.clone(),
            seller_name: seller.name.clone(),
            category: first.product.category.clone(),
            district: seller.district().to_owned(),
            district_name: stall.district.clone(),
        });
        for (standing, photo) in goods {
            self.add(&rack, standing, *photo);
        }
        self.rack_of.resize(self.slots.len(), place);
        let held = self.in_category.entry(rack.category.clone()).or_default();
        *held = held.saturating_add(goods.len());
        let named = || (rack.district_name.clone(), 0);
        let (_, held) = self.in_district.entry(rack.district.clone()).or_insert_with(named);
        *held = held.saturating_add(goods.len());
        self.of_seller.entry(rack.seller.clone()).or_default().push(place);
        let slots = start..u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.racks.push(Standing { rack, slots, gone: false });
    }

    fn add(&mut self, rack: &Arc<Rack>, standing: &ProductStanding, photo: i64) {
        let product = &standing.product;
        let Ok(slot) = u32::try_from(self.slots.len()) else { return };
        let shown = Shown {
            rack: rack.clone(),
            number: product.number.clone(),
            name: product.name.clone(),
            price: product.price_from(),
            from: product.prices_differ(),
            speciality: product.speciality,
            lead_days: product.lead_days,
            photo,
        };
        for name in [&product.name.bn, &product.name.en] {
            let (words, pairs) = self.words.put_name(name);
            self.stands(slot, words, IN_NAME);
            self.stands(slot, pairs, IN_PAIR);
        }
        let mut elsewhere = vec![product.number.clone()];
        elsewhere.extend(product.variants.iter().flat_map(|one| [one.name.bn.clone(), one.sku.clone()]));
        let words = self.words.put(&elsewhere.join(" "));
        self.stands(slot, words, ELSEWHERE);
        self.slots.push(Some(Arc::new(shown)));
    }

    /// These words stand at this slot.
    fn stands(&mut self, slot: u32, words: Vec<u32>, counts: u32) {
        self.places.resize_with(self.words.len(), Vec::new);
        for word in words {
            if let Some(places) = self.places.get_mut(place_of(word)) {
                // A word that stands there already counted as much or more.
                if places.last().is_none_or(|(last, _)| *last != slot) {
                    places.push((slot, counts));
                }
            }
        }
    }

    pub(super) fn find(&self, wish: &Wish, skip: usize, limit: usize) -> Found {
        let fits = |standing: &Standing| {
            let rack = &standing.rack;
            !standing.gone
                && (wish.category.is_empty() || is_within(&rack.category, &wish.category))
                && (wish.district.is_empty() || rack.district == wish.district)
                && (wish.seller.is_empty() || rack.seller == wish.seller)
        };
        let asked = self.words.ask(&wish.query, LIKES_MAX);
        let (slots, total) = if asked.words.is_empty() {
            let fitting = || self.racks.iter().filter(|rack| fits(rack));
            let newest = fitting().rev().flat_map(|rack| rack.slots.clone().rev());
            (newest.skip(skip).take(limit).collect(), fitting().map(|rack| rack.slots.len()).sum())
        } else {
            let mut scores = SCORES.take();
            let found = self.best(&asked, &mut scores, fits, (skip, limit));
            scores.clear();
            SCORES.set(scores);
            found
        };
        Found { goods: slots.into_iter().filter_map(|slot| self.slots.get(place_of(slot))?.clone()).collect(), total }
    }

    /// What answers best of the racks that fit: this many after the first `skip`, and how many answer at all.
    fn best(
        &self,
        asked: &Asked,
        scores: &mut Scores,
        fits: impl Fn(&Standing) -> bool,
        (skip, limit): (usize, usize),
    ) -> (Vec<u32>, usize) {
        scores.of(self, asked);
        let racks: Vec<(&Standing, u32)> = (0_u32..)
            .zip(&self.racks)
            .map(|(place, rack)| (rack, if fits(rack) { scores.rack(place) } else { UNFIT }))
            .collect();
        let base = |slot: u32| {
            let rack = self.rack_of.get(place_of(slot)).copied().unwrap_or(u32::MAX);
            (rack, racks.get(place_of(rack)).map_or(UNFIT, |one| one.1))
        };
        // Goods of which more is said than of their rack; the others of a rack are all alike.
        let mut special: Vec<(u32, u32)> = Vec::with_capacity(scores.touched.len());
        let mut left: Vec<usize> = racks.iter().map(|(rack, _)| rack.slots.len()).collect();
        for slot in scores.touched.iter().copied() {
            let (rack, base) = base(slot);
            if base != UNFIT {
                let score = scores.slot(slot, rack);
                if score >= LEAST {
                    special.push((score, slot));
                }
                if let Some(left) = left.get_mut(place_of(rack)) {
                    *left = left.saturating_sub(1);
                }
            }
        }
        let plain = racks.iter().zip(&left).filter(|((_, score), _)| *score != UNFIT && *score >= LEAST);
        let counts = || {
            let special = special.iter().map(|(score, _)| (*score, 1));
            special.chain(plain.clone().map(|((_, score), left)| (*score, *left)))
        };
        let total = counts().map(|(_, count)| count).sum();
        let needed = skip.saturating_add(limit);
        let least = least_of_best(counts(), needed);
        // Of those that answer equally well the newest are taken, and they stand last.
        let newest = plain.clone().rev().filter(|((_, score), _)| *score >= least);
        let newest = newest.flat_map(|((rack, score), _)| rack.slots.clone().rev().map(|slot| (*score, slot)));
        let plain_slots = |(_, slot): &(u32, u32)| !scores.is_touched(*slot);
        let mut best: Vec<(u32, u32)> = newest.clone().filter(|one| one.0 > least).filter(plain_slots).collect();
        best.extend(newest.filter(|one| one.0 == least).filter(plain_slots).take(needed));
        best.extend(special.into_iter().filter(|(score, _)| *score >= least));
        let order = |one: &(u32, u32)| (Reverse(one.0), Reverse(one.1));
        if best.len() > needed && needed > 0 {
            best.select_nth_unstable_by_key(needed.saturating_sub(1), order);
            best.truncate(needed);
        }
        best.sort_unstable_by_key(order);
        (best.into_iter().skip(skip).take(limit).map(|(_, slot)| slot).collect(), total)
    }
}

/// The score of a rack that is not looked at.
const UNFIT: u32 = u32::MAX;

thread_local! {
    /// One search's scores, kept for the next: making them anew for a hundred thousand goods takes longer than searching.
    static SCORES: RefCell<Scores> = RefCell::default();
}

/// The score at which so many of the best are reached, of (score, how many). Scores are small, so they are counted and
/// not sorted.
fn least_of_best(scores: impl Iterator<Item = (u32, usize)>, needed: usize) -> u32 {
    let mut counts: Vec<usize> = Vec::new();
    for (score, count) in scores {
        let score = place_of(score);
        if counts.len() <= score {
            counts.resize(score.saturating_add(1), 0);
        }
        if let Some(held) = counts.get_mut(score) {
            *held = held.saturating_add(count);
        }
    }
    let mut reached = 0_usize;
    for (score, count) in counts.iter().enumerate().rev() {
        reached = reached.saturating_add(*count);
        if reached >= needed {
            return u32::try_from(score).unwrap_or(0).max(LEAST);
        }
    }
    LEAST
}
