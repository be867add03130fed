//! What the showcase holds in memory, and how it is looked through.

use super::scores::{Best, Scores, Stands, place_of};
use super::{Found, Rack, Shown, Wish};
use crate::category::{Category, is_within};
use crate::product::ProductStanding;
use crate::seller::SellerStanding;
use base::Both;
use base::text::{Asked, Lexicon, Likes, Recent};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Words of the market that are looked at for one word of a query, at most: the most alike.
const LIKES_MAX: usize = 48;
/// Below this, what was found is chance.
pub(super) const LEAST: u32 = 380;
/// What a word that was asked for weighs beside its places.
const ASKED_WEIGHS: usize = 32;
/// Places of words that were asked for and are kept, at most, eight bytes each: for so many goods that answer as there are,
/// since a common word stands in a good part of them, but no fewer than these.
const ASKED_PLACES_PER_GOOD: usize = 16;
const ASKED_PLACES_MIN: usize = 4_000_000;
/// How much a word counts where it stands: in the name; in two words of the name said as one; elsewhere.
pub(super) const IN_NAME: u32 = 100;
pub(super) const IN_PAIR: u32 = 95;
pub(super) const ELSEWHERE: u32 = 70;

pub(super) struct Goods {
    pub(super) slots: Vec<Option<Arc<Shown>>>,
    /// In the order of their slots.
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
    /// Where the words stand that were asked for.
    asked: Mutex<Asks>,
}

impl Default for Goods {
    fn default() -> Self {
        Self::of(Vec::new())
    }
}

/// Where words stand, by where their likes lie.
type Asks = Recent<usize, (Arc<Likes>, Arc<Stands>)>;

/// A rack where it stands.
pub(super) struct Standing {
    rack: Arc<Rack>,
    pub(super) slots: Range<u32>,
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
    /// Nothing yet, of these kinds.
    pub(super) fn of(categories: Vec<Category>) -> Goods {
        Goods {
            slots: Vec::new(),
            racks: Vec::new(),
            of_seller: HashMap::new(),
            words: Lexicon::default(),
            places: Vec::new(),
            signs: Vec::new(),
            categories,
            in_category: HashMap::new(),
            in_district: BTreeMap::new(),
            gone: 0,
            asked: Mutex::new(Recent::at_most(ASKED_PLACES_MIN)),
        }
    }

    pub(super) fn take_in(&mut self, stall: &Stall) {
        let may_be_kept = self.slots.len().saturating_mul(ASKED_PLACES_PER_GOOD).max(ASKED_PLACES_MIN);
        *self.asked.get_mut().unwrap_or_else(PoisonError::into_inner) = Recent::at_most(may_be_kept);
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
            self.best(&asked, fits, (skip, limit))
        };
        Found { goods: slots.into_iter().filter_map(|slot| self.slots.get(place_of(slot))?.clone()).collect(), total }
    }

    /// Where the words of a query stand, as it was found before or is now.
    fn found(&self, likes: &Arc<Likes>) -> Arc<Stands> {
        let kept = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        // Whose likes are kept is known by where they lie: they lie there as long as they are kept.
        let key = Arc::as_ptr(likes).addr();
        if let Some((_, stands)) = kept().get(&key) {
            return stands;
        }
        let stands = Arc::new(Stands::of(self, likes));
        let weight = stands.len().saturating_add(likes.words.len()).saturating_add(ASKED_WEIGHS);
        kept().keep(key, (likes.clone(), stands.clone()), weight);
        stands
    }

    /// What answers best of the racks that fit: this many after the first `skip`, and how many answer at all.
    fn best(
        &self,
        asked: &Asked,
        fits: impl Fn(&Standing) -> bool,
        (skip, limit): (usize, usize),
    ) -> (Vec<u32>, usize) {
        let words: Vec<_> = asked.words.iter().map(|likes| self.found(likes)).collect();
        let joined = asked.joined.as_ref().map(|likes| self.found(likes));
        let mut scores = Scores::of(&words, joined.as_ref());
        let mut best = Best::of(skip.saturating_add(limit), &scores);
        let mut total = 0_usize;
        while let Some(rack) = scores.next_rack() {
            let Some(standing) = self.racks.get(rack.rack).filter(|standing| fits(standing)) else { continue };
            // Where none gets on the page and all answer, or none, they need not be looked at.
            let all = scores.of_rack(&rack) >= LEAST;
            total = total.saturating_add(if rack.bound <= best.above && (all || rack.bound < LEAST) {
                if all { standing.slots.len() } else { 0 }
            } else {
                scores.look(&rack, &standing.slots, &mut best)
            });
        }
        (best.in_order().into_iter().skip(skip).take(limit).collect(), total)
    }
}
