//! What verifying checks of stock: what is on hand is the sum of what moved, and never below nothing.

use super::store::{STOCK_BELOW, STOCK_DRIFTED};
use db::{Fault, Tx};
use journal::{Audit, Boxed};

/// Faults named at most: a store so broken is not mended from a longer list.
const FAULTS_NAMED_MAX: i64 = 200;

/// Stock and its movements agree.
pub(crate) const AUDIT: Audit = Audit { name: "counter stock", run };

fn run<'a>(tx: &'a mut Tx<'_>) -> Boxed<'a, Result<Vec<String>, Fault>> {
    Box::pin(faults(tx))
}

async fn faults(tx: &mut Tx<'_>) -> Result<Vec<String>, Fault> {
    let mut faults = Vec::new();
    for row in tx.all(&STOCK_DRIFTED, &[FAULTS_NAMED_MAX.into()]).await? {
        let (book, item): (String, String) = (row.get("book")?, row.get("item")?);
        let (says, ought): (i64, i64) = (row.get("says")?, row.get("ought")?);
        faults.push(format!("book {book} stock {item}: {says} on hand, but its movements come to {ought}"));
    }
    for row in tx.all(&STOCK_BELOW, &[FAULTS_NAMED_MAX.into()]).await? {
        let (book, item): (String, String) = (row.get("book")?, row.get("item")?);
        faults.push(format!("book {book} stock {item}: below nothing"));
    }
    Ok(faults)
}
