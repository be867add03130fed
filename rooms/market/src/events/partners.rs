//! What happens between a seller and its own programs, in the seller's book.

use super::lost;
use crate::partner::kind_key;
use crate::partner::store::{self as partners, KINDS, REFERENCES};
use crate::partner::{KeyStanding, Scope};
use crate::store;
use db::Fault;
use journal::{EntryHead, Event};
use serde::{Deserialize, Serialize};

/// A key was made (seller's book). The key itself is shown once and kept nowhere.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeyMade {
    /// Counted within the seller.
    pub number: i64,
    /// SHA-256 of the key in hexadecimal.
    pub hash: String,
    /// What its owner calls it.
    pub label: String,
    /// What it opens.
    pub scopes: Vec<Scope>,
    /// Its last four letters.
    pub last4: String,
}

impl Event for KeyMade {
    const KIND: &'static str = "market.key_made";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = KeyStanding {
            number: self.number,
            hash: self.hash.clone(),
            label: self.label.clone(),
            scopes: self.scopes.clone(),
            last4: self.last4.clone(),
            made: at.at,
            revoked: None,
        };
        partners::put_key(tx, &at.book, &key)?;
        store::give(tx, &at.book, "key").await
    }
}

/// A key opens nothing any more (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeyRevoked {
    /// Its number.
    pub number: i64,
    /// Its hash.
    pub hash: String,
}

impl Event for KeyRevoked {
    const KIND: &'static str = "market.key_revoked";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = partners::key(tx, &at.book, &self.hash).await?.ok_or_else(|| lost("a key"))?;
        partners::put_key(tx, &at.book, &KeyStanding { revoked: Some(at.at), ..key })
    }
}

/// A seller's own names of kinds of goods were matched to our categories, or given up (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KindsMapped {
    /// (its name, the code of our category); no code where the name was given up.
    pub kinds: Vec<(String, String)>,
}

impl Event for KindsMapped {
    const KIND: &'static str = "market.kinds_mapped";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        for (label, category) in &self.kinds {
            let key = vec![(&at.book).into(), kind_key(label).into()];
            tx.put(&KINDS, key, vec![label.into(), category.into()]);
        }
        Ok(())
    }
}

/// A product has a reference by which the seller's own programs know it (seller's book).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ProductReferred {
    /// The seller's reference.
    pub reference: String,
    /// The product's number.
    pub product: String,
}

impl Event for ProductReferred {
    const KIND: &'static str = "market.product_referred";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![(&at.book).into(), (&self.reference).into()];
        tx.put(&REFERENCES, key, vec![(&self.product).into()]);
        Ok(())
    }
}
