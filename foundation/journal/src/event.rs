//! Events: facts, in the past tense, versioned; every old version stays readable for ever.

use crate::{Boxed, EntryHead, Fault};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;

/// Something that happened. It carries numbers, never formulas: what a fee or a due date was stands in it.
pub trait Event: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `room.what_happened`, the same for all versions.
    const KIND: &'static str;
    /// Counts from 1. A changed shape is a new type with the next version.
    const VERSION: u32;

    /// Writes it into the room's tables. It reads nothing but itself and rows of its own room and book,
    /// so that a replay gives the same tables, row for row.
    fn apply<'a>(
        &'a self,
        at: &'a EntryHead,
        tx: &'a mut db::Tx<'_>,
    ) -> impl Future<Output = Result<(), Fault>> + Send + 'a;
}

/// An event of any type.
pub trait AnyEvent: Send + Sync {
    /// Its kind.
    fn kind(&self) -> &'static str;
    /// Its version.
    fn version(&self) -> u32;
    /// Its exact bytes, as they are hashed and stored.
    ///
    /// # Errors
    /// [`Fault::Unsound`] when it cannot be written as JSON: a fault of ours.
    fn bytes(&self) -> Result<String, Fault>;
    /// See [`Event::apply`].
    fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Boxed<'a, Result<(), Fault>>;
}

impl<E: Event> AnyEvent for E {
    fn kind(&self) -> &'static str {
        E::KIND
    }

    fn version(&self) -> u32 {
        E::VERSION
    }

    fn bytes(&self) -> Result<String, Fault> {
        serde_json::to_string(self).map_err(|error| Fault::Unsound(format!("event {}: {error}", E::KIND)))
    }

    fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Boxed<'a, Result<(), Fault>> {
        Box::pin(Event::apply(self, at, tx))
    }
}

/// Wraps an event for [`crate::Tx::enter`], which takes several of different types.
pub fn happened<E: Event>(event: E) -> Box<dyn AnyEvent> {
    Box::new(event)
}

/// How a stored event is read again: one line of a room's descriptor.
#[derive(Clone, Copy)]
pub struct EventKind {
    /// The kind.
    pub kind: &'static str,
    /// The version.
    pub version: u32,
    decode: fn(&str) -> Result<Box<dyn AnyEvent>, Fault>,
}

impl EventKind {
    /// The line for this type of event.
    #[must_use]
    pub fn of<E: Event>() -> EventKind {
        EventKind {
            kind: E::KIND,
            version: E::VERSION,
            decode: |text| {
                let event: E = serde_json::from_str(text)
                    .map_err(|error| Fault::Unsound(format!("event {} v{}: {error}", E::KIND, E::VERSION)))?;
                Ok(Box::new(event))
            },
        }
    }

    /// Reads the stored data of an event of this kind and version.
    ///
    /// # Errors
    /// [`Fault::Unsound`] for data of another shape.
    pub fn read(&self, data: &str) -> Result<Box<dyn AnyEvent>, Fault> {
        (self.decode)(data)
    }
}

impl std::fmt::Debug for EventKind {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} v{}", self.kind, self.version)
    }
}
