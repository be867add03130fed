//! A book as a journal of hledger, so that any auditor can add it up again with a tool that we did not write.

use crate::store::{NEXT_FOLIOS, POSTINGS_AFTER};
use base::Paisa;
use db::Row;
use journal::{Fault, Journal};
use std::fmt::Write;

/// Entries turned into text at once.
const FOLIOS_PER_PAGE: i64 = 500;

/// Writes all postings of a book as hledger's plain text, in pieces handed to `out`.
///
/// # Errors
/// What the database says, or what `out` answers.
pub async fn hledger(
    journal: &Journal,
    book: &str,
    mut out: impl FnMut(&str) -> Result<(), Fault>,
) -> Result<(), Fault> {
    out(&format!("; Haat, book {book}. Amounts in taka; debit positive.\ncommodity 1000.00 BDT\n"))?;
    let mut after = 0;
    loop {
        let key = book.to_owned();
        let rows = journal
            .read::<Vec<Row>, Fault, _>(move |tx| {
                Box::pin(async move {
                    let values = [key.as_str().into(), after.into(), FOLIOS_PER_PAGE.into()];
                    let folios = tx.all(&NEXT_FOLIOS, &values).await?;
                    let Some(last) = folios.last() else { return Ok(Vec::new()) };
                    let to: i64 = last.get("folio")?;
                    tx.all(&POSTINGS_AFTER, &[key.into(), after.into(), to.into()]).await
                })
            })
            .await?;
        let Some(last) = rows.last() else { return Ok(()) };
        out(&text(&rows, after)?)?;
        after = last.get("folio")?;
    }
}

fn text(rows: &[Row], mut folio: i64) -> Result<String, Fault> {
    let mut text = String::new();
    let broken = |_| Fault::Unsound("no room for the text".to_owned());
    for row in rows {
        let here: i64 = row.get("folio")?;
        if here != folio {
            folio = here;
            let (day, memo): (String, String) = (row.get("day")?, row.get("memo")?);
            let memo = memo.replace([';', '\n', '|'], " ");
            write!(text, "\n{day} * ({folio}) {memo}\n").map_err(broken)?;
        }
        let account: String = row.get("account")?;
        writeln!(text, "    {account}    {} BDT", decimal(row.get("poisha")?)).map_err(broken)?;
    }
    Ok(text)
}

/// `-1234.05`: taka with two decimals and no grouping.
pub(crate) fn decimal(poisha: Paisa) -> String {
    let (sign, amount) = (if poisha.is_negative() { "-" } else { "" }, poisha.get().unsigned_abs());
    format!("{sign}{}.{:02}", amount / 100, amount % 100)
}
