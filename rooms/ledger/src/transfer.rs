//! Transfers of every room with its providers, as far as a provider's statement is held against them. A room notes its own
//! when its events are applied; whoever reconciles reads them all here and need not know whose they are.

use crate::provider::TransferState;
use crate::store::{NOTED_TRANSFER, TRANSFER_MATCHES, TRANSFERS, UNMATCHED_TRANSFER, UNMATCHED_TRANSFERS};
use base::Paisa;
use base::calendar::BusinessDay;
use db::{Row, Value};
use journal::{Fault, NATION, Tx};

/// Characters of a transfer's id, at most: an end-to-end id of ISO 20022 has no more.
const ID_CHARS_MAX: usize = 35;
/// Digits of a centre's code.
const CENTRE_DIGITS: usize = 7;
/// Digits of a day.
const DAY_DIGITS: usize = 6;

/// A transfer as far as a statement is held against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderTransfer {
    /// The centre's book.
    pub book: String,
    /// Its id, by which the provider knows it too. No two transfers of the house have the same.
    pub id: String,
    /// The provider.
    pub provider: String,
    /// The day on which it was asked for.
    pub day: BusinessDay,
    /// The amount: positive for what a customer pays in, negative for what one is paid out.
    pub principal: Paisa,
    /// True when it is the customer's own wallet that pays or is paid. Such a payment comes into our account with the
    /// provider; cash that a customer pays in over the counter leaves it.
    pub by_wallet: bool,
    /// Where it stands.
    pub state: TransferState,
    /// The provider's reference; empty while there is none.
    pub reference: String,
    /// The path of the page on which its own room shows it.
    pub page: String,
}

/// Notes a transfer as it stands now. Called where a room's event is applied, and with nothing but what stands in that
/// room's own rows, so that a replay notes the same.
pub fn note_transfer(tx: &mut db::Tx<'_>, transfer: &ProviderTransfer) {
    let rest = vec![
        Value::from(&transfer.provider),
        transfer.day.into(),
        transfer.principal.into(),
        transfer.by_wallet.into(),
        transfer.state.name().into(),
        Value::from(&transfer.reference),
        Value::from(&transfer.page),
    ];
    tx.put(&TRANSFERS, vec![Value::from(&transfer.book), Value::from(&transfer.id)], rest);
}

/// Notes that a transfer stands in a statement, or need not be looked for in one any more. Called where an event of the
/// nation's book is applied: statements are read into that book.
pub fn note_match(tx: &mut db::Tx<'_>, transfer: &str, statement: &str) {
    tx.put(&TRANSFER_MATCHES, vec![NATION.into(), transfer.into()], vec![statement.into()]);
}

fn noted(row: &Row) -> Result<ProviderTransfer, Fault> {
    let state: String = row.get("state")?;
    Ok(ProviderTransfer {
        book: row.get("book")?,
        id: row.get("id")?,
        provider: row.get("provider")?,
        day: row.get("day")?,
        principal: row.get("principal_poisha")?,
        by_wallet: row.get("by_wallet")?,
        state: TransferState::of_name(&state)
            .ok_or_else(|| Fault::Unsound(format!("no state of a transfer: {state}")))?,
        reference: row.get("reference")?,
        page: row.get("page")?,
    })
}

/// Transfers of a provider that were asked for on these days and stand in no statement yet, by id.
///
/// # Errors
/// What the database says.
pub async fn unmatched_transfers(
    tx: &mut Tx<'_, '_>,
    provider: &str,
    (first, last): (BusinessDay, BusinessDay),
    limit: i64,
) -> Result<Vec<ProviderTransfer>, Fault> {
    let values = [NATION.into(), provider.into(), first.into(), last.into(), limit.into()];
    tx.all(&UNMATCHED_TRANSFERS, &values).await?.iter().map(noted).collect()
}

/// The transfer of this id with this provider, of any day, when it stands in no statement yet.
///
/// # Errors
/// What the database says.
pub async fn unmatched_transfer(
    tx: &mut Tx<'_, '_>,
    id: &str,
    provider: &str,
) -> Result<Option<ProviderTransfer>, Fault> {
    let row = tx.optional(&UNMATCHED_TRANSFER, &[NATION.into(), id.into(), provider.into()]).await?;
    row.as_ref().map(noted).transpose()
}

/// A transfer of a book, whichever room's it is.
///
/// # Errors
/// What the database says.
pub async fn provider_transfer(tx: &mut Tx<'_, '_>, book: &str, id: &str) -> Result<Option<ProviderTransfer>, Fault> {
    tx.optional(&NOTED_TRANSFER, &[book.into(), id.into()]).await?.as_ref().map(noted).transpose()
}

/// The id of a transfer as its room gave it, when a text of a provider is one: a UUID, with its hyphens or without them
/// (ISO 20022 leaves no room for them), or a letter with centre, day and number, `W3026001-261129-B7K001-1`.
#[must_use]
pub fn transfer_id(text: &str) -> Option<String> {
    let text = text.trim();
    uuid(text).or_else(|| is_numbered(text).then(|| text.to_owned()))
}

fn uuid(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    if digits.len() != 32 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let digits = digits.to_ascii_lowercase();
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or("").to_owned();
    Some([part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-"))
}

/// True for a letter with the centre's digits, the day, and two numbers or more, each after a hyphen.
fn is_numbered(text: &str) -> bool {
    let digits = |part: &str, count: usize| part.len() == count && part.chars().all(|c| c.is_ascii_digit());
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let [first, day, rest @ ..] = parts.as_slice() else { return false };
    text.len() <= ID_CHARS_MAX
        && first.strip_prefix(|c: char| c.is_ascii_uppercase()).is_some_and(|centre| digits(centre, CENTRE_DIGITS))
        && digits(day, DAY_DIGITS)
        && rest.len() >= 2
        && rest.iter().all(|part| plain(part))
}

#[cfg(test)]
mod tests {
    use super::transfer_id;

    const ID: &str = "019ab000-0000-7000-8000-000000000007";

    #[test]
    fn an_id_of_either_kind_is_known_as_its_room_gave_it() {
        for text in [ID, "019AB000000070008000000000000007", " 019ab000000070008000000000000007 "] {
            assert_eq!(transfer_id(text).as_deref(), Some(ID), "{text}");
        }
        for text in ["W3026001-261129-B7K001-1", "R3026001-261129-B7K001-1-2"] {
            assert_eq!(transfer_id(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_a_provider_calls_its_own_is_no_id_of_ours() {
        for text in [
            "",
            "-",
            "no-id",
            "W-1",
            "BK-261129-1",
            "SIM-00000001",
            "NOTPROVIDED",
            "3026001-261129-B7K001-1",
            "w3026001-261129-B7K001-1",
            "W302600-261129-B7K001-1",
            "W3026001-26112-B7K001-1",
            "W3026001-261129-B7K001",
            "W3026001-261129--1",
            "W3026001-261129-b7k001-1",
            "W3026001-261129-B7K001-1-11111111111111111111",
            "W৩০২৬০০১-261129-B7K001-1",
            "019ab000-0000-7000-8000-00000000000",
        ] {
            assert_eq!(transfer_id(text), None, "{text}");
        }
    }
}
