//! Partners: sellers whose own programs write goods, move orders and hear what happened.

pub(crate) mod api;
pub(crate) mod api_events;
pub(crate) mod api_kinds;
pub(crate) mod api_orders;
pub(crate) mod api_photos;
pub(crate) mod api_stock;
pub(crate) mod batch;
mod keys;
pub(crate) mod message;
pub(crate) mod sheet;
pub(crate) mod store;
mod telling;

pub use keys::key_doorkeeper;
pub(crate) use keys::{hash_of, key_of};
pub use message::{MESSAGE_KINDS, MessageState, RETRY_MS, after_try, body_of, message_id};
pub(crate) use telling::secret_of;
pub use telling::{PartnersTold, Told, tell_partners};

use base::calendar::Moment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Trouble, Visitor};

/// Keys that a seller has at once.
pub const KEYS_MAX: usize = 10;
/// Items of a batch, at most.
pub const BATCH_ITEMS_MAX: usize = 1_000;
/// How long messages are kept for pulling, in milliseconds: 90 days.
pub const MESSAGES_KEPT_MS: i64 = 90 * 86_400_000;
/// Messages of one answer, at most.
pub const EVENTS_PAGE_MAX: i64 = 100;
/// Orders of one answer, at most.
pub const ORDERS_PAGE_MAX: i64 = 100;
/// Characters of a seller's own reference of a product, at most.
pub const OWN_REFERENCE_CHARS_MAX: usize = 64;
/// Characters of a seller's own name of a kind of goods, at most.
pub const KIND_CHARS_MAX: usize = 80;
/// Names of kinds of goods that a seller has, at most.
pub const KINDS_MAX: usize = 500;
/// Characters of a key's label, at most.
pub const LABEL_CHARS_MAX: usize = 60;

/// What a key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Goods, stock and prices are written.
    Catalogue,
    /// Orders are read and moved.
    Orders,
    /// What happened is heard.
    Events,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 3] = [Scope::Catalogue, Scope::Orders, Scope::Events];

    /// As words are keyed by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Scope::Catalogue => "catalogue",
            Scope::Orders => "orders",
            Scope::Events => "events",
        }
    }

    /// The permission that a route asks for.
    #[must_use]
    pub fn permissions(self) -> &'static [&'static str] {
        match self {
            Scope::Catalogue => &["partner.catalogue"],
            Scope::Orders => &["partner.orders"],
            Scope::Events => &["partner.events"],
        }
    }
}

/// A key as it stands; the key itself is kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyStanding {
    /// Counted within the seller.
    pub number: i64,
    /// SHA-256 of the key in hexadecimal.
    pub hash: String,
    /// What its owner calls it.
    pub label: String,
    /// What it opens.
    pub scopes: Vec<Scope>,
    /// Its last four letters, by which its owner knows it again.
    pub last4: String,
    /// When it was made.
    pub made: Moment,
    /// Since when it opens nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Moment>,
}

/// A seller's own name of a kind of goods, as it is looked up: without what people write differently.
pub(crate) fn kind_key(name: &str) -> String {
    base::text::clean(&base::text::clean(name).to_lowercase())
}

/// Where a seller's program wants to be told what happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Endpoint {
    /// Counted within the seller.
    pub number: i64,
    /// The address.
    pub url: String,
    /// With the store's keys it makes the secret.
    pub salt: String,
    /// Since when.
    pub set: Moment,
    /// False when it was given up.
    pub open: bool,
}

/// What stands in an entry as whoever did it: the seller's key.
fn key_name(seller: &str, number: i64) -> String {
    format!("{seller}/key/{number}")
}

/// The seller whose key opened the door.
pub(crate) fn seller_of_key(visitor: &Visitor) -> Result<&str, Trouble> {
    let seller = visitor.person.split_once("/key/").map(|(seller, _)| seller);
    seller.filter(|seller| crate::seller::is_seller_number(seller)).ok_or(Trouble::NotFound)
}

/// A place in the list of orders that moved: after it comes what moved later.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Place {
    pub moved_ms: i64,
    pub book: String,
    pub number: String,
}

impl Place {
    /// As a cursor.
    pub fn text(&self) -> String {
        format!("{}.{}.{}", self.moved_ms, self.book, self.number)
    }

    /// The place of a cursor; before everything when there is none.
    pub fn of(cursor: &str) -> Option<Place> {
        if cursor.is_empty() {
            return Some(Place::default());
        }
        let mut parts = cursor.splitn(3, '.');
        let (moved, book, number) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Place { moved_ms: moved.parse().ok()?, book: book.to_owned(), number: number.to_owned() })
    }
}
