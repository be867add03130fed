//! What verifying checks of every ledger.

use crate::store::{APPROVED_AMISS, DRIFTED, FLOATS_DIFFER, HELD_DRIFTED, SIDES};
use db::{Fault, Tx};
use journal::{Audit, Boxed};

/// Faults of one kind named at most: a store so broken is not mended from a longer list.
const FAULTS_NAMED_MAX: i64 = 200;

/// Each side of each entry balances; balances are the sums of their postings, and what is held the sum of open holds;
/// the shop's float equals the programme's; what was approved of a top-up is what the float grew by.
pub(crate) const AUDIT: Audit = Audit { name: "ledger", run };

fn run<'a>(tx: &'a mut Tx<'_>) -> Boxed<'a, Result<Vec<String>, Fault>> {
    Box::pin(faults(tx))
}

async fn faults(tx: &mut Tx<'_>) -> Result<Vec<String>, Fault> {
    let most = [FAULTS_NAMED_MAX.into()];
    let mut faults = Vec::new();
    for row in tx.all(&SIDES, &most).await? {
        let (book, side): (String, String) = (row.get("book")?, row.get("side")?);
        let (folio, off): (i64, i64) = (row.get("folio")?, row.get("off_poisha")?);
        faults.push(format!("book {book} folio {folio}: side {side} is off by {off} poisha"));
    }
    for row in tx.all(&DRIFTED, &most).await? {
        let (book, account): (String, String) = (row.get("book")?, row.get("account")?);
        let (says, ought): (i64, i64) = (row.get("says")?, row.get("ought")?);
        faults.push(format!("book {book}: account {account} says {says}, its postings say {ought}"));
    }
    for row in tx.all(&HELD_DRIFTED, &most).await? {
        let (book, account): (String, String) = (row.get("book")?, row.get("account")?);
        let (says, ought): (i64, i64) = (row.get("says")?, row.get("ought")?);
        faults.push(format!("book {book}: account {account} holds {says}, its open holds say {ought}"));
    }
    for row in tx.all(&FLOATS_DIFFER, &most).await? {
        let (book, off): (String, i64) = (row.get("book")?, row.get("off_poisha")?);
        faults.push(format!("book {book}: the shop's float is not the programme's: they differ by {off} poisha"));
    }
    for row in tx.all(&APPROVED_AMISS, &most).await? {
        let (book, ask, poisha): (String, String, i64) = (row.get("book")?, row.get("ask")?, row.get("poisha")?);
        faults.push(format!("book {book}: top-up {ask} of {poisha} was approved, and the float did not grow by it"));
    }
    Ok(faults)
}
