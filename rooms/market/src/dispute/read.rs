//! What is read of complaints about orders.

use super::store::{DISPUTES, DISPUTES_DUE, DISPUTES_UNDER, ENTRIES_OF_ORDER, dispute_on_shelf};
use super::{Desk, Dispute};
use crate::order::OrderStanding;
use crate::reading::{ROWS_MAX, order};
use base::calendar::Moment;
use db::Fault;

/// The complaint about an order, open or settled; none when nobody ever complained.
///
/// # Errors
/// What the database says.
pub async fn dispute(tx: &mut db::Tx<'_>, book: &str, number: &str) -> Result<Option<Dispute>, Fault> {
    let row = tx.fetch(&DISPUTES, vec![book.into(), number.into()]).await?;
    row.as_deref().map(dispute_on_shelf).transpose()
}

/// The folios of the entries of a book that concern an order, or a quote.
pub(crate) async fn entries_of_order(tx: &mut db::Tx<'_>, book: &str, number: &str) -> Result<Vec<i64>, Fault> {
    let rows = tx.all(&ENTRIES_OF_ORDER, &[book.into(), number.into(), ROWS_MAX.into()]).await?;
    rows.iter().map(|row| row.get("folio")).collect()
}

/// A complaint with its centre's book and its order.
pub(crate) type Complained = (String, Dispute, OrderStanding);

/// Open complaints at or below a path, the soonest due first; those on which somebody acted last.
pub(crate) async fn under_path(tx: &mut db::Tx<'_>, path: &str) -> Result<Vec<Complained>, Fault> {
    let rows = tx.all(&DISPUTES_UNDER, &[true.into(), format!("{path}%").into(), ROWS_MAX.into()]).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let (book, dispute): (String, Dispute) =
            (row.get("book")?, crate::store::read_body(&row.get::<String>("body")?)?);
        let standing = order(tx, &book, &dispute.order).await?;
        all.extend(standing.map(|standing| (book, dispute, standing)));
    }
    Ok(all)
}

/// Complaints on which nobody acted before this moment: (book, order, where it lies).
pub(crate) async fn overdue(
    tx: &mut db::Tx<'_>,
    now: Moment,
    limit: i64,
) -> Result<Vec<(String, String, Desk)>, Fault> {
    let rows = tx.all(&DISPUTES_DUE, &[now.into(), limit.into()]).await?;
    let mut due = Vec::with_capacity(rows.len());
    for row in rows {
        let desk = Desk::of_name(&row.get::<String>("desk")?);
        due.extend(desk.map(|desk| Ok::<_, Fault>((row.get("book")?, row.get("number")?, desk))).transpose()?);
    }
    Ok(due)
}
