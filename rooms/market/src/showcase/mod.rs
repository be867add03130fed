//! The showcase: everything that is shown to people, at hand in memory, and found as people say it.
//!
//! No search asks the database: a page of the storefront reads memory only, so that a market day does not stand in the way
//! of the tills. The showcase follows the journal: it keeps the folio up to which it knows each seller's book, and when a
//! book has gone on, it takes that seller's goods in anew. It is made from the tables alone, so it may be thrown away.

mod scores;
mod shelves;

use self::shelves::{Goods, Stall};
use crate::category::{Category, is_within};
use crate::events::{PhotoAdded, PhotoRemoved, PricesChanged, ProductMoved, ProductSaved};
use crate::product::address;
use crate::reading;
use crate::seller::SellerState;
use base::Both;
use base::Paisa;
use journal::{ENTRIES_PER_PAGE_MAX, Event, Fault, Journal, NATION};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;

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
    /// Sellers that are to be taken in anew and were not yet: whoever follows may be cut off at any time.
    stale: BTreeSet<String>,
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
        if moved.iter().any(|(book, _)| book == NATION) {
            self.nation(journal, &mut known).await?;
        }
        for (book, _) in moved.iter().filter(|(book, _)| crate::seller::is_seller_number(book)) {
            if !known.stale.contains(book) && listings_moved(journal, book, known.folios.get(book)).await? {
                known.stale.insert(book.clone());
            }
        }
        let mut anew = 0_usize;
        while let Some(seller) = known.stale.first().cloned() {
            if let Some(stall) = stall(journal, &seller).await? {
                self.take_in(&stall);
            }
            known.stale.remove(&seller);
            anew = anew.saturating_add(1);
        }
        known.folios.extend(moved);
        self.tidy(journal, &known).await?;
        Ok(anew)
    }

    /// Categories and sellers: whose standing or name is another now is to be taken in anew.
    async fn nation(&self, journal: &Journal, known: &mut Known) -> Result<(), Fault> {
        let (categories, sellers) = journal
            .read::<_, Fault, _>(|tx| {
                Box::pin(async move { Ok((reading::categories(tx).await?, reading::sellers(tx).await?)) })
            })
            .await?;
        let before = &self.goods.read().unwrap_or_else(PoisonError::into_inner).categories.clone();
        // Under which names a kind is found stands at its racks.
        let renamed = !before.is_empty() && *before != categories;
        for standing in sellers {
            let now = (standing.state, standing.seller.name);
            let before = known.sellers.insert(standing.seller.number.clone(), now.clone());
            if renamed || before.is_some_and(|before| before != now) {
                known.stale.insert(standing.seller.number);
            }
        }
        self.goods.write().unwrap_or_else(PoisonError::into_inner).categories = categories;
        Ok(())
    }

    fn take_in(&self, stall: &Stall) {
        self.goods.write().unwrap_or_else(PoisonError::into_inner).take_in(stall);
    }

    /// When much was taken off, everything is taken in anew: words and places only grow. What there is is shown meanwhile.
    async fn tidy(&self, journal: &Journal, known: &Known) -> Result<(), Fault> {
        let mut anew = {
            let goods = self.goods.read().unwrap_or_else(PoisonError::into_inner);
            if goods.gone <= GONE_MAX || goods.gone.saturating_mul(2) <= goods.slots.len() {
                return Ok(());
            }
            Goods::of(goods.categories.clone())
        };
        let sellers: BTreeSet<&String> =
            known.folios.keys().filter(|book| crate::seller::is_seller_number(book)).collect();
        for seller in sellers {
            if let Some(stall) = stall(journal, seller).await? {
                anew.take_in(&stall);
            }
        }
        *self.goods.write().unwrap_or_else(PoisonError::into_inner) = anew;
        Ok(())
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
