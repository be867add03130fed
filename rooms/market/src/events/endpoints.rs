//! Where a seller's own programs want to be told (seller's book).

use crate::partner::Endpoint;
use crate::partner::store::put_endpoint;
use crate::store;
use db::Fault;
use journal::{EntryHead, Event};
use serde::{Deserialize, Serialize};

/// An endpoint was set, in place of the one before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EndpointSet {
    /// Counted within the seller.
    pub number: i64,
    /// The address.
    pub url: String,
    /// Random letters: with the store's keys they make the secret by which messages are signed.
    pub salt: String,
}

impl Event for EndpointSet {
    const KIND: &'static str = "market.endpoint_set";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let endpoint =
            Endpoint { number: self.number, url: self.url.clone(), salt: self.salt.clone(), set: at.at, open: true };
        put_endpoint(tx, &at.book, &endpoint)?;
        store::give(tx, &at.book, "endpoint").await
    }
}

/// The endpoint was given up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EndpointClosed {
    /// Its number.
    pub number: i64,
}

impl Event for EndpointClosed {
    const KIND: &'static str = "market.endpoint_closed";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        if let Some(endpoint) = crate::partner::store::endpoint(tx, &at.book).await? {
            put_endpoint(tx, &at.book, &Endpoint { open: false, ..endpoint })?;
        }
        Ok(())
    }
}
