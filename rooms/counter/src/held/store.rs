//! The table of carts set aside.

use super::{HELD_MAX, Held};
use crate::cart::Cart;
use base::calendar::Moment;
use db::{Fault, Row};
use journal::Tx;

db::statements! {
    HOW_MANY = "select count(*) as held from counter_held_cart where book = $1";
    HELD = "select held, cart, held_ms from counter_held_cart where book = $1 order by held_ms, held limit $2";
    ONE_HELD = "select held, cart, held_ms from counter_held_cart where book = $1 and held = $2";
    HOLD = "insert into counter_held_cart (book, held, person, cart, held_ms) values ($1, $2, $3, $4, $5)";
    LET_GO = "delete from counter_held_cart where book = $1 and held = $2";
    SWEEP = "delete from counter_held_cart where held_ms < $1";
}

/// Where a held cart belongs: bound into its concealment, so that it opens nowhere else.
fn place_of(book: &str, held: &str) -> String {
    format!("held/{book}/{held}")
}

/// How many carts a counter has set aside: while there is one, its day is not closed (screens.md 3.2).
///
/// # Errors
/// What the database says.
pub async fn held_carts(tx: &mut Tx<'_, '_>, book: &str) -> Result<i64, Fault> {
    tx.one(&HOW_MANY, &[book.into()]).await?.get("held")
}

/// A held cart as it was kept; one of another shape (of an older program) is shown empty.
fn read(tx: &Tx<'_, '_>, book: &str, row: &Row) -> Result<Held, Fault> {
    let held: String = row.get("held")?;
    let plain = tx.keys().reveal(&place_of(book, &held), &row.get::<Vec<u8>>("cart")?)?;
    let cart: Cart = serde_json::from_slice(&plain).unwrap_or_default();
    Ok(Held { id: held, at: Moment::new(row.get("held_ms")?), cart })
}

/// The carts that a counter has set aside, the oldest first.
pub(crate) async fn all_held(tx: &mut Tx<'_, '_>, book: &str) -> Result<Vec<Held>, Fault> {
    let rows = tx.all(&HELD, &[book.into(), HELD_MAX.into()]).await?;
    rows.iter().map(|row| read(tx, book, row)).collect()
}

/// One of them.
pub(super) async fn one_held(tx: &mut Tx<'_, '_>, book: &str, held: &str) -> Result<Option<Held>, Fault> {
    let row = tx.optional(&ONE_HELD, &[book.into(), held.into()]).await?;
    row.map(|row| read(tx, book, &row)).transpose()
}

/// Sets a cart aside.
pub(super) async fn hold(tx: &mut Tx<'_, '_>, book: &str, person: &str, cart: &Cart) -> Result<(), Fault> {
    let held = tx.new_id()?.to_string();
    let plain = serde_json::to_vec(cart).map_err(|error| Fault::Unsound(format!("a cart: {error}")))?;
    let concealed = tx.keys().conceal(&place_of(book, &held), &plain)?;
    let now = tx.now();
    tx.execute(&HOLD, &[book.into(), held.into(), person.into(), concealed.into(), now.into()]).await?;
    Ok(())
}

/// Takes one away.
pub(super) async fn let_go(tx: &mut Tx<'_, '_>, book: &str, held: &str) -> Result<(), Fault> {
    tx.execute(&LET_GO, &[book.into(), held.into()]).await?;
    Ok(())
}

/// Takes away all that were set aside before this moment; answers how many.
pub(super) async fn sweep(tx: &mut Tx<'_, '_>, before: Moment) -> Result<u64, Fault> {
    tx.execute(&SWEEP, &[before.into()]).await
}
