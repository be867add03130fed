//! What is read of transfers.

use super::limit::{Limit, LimitHere, paths_up, subject_of_provider, subject_of_service};
use super::store::{
    ALL_WAITING, AREA_TRANSFERS, DAY_TRANSFERS, LIMITS, LIMITS_UNDER, ONE_TRANSFER, OUT_WAITING, PENDING_OF, USES,
    standing,
};
use super::{Transfer, TransferStanding};
use crate::store::from_text;
use base::Paisa;
use base::calendar::BusinessDay;
use db::Value;
use journal::{Fault, NATION, Tx};

/// One transfer.
pub(crate) async fn one(tx: &mut Tx<'_, '_>, book: &str, id: &str) -> Result<Option<TransferStanding>, Fault> {
    tx.optional(&ONE_TRANSFER, &[book.into(), id.into()]).await?.as_ref().map(standing).transpose()
}

/// The transfers of every centre whose end is not known, the oldest first.
pub(crate) async fn all_waiting(tx: &mut Tx<'_, '_>, limit: i64) -> Result<Vec<TransferStanding>, Fault> {
    let rows = tx.all(&ALL_WAITING, &[true.into(), limit.into()]).await?;
    rows.iter().map(standing).collect()
}

/// Transfers shown at once, at most.
pub(crate) const TRANSFERS_MAX: i64 = 200;
/// Limits shown at once, at most.
const LIMITS_MAX: i64 = 500;

/// The transfers of a centre's day and those that wait, which stand first.
pub(crate) async fn of_day(tx: &mut Tx<'_, '_>, book: &str, day: BusinessDay) -> Result<Vec<TransferStanding>, Fault> {
    let rows = tx.all(&DAY_TRANSFERS, &[book.into(), day.into(), true.into(), TRANSFERS_MAX.into()]).await?;
    rows.iter().map(standing).collect()
}

/// The same of every centre below a path.
pub(crate) async fn of_area(tx: &mut Tx<'_, '_>, path: &str, day: BusinessDay) -> Result<Vec<TransferStanding>, Fault> {
    let below = format!("{path}%");
    let rows = tx.all(&AREA_TRANSFERS, &[below.into(), day.into(), true.into(), TRANSFERS_MAX.into()]).await?;
    rows.iter().map(standing).collect()
}

/// How many transfers of a centre wait for their end.
pub(crate) async fn waiting_count(tx: &mut Tx<'_, '_>, book: &str) -> Result<i64, Fault> {
    tx.one(&PENDING_OF, &[book.into(), true.into()]).await?.get("waiting")
}

/// The limits at places below a path: subject, path and limit.
pub(crate) async fn limits_under(tx: &mut Tx<'_, '_>, path: &str) -> Result<Vec<(String, String, Limit)>, Fault> {
    let below = format!("{path}%");
    let rows = tx.all(&LIMITS_UNDER, &[NATION.into(), below.into(), LIMITS_MAX.into()]).await?;
    rows.iter()
        .map(|row| Ok((row.get("subject")?, row.get("path")?, from_text(&row.get::<String>("body")?)?)))
        .collect()
}

/// What will have to be paid out of the drawer when the pay-outs that wait are done.
pub(crate) async fn out_waiting(tx: &mut Tx<'_, '_>, book: &str) -> Result<Paisa, Fault> {
    let sum: Paisa = tx.one(&OUT_WAITING, &[true.into(), book.into()]).await?.get("poisha")?;
    Ok(sum.checked_neg().unwrap_or_default())
}

/// The limits that hold for a service at a place, with what this centre and person used of them today.
pub(crate) async fn limits_here(
    tx: &mut Tx<'_, '_>,
    (book, path): (&str, &str),
    subjects: [String; 2],
    day: BusinessDay,
    person: &str,
) -> Result<Vec<LimitHere>, Fault> {
    let mut all = Vec::new();
    for subject in subjects {
        for place in paths_up(path) {
            let row = tx.fetch(&LIMITS, vec![NATION.into(), (&subject).into(), place.into()]).await?;
            let Some([Value::Text(body)]) = row.as_deref() else { continue };
            let limit: Limit = from_text(body)?;
            let used_centre = used(tx, book, day, &subject, "").await?;
            let used_person = used(tx, book, day, &subject, person).await?;
            all.push(LimitHere { limit, used_centre, used_person });
            break;
        }
    }
    Ok(all)
}

async fn used(tx: &mut Tx<'_, '_>, book: &str, day: BusinessDay, subject: &str, person: &str) -> Result<Paisa, Fault> {
    let row = tx.fetch(&USES, vec![book.into(), day.into(), subject.into(), person.into()]).await?;
    Ok(if let Some([Value::Integer(poisha)]) = row.as_deref() { Paisa::new(*poisha) } else { Paisa::ZERO })
}

/// The two subjects of which a transfer is part.
pub(crate) fn subjects_of(transfer: &Transfer) -> [String; 2] {
    [subject_of_provider(&transfer.provider), subject_of_service(&transfer.line.service)]
}
