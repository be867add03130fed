//! A batch begins: its key stands for its content from now on.

use base::Refusal;
use journal::{Deed, Stop, Tx};
use serde::{Deserialize, Serialize};

/// Remembers what a batch's key of idempotency was used for, so that the same key with another batch is refused as a whole.
/// It enters nothing: each item of the batch is a deed of its own under a key made of the batch's, so that a batch that
/// was cut off goes on where it stopped when it is sent again.
///
/// # Refusals
/// None of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BeginBatch {
    /// The seller's number, which is its book.
    pub seller: String,
    /// What is in it: goods, stock, prices.
    pub kind: String,
    /// SHA-256 of its content in hexadecimal.
    pub sha256: String,
}

/// Why a batch is refused as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotABatch {
    /// It holds nothing, or too much.
    Items,
}

impl Refusal for NotABatch {
    fn code(&self) -> &'static str {
        "market.batch.items"
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        vec![("max", crate::partner::BATCH_ITEMS_MAX.to_string())]
    }

    fn field(&self) -> Option<String> {
        Some("items".to_owned())
    }
}

/// The codes of [`NotABatch`].
pub(crate) const CODES: &[&str] = &["market.batch.items"];

impl Deed for BeginBatch {
    const NAME: &'static str = "market.begin_batch";
    type Done = ();
    type Refusal = NotABatch;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, _: &mut Tx<'_, '_>) -> Result<(), Stop<NotABatch>> {
        Ok(())
    }
}
