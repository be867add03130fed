//! The table of proposed tariffs.

use super::Proposal;
use crate::store::from_text;
use db::{Fault, Kind, Row, Shelf, Value};
use journal::{NATION, Tx};

/// Waiting proposals shown at once, at most.
const WAITING_MAX: i64 = 200;
/// Decided proposals shown, at most.
const DECIDED_MAX: i64 = 20;

pub(crate) static PROPOSALS: Shelf = Shelf {
    table: "counter_tariff_proposal",
    key: &[("book", Kind::Text), ("proposal", Kind::Text)],
    rest: &[("service", Kind::Text), ("state", Kind::Text), ("proposed_ms", Kind::Integer), ("body", Kind::Text)],
    read: true,
    lock: true,
};

db::statements! {
    WAITING = "select body from counter_tariff_proposal where book = $1 and state = 'waiting' \
               order by proposed_ms, proposal limit $2";
    DECIDED = "select body from counter_tariff_proposal where book = $1 and state <> 'waiting' \
               order by proposed_ms desc, proposal limit $2";
}

fn read(row: &Row) -> Result<Proposal, Fault> {
    from_text(&row.get::<String>("body")?)
}

/// A proposal as it lies on the shelf.
pub(crate) fn proposal(rest: &[Value]) -> Result<Proposal, Fault> {
    let [_, _, _, Value::Text(body)] = rest else {
        return Err(Fault::Unsound("a proposal of another shape".to_owned()));
    };
    from_text(body)
}

/// The proposals on which nobody decided yet, the oldest first.
pub(crate) async fn waiting(tx: &mut Tx<'_, '_>) -> Result<Vec<Proposal>, Fault> {
    tx.all(&WAITING, &[NATION.into(), WAITING_MAX.into()]).await?.iter().map(read).collect()
}

/// The proposals on which somebody decided, the newest first.
pub(crate) async fn decided(tx: &mut Tx<'_, '_>) -> Result<Vec<Proposal>, Fault> {
    tx.all(&DECIDED, &[NATION.into(), DECIDED_MAX.into()]).await?.iter().map(read).collect()
}

/// One proposal.
pub(crate) async fn one(tx: &mut Tx<'_, '_>, id: &str) -> Result<Option<Proposal>, Fault> {
    tx.fetch(&PROPOSALS, vec![NATION.into(), id.into()]).await?.as_deref().map(proposal).transpose()
}
