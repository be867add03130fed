//! The showcase: everything that is shown to people, at hand in memory, and found as people say it.
//!
//! No search asks the database: a page of the storefront reads memory only, so that a market day does not stand in the way
//! of the tills. The showcase follows the journal: it keeps the folio up to which it knows each seller's book, and when a
//! book has gone on, it takes that seller's goods in anew. It is made from the tables alone, so it may be thrown away.

use crate::category::{Category, is_within};
use crate::events::{PhotoAdded, PhotoRemoved, PricesChanged, ProductMoved, ProductSaved};
use crate::product::{ProductStanding, address};
use crate::reading;
use crate::seller::{SellerStanding, SellerState};
use base::Both;
use base::Paisa;
use base::text::{Asked, Lexicon, Likes};
use journal::{ENTRIES_PER_PAGE_MAX, Event, Fault, Journal, NATION};
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;

/// Words of the market that are looked at for one word of a query, at most: the most alike.
const LIKES_MAX: usize = 48;
/// Below this, what was found is chance.
const LEAST: u32 = 380;
/// How much a word counts where it stands: in the name; in two words of the name said as one; elsewhere.
const IN_NAME: u32 = 100;
const IN_PAIR: u32 = 95;
const ELSEWHERE: u32 = 70;
/// Goods taken off before the showcase is made anew from what is left.
const GONE_MAX: usize = 50_000;

/// A product as it is shown in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What is said of it and of its neighbours.
    pub rack: Arc<Rack>,
    /// Its number with its seller.
    pub number: String,
    /// Its name.
    pub name: Both,
    /// The lowest price of its kinds.
    pub price: Paisa,
    /// True when other kinds cost more.
    pub from: bool,
    /// What its district is known for.
    pub speciality: bool,
    /// Days until it is made; 0 for what lies ready.
    pub lead_days: i64,
    /// Which photo is the first.
    pub photo: i64,
}

impl Shown {
    /// `S000001-0001`.
    #[must_use]
    pub fn address(&self) -> String {
        address(&self.rack.seller, &self.number)
    }
}

/// Neighbours of one seller, category and origin: what is said of one of these is said of all, so it is kept and scored
/// once. A category's name stands at every good of it, and a query for that would else look at each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rack {
    /// The seller's number.
    pub seller: String,
    /// The seller's name.
    pub seller_name: Both,
    /// The code of their category.
    pub category: String,
    /// The code of the seller's district.
    pub district: String,
    /// The name of that.
    pub district_name: Both,
}

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// Words in Bangla, English or romanised; may be empty.
    pub query: String,
    /// The code of a category, with all below it; empty for all.
    pub category: String,
    /// The code of a district; empty for all.
    pub district: String,
    /// A seller's number; empty for all.
    pub seller: String,
}

/// A page of what was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The goods of this page, best first; without a query what came last is first.
    pub goods: Vec<Arc<Shown>>,
    /// How many there are in all.
    pub total: usize,
}

/// What a customer can choose from.
#[derive(Debug, Clone, Default)]
pub struct Aisles {
    /// The open categories that are not banned, with how many goods each holds.
    pub categories: Vec<(Category, usize)>,
    /// (code, name, goods) of the districts that sell something, by code.
    pub districts: Vec<(String, Both, usize)>,
}

/// Everything that is shown. One of it stands among the house's things.
#[derive(Default)]
pub struct Showcase {
    goods: RwLock<Goods>,
    /// Up to which folio each book is known, and how each seller stood.
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    folios: HashMap<String, i64>,
    sellers: HashMap<String, (SellerState, Both)>,
}

#[derive(Default)]
struct Goods {
    slots: Vec<Option<Arc<Shown>>>,
    /// On which rack each slot is.
    rack_of: Vec<u32>,
    racks: Vec<Standing>,
    of_seller: HashMap<String, Vec<u32>>,
    words: Lexicon,
    /// Where each word stands: (slot, how much it counts there).
    places: Vec<Vec<(u32, u32)>>,
    /// On which racks each word stands, said of all goods there.
    signs: Vec<Vec<u32>>,
    categories: Vec<Category>,
    in_category: HashMap<String, usize>,
    in_district: BTreeMap<String, (Both, usize)>,
    gone: usize,
}

/// A rack where it stands.
struct Standing {
    rack: Arc<Rack>,
    slots: Range<u32>,
    /// Nothing is taken off a rack but all of it.
    gone: bool,
}

/// A seller's goods as they are taken in.
struct Stall {
    standing: SellerStanding,
    district: Both,
    goods: Vec<(ProductStanding, i64)>,
}

