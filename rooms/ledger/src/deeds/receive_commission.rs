//! A provider pays the programme what it owes for passing on.

use crate::deeds::pay_commission::{NotPaid, Settled, settle};
use crate::moves::commission_received_legs;
use base::Paisa;
use journal::{Deed, Entered, Stop, Tx};
use serde::{Deserialize, Serialize};

/// How the memo of a commission that was received from the provider begins; provider and reference follow.
pub(crate) const RECEIVED_MEMO: &str = "commission-received ";

/// Notes that a provider paid commission into the programme's bank. The shop's side is not touched: what the programme
/// owes the shop does not wait for the provider, nor the other way round.
///
/// # Refusals
/// As [`crate::PayCommission`], against what the provider owes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReceiveCommission {
    /// The centre's book.
    pub book: String,
    /// The provider, by the code of its account.
    pub provider: String,
    /// How much.
    pub poisha: Paisa,
    /// The number of the bank's statement line.
    pub reference: String,
}

impl Deed for ReceiveCommission {
    const NAME: &'static str = "ledger.receive_commission";
    type Done = Entered;
    type Refusal = NotPaid;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotPaid>> {
        let settled = Settled {
            book: &self.book,
            line: "P:partner_due",
            provider: &self.provider,
            poisha: self.poisha,
            reference: &self.reference,
            memo: RECEIVED_MEMO,
            legs: commission_received_legs,
        };
        settle(tx, settled).await
    }
}
