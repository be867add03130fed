//! A seller's own names of kinds of goods are matched to our categories.

use crate::events::KindsMapped;
use crate::partner::store::kinds_of;
use crate::partner::{KIND_CHARS_MAX, KINDS_MAX, kind_key};
use crate::reading;
use base::Refusal;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Matches a seller's own names of kinds of goods to our categories; a name with no category is given up. One entry in the
/// seller's book; what stands already enters nothing. Goods that were written keep the category they were written with.
///
/// # Refusals
/// See [`NotMapped`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MapKinds {
    /// The seller's number, which is its book.
    pub seller: String,
    /// (the seller's name, the code of our category).
    pub kinds: Vec<(String, String)>,
    /// True when these are all: names that are not among them are given up.
    pub whole: bool,
}

/// Why names are not matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotMapped {
    /// A name that is empty, too long, or stands twice.
    Name(String),
    /// No such category is open, or what is in it may not be sold.
    Category(String),
    /// Too many names.
    Many,
    /// The seller is suspended, or was declined.
    Suspended,
}

impl Refusal for NotMapped {
    fn code(&self) -> &'static str {
        match self {
            NotMapped::Name(_) => "market.map.name",
            NotMapped::Category(_) => "market.map.category",
            NotMapped::Many => "market.map.many",
            NotMapped::Suspended => "market.save.suspended",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotMapped::Name(name) => vec![("kind", name.clone()), ("max", KIND_CHARS_MAX.to_string())],
            NotMapped::Category(name) => vec![("kind", name.clone())],
            NotMapped::Many => vec![("max", KINDS_MAX.to_string())],
            NotMapped::Suspended => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        Some(if matches!(self, NotMapped::Category(_)) { "category" } else { "name" }.to_owned())
    }
}

/// The codes of [`NotMapped`].
pub(crate) const CODES: &[&str] = &["market.map.name", "market.map.category", "market.map.many"];

impl Deed for MapKinds {
    const NAME: &'static str = "market.map_kinds";
    /// How many names are matched now.
    type Done = usize;
    type Refusal = NotMapped;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<usize, Stop<NotMapped>> {
        let refused = |why| Err(Stop::Refused(why));
        if self.kinds.len() > KINDS_MAX {
            return refused(NotMapped::Many);
        }
        if crate::reading::is_stopped(tx, &self.seller).await? {
            return refused(NotMapped::Suspended);
        }
        let of_key = |(name, code): (String, String)| (kind_key(&name), (name, code));
        let before: BTreeMap<_, _> = kinds_of(tx, &self.seller).await?.into_iter().map(of_key).collect();
        let mut now = if self.whole { BTreeMap::new() } else { before.clone() };
        let mut named = BTreeSet::new();
        for (said, code) in &self.kinds {
            let name = base::text::clean(said);
            let key = kind_key(&name);
            if name.is_empty() || name.chars().count() > KIND_CHARS_MAX || named.contains(&key) {
                return refused(NotMapped::Name(name.chars().take(KIND_CHARS_MAX).collect()));
            }
            if code.is_empty() {
                now.remove(&key);
            } else {
                if reading::category(tx, code).await?.is_none_or(|category| category.banned) {
                    return refused(NotMapped::Category(name));
                }
                now.insert(key.clone(), (name, code.clone()));
            }
            named.insert(key);
        }
        if now.len() > KINDS_MAX {
            return refused(NotMapped::Many);
        }
        let given_up = before.iter().filter(|(key, _)| !now.contains_key(*key));
        let given_up = given_up.map(|(_, (name, _))| (name.clone(), String::new()));
        let other = now.iter().filter(|(key, kind)| before.get(*key) != Some(*kind)).map(|(_, kind)| kind.clone());
        let kinds: Vec<(String, String)> = given_up.chain(other).collect();
        if !kinds.is_empty() {
            tx.enter(&self.seller, vec![happened(KindsMapped { kinds })]).await?;
        }
        Ok(now.len())
    }
}
