//! Sellers are paid: a run is proposed, decided by somebody else, sent, and ended as the bank says.

use crate::events::{PayoutEnded, PayoutSent, RunClosed, RunDecided, RunProposed, runs_kind};
use crate::money::{payout_ended_legs, payout_sent_legs};
use crate::reading;
use crate::settlement::{PAYOUTS_MAX, Payout, PayoutState, Run, RunState};
use crate::store;
use base::{Paisa, Refusal};
use journal::{Deed, NATION, Stop, Tx, happened};
use ledger::{Draft, NotPosted};
use serde::{Deserialize, Serialize};

/// Letters of a bank's reference, and of its reason, at most (ISO 20022 `Max35Text`).
pub const BANK_REFERENCE_CHARS_MAX: usize = 35;

/// Proposes a run: every seller who is owed something, with all that is owed. One entry in the nation's book. One run at a
/// time waits for its decision.
///
/// # Refusals
/// See [`NotSettled`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProposeRun {
    /// The least that is worth a transfer.
    pub least: Paisa,
}

/// Decides a run that somebody else proposed.
///
/// # Refusals
/// See [`NotSettled`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DecideRun {
    /// The run.
    pub run: String,
    /// True to approve.
    pub approve: bool,
}

/// Why a run is not proposed, decided or sent.
#[derive(Debug)]
pub enum NotSettled {
    /// Nobody is owed so much.
    Nothing,
    /// Another run waits for its decision.
    Waiting(String),
    /// There is no such run or payout.
    Unknown,
    /// It was decided, or ended.
    Decided,
    /// Who proposed it does not approve it.
    Own,
    /// A reference or a reason that is too long.
    Reference,
    /// A file that is no notice of a bank.
    Notice,
    /// Nobody told the house from which account sellers are paid.
    Account,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotSettled {
    fn code(&self) -> &'static str {
        match self {
            NotSettled::Nothing => "market.settle.nothing",
            NotSettled::Waiting(_) => "market.settle.waiting",
            NotSettled::Unknown => "market.settle.unknown",
            NotSettled::Decided => "market.settle.decided",
            NotSettled::Own => "market.settle.own",
            NotSettled::Reference => "market.settle.reference",
            NotSettled::Account => "market.settle.account",
            NotSettled::Notice => "market.settle.notice",
            NotSettled::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotSettled::Waiting(run) => vec![("run", run.clone())],
            NotSettled::Posting(refused) => refused.values(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        matches!(self, NotSettled::Notice).then(|| "notice".to_owned())
    }

    fn status(&self) -> u16 {
        match self {
            NotSettled::Unknown => 404,
            NotSettled::Decided | NotSettled::Waiting(_) => 409,
            NotSettled::Own => 403,
            NotSettled::Posting(refused) => refused.status(),
            NotSettled::Nothing | NotSettled::Reference | NotSettled::Account | NotSettled::Notice => 422,
        }
    }
}

/// The codes of [`NotSettled`].
pub(crate) const CODES: &[&str] = &[
    "market.settle.nothing",
    "market.settle.waiting",
    "market.settle.unknown",
    "market.settle.decided",
    "market.settle.own",
    "market.settle.reference",
    "market.settle.account",
    "market.settle.notice",
];

impl Deed for ProposeRun {
    const NAME: &'static str = "market.propose_run";
    type Done = Run;
    type Refusal = NotSettled;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Run, Stop<NotSettled>> {
        if let Some(waiting) = reading::run_waiting(tx).await? {
            return Err(Stop::Refused(NotSettled::Waiting(waiting)));
        }
        let day = tx.now().day();
        let kind = runs_kind(day, tx.session());
        let count = store::given(tx, NATION, &kind).await?.saturating_add(1);
        let number = format!("P{}-{}-{count:03}", day.compact(), journal::session_code(tx.session()));
        let mut payouts = Vec::new();
        for (seller, poisha) in reading::owed(tx, self.least, PAYOUTS_MAX).await? {
            let id = format!("{number}-{}", payouts.len().saturating_add(1));
            payouts.push(Payout { id, seller, poisha });
        }
        if payouts.is_empty() {
            return Err(Stop::Refused(NotSettled::Nothing));
        }
        let run = Run { number, day, by: tx.by().to_owned(), payouts };
        tx.enter(NATION, vec![happened(RunProposed { run: run.clone() })]).await?;
        Ok(run)
    }
}

impl Deed for DecideRun {
    const NAME: &'static str = "market.decide_run";
    type Done = ();
    type Refusal = NotSettled;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotSettled>> {
        let found = reading::run(tx, &self.run).await?;
        let (run, state) = found.ok_or(Stop::Refused(NotSettled::Unknown))?;
        if state != RunState::Proposed {
            return Err(Stop::Refused(NotSettled::Decided));
        }
        if self.approve && run.by == tx.by() {
            return Err(Stop::Refused(NotSettled::Own));
        }
        let decided = RunDecided { run: self.run.clone(), approved: self.approve };
        tx.enter(NATION, vec![happened(decided)]).await?;
        Ok(())
    }
}

/// A payout of an approved run leaves the seller's account: one entry in the seller's book. What the seller is owed may have
/// become less since the run was proposed: then only so much is sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendPayout {
    /// The run's number.
    pub run: String,
    /// The payout.
    pub payout: Payout,
}

impl Deed for SendPayout {
    const NAME: &'static str = "market.send_payout";
    /// What was sent; none when it left before.
    type Done = Option<Paisa>;
    type Refusal = NotSettled;

