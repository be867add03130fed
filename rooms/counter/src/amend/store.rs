//! The table of amendments, and what stands in the catalogue beside them.

use super::Amendment;
use crate::store::{from_text, to_text};
use journal::{Fault, NATION, Tx};
use std::collections::BTreeMap;

db::statements! {
    AMENDMENT_OF = "select body from counter_amendment where book = $1 and person = $2";
    KEEP_AMENDMENT = "insert into counter_amendment (book, person, body, changed_ms) values ($1, $2, $3, $4) \
                      on conflict (book, person) do update set body = excluded.body, changed_ms = excluded.changed_ms";
    DROP_AMENDMENT = "delete from counter_amendment where book = $1 and person = $2";
    FORMS_IN_FORCE = "select offered.code as code, described.form as form from counter_offer as offered \
                      join counter_service as described on described.book = offered.book \
                      and described.code = offered.code and described.version = offered.version \
                      where offered.book = $1 and offered.has_form = $2 order by offered.code";
    OPEN_CASES = "select service, count(*) as open from counter_case where pending = $1 group by service";
}

/// What a person is about to change; nothing when they are not. One of another shape (of an older program) is let go.
pub(crate) async fn amendment_of(tx: &mut Tx<'_, '_>, person: &str) -> Result<Option<Amendment>, Fault> {
    let row = tx.optional(&AMENDMENT_OF, &[NATION.into(), person.into()]).await?;
    let body: Option<String> = row.map(|row| row.get("body")).transpose()?;
    Ok(body.and_then(|body| from_text(&body).ok()))
}

/// Keeps what a person is about to change, in place of what it was before.
pub(crate) async fn keep(tx: &mut Tx<'_, '_>, person: &str, amendment: &Amendment) -> Result<(), Fault> {
    let now = tx.now();
    let values = [NATION.into(), person.into(), to_text(amendment)?.into(), now.into()];
    tx.execute(&KEEP_AMENDMENT, &values).await?;
    Ok(())
}

/// Lets it go.
pub(crate) async fn let_go(tx: &mut Tx<'_, '_>, person: &str) -> Result<(), Fault> {
    tx.execute(&DROP_AMENDMENT, &[NATION.into(), person.into()]).await?;
    Ok(())
}

/// The forms in force, by the code of their service.
pub(crate) async fn forms_in_force(tx: &mut Tx<'_, '_>) -> Result<BTreeMap<String, String>, Fault> {
    let rows = tx.all(&FORMS_IN_FORCE, &[NATION.into(), true.into()]).await?;
    rows.iter().map(|row| Ok((row.get("code")?, row.get("form")?))).collect()
}

/// How many applications of each service are not at their end, in the whole country.
pub(crate) async fn open_cases(tx: &mut Tx<'_, '_>) -> Result<BTreeMap<String, i64>, Fault> {
    let rows = tx.all(&OPEN_CASES, &[true.into()]).await?;
    rows.iter().map(|row| Ok((row.get("service")?, row.get("open")?))).collect()
}
