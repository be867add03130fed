//! A seller says where its program wants to be told what happens.

use crate::events::{EndpointClosed, EndpointSet};
use crate::partner::store::endpoint;
use crate::reading;
use crate::store::given;
use base::Refusal;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Sets the endpoint of a seller's program, in place of the one before, or gives it up. One entry in the seller's book. What
/// makes the secret is drawn here and of no use without the store's keys.
///
/// # Refusals
/// See [`NotAnEndpoint`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetEndpoint {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The address; nothing gives the endpoint up.
    pub url: Option<String>,
    /// True on a house that is open to its own machine alone: plain http to that machine is then allowed.
    pub loopback: bool,
}

/// Why there is no endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAnEndpoint {
    /// There is no such seller.
    Seller,
    /// Not an address of the public network over https.
    Url,
    /// There is no such message, or it need not be sent again.
    Message,
}

impl Refusal for NotAnEndpoint {
    fn code(&self) -> &'static str {
        match self {
            NotAnEndpoint::Seller => "market.endpoint.seller",
            NotAnEndpoint::Url => "market.endpoint.url",
            NotAnEndpoint::Message => "market.endpoint.message",
        }
    }

    fn status(&self) -> u16 {
        if *self == NotAnEndpoint::Url { 422 } else { 404 }
    }

    fn field(&self) -> Option<String> {
        (*self == NotAnEndpoint::Url).then(|| "url".to_owned())
    }
}

/// The codes of [`NotAnEndpoint`].
pub(crate) const CODES: &[&str] = &["market.endpoint.seller", "market.endpoint.url", "market.endpoint.message"];

impl Deed for SetEndpoint {
    const NAME: &'static str = "market.set_endpoint";
    /// Its number and what makes its secret; empty when it was given up.
    type Done = (i64, String);
    type Refusal = NotAnEndpoint;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(i64, String), Stop<NotAnEndpoint>> {
        let refused = |why| Err(Stop::Refused(why));
        if reading::seller(tx, &self.seller).await?.is_none() {
            return refused(NotAnEndpoint::Seller);
        }
        let Some(url) = &self.url else {
            if let Some(endpoint) = endpoint(tx, &self.seller).await?.filter(|endpoint| endpoint.open) {
                tx.enter(&self.seller, vec![happened(EndpointClosed { number: endpoint.number })]).await?;
            }
            return Ok((0, String::new()));
        };
        let url = url.trim();
        if web::endpoint_of(url, self.loopback).is_none() {
            return refused(NotAnEndpoint::Url);
        }
        let number = given(tx, &self.seller, "endpoint").await?.saturating_add(1);
        let salt = base::text::hex(&tx.random::<16>()?);
        let event = EndpointSet { number, url: url.to_owned(), salt: salt.clone() };
        tx.enter(&self.seller, vec![happened(event)]).await?;
        Ok((number, salt))
    }
}
