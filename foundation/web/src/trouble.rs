//! What a handler answers when it cannot do what was asked.
//!
//! A handler returns [`Trouble`] bare, without knowing the reader's language or whether a page or the API asked; the
//! shell around it dresses it (`dress.rs`). So no handler builds an error page, and all of them look alike.

use crate::Fault;
use crate::refusals::KitRefusal;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base::Refusal;
use journal::Stop;
use std::sync::Arc;

/// What every handler returns.
pub type Answer = Result<Response, Trouble>;

/// A refusal, which the person can do something about, or a fault, which we must.
#[derive(Debug)]
pub enum Trouble {
    /// A rule said no. The status is the refusal's own, 422 unless it says otherwise.
    Refused(Box<dyn Refusal>),
    /// The store or the program failed: logged once under an incident number; 503 when trying later helps, else 500.
    Fault(Fault),
    /// There is nothing here, or nothing that this person may know of (404).
    NotFound,
    /// The person may know of it but not do this (403).
    Forbidden,
    /// A race was lost (409).
    Conflict,
    /// Something broke that has no type: a page that does not render, a panic. The text goes to the log only (500).
    Broken(String),
}

impl Trouble {
    /// A refusal of any kind: `decide(…).map_err(Trouble::refused)?`.
    pub fn refused(refusal: impl Refusal + 'static) -> Trouble {
        Trouble::Refused(Box::new(refusal))
    }

    /// The refusal that tells this trouble to people; a fault's is the kit's own calm one.
    pub(crate) fn refusal(&self) -> &dyn Refusal {
        match self {
            Trouble::Refused(refusal) => refusal.as_ref(),
            Trouble::Fault(fault) if fault.is_away() => &KitRefusal::Away,
            Trouble::Fault(_) | Trouble::Broken(_) => &KitRefusal::Broken,
            Trouble::NotFound => &KitRefusal::NotFound,
            Trouble::Forbidden => &KitRefusal::Forbidden,
            Trouble::Conflict => &KitRefusal::Conflict,
        }
    }

    /// What goes to the log, for what is ours to mend.
    pub(crate) fn cause(&self) -> Option<String> {
        match self {
            Trouble::Fault(fault) => Some(fault.to_string()),
            Trouble::Broken(what) => Some(what.clone()),
            _ => None,
        }
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Trouble {
        Trouble::Fault(fault)
    }
}

impl<R: Refusal + 'static> From<Stop<R>> for Trouble {
    fn from(stop: Stop<R>) -> Trouble {
        match stop {
            Stop::Refused(refusal) => Trouble::refused(refusal),
            Stop::KeyReused => KitRefusal::KeyReused.into(),
            Stop::Fault(fault) => Trouble::Fault(fault),
        }
    }
}

impl From<KitRefusal> for Trouble {
    fn from(refusal: KitRefusal) -> Trouble {
        Trouble::refused(refusal)
    }
}

impl From<askama::Error> for Trouble {
    fn from(error: askama::Error) -> Trouble {
        Trouble::Broken(format!("a page does not render: {error}"))
    }
}

/// A trouble waiting in an answer to be dressed.
#[derive(Clone, Debug)]
pub(crate) struct Bare(pub(crate) Arc<Trouble>);

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.refusal().status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
        let mut response = status.into_response();
        response.extensions_mut().insert(Bare(Arc::new(self)));
        response
    }
}