    fn book(&self) -> &str {
        &self.payout.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Option<Paisa>, Stop<NotSettled>> {
        let Payout { id, seller, poisha } = &self.payout;
        if reading::payout(tx, seller, id).await?.is_some() {
            return Ok(None);
        }
        let leaves = (*poisha).min(reading::owed_to(tx, seller).await?).max(Paisa::ZERO);
        let mut events = vec![happened(PayoutSent { id: id.clone(), run: self.run.clone(), poisha: leaves })];
        if leaves > Paisa::ZERO {
            let too_large = || Stop::Refused(NotSettled::Posting(NotPosted::TooLarge));
            let legs = payout_sent_legs(seller, leaves).ok_or_else(too_large)?;
            let draft = Draft { day: tx.now().day(), memo: id.clone(), legs };
            let posted = ledger::post(tx, seller, draft).await.map_err(|stop| stop.map(NotSettled::Posting))?;
            events.push(happened(posted));
        }
        tx.enter(seller, events).await?;
        Ok(Some(leaves))
    }
}

/// A run of which every payout has left is looked at no more. One entry in the nation's book, once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CloseRun {
    /// The run's number.
    pub run: String,
}

impl Deed for CloseRun {
    const NAME: &'static str = "market.close_run";
    /// True when it was closed now.
    type Done = bool;
    type Refusal = NotSettled;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<bool, Stop<NotSettled>> {
        let found = reading::run(tx, &self.run).await?;
        let (run, state) = found.ok_or(Stop::Refused(NotSettled::Unknown))?;
        if state != RunState::Approved {
            return Ok(false);
        }
        let left = reading::payout_states(tx, &self.run).await?.into_iter().map(|(_, payouts)| payouts);
        if left.fold(0, i64::saturating_add) < i64::try_from(run.payouts.len()).unwrap_or(i64::MAX) {
            return Ok(false);
        }
        tx.enter(NATION, vec![happened(RunClosed { run: self.run.clone() })]).await?;
        Ok(true)
    }
}

/// A payout ends as the bank says: it arrived, or it came back, at once or after it had arrived, and the seller is owed it
/// again. One entry in the seller's book, once each.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EndPayout {
    /// The seller's number.
    pub seller: String,
    /// The payout's id.
    pub id: String,
    /// True when it arrived.
    pub paid: bool,
    /// The bank's own reference.
    pub reference: String,
    /// Why it came back, as the bank says it; empty when it does not, and for what arrived.
    pub reason: String,
}

impl Deed for EndPayout {
    const NAME: &'static str = "market.end_payout";
    type Done = ();
    type Refusal = NotSettled;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotSettled>> {
        let found = reading::payout(tx, &self.seller, &self.id).await?;
        let (poisha, state) = found.ok_or(Stop::Refused(NotSettled::Unknown))?;
        // An account that was closed sends back what was booked days ago.
        let arrived = match (state, self.paid) {
            (PayoutState::Sent, _) => false,
            (PayoutState::Paid, false) => true,
            _ => return Err(Stop::Refused(NotSettled::Decided)),
        };
        let reference = base::text::clean(&self.reference);
        let reason = if self.paid { String::new() } else { base::text::clean(&self.reason) };
        if [&reference, &reason].iter().any(|text| text.chars().count() > BANK_REFERENCE_CHARS_MAX) {
            return Err(Stop::Refused(NotSettled::Reference));
        }
        let too_large = || Stop::Refused(NotSettled::Posting(NotPosted::TooLarge));
        let legs = payout_ended_legs(&self.seller, poisha, (arrived, self.paid)).ok_or_else(too_large)?;
        let draft = Draft { day: tx.now().day(), memo: self.id.clone(), legs };
        let posted = ledger::post(tx, &self.seller, draft).await.map_err(|stop| stop.map(NotSettled::Posting))?;
        let ended = PayoutEnded { id: self.id.clone(), paid: self.paid, reference, reason };
        tx.enter(&self.seller, vec![happened(ended), happened(posted)]).await?;
        Ok(())
    }
}
