//! A service is closed at a place for now, or opened there again.

use crate::events::{ServiceClosed, ServiceReopened};
use crate::store::{OFFERS, offer_on_shelf};
use base::Refusal;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Characters of the reason, at most.
const REASON_CHARS_MAX: usize = 300;

/// Closes a service at a place and all below it: the server of its agency is down, a union stopped giving it. Closed
/// again, nothing happens.
///
/// # Refusals
/// See [`NotClosedAt`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CloseService {
    /// The service.
    pub service: String,
    /// The place path.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// Opens a service at a place where it was closed.
///
/// # Refusals
/// See [`NotClosedAt`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReopenService {
    /// The service.
    pub service: String,
    /// The place path.
    pub path: String,
}

/// Why a service is not closed or opened so.
#[derive(Debug, PartialEq, Eq)]
pub enum NotClosedAt {
    /// There is no such service.
    Unknown,
    /// The place path.
    Path,
    /// A service is closed with a reason, at most 300 characters long.
    Reason,
    /// It is not closed there.
    Open,
}

impl Refusal for NotClosedAt {
    fn code(&self) -> &'static str {
        match self {
            NotClosedAt::Unknown => "counter.close_service.unknown",
            NotClosedAt::Path => "counter.close_service.path",
            NotClosedAt::Reason => "counter.close_service.reason",
            NotClosedAt::Open => "counter.close_service.open",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotClosedAt::Path => Some("close-place".to_owned()),
            NotClosedAt::Reason => Some("reason".to_owned()),
            _ => None,
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotClosedAt::Unknown => 404,
            NotClosedAt::Open => 409,
            _ => 422,
        }
    }
}

/// The codes of [`NotClosedAt`].
pub(crate) const CODES: &[&str] = &[
    "counter.close_service.unknown",
    "counter.close_service.path",
    "counter.close_service.reason",
    "counter.close_service.open",
];

/// The paths at which a service is closed.
async fn closed(tx: &mut Tx<'_, '_>, service: &str, path: &str) -> Result<Vec<String>, Stop<NotClosedAt>> {
    if !(path.starts_with('/') && path.ends_with('/')) {
        return Err(Stop::Refused(NotClosedAt::Path));
    }
    let row = tx.fetch(&OFFERS, vec![NATION.into(), service.into()]).await?;
    Ok(offer_on_shelf(&row.ok_or(Stop::Refused(NotClosedAt::Unknown))?)?.closed)
}

impl Deed for CloseService {
    const NAME: &'static str = "counter.close_service";
    type Done = ();
    type Refusal = NotClosedAt;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotClosedAt>> {
        let closed = closed(tx, &self.service, &self.path).await?;
        let reason = base::text::clean(&self.reason);
        if !(1..=REASON_CHARS_MAX).contains(&reason.chars().count()) {
            return Err(Stop::Refused(NotClosedAt::Reason));
        }
        if !closed.contains(&self.path) {
            let event = ServiceClosed { service: self.service.clone(), path: self.path.clone(), reason };
            tx.enter(NATION, vec![happened(event)]).await?;
        }
        Ok(())
    }
}

impl Deed for ReopenService {
    const NAME: &'static str = "counter.reopen_service";
    type Done = ();
    type Refusal = NotClosedAt;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotClosedAt>> {
        if !closed(tx, &self.service, &self.path).await?.contains(&self.path) {
            return Err(Stop::Refused(NotClosedAt::Open));
        }
        let event = ServiceReopened { service: self.service.clone(), path: self.path.clone() };
        tx.enter(NATION, vec![happened(event)]).await?;
        Ok(())
    }
}
