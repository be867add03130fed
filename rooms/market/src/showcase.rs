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
use std::collections::{BTreeMap, HashMap};
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
    /// `S000001-0001`.
    pub address: String,
    /// The seller's number.
    pub seller: String,
    /// The seller's name.
    pub seller_name: Both,
    /// Its name.
    pub name: Both,
    /// The lowest price of its kinds.
    pub price: Paisa,
    /// True when other kinds cost more.
    pub from: bool,
    /// The code of its category.
    pub category: String,
    /// The code of the seller's district, and its name.
    pub district: String,
    /// The name of that.
    pub district_name: Both,
    /// What its district is known for.
    pub speciality: bool,
    /// Days until it is made; 0 for what lies ready.
    pub lead_days: i64,
    /// Which photo is the first.
    pub photo: i64,
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
    of_seller: HashMap<String, Vec<u32>>,
    words: Lexicon,
    /// Where each word stands: (slot, how much it counts there).
    places: Vec<Vec<(u32, u32)>>,
    categories: Vec<Category>,
    in_category: HashMap<String, usize>,
    in_district: BTreeMap<String, (Both, usize)>,
    gone: usize,
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
        for (standing, photo) in &stall.goods {
            self.add(stall, standing, *photo);
        }
    }

    fn take_off(&mut self, seller: &str) {
        for slot in self.of_seller.remove(seller).unwrap_or_default() {
            let Some(shown) = self.slots.get_mut(place_of(slot)).and_then(Option::take) else { continue };
            self.gone = self.gone.saturating_add(1);
            if let Some(count) = self.in_category.get_mut(&shown.category) {
                *count = count.saturating_sub(1);
            }
            if let Some((_, count)) = self.in_district.get_mut(&shown.district) {
                *count = count.saturating_sub(1);
            }
        }
    }

    fn add(&mut self, stall: &Stall, standing: &ProductStanding, photo: i64) {
        let (seller, product) = (&stall.standing.seller, &standing.product);
        let Ok(slot) = u32::try_from(self.slots.len()) else { return };
        let shown = Shown {
            address: address(&seller.number, &product.number),
            seller: seller.number.clone(),
            seller_name: seller.name.clone(),
            name: product.name.clone(),
            price: product.price_from(),
            from: product.prices_differ(),
            category: product.category.clone(),
            district: seller.district().to_owned(),
            district_name: stall.district.clone(),
            speciality: product.speciality,
            lead_days: product.lead_days,
            photo,
        };
        for name in [&product.name.bn, &product.name.en] {
            let (words, pairs) = self.words.put_name(name);
            self.stands(slot, words, IN_NAME);
            self.stands(slot, pairs, IN_PAIR);
        }
        let category = self.categories.iter().find(|category| category.code == product.category);
        let mut elsewhere: Vec<String> = vec![seller.name.bn.clone(), seller.name.en.clone(), shown.address.clone()];
        elsewhere.extend([stall.district.bn.clone(), stall.district.en.clone(), product.origin.bn.clone()]);
        elsewhere.extend(category.iter().flat_map(|one| [one.name.bn.clone(), one.name.en.clone()]));
        elsewhere.extend(category.iter().flat_map(|one| one.aliases.clone()));
        elsewhere.extend(product.variants.iter().flat_map(|one| [one.name.bn.clone(), one.sku.clone()]));
        let words = self.words.put(&elsewhere.join(" "));
        self.stands(slot, words, ELSEWHERE);
        let count = self.in_category.entry(shown.category.clone()).or_default();
        *count = count.saturating_add(1);
        let (_, count) = self.in_district.entry(shown.district.clone()).or_insert((stall.district.clone(), 0));
        *count = count.saturating_add(1);
        self.of_seller.entry(shown.seller.clone()).or_default().push(slot);
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
        let fits = |shown: &Shown| {
            (wish.category.is_empty() || is_within(&shown.category, &wish.category))
                && (wish.district.is_empty() || shown.district == wish.district)
                && (wish.seller.is_empty() || shown.seller == wish.seller)
        };
        // Who filters nothing need not look at the goods themselves.
        let all = wish.category.is_empty() && wish.district.is_empty() && wish.seller.is_empty();
        let fitting = |slot: usize| self.slots.get(slot)?.as_ref().filter(|shown| all || fits(shown));
        let asked = self.words.ask(&wish.query, LIKES_MAX);
        if asked.words.is_empty() && all {
            // How many there are is known: only those of the page are looked at.
            let goods = self.slots.iter().rev().flatten().skip(skip).take(limit).cloned().collect();
            return Found { goods, total: self.slots.len().saturating_sub(self.gone) };
        }
        if asked.words.is_empty() {
            let all = self.slots.iter().rev().flatten().filter(|shown| fits(shown));
            let (mut total, mut goods) = (0_usize, Vec::new());
            for shown in all {
                if total >= skip && goods.len() < limit {
                    goods.push(shown.clone());
                }
                total = total.saturating_add(1);
            }
            return Found { goods, total };
        }
        let (scores, mut found) = self.scores(&asked);
        let score = |slot: u32| scores.get(place_of(slot)).copied().unwrap_or(0);
        found.retain(|slot| score(*slot) >= LEAST && fitting(place_of(*slot)).is_some());
        let needed = skip.saturating_add(limit);
        let mut best: Vec<(u32, u32)> = Vec::new();
        let least = least_of_best(found.iter().map(|slot| score(*slot)), needed);
        best.extend(found.iter().map(|slot| (score(*slot), *slot)).filter(|(score, _)| *score > least));
        // Of those that answer equally well the newest are taken, and they stand last.
        let newest = (0..u32::try_from(scores.len()).unwrap_or(u32::MAX)).rev();
        let equal = newest.filter(|slot| score(*slot) == least && fitting(place_of(*slot)).is_some());
        best.extend(equal.take(needed.saturating_sub(best.len())).map(|slot| (least, slot)));
        best.sort_unstable_by_key(|one| (std::cmp::Reverse(one.0), std::cmp::Reverse(one.1)));
        let page = best.into_iter().skip(skip).take(limit);
        Found { goods: page.filter_map(|(_, slot)| fitting(place_of(slot)).cloned()).collect(), total: found.len() }
    }

    /// How well each slot answers, and the slots that answer at all.
    fn scores(&self, asked: &Asked) -> (Vec<u32>, Vec<u32>) {
        let whole = asked.words.iter().map(|likes| likes.weight).fold(0, u32::saturating_add).max(1);
        let mut scores = vec![0_u32; self.slots.len()];
        let mut best = Best { of: vec![0_u32; self.slots.len()], touched: Vec::new() };
        let mut found = Vec::new();
        let words = asked.words.iter().map(|likes| (likes, likes.weight, false));
        let joined = asked.joined.iter().map(|likes| (likes, 0, true));
        for (likes, weight, joined) in words.chain(joined) {
            self.best(likes, &mut best);
            for slot in best.touched.drain(..) {
                let of_word = best.of.get_mut(place_of(slot)).map_or(0, std::mem::take);
                let Some(score) = scores.get_mut(place_of(slot)) else { continue };
                let before = *score;
                *score = if joined {
                    before.max(of_word.saturating_mul(IN_PAIR) / 100)
                } else {
                    before.saturating_add(of_word.saturating_mul(weight) / whole)
                };
                if before == 0 && *score > 0 {
                    found.push(slot);
                }
            }
        }
        (scores, found)
    }

    /// For each slot where one of these words stands, how much the best of them counts.
    fn best(&self, likes: &Likes, best: &mut Best) {
        for (word, likeness) in &likes.words {
            for (slot, counts) in self.places.get(place_of(*word)).into_iter().flatten() {
                if let Some(held) = best.of.get_mut(place_of(*slot)) {
                    if *held == 0 {
                        best.touched.push(*slot);
                    }
                    *held = (*held).max(likeness.saturating_mul(*counts) / 100);
                }
            }
        }
    }
}

/// What the best of a word's likes counts in each slot. One of it serves all words of a query, emptied by its reader.
struct Best {
    of: Vec<u32>,
    touched: Vec<u32>,
}

/// The score at which so many of the best are reached. Scores are small, so they are counted and not sorted.
fn least_of_best(scores: impl Iterator<Item = u32>, needed: usize) -> u32 {
    let mut counts: Vec<usize> = Vec::new();
    for score in scores.map(place_of) {
        if counts.len() <= score {
            counts.resize(score.saturating_add(1), 0);
        }
        if let Some(count) = counts.get_mut(score) {
            *count = count.saturating_add(1);
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
