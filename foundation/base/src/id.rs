//! Ids that cannot be taken for one another.
//!
//! An `Id<Receipt>` is not an `Id<Person>`, though both are UUIDs. Ids are made by the transaction (`tx`), never here:
//! a pure noun knows no randomness and no clock.

use crate::Refusal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;
use uuid::Uuid;

/// The id of one thing of kind `K`. `K` is a name only; no value of it is kept.
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

impl<K> Id<K> {
    /// Names the thing that this UUID stands for.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Id { uuid, kind: PhantomData }
    }

    /// The bare UUID, for a column of the database.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }

    /// Reads the one written form: 36 lower- or upper-case hexadecimal characters with hyphens.
    ///
    /// # Errors
    /// Any other form (braces, `urn:`, no hyphens) is refused, so that one id has one address.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        if text.len() != uuid::fmt::Hyphenated::LENGTH {
            return Err(Refused::Form);
        }
        Uuid::try_parse(text).map(Self::from_uuid).map_err(|_| Refused::Form)
    }
}

// Written by hand because a derive would ask the same of `K`, which is never anything but a name.
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.uuid)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.uuid, f)
    }
}
impl<K> FromStr for Id<K> {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        Self::parse(text)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.uuid)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not 36 characters of a hyphenated UUID.
    #[error("the id is not a UUID of 36 characters")]
    Form,
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        "base.id.form"
    }
}
