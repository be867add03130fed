//! A centre asks that its float grow by what it paid in.

use crate::deeds::top_up_float::{amount_is_sound, sound_proof};
use crate::events::TopUpAsked;
use crate::store::{PROOF_HERE, WAITING_COUNT};
use crate::top_up::{PaidInto, proof_key};
use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// How many days back a payment may lie: an older one is for the programme's office to look for.
pub const PAID_DAYS_MAX: i64 = 90;
/// Top-ups of one centre that wait at the same time, at most.
pub const ASKS_WAITING_MAX: i64 = 10;

/// Asks for a top-up, with the number of the slip as its proof. No money moves: another person approves
/// ([`crate::ApproveTopUp`]) or declines. Whoever holds `float.ask` at the centre may ask; the caller's door looks at that.
///
/// # Refusals
/// No such centre, an amount of nothing or of more than Tk 1 crore, no number of a slip or one that stands in this book
/// already (unless it was declined), neither a bank nor a wallet, a day to come or long ago, too many that wait.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AskTopUp {
    /// The centre's book.
    pub book: String,
    /// How much was paid in.
    pub poisha: Paisa,
    /// The number of the bank slip or of the transfer.
    pub proof: String,
    /// Where: the routing number of the bank's branch, or the name of a wallet (see [`crate::WALLETS`]).
    pub bank: String,
    /// On which day.
    pub paid_on: BusinessDay,
}

/// Why a top-up cannot be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAsked {
    /// No centre has this book.
    Book,
    /// The amount.
    Amount,
    /// The proof is missing or too long.
    Proof,
    /// The proof stands in this book already.
    ProofUsed,
    /// Neither a routing number nor a wallet.
    Bank,
    /// A day to come, or more than [`PAID_DAYS_MAX`] days ago.
    Day,
    /// [`ASKS_WAITING_MAX`] wait already.
    Many,
}

impl Refusal for NotAsked {
    fn code(&self) -> &'static str {
        match self {
            NotAsked::Book => "ledger.top_up.book",
            NotAsked::Amount => "ledger.top_up.amount",
            NotAsked::Proof => "ledger.top_up.proof",
            NotAsked::ProofUsed => "ledger.top_up.proof_used",
            NotAsked::Bank => "ledger.top_up.bank",
            NotAsked::Day => "ledger.top_up.day",
            NotAsked::Many => "ledger.top_up.many",
        }
    }

    fn status(&self) -> u16 {
        if *self == NotAsked::Book { 404 } else { 422 }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotAsked::Day => vec![("days", PAID_DAYS_MAX.to_string())],
            NotAsked::Many => vec![("most", ASKS_WAITING_MAX.to_string())],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotAsked::Amount => "amount",
            NotAsked::Proof | NotAsked::ProofUsed => "proof",
            NotAsked::Bank => "bank",
            NotAsked::Day => "day",
            NotAsked::Book | NotAsked::Many => return None,
        };
        Some(field.to_owned())
    }
}

/// What is known when it is decided.
struct Known {
    /// The path of the centre.
    path: Option<String>,
    today: BusinessDay,
    proof_used: bool,
    waiting: i64,
}

/// The event, when every part of the ask is sound.
fn decide(ask: &AskTopUp, id: String, known: Known) -> Result<TopUpAsked, NotAsked> {
    let path = known.path.ok_or(NotAsked::Book)?;
    if !amount_is_sound(ask.poisha) {
        return Err(NotAsked::Amount);
    }
    let proof = sound_proof(&ask.proof).ok_or(NotAsked::Proof)?;
    let paid_into = PaidInto::parse(&ask.bank).ok_or(NotAsked::Bank)?;
    if !(0..=PAID_DAYS_MAX).contains(&known.today.days_since(ask.paid_on)) {
        return Err(NotAsked::Day);
    }
    if known.proof_used {
        return Err(NotAsked::ProofUsed);
    }
    if known.waiting >= ASKS_WAITING_MAX {
        return Err(NotAsked::Many);
    }
    Ok(TopUpAsked { ask: id, path, poisha: ask.poisha, proof, paid_into, paid_on: ask.paid_on })
}

impl Deed for AskTopUp {
    const NAME: &'static str = "ledger.ask_top_up";
    /// The id of what was asked for.
    type Done = String;
    type Refusal = NotAsked;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String, Stop<NotAsked>> {
        let centre = network::centre(tx, &self.book).await?;
        let key = proof_key(&base::text::clean(&self.proof));
        let known = Known {
            path: centre.filter(|centre| centre.book == self.book).map(|centre| centre.path),
            today: tx.now().day(),
            proof_used: tx.optional(&PROOF_HERE, &[(&self.book).into(), key.into()]).await?.is_some(),
            waiting: tx.one(&WAITING_COUNT, &[(&self.book).into()]).await?.get("waiting")?,
        };
        let id = tx.new_id()?.to_string();
        let asked = decide(self, id.clone(), known).map_err(Stop::Refused)?;
        tx.enter(&self.book, vec![happened(asked)]).await?;
        Ok(id)
    }
}
