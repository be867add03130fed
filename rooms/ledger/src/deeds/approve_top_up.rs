//! A top-up is approved by another person than the one who asked.

use crate::deeds::top_up_float::TOP_UP_MEMO;
use crate::events::TopUpApproved;
use crate::posting::{Draft, NotPosted};
use crate::store::TOP_UP;
use crate::top_up::{TopUp, TopUpState};
use crate::{post, split};
use base::Refusal;
use journal::{Deed, Entered, Fault, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Approves a top-up, once: the money was found, and both sides of the float grow by it in one entry. Whoever holds
/// `float.topup` at the centre's place may; never the one who asked, whatever they hold (security.md 4.6: who proposes does
/// not approve).
///
/// # Refusals
/// No such top-up, one that was decided before, one's own, or what the ledger says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ApproveTopUp {
    /// The centre's book.
    pub book: String,
    /// The id of what was asked for.
    pub ask: String,
}

/// Why a top-up may not be approved or declined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotDecided {
    /// There is no such top-up.
    Unknown,
    /// Somebody decided before.
    Before,
    /// Whoever asked does not decide.
    Own,
    /// The reason is none of [`crate::DECLINE_REASONS`].
    Reason,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotDecided {
    fn code(&self) -> &'static str {
        match self {
            NotDecided::Unknown => "ledger.top_up.unknown",
            NotDecided::Before => "ledger.top_up.decided",
            NotDecided::Own => "ledger.top_up.own",
            NotDecided::Reason => "ledger.top_up.reason",
            NotDecided::Posting(refusal) => refusal.code(),
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotDecided::Unknown => 404,
            NotDecided::Before => 409,
            NotDecided::Posting(refusal) => refusal.status(),
            NotDecided::Own | NotDecided::Reason => 422,
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if let NotDecided::Posting(refusal) = self { refusal.values() } else { Vec::new() }
    }

    fn field(&self) -> Option<String> {
        (*self == NotDecided::Reason).then(|| "reason".to_owned())
    }
}

/// The top-up, when it still waits and whoever decides is not the one who asked.
pub(super) async fn waiting(tx: &mut Tx<'_, '_>, book: &str, ask: &str) -> Result<TopUp, Stop<NotDecided>> {
    let row = tx.optional(&TOP_UP, &[book.into(), ask.into()]).await?;
    let top_up = TopUp::of(&row.ok_or(Stop::Refused(NotDecided::Unknown))?)?;
    may_decide(&top_up, tx.by()).map_err(Stop::Refused)?;
    Ok(top_up)
}

fn may_decide(top_up: &TopUp, by: &str) -> Result<(), NotDecided> {
    if top_up.state != TopUpState::Waiting {
        Err(NotDecided::Before)
    } else if top_up.asked_by == by {
        Err(NotDecided::Own)
    } else {
        Ok(())
    }
}

impl Deed for ApproveTopUp {
    const NAME: &'static str = "ledger.approve_top_up";
    type Done = Entered;
    type Refusal = NotDecided;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &journal::Ahead<'_>) -> Vec<db::Want> {
        post::wants(&self.book, &["P:bank", "P:float", "E:float", "E:owner"])
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotDecided>> {
        let top_up = waiting(tx, &self.book, &self.ask).await?;
        let account = top_up.paid_into.account();
        let legs = account.and_then(|account| split::top_up_legs_into(&account, top_up.poisha));
        let legs = legs.ok_or_else(|| Fault::Unsound(format!("top-up {} has no legs", top_up.ask)))?;
        let draft = Draft { day: tx.now().day(), memo: format!("{TOP_UP_MEMO}{}", top_up.proof), legs };
        let posted = post::post(tx, &self.book, draft).await.map_err(|stop| stop.map(NotDecided::Posting))?;
        Ok(tx.enter(&self.book, vec![happened(TopUpApproved { ask: top_up.ask }), happened(posted)]).await?)
    }
}
