//! A centre's float grows by money that reached the programme's bank.

use crate::posting::{Draft, NotPosted};
use crate::{post, split};
use base::{Paisa, Refusal};
use journal::{Deed, Entered, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// A single top-up, at most: Tk 1 crore.
pub const TOP_UP_POISHA_MAX: i64 = 1_000_000_000;
/// How the memo of a top-up begins; the number of the slip follows.
pub(crate) const TOP_UP_MEMO: &str = "top-up ";
/// Characters of the proof's number, at most.
pub const PROOF_CHARS_MAX: usize = 60;

/// Tops up the float of a centre at once: the program's own way, for a first float and for trials. A person asks
/// ([`crate::AskTopUp`]) and another person approves ([`crate::ApproveTopUp`]), so that nobody makes money alone. One entry
/// moves both sides, so that the shop's float equals the programme's at every instant.
///
/// # Refusals
/// A person; an amount that is nothing or more than Tk 1 crore; no number of the bank slip.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TopUpFloat {
    /// The centre's book.
    pub book: String,
    /// How much.
    pub poisha: Paisa,
    /// The number of the bank slip or transfer: what proves it.
    pub proof: String,
}

/// Why a top-up may not be.
#[derive(Debug)]
pub enum NotToppedUp {
    /// A person tops up by asking another.
    Person,
    /// The amount.
    Amount,
    /// The proof is missing or too long.
    Proof,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotToppedUp {
    fn code(&self) -> &'static str {
        match self {
            NotToppedUp::Person => "ledger.top_up.person",
            NotToppedUp::Amount => "ledger.top_up.amount",
            NotToppedUp::Proof => "ledger.top_up.proof",
            NotToppedUp::Posting(refusal) => refusal.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if let NotToppedUp::Posting(refusal) = self { refusal.values() } else { Vec::new() }
    }

    fn status(&self) -> u16 {
        match self {
            NotToppedUp::Person => 403,
            NotToppedUp::Posting(refusal) => refusal.status(),
            _ => 422,
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotToppedUp::Amount => Some("amount".to_owned()),
            NotToppedUp::Proof => Some("proof".to_owned()),
            NotToppedUp::Person | NotToppedUp::Posting(_) => None,
        }
    }
}

/// More than nothing and at most [`TOP_UP_POISHA_MAX`].
pub(crate) fn amount_is_sound(poisha: Paisa) -> bool {
    (1..=TOP_UP_POISHA_MAX).contains(&poisha.get())
}

/// The number of a slip as it is kept; none when nothing is left of it or it is longer than [`PROOF_CHARS_MAX`].
pub(crate) fn sound_proof(proof: &str) -> Option<String> {
    let proof = base::text::clean(proof);
    let sound = !crate::top_up::proof_key(&proof).is_empty() && proof.chars().count() <= PROOF_CHARS_MAX;
    sound.then_some(proof)
}

impl Deed for TopUpFloat {
    const NAME: &'static str = "ledger.top_up_float";
    type Done = Entered;
    type Refusal = NotToppedUp;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &journal::Ahead<'_>) -> Vec<db::Want> {
        post::wants(&self.book, &["P:bank", "P:float", "E:float", "E:owner"])
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotToppedUp>> {
        if tx.by() != "system" {
            return Err(Stop::Refused(NotToppedUp::Person));
        }
        if !amount_is_sound(self.poisha) {
            return Err(Stop::Refused(NotToppedUp::Amount));
        }
        let proof = sound_proof(&self.proof).ok_or(Stop::Refused(NotToppedUp::Proof))?;
        let legs = split::top_up_legs(self.poisha).ok_or(Stop::Refused(NotToppedUp::Amount))?;
        let draft = Draft { day: tx.now().day(), memo: format!("{TOP_UP_MEMO}{proof}"), legs };
        let posted = post::post(tx, &self.book, draft).await.map_err(|stop| stop.map(NotToppedUp::Posting))?;
        Ok(tx.enter(&self.book, vec![happened(posted)]).await?)
    }
}
