//! The door through which other rooms move money: it decides, they enter.

use crate::events::Posted;
use crate::posting::{Draft, LEGS_MAX, Leg, MEMO_CHARS_MAX, NotPosted, decide, merged, swapped};
use crate::store::{BALANCES, LEGS_OF, REVERSALS, balance};
use crate::account::Account;
use base::calendar::BusinessDay;
use db::Want;
use journal::{Fault, Stop, Tx};

/// Checks a posting against the balances and answers the event, which the caller enters together with its own:
/// money and the reason for it stand in one entry.
///
/// # Errors
/// [`NotPosted`] when it may not be.
pub async fn post(tx: &mut Tx<'_, '_>, book: &str, draft: Draft) -> Result<Posted, Stop<NotPosted>> {
    let legs = merged(&draft.legs).map_err(Stop::Refused)?;
    if legs.len() > LEGS_MAX || draft.memo.chars().count() > MEMO_CHARS_MAX {
        return Err(Stop::Refused(NotPosted::Shape));
    }
    if let Some(folio) = draft.reverses
        && tx.fetch(&REVERSALS, vec![book.into(), folio.into()]).await?.is_some()
    {
        return Err(Stop::Refused(NotPosted::AlreadyReversed));
    }
    let mut balances = Vec::with_capacity(legs.len());
    for leg in &legs {
        balances.push(balance(tx, book, &leg.account).await?);
    }
    decide(&legs, &balances).map_err(Stop::Refused)?;
    Ok(Posted { day: draft.day, memo: draft.memo, legs, reverses: draft.reverses })
}

/// The reversal of an entry: its legs the other way, dated today, once. Never into a closed day.
///
/// # Errors
/// [`NotPosted::AlreadyReversed`] the second time; [`NotPosted::Short`] when the money is gone.
pub async fn reverse(
    tx: &mut Tx<'_, '_>,
    book: &str,
    folio: i64,
    day: BusinessDay,
    memo: &str,
) -> Result<Posted, Stop<NotPosted>> {
    let mut legs = Vec::new();
    for row in tx.all(&LEGS_OF, &[book.into(), folio.into()]).await? {
        let code: String = row.get("account")?;
        let account = Account::new(&code).ok_or_else(|| Fault::Unsound(format!("no such account: {code}")))?;
        legs.push(Leg { account, poisha: row.get("poisha")? });
    }
    let legs = swapped(&legs).map_err(Stop::Refused)?;
    post(tx, book, Draft { day, memo: memo.to_owned(), legs, reverses: Some(folio) }).await
}

/// The balances that a posting will ask for: told ahead, one statement fetches those of a whole batch.
#[must_use]
pub fn wants(book: &str, accounts: &[&str]) -> Vec<Want> {
    accounts.iter().map(|account| -> Want { (&BALANCES, vec![book.into(), (*account).into()]) }).collect()
}
