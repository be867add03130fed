//! What verifying checks of every counter.

use crate::store::DAYS_DIFFER;
use db::{Fault, Tx};
use journal::{Audit, Boxed};

/// Faults named at most: a store so broken is not mended from a longer list.
const FAULTS_NAMED_MAX: i64 = 200;

/// The counts of every day are the receipts of that day.
pub(crate) const AUDIT: Audit = Audit { name: "counter", run };

fn run<'a>(tx: &'a mut Tx<'_>) -> Boxed<'a, Result<Vec<String>, Fault>> {
    Box::pin(faults(tx))
}

async fn faults(tx: &mut Tx<'_>) -> Result<Vec<String>, Fault> {
    let mut faults = Vec::new();
    for row in tx.all(&DAYS_DIFFER, &[FAULTS_NAMED_MAX.into()]).await? {
        let (book, day): (String, String) = (row.get("book")?, row.get("day")?);
        let (given, poisha): (i64, i64) = (row.get("given_off")?, row.get("poisha_off")?);
        faults.push(format!("book {book} day {day}: counted {given} receipts and {poisha} poisha beside its receipts"));
    }
    Ok(faults)
}
