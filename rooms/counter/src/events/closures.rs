//! Services closed at a place, and opened again.

use crate::store::{OFFERS, REVISION, offer_on_shelf, to_text};
use db::{Fault, Value};
use journal::{EntryHead, Event};
use serde::{Deserialize, Serialize};

/// A service was closed at a place and all below it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServiceClosed {
    /// The service.
    pub service: String,
    /// The place path.
    pub path: String,
    /// Why, in a sentence about the service.
    pub reason: String,
}

impl Event for ServiceClosed {
    const KIND: &'static str = "counter.service_closed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        put_closed(&self.service, at, tx, |closed| closed.push(self.path.clone())).await
    }
}

/// A service was opened at a place where it was closed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServiceReopened {
    /// The service.
    pub service: String,
    /// The place path.
    pub path: String,
}

impl Event for ServiceReopened {
    const KIND: &'static str = "counter.service_reopened";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        put_closed(&self.service, at, tx, |closed| closed.retain(|path| *path != self.path)).await
    }
}

async fn put_closed(
    service: &str,
    at: &EntryHead,
    tx: &mut db::Tx<'_>,
    change: impl FnOnce(&mut Vec<String>),
) -> Result<(), Fault> {
    let key = vec![Value::from(&at.book), service.into()];
    let rest = tx.fetch(&OFFERS, key.clone()).await?;
    let mut rest = rest.ok_or_else(|| Fault::Unsound(format!("an unknown service was closed: {service}")))?;
    let mut closed = offer_on_shelf(&rest)?.closed;
    change(&mut closed);
    closed.sort();
    if let Some(kept) = rest.get_mut(4) {
        *kept = to_text(&closed)?.into();
    }
    tx.put(&OFFERS, key, rest);
    tx.put(&REVISION, vec![Value::from(&at.book)], vec![at.folio.into()]);
    Ok(())
}
