//! A seller's program gets a key.

use crate::events::KeyMade;
use crate::partner::store::{key, keys_of};
use crate::partner::{KEYS_MAX, LABEL_CHARS_MAX, Scope};
use crate::reading;
use crate::store::given;
use base::Refusal;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Makes a key with which a seller's program comes through the API. One entry in the seller's book; of the key it holds
/// the hash. Whoever makes it shows it to its owner once. Pressed twice under one key of idempotency, it is one key. A key
/// that was made before is not made again: what was taken back would open once more.
///
/// # Refusals
/// See [`NotKeyed`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MakeKey {
    /// The seller's number, which is its book.
    pub seller: String,
    /// What its owner calls it.
    pub label: String,
    /// What it opens.
    pub scopes: Vec<Scope>,
    /// SHA-256 of the key in hexadecimal.
    pub hash: String,
    /// Its last four letters.
    pub last4: String,
}

/// Why there is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotKeyed {
    /// There is no such seller.
    Seller,
    /// It has no label, or one too long.
    Label,
    /// It would open nothing.
    Scopes,
    /// The seller has too many.
    Many,
    /// There is no such key.
    Unknown,
    /// The form made its key before: it was taken back, or it is too long ago to be shown again.
    Stale,
}

impl Refusal for NotKeyed {
    fn code(&self) -> &'static str {
        match self {
            NotKeyed::Seller => "market.key.seller",
            NotKeyed::Label => "market.key.label",
            NotKeyed::Scopes => "market.key.scopes",
            NotKeyed::Many => "market.key.many",
            NotKeyed::Unknown => "market.key.unknown",
            NotKeyed::Stale => "market.key.stale",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotKeyed::Label => vec![("max", LABEL_CHARS_MAX.to_string())],
            NotKeyed::Many => vec![("max", KEYS_MAX.to_string())],
            _ => Vec::new(),
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotKeyed::Seller | NotKeyed::Unknown => 404,
            NotKeyed::Stale => 409,
            NotKeyed::Label | NotKeyed::Scopes | NotKeyed::Many => 422,
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotKeyed::Label => Some("label".to_owned()),
            NotKeyed::Scopes => Some("scope-catalogue".to_owned()),
            _ => None,
        }
    }
}

/// The codes of [`NotKeyed`].
pub(crate) const CODES: &[&str] = &[
    "market.key.seller",
    "market.key.label",
    "market.key.scopes",
    "market.key.many",
    "market.key.unknown",
    "market.key.stale",
];

impl Deed for MakeKey {
    const NAME: &'static str = "market.make_key";
    /// Its number.
    type Done = i64;
    type Refusal = NotKeyed;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64, Stop<NotKeyed>> {
        let refused = |why| Err(Stop::Refused(why));
        if reading::seller(tx, &self.seller).await?.is_none() {
            return refused(NotKeyed::Seller);
        }
        if key(tx, &self.seller, &self.hash).await?.is_some() {
            return refused(NotKeyed::Stale);
        }
        let label = base::text::clean(&self.label);
        if label.is_empty() || label.chars().count() > LABEL_CHARS_MAX {
            return refused(NotKeyed::Label);
        }
        let scopes: Vec<Scope> = Scope::ALL.into_iter().filter(|scope| self.scopes.contains(scope)).collect();
        if scopes.is_empty() {
            return refused(NotKeyed::Scopes);
        }
        let live = keys_of(tx, &self.seller).await?.iter().filter(|key| key.revoked.is_none()).count();
        if live >= KEYS_MAX {
            return refused(NotKeyed::Many);
        }
        let number = given(tx, &self.seller, "key").await?.saturating_add(1);
        let event = KeyMade { number, hash: self.hash.clone(), label, scopes, last4: self.last4.clone() };
        tx.enter(&self.seller, vec![happened(event)]).await?;
        Ok(number)
    }
}
