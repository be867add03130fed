//! A key is taken back.

use crate::deeds::make_key::NotKeyed;
use crate::events::KeyRevoked;
use crate::partner::store::keys_of;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Takes a key back: from the next knock on it opens nothing. One entry in the seller's book; a key that was taken back
/// before enters nothing.
///
/// # Refusals
/// [`NotKeyed::Unknown`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RevokeKey {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The key's number.
    pub number: i64,
}

impl Deed for RevokeKey {
    const NAME: &'static str = "market.revoke_key";
    type Done = ();
    type Refusal = NotKeyed;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotKeyed>> {
        let keys = keys_of(tx, &self.seller).await?;
        let key = keys.into_iter().find(|key| key.number == self.number).ok_or(Stop::Refused(NotKeyed::Unknown))?;
        if key.revoked.is_none() {
            tx.enter(&self.seller, vec![happened(KeyRevoked { number: key.number, hash: key.hash })]).await?;
        }
        Ok(())
    }
}
