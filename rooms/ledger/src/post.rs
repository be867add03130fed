//! The door through which other rooms move money: it decides, they enter.

use crate::account::Account;
use crate::events::Posted;
use crate::posting::{Draft, LEGS_MAX, Leg, MEMO_CHARS_MAX, NotPosted, decide, merged, swapped};
use crate::store::{BALANCES, IS_REVERSAL, LEGS_OF, REVERSALS, balance};
use db::Want;
use journal::{Fault, Stop, Tx};

/// Checks a posting against the balances and answers the event, which the caller enters together with its own:
/// money and the reason for it stand in one entry. An entry holds one posting.
///
/// # Errors
/// [`NotPosted`] when it may not be.
pub async fn post(tx: &mut Tx<'_, '_>, book: &str, draft: Draft) -> Result<Posted, Stop<NotPosted>> {
    let memo = base::text::clean(&draft.memo);
    let legs = merged(&draft.legs).map_err(Stop::Refused)?;
    if legs.len() > LEGS_MAX || memo.chars().count() > MEMO_CHARS_MAX {
        return Err(Stop::Refused(NotPosted::Shape));
    }
    let accounts: Vec<&str> = legs.iter().map(|leg| leg.account.code()).collect();
    tx.prefetch(wants(book, &accounts)).await?;
    let mut balances = Vec::with_capacity(legs.len());
    for leg in &legs {
        balances.push(balance(tx, book, &leg.account).await?);
    }
    decide(&legs, &balances).map_err(Stop::Refused)?;
    Ok(Posted { day: draft.day, memo, legs, reverses: None })
}

/// The reversal of an entry: its legs the other way, once. It is dated today whatever the day of the entry was,
/// because that day may be closed (standards.md, worked example 4).
///
/// # Errors
/// [`NotPosted::AlreadyReversed`] the second time; [`NotPosted::IsReversal`] for a reversal;
/// [`NotPosted::NothingToReverse`] where no money moved; [`NotPosted::Short`] when the money is gone.
pub async fn reverse(tx: &mut Tx<'_, '_>, book: &str, folio: i64, memo: &str) -> Result<Posted, Stop<NotPosted>> {
    if tx.fetch(&REVERSALS, vec![book.into(), folio.into()]).await?.is_some() {
        return Err(Stop::Refused(NotPosted::AlreadyReversed));
    }
    if tx.optional(&IS_REVERSAL, &[book.into(), folio.into()]).await?.is_some() {
        return Err(Stop::Refused(NotPosted::IsReversal));
    }
    let mut legs = Vec::new();
    for row in tx.all(&LEGS_OF, &[book.into(), folio.into()]).await? {
        let code: String = row.get("account")?;
        let account = Account::new(&code).ok_or_else(|| Fault::Unsound(format!("no such account: {code}")))?;
        legs.push(Leg { account, poisha: row.get("poisha")? });
    }
    if legs.is_empty() {
        return Err(Stop::Refused(NotPosted::NothingToReverse));
    }
    let legs = swapped(&legs).map_err(Stop::Refused)?;
    let draft = Draft { day: tx.now().day(), memo: memo.to_owned(), legs };
    Ok(Posted { reverses: Some(folio), ..post(tx, book, draft).await? })
}

/// The balances that a posting will ask for: told ahead, one statement fetches those of a whole batch.
#[must_use]
pub fn wants(book: &str, accounts: &[&str]) -> Vec<Want> {
    accounts.iter().map(|account| -> Want { (&BALANCES, vec![book.into(), (*account).into()]) }).collect()
}
