//! The association moves a seller: checked, approved, suspended, declined.

use crate::events::SellerVetted;
use crate::reading;
use crate::seller::SellerState;
use base::Refusal;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Characters of a reason, at most.
pub const REASON_CHARS_MAX: usize = 500;

/// Moves a seller from the state in which it was seen to another. A second press finds it there and is refused as moved
/// by somebody, unless it came under the same key. A suspended seller's goods vanish from the storefront with the next
/// look at the books; its listings stay as they are.
///
/// # Refusals
/// See [`NotVetted`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VetSeller {
    /// The seller's number.
    pub seller: String,
    /// Where it was seen.
    pub expects: SellerState,
    /// Where it goes.
    pub to: SellerState,
    /// Why; needed for suspending and declining.
    pub reason: String,
}

/// Why a seller is not moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotVetted {
    /// There is no such seller.
    Unknown,
    /// It stands elsewhere than where it was seen.
    Moved,
    /// There is no way from here to there.
    Move,
    /// The reason is missing or too long.
    Reason,
}

impl Refusal for NotVetted {
    fn code(&self) -> &'static str {
        match self {
            NotVetted::Unknown => "market.vet.unknown",
            NotVetted::Moved => "market.vet.moved",
            NotVetted::Move => "market.vet.move",
            NotVetted::Reason => "market.vet.reason",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if *self == NotVetted::Reason { vec![("max", REASON_CHARS_MAX.to_string())] } else { Vec::new() }
    }

    fn status(&self) -> u16 {
        match self {
            NotVetted::Unknown => 404,
            NotVetted::Moved => 409,
            NotVetted::Move | NotVetted::Reason => 422,
        }
    }

    fn field(&self) -> Option<String> {
        (*self == NotVetted::Reason).then(|| "reason".to_owned())
    }
}

/// The codes of [`NotVetted`].
pub(crate) const CODES: &[&str] = &["market.vet.unknown", "market.vet.moved", "market.vet.move", "market.vet.reason"];

/// The reason as it is entered: a text where one is needed, nothing where not; `wrong` when it is missing or too long.
pub(crate) fn reason_for<R>(text: &str, needed: bool, wrong: R) -> Result<Option<String>, R> {
    let reason = base::text::clean(text);
    if reason.chars().count() > REASON_CHARS_MAX || (needed && reason.is_empty()) {
        return Err(wrong);
    }
    Ok(needed.then_some(reason))
}

/// Whether the move is allowed, and the reason as it is entered.
fn decide(deed: &VetSeller, state: SellerState) -> Result<Option<String>, NotVetted> {
    if state != deed.expects {
        return Err(NotVetted::Moved);
    }
    if !state.moves().contains(&deed.to) {
        return Err(NotVetted::Move);
    }
    reason_for(&deed.reason, deed.to.needs_reason(), NotVetted::Reason)
}

impl Deed for VetSeller {
    const NAME: &'static str = "market.vet_seller";
    type Done = ();
    type Refusal = NotVetted;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotVetted>> {
        let standing = reading::seller(tx, &self.seller).await?.ok_or(Stop::Refused(NotVetted::Unknown))?;
        let reason = decide(self, standing.state).map_err(Stop::Refused)?;
        let event = SellerVetted { seller: self.seller.clone(), to: self.to, reason };
        tx.enter(NATION, vec![happened(event)]).await?;
        Ok(())
    }
}