impl Showcase {
    /// Takes in what the books say since the last time; answers how many sellers were taken in anew.
    ///
    /// # Errors
    /// What the database says; what was taken in until then stays.
    pub async fn follow(&self, journal: &Journal) -> Result<usize, Fault> {
        let mut known = self.known.lock().await;
        let heads = journal.books().await?;
        let moved: Vec<(String, i64)> =
            heads.into_iter().filter(|(book, folio)| known.folios.get(book) != Some(folio)).collect();
        let mut anew: Vec<String> = Vec::new();
        if moved.iter().any(|(book, _)| book == NATION) {
            anew.extend(self.nation(journal, &mut known).await?);
        }
        for (book, _) in moved.iter().filter(|(book, _)| crate::seller::is_seller_number(book)) {
            if !anew.contains(book) && listings_moved(journal, book, known.folios.get(book)).await? {
                anew.push(book.clone());
            }
        }
        for seller in &anew {
            if let Some(stall) = stall(journal, seller).await? {
                self.take_in(&stall);
            }
        }
        known.folios.extend(moved);
        self.tidy(&mut known);
        Ok(anew.len())
    }

    /// Categories and sellers; answers whose standing or name is another now.
    async fn nation(&self, journal: &Journal, known: &mut Known) -> Result<Vec<String>, Fault> {
        let (categories, sellers) = journal
            .read::<_, Fault, _>(|tx| {
                Box::pin(async move { Ok((reading::categories(tx).await?, reading::sellers(tx).await?)) })
            })
            .await?;
        let mut changed = Vec::new();
        for standing in sellers {
            let now = (standing.state, standing.seller.name);
            let before = known.sellers.insert(standing.seller.number.clone(), now.clone());
            if before.is_some_and(|before| before != now) {
                changed.push(standing.seller.number);
            }
        }
        self.goods.write().unwrap_or_else(PoisonError::into_inner).categories = categories;
        Ok(changed)
    }

    fn take_in(&self, stall: &Stall) {
        self.goods.write().unwrap_or_else(PoisonError::into_inner).take_in(stall);
    }

    /// When much was taken off, everything is taken in anew with the next look: words and places only grow.
    fn tidy(&self, known: &mut Known) {
        let mut goods = self.goods.write().unwrap_or_else(PoisonError::into_inner);
        if goods.gone > GONE_MAX && goods.gone.saturating_mul(2) > goods.slots.len() {
            *goods = Goods::default();
            *known = Known::default();
        }
    }

    /// Finds goods: this many after the first `skip`.
    #[must_use]
    pub fn find(&self, wish: &Wish, skip: usize, limit: usize) -> Found {
        self.goods.read().unwrap_or_else(PoisonError::into_inner).find(wish, skip, limit)
    }

    /// What can be chosen from.
    #[must_use]
    pub fn aisles(&self) -> Aisles {
        let goods = self.goods.read().unwrap_or_else(PoisonError::into_inner);
        let count =
            |code: &str| goods.in_category.iter().filter(|(held, _)| is_within(held, code)).map(|one| one.1).sum();
        let open = goods.categories.iter().filter(|category| !category.banned);
        Aisles {
            categories: open.map(|category| (category.clone(), count(&category.code))).collect(),
            districts: goods
                .in_district
                .iter()
                .filter(|(_, (_, count))| *count > 0)
                .map(|(code, (name, count))| (code.clone(), name.clone(), *count))
                .collect(),
        }
    }
}

/// What moves a shelf: of orders a seller's book has many more entries, and they change nothing that is shown.
const SHELF_KINDS: [&str; 5] =
    [ProductSaved::KIND, ProductMoved::KIND, PricesChanged::KIND, PhotoAdded::KIND, PhotoRemoved::KIND];

/// True when a seller's listings changed after this folio; also when that is more than can be looked through.
async fn listings_moved(journal: &Journal, book: &str, after: Option<&i64>) -> Result<bool, Fault> {
    let Some(after) = after else { return Ok(true) };
    let entries = journal.entries(book, *after, ENTRIES_PER_PAGE_MAX).await?;
    let full = i64::try_from(entries.len()).is_ok_and(|count| count >= ENTRIES_PER_PAGE_MAX);
    for entry in &entries {
        if entry.lines()?.iter().any(|(kind, _, _)| SHELF_KINDS.contains(&kind.as_str())) {
            return Ok(true);
        }
    }
    Ok(full)
}

/// A seller's goods as the tables have them; nothing for a book whose seller is not known.
async fn stall(journal: &Journal, number: &str) -> Result<Option<Stall>, Fault> {
    let number = number.to_owned();
    journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let Some(standing) = reading::seller(tx, &number).await? else { return Ok(None) };
                let district = network::place(tx, standing.seller.district()).await?;
                let district = district.map(|place| Both { bn: place.name_bn, en: place.name_en }).unwrap_or_default();
                let firsts: HashMap<String, i64> = reading::photos_first(tx, &number).await?.into_iter().collect();
                let mut goods = Vec::new();
                if standing.state == SellerState::Approved {
                    for product in reading::products_shown(tx, &number).await? {
                        let photo = firsts.get(&product.product.number).copied().unwrap_or(1);
                        goods.push((product, photo));
                    }
                }
                Ok(Some(Stall { standing, district, goods }))
            })
        })
        .await
}

