//! The programme pays a shop the partner's commission that was accrued.

use crate::account::Account;
use crate::deeds::top_up_float::sound_proof;
use crate::moves::commission_paid_legs;
use crate::post;
use crate::posting::{Draft, Leg, NotPosted};
use crate::store::balance;
use base::{Paisa, Refusal};
use journal::{Deed, Entered, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// How the memo of a commission that was paid to the shop begins; provider and reference follow.
pub(crate) const PAID_MEMO: &str = "commission-paid ";

/// Pays accrued commission of one provider into the float: both sides of the float grow by it. It was earned when it was
/// accrued, so no income is posted here. Whoever holds `commission.pay` may; the caller's door looks at that.
///
/// # Refusals
/// A provider of which nothing can be kept, an amount of nothing, more than is due, no reference, or what the ledger says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PayCommission {
    /// The centre's book.
    pub book: String,
    /// The provider, by the code of its account.
    pub provider: String,
    /// How much.
    pub poisha: Paisa,
    /// The number of the settlement by which it is paid.
    pub reference: String,
}

/// Why commission cannot be paid or received so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotPaid {
    /// The provider's code is no part of an account.
    Provider,
    /// Nothing, or less.
    Amount,
    /// More than is due, which is this much.
    More(Paisa),
    /// The reference is missing or too long.
    Reference,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotPaid {
    fn code(&self) -> &'static str {
        match self {
            NotPaid::Provider => "ledger.commission.provider",
            NotPaid::Amount => "ledger.commission.amount",
            NotPaid::More(_) => "ledger.commission.more",
            NotPaid::Reference => "ledger.commission.reference",
            NotPaid::Posting(refusal) => refusal.code(),
        }
    }

    fn status(&self) -> u16 {
        if let NotPaid::Posting(refusal) = self { refusal.status() } else { 422 }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotPaid::More(due) => vec![("due", due.show_plain(base::Lang::En))],
            NotPaid::Posting(refusal) => refusal.values(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotPaid::Provider => "provider",
            NotPaid::Amount | NotPaid::More(_) => "amount",
            NotPaid::Reference => "reference",
            NotPaid::Posting(_) => return None,
        };
        Some(field.to_owned())
    }
}

/// A part of what stands in an account of the partner's due, to be settled.
pub(super) struct Settled<'a> {
    pub book: &'a str,
    /// The line of the chart: `E:partner_due` or `P:partner_due`.
    pub line: &'a str,
    pub provider: &'a str,
    pub poisha: Paisa,
    pub reference: &'a str,
    pub memo: &'static str,
    pub legs: fn(&str, Paisa) -> Option<Vec<Leg>>,
}

fn decide(poisha: Paisa, due: Paisa, reference: &str) -> Result<String, NotPaid> {
    if poisha <= Paisa::ZERO {
        return Err(NotPaid::Amount);
    }
    if poisha > due {
        return Err(NotPaid::More(due.max(Paisa::ZERO)));
    }
    sound_proof(reference).ok_or(NotPaid::Reference)
}

/// Posts it, dated today, in an entry of its own.
pub(super) async fn settle(tx: &mut Tx<'_, '_>, settled: Settled<'_>) -> Result<Entered, Stop<NotPaid>> {
    let refused = |refusal| Stop::Refused(refusal);
    let account = Account::new(&format!("{}:{}", settled.line, settled.provider));
    let account = account.ok_or(NotPaid::Provider).map_err(refused)?;
    let due = balance(tx, settled.book, &account).await?.poisha;
    let reference = decide(settled.poisha, due, settled.reference).map_err(refused)?;
    let legs = (settled.legs)(settled.provider, settled.poisha).ok_or(NotPaid::Amount).map_err(refused)?;
    let memo = format!("{}{} {reference}", settled.memo, settled.provider);
    let draft = Draft { day: tx.now().day(), memo, legs };
    let posted = post::post(tx, settled.book, draft).await.map_err(|stop| stop.map(NotPaid::Posting))?;
    Ok(tx.enter(settled.book, vec![happened(posted)]).await?)
}

impl Deed for PayCommission {
    const NAME: &'static str = "ledger.pay_commission";
    type Done = Entered;
    type Refusal = NotPaid;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotPaid>> {
        let settled = Settled {
            book: &self.book,
            line: "E:partner_due",
            provider: &self.provider,
            poisha: self.poisha,
            reference: &self.reference,
            memo: PAID_MEMO,
            legs: commission_paid_legs,
        };
        settle(tx, settled).await
    }
}
