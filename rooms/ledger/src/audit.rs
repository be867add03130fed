//! What verifying checks of every ledger.

use crate::store::{DRIFTED, HELD_DRIFTED, MIRRORS, SIDES};
use db::{Fault, Tx};
use journal::{Audit, Boxed};

/// Each side of each book balances; balances are the sums of their postings; the shop's float equals the programme's.
pub(crate) const AUDIT: Audit = Audit { name: "ledger", run };

fn run<'a>(tx: &'a mut Tx<'_>) -> Boxed<'a, Result<Vec<String>, Fault>> {
    Box::pin(faults(tx))
}

async fn faults(tx: &mut Tx<'_>) -> Result<Vec<String>, Fault> {
    let mut faults = Vec::new();
    for row in tx.all(&SIDES, &[]).await? {
        let (book, side, off): (String, String, i64) = (row.get("book")?, row.get("side")?, row.get("poisha")?);
        faults.push(format!("book {book}: side {side} is off by {off} poisha"));
    }
    for row in tx.all(&DRIFTED, &[]).await? {
        let (book, account): (String, String) = (row.get("book")?, row.get("account")?);
        let (is, ought): (i64, i64) = (row.get("poisha")?, row.get("ought")?);
        faults.push(format!("book {book}: account {account} says {is}, its postings say {ought}"));
    }
    for row in tx.all(&HELD_DRIFTED, &[]).await? {
        let (book, account): (String, String) = (row.get("book")?, row.get("account")?);
        faults.push(format!("book {book}: account {account} holds another sum than its open holds"));
    }
    for row in tx.all(&MIRRORS, &[]).await? {
        let book: String = row.get("book")?;
        let (programme, shop): (i64, i64) = (row.get("programme")?, row.get("shop")?);
        faults.push(format!("book {book}: the programme's float is {programme}, the shop's {shop}"));
    }
    Ok(faults)
}
