//! A hold ends: its money moves, or is free again.

use crate::account::Account;
use crate::events::HoldEnded;
use crate::post;
use crate::posting::{Balance, Draft, NotPosted};
use crate::store::{HOLDS, balance, keep_balance};
use base::calendar::Moment;
use base::{Paisa, Refusal};
use db::Value;
use journal::{Deed, Entered, Fault, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Ends a hold, once. With a draft its money moves (by at most what was held, from its account); without one it is
/// set free. The expiry reconciler ends expired holds without a draft.
///
/// # Refusals
/// An unknown hold, one that ended before, an expired one that should move, more than was held, or what the ledger says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EndHold {
    /// The book.
    pub book: String,
    /// The hold.
    pub hold: String,
    /// What moves; nothing to set the money free.
    pub draft: Option<Draft>,
}

/// Why a hold may not end so.
#[derive(Debug)]
pub enum NotEnded {
    /// There is no such hold.
    Unknown,
    /// It ended before.
    Ended,
    /// It expired: it can only be voided.
    Expired,
    /// The draft takes nothing from the held account, or more than was held.
    More,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotEnded {
    fn code(&self) -> &'static str {
        match self {
            NotEnded::Unknown => "ledger.hold.unknown",
            NotEnded::Ended => "ledger.hold.ended",
            NotEnded::Expired => "ledger.hold.expired",
            NotEnded::More => "ledger.hold.more",
            NotEnded::Posting(refusal) => refusal.code(),
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotEnded::Unknown => 404,
            NotEnded::Ended => 409,
            NotEnded::Posting(refusal) => refusal.status(),
            _ => 422,
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if let NotEnded::Posting(refusal) = self { refusal.values() } else { Vec::new() }
    }
}

struct Hold {
    account: Account,
    poisha: Paisa,
    until: Moment,
    open: bool,
}

fn hold_of(row: &[Value]) -> Result<Hold, Fault> {
    let unsound = || Fault::Unsound("a hold of another shape".to_owned());
    let [Value::Text(account), Value::Integer(poisha), Value::Integer(until), Value::Text(state), _] = row else {
        return Err(unsound());
    };
    Ok(Hold {
        account: Account::new(account).ok_or_else(unsound)?,
        poisha: Paisa::new(*poisha),
        until: Moment::new(*until),
        open: state == "open",
    })
}

/// What the draft takes from the held account is some of what is held, or all of it.
fn decide(hold: &Hold, draft: Option<&Draft>, now: Moment) -> Result<(), NotEnded> {
    if !hold.open {
        return Err(NotEnded::Ended);
    }
    let Some(draft) = draft else { return Ok(()) };
    if hold.until < now {
        return Err(NotEnded::Expired);
    }
    let of_account = draft.legs.iter().filter(|leg| leg.account == hold.account).map(|leg| leg.poisha);
    let change = Paisa::sum(of_account).ok_or(NotEnded::More)?;
    let taken = if hold.account.is_debit_normal() { change.checked_neg().ok_or(NotEnded::More)? } else { change };
    if taken <= Paisa::ZERO || taken > hold.poisha { Err(NotEnded::More) } else { Ok(()) }
}

impl Deed for EndHold {
    const NAME: &'static str = "ledger.end_hold";
    type Done = Entered;
    type Refusal = NotEnded;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotEnded>> {
        let row = tx.fetch(&HOLDS, vec![(&self.book).into(), (&self.hold).into()]).await?;
        let hold = hold_of(&row.ok_or(Stop::Refused(NotEnded::Unknown))?)?;
        decide(&hold, self.draft.as_ref(), tx.now()).map_err(Stop::Refused)?;
        let Hold { account, poisha, until, .. } = hold;
        // The held money is free for this posting, and for this posting only.
        let before = balance(tx, &self.book, &account).await?;
        let freed = before.held.checked_sub(poisha).unwrap_or_default();
        keep_balance(tx, &self.book, &account, Balance { held: freed, ..before });
        let posted = match &self.draft {
            Some(draft) => {
                let posted = post::post(tx, &self.book, draft.clone()).await;
                Some(posted.map_err(|stop| stop.map(NotEnded::Posting))?)
            }
            None => None,
        };
        keep_balance(tx, &self.book, &account, before);
        let ended = HoldEnded { hold: self.hold.clone(), account, poisha, until, posted: posted.is_some() };
        let mut events = vec![happened(ended)];
        events.extend(posted.map(happened));
        Ok(tx.enter(&self.book, events).await?)
    }
}