fn place_of(slot: u32) -> usize {
    usize::try_from(slot).unwrap_or(usize::MAX)
}

impl Goods {
    fn take_in(&mut self, stall: &Stall) {
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

    fn find(&self, wish: &Wish, skip: usize, limit: usize) -> Found {
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
                special.push((scores.slot(slot, rack), slot));
                if let Some(left) = left.get_mut(place_of(rack)) {
                    *left = left.saturating_sub(1);
                }
            }
        }
        special.retain(|(score, _)| *score >= LEAST);
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

/// How well racks and slots answer a query. What a slot gains over its rack is kept, so only what was touched is looked at.
#[derive(Default)]
struct Scores {
    /// What the weights of the query's words sum up to.
    whole: u32,
    /// For each rack the weighted sum over the words, and how well it answers all words said as one.
    racks: Vec<(u32, u32)>,
    /// The same for each slot, where a word stands there: what it adds to its rack's sum, and for all words as one.
    slots: Vec<(u32, u32)>,
    /// Slots where a word stands that is asked for, once each.
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    /// Of the word that is being looked at, what the best of its likes counts on each rack and in each slot.
    on_rack: Vec<u32>,
    in_slot: Vec<u32>,
    of_word: Vec<u32>,
}

impl Scores {
    fn of(&mut self, goods: &Goods, asked: &Asked) {
        self.whole = asked.words.iter().map(|likes| likes.weight).fold(0, u32::saturating_add).max(1);
        self.racks.resize(goods.racks.len(), (0, 0));
        self.on_rack.resize(goods.racks.len(), 0);
        self.slots.resize(goods.slots.len(), (0, 0));
        self.in_slot.resize(goods.slots.len(), 0);
        self.is_touched.resize(goods.slots.len(), false);
        let words = asked.words.iter().map(|likes| (likes, false));
        for (likes, joined) in words.chain(asked.joined.iter().map(|likes| (likes, true))) {
            self.word(goods, likes, joined);
        }
    }

    fn word(&mut self, goods: &Goods, likes: &Likes, joined: bool) {
        for (word, likeness) in &likes.words {
            let sign = likeness.saturating_mul(ELSEWHERE) / 100;
            for rack in goods.signs.get(place_of(*word)).into_iter().flatten() {
                if let Some(held) = self.on_rack.get_mut(place_of(*rack)) {
                    *held = (*held).max(sign);
                }
            }
            for (slot, counts) in goods.places.get(place_of(*word)).into_iter().flatten() {
                if let Some(held) = self.in_slot.get_mut(place_of(*slot)) {
                    if *held == 0 {
                        self.of_word.push(*slot);
                    }
                    *held = (*held).max(likeness.saturating_mul(*counts) / 100);
                }
            }
        }
        for slot in self.of_word.drain(..) {
            let place = place_of(slot);
            let best = self.in_slot.get_mut(place).map_or(0, std::mem::take);
            let rack = goods.rack_of.get(place).and_then(|rack| self.on_rack.get(place_of(*rack)));
            let gain = best.saturating_sub(rack.copied().unwrap_or(0));
            let Some(held) = self.slots.get_mut(place).filter(|_| gain > 0) else { continue };
            if joined {
                held.1 = best.saturating_mul(IN_PAIR) / 100;
            } else {
                held.0 = held.0.saturating_add(gain.saturating_mul(likes.weight));
            }
            if let Some(known) = self.is_touched.get_mut(place).filter(|known| !**known) {
                *known = true;
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

    fn rack(&self, rack: u32) -> u32 {
        let (sum, joined) = self.racks.get(place_of(rack)).copied().unwrap_or_default();
        (sum / self.whole).max(joined)
    }

    fn slot(&self, slot: u32, rack: u32) -> u32 {
        let (sum, rack_joined) = self.racks.get(place_of(rack)).copied().unwrap_or_default();
        let (gain, joined) = self.slots.get(place_of(slot)).copied().unwrap_or_default();
        (sum.saturating_add(gain) / self.whole).max(rack_joined).max(joined)
    }

    fn is_touched(&self, slot: u32) -> bool {
        self.is_touched.get(place_of(slot)).copied().unwrap_or(false)
    }

    /// Makes all nothing again, by what was touched.
    fn clear(&mut self) {
        self.racks.clear();
        for slot in self.touched.drain(..) {
            let place = place_of(slot);
            self.slots.get_mut(place).into_iter().for_each(|held| *held = (0, 0));
            self.is_touched.get_mut(place).into_iter().for_each(|known| *known = false);
        }
    }
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
