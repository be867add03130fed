//! What is read at the counter.

use crate::deeds::customer::CustomerData;
use crate::receipt::Standing;
use crate::service::Offer;
use crate::store::{
    ALL_OFFERS, CATALOGUE_FOLIO, CUSTOMER_WITH, DAY_RECEIPTS, DAY_SERVICES, DAY_STANDING, DAY_SUMS, FAVOURITES,
    FORM_OF, ONE_RECEIPT, PRINTED, VERSIONS_OF, offer, standing,
};
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use base::mobile::Mobile;
use journal::{Fault, NATION, Tx};

/// Receipts of a day shown at once, at most.
pub const DAY_RECEIPTS_MAX: i64 = 500;
/// Versions of a service shown, at most.
const VERSIONS_MAX: i64 = 50;

/// What a day brought, over all sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaySum {
    /// The day.
    pub day: BusinessDay,
    /// Receipts given.
    pub given: i64,
    /// Official fees taken, less those given back.
    pub official: Paisa,
    /// Service charges taken, less those given back.
    pub charge: Paisa,
    /// What the shop earned.
    pub income: Paisa,
    /// Receipts reversed on this day.
    pub reversed: i64,
}

/// One receipt, by its number.
pub(crate) async fn receipt(tx: &mut Tx<'_, '_>, book: &str, number: &str) -> Result<Option<Standing>, Fault> {
    tx.optional(&ONE_RECEIPT, &[book.into(), number.into()]).await?.as_ref().map(standing).transpose()
}

/// The receipts of a day, the newest first.
pub(crate) async fn receipts_of(tx: &mut Tx<'_, '_>, book: &str, day: BusinessDay) -> Result<Vec<Standing>, Fault> {
    let rows = tx.all(&DAY_RECEIPTS, &[book.into(), day.into(), DAY_RECEIPTS_MAX.into()]).await?;
    rows.iter().map(standing).collect()
}

/// What each day brought, from one day to another, both included; days without entries are left away.
pub(crate) async fn sums(
    tx: &mut Tx<'_, '_>,
    book: &str,
    from: BusinessDay,
    to: BusinessDay,
) -> Result<Vec<DaySum>, Fault> {
    let rows = tx.all(&DAY_SUMS, &[book.into(), from.into(), to.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(DaySum {
                day: row.get("day")?,
                given: row.get("given")?,
                official: row.get("official")?,
                charge: row.get("charge")?,
                income: row.get("income")?,
                reversed: row.get("reversed")?,
            })
        })
        .collect()
}

/// What each service brought on a day: code, quantity, sum.
pub(crate) async fn services_of(
    tx: &mut Tx<'_, '_>,
    book: &str,
    day: BusinessDay,
) -> Result<Vec<(String, i64, Paisa)>, Fault> {
    let rows = tx.all(&DAY_SERVICES, &[book.into(), day.into()]).await?;
    rows.iter().map(|row| Ok((row.get("service")?, row.get("quantity")?, row.get("total_poisha")?))).collect()
}

/// The services that this centre gave most since a day, the most given first.
pub(crate) async fn favourites(
    tx: &mut Tx<'_, '_>,
    book: &str,
    since: BusinessDay,
    limit: i64,
) -> Result<Vec<String>, Fault> {
    let rows = tx.all(&FAVOURITES, &[book.into(), since.into(), limit.into()]).await?;
    rows.iter().map(|row| row.get("service")).collect()
}

/// Every service on offer.
pub(crate) async fn offers(tx: &mut Tx<'_, '_>) -> Result<Vec<Offer>, Fault> {
    tx.all(&ALL_OFFERS, &[NATION.into()]).await?.iter().map(offer).collect()
}

/// The folio of the last change of the catalogue; 0 when there is none.
pub(crate) async fn catalogue_folio(tx: &mut Tx<'_, '_>) -> Result<i64, Fault> {
    tx.optional(&CATALOGUE_FOLIO, &[NATION.into()]).await?.map_or(Ok(0), |row| row.get("folio"))
}

/// The text of a service's form in one version; empty when it has none.
pub(crate) async fn form_text(tx: &mut Tx<'_, '_>, code: &str, version: i64) -> Result<String, Fault> {
    let row = tx.optional(&FORM_OF, &[NATION.into(), code.into(), version.into()]).await?;
    row.map_or(Ok(String::new()), |row| row.get("form"))
}

/// The versions of a service, the newest first: number, when, what changed.
pub(crate) async fn versions(tx: &mut Tx<'_, '_>, code: &str) -> Result<Vec<(i64, Moment, String)>, Fault> {
    let rows = tx.all(&VERSIONS_OF, &[NATION.into(), code.into(), VERSIONS_MAX.into()]).await?;
    rows.iter().map(|row| Ok((row.get("version")?, row.get("published_ms")?, row.get("change_note")?))).collect()
}

/// The receipts of a day that stand, that is without those reversed: how many, their official fees, their charges.
pub(crate) async fn standing_of(
    tx: &mut Tx<'_, '_>,
    book: &str,
    day: BusinessDay,
) -> Result<(i64, Paisa, Paisa), Fault> {
    let row = tx.one(&DAY_STANDING, &[book.into(), day.into()]).await?;
    Ok((row.get("given")?, row.get("official")?, row.get("charge")?))
}

/// How many papers of a receipt were printed.
pub(crate) async fn papers_of(tx: &mut Tx<'_, '_>, book: &str, number: &str) -> Result<i64, Fault> {
    tx.optional(&PRINTED, &[book.into(), number.into()]).await?.map_or(Ok(0), |row| row.get("papers"))
}

/// What a centre knows of the customer with this mobile number; nothing when they are new or were erased.
pub(crate) async fn customer_with(
    tx: &mut Tx<'_, '_>,
    book: &str,
    mobile: &Mobile,
) -> Result<Option<CustomerData>, Fault> {
    let blind = tx.keys().blind("mobile", &mobile.e164());
    let Some(row) = tx.optional(&CUSTOMER_WITH, &[book.into(), blind.into()]).await? else { return Ok(None) };
    tx.unseal(book, &row.get::<String>("seal")?).await
}
