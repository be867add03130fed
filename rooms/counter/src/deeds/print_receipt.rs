//! A receipt is printed: how often is remembered, so that the second paper says that it is a copy.

use crate::events::ReceiptPrinted;
use crate::store::{PRINTINGS, RECEIPTS};
use base::Refusal;
use db::Value;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Counts one more paper of a receipt, before it is printed: a printer does not say whether paper came out, so the next
/// one is called a copy in any case (screens.md 3.2: "Print again" prints COPY n).
///
/// # Refusals
/// There is no such receipt.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PrintReceipt {
    /// The centre's book.
    pub book: String,
    /// The receipt's number.
    pub number: String,
    /// The paper: `58` or `80`.
    pub paper: String,
}

/// Why a receipt cannot be printed.
#[derive(Debug)]
pub enum NotPrinted {
    /// There is no such receipt in this book.
    Unknown,
}

impl Refusal for NotPrinted {
    fn code(&self) -> &'static str {
        "counter.print.unknown"
    }

    fn status(&self) -> u16 {
        404
    }
}

/// The codes of [`NotPrinted`].
pub(crate) const CODES: &[&str] = &["counter.print.unknown"];

impl Deed for PrintReceipt {
    const NAME: &'static str = "counter.print";
    /// Which paper it is: 1 is the first.
    type Done = i64;
    type Refusal = NotPrinted;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &journal::Ahead<'_>) -> Vec<db::Want> {
        let key = || vec![Value::from(&self.book), Value::from(&self.number)];
        vec![(&RECEIPTS, key()), (&PRINTINGS, key())]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64, Stop<NotPrinted>> {
        let key = vec![Value::from(&self.book), Value::from(&self.number)];
        if tx.fetch(&RECEIPTS, key.clone()).await?.is_none() {
            return Err(Stop::Refused(NotPrinted::Unknown));
        }
        let before = match tx.fetch(&PRINTINGS, key).await?.as_deref() {
            Some([Value::Integer(papers)]) => *papers,
            _ => 0,
        };
        let printed = before.saturating_add(1);
        let event = ReceiptPrinted { number: self.number.clone(), paper: self.paper.clone(), copy: printed };
        tx.enter(&self.book, vec![happened(event)]).await?;
        Ok(printed)
    }
}
